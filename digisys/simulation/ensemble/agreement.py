"""What the other convention of strengths says of where runs end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from digisys.answers.agreement import Agreement, Reversal
from digisys.errors import NonFiniteError
from digisys.schema.link import Convention
from digisys.simulation.ensemble.parts import Task, run_chunk
from digisys.simulation.experiment import Experiment, draws_of
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.timing import NO_EFFECT
from digisys.simulation.wording import LEAST_SHOWN
from digisys.uncertainty.options import Draws
from digisys.uncertainty.reversals import turned_orders, turned_signs
from digisys.uncertainty.sampling import DrawTable

__all__ = ["agreement_of_ensemble", "agreement_of_run", "agreement_of_scenarios"]

#: A quarter as many draws are made of the other convention, within these bounds.
_LEAST, _MOST = 64, 256
#: So many targets or variables are put in order: those that move most.
_ORDERED = 12

#: From final levels under the other convention, by scenario, outcome and draw.
Reading = Callable[[Floats], tuple[Reversal, ...]]


def agreement_of_run(experiment: Experiment, levels: Floats) -> Agreement | None:
    """Compare where a single run ends with the same run under the other convention.

    Parameters
    ----------
    experiment
        What was run.
    levels
        Final level of each variable.

    Returns
    -------
    Agreement or None
        None where the convention changes nothing, or it is not to be looked at.
    """
    outcomes = outcomes_of(experiment.model)
    here = outcomes.levels(levels[None, :, None])[0]

    def end(others: Sequence[Experiment]) -> Floats:
        program = others[0].program
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, *others[0].midpoint(), every=program.clock.steps)
        check_finite(program, others[0].system.variables, paths.levels, program.clock.steps)
        return outcomes.levels(paths.levels)[-1:]

    return _agreement([experiment], end, lambda there: _turned(here, there[0], outcomes), 0)


def agreement_of_ensemble(
    experiment: Experiment, table: DrawTable, final: Floats
) -> Agreement | None:
    """Compare where the draws of an ensemble end with some under the other convention.

    Parameters
    ----------
    experiment, table
        What was run, and the draws.
    final
        Final levels, by draw and outcome.
    """
    outcomes = outcomes_of(experiment.model)
    return _agreement(
        [experiment],
        _drawn(table),
        lambda there: _turned(final.T, there[0], outcomes),
        _fewer(table.samples),
    )


def agreement_of_scenarios(
    experiments: Sequence[Experiment],
    table: DrawTable,
    names: Sequence[str],
    here: Floats,
    read: Callable[[Floats], Floats],
) -> Agreement | None:
    """Compare the order of scenarios, and whether each rises, with the other convention.

    Parameters
    ----------
    experiments, table
        What was run, and the draws.
    names
        Ids of the scenarios.
    here
        The final levels that rank them, by scenario and draw.
    read
        Gives such levels from those by scenario, outcome and draw.
    """

    def turned(there: Floats) -> tuple[Reversal, ...]:
        return _reversals(names, here, read(there), range(len(names)))

    return _agreement(experiments, _drawn(table), turned, _fewer(table.samples))


def _agreement(
    experiments: Sequence[Experiment],
    run: Callable[[Sequence[Experiment]], Floats],
    turned: Reading,
    samples: int,
) -> Agreement | None:
    """Run scenarios under the other convention, and compare where they end."""
    first = experiments[0]
    known = first.settings.known_strengths
    strengths = known.other(first.model, first.system.view.links)
    if strengths is None or strengths.convention is None:
        return None
    convention: Convention = strengths.convention
    other = Experiment.of(
        first.model,
        first.scenario,
        settings=replace(first.settings, strengths=strengths),
        evidence=first.evidence,
        certainty=first.certainty,
    )
    others = [other, *(other.under(item.scenario) for item in experiments[1:])]
    try:
        return Agreement(convention, samples, turned(run(others)))
    except NonFiniteError as error:
        return Agreement(convention, samples, problem=error.what)


def _fewer(samples: int) -> int:
    return min(samples, max(samples // 4, _LEAST), _MOST)


def _drawn(table: DrawTable) -> Callable[[Sequence[Experiment]], Floats]:
    """Return what runs the first draws of a table, for keys of whoever is run."""
    samples = _fewer(table.samples)

    def run(others: Sequence[Experiment]) -> Floats:
        drawn = draws_of(others, Draws(samples, table.seed, sampler=table.sampler))
        clock = others[0].clock
        draws = Draws(samples, record=clock.end - clock.start)
        ends: dict[int, Floats] = {}
        for task in Task.each(others, drawn, draws):
            parts = [
                run_chunk(task, start, min(start + task.chunk, samples)).levels[-1]
                for start in range(0, samples, task.chunk)
            ]
            whole = np.concatenate(parts, axis=2)
            ends.update((place, whole[:, at]) for at, place in enumerate(task.places))
        return np.stack([ends[place] for place in range(len(others))])

    return run


def _turned(here: Floats, there: Floats, outcomes: Outcomes) -> tuple[Reversal, ...]:
    """Compare signs of all outcomes, and the order of the targets that move most."""
    rows = outcomes.of_kind("target") or outcomes.of_kind("variable")
    size = np.abs(np.median(here, axis=1))
    ordered = sorted(sorted(rows, key=lambda row: -size[row])[:_ORDERED])
    return _reversals(outcomes.ids, here, there, ordered)


def _reversals(
    names: Sequence[str], here: Floats, there: Floats, ordered: Sequence[int]
) -> tuple[Reversal, ...]:
    signs = turned_signs(here, there, NO_EFFECT, smallest=LEAST_SHOWN)
    pairs = list(combinations(ordered, 2))
    orders = turned_orders(here, there, pairs, NO_EFFECT, smallest=LEAST_SHOWN)
    return (
        *(Reversal("sign", (names[turn.items[0]],), *turn[1:]) for turn in signs),
        *(Reversal("order", tuple(names[row] for row in turn.items), *turn[1:]) for turn in orders),
    )
