"""Draws of unknowns, one by one.

A number depends on the seed, on what is drawn (the id of a link) and on the number of the
draw, and on nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digisys.uncertainty.unknowns import Unknown

__all__ = ["draw_values", "uniform"]

Floats = npt.NDArray[np.float64]


def uniform(seed: int, key: str, start: int, stop: int) -> Floats:
    """Return one number from 0 to 1 for each of some draws.

    The counter-based generator Philox (Salmon et al. 2011, doi:10.1145/2063384.2063405).

    Parameters
    ----------
    seed
        A whole number from 0 up.
    key
        What is drawn.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    ndarray
        Shape ``(stop - start,)``.

    Examples
    --------
    >>> bool((uniform(1, "a->b", 0, 10)[7:] == uniform(1, "a->b", 7, 10)).all())
    True
    """
    out = np.empty(stop - start)
    _fill_uniform(out, seed, key, start)
    return out


def _fill_uniform(out: Floats, seed: int, key: str, start: int) -> None:
    digest = hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=16).digest()
    # Philox makes four numbers a count.
    first, skipped = divmod(start, 4)
    generator = np.random.Generator(np.random.Philox(counter=first, key=int.from_bytes(digest)))
    generator.random(skipped)
    generator.random(out=out)


def draw_values(unknowns: Sequence[Unknown], seed: int, start: int, stop: int) -> Floats:
    """Draw values of unknowns for some draws.

    Parameters
    ----------
    unknowns
        What is drawn, and the ranges.
    seed
        A whole number from 0 up.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    ndarray
        Signed sizes, 0 where a link does not exist; (unknown, draw).
    """
    values = np.empty((len(unknowns), stop - start))
    for row, unknown in enumerate(unknowns):
        _fill_uniform(values[row], seed, unknown.key, start)
        _size(values[row], unknown)
        if unknown.chance < 1:
            values[row] *= uniform(seed, f"exists:{unknown.key}", start, stop) < unknown.chance
    return values


def _size(shares: Floats, unknown: Unknown) -> None:
    """Turn shares of a range into signed sizes, in place."""
    width = unknown.high - unknown.low
    if unknown.sign:
        shares *= unknown.sign * width
        if unknown.low:
            shares += unknown.sign * unknown.low
    else:
        # Direction unknown: one half of the shares is negative, the other positive.
        side = 2.0 * shares - 1.0
        shares[:] = np.where(side < 0, -1.0, 1.0) * (unknown.low + width * np.abs(side))
