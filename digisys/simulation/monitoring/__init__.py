"""What was measured against what was wanted and expected, for one organisation or hundreds."""
