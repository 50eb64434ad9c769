"""What is done and measured around a model, joined to the model."""
