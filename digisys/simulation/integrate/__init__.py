"""Integration: the system as flat arrays, in NumPy or in compiled code."""
