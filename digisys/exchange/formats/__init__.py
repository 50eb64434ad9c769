"""What other tools write, a file a format; each ends in a ``FORMAT`` that tells what it can do."""
