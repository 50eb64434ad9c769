"""Labels and places for formats that need one of its own for each element."""

from __future__ import annotations

from collections.abc import Callable

from digisys.exchange.texts import name_key
from digisys.schema import Model

__all__ = ["map_places", "unique_labels"]


def unique_labels(
    model: Model, language: str, key: Callable[[str], str] = name_key
) -> dict[str, str]:
    """Return a label for each variable that no other has.

    Parameters
    ----------
    model
        The model.
    language
        Of the labels.
    key
        What the format compares of a name.

    Returns
    -------
    dict
        By id. A second label of a kind gets a number; one without a letter is the id.
    """
    taken: set[str] = set()
    found = {}
    for name, variable in model.variables.items():
        label = variable.label.text(language)
        if not key(label):
            label = name
        unique, number = label, 2
        while key(unique) in taken:
            unique, number = f"{label} ({number})", number + 1
        taken.add(key(unique))
        found[name] = unique
    return found


def map_places(model: Model) -> dict[str, tuple[int, int]]:
    """Take places from the layout, in whole units, or from a square grid."""
    stored = model.layout.variables if model.layout else {}
    width = max(int(len(model.variables) ** 0.5), 1)
    found = {}
    for position, name in enumerate(model.variables):
        row, column = divmod(position, width)
        found[name] = (150 + 240 * column, 150 + 200 * row)
        if name in stored:
            found[name] = (round(stored[name].x), round(stored[name].y))
    return found
