"""The answer to what is measured, and what is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.joined import STATUS_WORDS, connections_text
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Formatted, Table
from digisys.graph.labels import short_label
from digisys.graph.names import Subject
from digisys.schema import Model
from digisys.schema.programme import Indicator, Programme
from digisys.words import N_, Counted, Listed, Message, say

__all__ = ["Indicators", "LoopWatch"]

#: So many groups of key results are told in a sentence.
_TOLD = 3


@dataclass(frozen=True)
class LoopWatch:
    """Which indicators would show whether a loop turns.

    Attributes
    ----------
    loop
        The loop's name.
    indicators
        The smallest set that observes every step that any indicator observes.
    unseen
        Variables of the loop that nothing observes, in the order of the loop.
    """

    loop: str
    indicators: tuple[str, ...]
    unseen: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Indicators(Answer):
    """The answer to "what is measured, and what is not?".

    Attributes
    ----------
    subject
        What was asked about; None for the whole programme.
    names
        The indicators, in the order of the file.
    blind
        Variables asked about that no indicator observes, whoever it belongs to.
    unmeasured
        Key results asked about that no indicator is to show.
    alike
        Groups of key results for which the documents state the very same indicators, so that
        data cannot tell them apart.
    loops
        For each declared loop what would show whether it turns; only those asked about.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    subject: Subject | None
    names: tuple[str, ...]
    blind: tuple[str, ...]
    unmeasured: tuple[str, ...]
    alike: tuple[tuple[str, ...], ...]
    loops: tuple[LoopWatch, ...]

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if self.subject is None:
            return say("What is measured?", language)
        return say("What is measured of {name}?", language, name=self.subject.quoted(language))

    @property
    def conclusion(self) -> Conclusion:
        """How much is measured, and what nothing shows."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return the indicators with what they observe and the key results they belong to."""
        language = language or self.model.default_language
        heads = (N_("Indicator"), N_("Observes"), N_("Key result"), N_("State"))
        rows = tuple(
            (
                Formatted(item.label.text(language), name),
                connections_text(item.observes, self.model, language),
                ", ".join(self.short(result) for result in item.key_results),
                Formatted(say(STATUS_WORDS[item.status], language), item.status),
            )
            for name, item in self._items()
        )
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what nothing observes, what cannot be told apart, and what shows each loop."""
        language = language or self.model.default_language
        pairs = [
            (
                say("Observed by nothing", language),
                "; ".join(short_label(self.model, name, language) for name in self.blind),
            ),
            (
                say("Key results without an indicator", language),
                "; ".join(self._result(name, language) for name in self.unmeasured),
            ),
            (
                say("Key results with the same proposed indicators", language),
                "; ".join(", ".join(self.short(name) for name in group) for group in self.alike),
            ),
        ]
        for watch in self.loops:
            shown = "; ".join(
                self.programme.indicators[name].label.text(language) for name in watch.indicators
            )
            text = shown or say("no indicator", language)
            if watch.unseen:
                missing = "; ".join(
                    short_label(self.model, name, language) for name in watch.unseen
                )
                text = say("{shown} (not seen: {missing})", language, shown=text, missing=missing)
            pairs.append((say("Shows whether {loop} turns", language, loop=watch.loop), text))
        return tuple(pair for pair in pairs if pair[1])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "programme": self.programme.id,
            "indicators": [
                {
                    "id": name,
                    "label": item.label.text(language),
                    "status": item.status,
                    "key_results": list(item.key_results),
                    "targets": list(item.targets),
                    "scale": item.scale.kind,
                    "observes": [
                        {
                            "variable": each.variable,
                            "polarity": each.polarity,
                            "confidence": each.confidence,
                            "reason": each.reason.text(language),
                        }
                        for each in item.observes
                    ],
                }
                for name, item in self._items()
            ],
            "blind": list(self.blind),
            "unmeasured": list(self.unmeasured),
            "alike": [list(group) for group in self.alike],
            "loops": {
                watch.loop: {"indicators": list(watch.indicators), "unseen": list(watch.unseen)}
                for watch in self.loops
            },
        }

    def _items(self) -> list[tuple[str, Indicator]]:
        return [(name, self.programme.indicators[name]) for name in self.names]

    def short(self, name: str) -> str:
        """Return the number of a key result, such as ``11.4``."""
        return self.programme.key_results[name].short_id

    def _result(self, name: str, language: str) -> str:
        return f"{self.short(name)} {self.programme.key_results[name].label.text(language)}"


def _conclude(answer: Indicators) -> Conclusion:
    """Tell how much is measured, and what nothing shows."""
    model = answer.model
    wanted = tuple(model.variables) if answer.subject is None else answer.subject.variables
    seen = len(wanted) - len(answer.blind)
    parts = {"indicators": len(answer.names), "seen": seen, "variables": len(wanted)}
    statements = [
        Statement(
            "reach",
            Counted(
                "{count} indicator shows {seen} of {all} variables.",
                "{count} indicators show {seen} of {all} variables.",
                len(answer.names),
                {"seen": seen, "all": len(wanted)},
            ),
            parts,
        )
    ]
    dark = [watch.loop for watch in answer.loops if not watch.indicators]
    if dark:
        message = Counted(
            "No indicator shows any step of the loop {loops}.",
            "No indicator shows any step of the loops {loops}.",
            len(dark),
            {"loops": Listed(tuple(dark))},
        )
        statements.append(Statement("blind-loops", message, {"loops": dark}))
    if answer.alike:
        groups = [Listed(tuple(map(answer.short, group))) for group in answer.alike[:_TOLD]]
        message_alike = Message(
            "The documents propose the same indicators for key results {groups}; by these, data "
            "cannot tell them apart.",
            {"groups": Listed(tuple(groups))},
        )
        alike = {"key_results": [list(group) for group in answer.alike]}
        statements.append(Statement("alike", message_alike, alike))
    if answer.unmeasured:
        results = Listed(tuple(map(answer.short, answer.unmeasured)))
        none = Message("No indicator belongs to key results {results}.", {"results": results})
        statements.append(Statement("unmeasured", none, {"key_results": list(answer.unmeasured)}))
    return Conclusion(tuple(statements), model.default_language)
