"""Scenarios and levers side by side."""
