"""How the best lever of each draw would change, were one link otherwise.

A change of one entry is a change of rank one, so no matrix is inverted again: with
``K = -A^-1``, adding d to the effect of j on i turns the row of responses ``y = cK`` into
``y + d y_i K_j / (1 - d K_ji)`` (Sherman & Morrison 1950, doi:10.1214/aoms/1177729893).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.system import Entry
from digisys.uncertainty.sharing import Sharing, share

__all__ = ["Counted", "Rankings", "Variation"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counted:
    """How often the best lever changes.

    Attributes
    ----------
    drawn
        Draws that count, by variation.
    same
        Those in which the best lever stays the best, by variation and subject.
    moves
        How often another takes its place, by variation, lever before and lever after.
    """

    drawn: Integers
    same: Integers
    moves: Integers


@dataclass(frozen=True)
class Variation:
    """Two values of one link to compare, in every draw.

    Attributes
    ----------
    entry
        Position of the link among the system's links.
    first, second
        The two values, each as (share of the drawn value kept, low, high): the drawn value
        times the share, plus a size at the same place in the range from low to high as the
        drawn size has in its own.
    """

    entry: int
    first: tuple[float, float, float]
    second: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class Rankings:
    """What to find out from each block of draws.

    Attributes
    ----------
    entries
        The links of the system.
    outcomes
        Weights of the variables in each subject; (subject, variable).
    levers
        Positions of the levers; for each subject, those that may count are marked.
    counting
        By subject and lever.
    variations
        What to try.
    sharings
        Links that share the movement of their target: a change of one changes all of them.
    drawn
        Row of the first link's size as it was before it was shared.
    """

    entries: tuple[Entry, ...]
    outcomes: Floats
    levers: Sequence[int]
    counting: npt.NDArray[np.bool_]
    variations: tuple[Variation, ...]
    sharings: tuple[Sharing, ...] = ()
    drawn: int = 0

    @cached_property
    def _together(self) -> Mapping[int, Sharing]:
        return {row: item for item in self.sharings for row in item.members}

    def counted(self, measured: Integers) -> Counted:
        """Read what was measured."""
        levers, subjects = len(self.levers), len(self.outcomes)
        return Counted(
            measured[:, 0],
            measured[:, 1 : 1 + subjects],
            measured[:, 1 + subjects :].reshape(-1, levers, levers),
        )

    def measure(self, solved: Solved) -> Integers:
        """Count how the best lever changes.

        Draws in which a value makes the feedback of the whole change sign, so that the
        system is no longer stable, are not counted.
        """
        levers = list(self.levers)
        size = len(levers)
        whole = solved.responses(np.eye(len(solved.kernel.system.names)))
        weights = np.einsum("sv,vpd->spd", self.outcomes, whole)
        counts = np.zeros(
            (len(self.variations), 1 + len(self.outcomes) + size * size), dtype=np.int64
        )
        found = self.counted(counts)
        as_drawn = self._best(weights[:, levers], slice(None))
        for number, variation in enumerate(self.variations):
            entry = self.entries[variation.entry]
            together = self._together.get(variation.entry)
            touched = together.members if together else (variation.entry,)
            columns = [self.entries[row].column for row in touched]
            valid = np.ones(solved.count, dtype=bool)
            # Only subjects that the link acts on, and only if a lever acts on the link.
            pushed = whole[columns][:, levers]
            moved = np.flatnonzero(weights[:, entry.row].any(axis=1) & pushed.any())
            picked = []
            for keep, low, high in (variation.first, variation.second):
                changes = self._changes(solved.values, variation.entry, keep, low, high)
                below = 1.0 - sum(
                    change * whole[column, entry.row]
                    for column, change in zip(columns, changes, strict=True)
                )
                valid &= below > 0
                best = as_drawn
                if len(moved) and any(change.any() for change in changes):
                    steps = [change / np.where(below > 0, below, 1.0) for change in changes]
                    felt = sum(step * push for step, push in zip(steps, pushed, strict=True))
                    acting = weights[moved, entry.row, None] * np.asarray(felt)[None]
                    best = as_drawn.copy()
                    best[moved] = self._best(weights[moved][:, levers] + acting, moved)
                picked.append(best)
            first, second = picked[0][:, valid], picked[1][:, valid]
            found.drawn[number] = valid.sum()
            found.same[number] = (first == second).sum(axis=1)
            pairs = (first * size + second)[first != second]
            found.moves[number] = np.bincount(pairs, minlength=size * size).reshape(size, size)
        return counts

    def _changes(
        self, values: Floats, row: int, keep: float, low: float, high: float
    ) -> list[Floats]:
        """Return by how much each link that is touched changes when one takes another value."""
        entry = self.entries[row]
        together = self._together.get(row)
        if together is None:
            value = values[row]
            return [keep * value + _placed(entry, value, low, high) - value]
        members = list(together.members)
        sizes = values[[self.drawn + member for member in members]]
        place = members.index(row)
        sizes[place] = keep * sizes[place] + _placed(entry, sizes[place], low, high)
        shared = np.concatenate([sizes, values[[together.total]]])
        share(shared, [Sharing(len(members), tuple(range(len(members))))])
        return list(shared[:-1] - values[members])

    def _best(self, effects: Floats, subjects: slice | Integers) -> Integers:
        """Find the lever with the largest effect; (subject, draw). Spoils the effects."""
        effects[~self.counting[subjects]] = -np.inf
        best: Integers = effects.argmax(axis=1)
        return best


def _placed(entry: Entry, value: Floats, low: float, high: float) -> Floats:
    """Move a drawn size to the same place in another range; to its middle if none was drawn."""
    if not entry.chance:
        return np.full_like(value, (entry.sign or 1) * (low + high) / 2)
    width = entry.high - entry.low
    share = (np.abs(value) - entry.low) / width if width else np.full_like(value, 0.5)
    sign = np.where(value < 0, -1.0, 1.0)
    return sign * (low + (high - low) * share)
