"""A document between answers and formats: what it holds, and each format that it is written in."""
