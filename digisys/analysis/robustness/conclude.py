"""What answers about how sure a ranking is come to, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from digisys.answers.agreement import Agreement, draws_statement
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.labels import labels_of
from digisys.graph.names import Subject
from digisys.schema import Model
from digisys.words import Counted, Listed, Message, SaidShare

__all__ = ["SURE", "conclude_robust", "share_of_draws"]

#: A lever is surely the best where it comes first in at least so many of the draws, and one
#: among several where it does in fewer than half.
SURE, _HALF = 0.9, 0.5
#: A share above this is told with a decimal, so that it does not read as all.
_NEARLY_ALL = 0.995


class Lever(Protocol):
    """What a conclusion asks of a lever."""

    @property
    def variable(self) -> str: ...
    @property
    def best(self) -> float: ...


class Ranking(Protocol):
    """What a conclusion asks of the levers of one subject, the surest best first."""

    @property
    def subject(self) -> Subject: ...
    @property
    def levers(self) -> Sequence[Lever]: ...
    @property
    def judged(self) -> bool: ...


class Sampled(Protocol):
    """What a conclusion asks of draws."""

    @property
    def stable(self) -> int: ...


class Robustness(Protocol):
    """What a conclusion asks of an answer of ``robust``."""

    @property
    def model(self) -> Model: ...
    @property
    def rankings(self) -> Sequence[Ranking]: ...
    @property
    def ranking(self) -> Ranking: ...
    @property
    def sampled(self) -> Sampled: ...
    @property
    def agreement(self) -> Agreement | None: ...


def share_of_draws(share: float) -> SaidShare:
    """Return a share of the draws to be told; 100 % is told of all draws only."""
    if share >= 1:
        return SaidShare(1.0)
    return SaidShare(min(share, 0.999), 1 if share > _NEARLY_ALL else 0)


def conclude_robust(answer: Robustness) -> Conclusion:
    """Tell which lever comes first, in how many draws, and whether that holds."""
    if len(answer.rankings) == 1:
        statements = [_of_one(answer, answer.ranking)]
    else:
        statements = [_of_several(answer)]
    statements.append(draws_statement(answer.sampled.stable, answer.agreement))
    return Conclusion(tuple(statements), answer.model.default_language)


def _of_one(answer: Robustness, ranking: Ranking) -> Statement:
    if not ranking.levers:
        message = Message("No lever reaches {subject}.", {"subject": ranking.subject.brief})
        return Statement("lever", message, {"first": None})
    first = ranking.levers[0]
    parts = {"first": first.variable, "share": first.best, "levers": len(ranking.levers)}
    values: dict[str, Any] = {
        "subject": ranking.subject.brief,
        "name": labels_of(answer.model).short_variables[first.variable],
        "share": share_of_draws(first.best),
    }
    if len(ranking.levers) == 1:
        message = Message("Only “{name}” reaches {subject}, of all levers.", values)
    elif first.best >= SURE and ranking.judged:
        message = Message(
            "“{name}” is the best lever for {subject}, in {share} of the draws.", values
        )
    elif first.best >= SURE:
        message = Message("“{name}” raises {subject} most, in {share} of the draws.", values)
    elif first.best >= _HALF:
        message = Message(
            "“{name}” comes first for {subject} in {share} of the draws; in the rest another lever "
            "does.",
            values,
        )
    else:
        message = Message(
            "Which lever comes first for {subject} cannot be told: “{name}” does most often, in "
            "{share} of the draws.",
            values,
        )
    return Statement("lever", message, parts)


def _of_several(answer: Robustness) -> Statement:
    sure: list[int | str] = []
    likely: list[int | str] = []
    unclear: list[int | str] = []
    none: list[int | str] = []
    for ranking in answer.rankings:
        first = ranking.levers[0] if ranking.levers else None
        group = none if first is None else sure if first.best >= SURE else likely
        if first is not None and first.best < _HALF:
            group = unclear
        group.append(ranking.subject.key)
    every = (
        Counted(
            "surely, in at least nine tenths of the draws, for {count} target ({names})",
            "surely, in at least nine tenths of the draws, for {count} targets ({names})",
            len(sure),
            {"names": Listed(tuple(sure))},
        ),
        Counted(
            "in more than half of the draws for {count} target ({names})",
            "in more than half of the draws for {count} targets ({names})",
            len(likely),
            {"names": Listed(tuple(likely))},
        ),
        Counted(
            "in fewer than half for {count} target ({names})",
            "in fewer than half for {count} targets ({names})",
            len(unclear),
            {"names": Listed(tuple(unclear))},
        ),
    )
    told = tuple(clause for clause in every if clause.count)
    parts = {"sure": sure, "likely": likely, "unclear": unclear, "none": none}
    if not told:
        return Statement("lever", Message("No lever reaches any of these."), parts)
    if not none:
        message = Message("One lever comes first {parts}.", {"parts": Listed(told)})
    else:
        message = Message(
            "One lever comes first {parts}; no lever reaches {names}.",
            {"parts": Listed(told), "names": Listed(tuple(none))},
        )
    return Statement("lever", message, parts)
