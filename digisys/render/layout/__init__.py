"""Positions for a model that has none: area panels, then boxes by annealing."""
