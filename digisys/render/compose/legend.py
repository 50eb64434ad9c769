"""The legend: every mark that occurs in a drawing, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from digisys.graph.directions import directions_of
from digisys.render.compose.brush import Brush
from digisys.render.compose.elements import Parts
from digisys.render.compose.frame import EDGE
from digisys.render.compose.variables import MARK_WORDS
from digisys.render.labels import clean_text, is_rtl, text_width, wrap
from digisys.render.parts.boxes import centred_lines
from digisys.render.parts.known import KNOWN, known_mark
from digisys.render.parts.marks import (
    SIGN,
    SIGN_MARKS,
    arrow_parts,
    delay_bars,
    pill,
    sign_mark,
    tag_at,
    tag_size,
    turning_arrow,
)
from digisys.render.scene import Circle, LegendItem, Paint, Rect, Shape, Text
from digisys.render.style import HEAT_EDGES, Theme
from digisys.words import N_, say, say_number

__all__ = ["legend"]

_ROW, _GAP, _SAMPLE = 32.0, 26.0, 46.0

_Kind = Literal["positive", "negative", "unknown"]
_MEANING = {
    "positive": N_("strengthens"),
    "negative": N_("weakens"),
    "unknown": N_("direction unknown"),
}


def _line_sample(
    at: tuple[float, float],
    theme: Theme,
    dash: tuple[float, ...] = (),
    *,
    hollow: bool = False,
    barbed: bool = False,
) -> list[Shape]:
    x, y = at
    points = [(x, y), (x + 15, y), (x + 31, y), (x + _SAMPLE, y)]
    return [
        *arrow_parts(
            points,
            Paint(stroke=theme.ink, width=2.0, dash=dash),
            hollow=theme.paper if hollow else None,
            barbed=barbed,
        )
    ]


def _sign_sample(at: tuple[float, float], polarity: _Kind, brush: Brush) -> list[Shape]:
    theme = brush.theme
    line = _line_sample(at, theme, theme.dashes.negative if polarity == "negative" else ())
    middle = (at[0] + 16, at[1])
    mark = sign_mark(SIGN_MARKS[polarity], middle, theme.ink, theme, dim=False, size=brush.small)
    return [*line, *(mark.shapes if brush.signed else ())]


def _delay_sample(at: tuple[float, float], theme: Theme, *, known: bool) -> list[Shape]:
    bars = delay_bars((at[0] + 18, at[1]), (1, 0), theme.ink, 2.0, known=known)
    return [*_line_sample(at, theme), *bars]


def _badge_sample(x: float, y: float, theme: Theme, size: float) -> list[Shape]:
    fill = theme.plain.line
    plate, text = pill("1", x + 22, y, 11, Paint(fill, theme.box, 1.5), theme.on_strong, size)
    return [plate, text]


def _loop_sample(x: float, y: float, name: str, theme: Theme, size: float) -> list[Shape]:
    radius = _loop_radius(name, size)
    middle = (x + radius + 1, y)
    disc = Circle(*middle, radius, Paint(theme.box))
    arc, head = turning_arrow(middle, radius, Paint(stroke=theme.loop, width=2.0), clockwise=True)
    return [disc, arc, head, *centred_lines([name], middle, size, 600, theme.loop_text)]


def _loop_radius(name: str, size: float) -> float:
    """Return how large the ring of a loop is, so that its arrow leaves the name free."""
    return max(13.0, text_width(name, size, 600) / 2 + 5.5)


def _tag_sample(x: float, y: float, word: str, fill: str, theme: Theme, size: float) -> list[Shape]:
    width, _ = tag_size(word, size)
    return list(tag_at(word, (x + width / 2, y), fill, theme.on_strong, size).shapes)


def _heat_sample(x: float, y: float, theme: Theme) -> list[Shape]:
    edge = Paint(stroke=theme.ink, width=0.8)
    return [
        Rect(x + 18 * n, y - 8, 18, 16, 0, Paint(fill, edge.stroke, edge.width))
        for n, fill in enumerate(theme.heat)
    ]


class _Row:
    """Sets legend items side by side and goes on below when a row is full."""

    def __init__(self, top: float, width: float, theme: Theme, size: float) -> None:
        self.x, self.y = EDGE, top + _ROW / 2
        self.width, self.theme, self.size = width, theme, size
        self.items: list[LegendItem] = []

    def start(self, sample: float, text: str) -> tuple[float, float]:
        """Find where an item goes."""
        need = sample + 9 + text_width(text, self.size, 400)
        if self.x > EDGE and self.x + need > self.width - EDGE:
            self.x, self.y = EDGE, self.y + _ROW
        return self.x, self.y

    def add(self, key: str, text: str, sample: float, marks: Sequence[Shape]) -> None:
        """Set an item."""
        place = self.x + sample + 9
        room = self.width - EDGE - place
        (line, *_) = wrap(text, max(room, 40), self.size, 400, lines=1)
        wide = text_width(line, self.size, 400)
        baseline = self.y + self.size * 0.36
        set_text = Text(
            line, place, baseline, self.size, 400, "start", self.theme.ink, wide, is_rtl(line)
        )
        self.items.append(LegendItem(f"legend-{key}", clean_text(text), tuple(marks), set_text))
        self.x = place + wide + _GAP


def legend(
    brush: Brush, top: float, width: float, drawn: Parts
) -> tuple[tuple[LegendItem, ...], float]:
    """Explain the marks that occur; return the legend and where it ends."""
    shown, theme, language = brush.shown, brush.theme, brush.language
    arrows, boxes, badges, loops = drawn.arrows, drawn.boxes, drawn.badges, drawn.loops
    changes = {arrow.change for arrow in arrows} | {box.change for box in boxes}
    size = brush.small
    row = _Row(top, width, theme, size)
    _explain_links(brush, row)
    if badges:
        text = say("policy target and its number", language)
        x, y = row.start(22, text)
        row.add("target", text, 22, _badge_sample(x, y, theme, size))
    if any(box.heat is not None for box in boxes):
        small, middle, large = (say_number(edge, language, "g") for edge in HEAT_EDGES)
        text = say(
            "level: colours from ±{small}, ±{middle} and ±{large} on",
            language,
            small=small,
            middle=middle,
            large=large,
        )
        x, y = row.start(126, text)
        row.add("heat", text, 126, _heat_sample(x, y, theme))
    for kind in MARK_WORDS:
        if any(kind in brush.look.marks_of(box.variable) for box in boxes):
            text = say(MARK_WORDS[kind], language)
            x, y = row.start(2 * KNOWN, text)
            sample = known_mark(kind, (x + KNOWN, y), theme.ink, theme.box)
            row.add(f"mark-{kind}", text, 2 * KNOWN, sample)
    for change, word, colour in (
        ("added", N_("new"), theme.added),
        ("removed", N_("removed"), theme.removed),
        ("changed", N_("changed"), theme.changed),
    ):
        if change in changes:
            shown_word, text = say(word, language), say("compared with the other version", language)
            x, y = row.start(tag_size(shown_word, size)[0], text)
            marks = _tag_sample(x, y, shown_word, colour, theme, size)
            row.add(change, text, tag_size(shown_word, size)[0], marks)
    order = list(shown.model.loops)
    for badge in sorted(loops, key=lambda badge: order.index(badge.loop)):
        text = shown.model.loops[badge.loop].label.text(language)
        wide = 2 * _loop_radius(badge.loop, size) + 4
        x, y = row.start(wide, text)
        row.add(f"loop-{badge.loop}", text, wide, _loop_sample(x, y, badge.loop, theme, size))
    if not row.items:
        return (), top
    return tuple(row.items), row.y + _ROW / 2 + max(0.0, SIGN - 10)


def _explain_links(brush: Brush, row: _Row) -> None:
    """Explain signs and kinds of lines, those that occur."""
    theme, language, links = brush.theme, brush.language, brush.shown.links
    polarities = {link.polarity for link in links}
    for polarity in ("positive", "negative", "unknown"):
        if polarity in polarities:
            once = polarities == {"positive"} and not brush.signed
            text = say(N_("every arrow strengthens") if once else _MEANING[polarity], language)
            at = row.start(_SAMPLE, text)
            sample = _sign_sample(at, polarity, brush)
            row.add(polarity, text, _SAMPLE, sample)
    told = directions_of(links)
    if told.assumed:
        text = say(
            "the direction is our reading ({count} of {total})",
            language,
            count=len(told.assumed),
            total=told.links,
        )
        at = row.start(_SAMPLE, text)
        sample = _line_sample(at, theme, theme.dashes.assumed, barbed=True)
        row.add("assumed", text, _SAMPLE, sample)
    if any(link.certainty == "ambiguous" for link in links):
        text = say("ambiguous in the source", language)
        at = row.start(_SAMPLE, text)
        row.add("ambiguous", text, _SAMPLE, _line_sample(at, theme, theme.dashes.ambiguous,
                                                         hollow=True))  # fmt: skip
    for key, text, known in (
        ("delay", N_("acts with a delay"), True),
        ("delay-unknown", N_("acts with a delay of unknown length"), False),
    ):
        if any(link.lag > 0 and (link.delay is not True) == known for link in links):
            words = say(text, language)
            at = row.start(_SAMPLE, words)
            row.add(key, words, _SAMPLE, _delay_sample(at, theme, known=known))
