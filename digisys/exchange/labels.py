"""Labels for formats that know an element by its name alone."""

from __future__ import annotations

from collections.abc import Callable

from digisys.exchange.texts import name_key
from digisys.schema import Model

__all__ = ["unique_labels"]


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
