"""Which feedback loops drive what, and when."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from digisys.analysis.loops.find_loops import Loops, find_loops
from digisys.analysis.loops.listing import FoundLoop
from digisys.errors import QuestionError
from digisys.graph.view import POLARITY_SIGNS, CertaintyChoice, EvidenceChoice
from digisys.moved import DRAWS, moved
from digisys.progress import expect
from digisys.schema import Link, Model
from digisys.schema.link import Polarity, cycle_pairs
from digisys.simulation.dominance.gathering import Gathering, Part, Telling
from digisys.simulation.dominance.loop_scores import (
    Moves,
    link_ids,
    relative_scores,
    scores_of_links,
    scores_of_loops,
)
from digisys.simulation.dominance.patterns import Patterns, components_of, may_be_absent
from digisys.simulation.dominance.result import Dominance, DrivingLoop, entry_rows
from digisys.simulation.ensemble.statistics import QUANTILES
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats, Program
from digisys.simulation.system.options import Settings
from digisys.simulation.system.stock_flow import System
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.workers import hands, share_out
from digisys.words import Message

__all__ = ["dominance"]

#: Runs are neither recorded nor kept, and their flows are needed, which only NumPy gives.
_WITHOUT = (*OF_STABLE_DRAWS, "record", "checkpoint")
#: Bytes that runs may take that are made together, ...
_RUN_BYTES = 128 * 2**20
#: ... and the scores of a block of them, which are taken one block after the other.
_BLOCK_BYTES = 8 * 2**20
#: Loops times steps times draws that take a few seconds, from which on it is measured how many;
#: and draws that are measured.
_LONG_WORK, _MEASURED = 5e7, 32
#: Draws in a part that a worker does, where scores are kept and where they are counted.
_KEPT_PART, _COUNTED_PART = 512, 8192


@moved({**DRAWS, "strengths": "settings=Settings(strengths=...)"})
def dominance(
    model: Model,
    scenario: ScenarioChoice = None,
    *,
    samples: int | Draws | None = None,
    seed: int | None = None,
    settings: Settings | None = None,
    max_loops: int = 10_000,
    erosion_leads: bool = False,
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
        As of :func:`digisys.simulate`.
    settings
        Dynamics, method, times, strengths and known values; conventions when absent.
    max_loops
        How many loops to score at most; the answer says if there are more.
    erosion_leads
        Whether the erosion of a stock may lead like any loop, each stock's by itself, as
        published tables have it; usually it is told apart, added up within its group.
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
        settings=settings,
        evidence=evidence,
        certainty=certainty,
    )
    found = _find(experiment.system, max_loops)
    loops = _driving_loops(experiment, found, erosion_leads=erosion_leads)
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


def _driving_loops(
    experiment: Experiment, found: Loops, *, erosion_leads: bool
) -> tuple[DrivingLoop, ...]:
    system = experiment.system
    group = components_of(system)
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
        DrivingLoop(None, None, "erosion", (name,), (), group[name], leads=erosion_leads)
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
    telling: Telling

    def part(self, start: int, stop: int) -> tuple[Part, Floats, Floats]:
        """Return what some draws come to, and the scores of links and loops of a single run."""
        part = Part.empty(self.telling)
        links = whole = np.empty(0)
        together = _run_together(self.experiment.program)
        for first in range(start, stop, together):
            last = min(first + together, stop)
            weights, rates = (
                self.experiment.midpoint()
                if self.draws is None
                else self.experiment.parameters(self.draws, first, last)
            )
            links, whole = self._add(part, weights, rates)
        return (part, links, whole) if self.draws is None else (part, np.empty(0), np.empty(0))

    def _add(self, part: Part, weights: Floats, rates: Floats) -> tuple[Floats, Floats]:
        program, system = self.experiment.program, self.experiment.system
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, weights, rates, details=True)
        check_finite(program, system.variables, paths.levels, 1)
        scored = self._scored()
        width = _power(_BLOCK_BYTES // (8 * program.clock.steps * (len(self.loops) + len(scored))))
        links = whole = np.empty(0)
        for groups, draws in self._blocks(part, weights, width):
            seen = paths.of_samples(draws)
            moves = Moves(program, seen)
            links = scores_of_links(system, moves, weights[:, draws], only=scored)
            whole = _loop_scores(system, moves, links, self.loops)
            part.add(self.telling, relative_scores(whole, groups), groups)
        return links, whole

    def _blocks(
        self, part: Part, weights: Floats, width: int
    ) -> Iterator[tuple[tuple[int, ...], slice | npt.NDArray[np.int64]]]:
        """Cut draws into blocks in which loops fall into the same groups."""
        samples = weights.shape[1]
        if self.telling.doubtful:
            patterns = Patterns.of(self.experiment.system, self.loops, weights)
            part.count_loops(self.telling, patterns.signs)
            yield from patterns.blocks(width)
            return
        groups = tuple(loop.group for loop in self.loops)
        for start in range(0, samples, width):
            yield groups, slice(start, min(start + width, samples))

    def _scored(self) -> frozenset[str]:
        """Return the links whose scores are needed: all of a single run, else those in loops."""
        if self.draws is None:
            return frozenset(link_ids(self.experiment.system))
        own = (link for links in _own_links(self.experiment.system).values() for link in links)
        return frozenset((*own, *(link for loop in self.loops for link in loop.links)))


def _run_together(program: Program) -> int:
    """Return how many draws to run at once."""
    rows = program.rows + len(program.targets) + program.states + len(program.shift_source)
    return _power(_RUN_BYTES // (8 * (program.clock.steps + 1) * rows))


def _power(most: int) -> int:
    """Return the largest power of two up to a number, from 16 to 1,024."""
    return 1 << min(max(most.bit_length() - 1, 4), 10)


def _score(
    experiment: Experiment,
    loops: tuple[DrivingLoop, ...],
    asked: Draws | None,
    *,
    truncated: bool,
) -> Dominance:
    clock = experiment.clock
    draws = None if asked is None else experiment.draw_table(asked)
    samples = draws.samples if draws else 1
    telling = Telling(
        tuple(tuple(rows) for rows in entry_rows(loops).values()),
        np.array([loop.leads for loop in loops]),
        clock.steps,
        samples,
        draws is not None and may_be_absent(experiment.system, loops),
    )
    size = _KEPT_PART if telling.kept else _COUNTED_PART
    jobs = [(start, min(start + size, samples)) for start in range(0, samples, size)]
    work = _Runs(experiment, loops, draws, telling)
    gathered = Gathering(telling)
    links = whole = np.empty(0)
    if asked and clock.steps * samples * len(loops) > _LONG_WORK:
        times = samples / _MEASURED / hands(asked)
        expect(asked.progress, lambda: work.part(0, _MEASURED), times)
    done = share_out(work.part, jobs, asked or Draws())
    for (_, stop), (part, *of_last) in zip(jobs, done, strict=True):
        gathered.add(part)
        links, whole = of_last
        if asked and asked.progress:
            asked.progress(stop, samples)
    return Dominance(
        experiment,
        draws,
        np.array([clock.time(step) for step in range(1, clock.steps + 1)]),
        loops,
        link_ids(experiment.system),
        None if draws else links[..., 0],
        None if draws else whole[..., 0],
        gathered.means(),
        gathered.bands(QUANTILES),
        gathered.leading(),
        truncated,
        gathered.presence() if telling.doubtful else None,
        telling.kept,
    )


def _loop_scores(
    system: System, moves: Moves, links: Floats, loops: tuple[DrivingLoop, ...]
) -> Floats:
    """Score loops and erosion, by step, loop and draw."""
    place = {link: position for position, link in enumerate(link_ids(system))}
    rounds = [[place[link] for link in loop.links] for loop in loops if loop.kind != "erosion"]
    eroding = [loop.variables[0] for loop in loops if loop.kind == "erosion"]
    out = np.empty((len(links), len(loops), links.shape[2]))
    scores_of_loops(links, rounds, out=out[:, : len(rounds)])
    own = _own_links(system)
    for at, name in enumerate(eroding, len(rounds)):
        stock = len(system.auxiliaries) + system.stocks.index(name)
        out[:, at] = 0.0 if moves.program.accumulating else moves.erosion(stock)
        if name in own:
            out[:, at] += links[:, [place[link] for link in own[name]]].sum(axis=1)
    return out
