"""Pure questions about the structure of a model."""
