"""How sure a ranking of levers is when strengths are unknown.

In a map where every link is positive, signs say that everything helps everything it
reaches. What still differs is how much, and whether that order survives not knowing the
strengths.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.damping import damped_as_asked
from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.sampling import Sampled, sample
from digisys.analysis.press.system import PressSystem, press_system
from digisys.analysis.robustness.robust_result import RankedLever, Ranking, Robustness
from digisys.answers.agreement import Agreement, Reversal
from digisys.answers.later import Later
from digisys.errors import QuestionError, TooLargeError, UnstableError
from digisys.graph.desired import desired_of
from digisys.graph.names import Subject, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.schema.variable import Desired
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.uncertainty.ranks import rank_shares
from digisys.uncertainty.reversals import Turn, turned_orders, turned_signs
from digisys.uncertainty.strengths import StrengthChoice, Strengths
from digisys.words import Message

__all__ = [
    "Effects",
    "LeverChoice",
    "choose_levers",
    "choose_subjects",
    "outcome_rows",
    "robust",
    "way",
    "wilson_interval",
]

Floats = npt.NDArray[np.float64]
#: "sources" (nothing acts on them), "all" variables, or names.
LeverChoice = Literal["sources", "all"] | Iterable[str | int]

#: Effects nearer than this, relative to the largest of a draw, tie.
_TIE = 1e-12
#: So many stable draws it takes to compare.
LEAST_STABLE = 30
#: Draws of the other convention that may be made however few are asked for.
_LEAST_MOST = 1_000
#: Most effects of levers on outcomes that one answer ranks.
_MOST_PAIRS = 1_000_000


@moved(DRAWS)
def robust(
    model: Model,
    name: str | int | None = None,
    *,
    levers: LeverChoice = "sources",
    strengths: StrengthChoice = "classes",
    samples: int | Draws = 10_000,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Robustness:
    """Rank levers by their effect, and tell how sure the ranking is.

    In each draw, strengths and damping are drawn, every lever gets a lasting push of size 1
    by itself, and the levers are ranked by the settled effect on what was asked about (the
    mean of its variables; where the model says that down is better, the most lowering is
    first). The shares of the draws in which a lever is best, or among the
    best three, are rank acceptabilities [1]_; levers that tie share their places.

    Parameters
    ----------
    model
        The model.
    name
        What is to be moved: a variable, target, area or loop. Every target when absent;
        every variable on which something acts in a model without targets.
    levers
        ``sources``: the variables on which nothing acts in the view; ``all``: every
        variable; or names. Those asked about never count.
    strengths, samples, seed
        As of :func:`digisys.press`.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Robustness
        For each subject the levers with effects, probabilities and 95 % intervals.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    TooLargeError
        If there are more than a million effects to rank, or the draws would take more than a
        gigabyte of memory, or one draw more than the time.
    QuestionError
        If there is no lever, the matrix is singular or no draw is stable.

    Notes
    -----
    Intervals tell how well the probability is known from so many draws; more draws narrow
    them. They say nothing about whether the ranges of strengths are right.

    References
    ----------
    .. [1] R. Lahdelma and P. Salminen (2001), SMAA-2, Operations Research 49(3),
       doi:10.1287/opre.49.3.444.11220.

    Examples
    --------
    >>> import digisys
    >>> answer = robust(digisys.load("digikompassi"), "target 11", samples=500)
    >>> round(sum(lever.best for lever in answer.ranking.levers), 6)
    1.0
    """
    draws = Draws.of(samples, seed, usual=10_000, without=OF_RUNS)
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    chosen = choose_levers(graph, levers)
    subjects = choose_subjects(graph, name)
    if len(subjects) * len(chosen) > _MOST_PAIRS:
        raise TooLargeError(
            Message(
                "{levers} levers and {count} outcomes have {pairs} effects, too many to rank.",
                {
                    "levers": len(chosen),
                    "count": len(subjects),
                    "pairs": len(subjects) * len(chosen),
                },
            ),
            Message("Name what is to be moved, or the levers."),
        )
    known = Strengths.of(strengths)
    system = damped_as_asked(press_system(graph, known), draws.seed)
    sampled = _sampled(system, subjects, chosen, draws)
    rankings = tuple(
        _ranking(subject, chosen, sampled.measured[position], desired_of(model, subject.variables))
        for position, subject in enumerate(subjects)
    )
    look = partial(_agreement, graph, known, rankings, chosen, sampled, draws)
    return Robustness(
        model, rankings, graph.view, levers == "all", sampled, system, later=Later(look)
    )


def _sampled(
    system: PressSystem, subjects: Sequence[Subject], levers: Sequence[str], draws: Draws
) -> Sampled:
    """Draw the effect of each lever on each subject; (subject, lever, draw)."""
    places = {variable: row for row, variable in enumerate(system.names)}
    rows = [places[variable] for variable in levers]
    outcomes = outcome_rows(subjects, places)
    return sample(system, Effects(outcomes, rows).measure, draws, wide=len(subjects) > 1)


def _agreement(
    graph: Graph,
    strengths: Strengths,
    rankings: Sequence[Ranking],
    levers: Sequence[str],
    sampled: Sampled,
    draws: Draws,
) -> Agreement | None:
    """Compare signs, and which lever comes first, with the other convention."""
    other = strengths.other(graph.model, graph.view.links)
    if other is None or other.convention is None:
        return None
    fewer = fewer_draws(draws)
    try:
        system = damped_as_asked(press_system(graph, other), fewer.seed)
        found = _sampled(system, [ranking.subject for ranking in rankings], levers, fewer)
    except UnstableError as error:
        return Agreement(other.convention, 0, problem=error.what)
    if found.stable < min(fewer.count, LEAST_STABLE):
        return Agreement(other.convention, found.stable, problem=too_few(found.stable))
    places = {name: row for row, name in enumerate(levers)}
    reversals: list[Reversal] = []
    for ranking, here, there in zip(rankings, sampled.measured, found.measured, strict=True):
        subject = str(ranking.subject.key)
        rows = [places[lever.variable] for lever in ranking.levers]
        pairs = [(0, at) for at in range(1, len(rows))]
        turned: dict[Literal["sign", "order"], tuple[Turn, ...]] = {
            "sign": turned_signs(here[rows], there[rows]),
            "order": turned_orders(
                way(ranking.desired) * here[rows], way(ranking.desired) * there[rows], pairs
            ),
        }
        for kind, turns in turned.items():
            reversals += [
                Reversal(kind, tuple(levers[rows[at]] for at in turn.items), *turn[1:], subject)
                for turn in turns
            ]
    return Agreement(other.convention, found.stable, tuple(reversals))


def too_few(stable: int) -> Message:
    """Say that the stable draws of the other convention are too few to compare."""
    return Message("Only {count} draws are stable, too few to compare.", {"count": stable})


def fewer_draws(draws: Draws) -> Draws:
    """Return the draws of the other convention: a fifth as many, made here, in bounded time.

    Where causes share, fewer draws are stable; so many are made at most as were asked for.
    """
    samples = max(draws.count // 5, 1)
    most = max(draws.count, _LEAST_MOST)
    return replace(draws, samples=samples, max_draws=draws.max_draws or most, progress=None)


@dataclass(frozen=True, eq=False)
class Effects:
    """What to find out from each block of draws: effects of levers on outcomes.

    Attributes
    ----------
    outcomes
        Weights of the variables, a row for each outcome.
    levers
        Rows of the variables that are pushed.
    """

    outcomes: Floats
    levers: list[int]

    def measure(self, solved: Solved) -> Floats:
        """Return the effects by outcome, lever and draw."""
        return solved.weights(self.outcomes)[:, self.levers]


def choose_levers(graph: Graph, levers: LeverChoice) -> tuple[str, ...]:
    """Settle which variables count as levers, in the order of the model.

    Parameters
    ----------
    graph
        The view.
    levers
        ``sources``, ``all`` or names.

    Returns
    -------
    tuple of str
        Their ids.

    Raises
    ------
    QuestionError
        If there is none.
    UnknownNameError
        If a name means nothing in the model.
    """
    model = graph.model
    if levers == "all":
        return tuple(model.variables)
    if levers == "sources":
        found = tuple(name for name in model.variables if graph.out[name] and not graph.into[name])
    else:
        names: Iterable[str | int] = [levers] if isinstance(levers, str) else levers
        members = {variable for name in names for variable in resolve(model, name).variables}
        found = tuple(name for name in model.variables if name in members)
    if not found:
        _refuse_without_links(graph)
        raise QuestionError(
            Message("There is no lever: all variables that act on others are acted on too."),
            Message("Name the levers, or count all variables (levers all)."),
        )
    return found


def choose_subjects(graph: Graph, name: str | int | None) -> tuple[Subject, ...]:
    """Settle what is to be moved: what was named, or all targets of the model.

    Parameters
    ----------
    graph
        The view.
    name
        A variable, target, area or loop; None for all targets, or in a model without
        targets for all variables on which something acts.

    Returns
    -------
    tuple of Subject
        At least one.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.
    QuestionError
        If there is nothing to move.
    """
    model = graph.model
    if name is not None:
        return (resolve(model, name),)
    held = {ref.target for variable in model.variables.values() for ref in variable.targets}
    keys: Sequence[str | int] = [number for number in model.targets if number in held]
    if not keys:
        keys = [variable for variable in model.variables if graph.into[variable]]
    if not keys:
        _refuse_without_links(graph)
    return tuple(resolve(model, key) for key in keys)


def _refuse_without_links(graph: Graph) -> None:
    if not graph.view.links:
        raise QuestionError(
            Message("The view has no links, so nothing moves anything."),
            Message("Widen the view, or add links to the model.")
            if graph.model.links
            else Message("Add links to the model."),
        )


def outcome_rows(subjects: Sequence[Subject], places: dict[str, int]) -> Floats:
    """Write the mean over the variables of each subject as a row of weights."""
    rows = np.zeros((len(subjects), len(places)))
    for row, subject in zip(rows, subjects, strict=True):
        row[[places[variable] for variable in subject.variables]] = 1 / len(subject.variables)
    return rows


def ranked_rows(model: Model, subjects: Sequence[Subject], places: dict[str, int]) -> Floats:
    """Write the same rows such that more is better, where down is better for a subject."""
    ways = [way(desired_of(model, subject.variables)) for subject in subjects]
    rows: Floats = outcome_rows(subjects, places) * np.array(ways)[:, None]
    return rows


def _ranking(
    subject: Subject, levers: Sequence[str], effects: Floats, desired: Desired | None
) -> Ranking:
    own = set(subject.variables)
    reaching = (effects != 0).any(axis=1)
    kept = [row for row, name in enumerate(levers) if reaching[row] and name not in own]
    idle = tuple(name for row, name in enumerate(levers) if not reaching[row] and name not in own)
    found = effects[kept]
    if not kept:
        return Ranking(subject, (), idle, desired)
    draws = found.shape[1]
    best, top, ranks = rank_shares(way(desired) * found, _TIE * np.abs(found).max(axis=0))
    low, middle, high = np.quantile(found, (0.05, 0.5, 0.95), axis=1)
    items = [
        RankedLever(
            levers[row],
            float(middle[at]),
            float(low[at]),
            float(high[at]),
            float((found[at] > 0).mean()),
            float(best[at]),
            wilson_interval(float(best[at]) * draws, draws),
            float(top[at]),
            wilson_interval(float(top[at]) * draws, draws),
            float(ranks[at]),
        )
        for at, row in enumerate(kept)
    ]
    items.sort(key=lambda item: (-item.best, -item.top, item.mean_rank))
    return Ranking(subject, tuple(items), idle, desired)


def way(desired: Desired | None) -> float:
    """Return the sign by which effects are ranked: the most lowering first where down is better."""
    return -1.0 if desired == "down" else 1.0


def wilson_interval(
    hits: float, trials: int, *, z: float = 1.959963984540054
) -> tuple[float, float]:
    """Return the Wilson score interval of a probability.

    Parameters
    ----------
    hits
        How often it happened, from 0 to ``trials``.
    trials
        How often it could have, from 0 up.
    z
        Quantile of the normal distribution; 1.96 for 95 %.

    Returns
    -------
    float, float
        Both from 0 to 1.

    References
    ----------
    .. [1] E. B. Wilson (1927), Probable inference, the law of succession, and statistical
       inference, Journal of the American Statistical Association 22(158),
       doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(end, 4) for end in wilson_interval(5, 10)]
    [0.2366, 0.7634]
    """
    if not trials:
        return 0.0, 1.0
    share = hits / trials
    scale = 1 + z * z / trials
    middle = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
