"""Scrambled Sobol sequences, any part of them at once."""
