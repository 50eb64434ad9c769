"""Observations as a value: what was measured, when, and as which level it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.errors import Place, Problem
from digisys.schema import Model
from digisys.simulation.outcomes import outcomes_of
from digisys.words import N_, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Observation", "Observations"]

#: So many rows that were left out are told in words; ``problems`` has all.
_MOST_TOLD = 20
_NOWHERE = Place()


@dataclass(frozen=True)
class Observation:
    """One value that was measured.

    Attributes
    ----------
    outcome
        What it tells of, as outcomes have it: ``variable:trust`` or ``target:14``.
    time
        When, in the unit of the model's time.
    level
        The level that it stands for, from -1 to 1.
    uncertainty
        Standard deviation of that level, above 0.
    value, unit
        As it was measured.
    indicator, date, source, organisation
        As the file tells them; empty where it does not.
    place
        Where it stands in its file.
    """

    outcome: str
    time: float
    level: float
    uncertainty: float
    value: float
    unit: str = ""
    indicator: str = ""
    date: str = ""
    source: str = ""
    organisation: str = ""
    place: Place = field(default=_NOWHERE, compare=False)

    def to_dict(self) -> dict[str, Any]:
        """Return the observation as plain data."""
        names = ("outcome", "time", "level", "uncertainty", "value", "unit", "indicator", "date")
        return {name: getattr(self, name) for name in (*names, "source", "organisation")}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Observation:
        """Make an observation from plain data; its place is not kept."""
        return cls(**data)


@dataclass(frozen=True, eq=False, repr=False)
class Observations(Answer):
    """What a file of observations holds.

    Attributes
    ----------
    model
        The model that they are read for.
    items
        The observations, in order of time, then as the file has them.
    without_data
        How many rows say that there is no value; none of them counts as zero.
    problems
        What is wrong with the rows that are left out, each with its place and its cure.
    """

    model: Model = field(repr=False)
    items: tuple[Observation, ...]
    without_data: int = 0
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.items)

    def where(self, wanted: Callable[[Observation], bool]) -> Observations:
        """Return those of the observations for which something holds.

        Parameters
        ----------
        wanted
            Asked of each observation.
        """
        return replace(self, items=tuple(item for item in self.items if wanted(item)))

    def joined(self, other: Observations) -> Observations:
        """Return these and others, in order of time.

        Parameters
        ----------
        other
            Observations of the same model.
        """
        return replace(
            self,
            items=tuple(sorted((*self.items, *other.items), key=lambda item: item.time)),
            without_data=self.without_data + other.without_data,
            problems=(*self.problems, *other.problems),
        )

    def table(self, language: str | None = None) -> Table:
        """Return an observation a row, in order of time."""
        language = language or self.model.default_language
        outcomes = outcomes_of(self.model)
        heads = (
            *(N_("Date"), N_("Name"), N_("Indicator"), N_("Value"), N_("Unit"), N_("Level")),
            *(N_("Uncertainty"), N_("Organisation"), N_("Source")),
        )
        rows = tuple(
            (
                item.date or say_number(item.time, language, "g"),
                outcomes.items[outcomes.position(item.outcome)].label(self.model, language),
                item.indicator,
                Formatted.numbers([item.value], language, "g"),
                item.unit,
                Formatted.numbers([item.level], language, ".2f"),
                Formatted.numbers([item.uncertainty], language, ".2f"),
                item.organisation,
                item.source,
            )
            for item in self.items
        )
        caption = say("Observations", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how many rows are used, and what is wrong with each of the others."""
        language = language or self.model.default_language
        used = say_count("{count} observation", "{count} observations", len(self), language)
        pairs = [(say("Used", language), used)]
        if self.without_data:
            text = say_count(
                "{count} row says that there is no value; it does not count as zero",
                "{count} rows say that there is no value; they do not count as zero",
                self.without_data,
                language,
            )
            pairs.append((say("No data", language), text))
        if self.problems:
            count = say_count(
                "{count} problem; see below",
                "{count} problems; see below",
                len(self.problems),
                language,
            )
            pairs.append((say("Left out", language), count))
        for problem in self.problems[:_MOST_TOLD]:
            cure = problem.cure.text(language) if problem.cure else ""
            pairs.append((problem.place.text(language), f"{problem.what.text(language)} {cure}"))
        return tuple(pairs)

    def to_frame(self) -> pd.DataFrame:
        """Return the observations as a data frame, one a row."""
        import pandas as pd

        names = list(Observation("", 0.0, 0.0, 1.0, 0.0).to_dict())
        return pd.DataFrame([item.to_dict() for item in self.items], columns=names)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the observations and the problems as plain data."""
        language = language or self.model.default_language
        return {
            "observations": [item.to_dict() for item in self.items],
            "without_data": self.without_data,
            "problems": [problem.to_dict(language) for problem in self.problems],
        }
