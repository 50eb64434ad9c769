"""Links as curves between boxes, and where signs stand beside them."""
