"""The answer to what is known of one life or business event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.event_words import KIND_WORDS, POINT_WORDS, STATE_WORDS
from digisys.analysis.programme.joined import connections_text, place_text, pushes_of
from digisys.analysis.programme.notes_told import note_dicts, note_pairs
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.errors import Problem
from digisys.schema import Model
from digisys.schema.programme import Connection, Programme
from digisys.schema.programme_events import Event, EventState, LifeEvents, Party
from digisys.words import N_, Counted, Listed, Message, say

__all__ = ["OneEvent"]


@dataclass(frozen=True, eq=False, repr=False)
class OneEvent(Answer):
    """The answer to "what is known of this event?".

    Attributes
    ----------
    part
        What the programme says of events.
    name
        The event's id.
    state
        The state of its package.
    traits
        For each trait whether it holds; None where nobody answered.
    problems
        Rows of the group's file that are left out.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: LifeEvents = field(repr=False)
    name: str
    state: EventState
    traits: Mapping[str, bool | None]
    problems: tuple[Problem, ...] = ()

    @property
    def event(self) -> Event:
        """The event as the programme has it."""
        return self.part.events[self.name]

    @property
    def actors(self) -> dict[str, Party]:
        """The parties that have not signed up, by id."""
        committed = set(self.event.committed)
        return {key: each for key, each in self.event.parties.items() if key not in committed}

    @property
    def pushes(self) -> tuple[Connection, ...]:
        """The variables that developing it pushes."""
        return pushes_of(self.programme, self.name)

    @property
    def idle(self) -> tuple[str, ...]:
        """Situations in which nobody is said to act, where that is told of any."""
        acting = {point for party in self.event.parties.values() for point in party.acts_in}
        if not acting:
            return ()
        kinds = ("key_situation", "situation", "change", "phase")
        return tuple(
            key
            for key, point in self.event.points.items()
            if point.kind in kinds and key not in acting
        )

    @property
    def conclusion(self) -> Conclusion:
        """What it is, who takes part, whether it is worth it, and what is not known."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return actors by sector, what is told of the event, and data that moves."""
        language = language or self.model.default_language
        heads = (N_("What"), N_("Told"), N_("Place"))
        caption = self.event.label.text(language)
        rows = (*self._parties(language), *self._points(language), *self._flows(language))
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _parties(self, language: str) -> tuple[tuple[Cell, ...], ...]:
        order = [*self.part.sectors, None]
        rows = []
        for key, party in sorted(self.actors.items(), key=lambda item: order.index(item[1].sector)):
            text = party.label.text(language)
            if party.description is not None:
                text = f"{text}: {party.description.text(language)}"
            what = say("Actor", language)
            if party.sector is not None:
                what = self.part.sectors[party.sector].label.text(language)
            places = place_text(self.programme, party.evidence, language)
            rows.append((Formatted(what, "actor"), Formatted(text, key), places))
        return tuple(rows)

    def _points(self, language: str) -> tuple[tuple[Cell, ...], ...]:
        return tuple(
            (
                Formatted(say(POINT_WORDS[point.kind], language), point.kind),
                Formatted(self._acting(key, point.label.text(language), language), key),
                place_text(self.programme, point.evidence, language),
            )
            for key, point in self.event.points.items()
        )

    def _acting(self, key: str, text: str, language: str) -> str:
        acting = [
            party.label.text(language)
            for party in self.event.parties.values()
            if key in party.acts_in
        ]
        return f"{text} ({', '.join(acting)})" if acting else text

    def _flows(self, language: str) -> tuple[tuple[Cell, ...], ...]:
        rows = []
        for flow in self.event.flows:
            ends = " → ".join(
                self.event.parties[end].label.text(language)
                for end in (flow.source, flow.target)
                if end is not None
            )
            text = flow.label.text(language) + (f" ({ends})" if ends else "")
            places = place_text(self.programme, flow.evidence, language)
            rows.append((Formatted(say("Data that moves", language), "flow"), text, places))
        return tuple(rows)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return theme, aim, committed parties, traits, what it pushes and how it was read."""
        language = language or self.model.default_language
        item = self.event
        committed = ", ".join(item.parties[key].label.text(language) for key in item.committed)
        yes, no, unknown = say("yes", language), say("no", language), say("not told", language)
        traits = "; ".join(
            f"{self.part.traits[key].label.text(language)}: "
            f"{unknown if value is None else yes if value else no}"
            for key, value in self.traits.items()
        )
        idle = "; ".join(item.points[key].label.text(language) for key in self.idle)
        pairs = (
            (say("Topic", language), item.topic.text(language) if item.topic else ""),
            (say("Aim", language), item.description.text(language) if item.description else ""),
            (say("State", language), say(STATE_WORDS[self.state], language)),
            (say("When", language), item.when.text(language) if item.when else ""),
            (say("Committed", language), committed),
            (say("Traits", language), traits),
            (say("Pushes", language), connections_text(self.pushes, self.model, language)),
            (say("Nobody is said to act in", language), idle),
            (say("Reading", language), item.reading.text(language) if item.reading else ""),
            (say("Place", language), place_text(self.programme, item.evidence, language)),
        )
        return (
            *(pair for pair in pairs if pair[1]),
            *note_pairs(self.programme, (self.name,), language),
            *problem_pairs(self.problems, language),
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        item = self.event
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "id": self.name,
            "label": item.label.text(language),
            "kind": item.kind,
            "state": self.state,
            "actors": [
                {"id": key, "label": each.label.text(language), "sector": each.sector,
                 "acts_in": list(each.acts_in)}
                for key, each in self.actors.items()
            ],
            "committed": list(item.committed),
            "points": [
                {"id": key, "kind": point.kind, "label": point.label.text(language)}
                for key, point in item.points.items()
            ],
            "flows": [
                {"label": flow.label.text(language), "source": flow.source,
                 "target": flow.target, "works": flow.works}
                for flow in item.flows
            ],
            "traits": dict(self.traits),
            "idle": list(self.idle),
            "pushes": [
                {"variable": each.variable, "polarity": each.polarity,
                 "confidence": each.confidence, "reason": each.reason.text(language)}
                for each in self.pushes
            ],
            "evidence": [
                {"source": each.source, "heading": each.heading, "lines": list(each.lines)}
                for each in item.evidence
            ],
            "notes": note_dicts(self.programme, (self.name,), language),
            "problems": [problem.to_dict(language) for problem in self.problems],
        }  # fmt: skip


def _conclude(answer: OneEvent) -> Conclusion:
    item = answer.event
    sectors = {party.sector for party in answer.actors.values() if party.sector}
    statements = [
        Statement(
            "event",
            Message(
                "“{name}” is a {kind}; its package is {state}.",
                {
                    "name": item.label,
                    "kind": Message(KIND_WORDS[item.kind]),
                    "state": Message(STATE_WORDS[answer.state]),
                },
            ),
            {"event": answer.name, "kind": item.kind, "state": answer.state},
        )
    ]
    if item.parties:
        statements.append(
            Statement(
                "parties",
                Message(
                    "{actors} of {sectors} are named, and {committed} have signed up.",
                    {
                        "actors": Counted("{count} actor", "{count} actors", len(answer.actors)),
                        "sectors": Counted("{count} sector", "{count} sectors", len(sectors)),
                        "committed": Counted(
                            "{count} party", "{count} parties", len(item.committed)
                        ),
                    },
                ),
                {"actors": len(answer.actors), "committed": len(item.committed)},
            )
        )
    open_traits = [key for key, value in answer.traits.items() if value is None]
    failed = [key for key, value in answer.traits.items() if value is False]
    parts = {"open": open_traits, "failed": failed}
    if failed:
        labels = Listed(tuple(answer.part.traits[key].label for key in failed))
        said = Message("It is not worth developing together, as this does not hold: {traits}.",
                       {"traits": labels})  # fmt: skip
        statements.append(Statement("traits", said, parts))
    elif open_traits and answer.traits:
        labels = Listed(tuple(answer.part.traits[key].label for key in open_traits))
        said = Message("It is not told whether this holds: {traits}.", {"traits": labels})
        statements.append(Statement("traits", said, parts))
    elif answer.traits:
        said = Message("All traits that make it worth developing together hold.")
        statements.append(Statement("traits", said, parts))
    situations = [p for p in item.points.values() if p.kind in ("key_situation", "situation")]
    if situations and not any(party.acts_in for party in item.parties.values()):
        statements.append(
            Statement("gaps", Message("Who acts in which situation, nobody has told."), {})
        )
    elif answer.idle:
        count = len(answer.idle)
        gaps = Counted(
            "In {count} situation nobody is said to act.",
            "In {count} situations nobody is said to act.",
            count,
        )
        statements.append(Statement("gaps", gaps, {"idle": list(answer.idle)}))
    return Conclusion(tuple(statements), answer.model.default_language)
