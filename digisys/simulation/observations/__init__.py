"""What was measured: dated values of indicators, as levels of a model."""
