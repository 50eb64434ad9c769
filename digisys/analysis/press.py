"""What a lasting push does to every variable, when only signs are known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digisys.analysis.view import Graph

__all__ = ["sign_matrix"]


def sign_matrix(graph: Graph) -> npt.NDArray[np.int64]:
    """Lay the signs of a view out as a matrix: entry [i, j] is the effect of j on i."""
    place = {name: row for row, name in enumerate(graph.model.variables)}
    matrix = np.zeros((len(place), len(place)), dtype=np.int64)
    for arcs in graph.into.values():
        for arc in arcs:
            matrix[place[arc.link.target], place[arc.link.source]] = arc.sign
    return matrix
