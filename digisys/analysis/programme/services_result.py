"""The answers to what the road map of services asks, and what each service lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from digisys.analysis.programme.joined import place_text
from digisys.analysis.programme.notes_told import note_dicts, note_pairs
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.analysis.programme.quality_of_service import ServiceQuality
from digisys.analysis.programme.quality_result import quality_dict
from digisys.analysis.programme.service_check import CHECK_WORDS, Check, Checked
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.io.services.records import Services
from digisys.schema import Model, Text
from digisys.schema.programme import Programme
from digisys.schema.programme_services import ServiceMap
from digisys.words import N_, Counted, Message, say

__all__ = ["RoadMap", "ServicesChecked", "asked_label", "check_dict", "truth_words"]


def asked_label(part: ServiceMap, each: Check) -> Text:
    """Return what people call a thing that is asked."""
    if each.part == "definition":
        return part.definition[each.name].label
    return (part.criteria if each.part == "criteria" else part.conditions)[each.name].label


def truth_words(value: bool | None, language: str) -> str:  # noqa: FBT001 - a value
    """Say yes, no or that it is not known."""
    return say("not known" if value is None else "yes" if value else "no", language)


def check_dict(each: Check, language: str) -> dict[str, Any]:
    """Return a check as plain data."""
    why = None if each.why is None else each.why.text(language)
    return {"part": each.part, "id": each.name, "state": each.state, "why": why}


@dataclass(frozen=True, eq=False, repr=False)
class RoadMap(Answer):
    """The answer to "what must a service be to stand on the road map?".

    Attributes
    ----------
    part
        What is asked.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: ServiceMap = field(repr=False)

    @property
    def conclusion(self) -> Conclusion:
        """How much is asked, and by when."""
        part = self.part
        criteria = Counted("{count} criterion", "{count} criteria", len(part.criteria))
        statements = [
            Statement(
                "asked",
                Message(
                    "A service must pass the test of the definition, and meet {criteria} where "
                    "they fit.",
                    {"criteria": criteria},
                ),
                {"criteria": len(part.criteria)},
            )
        ]
        if part.deadline is not None:
            told = Counted(
                "Its self-assessment follows within {count} month of the proposal.",
                "Its self-assessment follows within {count} months of the proposal.",
                part.deadline.months,
            )
            statements.append(Statement("deadline", told, {"months": part.deadline.months}))
        return Conclusion(tuple(statements), self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return the test of the definition, the criteria and the conditions."""
        language = language or self.model.default_language
        heads = (N_("Part"), N_("Asked"), N_("Reading"), N_("Place"))
        sections: tuple[tuple[str, str, Mapping[str, Any]], ...] = (
            ("definition", N_("Definition"), self.part.definition),
            ("criteria", N_("Criterion"), self.part.criteria),
            ("conditions", N_("Condition"), self.part.conditions),
        )
        rows = tuple(
            (
                Formatted(say(word, language), section),
                Formatted(item.label.text(language), name),
                item.reading.text(language) if item.reading else "",
                place_text(self.programme, item.evidence, language),
            )
            for section, word, items in sections
            for name, item in items.items()
        )
        caption = say("What must a service be to stand on the road map?", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how the criteria and the deadline were read."""
        language = language or self.model.default_language
        deadline = self.part.deadline
        texts = [self.part.reading, deadline.reading if deadline is not None else None]
        readings = tuple(
            (say("Reading", language), text.text(language)) for text in texts if text is not None
        )
        return (*readings, *note_pairs(self.programme, self._keys(), language))

    def _keys(self) -> tuple[str, ...]:
        """Return the ids of all that it is made of."""
        return (*self.part.definition, *self.part.criteria, *self.part.conditions)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        deadline = self.part.deadline
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "definition": {
                name: {"label": item.label.text(language), "needed": item.needed}
                for name, item in self.part.definition.items()
            },
            "criteria": {
                name: {"label": item.label.text(language), "shown_by": item.shown_by}
                for name, item in self.part.criteria.items()
            },
            "conditions": {
                name: {"label": item.label.text(language), "shown_by": item.shown_by}
                for name, item in self.part.conditions.items()
            },
            "months": deadline.months if deadline is not None else None,
            "notes": note_dicts(self.programme, self._keys(), language),
        }


@dataclass(frozen=True, eq=False, repr=False)
class ServicesChecked(Answer):
    """The answer to "what do our services lack?".

    Attributes
    ----------
    part
        What is asked.
    told
        What the files tell.
    checked
        Each service against all that is asked, by life event.
    quality
        What is known of the quality of each, where the programme has criteria of quality.
    event
        The event that the services were narrowed to, if they were.
    day
        The day that deadlines are judged by, if told.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: ServiceMap = field(repr=False)
    told: Services = field(repr=False)
    checked: Mapping[str, Checked]
    quality: Mapping[str, ServiceQuality]
    event: str | None
    day: date | None

    @property
    def conclusion(self) -> Conclusion:
        """How many pass the test, how many lack nothing, and what is missing most."""
        return _conclude(self)

    def event_label(self, name: str | None, language: str) -> str:
        """Return what people call an event; empty for none."""
        events = self.programme.life_events
        if name is None or events is None:
            return ""
        return events.events[name].label.text(language)

    def table(self, language: str | None = None) -> Table:
        """Return the services by life event with what each lacks."""
        language = language or self.model.default_language
        heads = (
            *(N_("Event"), N_("Service"), N_("Definition"), N_("Met"), N_("Due")),
            N_("Lacks"),
        )
        rows = tuple(self._row(name, each, language) for name, each in self.checked.items())
        caption = say("What do the services lack?", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _row(self, name: str, each: Checked, language: str) -> tuple[Cell, ...]:
        service = self.told.services[name]
        asked = [
            check
            for check in each.checks
            if check.part == "criteria" and check.state != "not_applicable"
        ]
        met = sum(check.state in ("met", "late") for check in asked)
        unmet = [check for check in each.missing if check.state != "unknown"]
        unknown = [check for check in each.missing if check.state == "unknown"]
        return (
            Formatted(self.event_label(service.event, language), service.event or ""),
            Formatted(service.name, name),
            truth_words(each.passes, language),
            f"{met}/{len(asked)}",
            each.due.isoformat() if each.due is not None else "",
            self._lacks(unmet, unknown, language),
        )

    def _lacks(self, unmet: list[Check], unknown: list[Check], language: str) -> str:
        told = [self._unmet(check, language) for check in unmet]
        if unknown:
            names = ", ".join(self._short(check, language) for check in unknown)
            told.append(say("not known: {names}", language, names=names))
        return "; ".join(told)

    def _short(self, check: Check, language: str) -> str:
        items = self.part.criteria if check.part == "criteria" else self.part.conditions
        item = items[check.name]
        return (item.short_label or item.label).text(language)

    def _unmet(self, check: Check, language: str) -> str:
        text = self._short(check, language)
        if check.state == "not_met":
            return text
        return f"{text} ({say(CHECK_WORDS[check.state], language)})"

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the day that deadlines are judged by, and rows that were left out."""
        language = language or self.model.default_language
        day = (
            self.day.isoformat()
            if self.day is not None
            else say("none told; name one with --date", language)
        )
        pairs = ((say("Deadlines judged by the day", language), day),)
        return (*pairs, *problem_pairs(self.told.problems, language))

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "date": self.day.isoformat() if self.day is not None else None,
            "services": [
                {
                    "id": name,
                    "name": self.told.services[name].name,
                    "organisation": self.told.services[name].organisation,
                    "event": self.told.services[name].event,
                    "passes": each.passes,
                    "ready": each.ready,
                    "due": each.due.isoformat() if each.due is not None else None,
                    "checks": [check_dict(check, language) for check in each.checks],
                    "quality": quality_dict(self.quality[name]) if name in self.quality else None,
                }
                for name, each in self.checked.items()
            ],
            "problems": [problem.to_dict(language) for problem in self.told.problems],
        }


def _conclude(answer: ServicesChecked) -> Conclusion:
    every = list(answer.checked.values())
    passes = sum(each.passes is True for each in every)
    ready = sum(each.ready for each in every)
    counts = {"services": len(every), "passes": passes, "ready": ready}
    statements = [
        Statement(
            "ready",
            Counted(
                "Of {count} service {passes} passes the test of the definition, and {ready} has "
                "all that is asked.",
                "Of {count} services {passes} pass the test of the definition, and {ready} have "
                "all that is asked.",
                len(every),
                {"passes": passes, "ready": ready},
            ),
            counts,
        )
    ]
    missing = Counter((check.part, check.name) for each in every for check in each.missing)
    if missing:
        (part, name), count = min(
            missing.items(), key=lambda item: (-item[1], list(missing).index(item[0]))
        )
        label = asked_label(answer.part, Check(part, name, "unknown"))
        statements.append(
            Statement(
                "missing",
                Counted(
                    "Most often missing or not known, for {count} service: “{name}”.",
                    "Most often missing or not known, for {count} services: “{name}”.",
                    count,
                    {"name": label},
                ),
                {"part": part, "id": name, "services": count},
            )
        )
    over = [
        each.service
        for each in every
        for check in each.checks
        if check.state == "not_met" and _by_assessment(answer.part, check)
    ]
    if over and answer.day is not None:
        told = Counted(
            "The self-assessment of {count} service is overdue on {day}.",
            "The self-assessments of {count} services are overdue on {day}.",
            len(over),
            {"day": answer.day.isoformat()},
        )
        statements.append(Statement("overdue", told, {"services": over}))
    events = answer.programme.life_events
    if events is not None and answer.event is None:
        served = {answer.told.services[name].event for name in answer.checked} - {None}
        bare = len(events.events) - len(served)
        lacking = Counted(
            "{count} of {all} life and business events has no service here.",
            "{count} of {all} life and business events have no service here.",
            bare,
            {"all": len(events.events)},
        )
        statements.append(Statement("events", lacking, {"served": len(served), "bare": bare}))
    return Conclusion(tuple(statements), answer.model.default_language)


def _by_assessment(part: ServiceMap, check: Check) -> bool:
    return check.part == "criteria" and part.criteria[check.name].shown_by == "self_assessment"
