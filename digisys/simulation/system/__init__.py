"""The stock-flow system: what a model, a view and a scenario make together."""
