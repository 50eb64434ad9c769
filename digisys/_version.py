"""The version of digisys; below every layer, so that any of them may name it."""

__version__ = "0.1.0"
