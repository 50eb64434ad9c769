"""Values that hold arrays and still compare, hash and print as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

__all__ = ["Content", "content_hash", "same_content"]

#: How long the text of one attribute may be.
_LONGEST = 80


class Content:
    """Base of frozen dataclasses that are equal when all that they hold is equal.

    The comparison that :func:`dataclasses.dataclass` writes fails on arrays, and its text
    prints them whole; this one compares them by shape, type and value (NaN equals NaN), and
    prints their shape. Declare such a class with ``eq=False, repr=False``.
    """

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return same_content(self, other)

    def __hash__(self) -> int:
        return content_hash(self)

    def __repr__(self) -> str:
        told = ", ".join(
            f"{item.name}={_short(getattr(self, item.name))}"
            for item in fields(self)  # type: ignore[arg-type]
            if item.repr
        )
        return f"{type(self).__name__}({told})"


def same_content(one: Any, other: Any) -> bool:  # noqa: PLR0911 - a kind of value a line
    """Tell whether two values hold the same, arrays and dataclasses within them included.

    Parameters
    ----------
    one, other
        Any values.

    Returns
    -------
    bool
        Whether they are of one type and equal throughout.

    Examples
    --------
    >>> import numpy as np
    >>> same_content((1, np.array([0.0, np.nan])), (1, np.array([0.0, np.nan])))
    True
    >>> same_content(np.zeros(2), np.zeros(2, dtype=int))
    False
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if _is_array(one):
        return bool(
            one.dtype == other.dtype
            and one.shape == other.shape
            and ((one == other) | ((one != one) & (other != other))).all()  # noqa: PLR0124
        )
    if isinstance(one, tuple | list):
        return len(one) == len(other) and all(map(same_content, one, other))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(
            same_content(value, other[key]) for key, value in one.items()
        )
    if is_dataclass(one):
        return all(
            same_content(getattr(one, item.name), getattr(other, item.name))
            for item in fields(one)
            if item.compare
        )
    return bool(one == other)


def content_hash(value: Any) -> int:  # noqa: PLR0911
    """Hash a value by its small parts, so that equal ones have equal hashes.

    Parameters
    ----------
    value
        Any value; of an array only the shape counts.

    Returns
    -------
    int
        The hash.
    """
    if _is_array(value):
        return hash(value.shape)
    if isinstance(value, tuple | list):
        return hash((type(value).__name__, *map(content_hash, value)))
    if isinstance(value, Mapping):
        return hash(frozenset((key, content_hash(item)) for key, item in value.items()))
    if is_dataclass(value):
        parts = (getattr(value, item.name) for item in fields(value) if item.compare)
        return hash((type(value).__name__, *map(content_hash, parts)))
    name = getattr(value, "id", None)
    if isinstance(name, str):  # a model: its id stands for it
        return hash((type(value).__name__, name))
    try:
        return hash(value)
    except TypeError:
        return hash(type(value).__name__)


def _is_array(value: Any) -> bool:
    return hasattr(value, "dtype") and hasattr(value, "shape")


def _short(value: Any) -> str:
    if _is_array(value):
        return f"<array {'x'.join(map(str, value.shape))}>"
    if isinstance(value, tuple | list | Mapping) and len(value) > 3:
        return f"<{len(value)} items>"
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
