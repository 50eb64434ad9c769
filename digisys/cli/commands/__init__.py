"""The commands, a file each, found by the name that is typed."""
