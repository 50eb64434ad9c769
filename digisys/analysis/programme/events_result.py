"""The answer to which life and business events there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.event_words import KIND_WORDS, STATE_WORDS
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.errors import Problem
from digisys.schema import Model, Text
from digisys.schema.programme import Programme
from digisys.schema.programme_events import EventKind, EventState, LifeEvents
from digisys.words import N_, Counted, Message, SaidNumber, say

__all__ = ["Events", "Told"]


@dataclass(frozen=True)
class Told:
    """What is told of an event.

    Attributes
    ----------
    label
        What people call it.
    kind, state
        As events of a programme have them.
    traits
        For each trait whether it holds; None where nobody answered.
    """

    label: Text | str
    kind: EventKind
    state: EventState
    traits: Mapping[str, bool | None]

    def name(self, language: str) -> str:
        """Return what people call it in a language."""
        return self.label if isinstance(self.label, str) else self.label.text(language)


@dataclass(frozen=True, eq=False, repr=False)
class Events(Answer):
    """The answer to "which life and business events are there?".

    Attributes
    ----------
    part
        What the programme says of events.
    events
        The events by id, those of the programme first.
    counted
        How many packages that count are in which state.
    wanted
        How many there are to be; None where the programme does not say.
    counts
        The kinds of events whose packages count.
    problems
        Rows of the group's file that are left out.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: LifeEvents = field(repr=False)
    events: Mapping[str, Told]
    counted: Mapping[EventState, int]
    wanted: float | None
    counts: frozenset[EventKind]
    problems: tuple[Problem, ...] = ()

    @property
    def conclusion(self) -> Conclusion:
        """How many events there are, how many packages are done, and which are worth it."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return the events with their kind, state, actors, committed parties and traits."""
        language = language or self.model.default_language
        heads = (
            *(N_("Event"), N_("Kind"), N_("State"), N_("Actors"), N_("Signed up")),
            N_("Traits"),
        )
        rows = tuple(self._row(name, told, language) for name, told in self.events.items())
        caption = say("Which life and business events are there?", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _row(self, name: str, told: Told, language: str) -> tuple[Cell, ...]:
        item = self.part.events.get(name)
        answered = [value for value in told.traits.values() if value is not None]
        holds = f"{sum(answered)}/{len(told.traits)}" if answered else ""
        return (
            Formatted(told.name(language), name),
            Formatted(say(KIND_WORDS[told.kind], language), told.kind),
            Formatted(say(STATE_WORDS[told.state], language), told.state),
            len(item.parties) - len(item.committed) or None if item else None,
            len(item.committed) or None if item else None,
            holds,
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how packages are counted, and rows that were left out."""
        language = language or self.model.default_language
        pairs = [(say("Programme", language), self.programme.title.text(language))]
        packages = self.part.packages
        if packages is not None:
            kinds = ", ".join(
                say(KIND_WORDS[kind], language) for kind in KIND_WORDS if kind in self.counts
            )
            pairs.append((say("Packages that count", language), kinds))
            if packages.reading is not None:
                pairs.append((say("Reading", language), packages.reading.text(language)))
        return (*pairs, *problem_pairs(self.problems, language))

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "events": [
                {
                    "id": name,
                    "label": told.name(language),
                    "kind": told.kind,
                    "state": told.state,
                    "traits": dict(told.traits),
                }
                for name, told in self.events.items()
            ],
            "packages": {
                "wanted": self.wanted,
                "counts": [kind for kind in KIND_WORDS if kind in self.counts],
                "states": {state: self.counted.get(state, 0) for state in STATE_WORDS},
            },
            "problems": [problem.to_dict(language) for problem in self.problems],
        }


def _conclude(answer: Events) -> Conclusion:
    kinds = [told.kind for told in answer.events.values()]
    life, business = kinds.count("life_event"), kinds.count("business_event")
    parts = {"life_events": life, "business_events": business}
    statements = [
        Statement(
            "events",
            Message(
                "There are {life} and {business}.",
                {
                    "life": Counted("{count} life event", "{count} life events", life),
                    "business": Counted(
                        "{count} business event", "{count} business events", business
                    ),
                },
            ),
            parts,
        )
    ]
    done = answer.counted.get("done", 0)
    known = sum(answer.counted.values())
    told = {"done": done, "known": known, "wanted": answer.wanted}
    if answer.wanted is not None:
        statements.append(
            Statement(
                "packages",
                Counted(
                    "Of about {wanted} service packages {count} is done, as far as is told "
                    "here; {known} that count are known.",
                    "Of about {wanted} service packages {count} are done, as far as is told "
                    "here; {known} that count are known.",
                    done,
                    {"wanted": SaidNumber(answer.wanted, "g"), "known": known},
                ),
                told,
            )
        )
    answered = {
        name: list(each.traits.values())
        for name, each in answer.events.items()
        if each.traits and None not in each.traits.values()
    }
    if answer.part.traits:
        worth = sum(all(values) for values in answered.values())
        statements.append(
            Statement(
                "traits",
                Counted(
                    "All {traits} traits that make an event worth developing together hold of "
                    "{count} event; of {open} it is not told.",
                    "All {traits} traits that make an event worth developing together hold of "
                    "{count} events; of {open} it is not told.",
                    worth,
                    {
                        "traits": len(answer.part.traits),
                        "open": len(answer.events) - len(answered),
                    },
                ),
                {"worth": worth, "open": len(answer.events) - len(answered)},
            )
        )
    return Conclusion(tuple(statements), answer.model.default_language)
