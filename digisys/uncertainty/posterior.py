"""Unknowns as observations have narrowed them: joint draws of strengths and inertias."""

from __future__ import annotations

import base64
import hashlib
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Posterior"]

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
        What is drawn: ids of links and of stocks.
    spans
        The range of each before, as sizes or years.
    signs
        Of each: 1 or -1, or 0 where the direction of a link is drawn too.
    shares
        Where in its range each lies, from 0 to 1; shape ``(keys, draws)``.

    Examples
    --------
    >>> posterior = Posterior(("a->b",), ((0.0, 0.4),), (1,), np.array([[0.5, 0.5, 0.75, 0.25]]))
    >>> posterior.ranges
    {'a->b': (0.077526, 0.322474)}
    >>> posterior.block(("b", "a->b"), np.zeros((2, 3)), 3).tolist()
    [[0.0, 0.0, 0.0], [0.25, 0.5, 0.5]]
    """

    keys: tuple[str, ...] = field(repr=False)
    spans: tuple[tuple[float, float], ...] = field(repr=False)
    signs: tuple[int, ...] = field(repr=False)
    shares: Floats = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Posterior) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> str:
        """A short text that differs whenever anything in it does."""
        text = hashlib.blake2b(repr((self.keys, self.spans, self.signs)).encode(), digest_size=8)
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

    @cached_property
    def ranges(self) -> Mapping[str, tuple[float, float]]:
        """An even range of each unknown, with about its mean and standard deviation.

        A link whose direction is not known keeps its range of sizes.
        """
        found = {}
        for key, (low, high), sign, shares in zip(
            self.keys, self.spans, self.signs, self.shares, strict=True
        ):
            ends = (low, high)
            if sign:
                middle, reach = float(shares.mean()), _HALF_WIDTH * float(shares.std())
                least, most = max(middle - reach, 0.0), min(middle + reach, 1.0)
                ends = (low + least * (high - low), low + most * (high - low))
            found[key] = (round(ends[0], _DECIMALS), round(ends[1], _DECIMALS))
        return found

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
            "shares": base64.b64encode(numbers).decode(),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Posterior:
        """Make the draws from plain data."""
        keys = tuple(data["keys"])
        numbers = np.frombuffer(base64.b64decode(data["shares"]), dtype="<f8")
        spans = tuple((float(low), float(high)) for low, high in data["spans"])
        shares = numbers.astype(np.float64).reshape(len(keys), -1)
        return cls(keys, spans, tuple(data["signs"]), shares)
