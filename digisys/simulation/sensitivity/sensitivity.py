"""Which unknown strengths and inertias decide an outcome."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.simulation.ensemble.parts import Task
from digisys.simulation.ensemble.simulate import run_ensembles
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.sensitivity.result import EffectKind, Sensitivity, UnknownEffect
from digisys.simulation.sensitivity.sobol_indices import with_indices
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.uncertainty.ranks import mean_ranks
from digisys.uncertainty.unknowns import existence_key
from digisys.words import Message

__all__ = [
    "Sensitivity",
    "UnknownEffect",
    "rank_correlation",
    "sensitivity",
    "unknowns_that_matter",
]

_CONFIDENCE = 0.95


@moved(DRAWS)
def sensitivity(
    model: Model,
    scenario: ScenarioChoice,
    outcome: str | int,
    *,
    samples: int | Draws = 1024,
    seed: int | None = None,
    indices: bool = False,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Sensitivity:
    """Ask which unknown strengths and inertias decide an outcome.

    Rank correlations come with the interval of Bonett & Wright (2000),
    doi:10.1007/BF02294183. Sobol indices (Saltelli et al. 2010,
    doi:10.1016/j.cpc.2009.09.018) tell the share of the outcome's variance that an
    unknown explains by itself (first order) and together with others (total).

    Parameters
    ----------
    model
        The model.
    scenario
        What is done to it; as of :func:`digisys.simulate`.
    outcome
        A variable, target or area.
    samples
        How many draws, at least 8; with indices, how many for each unknown. Or
        :class:`~digisys.uncertainty.options.Draws`.
    indices
        Whether to compute Sobol indices too (extra ``sensitivity``); that takes as many
        times ``samples`` runs as there are unknowns.
    seed, settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    Sensitivity
        The unknowns, the most decisive first.

    Raises
    ------
    QuestionError
        If the scenario cannot move the outcome, or there are fewer than 8 samples.
    MissingPackageError
        If indices are asked for and SALib is not installed.
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = sensitivity(model, "leadership-push", "target 11", samples=128)
    >>> answer.effects[0].key
    'cross_government_leadership->life_event_services'
    """
    draws = Draws.of(samples, seed, usual=1024, without=(*OF_STABLE_DRAWS, "record"))
    if draws.count < 8:
        raise QuestionError(
            Message("{count} draws are too few for a correlation.", {"count": draws.count}),
            Message("Give at least 8."),
        )
    experiment = Experiment.of(
        model, scenario, settings=settings, evidence=evidence, certainty=certainty
    )
    outcomes = outcomes_of(model)
    position = outcomes.position(outcome)
    kinds = unknowns_that_matter(experiment, outcomes.items[position].members)
    if not kinds:
        raise QuestionError(
            Message("Nothing unknown lies between the scenario and “{name}”.", {"name": outcome}),
            Message("Ask about something that the scenario moves."),
        )
    table = experiment.draw_table(draws)
    years = experiment.clock.end - experiment.clock.start
    task = Task.of([experiment], table, replace(draws, record=years))
    (ensemble,) = run_ensembles(task, draws)
    final = ensemble.final[:, position]
    shares = table.block(0, draws.count)
    rows = dict(zip(table.keys, shares, strict=True))
    chances = {existence_key(item.key): item.chance for item in experiment.system.unknowns}
    effects = [
        _existence_effect(key, rows[key] < chances[key], final)
        if kind == "existence"
        else _effect(key, kind, rows[key], final)
        for key, kind in kinds.items()
    ]
    if indices:
        effects = with_indices(experiment, effects, position, draws)
    effects.sort(key=lambda effect: (-effect.size, effect.key))
    return Sensitivity(experiment, outcomes.items[position].id, table, tuple(effects))


def rank_correlation(first: Floats, second: Floats) -> tuple[float, float, float]:
    """Return Spearman's rank correlation and its 95 % interval.

    Parameters
    ----------
    first, second
        Numbers in pairs; at least 4.

    Returns
    -------
    tuple of float
        Correlation, lower and upper end; 0 with an interval around it if either does not
        vary.

    Examples
    --------
    >>> rank_correlation(np.arange(10.0), np.arange(10.0) ** 3)[0]
    1.0
    """
    ranks = [mean_ranks(first), mean_ranks(second)]
    spread = [float(np.std(values)) for values in ranks]
    value = 0.0
    if min(spread) > 0:
        value = float(np.mean(np.prod([r - r.mean() for r in ranks], axis=0))) / math.prod(spread)
        value = min(max(value, -1.0), 1.0)
    centre = math.atanh(min(max(value, -1 + 1e-15), 1 - 1e-15))
    reach = NormalDist().inv_cdf((1 + _CONFIDENCE) / 2) * math.sqrt(
        (1 + value**2 / 2) / (len(first) - 3)
    )
    value = round(value, 15)
    return value, min(math.tanh(centre - reach), value), max(math.tanh(centre + reach), value)


def _effect(key: str, kind: EffectKind, shares: Floats, final: Floats) -> UnknownEffect:
    order = np.argsort(shares, kind="stable")
    quarter = max(len(order) // 4, 1)
    return UnknownEffect(
        key,
        kind,
        *rank_correlation(shares, final),
        float(np.median(final[order[:quarter]])),
        float(np.median(final[order[-quarter:]])),
    )


def _existence_effect(key: str, there: npt.NDArray[np.bool_], final: Floats) -> UnknownEffect:
    """Tell what it has to do with an outcome whether a link is there in a draw."""
    without, with_it = final[~there], final[there]
    return UnknownEffect(
        key,
        "existence",
        *rank_correlation(there.astype(np.float64), final),
        float(np.median(without if len(without) else final)),
        float(np.median(with_it if len(with_it) else final)),
    )


def unknowns_that_matter(experiment: Experiment, members: tuple[int, ...]) -> dict[str, EffectKind]:
    """List the unknowns on any way from what the scenario moves to some variables.

    Parameters
    ----------
    experiment
        What is run.
    members
        Rows of the variables.

    Returns
    -------
    dict
        What each of them is, by key.
    """
    system = experiment.system
    effects: dict[str, list[str]] = {name: [] for name in system.variables}
    causes: dict[str, list[str]] = {name: [] for name in system.variables}
    for arc in system.arcs:
        effects[arc.source].append(arc.target)
        causes[arc.target].append(arc.source)
    never_at_rest = [arc.target for arc in system.arcs if arc.curve.at_rest]
    moved = _reached([*system.pushes, *system.levels, *system.initial, *never_at_rest], effects)
    wanted = _reached([system.variables[row] for row in members], causes)
    found: dict[str, EffectKind] = {}
    felt = set()
    for arc in system.arcs:
        if (arc.source in moved or arc.curve.at_rest) and arc.target in wanted:
            found[arc.link] = "strength"
            felt.add(arc.unknown)
    unknowns = system.unknowns
    doubtful = {item.key for item in unknowns if 0 < item.chance < 1}
    there: dict[str, EffectKind] = {
        existence_key(key): "existence" for key in found if key in doubtful
    }
    for item in system.sharings:
        rows = (*item.members, *item.others)
        if felt.isdisjoint(rows):
            continue
        found[system.unknowns[item.total].key] = "total"
        if len(rows) > 1:  # each cause takes from the others
            found |= dict.fromkeys((system.unknowns[row].key for row in item.members), "strength")
        else:  # a cause that is alone passes on all, whatever its size
            alone = unknowns[rows[0]]
            if alone.sign:
                del found[alone.key]
    for name in system.inertia:
        if name in moved and name in wanted:
            found[name] = "inertia"
    open_keys = {
        item.key for item in unknowns if item.low < item.high or (item.high and not item.sign)
    }
    return {key: kind for key, kind in found.items() if key in open_keys} | there


def _reached(start: Iterable[str], following: Mapping[str, list[str]]) -> set[str]:
    found = set(start)
    waiting = list(found)
    while waiting:
        for name in following[waiting.pop()]:
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found
