"""The sheets of a model's workbook and their columns, as the schema has them."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from digisys.schema import (
    AddLink,
    Area,
    CutLink,
    Evidence,
    Link,
    Loop,
    Part,
    Push,
    Scenario,
    SetLevel,
    Slide,
    Source,
    StrengthenLink,
    Target,
    TargetRef,
    Text,
    Variable,
    WeakenLink,
)
from digisys.schema.base import Frozen
from digisys.schema.theme import Theme
from digisys.words import N_

__all__ = ["ACTIONS", "EVIDENCE_OF", "SHEETS", "Column", "Sheet", "columns_of", "heading"]

Kind = Literal["text", "word", "number", "truth", "words", "numbers", "targets", "value"]

#: Kinds of interventions, whose fields share the columns of one sheet.
ACTIONS: tuple[type[Frozen], ...] = (
    Push, SetLevel, StrengthenLink, WeakenLink, CutLink, AddLink,
)  # fmt: skip
#: What a row of the sheet of evidence may be about.
EVIDENCE_OF = ("variable", "link", "loop", "area", "target", "theme", "scenario")


@dataclass(frozen=True)
class Column:
    """One field, in one column; a text has a column for each language.

    Attributes
    ----------
    id
        The key of the field in a model file.
    kind
        How its cells are read.
    choices
        Words that it may hold, where these are all there are.
    refers
        The sheet whose first column holds what it may name.
    default
        What an empty cell means.
    """

    id: str
    kind: Kind
    choices: tuple[str | int, ...] = ()
    refers: str = ""
    default: Any = None


@dataclass(frozen=True)
class Sheet:
    """A sheet: what its rows are.

    Attributes
    ----------
    id
        Its name in a model file, which is its English name.
    title
        Its name in the catalogues.
    keys
        Columns that name a row, before those of its fields.
    columns
        All columns but those of texts in several languages, which are as many as there are.
    """

    id: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column | None:
        """Find a column by its id."""
        return next((each for each in self.columns if each.id == name), None)


def columns_of(kind: type[Frozen], leave: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """Make a column of each field of a part of the schema, but for lists of evidence.

    Parameters
    ----------
    kind
        The part.
    leave
        Keys of fields that have another place.

    Examples
    --------
    >>> [column.id for column in columns_of(Part)], columns_of(Link)[3].choices
    (['label'], ('positive', 'negative', 'unknown'))
    """
    return tuple(
        Column(
            key,
            *_kind(field.annotation),
            refers=_REFERS.get((kind, key), ""),
            default=field.get_default(call_default_factory=True),
        )
        for key, field in ((each.alias or name, each) for name, each in kind.model_fields.items())
        if key not in leave and Evidence not in set(_leaves(field.annotation))
    )


def _kind(annotation: Any) -> tuple[Kind, tuple[str | int, ...]]:
    leaves = list(_leaves(annotation))
    words = tuple(leaf for leaf in leaves if isinstance(leaf, str | int))
    if len(words) == len(leaves):
        return ("word" if all(isinstance(word, str) for word in words) else "value"), words
    if leaves in ([int], [float]):
        return "number", ()
    return next((kind for found, kind in _KINDS if found == leaves), "value"), ()


#: Kinds of columns by what the schema lets a field hold; ``*`` is a list of what follows.
_KINDS: tuple[tuple[list[Any], Kind], ...] = (
    ([Text], "text"),
    (["*", TargetRef], "targets"),
    (["*", str], "words"),
    (["*", int], "numbers"),
    ([str], "word"),
    ([bool], "truth"),
)


def _leaves(annotation: Any) -> Iterator[Any]:
    """Yield the plain types and words of an annotation; ``*`` before what a list holds."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _leaves(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for arm in get_args(annotation):
            yield from _leaves(arm)
    elif origin is Literal:
        yield from get_args(annotation)
    elif origin is tuple:
        yield "*"
        for item in get_args(annotation):
            if item is not Ellipsis:
                yield from _leaves(item)
    elif annotation is not type(None):
        yield annotation


_REFERS: dict[tuple[type[Frozen], str], str] = {
    (Variable, "area"): "areas",
    (Target, "area"): "areas",
    (Link, "from"): "variables",
    (Link, "to"): "variables",
    (Evidence, "source"): "sources",
    (Slide, "variable"): "variables",
    (Slide, "area"): "areas",
    (Slide, "target"): "targets",
}
_ID = Column("id", "word")
_X, _Y = Column("x", "number"), Column("y", "number")


def _actions() -> Iterator[Column]:
    """Join the fields of all kinds of interventions."""
    found: dict[str, Column] = {}
    for kind in ACTIONS:
        for column in columns_of(kind):
            found.setdefault(column.id, column)
    actions = tuple(str(kind.model_fields["action"].default) for kind in ACTIONS)
    first = ("action", "variable", "size", "from", "to", "id")
    for name in (*first, *(each for each in found if each not in first)):
        column = found[name]
        yield Column(name, column.kind, actions if name == "action" else column.choices)


SHEETS = (
    Sheet(
        "variables", N_("Variables"), ("id",), (_ID, *columns_of(Variable), _X, _Y)
    ),
    Sheet("links", N_("Causal links"), (), columns_of(Link)),
    Sheet("loops", N_("Loops"), ("id",), (_ID, *columns_of(Loop, ("cycles",)), _X, _Y)),
    Sheet(
        "cycles",
        N_("Cycles"),
        ("loop", "id"),
        (Column("loop", "word", refers="loops"), _ID, Column("variables", "words")),
    ),
    Sheet(
        "areas",
        N_("Areas"),
        ("id",),
        (_ID, *columns_of(Area), _X, _Y, Column("width", "number"), Column("height", "number")),
    ),
    Sheet("targets", N_("Targets"), ("number",), (Column("number", "number"), *columns_of(Target))),
    Sheet("themes", N_("Themes"), ("id",), (_ID, *columns_of(Theme))),
    Sheet("sources", N_("Sources"), ("id",), (_ID, *columns_of(Source, ("parts",)))),
    Sheet(
        "parts",
        N_("Parts of sources"),
        ("source", "id"),
        (Column("source", "word", refers="sources"), _ID, *columns_of(Part)),
    ),
    Sheet(
        "evidence",
        N_("Evidence"),
        (),
        (Column("of", "word", EVIDENCE_OF), Column("item", "word"), *columns_of(Evidence)),
    ),
    Sheet("slides", N_("Presentation"), (), columns_of(Slide)),
    Sheet("scenarios", N_("Scenarios"), ("id",), columns_of(Scenario, ("interventions", "schema"))),
    Sheet(
        "interventions",
        N_("Interventions"),
        (),
        (Column("scenario", "word", refers="scenarios"), *_actions()),
    ),
)  # fmt: skip

_HEADINGS = {
    "id": N_("Id"), "label": N_("Label"), "short_label": N_("Short label"),
    "description": N_("Description"), "area": N_("Area"), "role": N_("Role"),
    "inertia": N_("Inertia"), "initial": N_("Level at the start"), "unit": N_("Unit"),
    "desired": N_("Better when"), "cost": N_("Cost of a push"), "targets": N_("Targets"),
    "themes": N_("Themes"),
    "aliases": N_("Other names"), "reading": N_("How it was read"), "from": N_("From"),
    "to": N_("To"), "polarity": N_("Sign"), "strength": N_("Strength"), "effect": N_("Effect"),
    "modulates": N_("Multiplies the link"), "delay": N_("Delay"),
    "delay_order": N_("How the delay spreads"), "certainty": N_("Certainty"),
    "chance": N_("Chance that it exists"), "direction": N_("Who gave the sign"),
    "said_by": N_("Who said it"), "note": N_("Note"), "kind": N_("Kind"), "loop": N_("Loop"),
    "variables": N_("Variables"), "number": N_("Number"), "title": N_("Title"),
    "publisher": N_("Publisher"), "year": N_("Year"), "url": N_("Address"),
    "source": N_("Source"), "part": N_("Part"), "slides": N_("Slides"), "pages": N_("Pages"),
    "quote": N_("Quotation"), "fingerprint": N_("Fingerprint"), "files": N_("Files"),
    "cites": N_("What it cites"), "of": N_("Evidence of a"), "item": N_("Of which"),
    "variable": N_("Variable"), "target": N_("Target"), "steps": N_("Steps"),
    "reasoning": N_("Reasoning"), "languages": N_("Languages"), "model": N_("Model"),
    "extends": N_("Goes on from"), "scenario": N_("Scenario"), "action": N_("What is done"),
    "size": N_("Size"), "factor": N_("Factor"), "shape": N_("How it sets in"),
    "start": N_("From when"), "end": N_("Until when"), "x": "x", "y": "y", "width": N_("Width"),
    "height": N_("Height"), "field": N_("Field"), "value": N_("Value"),
}  # fmt: skip


#: Columns that mean something of their own on a sheet.
_HEADINGS_OF = {("slides", "direction"): N_("Effects or causes")}


def heading(name: str, sheet: str = "") -> str:
    """Return what people call a column of a sheet, as a text of the catalogues; else its key."""
    return _HEADINGS_OF.get((sheet, name)) or _HEADINGS.get(name, name)
