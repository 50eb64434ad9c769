"""What a combination of pushes comes to: goals, all other outcomes, and the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from digisys.answers.content import Content
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.integrate.program import Floats, Ints
from digisys.simulation.outcomes import Outcomes
from digisys.simulation.reach.runs import Moves, Runs
from digisys.simulation.reach.search import Combination
from digisys.simulation.timing import NO_EFFECT

__all__ = ["PushEffect", "effects_of"]

#: Draws that are run at a time.
_BLOCK = 1024
#: Rounding that decides nothing.
_ROUNDING = 1e-9


@dataclass(frozen=True, eq=False, repr=False)
class PushEffect(Content):
    """What a combination of pushes comes to under one way of running the model.

    Attributes
    ----------
    share
        Share of the draws in which all goals are reached at the end.
    year
        The first year from which on at least the wanted share of the draws stands at the
        goals; None if there is none.
    median, low, high
        Median, 5 % and 95 % quantile of the level at the end, by outcome.
    higher, lower
        Share of the draws in which an outcome ends higher or lower than without any push.
    change
        Median of the difference from the run without any push, by outcome.
    """

    share: float
    year: float | None
    median: Floats
    low: Floats
    high: Floats
    higher: Floats
    lower: Floats
    change: Floats


def effects_of(
    runs: Runs, outcomes: Outcomes, combinations: Sequence[Combination]
) -> tuple[PushEffect, ...]:
    """Run some combinations in full.

    Parameters
    ----------
    runs
        The model, its draws and its goals.
    outcomes
        What levels are told for.
    combinations
        The pushes.

    Returns
    -------
    tuple of PushEffect
        One a combination.
    """
    base, _ = _courses(runs, outcomes, ())
    found = []
    for combination in combinations:
        final, standing = _courses(runs, outcomes, combination)
        low, median, high = np.quantile(final, (0.05, 0.5, 0.95), axis=1)
        change = final - base
        found.append(
            PushEffect(
                float(standing[-1]),
                _since(runs, standing),
                median,
                low,
                high,
                (change > NO_EFFECT).mean(axis=1),
                (change < -NO_EFFECT).mean(axis=1),
                np.median(change, axis=1),
            )
        )
    return tuple(found)


def _since(runs: Runs, standing: Floats) -> float | None:
    """Return the year from which on the goals are reached in the share of the draws."""
    enough = standing >= runs.share - _ROUNDING
    if not enough[-1]:
        return None
    short = np.flatnonzero(~enough)
    return float(runs.program.clock.time(int(short[-1]) + 1 if len(short) else 0))


def _courses(runs: Runs, outcomes: Outcomes, combination: Combination) -> tuple[Floats, Floats]:
    """Return levels at the end by outcome and draw, and the share at the goals by instant."""
    lever: Ints = np.array([lever for lever, _ in combination], dtype=np.int64)
    size = np.array([size for _, size in combination])
    moves = Moves(lever, size, np.zeros(len(size)))
    program = runs.under(moves, np.arange(len(size))[None])
    final = np.empty((len(outcomes), runs.draws))
    standing = np.zeros(program.clock.steps + 1)
    for start in range(0, runs.draws, _BLOCK):
        block = slice(start, min(start + _BLOCK, runs.draws))
        levels = integrate(program, runs.weights[:, block], runs.rates[:, block]).levels
        final[:, block] = outcomes.levels(levels[-1:])[0]
        near = [levels[:, list(goal.members)].mean(axis=1) / goal.level for goal in runs.goals]
        standing += (np.min(near, axis=0) >= 1 - _ROUNDING).sum(axis=1)
    return final, standing / runs.draws
