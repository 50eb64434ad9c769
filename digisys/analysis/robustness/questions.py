"""Which single link, were it otherwise, would change a conclusion most."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import get_args

import numpy as np

from digisys.analysis.press.damping import damped_as_asked
from digisys.analysis.press.sampling import Sampled, sample
from digisys.analysis.press.size import MOST_BYTES
from digisys.analysis.press.system import Entry, PressSystem, press_system
from digisys.analysis.robustness.flip_rankings import Rankings, Variation
from digisys.analysis.robustness.flip_verdicts import FlipVerdicts, Variant, Verdicts
from digisys.analysis.robustness.questions_result import (
    Change,
    Doubt,
    Flip,
    Questions,
    VerdictChange,
)
from digisys.analysis.robustness.robust import (
    LEAST_STABLE,
    LeverChoice,
    choose_levers,
    choose_subjects,
    fewer_draws,
    ranked_rows,
    too_few,
)
from digisys.answers.agreement import Agreement, Reversal
from digisys.answers.later import Later
from digisys.errors import QuestionError, TooLargeError, UnstableError
from digisys.graph.names import Subject
from digisys.graph.reach import search
from digisys.graph.view import Arc, CertaintyChoice, EvidenceChoice, Graph, join_arcs
from digisys.moved import DRAWS, moved
from digisys.progress import part_of
from digisys.schema import Model
from digisys.schema.link import STRENGTH_RANGES
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.uncertainty.strengths import StrengthChoice, Strengths
from digisys.words import Message

__all__ = ["questions"]

#: Steps that comparing verdicts may take: some ten seconds of work, ...
_VERDICT_WORK = 20_000_000
#: ... and the share of them that finding the verdicts of today may take.
_BEFORE_SHARE = 0.5
#: Effects of levers that may be compared, a few seconds of work; but so many draws at least.
_RANK_WORK, _LEAST_SAMPLES = 1_000_000_000, 50
#: Multiplications of responses that one draw may take.
_DRAW_WORK = 1_000_000_000
#: Share of the work that comparing verdicts is told as, and of a time limit that it may take.
_VERDICT_SHARE = 0.5
#: Seconds for draws where verdicts have used up the time.
_LEAST_TIME = 0.01
#: By how much a weight must be ahead, in standard errors and at least, to count as first.
_CLEAR, _LEAST_AHEAD = 1.959963984540054, 0.01

Value = tuple[float, float, float]


@dataclass(frozen=True)
class Doubted:
    """A link that is asked about.

    Attributes
    ----------
    whole
        All links between its two ends, itself included.
    part
        The link.
    """

    whole: Arc
    part: Arc

    @property
    def id(self) -> str:
        """The id of the link."""
        return self.part.link.id

    def without(self, other: Arc | None) -> Arc | None:
        """Return the links between the two ends with another in its place, or with none."""
        parts = [other if part is self.part else part for part in self.whole.each]
        kept = [part for part in parts if part is not None]
        return join_arcs(kept) if kept else None


@moved(DRAWS)
def questions(
    model: Model,
    name: str | int | None = None,
    *,
    levers: LeverChoice = "sources",
    strengths: StrengthChoice = "classes",
    samples: int | Draws = 1_000,
    seed: int | None = None,
    max_links: int = 300,
    doubt: Doubt | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Questions:
    """List the links on which conclusions hang most: those to discuss first.

    Each link in turn is taken to be absent, to work the other way, and to be weak against
    strong; each ambiguous link outside the view is let in. What is then concluded is
    compared with before: which variables reach what was asked about and with which
    verdict (as :func:`digisys.influence` tells), and which lever moves it most (as
    :func:`digisys.robust` tells), draw by draw under the same strengths.

    Parameters
    ----------
    model
        The model.
    name
        What the conclusions are about: a variable, target, area or loop. All targets when
        absent; all variables on which something acts in a model without targets.
    levers
        As of :func:`digisys.robust`.
    strengths, samples, seed
        As of :func:`digisys.press`.
    max_links
        Ask about so many links at most, those nearest to what was asked about. In a large
        model the work is bounded too, so that an answer takes about ten seconds and is the
        same on every machine: further links are left out, and fewer draws made, and the
        answer says so. With a time limit, time is the only bound.
    doubt
        Ask only about ``existence``, ``sign`` or ``strength``; all three when absent.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Questions
        The links, the weightiest first; among equals those with weaker evidence, then
        those whose direction is assumed.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If there is nothing to ask about. Where no draw is stable, or the model is too large
        for draws, levers are not compared, and the answer says so.

    Notes
    -----
    One link is changed at a time: doubts that matter only together are not seen. Draws
    that a change makes unstable are left out of the comparison of levers when the
    determinant shows it; instability that sets in by oscillation is not tested again.
    The weight does not say how doubtful a link is, only how much hangs on it; that is
    what the workshop knows.

    Examples
    --------
    >>> import digisys
    >>> answer = questions(digisys.load("digikompassi"), "target 11", samples=200)
    >>> answer.flips[0].weight >= answer.flips[-1].weight
    True
    """
    if max_links < 1:
        raise QuestionError(
            Message("At least one link must be asked about."), Message("Give a larger max_links.")
        )
    if doubt not in (None, *get_args(Doubt)):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": doubt}),
            Message("Choose one of: {names}.", {"names": ", ".join(get_args(Doubt))}),
        )
    draws = Draws.of(samples, seed, usual=1_000, without=OF_RUNS)
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    subjects = choose_subjects(graph, name)
    begun = time.monotonic()
    near = [Doubted(arc, part) for arc in _nearest_links(graph, subjects) for part in arc.each]
    asked = near[:max_links]
    outside = _ambiguous_outside(graph, evidence)
    known = Strengths.of(strengths)
    links = (*graph.view.every, *(item.part.link for item in outside))
    ids = {link.id for link in links}
    system = press_system(graph, known, uncertain=1.0, known=ids)
    told, doubts = _verdict_changes(graph, subjects, asked, outside, draws)
    left_out = len(near) + len(outside) - len(doubts)
    sampled = None
    unranked: tuple[Message, ...] = ()
    settled = {link: dict(changes) for link, changes in doubts.items()}
    try:
        system = damped_as_asked(system, draws.seed)
        wider = system if not outside else _with_absent(graph, outside, system, evidence=evidence)
        moved_by = choose_levers(graph, levers) if _has_levers(graph, levers) else ()
        sampled = _rank(graph, told, moved_by, wider, doubts, _what_is_left(draws, begun))
    except (TooLargeError, UnstableError) as error:
        unranked = tuple(filter(None, (error.what, error.cure)))
    arcs = {item.id: item.part for item in (*asked, *outside)}
    absent = {item.id for item in outside}
    flips = [
        _flip(
            graph,
            arcs[link],
            changes,
            doubt,
            in_view=link not in absent,
            told=link in known.links or arcs[link].link.strength != "unknown",
        )
        for link, changes in doubts.items()
        if doubt is None or doubt in changes
    ]
    flips.sort(key=lambda flip: (not flip.open, -flip.priority, -arcs[flip.link].rank))
    heavy = tuple(flip for flip in flips if flip.weight > 0)

    def look() -> Agreement | None:
        """Compare which link comes first with the other convention."""
        other = known.other(model, links)
        if not heavy or sampled is None or other is None or other.convention is None:
            return None
        fewer = fewer_draws(draws)
        changes = {link: dict(found) for link, found in settled.items()}
        try:
            system = press_system(graph, other, uncertain=1.0, known=ids)
            system = damped_as_asked(system, draws.seed)
            if outside:
                system = _with_absent(graph, outside, system, evidence=evidence)
            found = _rank(graph, told, moved_by, system, changes, fewer)
        except (TooLargeError, UnstableError) as error:
            return Agreement(other.convention, 0, problem=error.what)
        count = found.stable if found else 0
        if count < min(fewer.count, LEAST_STABLE):
            return Agreement(other.convention, count, problem=too_few(count))
        return Agreement(other.convention, count, _first(heavy, changes, doubt, count))

    return Questions(
        model,
        None if name is None else subjects[0],
        subjects,
        heavy,
        len(flips) - len(heavy),
        left_out,
        graph.view,
        sampled,
        system,
        subjects_left_out=len(subjects) - len(told),
        unranked=unranked,
        later=Later(look),
    )


def _first(
    flips: Sequence[Flip],
    elsewhere: Mapping[str, Mapping[Doubt, Change]],
    doubt: Doubt | None,
    samples: int,
) -> tuple[Reversal, ...]:
    """Tell if another link comes first elsewhere, clearly beyond the luck of the draw."""
    first = flips[0]
    weights = {
        flip.link: max(
            change.weight * flip.doubt(change)
            for kind, change in elsewhere[flip.link].items()
            if doubt in (None, kind)
        )
        for flip in flips
        if flip.open == first.open
    }
    other = max(weights, key=lambda link: (weights[link], link == first.link))
    one, two = weights[first.link], weights[other]
    error = _CLEAR * math.sqrt((one * (1 - one) + two * (1 - two)) / max(samples, 1))
    if other == first.link or two - one <= max(error, _LEAST_AHEAD):
        return ()
    return (Reversal("order", (first.link, other), first.priority, one),)


def _what_is_left(draws: Draws, begun: float) -> Draws:
    """Return the draws with the time and the progress that verdicts have left for them."""
    time_limit = draws.time_limit
    if time_limit is not None:
        time_limit = max(time_limit - (time.monotonic() - begun), _LEAST_TIME)
    progress = part_of(draws.progress, _VERDICT_SHARE, 1.0)
    return replace(draws, time_limit=time_limit, progress=progress)


def _flip(
    graph: Graph,
    arc: Arc,
    changes: Mapping[Doubt, Change],
    doubt: Doubt | None,
    *,
    in_view: bool,
    told: bool,
) -> Flip:
    asked = changes.values() if doubt is None else [changes[doubt]]
    return Flip(
        arc.link.id,
        in_view,
        tuple(sorted(asked, key=lambda change: -change.weight)),
        graph.evidence_name(arc.rank),
        arc.link.direction == "assumed",
        arc.link.polarity,
        arc.link.certainty == "ambiguous",
        told,
    )


def _with_absent(
    graph: Graph, outside: Sequence[Doubted], system: PressSystem, *, evidence: EvidenceChoice
) -> PressSystem:
    """Lay out a matrix with places for links that are absent from every draw."""
    wider = press_system(
        Graph.of(graph.model, evidence=evidence, certainty="all"),
        system.strengths,
        uncertain=1.0,
    )
    absent = {item.id for item in outside}
    links = tuple(
        replace(entry, chance=0.0) if entry.key in absent else entry for entry in wider.links
    )
    return replace(system, links=links)


def _verdict_changes(
    graph: Graph,
    subjects: Sequence[Subject],
    asked: Sequence[Doubted],
    outside: Sequence[Doubted],
    draws: Draws,
) -> tuple[list[Subject], dict[str, dict[Doubt, Change]]]:
    """Tell for each link which verdicts each doubt would change.

    Subjects and links are taken in order until the work allowed is done, or, where a time
    limit is given, until its share of the time has passed.

    Returns
    -------
    subjects, changes
        What was asked about, and the changes by link and doubt.
    """
    known = FlipVerdicts(graph)
    deadline = draws.time_limit and time.monotonic() + _VERDICT_SHARE * draws.time_limit

    def spent() -> float:
        """Return the share of the work or time allowed that is used up."""
        if deadline and draws.time_limit:
            return 1 - (deadline - time.monotonic()) / (_VERDICT_SHARE * draws.time_limit)
        return known.spent / _VERDICT_WORK

    told: list[Subject] = []
    before: dict[str | int, Verdicts] = {}
    for subject in subjects:
        if told and spent() > _BEFORE_SHARE:
            break
        before[subject.key] = known.before(subject.variables)
        told.append(subject)
    count = sum(len(verdicts) for verdicts in before.values())
    progress = part_of(draws.progress, 0.0, _VERDICT_SHARE)
    doubts: dict[str, dict[Doubt, Change]] = {}
    changes = [(item, True) for item in asked] + [(item, False) for item in outside]
    for number, (item, in_view) in enumerate(changes):
        if doubts and spent() > 1:
            break
        old = item.whole if in_view else _arc_of(graph, item.part)
        variants: dict[Doubt, Arc | None] = {"existence": item.whole}
        if in_view:
            variants = {"existence": item.without(None)}
            if item.part.sign:
                variants["sign"] = item.without(replace(item.part, sign=-item.part.sign))
        found = {
            doubt: _compared(doubt, before, told, known, Variant(graph, old, new))
            for doubt, new in variants.items()
        }
        if in_view:
            found["strength"] = Change("strength", (), count, 0.0)
        doubts[item.id] = found
        if progress:
            # The work may be used up before all links were tried.
            progress(max((number + 1) / len(changes), min(spent(), 1.0)), 1.0)
    return told, doubts


def _has_levers(graph: Graph, levers: LeverChoice) -> bool:
    """Tell whether there is anything to rank; a map where all acts on all has no sources."""
    return levers != "sources" or any(
        graph.out[name] and not graph.into[name] for name in graph.model.variables
    )


def _nearest_links(graph: Graph, subjects: Sequence[Subject]) -> list[Arc]:
    """List the links from which a subject can be reached, the nearest first."""
    waiting = deque(dict.fromkeys(name for subject in subjects for name in subject.variables))
    seen = set(waiting)
    found = []
    while waiting:
        for arc in graph.into[waiting.popleft()]:
            found.append(arc)
            if arc.link.source not in seen:
                seen.add(arc.link.source)
                waiting.append(arc.link.source)
    return found


def _ambiguous_outside(graph: Graph, evidence: EvidenceChoice) -> list[Doubted]:
    """List the ambiguous links that the view leaves out because they are ambiguous."""
    inside = {link.id for link in graph.view.links}
    if "ambiguous" in graph.view.certainty:
        return []
    wider = Graph.of(graph.model, evidence=evidence, certainty="all")
    return [
        Doubted(
            join_arcs([kept for kept in arc.each if kept.link.id in inside or kept is part]), part
        )
        for arcs in wider.into.values()
        for arc in arcs
        for part in arc.each
        if part.link.id not in inside
    ]


def _arc_of(graph: Graph, part: Arc) -> Arc | None:
    """Return what a graph has between the ends of a link."""
    return next((arc for arc in graph.out[part.link.source] if arc.pair == part.pair), None)


def _compared(
    doubt: Doubt,
    before: Mapping[str | int, Verdicts],
    subjects: Sequence[Subject],
    known: FlipVerdicts,
    variant: Variant,
) -> Change:
    changes: list[VerdictChange] = []
    count = 0
    for subject in subjects:
        old, new = before[subject.key], known.after(subject.variables, variant)
        names = [name for name in known.graph.model.variables if name in old or name in new]
        count += len(names)
        changes += [
            VerdictChange(name, subject.key, old.get(name), new.get(name))
            for name in names
            if old.get(name) != new.get(name)
        ]
    return Change(doubt, tuple(changes), count, 0.0)


def _rank(
    graph: Graph,
    subjects: Sequence[Subject],
    levers: Sequence[str],
    system: PressSystem,
    doubts: dict[str, dict[Doubt, Change]],
    draws: Draws,
) -> Sampled | None:
    """Fill in how often the best lever changes."""
    places = {name: row for row, name in enumerate(system.names)}
    reaching = [set(search(graph, item.variables, upstream=True).reached) for item in subjects]
    counting = np.array([[name in reached for name in levers] for reached in reaching])
    ranked = [row for row, marks in enumerate(counting) if marks.sum() > 1]
    if not ranked or not doubts:
        return None
    by_class = _by_class(graph.model, system.strengths)
    tried = [
        (entry.key, doubt, Variation(row, first, second))
        for row, entry in enumerate(system.links)
        for doubt in doubts.get(entry.key, ())
        for first, second in [_values(entry, doubt, classes=entry.key in by_class)]
    ]
    each_draw = len(ranked) * len(system.names) ** 2
    if 8 * len(tried) * len(levers) ** 2 > MOST_BYTES or each_draw > _DRAW_WORK:
        raise TooLargeError(
            Message(
                "{levers} levers and {count} outcomes have {pairs} effects, too many to rank.",
                {
                    "levers": len(levers),
                    "count": len(ranked),
                    "pairs": len(levers) * len(ranked),
                },
            ),
            Message("Name what is to be moved, or the levers."),
        )
    rankings = Rankings(
        system.links,
        ranked_rows(graph.model, [subjects[row] for row in ranked], places),
        [places[name] for name in levers],
        counting[ranked],
        tuple(variation for _, _, variation in tried),
        system.sharing[1],
        len(system.entries) + len(system.sharing[0]),
    )
    each = len(tried) * len(ranked) * len(levers)
    most = draws.count if draws.time_limit else max(_RANK_WORK // each, _LEAST_SAMPLES)
    sampled = sample(
        system,
        rankings.measure,
        replace(draws, samples=min(draws.count, most)),
        summed=True,
    )
    sampled = replace(sampled, asked=draws.count, bounded=most < draws.count)
    counts = rankings.counted(sampled.measured)
    for row, (link, doubt, _) in enumerate(tried):
        if not counts.drawn[row]:
            continue
        moves = counts.moves[row]
        if moves.any():
            first, second = divmod(int(moves.argmax()), len(levers))
            doubts[link][doubt] = replace(
                doubts[link][doubt],
                ranking=float((1 - counts.same[row] / counts.drawn[row]).mean()),
                best_before=levers[first],
                best_after=levers[second],
            )
    return sampled


def _by_class(model: Model, strengths: Strengths) -> frozenset[str]:
    """Return the links of which nothing but their class says how strong they are."""
    if strengths.every != "classes":
        return frozenset()
    by_class = (link.id for link in model.links if isinstance(link.strength, str))
    return frozenset(by_class) - strengths.links.keys()


def _values(entry: Entry, doubt: Doubt, *, classes: bool) -> tuple[Value, Value]:
    """Return the two values of a link that a doubt compares, as flip_rankings takes them."""
    drawn, absent, opposite = (1.0, 0.0, 0.0), (0.0, 0.0, 0.0), (-1.0, 0.0, 0.0)
    if doubt == "sign":
        return drawn, opposite
    if doubt == "existence":
        # A link that is absent from every draw is let in at the middle of its range.
        return (drawn, absent) if entry.chance else (absent, (0.0, entry.low, entry.high))
    if classes:
        return (0.0, *STRENGTH_RANGES["weak"]), (0.0, *STRENGTH_RANGES["strong"])
    third = (entry.high - entry.low) / 3
    return (0.0, entry.low, entry.low + third), (0.0, entry.high - third, entry.high)
