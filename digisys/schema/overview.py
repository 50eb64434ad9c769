"""A model in a screenful: what a notebook shows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Protocol

from digisys.schema.base import Text
from digisys.schema.link import Link, Loop
from digisys.schema.variable import Area, Target, Variable
from digisys.words import say, say_count

__all__ = ["counts", "overview_html"]

#: So many names are told in one row, and so many rows of areas, targets or loops.
_NAMES, _ROWS = 24, 16


class Told(Protocol):
    """What is told of a model."""

    @property
    def title(self) -> Text:
        """What people call it."""

    @property
    def areas(self) -> Mapping[str, Area]:
        """Areas, by id."""

    @property
    def targets(self) -> Mapping[int, Target]:
        """Targets, by number."""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Variables, by id."""

    @property
    def links(self) -> Sequence[Link]:
        """Links."""

    @property
    def loops(self) -> Mapping[str, Loop]:
        """Declared loops, by name."""

    @property
    def default_language(self) -> str:
        """Its first language."""


def counts(model: Told, language: str) -> tuple[str, ...]:
    """Count what a model has, in words; what it does not have is left out."""
    found = [
        say_count("{count} variable", "{count} variables", len(model.variables), language),
        say_count("{count} link", "{count} links", len(model.links), language),
    ]
    if model.areas:
        found.append(say_count("{count} area", "{count} areas", len(model.areas), language))
    if model.targets:
        found.append(say_count("{count} target", "{count} targets", len(model.targets), language))
    if model.loops:
        found.append(say_count("{count} loop", "{count} loops", len(model.loops), language))
    return tuple(found)


def overview_html(model: Told) -> str:
    """Return a model as HTML that fits a screen: counts, and names by area, target and loop.

    Parameters
    ----------
    model
        The model; its texts are shown in its first language, as text whatever they hold.

    Returns
    -------
    str
        A table with a caption and row headings.
    """
    language = model.default_language
    rows = []
    for area, label in [*((key, area.label) for key, area in model.areas.items()), (None, None)]:
        names = [
            (variable.short_label or variable.label).text(language)
            for variable in model.variables.values()
            if variable.area == area
        ]
        if names:
            rows.append((label.text(language) if label else say("Variables", language), names))
    rows = _first(rows, language)
    targets = [
        f"{number} {(target.short_label or target.title).text(language)}"
        for number, target in model.targets.items()
    ]
    loops = [f"{name} {loop.label.text(language)}" for name, loop in model.loops.items()]
    rows += [
        (say(head, language), names)
        for head, names in (("Targets", targets), ("Loops", loops))
        if names
    ]
    body = "".join(
        f'<tr><th scope="row" style="text-align:left;vertical-align:top">{escape(head)}</th>'
        f'<td style="text-align:left">{escape(_joined(names, language))}</td></tr>'
        for head, names in rows
    )
    title = f"{model.title.text(language)} ({', '.join(counts(model, language))})"
    return (
        f'<table lang="{escape(language)}"><caption style="text-align:left"><strong>'
        f"{escape(title)}</strong></caption><tbody>{body}</tbody></table>"
    )


def _first(rows: list[tuple[str, list[str]]], language: str) -> list[tuple[str, list[str]]]:
    """Keep so many rows as fit; the names of the others are counted in one."""
    if len(rows) <= _ROWS:
        return rows
    rest = [name for _, names in rows[_ROWS - 1 :] for name in names]
    more = say_count("{count} more", "{count} more", len(rows) - _ROWS + 1, language)
    return [*rows[: _ROWS - 1], (more, rest)]


def _joined(names: Iterable[str], language: str) -> str:
    every = list(names)
    if len(every) <= _NAMES:
        return "; ".join(every)
    more = say_count("{count} more", "{count} more", len(every) - _NAMES, language)
    return f"{'; '.join(every[:_NAMES])}; … {more}"
