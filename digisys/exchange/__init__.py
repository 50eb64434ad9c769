"""Files of other tools, a format a file."""
