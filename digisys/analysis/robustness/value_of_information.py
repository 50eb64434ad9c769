"""Which question to ask next: the one whose answer most lowers the chance of a wrong choice."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import get_args

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.damping import damped_as_asked
from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.sampling import Sampled, sample
from digisys.analysis.press.size import MOST_BYTES
from digisys.analysis.press.system import press_system
from digisys.analysis.robustness.beliefs import (
    Belief,
    BelievedSystem,
    beliefs_about,
    channel,
    updated,
)
from digisys.analysis.robustness.elicitation import Elicitation
from digisys.analysis.robustness.robust import (
    LeverChoice,
    choose_levers,
    choose_subjects,
    ranked_rows,
    wilson_interval,
)
from digisys.analysis.robustness.value_estimates import (
    best_shares,
    information,
    worth_of_answers,
)
from digisys.analysis.robustness.value_result import (
    AfterReply,
    Lead,
    QuestionValue,
    ValueOfInformation,
)
from digisys.answers.later import Later
from digisys.errors import QuestionError, TooLargeError
from digisys.graph.names import Subject
from digisys.graph.view import EvidenceChoice, Graph
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.schema.reply import Doubted
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.uncertainty.strengths import StrengthChoice, Strengths
from digisys.words import Message

__all__ = ["Choice", "value_of_information"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: What all intervals of an answer hold together.
_SURE = 0.95


@moved(DRAWS)
def value_of_information(
    model: Model,
    name: str | int | None = None,
    *,
    elicitation: Elicitation | None = None,
    levers: LeverChoice = "sources",
    strengths: StrengthChoice = "classes",
    samples: int | Draws = 1_000,
    seed: int | None = None,
    max_links: int = 300,
    doubt: Doubted | None = None,
    evidence: EvidenceChoice = None,
) -> ValueOfInformation:
    """List the questions whose answers most lower the chance of choosing a wrong lever.

    In each draw it is drawn which ambiguous links exist, the signs that are not known or only
    assumed, strengths and damping; one lever is the best. Whoever chooses now takes the lever
    that most often is, and is wrong in the other draws. An answer to a question leaves the
    draws that agree with it, in which another lever may be ahead. The value of the question
    is the chance of a wrong choice now, less what is to be expected of it after the answer:
    expected value of sample information for a 0-1 loss [1]_, of perfect information about the
    one thing where answers are certain [2]_.

    Parameters
    ----------
    model
        The model.
    name
        What the lever is to move: a variable, target, area or loop. Every target when absent,
        with a choice for each; values are means over them.
    elicitation
        What was answered already, how far answers are right, and what asking costs; no answer,
        certain answers and equal costs when absent. Questions are put in order by value for
        the cost.
    levers
        As of :func:`digisys.robust`.
    strengths, samples, seed
        As of :func:`digisys.press`.
    max_links
        Ask about so many links at most, those nearest to what was asked about.
    doubt
        Ask only about ``existence``, ``sign`` or ``strength``; all three when absent.
    evidence
        Which links count; see :func:`digisys.graph.view.select_view`. Ambiguous ones count,
        each with its chance.

    Returns
    -------
    ValueOfInformation
        Who leads, how likely the choice is wrong, and the questions, the most valuable first.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If there is no lever, no draw is stable, an answer is about nothing that is in doubt, or
        answers contradict each other.
    TooLargeError
        If the draws would take more than a gigabyte of memory.

    Notes
    -----
    One question is looked at by itself: where no single answer would make another lever the
    first, all values are 0 although two answers together may. Such questions follow in the
    order of how much their answer tells about which lever is best (mutual information).

    All values come from one set of draws, with intervals that hold together at 95 % (Bonferroni).
    A question on which no way from a lever to what was asked about hangs has value 0 exactly.

    References
    ----------
    .. [1] R. A. Howard (1966), Information value theory, IEEE Transactions on Systems Science
       and Cybernetics 2(1), doi:10.1109/TSSC.1966.300074.
    .. [2] A. Heath, I. Manolopoulou and G. Baio (2017), A review of methods for analysis of the
       expected value of information, Medical Decision Making 37(7),
       doi:10.1177/0272989X17697692.

    Examples
    --------
    >>> import digisys
    >>> answer = value_of_information(digisys.load("digikompassi"), "target 11", samples=300)
    >>> 0 <= answer.questions[0].value <= answer.wrong
    True
    """
    how = elicitation or Elicitation()
    given = tuple(how.replies)
    _check(max_links, doubt)
    draws = Draws.of(samples, seed, usual=1_000, without=OF_RUNS)
    graph = Graph.of(model, evidence=evidence, certainty="all")
    subjects = choose_subjects(graph, name)
    chosen = choose_levers(graph, levers)
    known = Strengths.of(strengths).for_model(model)
    plain = press_system(graph, known)
    before = beliefs_about(graph.view.every, plain.strengths, assumed=how.assumed)
    thought = updated(before, given, {link.id for link in graph.view.every})
    choice = Choice.of(graph, subjects, chosen, draws)
    # Damping is chosen before any answer, and stays.
    damped = damped_as_asked(BelievedSystem.of(plain, before), draws.seed)
    system = BelievedSystem.of(damped, thought)
    sampled, effects, truths = choice.drawn(system, draws)
    best = best_shares(effects, choice.counting)
    asked, unused, left_out = _asked(graph, choice, known, system.beliefs, max_links, doubt)
    questions = _valued(choice, effects, best, truths, asked, how.reliability, how.costs)

    def look() -> tuple[Lead, ...]:
        """Find who led before any answer."""
        if not given:
            return ()
        first, quiet = BelievedSystem.of(damped, before), replace(draws, progress=None)
        return choice.leads(best_shares(choice.drawn(first, quiet)[1], choice.counting))

    return ValueOfInformation(
        model,
        None if name is None else subjects[0],
        choice.leads(best),
        questions,
        given,
        how.reliability,
        how.assumed,
        bool(how.costs),
        unused,
        left_out,
        graph.view,
        sampled,
        system,
        later=Later(look),
    )


def _check(max_links: int, doubt: str | None) -> None:
    if max_links < 1:
        raise QuestionError(
            Message("At least one link must be asked about."), Message("Give a larger max_links.")
        )
    if doubt not in (None, *get_args(Doubted)):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": doubt}),
            Message("Choose one of: {names}.", {"names": ", ".join(get_args(Doubted))}),
        )


@dataclass(frozen=True, eq=False)
class _Measure:
    """What to find out from each block of draws: effects, then what is the case."""

    outcomes: Floats
    levers: list[int]
    doubts: int

    def measure(self, solved: Solved) -> Floats:
        """Return effects by subject and lever, then the truths; (row, draw)."""
        effects = solved.weights(self.outcomes)[:, self.levers]
        truths = solved.values[len(solved.values) - self.doubts :]
        return np.concatenate([effects.reshape(-1, solved.count), truths])


@dataclass(frozen=True, eq=False)
class Choice:
    """What is chosen among: levers, for each subject.

    Attributes
    ----------
    subjects, levers
        What is to be moved, and what moves it.
    counting
        By subject and lever, whether some way leads from it.
    outcomes, rows
        Weights of variables by subject, such that more is better; rows of the levers.
    """

    subjects: tuple[Subject, ...]
    levers: tuple[str, ...]
    counting: Flags
    outcomes: Floats
    rows: list[int]

    @classmethod
    def of(
        cls, graph: Graph, subjects: Sequence[Subject], levers: Sequence[str], draws: Draws
    ) -> Choice:
        """Lay out the choice."""
        if 8 * 4 * len(subjects) * len(levers) * draws.count > MOST_BYTES:
            raise TooLargeError(
                Message(
                    "{levers} levers and {count} outcomes have {pairs} effects, too many to rank.",
                    {
                        "levers": len(levers),
                        "count": len(subjects),
                        "pairs": len(levers) * len(subjects),
                    },
                ),
                Message("Name what is to be moved, or the levers."),
            )
        places = {name: row for row, name in enumerate(graph.model.variables)}
        counting = np.zeros((len(subjects), len(levers)), dtype=bool)
        for marks, subject in zip(counting, subjects, strict=True):
            near = _around(graph, subject.variables, upstream=True) - set(subject.variables)
            marks[:] = [lever in near for lever in levers]
        return cls(
            tuple(subjects),
            tuple(levers),
            counting,
            ranked_rows(graph.model, subjects, places),
            [places[lever] for lever in levers],
        )

    def drawn(
        self, system: BelievedSystem, draws: Draws
    ) -> tuple[Sampled, Floats, npt.NDArray[np.int64]]:
        """Draw effects by subject, lever and draw, and what is the case by doubt and draw."""
        measure = _Measure(self.outcomes, self.rows, len(system.beliefs)).measure
        sampled = sample(system, measure, draws, wide=len(self.subjects) > 1)
        count = self.counting.size
        effects = sampled.measured[:count].reshape(*self.counting.shape, -1)
        return sampled, effects, sampled.measured[count:].astype(np.int64)

    def leads(self, best: Floats) -> tuple[Lead, ...]:
        """Tell for each subject which lever most often is best."""
        found = []
        for subject, marks, shares in zip(self.subjects, self.counting, best, strict=True):
            if not marks.any():
                found.append(Lead(subject, None, 1.0, (1.0, 1.0)))
                continue
            means = shares.mean(axis=1)
            first = int(means.argmax())
            interval = wilson_interval(float(means[first]) * best.shape[2], best.shape[2])
            told = {
                self.levers[row]: float(means[row]) for row in np.argsort(-means, kind="stable")
            }
            kept = {lever: share for lever, share in told.items() if share > 0}
            found.append(Lead(subject, self.levers[first], float(means[first]), interval, kept))
        return tuple(found)


def _around(
    graph: Graph, names: Iterable[str], *, upstream: bool, without: Collection[str] = ()
) -> set[str]:
    """Return some variables with all that they reach, or that reaches them."""
    waiting = deque(names)
    seen = set(waiting)
    while waiting:
        at = waiting.popleft()
        if at in without:
            continue
        for arc in graph.into[at] if upstream else graph.out[at]:
            other = arc.link.source if upstream else arc.link.target
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen


def _asked(
    graph: Graph,
    choice: Choice,
    strengths: Strengths,
    beliefs: Sequence[Belief],
    max_links: int,
    doubt: Doubted | None,
) -> tuple[tuple[tuple[int, Belief], ...], int, int]:
    """Choose the doubts to ask about: rows and beliefs; how many are unused and left out."""
    used: set[str] = set()
    for subject, marks in zip(choice.subjects, choice.counting, strict=True):
        if marks.sum() > 1:
            levers = [lever for lever, counts in zip(choice.levers, marks, strict=True) if counts]
            used |= _used(graph, subject, levers, strengths)
    open_ = [
        (row, belief)
        for row, belief in enumerate(beliefs)
        if belief.open and doubt in (None, belief.doubt)
    ]
    kept = [(row, belief) for row, belief in open_ if belief.link in used]
    steps = _steps(graph, choice.subjects)
    targets = {link.id: link.target for link in graph.view.every}
    links = sorted(
        dict.fromkeys(belief.link for _, belief in kept),
        key=lambda link: steps.get(targets[link], 0),
    )
    near = set(links[:max_links])
    asked = tuple((row, belief) for row, belief in kept if belief.link in near)
    return asked, len(open_) - len(kept), len(kept) - len(asked)


def _steps(graph: Graph, subjects: Sequence[Subject]) -> dict[str, int]:
    """Tell how many links lie between variables and what was asked about."""
    steps = {name: 0 for subject in subjects for name in subject.variables}
    waiting = deque(steps)
    while waiting:
        at = waiting.popleft()
        for arc in graph.into[at]:
            if arc.link.source not in steps:
                steps[arc.link.source] = steps[at] + 1
                waiting.append(arc.link.source)
    return steps


def _used(graph: Graph, subject: Subject, levers: Sequence[str], strengths: Strengths) -> set[str]:
    """Return the links on which the order of the levers hangs.

    Those on a way from a lever to the subject; those that share the movement of a variable with
    one of them; and what damps a variable on the way. What leaves a single variable that is
    asked about comes back to it the same whatever moved it.
    """
    ends = subject.variables if len(subject.variables) == 1 else ()
    before = _around(graph, subject.variables, upstream=True)
    after = _around(graph, levers, upstream=False, without=ends)
    used = set()
    for target, arcs in graph.into.items():
        if target not in before:
            continue
        parts = [part.link for arc in arcs for part in arc.each]
        on = {link.id for link in parts if link.source in after and link.source not in ends}
        if any(strengths.shares(link) for link in parts if link.id in on):
            on |= {link.id for link in parts if strengths.shares(link)}
        used |= on
    inner = (before & after) - set(ends)
    return used | {link.id for link in graph.view.damping if link.source in inner}


def _valued(
    choice: Choice,
    effects: Floats,
    best: Floats,
    truths: npt.NDArray[np.int64],
    asked: Sequence[tuple[int, Belief]],
    reliability: float,
    costs: Mapping[str, float],
) -> tuple[QuestionValue, ...]:
    """Weigh each question, and put the most valuable first."""
    several = np.flatnonzero(choice.counting.sum(axis=1) > 1)
    if not len(several) or not asked:
        return ()
    _check_costs(costs)
    share = len(several) / len(choice.subjects)
    width = NormalDist().inv_cdf(1 - (1 - _SURE) / (2 * len(asked)))
    gains = np.where(choice.counting[several][:, :, None], effects[several], -np.inf)
    lowest = gains[np.isfinite(gains)].min() if np.isfinite(gains).any() else 0.0
    gains = np.where(np.isfinite(gains), gains, lowest - 1.0)
    found = []
    for row, belief in asked:
        said = channel(len(belief.answers), reliability)
        worth = worth_of_answers(best[several], truths[row], said)
        gain = worth_of_answers(gains, truths[row], said)
        found.append(
            QuestionValue(
                belief.link,
                belief.doubt,
                belief.answers,
                max(worth.mean, 0.0) * share,
                _scaled(worth.interval(width), share),
                worth.mean - width * worth.error > 0,
                information(best[several], truths[row], said) * share,
                max(gain.mean, 0.0) * share,
                _scaled(gain.interval(width), share),
                _cost(costs, belief),
                _outcomes(choice, best, truths[row], said, belief),
            )
        )
    return tuple(sorted(found, key=lambda item: item.order, reverse=True))


def _scaled(interval: tuple[float, float], share: float) -> tuple[float, float]:
    return interval[0] * share, interval[1] * share


def _check_costs(costs: Mapping[str, float]) -> None:
    for name, cost in costs.items():
        if not 0 < cost < float("inf"):
            raise QuestionError(
                Message("The cost of {name} must be above 0.", {"name": name}),
                Message("Give a number such as 2; 1 where nothing is told."),
            )


def _cost(costs: Mapping[str, float], belief: Belief) -> float:
    own = costs.get(f"{belief.link} {belief.doubt}")
    return costs.get(belief.doubt, 1.0) if own is None else own


def _outcomes(
    choice: Choice,
    best: Floats,
    truth: npt.NDArray[np.int64],
    said: Floats,
    belief: Belief,
) -> tuple[AfterReply, ...]:
    """Tell for the first subject what each answer would leave."""
    found = []
    for answer, chances in zip(belief.answers, said, strict=True):
        weights = chances[truth]
        whole = float(weights.sum())
        if not whole > 0 or not choice.counting[0].any():
            continue
        means = best[0] @ weights / whole
        first = int(means.argmax())
        found.append(
            AfterReply(answer, whole / len(truth), choice.levers[first], float(means[first]))
        )
    return tuple(found)
