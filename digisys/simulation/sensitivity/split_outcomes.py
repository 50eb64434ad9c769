"""How much of what differs between runs is owed to structure, and how much to strength."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from digisys.analysis.split.result import SplitRow, VarianceSplit
from digisys.graph.names import resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.system.options import Settings
from digisys.simulation.timing import NO_EFFECT
from digisys.uncertainty.draws import redraw_keys
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.split import (
    Split,
    pairs_apart,
    redrawn_structure,
    split_of,
    structure_doubts,
)
from digisys.uncertainty.workers import share_out

__all__ = ["split_outcomes"]

#: Draws that are run together.
_BLOCK = 1024


@moved(DRAWS)
def split_outcomes(
    model: Model,
    scenario: ScenarioChoice,
    name: str | int | None = None,
    *,
    samples: int | Draws = 1024,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> VarianceSplit:
    """Ask whether the outcomes of a scenario are in doubt for structure or for strength.

    The variance of a level at the end of the run is split between two groups of unknowns:
    structure (which ambiguous links there are, and signs of unknown polarity) and strength
    (sizes of links and inertias). The shares are their first-order Sobol indices and the rest,
    which is owed to both together; estimated by pick-freeze [1]_ with the estimator of
    Jansen [2]_.

    Parameters
    ----------
    model
        The model.
    scenario
        What is done to it; as of :func:`digisys.simulate`.
    name
        A variable, target or area; every target that moves when absent, or every variable in
        a model without targets.
    samples
        How many draws of four runs each, one or more, or
        :class:`~digisys.uncertainty.options.Draws`.
    seed, settings
        As of :func:`digisys.simulate`.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`). Ambiguous links are in doubt
        only where the certainty lets them in.

    Returns
    -------
    VarianceSplit
        For each outcome the shares owed to structure, to strength and to both together, with
        95 % sampling errors. Where nothing is doubtful in structure it says so, and has no
        rows.

    Raises
    ------
    DigisysError
        As :func:`digisys.simulate`.

    References
    ----------
    .. [1] A. Saltelli and others (2010), Variance based sensitivity analysis of model output,
       Computer Physics Communications 181(2), doi:10.1016/j.cpc.2009.09.018.
    .. [2] M. J. W. Jansen (1999), Analysis of variance designs for model output, Computer
       Physics Communications 117(1-2), doi:10.1016/S0010-4655(98)00154-4.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> split_outcomes(model, "leadership-push", "target 11").doubtful
    False
    """
    draws = Draws.of(samples, seed, usual=1024, without=(*OF_STABLE_DRAWS, "record", "checkpoint"))
    experiment = Experiment.of(
        model, scenario, settings=settings, evidence=evidence, certainty=certainty
    )
    system, outcomes = experiment.system, outcomes_of(model)
    positions = (
        outcomes.of_kind("target") or outcomes.of_kind("variable")
        if name is None
        else (outcomes.position(name),)
    )
    answer = VarianceSplit(
        model,
        (),
        draws.count,
        draws.seed,
        draws.count,
        structure_doubts(system.unknowns),
        system.view,
        experiment.scenario,
    )
    if not answer.doubtful:
        return answer
    items = [outcomes.items[position] for position in positions]
    rows = tuple(
        SplitRow(item.id, "level", resolve(model, item.key, kind=item.kind), split)
        for item, split in zip(items, _splits(experiment, positions, draws), strict=True)
        if split.structure is not None or name is not None
    )
    return replace(answer, rows=rows)


def _splits(experiment: Experiment, positions: tuple[int, ...], draws: Draws) -> list[Split]:
    keys = experiment.draw_table(draws).keys
    table = DrawTable((*keys, *redraw_keys(keys)), draws.count, draws.seed, draws.sampler)
    work = _Runs(experiment, table, positions)
    jobs = [(start, min(start + _BLOCK, draws.count)) for start in range(0, draws.count, _BLOCK)]
    parts = []
    for (_, stop), part in zip(jobs, share_out(work.differs, jobs, draws), strict=True):
        parts.append(part)
        if draws.progress:
            draws.progress(stop, draws.count)
    differs = np.concatenate(parts, axis=-1)
    return [
        split_of(*differs[:, at]) if differs[0, at].mean() > NO_EFFECT**2 else Split(0.0)
        for at in range(len(positions))
    ]


@dataclass(frozen=True, eq=False)
class _Runs:
    """Four runs for each draw: what their outcomes differ by."""

    experiment: Experiment
    table: DrawTable
    positions: tuple[int, ...]

    def differs(self, start: int, stop: int) -> Floats:
        """Return half of squared differences, by kind of pair, outcome and draw."""
        unknowns = self.experiment.system.unknowns
        rows = {key: row for row, key in enumerate(self.table.keys)}
        shares = self.table.block(start, stop)
        keys = self.experiment.system.draw_keys
        first = shares[[rows[key] for key in keys]]
        second = shares[[rows[key] for key in redraw_keys(keys)]]
        return pairs_apart(
            _apart,
            self._final(first),
            self._final(second),
            self._final(redrawn_structure(unknowns, first, second)),
            self._final(redrawn_structure(unknowns, second, first)),
        )

    def _final(self, shares: Floats) -> Floats:
        """Return the final levels of the outcomes in each run of a block."""
        program, system = self.experiment.program, self.experiment.system
        weights, rates = program.parameters(shares)
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, weights, rates, every=program.clock.steps)
        check_finite(program, system.variables, paths.levels, program.clock.steps)
        levels: Floats = outcomes_of(self.experiment.model).levels(paths.levels[-1:])[0]
        return levels[list(self.positions)]


def _apart(one: Floats, other: Floats) -> Floats:
    return (one - other) ** 2 / 2
