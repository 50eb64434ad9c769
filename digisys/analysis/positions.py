"""Stored positions that a drawing cannot follow: outside the sheet, or boxes on each other."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from digisys.schema import Layout, Model

__all__ = ["least_box", "outside_sheet", "piled_up"]

#: What a letter of a label takes at least on average, in drawing units, and how wide its lines
#: are at most; a line and the room around all of them. So a box is never smaller than reckoned.
_LETTER, _LINE_WIDTH, _LINE_HEIGHT = 7.0, 168.0, 19.0
_PAD_WIDTH, _PAD_HEIGHT, _LEAST_WIDTH = 26.0, 26.0, 84.0


def outside_sheet(model: Model) -> tuple[str, ...]:
    """Find what is placed outside the sheet.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    tuple of str
        Ids of variables, areas and loops whose places do not lie on the sheet, each kind in
        the order of the layout.

    Examples
    --------
    >>> import digisys
    >>> outside_sheet(digisys.load("digikompassi"))
    ()
    """
    layout = model.layout
    if layout is None:
        return ()
    points = [*layout.variables.items(), *layout.loops.items()]
    found = [name for name, point in points if not _on(layout, point.x, point.y)]
    found += [
        name
        for name, panel in layout.areas.items()
        if not (
            _on(layout, panel.x, panel.y)
            and _on(layout, panel.x + panel.width, panel.y + panel.height)
        )
    ]
    return tuple(dict.fromkeys(found))


def _on(layout: Layout, x: float, y: float) -> bool:
    return 0 <= x <= layout.width and 0 <= y <= layout.height


def piled_up(model: Model) -> tuple[str, ...]:
    """Find variables whose boxes lie on each other.

    The boxes are reckoned from the length of their labels, rather too small than too large:
    what is found does overlap in a drawing.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    tuple of str
        Ids, in the order of the layout.

    Examples
    --------
    >>> import digisys
    >>> piled_up(digisys.load("digikompassi"))
    ()
    """
    if model.layout is None:
        return ()
    found = {name for pair in _pairs(model, model.layout) for name in pair}
    return tuple(name for name in model.layout.variables if name in found)


def _pairs(model: Model, layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield pairs of overlapping boxes, by a sweep from left to right."""
    boxes = []
    for name, point in layout.variables.items():
        width, height = _least_size(model, name)
        boxes.append((point.x - width / 2, point.x + width / 2, point.y, height, name))
    near: list[tuple[float, float, float, float, str]] = []
    for box in sorted(boxes):
        left, _, y, height, name = box
        near = [other for other in near if other[1] > left]
        for _, _, other_y, other_height, other in near:
            if abs(y - other_y) < (height + other_height) / 2:
                yield other, name
                if other_y == y:
                    break  # a pile on one spot is told by each with its neighbour
        near.append(box)


def _least_size(model: Model, name: str) -> tuple[float, float]:
    variable = model.variables[name]
    label = variable.short_label or variable.label
    return least_box(max((label.text(language) for language in model.languages), key=len))


def least_box(label: str) -> tuple[float, float]:
    """Reckon how large the box of a label is at least.

    Parameters
    ----------
    label
        What stands in it.

    Returns
    -------
    tuple of float
        Width and height, in drawing units.

    Examples
    --------
    >>> least_box("Trust")
    (84.0, 38.0)
    """
    long = len(label) * _LETTER
    width = max(min(long, 0.8 * _LINE_WIDTH) + _PAD_WIDTH, _LEAST_WIDTH)
    lines = min(ceil(long / _LINE_WIDTH), 6)
    return width, (lines - 1) * _LINE_HEIGHT + _PAD_HEIGHT + 12
