"""How a model moves: scenarios, runs, ensembles, and which loops drive what."""
