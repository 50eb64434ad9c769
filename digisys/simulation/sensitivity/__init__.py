"""Which unknowns decide an outcome."""
