"""An answer with the actions and indicators around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import escape
from inspect import signature
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.programme.joined import CONFIDENCE_WORDS
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.answers.touched import Touched, Way
from digisys.graph.chain import Chain
from digisys.graph.labels import short_label
from digisys.schema import Model, Text
from digisys.schema.programme import Connection, Programme
from digisys.words import N_, Counted, Listed, Message, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Around", "Part", "Pushing", "Showing"]

Part = Literal["actions", "drivers", "indicators"]

#: So many names are told in a sentence, and so many drivers of a kind in a cell.
_TOLD, _DRIVERS = 3, 2
_TURNED: Mapping[Way, Way] = {"rises": "falls", "falls": "rises"}
_WAY_WORDS: Mapping[Way, str] = {"rises": N_("rises"), "falls": N_("falls")}
#: The parts' names, as people may type them.
_PART_WORDS = (N_("actions"), N_("drivers"), N_("indicators"))


@dataclass(frozen=True)
class Pushing:
    """That an action or a driver pushes a variable.

    Attributes
    ----------
    part
        ``actions`` or ``drivers``.
    name
        Its id there.
    connection
        How it pushes, how surely and why.
    """

    part: Part
    name: str
    connection: Connection

    @property
    def doubt(self) -> int:
        """0 for a sure push, 2 for one that perhaps is."""
        return list(CONFIDENCE_WORDS).index(self.connection.confidence)


@dataclass(frozen=True)
class Showing:
    """That an indicator would show a variable.

    Attributes
    ----------
    name
        The indicator's id.
    connection
        How it shows it, how surely and why.
    way
        Which way the answer says that the variable goes; None where it does not say.
    """

    name: str
    connection: Connection
    way: Way | None

    @property
    def doubt(self) -> int:
        """0 for a sure sight, 2 for one that perhaps is."""
        return list(CONFIDENCE_WORDS).index(self.connection.confidence)

    @property
    def expected(self) -> Way | None:
        """Which way the indicator would go if the answer holds."""
        if self.way is None or self.connection.polarity == "positive":
            return self.way
        return _TURNED[self.way]


@dataclass(frozen=True, eq=False, repr=False)
class Around(Answer):
    """An answer, and what pushes and what would show the variables that it names.

    Attributes
    ----------
    answer
        The answer itself.
    parts
        What was joined to it: ``actions``, ``drivers``, ``indicators``.
    named
        The variables that it names.
    pushing
        For each of them, and of others in its rows, what pushes it: actions first, the surest
        first.
    reaching
        For actions that push none of them, the shortest chain to what the answer is about.
    showing
        For each of the same what would show it, the surest first.
    fewest
        The fewest indicators that show all of them that any indicator shows.
    """

    answer: Answer
    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    parts: tuple[Part, ...]
    named: Touched = field(repr=False)
    pushing: Mapping[str, tuple[Pushing, ...]] = field(repr=False)
    reaching: Mapping[str, Chain] = field(repr=False)
    showing: Mapping[str, tuple[Showing, ...]] = field(repr=False)
    fewest: tuple[str, ...]

    @property
    def touched(self) -> Touched:
        """The variables that the answer names."""
        return self.named

    @property
    def actions(self) -> tuple[str, ...]:
        """The actions that push a variable named, or reach what it is about by a chain."""
        pushing = self._pushing_of("actions")
        return tuple(n for n in self.programme.actions if n in pushing or n in self.reaching)

    @property
    def drivers(self) -> tuple[str, ...]:
        """The drivers that push a variable named."""
        pushing = self._pushing_of("drivers")
        return tuple(name for name in self.programme.drivers if name in pushing)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators that would show a variable named."""
        showing = {each.name for key in self.named.variables for each in self.showing[key]}
        return tuple(name for name in self.programme.indicators if name in showing)

    @property
    def unpushed(self) -> tuple[str, ...]:
        """Variables named that nothing of what was joined pushes."""
        return tuple(name for name in self.named.variables if not self.pushing[name])

    @property
    def unseen(self) -> tuple[str, ...]:
        """Variables named that no indicator would show."""
        return tuple(name for name in self.named.variables if not self.showing[name])

    def _pushing_of(self, part: Part) -> set[str]:
        items = (each for name in self.named.variables for each in self.pushing[name])
        return {each.name for each in items if each.part == part}

    @property
    def conclusion(self) -> Conclusion:
        """What the answer comes to, then what pushes and what would show it."""
        own = self.answer.conclusion
        told = own.statements if own else ()
        return Conclusion((*told, *_statements(self)), self.model.default_language)

    def question(self, language: str | None = None) -> str:
        """Return the question of what was joined, in words."""
        language = language or self.model.default_language
        if "actions" not in self.parts and "drivers" not in self.parts:
            return say("What would show it?", language)
        if "indicators" not in self.parts:
            return say("What pushes it?", language)
        return say("What pushes it, and what would show it?", language)

    def beside(self, language: str | None = None) -> Table:
        """Return the variables named with what pushes and what would show each.

        Those that nothing pushes or shows are left to the summary.
        """
        language = language or self.model.default_language
        heads = [N_("Variable")]
        pushes = "actions" in self.parts or "drivers" in self.parts
        heads += [N_("Pushed by")] if pushes else []
        heads += [N_("Would be shown by")] if "indicators" in self.parts else []
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                Formatted(short_label(self.model, name, language), name),
                *([self._pushing_text((name,), language)] if pushes else []),
                *([self._showing_text((name,), language)] if "indicators" in self.parts else []),
            )
            for name in self.named.variables
            if self.pushing[name] or self.showing[name]
        )
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def notes(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what goes with those rows, as pairs of heading and text."""
        language = language or self.model.default_language
        pairs = []
        if self.reaching:
            texts = [
                self._chain_text(name, chain, language) for name, chain in self.reaching.items()
            ]
            pairs.append((say("Reach it along a chain", language), "; ".join(texts)))
        if "actions" in self.parts and self.unpushed:
            pairs.append(
                (say("Pushed by nothing", language), self._labels(self.unpushed, language))
            )
        if "indicators" in self.parts:
            pairs += [
                (say("Observed by nothing", language), self._labels(self.unseen, language)),
                (say("Fewest indicators that show the rest", language), self._fewest(language)),
            ]
        pairs.append((say("Programme", language), self.programme.title.text(language)))
        return tuple(pair for pair in pairs if pair[1])

    def _labels(self, names: Iterable[str], language: str) -> str:
        return "; ".join(short_label(self.model, name, language) for name in names)

    def _fewest(self, language: str) -> str:
        items = self.programme.indicators
        return "; ".join(items[name].label.text(language) for name in self.fewest)

    def _chain_text(self, name: str, chain: Chain, language: str) -> str:
        action = self.programme.actions[name].label.text(language)
        first = short_label(self.model, chain.variables[0], language)
        return say(
            "{action} (by {variable}, {steps} links)",
            language,
            action=action,
            variable=first,
            steps=chain.steps,
        )

    def _pushing_text(self, variables: Iterable[str], language: str) -> str:
        """Name the actions, and drivers of a kind, or how many there are of it."""
        found: dict[tuple[Part, str], Pushing] = {}
        for variable in variables:
            for each in self.pushing[variable]:
                found.setdefault((each.part, each.name), each)
        texts = [
            self._marked(self.programme.actions[each.name].label.text(language), each, language)
            for each in found.values()
            if each.part == "actions"
        ]
        kinds: dict[str, list[Pushing]] = {}
        for each in found.values():
            if each.part == "drivers":
                kinds.setdefault(self.programme.drivers[each.name].kind, []).append(each)
        for kind, items in kinds.items():
            label = self.programme.driver_kinds[kind].label.text(language)
            if len(items) > _DRIVERS:
                texts.append(f"{label} × {len(items)}")
                continue
            texts += [
                f"{label}: "
                + self._marked(
                    self.programme.drivers[each.name].label.text(language), each, language
                )
                for each in items
            ]
        return "; ".join(texts)

    def _showing_text(self, variables: Iterable[str], language: str) -> str:
        found: dict[str, Showing] = {}
        for variable in variables:
            for each in self.showing[variable]:
                found.setdefault(each.name, each)
        texts = []
        for each in found.values():
            label = self.programme.indicators[each.name].label.text(language)
            if each.expected is not None:
                label = f"{label}: {say(_WAY_WORDS[each.expected], language)}"
            texts.append(self._marked(label, each, language))
        return "; ".join(texts)

    @staticmethod
    def _marked(label: str, each: Pushing | Showing, language: str) -> str:
        """Add how sure it is, where it is not."""
        notes = []
        if isinstance(each, Pushing) and each.connection.polarity == "negative":
            notes.append(say("lowers it", language))
        if each.connection.confidence != "high":
            notes.append(say(CONFIDENCE_WORDS[each.connection.confidence], language))
        return f"{label} ({', '.join(notes)})" if notes else label

    def table(self, language: str | None = None) -> Table:
        """Return the rows of the answer with what pushes and shows them, in two columns more.

        Where its rows do not name variables, these are the rows of :meth:`beside`.
        """
        language = language or self.model.default_language
        own = self.answer.table(language)
        if not self.named.rows or len(self.named.rows) != len(own.rows):
            return self.beside(language)
        heads = list(own.heads)
        rows = [list(row) for row in own.rows]
        if "actions" in self.parts or "drivers" in self.parts:
            heads.append(say("Pushed by", language))
            for row, names in zip(rows, self.named.rows, strict=True):
                row.append(self._pushing_text(names, language))
        if "indicators" in self.parts:
            heads.append(say("Would be shown by", language))
            for row, names in zip(rows, self.named.rows, strict=True):
                row.append(self._showing_text(names, language))
        return replace(own, heads=tuple(heads), rows=tuple(map(tuple, rows)))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what goes with the answer, and what goes with what was joined."""
        return (*self.answer.summary(language), *self.notes(language))

    def program_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the answer's rows for programs with the ids of what pushes and shows them.

        Columns ``actions``, ``drivers`` and ``indicators`` are added, with commas between ids.
        Where its rows name no variables, a row a variable with these columns, and ``way``.
        """
        import pandas as pd

        frame = self.answer.program_frame(language)
        rows = self.named.rows
        if frame is None or not rows or len(frame) % len(rows):
            rows = tuple((name,) for name in self.named.variables)
            frame = pd.DataFrame(
                [(name, way) for name, way in self.named.variables.items()],
                columns=["variable", "way"],
            )
        else:
            frame = frame.copy()
        cells = [self._ids(names) for names in rows]
        for part in self.parts:
            frame[part] = [cells[at % len(rows)][part] for at in range(len(frame))]
        return frame

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the same rows as :meth:`program_frame`."""
        return self.program_frame(language)

    def _ids(self, variables: Iterable[str]) -> dict[Part, str]:
        found: dict[Part, dict[str, None]] = {part: {} for part in self.parts}
        for variable in variables:
            for each in self.pushing[variable]:
                found[each.part][each.name] = None
            if "indicators" in found:
                found["indicators"] |= dict.fromkeys(e.name for e in self.showing[variable])
        return {part: ", ".join(names) for part, names in found.items()}

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data with ``actions``, ``drivers`` and ``indicators``."""
        language = language or self.model.default_language
        takes = "language" in signature(self.answer.to_dict).parameters
        options = {"language": language} if takes else {}
        return {
            **self.answer.to_dict(**options),
            **self.concluded(language),
            "programme": self.programme.id,
            **(
                {"actions": [self._action(name, language) for name in self.actions]}
                if "actions" in self.parts
                else {}
            ),
            **(
                {"drivers": [self._driver(name, language) for name in self.drivers]}
                if "drivers" in self.parts
                else {}
            ),
            **(
                {
                    "indicators": [self._indicator(name, language) for name in self.indicators],
                    "fewest_indicators": list(self.fewest),
                    "unseen": list(self.unseen),
                }
                if "indicators" in self.parts
                else {}
            ),
            **({"unpushed": list(self.unpushed)} if "actions" in self.parts else {}),
        }

    def _action(self, name: str, language: str) -> dict[str, Any]:
        item = self.programme.actions[name]
        chain = self.reaching.get(name)
        return {
            "id": name,
            "label": item.label.text(language),
            "target": item.target,
            "actors": list(item.actors),
            "pushes": self._told(item.pushes, language),
            "chain": None if chain is None else list(chain.variables),
        }

    def _driver(self, name: str, language: str) -> dict[str, Any]:
        item = self.programme.drivers[name]
        return {
            "id": name,
            "label": item.label.text(language),
            "kind": item.kind,
            "pushes": self._told(item.pushes, language),
        }

    def _indicator(self, name: str, language: str) -> dict[str, Any]:
        item = self.programme.indicators[name]
        expected = {
            variable: each.expected
            for variable, items in self.showing.items()
            for each in items
            if each.name == name and variable in self.named.variables
        }
        return {
            "id": name,
            "label": item.label.text(language),
            "status": item.status,
            "key_results": list(item.key_results),
            "observes": [
                {**told, "expected": expected[told["variable"]]}
                for told in self._told(item.observes, language)
            ],
        }

    def _told(self, connections: Iterable[Connection], language: str) -> list[dict[str, Any]]:
        """Tell the connections to variables that the answer names."""
        return [
            {
                "variable": each.variable,
                "polarity": each.polarity,
                "confidence": each.confidence,
                "reason": each.reason.text(language),
            }
            for each in connections
            if each.variable in self.named.variables
        ]

    def shown(self, language: str | None = None) -> Table:
        """Return the answer's rows as they are best read in a terminal."""
        return self.answer.shown(language)

    def text(self, language: str | None = None, *, width: int = 80) -> str:
        """Return the answer, and below it what pushes and what would show it."""
        from digisys.answers.table import plain

        language = language or self.model.default_language
        first = plain(
            self.answer.shown(language),
            self.answer.summary(language),
            self.conclusion.text(language),
            width=width,
            pairs_first=self.answer.pairs_first,
        )
        second = plain(self.beside(language), self.notes(language), "", width=width)
        return f"{first}\n\n{second}"

    def _repr_html_(self) -> str:
        language = self.model.default_language
        notes = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in self.notes(language)
        )
        return f"{self.answer._repr_html_()}{self.beside(language).html()}<dl>{notes}</dl>"


def _statements(around: Around) -> tuple[Statement, ...]:
    """Tell how much of what is named is pushed, and how much an indicator would show."""
    programme, total = around.programme, len(around.named.variables)
    statements = []
    if "actions" in around.parts:
        pushing = around._pushing_of("actions")
        pushed = sum(
            any(each.part == "actions" for each in around.pushing[name])
            for name in around.named.variables
        )
        names = tuple(
            _quoted(programme.actions[name].label)
            for name in sorted(pushing, key=_most(around, "actions"))
        )[:_TOLD]
        parts = {
            "actions": len(pushing),
            "pushed": pushed,
            "variables": total,
            "reaching": len(around.reaching),
        }
        if pushing:
            message: Message | Counted = Counted(
                "{count} action pushes {pushed} of the {all} variables named: {names}.",
                "{count} actions push {pushed} of the {all} variables named, most of them {names}.",
                len(pushing),
                {"pushed": pushed, "all": total, "names": Listed(names)},
            )
        else:
            message = Message("No action pushes any of the {all} variables named.", {"all": total})
        statements.append(Statement("pushed", message, parts))
        if around.reaching and not pushing:
            first = next(iter(around.reaching))
            told = Counted(
                "{count} action reaches it along a chain: {name}.",
                "{count} actions reach it along chains, {name} along the shortest.",
                len(around.reaching),
                {"name": _quoted(programme.actions[first].label)},
            )
            statements.append(Statement("reaching", told, {"actions": list(around.reaching)}))
    if "indicators" in around.parts:
        seen = total - len(around.unseen)
        counted = (
            Counted(
                "{count} indicator would show {seen} of them.",
                "{count} indicators would show {seen} of them.",
                len(around.indicators),
                {"seen": seen},
            )
            if statements
            else Counted(
                "{count} indicator would show {seen} of the {all} variables named.",
                "{count} indicators would show {seen} of the {all} variables named.",
                len(around.indicators),
                {"seen": seen, "all": total},
            )
        )
        statements.append(
            Statement(
                "shown",
                counted,
                {"indicators": len(around.indicators), "seen": seen, "variables": total},
            )
        )
    return tuple(statements)


def _quoted(label: Text) -> Message:
    return Message("“{name}”", {"name": label})


def _most(around: Around, part: Part) -> Any:
    """Order names by how many variables named they push, then by the file."""
    counts: dict[str, int] = {}
    for variable in around.named.variables:
        for each in around.pushing[variable]:
            if each.part == part:
                counts[each.name] = counts.get(each.name, 0) + 1
    order = list(around.programme.actions)
    return lambda name: (-counts[name], order.index(name))
