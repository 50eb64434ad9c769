"""Draws of unknowns, one by one.

A number depends on the seed, on what is drawn (the id of a link) and on the number of the
draw, and on nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digisys.uncertainty.unknowns import Unknown, draw_keys, values_between

__all__ = ["digest", "draw_shares", "draw_values", "redraw_keys", "uniform", "values_of"]

Floats = npt.NDArray[np.float64]


def digest(seed: int, key: str) -> int:
    """Return 128 bits that stand for a seed and what is drawn."""
    return int.from_bytes(hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=16).digest())


def uniform(seed: int, keys: Sequence[str], start: int, stop: int) -> Floats:
    """Return one number from 0 to 1 for each key and each of some draws.

    The counter-based generator Philox (Salmon et al. 2011, doi:10.1145/2063384.2063405).

    Parameters
    ----------
    seed
        A whole number from 0 up.
    keys
        What is drawn.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    ndarray
        Shape ``(keys, stop - start)``.

    Examples
    --------
    >>> keys = ["a->b", "b"]
    >>> bool((uniform(1, keys, 0, 10)[:, 7:] == uniform(1, keys, 7, 10)).all())
    True
    """
    out = np.empty((len(keys), stop - start))
    # Philox makes four numbers a count. To turn one of them to a key is far quicker than to
    # make one for each key.
    first, skipped = divmod(start, 4)
    philox = np.random.Philox(counter=first, key=0)
    generator, state = np.random.Generator(philox), philox.state
    digests = (digest(seed, key) for key in keys)
    halves = [(number & (2**64 - 1), number >> 64) for number in digests]
    turned = np.array(halves, dtype=np.uint64).reshape(-1, 2)
    for row, key in zip(out, turned, strict=True):
        state["state"]["key"] = key
        philox.state = state
        if skipped:
            generator.random(skipped)
        generator.random(out=row)
    return out


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
    return values_of(unknowns, draw_shares(unknowns, seed, start, stop))


def draw_shares(
    unknowns: Sequence[Unknown], seed: int, start: int, stop: int, *, again: bool = False
) -> Floats:
    """Draw numbers from 0 to 1 for some draws.

    Parameters
    ----------
    unknowns, seed, start, stop
        As of :func:`draw_values`.
    again
        Whether to draw others, that share nothing with the usual ones.

    Returns
    -------
    ndarray
        By key (see :func:`~digisys.uncertainty.unknowns.draw_keys`) and draw.
    """
    return uniform(
        seed, redraw_keys(draw_keys(unknowns)) if again else draw_keys(unknowns), start, stop
    )


def redraw_keys(keys: Sequence[str]) -> tuple[str, ...]:
    """Return keys of draws that share nothing with those of some keys."""
    return tuple(f"again:{key}" for key in keys)


def values_of(unknowns: Sequence[Unknown], shares: Floats) -> Floats:
    """Turn numbers from 0 to 1 into values of unknowns, in place.

    Parameters
    ----------
    unknowns
        What is drawn.
    shares
        By key and draw, as of :func:`draw_shares`; taken for the values.

    Returns
    -------
    ndarray
        Signed sizes, 0 where a link does not exist; (unknown, draw).
    """
    values = shares[: len(unknowns)]
    for row, unknown in zip(values, unknowns, strict=True):
        sign, low, width = map(np.array, (unknown.sign, unknown.low, unknown.high - unknown.low))
        # Row by row, in place: a table of all would need as much room again.
        row[:] = values_between(sign, low, width, row)
    optional = [at for at, unknown in enumerate(unknowns) if unknown.chance < 1]
    if optional:
        chances = np.array([unknowns[at].chance for at in optional])
        values[optional] *= shares[len(unknowns) :] < chances[:, None]
    return values
