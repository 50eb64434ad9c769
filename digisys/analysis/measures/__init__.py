"""Structural measures of variables."""
