"""Structural measures of a model, with what each can and cannot tell."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["micmac"]

Counts = npt.NDArray[np.float64]


def micmac(links: Counts, power: int) -> tuple[Counts, Counts]:
    """Count the walks of a length that leave and arrive at each variable.

    ``links[i, j]`` is 1 when j acts on i. Returns influence and dependence.
    """
    walks = np.linalg.matrix_power(links, power)
    return walks.sum(axis=0), walks.sum(axis=1)
