"""Exact sign predictions of a press perturbation, from signs alone.

The matrix convention is that of the field: ``A[i, j]`` is the effect of j on i.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["absolute_feedback", "adjoint"]

Integers = npt.NDArray[np.int64]


def adjoint(matrix: npt.ArrayLike) -> Integers:
    """Compute the classical adjoint of a matrix of integers, exactly."""
    square = np.array(matrix, dtype=object)
    size = len(square)
    unit = np.array([[int(i == j) for j in range(size)] for i in range(size)], dtype=object)
    part = unit
    for turn in range(1, size):
        product = square @ part
        part = product - unit * (sum(product[i, i] for i in range(size)) // turn)
    return np.asarray(part * (-1) ** (size - 1), dtype=np.int64)


def absolute_feedback(matrix: npt.ArrayLike) -> Integers:
    """Count the feedback cycles behind each entry of the adjoint, whatever their sign."""
    links = np.asarray(matrix) != 0
    size = len(links)
    sets = np.arange(1 << size, dtype=np.int64)
    counts = np.bitwise_count(sets)
    above = np.zeros(1 << size, dtype=np.int64)
    below = np.zeros(1 << size, dtype=np.int64)
    above[0] = below[0] = 1
    for rows in range(1, size + 1):
        layer = sets[counts == rows]
        for column in range(size):
            within = layer[(layer >> column) & 1 == 1]
            if links[rows - 1, column]:
                above[within] += above[within ^ (1 << column)]
            if links[size - rows, column]:
                below[within] += below[within ^ (1 << column)]
    order = np.argsort(counts, kind="stable")
    total = np.zeros((size, size), dtype=np.int64)
    for column in range(size):
        without = order[(sets[order] >> column) & 1 == 0]
        ways = above[without] * below[without ^ ((1 << size) - 1) ^ (1 << column)]
        starts = np.searchsorted(counts[without], np.arange(size))
        total[column] = np.add.reduceat(ways, starts)
    return total
