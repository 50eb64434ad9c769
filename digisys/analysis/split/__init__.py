"""How much of what is not sure is owed to structure, and how much to strength."""
