"""Charts of results: runs, dominance of loops, measures, the matrix of influence."""
