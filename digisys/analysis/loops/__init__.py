"""Feedback loops: all of them, the shortest independent ones, the links they share."""
