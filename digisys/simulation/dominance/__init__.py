"""Which feedback loops drive what, and when."""
