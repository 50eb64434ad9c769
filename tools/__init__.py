"""What developers and ``run.py`` use around digisys; none of it is installed with it."""
