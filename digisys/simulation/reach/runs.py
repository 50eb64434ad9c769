"""Many combinations of pushes side by side, and how near each comes to its goals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digisys.answers.content import Content
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats, Ints, Program
from digisys.uncertainty.sampling import DrawTable

__all__ = ["Goal", "Moves", "Runs", "draws_needed", "level_in_share"]

#: Bytes that the levels and signals of one batch of combinations may take.
_BATCH_BYTES = 16 * 2**20
#: Combinations in a batch at most.
_MOST_BATCH = 64
#: Draws that are run first; most combinations that fail are found out by these.
_FIRST_DRAWS = 64


@dataclass(frozen=True)
class Goal:
    """A level that is to be reached.

    Attributes
    ----------
    outcome
        Position among the outcomes of the model.
    members
        Rows of its variables, whose mean its level is.
    level
        Above 0: at least so high; below 0: at least so low.
    """

    outcome: int
    members: tuple[int, ...]
    level: float


@dataclass(frozen=True, eq=False, repr=False)
class Moves(Content):
    """Single pushes that combinations are made of: a lever pushed by a size.

    Attributes
    ----------
    lever
        Position of the lever.
    size
        From -1 to 1; below 0 down.
    cost
        What the push costs; NaN where nobody told.
    """

    lever: Ints
    size: Floats
    cost: Floats

    def __len__(self) -> int:
        return len(self.lever)

    def chosen(self, kept: npt.NDArray[np.bool_]) -> Moves:
        """Return some of the moves."""
        return Moves(self.lever[kept], self.size[kept], self.cost[kept])


@dataclass(frozen=True, eq=False, repr=False)
class Runs(Content):
    """A model that is ready to be run under any combination of pushes.

    Attributes
    ----------
    variables
        Ids of the rows.
    program
        The equations without a push.
    weights, rates
        Strengths of arcs and rates of stocks, by draw.
    on
        Whether pushes are on, 0 or 1, by moment.
    rows
        Of each lever, the rows that it pushes.
    goals
        What is to be reached.
    share
        Share of the draws in which it is to be reached.
    """

    variables: tuple[str, ...]
    program: Program
    weights: Floats
    rates: Floats
    on: Floats
    rows: tuple[tuple[int, ...], ...]
    goals: tuple[Goal, ...]
    share: float

    @classmethod
    def of(
        cls,
        experiment: Experiment,
        table: DrawTable,
        on: Floats,
        rows: tuple[tuple[int, ...], ...],
        goals: tuple[Goal, ...],
        share: float,
    ) -> Runs:
        """Draw what is unknown and make everything ready."""
        weights, rates = experiment.parameters(table, 0, table.samples)
        program = experiment.program
        return cls(experiment.system.variables, program, weights, rates, on, rows, goals, share)

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.weights.shape[1])

    @property
    def batch(self) -> int:
        """Combinations in a batch; it hangs on the model and the draws only."""
        row = 8 * self.program.rows * (len(self.on) + 4 * min(self.draws, 1024))
        return min(max(_BATCH_BYTES // row, 1), _MOST_BATCH)

    def under(self, moves: Moves, combinations: Ints) -> Program:
        """Return the program of some combinations side by side.

        Parameters
        ----------
        moves
            The single pushes.
        combinations
            Positions of moves, by combination; -1 where there are fewer.
        """
        program = self.program
        count = len(combinations)
        signals = np.repeat(program.signals, count, axis=0)
        place = {int(row): at for at, row in enumerate(program.targets)}
        pushed = np.zeros((count, len(program.targets)), dtype=bool)
        for at, combination in enumerate(combinations.tolist()):
            for move in combination:
                if move < 0:
                    continue
                for row in self.rows[int(moves.lever[move])]:
                    signals[at, :, row] += moves.size[move] * self.on
                    if row in place:
                        pushed[at, place[row]] = True
        initial = np.repeat(program.initial, count, axis=0)
        return replace(program, signals=signals, pushed=pushed, initial=initial)

    def standing(self) -> Floats:
        """Return where the goals stand without a push, by goal and draw."""
        return self.by_goal(self.program, slice(0, self.draws))[:, 0]

    def by_goal(self, program: Program, draws: slice) -> Floats:
        """Run combinations side by side; return how near each comes to each goal.

        By goal, combination and draw: the level at the end as a share of that wanted.
        """
        steps = program.clock.steps
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, self.weights[:, draws], self.rates[:, draws], every=steps)
        check_finite(program, self.variables, paths.levels, steps)
        final = paths.levels[-1].reshape(program.rows, program.scenarios, -1)
        return np.stack(
            [final[list(goal.members)].mean(axis=0) / goal.level for goal in self.goals]
        )

    def reached(
        self, moves: Moves, combinations: Ints, least: float, hopeless: npt.NDArray[np.bool_]
    ) -> Floats:
        """Tell how near combinations come to their goals in the share of draws.

        Parameters
        ----------
        moves, combinations
            As of :meth:`under`.
        least
            What is of interest: those that stay below it are not run to the end.
        hopeless
            By combination and draw: where it is known that less is reached.

        Returns
        -------
        ndarray
            By combination, the nearness that the share of draws reaches; minus infinity
            where it is below `least`.
        """
        result = np.full(len(combinations), -np.inf)
        allowed = self.draws - draws_needed(self.draws, self.share)
        found = np.empty((len(combinations), self.draws))
        alive = np.arange(len(combinations))
        for draws in self._stages():
            if not len(alive):
                break
            program = self.under(moves, combinations[alive])
            found[alive, draws] = self.by_goal(program, draws).min(axis=0)
            failed = (found[alive, : draws.stop] < least).sum(axis=1)
            failed += hopeless[alive, draws.stop :].sum(axis=1)
            alive = alive[failed <= allowed]
        result[alive] = level_in_share(found[alive], self.share)
        return result

    def _stages(self) -> Sequence[slice]:
        if self.draws < 2 * _FIRST_DRAWS:
            return (slice(0, self.draws),)
        return (slice(0, _FIRST_DRAWS), slice(_FIRST_DRAWS, self.draws))


def draws_needed(draws: int, share: float) -> int:
    """Return in how many draws a goal must be reached."""
    return max(math.ceil(share * draws - 1e-9), 1)


def level_in_share(values: Floats, share: float) -> Floats:
    """Return the level that a share of the draws reaches.

    Parameters
    ----------
    values
        By anything, draws last.
    share
        Above 0 and up to 1.

    Returns
    -------
    ndarray
        The largest value that at least the share of the draws reaches or exceeds.

    Examples
    --------
    >>> level_in_share(np.array([0.1, 0.4, 0.3, 0.2]), 0.75)
    array(0.2)
    """
    draws = values.shape[-1]
    at = draws - draws_needed(draws, share)
    return np.asarray(np.partition(values, at, axis=-1)[..., at])
