"""One service against the road map: the definition, the criteria where they fit, the deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from digisys.io.services.records import Answer, Services
from digisys.io.tables.dates import months_after
from digisys.schema.programme_services import Deadline, Demand, ServiceMap
from digisys.words import N_, Message

__all__ = ["CHECK_WORDS", "Check", "Checked", "check_service", "due_day"]

CheckState = Literal["met", "not_met", "late", "pending", "not_applicable", "unknown"]
CHECK_WORDS: Mapping[CheckState, str] = {
    "met": N_("met"),
    "not_met": N_("not met"),
    "late": N_("late"),
    "pending": N_("has time"),
    "not_applicable": N_("does not apply"),
    "unknown": N_("not known"),
}


@dataclass(frozen=True)
class Check:
    """Whether a service meets one thing that is asked.

    Attributes
    ----------
    part
        ``definition``, ``criteria`` or ``conditions``.
    name
        What is asked, an id of the programme.
    state
        ``met``, ``not_met``, ``late`` (met after the deadline), ``pending`` (there is time),
        ``not_applicable`` or ``unknown``.
    why
        What shows it, if more than an answer does.
    """

    part: str
    name: str
    state: CheckState
    why: Message | None = None


@dataclass(frozen=True)
class Checked:
    """A service against all that is asked.

    Attributes
    ----------
    service
        The service.
    checks
        What is asked, in the order of the programme.
    passes
        Whether it passes the test of the definition; None where that is not known.
    due
        The last day for its self-assessment; None where nobody told when it was proposed.
    """

    service: str
    checks: tuple[Check, ...]
    passes: bool | None
    due: date | None

    @property
    def missing(self) -> tuple[Check, ...]:
        """What it lacks, or what is not known of it, beside the definition."""
        open_states = ("not_met", "late", "pending", "unknown")
        return tuple(
            each for each in self.checks if each.part != "definition" and each.state in open_states
        )

    @property
    def ready(self) -> bool:
        """Whether it passes the test and lacks nothing; a late self-assessment is there."""
        return bool(self.passes) and all(each.state == "late" for each in self.missing)


def due_day(deadline: Deadline | None, proposed: date | None) -> date | None:
    """Return the last day for a self-assessment.

    Parameters
    ----------
    deadline
        The rule; None for none.
    proposed
        When the service was proposed.

    Examples
    --------
    >>> rule = Deadline(months=3, first_round="2019-06-20")
    >>> str(due_day(rule, date(2019, 1, 15))), str(due_day(rule, date(2024, 11, 30)))
    ('2019-06-20', '2025-02-28')
    """
    if deadline is None or proposed is None:
        return None
    day = months_after(proposed, deadline.months)
    if deadline.first_round is None:
        return day
    return max(day, date.fromisoformat(deadline.first_round))


def check_service(part: ServiceMap, told: Services, service: str, today: date | None) -> Checked:
    """Check a service against the road map.

    Parameters
    ----------
    part
        What is asked.
    told
        What is told of all services.
    service
        The service.
    today
        The day to judge deadlines by; None to tell the last day only.
    """
    answers = {(each.part, each.criterion): each for each in _newest(told.answers, service)}
    definition = tuple(
        Check("definition", name, _answered(answers.get(("definition", name))))
        for name in part.definition
    )
    needed = [each.state for each in definition if part.definition[each.name].needed]
    passes = False if "not_met" in needed else True if set(needed) <= {"met"} else None
    due = due_day(part.deadline, told.services[service].proposed)
    checks = list(definition)
    for section, items in (("criteria", part.criteria), ("conditions", part.conditions)):
        for name, item in items.items():
            answer = answers.get((section, name))
            state, why = _shown(item, told, service, passes=passes, due=due, today=today)
            if answer is not None and answer.value == "not_applicable":
                state, why = "not_applicable", None
            elif state == "unknown" and answer is not None and answer.value is not None:
                state, why = _answered(answer), Message("as answered")
            checks.append(Check(section, name, state, why))
    return Checked(service, tuple(checks), passes, due)


def _newest(answers: tuple[Answer, ...], service: str) -> list[Answer]:
    mine = [each for each in answers if each.service == service and each.part != "quality"]
    return sorted(mine, key=lambda each: each.day.toordinal() if each.day else 0)


def _answered(answer: Answer | None) -> CheckState:
    if answer is None or answer.value is None:
        return "unknown"
    if answer.value == "not_applicable":
        return "not_applicable"
    return "met" if answer.value == "yes" else "not_met"


def _shown(
    item: Demand,
    told: Services,
    service: str,
    *,
    passes: bool | None,
    due: date | None,
    today: date | None,
) -> tuple[CheckState, Message | None]:
    """Tell what the data shows of something that is asked."""
    known = told.services[service]
    if item.shown_by == "self_assessment":
        return _assessed(told, service, due, today)
    if item.shown_by == "usage":
        return _used(told, service)
    if item.shown_by in ("catalogue", "customers"):
        text = known.catalogue if item.shown_by == "catalogue" else known.customers
        return ("met", Message("told: {text}", {"text": text})) if text else ("unknown", None)
    if item.shown_by is None:
        return "unknown", None
    return _of_truth(passes if item.shown_by == "definition" else known.decision), None


def _of_truth(value: bool | None) -> CheckState:  # noqa: FBT001 - a value, not a switch
    return "unknown" if value is None else "met" if value else "not_met"


def _assessed(
    told: Services, service: str, due: date | None, today: date | None
) -> tuple[CheckState, Message | None]:
    rounds = [
        each.day
        for each in told.answers
        if each.service == service and each.part == "quality" and each.value is not None
    ]
    days = sorted(day for day in rounds if day is not None)
    values = {"due": due.isoformat() if due else "", "day": days[0].isoformat() if days else ""}
    if days:
        if due is None:
            return "met", Message("on {day}", values)
        if days[0] <= due:
            return "met", Message("on {day}, by {due} at the latest", values)
        return "late", Message("on {day}, though by {due} at the latest", values)
    if due is None:
        undated = Message("without a date")
        unproposed = Message("it is not told when it was proposed")
        return ("met", undated) if rounds else ("unknown", unproposed)
    return _without_day(values, answered=bool(rounds), over=today is not None and today > due)


def _without_day(
    values: Mapping[str, str], *, answered: bool, over: bool
) -> tuple[CheckState, Message]:
    """Tell of a self-assessment that is not there, or has no date."""
    if answered:
        return "unknown", Message("without a date; it was due by {due}", values)
    if over:
        return "not_met", Message("it was due by {due}", values)
    return "pending", Message("by {due} at the latest", values)


def _used(told: Services, service: str) -> tuple[CheckState, Message | None]:
    mine = [each for each in told.usage if each.service == service]
    if not mine:
        return "unknown", None
    for period in sorted({each.period for each in mine}, reverse=True):
        rows = [each for each in mine if each.period == period]
        if all(each.count is not None for each in rows):
            values = {"period": period.text, "channels": len(rows)}
            if any(each.estimate for each in rows):
                return "met", Message("{period}, {channels} channels, by estimates", values)
            return "met", Message("{period}, {channels} channels", values)
    return "not_met", Message("some channels have no number in any period")
