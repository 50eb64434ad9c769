"""What has moved since last time, and what is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from digisys.simulation.monitoring.standing import Seen, last_by

__all__ = ["CLEAR", "Move", "MoveKind", "joined_move", "move_of"]

#: A change counts as clear from so many standard deviations on: 90 % both sides.
CLEAR = 1.645
#: ``rises`` or ``falls`` clearly; ``unclear``: within the uncertainty; ``first``: seen once;
#: ``not_again``: not measured since; ``not_known``: never measured.
MoveKind = Literal["rises", "falls", "unclear", "first", "not_again", "not_known"]


@dataclass(frozen=True)
class Move:
    """How something has moved between two moments.

    Attributes
    ----------
    kind
        What is to be said of it.
    before, now
        The levels; None where there is none.
    change, uncertainty
        The change of level and its standard deviation; None where there are not two levels.
    """

    kind: MoveKind
    before: float | None = None
    now: float | None = None
    change: float | None = None
    uncertainty: float | None = None


def move_of(seen: Sequence[Seen], since: float | None, until: float) -> Move:
    """Tell how a variable has moved.

    Parameters
    ----------
    seen
        Its levels, in order of time.
    since
        The moment to compare with; None where there is none.
    until
        The moment up to which levels count.
    """
    now = last_by(seen, until)
    if now is None:
        return Move("not_known")
    before = None if since is None else last_by(seen, since)
    if before is None:
        return Move("first", None, now.level)
    if now.time <= before.time:
        return Move("not_again", before.level, now.level)
    change = now.level - before.level
    spread = math.hypot(now.uncertainty, before.uncertainty)
    return Move(_kind(change, spread), before.level, now.level, change, spread)


def joined_move(moves: Mapping[str, Move]) -> Move:
    """Tell how the mean of several variables has moved, by those that are known twice.

    Parameters
    ----------
    moves
        By variable; at least one.
    """
    twice = [move for move in moves.values() if move.change is not None]
    if twice:
        count = len(twice)
        before = sum(move.before or 0.0 for move in twice) / count
        now = sum(move.now or 0.0 for move in twice) / count
        spread = math.sqrt(sum((move.uncertainty or 0.0) ** 2 for move in twice)) / count
        return Move(_kind(now - before, spread), before, now, now - before, spread)
    for kind in ("not_again", "first"):
        some = [move for move in moves.values() if move.kind == kind]
        if some:
            level = sum(move.now or 0.0 for move in some) / len(some)
            return Move(some[0].kind, level if kind == "not_again" else None, level)
    return Move("not_known")


def _kind(change: float, spread: float) -> MoveKind:
    if abs(change) < CLEAR * spread or not change:
        return "unclear"
    return "rises" if change > 0 else "falls"
