"""Several maps of one thing: what differs between them, and what that does to conclusions."""
