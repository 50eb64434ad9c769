"""A static site: several models, each with its page, and an address for every question."""
