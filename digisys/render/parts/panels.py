"""Panels of areas: their headings, and the room that those take in every language."""

from __future__ import annotations

from collections.abc import Iterable

from digisys.render.labels import ASCENT, DESCENT, LINE_HEIGHT, clean_text, is_rtl, text_width, wrap
from digisys.render.scene import (
    Paint,
    Panel,
    Rect,
    Rectangle,
    State,
    Text,
)
from digisys.render.style import AreaColours
from digisys.schema import Area

__all__ = ["HEADING", "PANEL_PAD", "heading_box", "heading_cut", "heading_width", "make_panel"]

#: Font size of headings.
HEADING = 21.0
#: Room between the edge of a panel and its boxes.
PANEL_PAD = 20.0
_LEFT, _TOP, _RIGHT = 28.0, 14.0, 14.0
#: A heading gets at most so many lines; a panel is not widened beyond this for it.
_LINES, _WIDEST = 3, 420.0


def _heading_lines(area: Area, width: float, language: str) -> tuple[str, ...]:
    return wrap(
        area.label.text(language), max(width - _LEFT - _RIGHT, 60), HEADING, 600, lines=_LINES
    )


def heading_box(area: Area, width: float, languages: Iterable[str]) -> Rectangle:
    """Return the rectangle of a heading within its panel, for the longest language."""
    wide = high = 0.0
    for language in languages:
        lines = _heading_lines(area, width, language)
        wide = max(wide, *(text_width(line, HEADING, 600) for line in lines))
        high = max(high, HEADING * (ASCENT + DESCENT + LINE_HEIGHT * (len(lines) - 1)))
    return _LEFT - 12, _TOP - 2, _LEFT + wide + 4, _TOP + high


def heading_width(area: Area, languages: Iterable[str]) -> float:
    """Return the least width of a panel whose heading is whole in every language.

    A heading of unreasonable length is cut all the same.
    """
    return max(_whole_width(area.label.text(language)) for language in languages)


def _whole_width(text: str) -> float:
    words = clean_text(text).split() or [""]
    longest = max(text_width(word, HEADING, 600) for word in words) + 1
    least = max(longest, text_width(clean_text(text), HEADING, 600) / _LINES)
    room = min(least, _WIDEST)
    while room < _WIDEST and len(wrap(text, room, HEADING, 600)) > _LINES:
        room += 10
    return room + _LEFT + _RIGHT


def heading_cut(area: Area, width: float, language: str) -> bool:
    """Tell whether a heading is cut, as it needs more lines than a panel of a width has."""
    room = max(width - _LEFT - _RIGHT, 60)
    return len(wrap(area.label.text(language), room, HEADING, 600)) > _LINES


def make_panel(
    key: str, area: Area, box: Rectangle, language: str, colours: AreaColours, state: State
) -> Panel:
    """Make the panel of an area."""
    left, top, right, bottom = box
    lines = _heading_lines(area, right - left, language)
    baseline = top + _TOP + HEADING * ASCENT
    heading = tuple(
        Text(
            line,
            left + _LEFT,
            baseline + number * HEADING * LINE_HEIGHT,
            HEADING,
            600,
            "start",
            colours.heading,
            text_width(line, HEADING, 600),
            is_rtl(line),
        )
        for number, line in enumerate(lines)
    )
    high = HEADING * (ASCENT + DESCENT + LINE_HEIGHT * (len(lines) - 1)) - 4
    bar = Rect(left + _LEFT - 12, top + _TOP + 2, 4.0, high, 2.0, Paint(colours.line))
    plate = Rect(
        left, top, right - left, bottom - top, 16.0, Paint(colours.panel, colours.edge, 1.2)
    )
    return Panel(f"area-{key}", key, area.label.text(language), plate, bar, heading, state)
