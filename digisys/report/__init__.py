"""Whole documents composed of answers and pictures."""
