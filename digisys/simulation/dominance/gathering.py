"""What the loop scores of many draws come to: means, bands, leaders and which loops exist.

Where the scores of all draws fit in memory, they are kept and bands are exact; otherwise
they are counted in bins, block by block. Either way the answer depends on the question only,
never on who does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from digisys.errors import TooLargeError
from digisys.simulation.dominance.histogram import Histogram
from digisys.simulation.dominance.result import Presence
from digisys.simulation.integrate.program import Floats
from digisys.words import Message

__all__ = ["Gathering", "Part", "Telling"]

Counts = npt.NDArray[np.int64]

#: Bytes that the relative scores of all draws may take before they are counted in bins.
_KEPT_BYTES = 256 * 2**20
#: Bytes that the bins may take.
_MOST_BYTES = 2**30


@dataclass(frozen=True, eq=False)
class Telling:
    """What is told of loops: which belong to one entry, and which compete.

    Attributes
    ----------
    rows
        For each entry, the positions of its loops.
    rivals
        Whether a loop can lead its group; by loop.
    steps, samples
        How many steps and draws there are in all.
    doubtful
        Whether draws differ in which loops there are, or which way they work.
    kept
        Whether the relative scores of all draws fit in memory.

    Raises
    ------
    TooLargeError
        If they would not fit even in bins.
    """

    rows: tuple[tuple[int, ...], ...]
    rivals: npt.NDArray[np.bool_]
    steps: int
    samples: int
    doubtful: bool = False
    kept: bool = field(init=False)

    @property
    def loops(self) -> int:
        """How many loops there are."""
        return len(self.rivals)

    def __post_init__(self) -> None:
        # Settled once, so that all who share the work agree.
        kept = 8 * self.steps * self.loops * self.samples <= _KEPT_BYTES
        object.__setattr__(self, "kept", kept)
        if not self.kept and Histogram.bytes_of(self.steps * len(self.rows)) > _MOST_BYTES:
            raise TooLargeError(
                Message(
                    "The scores of {loops} loops at {steps} steps in {samples} draws would take "
                    "more than a gigabyte of memory.",
                    {"loops": len(self.rows), "steps": self.steps, "samples": self.samples},
                ),
                Message("Ask for fewer draws, or score fewer loops (max_loops)."),
            )

    def summed(self, relative: Floats) -> Floats:
        """Add up the relative scores of the loops of each entry."""
        return np.stack([relative[:, list(rows)].sum(axis=1) for rows in self.rows], axis=1)


@dataclass
class Part:
    """Sums over some draws.

    Attributes
    ----------
    total
        Sums of relative scores, by step and loop.
    led
        How many draws an entry leads, by step and entry.
    there, reinforcing, entries
        How many draws have a loop, have it reinforcing, and have an entry.
    sizes
        Sums of the sizes of the entries' relative scores, by step and entry.
    relative
        Relative scores by step, loop and draw, where they are kept.
    bins
        Counts of the entries' relative scores, where they are not.
    """

    total: Floats
    led: Counts
    there: Counts
    reinforcing: Counts
    entries: Counts
    sizes: Floats
    relative: list[Floats] = field(default_factory=list)
    bins: Histogram | None = None

    @classmethod
    def empty(cls, telling: Telling) -> Part:
        """Make room for the sums of some draws."""
        loops, entries = telling.loops, len(telling.rows)
        return cls(
            np.zeros((telling.steps, loops)),
            np.zeros((telling.steps, entries), dtype=np.int64),
            np.zeros(loops, dtype=np.int64),
            np.zeros(loops, dtype=np.int64),
            np.zeros(entries, dtype=np.int64),
            np.zeros((telling.steps, entries)),
            bins=None if telling.kept else Histogram(telling.steps * entries),
        )

    def add(self, telling: Telling, relative: Floats, groups: Sequence[int]) -> None:
        """Add a block of draws.

        Parameters
        ----------
        telling
            What is told of loops.
        relative
            Relative scores by step, loop and draw.
        groups
            Number of each loop's group in these draws; -1 where it has none.
        """
        summed = telling.summed(relative)
        self._count_leaders(telling, summed, np.asarray(groups))
        if telling.doubtful:
            self.sizes += np.abs(summed).sum(axis=2)
        if self.bins is None:
            self.relative.append(relative)
            return
        self.total += relative.sum(axis=2)
        self.bins.add(summed.reshape(-1, summed.shape[2]))

    def _count_leaders(self, telling: Telling, summed: Floats, groups: Counts) -> None:
        """Count which entry has the largest score among those that share feedback with it."""
        members: dict[int, list[int]] = {}
        for entry, rows in enumerate(telling.rows):
            of_entry = [groups[row] for row in rows if groups[row] >= 0]
            if of_entry and telling.rivals[rows[0]]:
                members.setdefault(int(of_entry[0]), []).append(entry)
        steps = len(summed)
        for entries in members.values():
            sizes = np.abs(summed[:, entries])
            best = sizes.argmax(axis=1)
            moved = sizes.max(axis=1) > 0
            places = (np.arange(steps)[:, None] * len(entries) + best)[moved]
            counted = np.bincount(places, minlength=steps * len(entries))
            self.led[:, entries] += counted.reshape(steps, len(entries))

    def count_loops(self, telling: Telling, signs: Floats) -> None:
        """Count which loops exist and which way they work.

        Parameters
        ----------
        telling
            What is told of loops.
        signs
            1 where a loop is reinforcing, -1 where it is balancing and 0 where it does not
            exist; by loop and draw.
        """
        there = signs != 0
        self.there += there.sum(axis=1)
        self.reinforcing += (signs > 0).sum(axis=1)
        self.entries += [there[list(rows)].any(axis=0).sum() for rows in telling.rows]


class Gathering:
    """Puts the parts of an ensemble together, in their order.

    Parameters
    ----------
    telling
        What is told of loops.
    """

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self._sums = Part.empty(telling)

    def add(self, part: Part) -> None:
        """Add the next part."""
        sums = self._sums
        sums.total += part.total
        sums.led += part.led
        sums.there += part.there
        sums.reinforcing += part.reinforcing
        sums.entries += part.entries
        sums.sizes += part.sizes
        sums.relative += part.relative
        if sums.bins is not None and part.bins is not None:
            sums.bins.merge(part.bins)

    def means(self) -> Floats:
        """Return mean relative scores by step and loop."""
        if self._sums.bins is None:
            mean: Floats = self._whole().mean(axis=2)
            return mean
        return self._sums.total / self.telling.samples

    def bands(self, quantiles: Sequence[float]) -> Floats:
        """Return quantiles of the entries' relative scores, by quantile, step and entry."""
        bins = self._sums.bins
        if bins is None:
            bands: Floats = np.quantile(self.telling.summed(self._whole()), quantiles, axis=2)
            return bands
        return bins.quantiles(quantiles).reshape(len(quantiles), self.telling.steps, -1)

    def leading(self) -> Floats:
        """Return the share of draws that each entry leads, by step and entry."""
        share: Floats = self._sums.led / self.telling.samples
        return share

    def presence(self) -> Presence:
        """Return how often loops exist, and which way they work."""
        sums, samples = self._sums, self.telling.samples
        with np.errstate(invalid="ignore"):
            reinforcing = sums.reinforcing / sums.there
        return Presence(
            sums.there / samples, reinforcing, sums.entries / samples, sums.sizes / samples
        )

    def _whole(self) -> Floats:
        if len(self._sums.relative) > 1:
            self._sums.relative = [np.concatenate(self._sums.relative, axis=2)]
        return self._sums.relative[0]
