"""Reading cases of before and after, and answers to questions, from rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.io.tables.header import same_word
from digisys.io.tables.lines import near
from digisys.io.tables.words import is_no_data
from digisys.schema import Text
from digisys.schema.programme import Programme
from digisys.schema.programme_state import Better, Case, CaseFigure
from digisys.simulation.observations.rows import Line, RowError
from digisys.simulation.observations.vocabulary import COLUMNS, unit_of
from digisys.words import Message

__all__ = ["ANSWER_COLUMNS", "CASE_COLUMNS", "Answers", "Cases"]

_MADE_UP = ("made up", "fictitious", "keksitty", "kuvitteellinen", "påhittad", "fiktiv")
#: Columns of a list of cases, and the words that may head them.
CASE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": COLUMNS["organisation"],
    "case": ("case", "tapaus", "fall"),
    "figure": ("figure", "measured", "luku", "mitattu", "mitattava", "siffra", "mätt"),
    "before": ("before", "ennen", "före"),
    "after": ("after", "jälkeen", "efter"),
    "unit": COLUMNS["unit"],
    "better": ("better", "parempi", "bättre"),
    "action": ("action", "toimi", "toimenpide", "åtgärd"),
    "benefit": ("benefit", "hyöty", "nytta"),
    "changed": ("changed", "when", "muuttunut", "muuttui", "milloin", "ändrad", "ändrades", "när"),
    "estimate": ("estimate", "arvio", "uppskattning"),
    "made_up": _MADE_UP,
}
#: Columns of a list of answers.
ANSWER_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisation": COLUMNS["organisation"],
    "question": ("question", "kysymys", "fråga"),
    "answer": ("answer", "vastaus", "svar"),
    "made_up": _MADE_UP,
}
_BETTER: Mapping[Better, tuple[str, ...]] = {
    "more": ("more", "higher", "enemmän", "suurempi", "mera", "mer", "större"),
    "less": ("less", "lower", "vähemmän", "pienempi", "mindre"),
}
_WAYS = {same_word(word): key for key, words in _BETTER.items() for word in words}


@dataclass
class Answers:
    """Answers that have been read so far.

    Attributes
    ----------
    programme
        The programme with the questions.
    told
        By organisation, the answer to each question.
    seen
        In which row each was answered.
    """

    programme: Programme
    told: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        """Add the answer of a row; an empty one is none.

        Raises
        ------
        RowError
            If there is no such question, or it is answered already.
        """
        key = self._question(line)
        organisation = line.text("organisation")
        if is_no_data(line.cell("answer")):
            return
        first = self.seen.setdefault((organisation, key), line.row.number)
        if first != line.row.number:
            raise RowError(
                "second-answer",
                "answer",
                Message("The question has an answer already, in row {row}.", {"row": first}),
                Message("Keep one of the two."),
            )
        self.told.setdefault(organisation, {})[key] = line.text("answer")

    def _question(self, line: Line) -> str:
        name = line.text("question")
        wanted = same_word(name)
        found = [
            key
            for key, item in self.programme.questions.items()
            if wanted in {same_word(text) for text in (key, *item.label.every())}
        ]
        if len(found) == 1:
            return found[0]
        known = found or list(self.programme.questions)
        raise RowError(
            "unknown-question",
            "question",
            Message("“{name}” is asked of several targets.", {"name": name})
            if found
            else Message("There is no question “{name}”.", {"name": name}),
            near(name, known) if known else Message("Take the row out."),
        )


@dataclass
class Cases:
    """Cases that have been read so far.

    Attributes
    ----------
    names
        What actions may be called, each with its id.
    told
        By organisation, for each case what is told of it.
    """

    names: Mapping[str, str]
    told: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    seen: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, line: Line, changed: float | None, *, estimate: bool) -> None:
        """Add what a row tells of a case: how it was and is in words, or one figure.

        Parameters
        ----------
        line
            The row.
        changed
            When it changed; None where the row does not say.
        estimate
            Whether a value is estimated.

        Raises
        ------
        RowError
            If something in the row cannot be used.
        """
        case, figure = line.text("case").strip(), line.text("figure").strip()
        told_of = ("case", "figure", "before", "after", "benefit")
        if all(is_no_data(line.cell(name)) for name in told_of):
            return  # a row of the form that nobody filled
        if not case:
            raise RowError(
                "missing-value",
                "case",
                Message("The row names no case."),
                Message("Say what the case is about."),
            )
        organisation = line.text("organisation")
        place = (organisation, same_word(case), same_word(figure))
        values = self._values(line, figure)
        action = self._action(line)
        better = _better(line)
        first = self.seen.setdefault(place, line.row.number)
        if first != line.row.number:
            raise RowError(
                "duplicate-row",
                "figure" if figure else "case",
                Message("The same is told already, in row {row}.", {"row": first}),
                Message("Keep one of the two."),
            )
        told = self.told.setdefault(organisation, {}).setdefault(
            same_word(case), {"label": case, "actions": {}, "figures": []}
        )
        if action is not None:
            told["actions"][action] = None
        if changed is not None:
            told["changed"] = changed
        if not is_no_data(line.cell("benefit")):
            told["benefit"] = line.text("benefit")
        if not figure:
            told.update(values)
            return
        unit = None if is_no_data(line.cell("unit")) else Text(line.text("unit"))
        if unit is None and any(line.has_percent(name) for name in ("before", "after")):
            unit = Text("%")
        told["figures"].append(
            CaseFigure(label=Text(figure), unit=unit, better=better, estimate=estimate, **values)
        )

    def _values(self, line: Line, figure: str) -> dict[str, Any]:
        """Return before and after: numbers of a figure, else words."""
        sides = [name for name in ("before", "after") if not is_no_data(line.cell(name))]
        if not sides:
            raise RowError(
                "missing-value",
                "before",
                Message("Neither before nor after is told."),
                Message("Tell at least one of the two; what is not known stays empty."),
            )
        if not figure:
            return {name: line.text(name) for name in sides}
        signs = {line.has_percent(name) for name in sides}
        unit = unit_of(line.cell("unit"))
        if len(signs) > 1 or (True in signs and unit not in ("", "%")):
            raise RowError(
                "mixed-units",
                "before",
                Message("Per cent and another unit are mixed up in the row."),
                Message("Give both values in one unit."),
            )
        return {name: line.number(name) for name in sides}

    def _action(self, line: Line) -> str | None:
        if is_no_data(line.cell("action")):
            return None
        name = line.text("action")
        found = self.names.get(same_word(name))
        if found is None:
            raise RowError(
                "unknown-action",
                "action",
                Message("There is no action “{name}”.", {"name": name}),
                near(name, list(dict.fromkeys(self.names.values())))
                if self.names
                else Message("Leave the column empty; the programme has no actions."),
            )
        return found

    def of(self, organisation: str) -> dict[str, Case]:
        """Return the cases of an organisation, numbered in their order."""
        return {
            f"case_{number}": Case(**{**told, "actions": tuple(told["actions"])})
            for number, told in enumerate(self.told.get(organisation, {}).values(), 1)
        }


def _better(line: Line) -> Better | None:
    if is_no_data(line.cell("better")):
        return None
    text = line.text("better")
    found = _WAYS.get(same_word(text))
    if found is None:
        words = ", ".join(names[0] for names in _BETTER.values())
        raise RowError(
            "unknown-better",
            "better",
            Message("“{text}” does not say which way is better.", {"text": text}),
            Message("Choose one of: {names}.", {"names": words}),
        )
    return found
