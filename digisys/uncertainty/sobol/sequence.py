"""Scrambled Sobol sequences, any part of them at once.

Direction numbers of Joe & Kuo (2008, doi:10.1137/070709359), order of Antonov & Saleev
(1979, doi:10.1016/0041-5553(79)90085-5), scrambled by random linear maps and a random
shift (Matousek 1998, doi:10.1006/jcom.1998.0487). The numbers are those of
``scipy.stats.qmc.Sobol``, to the bit.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["MOST_DIMENSIONS", "MOST_POINTS", "Sobol", "sobol_start"]

Bits = npt.NDArray[np.uint32]

MOST_DIMENSIONS = 21201
_BITS = 30
MOST_POINTS = 2**_BITS


class Sobol:
    """A scrambled Sobol sequence.

    Parameters
    ----------
    dimensions
        From 1 to 21,201.
    seed
        A whole number from 0 up.

    Examples
    --------
    >>> sequence = Sobol(2, seed=1)
    >>> whole = sequence.points(0, 64)
    >>> bool((sequence.points(16, 32) == whole[:, 16:32]).all())
    True
    >>> sorted((whole[0] * 64).astype(int)) == list(range(64))  # one point in each 64th
    True
    """

    def __init__(self, dimensions: int, seed: int) -> None:
        random = _generator(seed)
        shift = random.integers(2, size=(dimensions, _BITS), dtype=np.uint32)
        self._shift: Bits = (shift << np.arange(_BITS, dtype=np.uint32)).sum(1, dtype=np.uint32)
        maps = random.integers(2, size=(dimensions, _BITS, _BITS), dtype=np.uint32)
        self._directions = _scrambled(_directions(dimensions), maps)

    def points(self, start: int, stop: int) -> npt.NDArray[np.float64]:
        """Return some points of the sequence.

        Parameters
        ----------
        start, stop
            The first point, from 0, and the one after the last, at most 2**30.

        Returns
        -------
        ndarray
            From 0 to 1; shape ``(dimensions, stop - start)``.
        """
        numbers = np.arange(start, stop, dtype=np.uint32)
        gray = numbers ^ (numbers >> np.uint32(1))
        out: Bits = np.repeat(self._shift[:, np.newaxis], len(numbers), axis=1)
        for bit in range(int(max(stop - 1, 0)).bit_length()):
            chosen = (gray >> np.uint32(bit)) & np.uint32(1)
            out ^= self._directions[:, bit, np.newaxis] * chosen
        return np.ldexp(out.astype(np.float64), -_BITS)


def sobol_start(dimensions: int, seed: int) -> dict[str, Any]:
    """Return what a sequence is made from, as plain data, for a twin in another language.

    Parameters
    ----------
    dimensions, seed
        As of :class:`Sobol`.

    Returns
    -------
    dict
        ``state`` and ``increment`` of the generator PCG64 in hexadecimal digits; ``polynomials``
        and ``first`` direction numbers by dimension.
    """
    state = _generator(seed).bit_generator.state["state"]
    with np.load(Path(__file__).with_name("directions.npz")) as file:
        polynomials, first = file["polynomials"][:dimensions], file["first"][:dimensions]
    degrees = [int(polynomial).bit_length() - 1 for polynomial in polynomials]
    return {
        "state": f"{state['state']:x}",
        "increment": f"{state['inc']:x}",
        "polynomials": [int(polynomial) for polynomial in polynomials],
        "first": [
            [int(number) for number in row[:degree]]
            for row, degree in zip(first, degrees, strict=True)
        ],
    }


def _generator(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed).spawn(1)[0]  # as SciPy does


def _directions(dimensions: int) -> Bits:
    """Return the direction numbers, by dimension and bit, with their binary points in line."""
    with np.load(Path(__file__).with_name("directions.npz")) as file:
        polynomials, first = file["polynomials"][:dimensions], file["first"][:dimensions]
    numbers = np.zeros((dimensions, _BITS), dtype=np.uint32)
    numbers[0] = 1
    degrees = np.array([int(polynomial).bit_length() - 1 for polynomial in polynomials])
    for degree in range(1, int(degrees.max(initial=0)) + 1):
        rows = np.flatnonzero(degrees == degree)
        own, polynomial = numbers[rows], polynomials[rows]
        own[:, :degree] = first[rows, :degree]
        for bit in range(degree, _BITS):
            own[:, bit] = own[:, bit - degree]
            for term in range(degree):
                has = (polynomial >> np.uint32(degree - 1 - term)) & np.uint32(1)
                own[:, bit] ^= has * (own[:, bit - term - 1] << np.uint32(term + 1))
        numbers[rows] = own
    return numbers << np.arange(_BITS - 1, -1, -1, dtype=np.uint32)


def _scrambled(directions: Bits, maps: Bits) -> Bits:
    """Map the bits of each direction number by its dimension's triangular matrix."""
    lower = np.tril(maps, -1) | np.eye(_BITS, dtype=np.uint32)
    places = np.arange(_BITS - 1, -1, -1, dtype=np.uint32)
    rows = (lower << places).sum(axis=2, dtype=np.uint32)  # each row as a number
    out = np.zeros_like(directions)
    for place in range(_BITS):
        parity = np.bitwise_count(directions & rows[:, place, np.newaxis]) & 1
        out |= parity.astype(np.uint32) << np.uint32(_BITS - 1 - place)
    return out
