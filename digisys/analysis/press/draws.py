"""Draws of community matrices, one by one.

A number depends on the seed, on what is drawn (the id of a link) and on the number of the
draw, and on nothing else.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.system import Entry, PressSystem

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


def draw_values(system: PressSystem, seed: int, start: int, stop: int) -> Floats:
    """Draw the entries of the matrix for some draws.

    Parameters
    ----------
    system
        What is drawn, and the ranges.
    seed
        A whole number from 0 up.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    ndarray
        Signed sizes of links, then sizes of damping; (entry, draw).
    """
    entries = (*system.links, *system.damping)
    values = np.empty((len(entries), stop - start))
    for row, entry in enumerate(entries):
        _fill_uniform(values[row], seed, entry.key, start)
        _size(values[row], entry)
        if entry.chance < 1:
            values[row] *= uniform(seed, f"exists:{entry.key}", start, stop) < entry.chance
    return values


def _size(shares: Floats, entry: Entry) -> None:
    """Turn shares of a range into signed sizes, in place."""
    width = entry.high - entry.low
    if entry.sign:
        shares *= entry.sign * width
        if entry.low:
            shares += entry.sign * entry.low
    else:
        # Direction unknown: one half of the shares is negative, the other positive.
        side = 2.0 * shares - 1.0
        shares[:] = np.where(side < 0, -1.0, 1.0) * (entry.low + width * np.abs(side))
