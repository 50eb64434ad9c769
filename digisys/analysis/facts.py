"""What a model says of one thing, and where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.effects import effect_record, effect_words, link_claim
from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.answers.answer import Answer
from digisys.answers.places import places
from digisys.answers.table import Cell, Table
from digisys.answers.times import Duration
from digisys.answers.wording import link_basis, polarity_mark
from digisys.graph.directions import assumed_direction
from digisys.graph.labels import area_label, label
from digisys.graph.names import Subject, cycles_of, resolve
from digisys.graph.view import POLARITY_SIGNS
from digisys.schema import Model, Text
from digisys.schema.layout import TimeUnit
from digisys.schema.link import link_ends
from digisys.schema.variable import Inertia
from digisys.words import N_, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Facts", "areas", "show", "targets"]

ROLE_WORDS = {"input": N_("input"), "stock": N_("stock"), "auxiliary": N_("auxiliary")}
DESIRED_WORDS = {"up": N_("up"), "down": N_("down"), "none": N_("neither")}
INERTIA_WORDS = {"fast": N_("fast"), "medium": N_("medium"), "slow": N_("slow")}

#: A row of facts as plain data: ids and texts, numbers, or lists of them.
Record = dict[str, Any]


@dataclass(frozen=True, eq=False, repr=False)
class Facts(Answer):
    """Facts of a model as pairs, and as rows of a table.

    Attributes
    ----------
    language
        The language that the texts are in.
    title
        What the facts are about.
    pairs
        Headings and texts.
    heads
        Headings of the table.
    rows
        Its rows; empty if there is no table.
    records
        The same rows as plain data.
    """

    language: str
    title: str
    pairs: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    records: tuple[Record, ...] = field(repr=False)

    pairs_first = True

    def table(self, language: str | None = None) -> Table:  # noqa: ARG002 - one language only
        """Return the rows as a table."""
        return Table(self.heads, self.rows, self.title)

    def summary(
        self,
        language: str | None = None,  # noqa: ARG002 - one language only
    ) -> tuple[tuple[str, str], ...]:
        """Return the pairs of heading and text."""
        return self.pairs

    def to_frame(self) -> pd.DataFrame:
        """Return the records as a data frame, one row each."""
        import pandas as pd

        return pd.DataFrame.from_records(list(self.records))

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as plain data."""
        return {"title": self.title, "facts": dict(self.pairs), "rows": list(self.records)}


def heads_in(language: str, *heads: str) -> tuple[str, ...]:
    return tuple(say(head, language) for head in heads)


def targets(model: Model, *, language: str | None = None) -> Facts:
    """List the policy targets with the variables that stand for them.

    Parameters
    ----------
    model
        The model.
    language
        Language of the texts; the model's first when absent.

    Returns
    -------
    Facts
        One row a target.

    Examples
    --------
    >>> import digisys
    >>> len(targets(digisys.load("digikompassi")).rows)
    14
    """
    language = language or model.default_language
    rows, records = [], []
    for number, target in model.targets.items():
        members = [
            name
            for name, variable in model.variables.items()
            if any(reference.target == number for reference in variable.targets)
        ]
        area = area_label(model, target.area, language) if target.area else ""
        title = target.title.text(language)
        labels = "; ".join(label(model, name, language) for name in members)
        rows.append((str(number), title, area, labels))
        records.append(
            {"target": number, "title": title, "area": target.area, "variables": members}
        )
    heads = heads_in(language, N_("Target"), N_("Title"), N_("Area"), N_("Variables"))
    return Facts(language, say("Targets", language), (), heads, tuple(rows), tuple(records))


def areas(model: Model, *, language: str | None = None) -> Facts:
    """List the areas with how many variables and which targets they hold.

    Parameters
    ----------
    model
        The model.
    language
        Language of the texts; the model's first when absent.

    Returns
    -------
    Facts
        One row an area.

    Examples
    --------
    >>> import digisys
    >>> [row["area"] for row in areas(digisys.load("digikompassi")).records][:2]
    ['skills', 'infrastructure']
    """
    language = language or model.default_language
    rows, records = [], []
    for key, area in model.areas.items():
        members = [name for name, item in model.variables.items() if item.area == key]
        numbers = [number for number, target in model.targets.items() if target.area == key]
        name = area_label(model, key, language)
        description = _text(area.description, language)
        shown = ", ".join(str(number) for number in numbers)
        rows.append((name, str(len(members)), shown, description))
        records.append({"area": key, "label": name, "variables": members, "targets": numbers})
    heads = heads_in(language, N_("Area"), N_("Variables"), N_("Targets"), N_("Description"))
    return Facts(language, say("Areas", language), (), heads, tuple(rows), tuple(records))


def show(model: Model, name: str | int, *, language: str | None = None, ids: bool = False) -> Facts:
    """Tell what a model says of a variable, target, area or loop.

    Parameters
    ----------
    model
        The model.
    name
        What to tell of, in any of the forms that names take.
    language
        Language of the texts; the model's first when absent.
    ids
        Whether to tell the id of a variable, by which files and scripts name it.

    Returns
    -------
    Facts
        Its texts as pairs, and its links (or variables, or cycles) as rows. All links of
        the model are listed, the ambiguous ones marked.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> print(show(digisys.load("digikompassi"), "R4", language="en").title)
    loop R4 (Learning from experiments)
    """
    language = language or model.default_language
    subject = resolve(model, name)
    if subject.kind == "variable":
        return _show_variable(model, subject, language, ids=ids)
    if subject.kind in ("loop", "instance"):
        return _show_loop(model, subject, language)
    return _show_group(model, subject, language)


def _text(text: Text | None, language: str) -> str:
    return text.text(language) if text is not None else ""


def pairs_in(language: str, *pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((say(name, language), value) for name, value in pairs if value)


def _show_variable(model: Model, subject: Subject, language: str, *, ids: bool) -> Facts:
    key = str(subject.key)
    variable = model.variables[key]
    role = say(ROLE_WORDS[variable.role], language)
    if variable.role == "stock":
        role = f"{role}, {_inertia(variable.inertia, model.time.unit, language)}"
    numbers = "; ".join(
        f"{ref.target} {_target_title(model, ref.target, language)}"
        + (f" ({say('key result', language)})" if ref.stated_as == "key_result" else "")
        for ref in variable.targets
    )
    pairs = pairs_in(
        language,
        (N_("Id"), key if ids else ""),
        (N_("Description"), _text(variable.description, language)),
        (N_("Area"), area_label(model, variable.area, language) if variable.area else ""),
        (N_("Targets"), numbers),
        (N_("Role"), role),
        (N_("Measured in"), _text(variable.unit, language)),
        (
            N_("Desired direction"),
            say(DESIRED_WORDS[variable.desired], language) if variable.desired else "",
        ),
        (
            N_("Starts at"),
            "" if variable.initial is None else say_number(variable.initial, language, "g"),
        ),
        (N_("Also found as"), ", ".join(variable.aliases)),
        (N_("Effects"), "; ".join(_shaped(model, key, language))),
        (N_("Loops"), ", ".join(_loops_through(model, key))),
        (N_("How the source was read"), _text(variable.reading, language)),
        (N_("Sources"), "; ".join(places(model, variable.evidence, language))),
    )
    rows, records = [], []
    for link in model.links:
        if key not in (link.source, link.target):
            continue
        into = link.target == key
        other = link.source if into else link.target
        *_, mark = link_ends(link.id)
        name = " ".join(filter(None, [label(model, other, language), mark]))
        direction = say("is influenced by", language) if into else say("influences", language)
        if link.damps:
            direction = say("damps itself", language)
        sign = polarity_mark(POLARITY_SIGNS[link.polarity])
        rows.append((direction, sign, name, link_basis(link, language)))
        records.append(
            {
                "direction": "self" if link.damps else "in" if into else "out",
                **({"link": link.id} if mark else {}),
                "variable": other,
                "polarity": link.polarity,
                "certainty": link.certainty,
                **({"assumed": True} if assumed_direction(link) else {}),
                **effect_record(link),
            }
        )
    order = sorted(range(len(rows)), key=lambda i: records[i]["direction"])
    heads = heads_in(language, N_("Link"), N_("Sign"), N_("Variable"), N_("Basis"))
    return Facts(
        language,
        label(model, key, language),
        pairs,
        heads,
        tuple(rows[i] for i in order),
        tuple(records[i] for i in order),
    )


def _shaped(model: Model, key: str, language: str) -> Iterator[str]:
    """Say of each link of a variable whose effect is not a plain one what it is like."""
    for link in model.links:
        text = effect_words(model, link, language) if key in (link.source, link.target) else ""
        if text:
            yield f"{link_claim(model, link, language)}: {text}"


def _inertia(inertia: Inertia, unit: TimeUnit, language: str) -> str:
    """Say how long a stock takes to change: a class, or a length of time."""
    if isinstance(inertia, str):
        return say(INERTIA_WORDS[inertia], language)
    low, high = inertia if isinstance(inertia, tuple) else (inertia, inertia)
    if unit != "years":
        return Duration((low, high), unit).text(language)
    years = say_number(low, language, "g")
    if high > low:
        years += f"–{say_number(high, language, 'g')}"
    return say("years: {years}", language, years=years)


def _target_title(model: Model, number: int, language: str) -> str:
    target = model.targets[number]
    return (target.short_label or target.title).text(language)


def _loops_through(model: Model, key: str) -> Iterator[str]:
    for name, loop in model.loops.items():
        if any(key in cycle for cycle in loop.cycles.values()):
            yield name


def _show_loop(model: Model, subject: Subject, language: str) -> Facts:
    name, cycles = cycles_of(model, subject)
    loop = model.loops[name]
    pairs = pairs_in(
        language,
        (N_("Description"), _text(loop.description, language)),
        (N_("Kind"), say(KIND_WORDS[loop.kind], language)),
        (N_("How the source was read"), _text(loop.reading, language)),
        (N_("Sources"), "; ".join(places(model, loop.evidence, language))),
    )
    rows, records = [], []
    for instance, cycle in cycles.items():
        labels = [label(model, member, language) for member in cycle]
        rows.append((instance, " → ".join([*labels, labels[0]])))
        records.append({"instance": instance, "variables": list(cycle)})
    heads = heads_in(language, N_("Cycle"), N_("Course"))
    return Facts(language, subject.text(language), pairs, heads, tuple(rows), tuple(records))


def _show_group(model: Model, subject: Subject, language: str) -> Facts:
    if subject.kind == "target":
        target = model.targets[int(subject.key)]
        area = area_label(model, target.area, language) if target.area else ""
        pairs = pairs_in(
            language,
            (N_("Title"), target.title.text(language)),
            (N_("Area"), area),
            (N_("Sources"), "; ".join(places(model, target.evidence, language))),
        )
    else:
        described = model.areas[str(subject.key)]
        pairs = pairs_in(
            language,
            (N_("Description"), _text(described.description, language)),
            (N_("Sources"), "; ".join(places(model, described.evidence, language))),
        )
    rows, records = [], []
    for key in subject.variables:
        variable = model.variables[key]
        numbers = [reference.target for reference in variable.targets]
        shown = ", ".join(str(number) for number in numbers)
        name = label(model, key, language)
        rows.append((name, shown, _text(variable.description, language)))
        records.append({"variable": key, "label": name, "targets": numbers})
    heads = heads_in(language, N_("Variable"), N_("Target"), N_("Description"))
    return Facts(language, subject.text(language), pairs, heads, tuple(rows), tuple(records))
