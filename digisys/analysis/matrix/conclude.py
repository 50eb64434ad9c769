"""What a matrix of influences comes to, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Protocol

from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.labels import labels_of
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import Counted, Listed, Message

__all__ = ["conclude_matrix"]

_MOST_NAMED = 3


class _Cell(Protocol):
    @property
    def row(self) -> Subject: ...
    @property
    def column(self) -> Subject: ...
    @property
    def verdict(self) -> str: ...


def conclude_matrix(
    model: Model, view: View, subjects: Sequence[Subject], cells: Sequence[_Cell]
) -> Conclusion | None:
    """Tell how many pairs there are with an influence, who reaches most, and which way.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    subjects, cells
        The things, and the cells of their pairs.
    """
    if not cells:
        return None
    reached = [cell for cell in cells if cell.verdict not in ("none", "same")]
    values: dict[str, object] = {"total": len(cells)}
    parts: dict[str, object] = {"reached": len(reached), "pairs": len(cells)}
    pairs: Message | Counted = Counted(
        "{count} of {total} ordered pairs has an influence.",
        "{count} of {total} ordered pairs have an influence.",
        len(reached),
        values,
    )
    if not reached:
        pairs = Message("Nothing here influences anything else.")
        statement = Statement("reach", pairs, parts)
        return Conclusion((statement,), model.default_language)
    statements = [Statement("reach", pairs, parts), _most(model, subjects, reached)]
    statements += [_direction(view, reached), basis(model, view, view.links)]
    return Conclusion(tuple(statements), model.default_language)


def _most(model: Model, subjects: Sequence[Subject], reached: Sequence[_Cell]) -> Statement:
    """Tell which things reach most of the others, and which are reached by most."""
    rows = Counter((cell.row.kind, cell.row.key) for cell in reached)
    columns = Counter((cell.column.kind, cell.column.key) for cell in reached)
    most, most_by = max(rows.values()), max(columns.values())
    acting = [item for item in subjects if rows[item.kind, item.key] == most]
    acted_on = [item for item in subjects if columns[item.kind, item.key] == most_by]
    values = {
        "acting": _named(model, acting),
        "most": most,
        "acted": _named(model, acted_on),
        "most_by": most_by,
        "others": len(subjects) - 1,
    }
    parts = {
        "reaching_most": [item.key for item in acting],
        "most": most,
        "reached_by_most": [item.key for item in acted_on],
        "most_by": most_by,
    }
    message = Message(
        "Reaching most: {acting} ({most} of {others} others); reached by most: {acted} (by "
        "{most_by}).",
        values,
    )
    return Statement("most", message, parts)


def _named(model: Model, subjects: Sequence[Subject]) -> Message | Listed:
    names: list[object] = []
    for item in subjects[:_MOST_NAMED]:
        if item.kind == "variable" and item.key in model.variables:
            names.append(labels_of(model).short_variables[str(item.key)])
        elif item.kind == "area":
            names.append(labels_of(model).short_areas[str(item.key)])
        else:
            names.append(item.brief)
    more = len(subjects) - len(names)
    if not more:
        return Listed(tuple(names))
    rest = Counted("{count} more", "{count} more", more)
    return Listed((*names, rest))


def _direction(view: View, reached: Sequence[_Cell]) -> Statement:
    counts = Counter(cell.verdict for cell in reached)
    if all(link.polarity == "positive" for link in view.links):
        message = Message("All influences strengthen, because every link in view is positive.")
        return Statement("direction", message, {"verdicts": dict(counts)})
    told = (
        Counted("{count} strengthens", "{count} strengthen", counts["strengthens"]),
        Counted("{count} weakens", "{count} weaken", counts["weakens"]),
        Counted("{count} goes both ways", "{count} go both ways", counts["ambiguous"]),
        Counted("{count} is of unknown direction", "{count} are of unknown direction",
                counts["unknown"]),
        Counted("{count} was not settled by the search", "{count} were not settled by the search",
                counts["undecided"]),
    )  # fmt: skip
    parts = Listed(tuple(part for part in told if part.count))
    message = Message("Of the influences, {parts}.", {"parts": parts})
    return Statement("direction", message, {"verdicts": dict(counts)})
