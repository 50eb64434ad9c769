"""Chains of links, and the links that cut them."""
