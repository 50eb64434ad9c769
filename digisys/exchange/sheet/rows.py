"""The rows of each sheet of a model's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digisys.exchange.sheet.cells import to_cell, to_text
from digisys.exchange.sheet.columns import SHEETS, Column, Sheet
from digisys.schema import Model, Scenario, Text
from digisys.schema.base import Frozen

__all__ = ["Filled", "fill_model", "fill_sheets"]

Cell = str | float | bool | None

#: Fields that are told even where they are what an empty cell means.
_TOLD = frozenset(["role", "certainty", "kind", "action"])


@dataclass(frozen=True)
class Filled:
    """A sheet with its rows.

    Attributes
    ----------
    sheet
        What the sheet is.
    heads
        Of each column: its field, and the language of its texts where there are several.
    rows
        The cells, in the order of the columns.
    """

    sheet: Sheet
    heads: tuple[tuple[Column, str], ...]
    rows: tuple[tuple[Cell, ...], ...]


def fill_sheets(model: Model, scenarios: Sequence[Scenario]) -> Iterator[Filled]:
    """Yield every sheet of a model but the one of the model itself.

    Parameters
    ----------
    model
        The model.
    scenarios
        What goes with it.
    """
    records = _records(model, scenarios)
    for sheet in SHEETS:
        rows = records[sheet.id]
        heads = tuple(_heads(sheet, rows, model))
        yield Filled(
            sheet,
            heads,
            tuple(tuple(_cell(row, column, tag) for column, tag in heads) for row in rows),
        )


def fill_model(model: Model) -> Iterator[tuple[str, Cell]]:
    """Yield the fields of the model that are no list, each with its value."""
    for name, field in type(model).model_fields.items():
        key, value = field.alias or name, getattr(model, name)
        if key in ("presentation", *_LISTS):
            continue
        if isinstance(value, Text):
            for tag, text in _languages(value).items():
                yield (f"{key} [{tag}]" if tag else key), to_text(text)
        elif isinstance(value, Frozen):
            for part, inner in type(value).model_fields.items():
                item = getattr(value, part)
                if isinstance(item, str | int | float) and item != inner.default:
                    yield f"{key}.{part}", item
                elif part not in ("areas", "variables", "loops") and item != inner.default:
                    yield f"{key}.{part}", to_cell(item, Column(part, "value"))
        elif key == "languages":
            yield key, to_cell(value, Column(key, "words"))
        else:
            yield key, to_cell(value, Column(key, "value"))


_LISTS = ("sources", "areas", "targets", "themes", "variables", "links", "loops")
#: A row of a sheet: values by the keys of its fields.
_Row = Mapping[str, Any]


def _records(model: Model, scenarios: Sequence[Scenario]) -> dict[str, list[_Row]]:
    layout = model.layout
    places: dict[str, Mapping[str, Frozen]] = {
        "areas": layout.areas if layout else {},
        "variables": layout.variables if layout else {},
        "loops": layout.loops if layout else {},
    }

    def named(name: str, key: str = "id") -> list[_Row]:
        return [
            {key: at, **_fields(item), **_fields(places.get(name, {}).get(at))}
            for at, item in getattr(model, name).items()
        ]

    return {
        "variables": named("variables"),
        "links": [_fields(link) for link in model.links],
        "loops": named("loops"),
        "cycles": [
            {"loop": name, "id": key, "variables": cycle}
            for name, loop in model.loops.items()
            for key, cycle in loop.cycles.items()
        ],
        "areas": named("areas"),
        "targets": named("targets", "number"),
        "themes": named("themes"),
        "sources": named("sources"),
        "parts": [
            {"source": name, "id": key, **_fields(part)}
            for name, source in model.sources.items()
            for key, part in source.parts.items()
        ],
        "evidence": [
            {"of": of, "item": item, **_fields(each)}
            for of, item, listed in _evidence(model, scenarios)
            for each in listed
        ],
        "slides": [_fields(slide) for slide in model.presentation.slides]
        if model.presentation
        else [],
        "scenarios": [_fields(scenario) for scenario in scenarios],
        "interventions": [
            {"scenario": scenario.id, **_fields(each)}
            for scenario in scenarios
            for each in scenario.interventions
        ],
    }


def _evidence(model: Model, scenarios: Sequence[Scenario]) -> Iterator[tuple[str, str, Any]]:
    for of, items in (
        ("variable", model.variables),
        ("area", model.areas),
        ("target", model.targets),
        ("theme", model.themes),
        ("loop", model.loops),
    ):
        for name, item in items.items():
            yield of, str(name), item.evidence
    for link in model.links:
        yield "link", link.id, link.evidence
    for scenario in scenarios:
        yield "scenario", scenario.id, scenario.evidence


def _fields(item: Frozen | None) -> dict[str, Any]:
    if item is None:
        return {}
    fields = type(item).model_fields.items()
    return {field.alias or name: getattr(item, name) for name, field in fields}


def _languages(text: Text) -> Mapping[str, str]:
    return {"": text.root} if isinstance(text.root, str) else text.root


def _heads(sheet: Sheet, rows: Sequence[_Row], model: Model) -> Iterator[tuple[Column, str]]:
    """Give each text a column for every language that it is told in."""
    plain = len(model.languages) == 1 and isinstance(model.title.root, str)
    usual = ("",) if plain else model.languages
    for column in sheet.columns:
        if column.kind != "text":
            yield column, ""
            continue
        told = [row[column.id] for row in rows if row.get(column.id) is not None]
        found = dict.fromkeys(tag for text in told for tag in _languages(text))
        tags = dict.fromkeys([*(tag for tag in usual if tag in found or not found), *found])
        yield from ((column, tag) for tag in tags)


def _cell(row: _Row, column: Column, tag: str) -> Cell:
    value = row.get(column.id)
    if value is None:
        return None
    if column.kind == "text":
        text = _languages(value).get(tag)
        return None if text is None else to_text(text)
    if value == column.default and column.id not in _TOLD:
        return None
    return to_cell(value, column)
