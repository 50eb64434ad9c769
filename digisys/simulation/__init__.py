"""Dynamics: stock-flow systems, scenarios, ensembles and loop dominance."""
