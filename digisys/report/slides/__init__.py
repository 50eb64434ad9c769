"""Slides: their content, and how they become shapes that can be edited."""
