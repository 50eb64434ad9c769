"""Draws of what is unknown: by counter, so that any part can be drawn anywhere.

A draw depends on the seed, on its number and on *what* is drawn (the id of a link or a
stock), never on blocks, workers or what else is drawn. Scenarios that share a seed
therefore share their unknowns (common random numbers).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError, TooLargeError
from digisys.uncertainty.draws import digest, uniform
from digisys.uncertainty.posterior import Posterior
from digisys.uncertainty.sobol.sequence import MOST_DIMENSIONS, MOST_POINTS, Sobol
from digisys.words import Message

__all__ = ["DrawTable", "Sampler"]

Sampler = Literal["sobol", "latin", "random"]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class DrawTable:
    """A table of numbers from 0 to 1: one row an unknown, one column a draw.

    Attributes
    ----------
    keys
        What is drawn, in order.
    samples
        How many draws there are in all; at least 1.
    seed
        A whole number from 0 up.
    sampler
        ``sobol``: scrambled Sobol sequence (Owen 1998, doi:10.1006/jcom.1998.0487), which
        fills the ranges most evenly; ``latin``: Latin hypercube (McKay, Beckman & Conover
        1979, doi:10.1080/00401706.1979.10489755); ``random``: independent draws from the
        counter-based generator Philox (Salmon et al. 2011, doi:10.1145/2063384.2063405).
    posterior
        What observations have narrowed: its draws take the place of even ones.

    Examples
    --------
    >>> draws = DrawTable(("a->b", "b"), 64, 1, "latin")
    >>> draws.block(0, 64).shape
    (2, 64)
    >>> bool((draws.block(0, 64)[:, 16:32] == draws.block(16, 32)).all())
    True
    """

    keys: tuple[str, ...] = field(repr=False)
    samples: int
    seed: int = 1
    sampler: Sampler = "sobol"
    posterior: Posterior | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.sampler not in get_args(Sampler):
            raise QuestionError(
                Message("“{word}” is not one of the choices.", {"word": self.sampler}),
                Message("Choose one of: {names}.", {"names": ", ".join(get_args(Sampler))}),
            )
        if self.samples < 1 or self.seed < 0:
            raise QuestionError(
                Message("Samples must be at least 1 and the seed at least 0."),
                Message("Give whole numbers, such as samples=1024 and seed=1."),
            )
        if self.sampler == "sobol" and len(self.keys) > MOST_DIMENSIONS:
            raise TooLargeError(
                Message(
                    "A Sobol sequence has at most {most} dimensions, and the model has {count} "
                    "unknowns.",
                    {"most": MOST_DIMENSIONS, "count": len(self.keys)},
                ),
                Message("Choose the sampler “latin” or “random”."),
            )

        if self.sampler == "sobol" and self.samples > MOST_POINTS:
            raise TooLargeError(
                Message("A Sobol sequence has at most {most} draws.", {"most": MOST_POINTS}),
                Message("Choose the sampler “latin” or “random”."),
            )

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_sobol"}

    @cached_property
    def _sobol(self) -> Sobol:
        return Sobol(len(self.keys), self.seed)

    def block(self, start: int, stop: int) -> Floats:
        """Return some of the draws.

        Parameters
        ----------
        start, stop
            The first draw, a multiple of 16, and the one after the last.

        Returns
        -------
        ndarray
            From 0 to 1; shape ``(keys, stop - start)``.
        """
        shares = self._even(start, stop)
        return shares if self.posterior is None else self.posterior.block(self.keys, shares, start)

    def _even(self, start: int, stop: int) -> Floats:
        if self.sampler == "sobol":
            return self._sobol.points(start, stop) if self.keys else np.empty((0, stop - start))
        out = uniform(self.seed, self.keys, start, stop)
        if self.sampler == "latin":
            numbers = np.arange(start, stop, dtype=np.uint64)
            for row, key in zip(out, self.keys, strict=True):
                cells = _shuffled(numbers, self.samples, digest(self.seed, f"latin:{key}"))
                row[:] = (cells + row) / self.samples
        return out


def _shuffled(numbers: npt.NDArray[np.uint64], count: int, key: int) -> npt.NDArray[np.uint64]:
    """Permute 0, …, count - 1 without a table: a Feistel network that walks out of gaps."""
    half = np.uint64(max((count - 1).bit_length() + 1, 2) // 2)
    mask = np.uint64((1 << int(half)) - 1)
    rounds = [np.uint64((key >> (16 * turn)) & (2**64 - 1)) for turn in range(5)]
    out = numbers.copy()
    walking = np.ones(len(out), dtype=bool)
    while walking.any():
        left, right = out[walking] >> half, out[walking] & mask
        for constant in rounds:
            left, right = right, left ^ (_mixed(right ^ constant) & mask)
        out[walking] = (left << half) | right
        walking = out >= count
    return out


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Stir 64 bits (the finaliser of SplitMix64, Steele et al. 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
