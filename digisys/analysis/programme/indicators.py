"""Which indicator shows which variable, and what nothing shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.cover import smallest_cover
from digisys.analysis.programme.joined import STATUS_WORDS, belongs, connections_text
from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.graph.labels import short_label
from digisys.graph.names import Subject, resolve, subject_of
from digisys.schema import Model
from digisys.schema.programme import Indicator, Programme
from digisys.words import N_, say, say_count

__all__ = ["Indicators", "LoopWatch", "indicators"]


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

    def table(self, language: str | None = None) -> Table:
        """Return the indicators with what they observe and the key results they belong to."""
        language = language or self.model.default_language
        heads = (N_("Indicator"), N_("Observes"), N_("Key result"), N_("State"))
        rows = tuple(
            (
                Formatted(item.label.text(language), name),
                connections_text(item.observes, self.model, language),
                ", ".join(self._short(result) for result in item.key_results),
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
                say("Not to be told apart, as their indicators are the same", language),
                "; ".join(", ".join(self._short(name) for name in group) for group in self.alike),
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

    def _short(self, name: str) -> str:
        return self.programme.key_results[name].short_id

    def _result(self, name: str, language: str) -> str:
        return f"{self._short(name)} {self.programme.key_results[name].label.text(language)}"


def indicators(model: Model, name: str | int | None = None, *, programme: Programme) -> Indicators:
    """Tell what is measured of a model, and what is not.

    Parameters
    ----------
    model
        The model.
    name
        A variable, target, area or loop; the whole programme when absent. Of a target these
        are the indicators filed under it or under its key results, and those that observe
        its variables.
    programme
        What is done and measured around the model; see :func:`digisys.load_programme`.

    Returns
    -------
    Indicators
        The indicators, blind spots, and for each loop the fewest that show all its steps
        that can be seen.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = indicators(model, "target 13", programme=digisys.load_programme(model))
    >>> answer.alike
    (('kr_13_1', 'kr_13_2', 'kr_13_3', 'kr_13_4', 'kr_13_5'),)
    """
    subject = None if name is None else resolve(model, name)
    wanted = set(model.variables) if subject is None else set(subject.variables)
    targets = _targets(model, programme, subject)
    chosen = tuple(
        key
        for key, item in programme.indicators.items()
        if subject is None
        or any(each.variable in wanted for each in item.observes)
        or belongs(programme, item, targets)
    )
    seen = {each.variable for item in programme.indicators.values() for each in item.observes}
    results = [key for key, item in programme.key_results.items() if item.target in targets]
    measured = {key for item in programme.indicators.values() for key in item.key_results}
    return Indicators(
        model,
        programme,
        subject,
        chosen,
        tuple(key for key in model.variables if key in wanted and key not in seen),
        tuple(key for key in results if key not in measured),
        _alike({key: _stated_for(programme, key) for key in results}),
        tuple(_watch(model, programme, loop) for loop in _loops(model, subject, wanted)),
    )


def _targets(model: Model, programme: Programme, subject: Subject | None) -> set[int]:
    """Return the targets whose key results are asked about."""
    if subject is None:
        return {item.target for item in programme.key_results.values()} | set(model.targets)
    return {int(subject.key)} if subject.kind == "target" else set()


def _stated_for(programme: Programme, result: str) -> tuple[str, ...]:
    return tuple(
        name
        for name, item in programme.indicators.items()
        if result in item.key_results and item.basis == "stated"
    )


def _alike(shown_by: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for result, names in shown_by.items():
        if names:
            groups.setdefault(names, []).append(result)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _loops(model: Model, subject: Subject | None, wanted: set[str]) -> list[str]:
    """Return the declared loops that are asked about, or that what is asked about is part of."""
    if subject is not None and subject.kind in ("loop", "instance"):
        key = str(subject.key)
        return [name for name, loop in model.loops.items() if key == name or key in loop.cycles]
    return [
        name
        for name in model.loops
        if subject is None or not wanted.isdisjoint(subject_of(model, "loop", name).variables)
    ]


def _watch(model: Model, programme: Programme, loop: str) -> LoopWatch:
    cycles = model.loops[loop].cycles.values()
    steps = tuple(dict.fromkeys(variable for cycle in cycles for variable in cycle))
    seen_by = {
        name: {each.variable: each.confidence for each in item.observes}
        for name, item in programme.indicators.items()
    }
    seen = {variable for observed in seen_by.values() for variable in observed}
    return LoopWatch(
        loop,
        smallest_cover(steps, seen_by),
        tuple(variable for variable in steps if variable not in seen),
    )
