"""Boxes of variables: how large they are in every language, and their elements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from digisys.graph.labels import short_label
from digisys.render.labels import (
    CAP_HEIGHT,
    LINE_HEIGHT,
    Weight,
    clean_text,
    is_rtl,
    text_width,
    wrap,
)
from digisys.render.scene import XY, Text
from digisys.schema import Model

__all__ = [
    "BADGE",
    "LABEL",
    "SMALL",
    "Label",
    "centred_lines",
    "fit_label",
    "model_sizes",
]

#: Font sizes of labels and of the smallest type, in scene units.
LABEL, SMALL = 16.0, 13.0
#: Radius of a target badge.
BADGE = 11.0
#: Room between text and outline.
_PAD_X, _PAD_Y = 13.0, 11.0
#: Width that lines of a label aim at, and that a single long word may reach.
_AIM, _MOST = 168.0, 208.0
_LEAST_WIDTH = 84.0
#: A label gets at most so many lines. One that needs more gets a wider box, up to this width of
#: its lines, and is cut after that; the full text stays in the accessible name.
_LINES, _WIDEST = 6, 328.0
#: No box holds more letters than this, so what comes after them is not looked at.
_LETTERS = 1_000


@dataclass(frozen=True, slots=True)
class Label:
    """A label broken into lines, the size of its box, and whether it is cut."""

    lines: tuple[str, ...]
    width: float
    height: float
    cut: bool = False


@lru_cache(maxsize=4096)
def fit_label(text: str) -> Label:
    """Break a label and size its box to it.

    Examples
    --------
    >>> fit_label("Luottamus yhteiskuntaan").lines
    ('Luottamus', 'yhteiskuntaan')
    """
    whole = clean_text(text)
    text = whole[:_LETTERS]
    words = text.replace("\u00ad", "").split() or [""]
    longest = max(text_width(word, LABEL, 600) for word in words)
    limit = max(_AIM, min(longest, _MOST))
    lines = wrap(text, limit, LABEL, 600)
    while len(lines) > _LINES and limit < _WIDEST:
        limit += 16.0
        lines = wrap(text, limit, LABEL, 600)
    cut = len(lines) > _LINES or len(text) < len(whole)
    if cut:
        lines = wrap(text, limit, LABEL, 600, lines=_LINES)
    widest = max(text_width(line, LABEL, 600) for line in lines)
    width = max(widest + 2 * _PAD_X, _LEAST_WIDTH)
    height = (len(lines) - 1) * LABEL * LINE_HEIGHT + LABEL * CAP_HEIGHT + 2 * _PAD_Y + 6
    return Label(lines, round(width), round(height), cut)


def model_sizes(model: Model, names: Iterable[str] | None = None) -> dict[str, tuple[float, float]]:
    """Size of each variable's box that holds its label in every language of the model.

    Of some variables only, when their ids are given.
    """
    sizes = {}
    for name in model.variables if names is None else names:
        labels = [fit_label(short_label(model, name, language)) for language in model.languages]
        sizes[name] = max(item.width for item in labels), max(item.height for item in labels)
    return sizes


def centred_lines(
    lines: Iterable[str], middle: XY, size: float, weight: Weight, colour: str
) -> tuple[Text, ...]:
    """Place lines around a point."""
    texts = tuple(lines)
    step = size * LINE_HEIGHT
    first = middle[1] + size * CAP_HEIGHT / 2 - step * (len(texts) - 1) / 2
    return tuple(
        Text(
            line,
            middle[0],
            first + number * step,
            size,
            weight,
            "middle",
            colour,
            text_width(line, size, weight),
            is_rtl(line),
        )
        for number, line in enumerate(texts)
    )
