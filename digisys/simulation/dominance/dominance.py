"""Which feedback loops drive what, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from digisys.analysis.loops.find_loops import Loops, find_loops
from digisys.analysis.loops.listing import FoundLoop
from digisys.errors import QuestionError
from digisys.graph.components import strong_components
from digisys.graph.view import POLARITY_SIGNS, CertaintyChoice, EvidenceChoice
from digisys.moved import DRAWS, moved
from digisys.schema import Link, Model
from digisys.schema.link import Polarity, cycle_pairs
from digisys.simulation.dominance.loop_scores import (
    erosion_scores,
    link_ids,
    relative_scores,
    scores_of_links,
    scores_of_loops,
)
from digisys.simulation.dominance.result import Dominance, DrivingLoop
from digisys.simulation.ensemble.statistics import QUANTILES
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.kernel import Paths, check_finite, integrate
from digisys.simulation.integrate.program import Floats
from digisys.simulation.system.options import Settings
from digisys.simulation.system.stock_flow import System
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.strengths import StrengthChoice
from digisys.uncertainty.workers import share_out
from digisys.words import Message

__all__ = ["dominance"]

#: Runs are neither recorded nor kept, and their flows are needed, which only NumPy gives.
_WITHOUT = (*OF_STABLE_DRAWS, "record", "checkpoint")
#: Bytes that the loop scores of one block of draws may take.
_BLOCK_BYTES = 64 * 2**20


@moved(DRAWS)
def dominance(
    model: Model,
    scenario: ScenarioChoice = None,
    *,
    samples: int | Draws | None = None,
    seed: int | None = None,
    strengths: StrengthChoice = None,
    settings: Settings | None = None,
    max_loops: int = 10_000,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Dominance:
    """Ask which feedback loops drive a run, or an ensemble of runs, and when.

    The score of a link is the share of its target's change that its source accounts for;
    the score of a loop is the product of its links' scores; its relative score is its
    share among all loops of the stocks that feed back on each other. Every stock's own
    erosion is such a loop too. (Loops That Matter: Schoenberg, Davidsen & Eberlein 2020,
    doi:10.1002/sdr.1658; Schoenberg, Hayward & Eberlein 2023, doi:10.1002/sdr.1728.)

    Parameters
    ----------
    model
        The model.
    scenario
        What is done to it; as of :func:`digisys.simulate`. Without an intervention or a
        start off the reference path nothing moves, and no loop has a score.
    samples
        How many draws, or :class:`~digisys.uncertainty.options.Draws` (1,024 unless it says
        so); None for a single run at the midpoints.
    seed
        As of :func:`digisys.simulate_ensemble`.
    strengths
        How strong links are: ``classes``, ``uniform``, a range, or by link (see
        :class:`~digisys.uncertainty.strengths.Strengths`); a single run takes the middle.
    settings
        Dynamics, method, years and known values; conventions when absent.
    max_loops
        How many loops to score at most; the answer says if there are more.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Dominance
        Scores of links and loops over time.

    Raises
    ------
    QuestionError
        If the model has no feedback loop in this view, or an option is not possible.
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = dominance(model, "leadership-push")
    >>> answer.leaders(2024, 2030)[0]
    'R4'
    """
    draws = None
    if samples is not None:
        draws = Draws.of(samples, seed, usual=1024, without=_WITHOUT)
    experiment = Experiment.of(
        model,
        scenario,
        settings=Settings.of(settings, strengths),
        evidence=evidence,
        certainty=certainty,
    )
    found = _find(experiment.system, max_loops)
    loops = _driving_loops(experiment, found)
    if not found.loops:
        raise QuestionError(
            Message("The model has no feedback loop in this view."),
            Message("Widen the view, for example with certainty=all."),
        )
    return _score(experiment, loops, draws, truncated=found.truncated is not None)


def _find(system: System, max_loops: int) -> Loops:
    """Find the loops of the links that the run has, those that a scenario adds included."""
    known = {link.id: link for link in system.view.every}
    links = [
        known.get(arc.link)
        or Link(
            source=arc.source,
            target=arc.target,
            own_id=arc.link,
            polarity=_polarity(system, arc.unknown),
        )
        for arc in {arc.link: arc for arc in system.arcs}.values()
    ]
    whole = system.model.model_copy(update={"links": tuple(links)})
    return find_loops(whole, max_loops=max_loops, certainty="all")


def _polarity(system: System, unknown: int) -> Polarity:
    sign = system.unknowns[unknown].sign
    return next(polarity for polarity, number in POLARITY_SIGNS.items() if number == sign)


def _driving_loops(experiment: Experiment, found: Loops) -> tuple[DrivingLoop, ...]:
    system = experiment.system
    effects: dict[str, list[str]] = {name: [] for name in system.variables}
    for arc in system.arcs:
        effects[arc.source].append(arc.target)
    group = {
        name: number
        for number, members in enumerate(
            members for members in strong_components(effects) if len(members) > 1
        )
        for name in members
    }
    between = _signs_between(system)
    loops = [
        DrivingLoop(
            loop.name,
            loop.instance,
            kind,
            loop.variables,
            links,
            group[loop.variables[0]],
            loop.also,
        )
        for loop in found
        for links, kind in _ways_round(loop, between)
    ]
    own = _own_links(system)
    loops += [
        DrivingLoop(None, None, "erosion", (name,), (), group[name])
        for name in system.stocks
        if name in group and (name in own or not experiment.program.accumulating)
    ]
    return tuple(loops)


def _signs_between(system: System) -> dict[tuple[str, str], dict[str, int]]:
    """Return the sign of each link, by the two variables that it runs between."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for arc in system.arcs:
        links = found.setdefault((arc.source, arc.target), {})
        links[arc.link] = system.unknowns[arc.unknown].sign
    return found


def _ways_round(
    loop: FoundLoop, between: Mapping[tuple[str, str], Mapping[str, int]]
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the links and the kind of a loop, once for each link where several run between."""
    kinds = {1: "reinforcing", -1: "balancing", 0: "unknown"}
    steps = [between[pair] for pair in cycle_pairs(loop.variables)]
    for links in product(*steps):
        signs = (signs[link] for signs, link in zip(steps, links, strict=True))
        yield links, kinds[math.prod(signs)]


def _own_links(system: System) -> dict[str, list[str]]:
    """Return the links from a stock to itself, by stock."""
    found: dict[str, list[str]] = {}
    for arc in system.arcs:
        if arc.source == arc.target and arc.link not in found.setdefault(arc.source, []):
            found[arc.source].append(arc.link)
    return found


@dataclass(frozen=True, eq=False)
class _Runs:
    """Runs whose loops are scored; a single run at the midpoints without draws."""

    experiment: Experiment
    loops: tuple[DrivingLoop, ...]
    draws: DrawTable | None

    def scores(self, start: int, stop: int) -> tuple[Floats, Floats]:
        """Return the scores of loops and links for some draws, by step, loop or link, draw."""
        program, system = self.experiment.program, self.experiment.system
        if self.draws is None:
            weights, rates = self.experiment.midpoint()
        else:
            rows = {key: row for row, key in enumerate(self.draws.keys)}
            order = [rows[unknown.key] for unknown in system.unknowns]
            weights, rates = program.parameters(self.draws.block(start, stop)[order])
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, weights, rates, details=True)
        check_finite(program, system.variables, paths.levels, 1)
        links = scores_of_links(system, program, paths, weights)
        whole = _loop_scores(self.experiment, paths, links, self.loops)
        return whole, links if self.draws is None else np.empty(0)


def _score(
    experiment: Experiment,
    loops: tuple[DrivingLoop, ...],
    asked: Draws | None,
    *,
    truncated: bool,
) -> Dominance:
    program, system = experiment.program, experiment.system
    clock = program.clock
    draws = None if asked is None else experiment.draw_table(asked)
    samples = draws.samples if draws else 1
    size = max(_BLOCK_BYTES // (8 * clock.steps * (len(loops) + len(system.arcs))), 16)
    size = min(1 << (int(size).bit_length() - 1), 1024)
    jobs = [(start, min(start + size, samples)) for start in range(0, samples, size)]
    work = _Runs(experiment, loops, draws)
    scores: list[Floats] = []
    links: Floats = np.empty(0)
    done = share_out(work.scores, jobs, asked or Draws())
    for (_, stop), (found, last) in zip(jobs, done, strict=True):
        links = last
        scores.append(found)
        if asked and asked.progress:
            asked.progress(stop, samples)
    whole = np.concatenate(scores, axis=2)
    relative = relative_scores(whole, [loop.group for loop in loops])
    times = np.array([clock.time(step) for step in range(1, clock.steps + 1)])
    answer = Dominance(
        experiment,
        draws,
        times,
        loops,
        link_ids(system),
        None if draws else links[..., 0],
        None if draws else whole[..., 0],
        relative.mean(axis=2),
        np.zeros((0, 0, 0)),
        np.zeros((0, 0)),
        truncated,
    )
    entries = answer.entry_rows()
    summed = np.stack([relative[:, rows].sum(axis=1) for rows in entries.values()], axis=1)
    leading = np.zeros(summed.shape[:2])
    for members in answer.entry_groups().values():
        part = np.abs(summed[:, members])
        best = part.argmax(axis=1)
        moved = part.max(axis=1) > 0
        for position, member in enumerate(members):
            leading[:, member] = ((best == position) & moved).mean(axis=1)
    bands = np.quantile(summed, QUANTILES, axis=2)
    return replace(answer, bands=bands, leading=leading)


def _loop_scores(
    experiment: Experiment, paths: Paths, links: Floats, loops: tuple[DrivingLoop, ...]
) -> Floats:
    system = experiment.system
    place = {link: position for position, link in enumerate(link_ids(system))}
    rounds = [[place[link] for link in loop.links] for loop in loops if loop.kind != "erosion"]
    erosion = erosion_scores(experiment.program, paths)
    own = _own_links(system)
    if own and experiment.program.accumulating:
        erosion = np.zeros((len(links), len(system.stocks), links.shape[2]))
    for name, damping in own.items():
        if name in system.stocks:
            at = [place[link] for link in damping]
            erosion[:, system.stocks.index(name)] += links[:, at].sum(axis=1)
    stocks = [system.stocks.index(loop.variables[0]) for loop in loops if loop.kind == "erosion"]
    return np.concatenate([scores_of_loops(links, rounds), erosion[:, stocks]], axis=1)
