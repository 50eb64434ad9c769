"""What an answer about what to ask next comes to, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from digisys.analysis.robustness.conclude import share_of_draws
from digisys.answers.agreement import draws_statement
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.labels import labels_of
from digisys.graph.names import Subject
from digisys.schema import Model
from digisys.words import Counted, Message, Named, SaidShare

__all__ = ["conclude_value"]


class Lead(Protocol):
    """What a conclusion asks of the lever that leads."""

    @property
    def subject(self) -> Subject: ...
    @property
    def lever(self) -> str | None: ...
    @property
    def best(self) -> float: ...


class Question(Protocol):
    """What a conclusion asks of a question."""

    @property
    def link(self) -> str: ...
    @property
    def doubt(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def apart(self) -> bool: ...
    @property
    def information(self) -> float: ...


class Sampled(Protocol):
    """What a conclusion asks of draws."""

    @property
    def stable(self) -> int: ...


class Values(Protocol):
    """What a conclusion asks of an answer about what to ask next."""

    @property
    def model(self) -> Model: ...
    @property
    def leads(self) -> Sequence[Lead]: ...
    @property
    def earlier(self) -> Sequence[Lead]: ...
    @property
    def questions(self) -> Sequence[Question]: ...
    @property
    def wrong(self) -> float: ...
    @property
    def wrong_before(self) -> float | None: ...
    @property
    def sampled(self) -> Sampled: ...


def conclude_value(answer: Values) -> Conclusion:
    """Tell who leads, what to ask next, and what that may be expected to do."""
    statements = [_leader(answer)]
    if answer.wrong_before is not None:
        statements.append(_since(answer, answer.wrong_before))
    statements.append(_next(answer))
    statements.append(draws_statement(answer.sampled.stable, None))
    return Conclusion(tuple(statements), answer.model.default_language)


def _leader(answer: Values) -> Statement:
    parts = {"wrong": round(answer.wrong, 6), "first": answer.leads[0].lever}
    if len(answer.leads) > 1:
        message = Message(
            "Whoever now takes the lever that leads for a target is wrong with a chance of "
            "{share}, on average over the targets.",
            {"share": SaidShare(answer.wrong)},
        )
        return Statement("lead", message, parts)
    lead = answer.leads[0]
    subject = Named(lead.subject.brief.text)
    if lead.lever is None:
        return Statement(
            "lead", Message("No lever reaches {subject}.", {"subject": subject}), parts
        )
    values = {
        "name": labels_of(answer.model).short_variables[lead.lever],
        "subject": subject,
        "share": share_of_draws(lead.best),
    }
    message = Message(
        "“{name}” now leads for {subject}: it is first in {share} of the draws.", values
    )
    return Statement("lead", message, parts)


def _since(answer: Values, before: float) -> Statement:
    moved = sum(
        old.lever != new.lever for old, new in zip(answer.earlier, answer.leads, strict=True)
    )
    parts = {"before": round(before, 6), "now": round(answer.wrong, 6), "moved": moved}
    values = {"before": SaidShare(before), "now": SaidShare(answer.wrong)}
    if not moved:
        message: Message | Counted = Message(
            "The answers left the lead as it was; the chance of a wrong choice went from {before} "
            "to {now}.",
            values,
        )
    elif len(answer.leads) == 1:
        message = Message(
            "The answers changed the lead; the chance of a wrong choice went from {before} to "
            "{now}.",
            values,
        )
    else:
        message = Counted(
            "The answers changed the lead for {count} target; the chance of a wrong choice went "
            "from {before} to {now}.",
            "The answers changed the lead for {count} targets; the chance of a wrong choice went "
            "from {before} to {now}.",
            moved,
            values,
        )
    return Statement("since", message, parts)


def _next(answer: Values) -> Statement:
    first = answer.questions[0] if answer.questions else None
    if first is None or not (first.apart or first.information > 0):
        none: dict[str, str | float | None] = {"question": None, "value": 0.0}
        if not answer.questions:
            message = Message(
                "Of what was asked about, nothing is left in doubt that could change that."
            )
            return Statement("next", message, none)
        message = Message(
            "No single question is told apart from one that changes nothing, with so many draws."
        )
        return Statement("next", message, none)
    parts: dict[str, str | float | None] = {
        "question": f"{first.link} {first.doubt}",
        "value": round(first.value, 6),
    }
    if not first.apart:
        message = Message(
            "With so many draws no single question is told apart from one that changes nothing; "
            "the answer to the first one tells most about which lever is best."
        )
        return Statement("next", message, parts)
    values = {
        "now": SaidShare(answer.wrong, 1),
        "left": SaidShare(max(answer.wrong - first.value, 0.0), 1),
    }
    message = Message(
        "The answer to the first question may be expected to lower the chance of a wrong choice "
        "from {now} to {left}.",
        values,
    )
    return Statement("next", message, parts)
