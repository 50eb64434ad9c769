"""Measurements as a value: what each organisation measured, of what, when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.errors import Place, Problem, QuestionError
from digisys.graph.labels import short_label
from digisys.io.tables.header import same_word
from digisys.schema import Model
from digisys.schema.programme import Confidence, Programme
from digisys.simulation.observations.scale import ValueScale
from digisys.words import N_, Message, say, say_count, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Measurement", "Measurements", "component_label", "subject_label", "value_text"]

#: So many rows that were left out are told in words; ``problems`` has all.
_MOST_TOLD = 20
_NOWHERE = Place()


@dataclass(frozen=True)
class Measurement:
    """One value that was measured, or the word that there is none.

    Attributes
    ----------
    subject
        What it is a value of: ``indicator:automation_rate``, ``key_result:kr_11_2`` or
        ``variable:trust_in_society``.
    time
        When, in the unit of the model's time.
    value
        The value, in its unit; None where the file says that there is none.
    unit, date, source, organisation
        As the file tells them; empty where it does not.
    component
        Which part of the indicator, by its id; empty for the whole.
    item
        Which of several things alike, such as a type of permit; empty for none.
    uncertainty
        Standard deviation of the value, in its unit, where it is told.
    scale
        How the value becomes a level; None where nothing tells.
    place
        Where it stands in its file.
    """

    subject: str
    time: float
    value: float | None
    unit: str = ""
    date: str = ""
    source: str = ""
    organisation: str = ""
    component: str = ""
    item: str = ""
    uncertainty: float | None = None
    scale: ValueScale | None = field(default=None, compare=False)
    place: Place = field(default=_NOWHERE, compare=False)

    @property
    def key(self) -> tuple[str, str, str, str, str, float]:
        """What it is the only value of: a second one is a mistake or a revision."""
        return (
            self.subject, self.component, self.item, self.organisation, self.source, self.time
        )  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Return the measurement as plain data."""
        names = ("subject", "component", "item", "time", "date", "value", "unit", "uncertainty")
        return {name: getattr(self, name) for name in (*names, "source", "organisation")}


def subject_label(subject: str, model: Model, programme: Programme, language: str) -> str:
    """Name what a measurement is of.

    Parameters
    ----------
    subject
        As :class:`Measurement` has it.
    model, programme
        What it belongs to.
    language
        ``fi``, ``sv`` or ``en``.
    """
    kind, _, name = subject.partition(":")
    if kind == "indicator":
        return programme.indicators[name].label.text(language)
    if kind == "key_result":
        result = programme.key_results[name]
        text = result.label.text(language)
        return say("{number} {label}", language, number=result.short_id, label=text)
    return short_label(model, name, language)


@dataclass(frozen=True, eq=False, repr=False)
class Measurements(Answer):
    """What a file of measurements holds.

    Attributes
    ----------
    model, programme
        What they are read for.
    items
        The measurements, in order of time, then as the file has them.
    made_up
        Organisations that the file says are made up.
    problems
        What is wrong with the rows that are left out, each with its place and its cure.
    least
        How well an indicator must stand for a variable to tell its level: ``high``,
        ``medium`` or ``low``.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    items: tuple[Measurement, ...]
    made_up: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    least: Confidence = "medium"

    def __len__(self) -> int:
        return len(self.items)

    @property
    def organisations(self) -> tuple[str, ...]:
        """Who measured, in the order of their first measurement."""
        return tuple(dict.fromkeys(item.organisation for item in self.items))

    @property
    def without_data(self) -> int:
        """How many rows say that there is no value."""
        return sum(item.value is None for item in self.items)

    def of(self, organisation: str | None) -> Measurements:
        """Return the measurements of one organisation.

        Parameters
        ----------
        organisation
            Its name; the only one of the file when None.

        Raises
        ------
        QuestionError
            If there is no such organisation, or none is named where there are several.
        """
        there = self.organisations
        if organisation is None:
            if len(there) > 1:
                raise QuestionError(
                    Message("The file holds measurements of several organisations."),
                    Message(
                        "Name one with {option}: {names}.",
                        {"option": "--organisation", "names": _some(there)},
                    ),
                    code="unknown-organisation",
                )
            return self
        wanted = same_word(organisation)
        known = {same_word(name): name for name in there}
        if wanted not in known:
            raise QuestionError(
                Message("There is no organisation “{name}”.", {"name": organisation}),
                Message("Choose one of: {names}.", {"names": _some(there)}),
                code="unknown-organisation",
            )
        name = known[wanted]
        return replace(self, items=tuple(item for item in self.items if item.organisation == name))

    def each(self) -> Mapping[str, Measurements]:
        """Return the measurements of each organisation."""
        found: dict[str, list[Measurement]] = {name: [] for name in self.organisations}
        for item in self.items:
            found[item.organisation].append(item)
        return {name: replace(self, items=tuple(items)) for name, items in found.items()}

    def at_least(self, confidence: Confidence) -> Measurements:
        """Return the same, with indicators that stand for a variable so surely only.

        Parameters
        ----------
        confidence
            ``high``, ``medium`` or ``low``.
        """
        return replace(self, least=confidence)

    def until(self, time: float) -> Measurements:
        """Return what was known at a moment.

        Parameters
        ----------
        time
            In the unit of the model's time.
        """
        return replace(self, items=tuple(item for item in self.items if item.time <= time))

    def table(self, language: str | None = None) -> Table:
        """Return a measurement a row, in order of time."""
        language = language or self.model.default_language
        heads = (
            *(N_("Date"), N_("Name"), N_("Part"), N_("Value"), N_("Unit"), N_("Organisation")),
            N_("Source"),
        )

        def parts(item: Measurement) -> str:
            return component_label(item.subject, item.component, self.programme, language)

        rows = tuple(
            (
                item.date,
                subject_label(item.subject, self.model, self.programme, language),
                ", ".join(part for part in (item.item, parts(item)) if part),
                say("no data", language)
                if item.value is None
                else Formatted.numbers([item.value], language, "g"),
                item.unit,
                item.organisation,
                item.source,
            )
            for item in self.items
        )
        caption = say("Measurements", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how many rows are used, and what is wrong with each of the others."""
        language = language or self.model.default_language
        used = say_count("{count} measurement", "{count} measurements", len(self), language)
        pairs = [(say("Used", language), used)]
        if self.without_data:
            text = say_count(
                "{count} row says that there is no value; it does not count as zero",
                "{count} rows say that there is no value; they do not count as zero",
                self.without_data,
                language,
            )
            pairs.append((say("No data", language), text))
        for problem in self.problems[:_MOST_TOLD]:
            cure = problem.cure.text(language) if problem.cure else ""
            pairs.append((problem.place.text(language), f"{problem.what.text(language)} {cure}"))
        return tuple(pairs)

    def to_frame(self) -> pd.DataFrame:
        """Return the measurements as a data frame, one a row."""
        import pandas as pd

        names = list(Measurement("", 0.0, None).to_dict())
        return pd.DataFrame([item.to_dict() for item in self.items], columns=names)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the measurements and the problems as plain data."""
        language = language or self.model.default_language
        return {
            "measurements": [item.to_dict() for item in self.items],
            "made_up": sorted(self.made_up),
            "problems": [problem.to_dict(language) for problem in self.problems],
        }


def component_label(subject: str, component: str, programme: Programme, language: str) -> str:
    """Name a part of an indicator; empty for the whole.

    Parameters
    ----------
    subject, component
        As :class:`Measurement` has them.
    programme
        What the indicator belongs to.
    language
        ``fi``, ``sv`` or ``en``.
    """
    kind, _, name = subject.partition(":")
    if not component or kind != "indicator":
        return component
    return programme.indicators[name].components[component].text(language)


def value_text(item: Measurement, language: str) -> str:
    """Say a value with its unit; that there is none where there is none."""
    if item.value is None:
        return say("no data", language)
    if item.scale is not None and item.scale.kind == "yes/no":
        return say("yes", language) if item.value else say("no", language)
    if item.unit == "%":
        whole = float(item.value).is_integer()
        return say_share(item.value / 100, language, 0 if whole else 1)
    number = say_number(item.value, language, "g")
    return f"{number} {item.unit}".rstrip()


def _some(names: tuple[str, ...]) -> str:
    return ", ".join((*names[:8], "…") if len(names) > 8 else names)
