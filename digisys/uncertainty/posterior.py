"""Unknowns as observations have narrowed them: joint draws of strengths and inertias."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError
from digisys.uncertainty.unknowns import Unknown
from digisys.words import Message

__all__ = ["Posterior", "even_range"]

Floats = npt.NDArray[np.float64]

#: Half the width of an even range, in its standard deviations.
_HALF_WIDTH = math.sqrt(3)
#: Decimals of the ends of ranges.
_DECIMALS = 6


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws from what observations leave possible, each of them as likely as the others.

    They stand in for even draws wherever a model is run over time. Where strengths are drawn
    one by one, as in :func:`digisys.press`, each has an even range with about the same mean
    and standard deviation.

    Attributes
    ----------
    keys
        What is drawn: ids of links and of stocks, and whatever else a draw takes.
    spans
        The range of each before, as sizes or years.
    signs
        Of each: 1 or -1, or 0 where the direction of a link is drawn too.
    shares
        The draws, each from 0 to 1; shape ``(keys, draws)``.
    ranges
        Of links and stocks, an even range with about the mean and standard deviation of what
        is left possible, as :func:`even_range` makes it.
    given
        Strengths of links that were given when observations were weighed, by link.

    Examples
    --------
    >>> posterior = Posterior(("a->b",), ((0.0, 0.4),), (1,), np.array([[0.5, 0.5, 0.75, 0.25]]))
    >>> posterior.block(("b", "a->b"), np.zeros((2, 3)), 3).tolist()
    [[0.0, 0.0, 0.0], [0.25, 0.5, 0.5]]
    """

    keys: tuple[str, ...] = field(repr=False)
    spans: tuple[tuple[float, float], ...] = field(repr=False)
    signs: tuple[int, ...] = field(repr=False)
    shares: Floats = field(repr=False)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict, repr=False)
    given: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Posterior) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """A short text that differs whenever anything in it does."""
        text = hashlib.blake2b(
            repr((self.keys, self.spans, self.signs, self.ranges, self.given)).encode(),
            digest_size=8,
        )
        text.update(np.ascontiguousarray(self.shares, dtype="<f8").tobytes())
        return text.hexdigest()

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return int(self.shares.shape[1])

    @property
    def known_spans(self) -> Mapping[str, tuple[float, float]]:
        """The range of each unknown before, by key."""
        return dict(zip(self.keys, self.spans, strict=True))

    def check_spans(self, unknowns: Iterable[Unknown]) -> None:
        """Refuse a model in which a link has another range than when observations were weighed."""
        known = self.known_spans
        found: dict[str, list[tuple[float, float]]] = {}
        for unknown in unknowns:
            if unknown.key in known:
                found.setdefault(unknown.key, []).append((unknown.low, unknown.high))
        for key, spans in found.items():
            if known[key] not in spans:
                raise QuestionError(
                    Message(
                        "The strength of {link} is no longer what it was when observations were "
                        "weighed.",
                        {"link": key},
                    ),
                    Message("Calibrate the model anew."),
                )

    @cached_property
    def middle(self) -> Mapping[str, float]:
        """The mean share of each unknown; one half where the direction is not known."""
        return {
            key: float(shares.mean()) if sign else 0.5
            for key, sign, shares in zip(self.keys, self.signs, self.shares, strict=True)
        }

    def without(self, keys: Collection[str]) -> Posterior | None:
        """Return the draws of all other unknowns; None where none is left."""
        kept = [at for at, key in enumerate(self.keys) if key not in keys]
        if len(kept) == len(self.keys):
            return self
        if not kept:
            return None
        return replace(
            self,
            keys=tuple(self.keys[at] for at in kept),
            spans=tuple(self.spans[at] for at in kept),
            signs=tuple(self.signs[at] for at in kept),
            shares=self.shares[kept],
            ranges={key: ends for key, ends in self.ranges.items() if key not in keys},
        )

    def block(self, keys: Sequence[str], shares: Floats, start: int) -> Floats:
        """Put the draws of what is narrowed in the place of even ones.

        Parameters
        ----------
        keys
            What is drawn.
        shares
            Even draws, by key and draw; changed in place.
        start
            The number of their first draw. Where more are asked for than there are, they
            come again in the same order.

        Returns
        -------
        ndarray
            The same shares.
        """
        rows = {key: row for row, key in enumerate(self.keys)}
        numbers = np.arange(start, start + shares.shape[1]) % self.draws
        for at, key in enumerate(keys):
            if key in rows:
                shares[at] = self.shares[rows[key], numbers]
        return shares

    def quantiles(self, key: str, shares: Floats) -> Floats:
        """Turn even shares into those of one unknown by itself."""
        if key not in self.keys:
            return shares
        found: Floats = np.quantile(self.shares[self.keys.index(key)], shares)
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the draws as plain data, without loss."""
        numbers = np.ascontiguousarray(self.shares, dtype="<f8").tobytes()
        return {
            "keys": list(self.keys),
            "spans": [list(span) for span in self.spans],
            "signs": list(self.signs),
            "ranges": {key: list(ends) for key, ends in self.ranges.items()},
            "given": {
                key: list(size) if isinstance(size, tuple) else size
                for key, size in self.given.items()
            },
            "shares": base64.b64encode(numbers).decode(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Posterior:
        """Make the draws from plain data."""
        keys = tuple(data["keys"])
        numbers = np.frombuffer(base64.b64decode(data["shares"]), dtype="<f8")
        spans = tuple((float(low), float(high)) for low, high in data["spans"])
        shares = numbers.astype(np.float64).reshape(len(keys), -1)
        ranges = {key: (low, high) for key, (low, high) in data["ranges"].items()}
        given = {
            key: tuple(size) if isinstance(size, list) else size
            for key, size in data["given"].items()
        }
        return cls(keys, spans, tuple(data["signs"]), shares, ranges, given)


def even_range(mean: float, deviation: float, ends: tuple[float, float]) -> tuple[float, float]:
    """Return an even range with about a mean and a standard deviation, within two ends.

    Examples
    --------
    >>> even_range(0.2, 0.05, (0.0, 0.4)), even_range(0.1, 0.1, (0.0, 0.4))
    ((0.113397, 0.286603), (0.0, 0.273205))
    """
    low = max(mean - _HALF_WIDTH * deviation, ends[0])
    high = min(mean + _HALF_WIDTH * deviation, ends[1])
    return round(low, _DECIMALS), round(max(high, low), _DECIMALS)
