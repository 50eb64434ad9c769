"""What is not known and how it is drawn: unknowns, draws, ranks, engines."""
