"""Influence between all targets, areas or variables."""
