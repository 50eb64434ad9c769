"""What a variable influences and what influences it."""
