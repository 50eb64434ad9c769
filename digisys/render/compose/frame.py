"""What stands around the map: title, subtitle, legend, notes and source line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from digisys.answers.wording import view_text
from digisys.render.compose.view import Shown
from digisys.render.labels import ASCENT, LINE_HEIGHT, Weight, clean_text, is_rtl, text_width, wrap
from digisys.render.parts.boxes import SMALL, centred_lines
from digisys.render.parts.marks import (
    SIGN,
    arrow_parts,
    delay_bars,
    pill,
    sign_mark,
    tag_at,
    tag_size,
    turning_arrow,
)
from digisys.render.scene import (
    Arrow,
    Box,
    Caption,
    Circle,
    LegendItem,
    LoopBadge,
    Paint,
    Rect,
    Shape,
    TargetBadge,
    Text,
)
from digisys.render.style import HEAT_EDGES, Theme
from digisys.words import N_, say, say_count, say_number

__all__ = ["EDGE", "captions_above", "legend", "source_text"]

#: Room between the edge of the paper and what stands on it.
EDGE = 24.0
_TITLE, _SUBTITLE = 30.0, 18.0
_ROW, _GAP, _SAMPLE = 32.0, 26.0, 46.0


def stacked(
    key: str,
    text: str,
    at: tuple[float, float],
    width: float,
    size: float,
    weight: Weight,
    colour: str,
    *,
    lines: int = 3,
) -> tuple[Caption, float]:
    """Set a text in lines below a height; return it and where it ends."""
    left, top = at
    texts = []
    for number, line in enumerate(wrap(text, width, size, weight, lines=lines)):
        baseline = top + size * ASCENT + number * size * LINE_HEIGHT
        texts.append(
            Text(
                line,
                left,
                baseline,
                size,
                weight,
                "start",
                colour,
                text_width(line, size, weight),
                is_rtl(line),
            )
        )
    bottom = top + size * LINE_HEIGHT * len(texts) + 2
    return Caption(key, clean_text(text), tuple(texts)), bottom


def captions_above(
    title: str, subtitle: str, width: float, theme: Theme
) -> tuple[list[Caption], float]:
    """Set the title and the subtitle; return them and where the map may begin."""
    room = width - 2 * EDGE
    captions, bottom = [], EDGE - 4
    for key, text, size, weight, colour in (
        ("title", title, _TITLE, 600, theme.ink),
        ("subtitle", subtitle, _SUBTITLE, 400, theme.muted),
    ):
        if text:
            heavy: Weight = 600 if weight == 600 else 400
            caption, bottom = stacked(key, text, (EDGE, bottom), room, size, heavy, colour)
            captions.append(caption)
    return captions, bottom + 10


def source_text(shown: Shown, language: str) -> str:
    """Name the documents that a drawing rests on, and its view."""
    titles = [
        source.title.text(language)
        for source in shown.model.sources.values()
        if source.kind == "document" and source.parts
    ] or [
        source.title.text(language)
        for source in shown.model.sources.values()
        if source.kind == "document"
    ]
    parts = []
    if titles:
        parts.append(say("Source: {names}", language, names="; ".join(titles[:2])))
    view = view_text(shown.model, shown.view, language)
    if len(shown.links) == len(shown.view.links):
        parts.append(say("Links shown: {view}", language, view=view))
    else:
        count = say_count("{count} link", "{count} links", len(shown.links), language)
        parts.append(
            say("In the picture: {count}; whole view: {view}", language, count=count, view=view)
        )
    return ". ".join(parts) + "."


# --- legend ------------------------------------------------------------------------------

_Kind = Literal["positive", "negative", "unknown"]
SIGN_MARKS: dict[_Kind, Literal["+", "−", "?"]] = {
    "positive": "+",
    "negative": "−",
    "unknown": "?",
}
_MEANING = {
    "positive": N_("strengthens"),
    "negative": N_("weakens"),
    "unknown": N_("direction unknown"),
}


def _arrow_sample(
    x: float, y: float, polarity: _Kind, theme: Theme, *, dotted: bool = False, delay: bool = False
) -> list[Shape]:
    dash = theme.dashes.negative if polarity == "negative" else ()
    line = Paint(stroke=theme.ink, width=2.0, dash=theme.dashes.ambiguous if dotted else dash)
    points = [(x, y), (x + 15, y), (x + 31, y), (x + _SAMPLE, y)]
    path, head = arrow_parts(points, line, hollow=theme.paper if dotted else None)
    shapes: list[Shape] = [path, head]
    if delay:
        shapes += delay_bars((x + 18, y), (1, 0), theme.ink, 2.0)
    elif not dotted:
        mark = sign_mark(SIGN_MARKS[polarity], (x + 16, y), theme.ink, theme, dim=False)
        shapes += mark.shapes
    return shapes


def _badge_sample(x: float, y: float, theme: Theme) -> list[Shape]:
    fill = theme.plain.line
    plate, text = pill("1", x + 22, y, 11, Paint(fill, theme.box, 1.5), theme.on_strong)
    return [plate, text]


def _loop_sample(x: float, y: float, name: str, theme: Theme) -> list[Shape]:
    middle = (x + 14, y)
    disc = Circle(*middle, 13.0, Paint(theme.box))
    arc, head = turning_arrow(middle, 13.0, Paint(stroke=theme.loop, width=2.0), clockwise=True)
    return [disc, arc, head, *centred_lines([name], middle, SMALL, 600, theme.loop_text)]


def _tag_sample(x: float, y: float, word: str, fill: str, theme: Theme) -> list[Shape]:
    width, _ = tag_size(word)
    return list(tag_at(word, (x + width / 2, y), fill, theme.on_strong).shapes)


def _heat_sample(x: float, y: float, theme: Theme) -> list[Shape]:
    edge = Paint(stroke=theme.ink, width=0.8)
    return [
        Rect(x + 18 * n, y - 8, 18, 16, 0, Paint(fill, edge.stroke, edge.width))
        for n, fill in enumerate(theme.heat)
    ]


class _Row:
    """Sets legend items side by side and goes on below when a row is full."""

    def __init__(self, top: float, width: float, theme: Theme) -> None:
        self.x, self.y = EDGE, top + _ROW / 2
        self.width, self.theme = width, theme
        self.items: list[LegendItem] = []

    def start(self, sample: float, text: str) -> tuple[float, float]:
        """Find where an item goes."""
        need = sample + 9 + text_width(text, SMALL, 400)
        if self.x > EDGE and self.x + need > self.width - EDGE:
            self.x, self.y = EDGE, self.y + _ROW
        return self.x, self.y

    def add(self, key: str, text: str, sample: float, marks: Sequence[Shape]) -> None:
        """Set an item."""
        place = self.x + sample + 9
        room = self.width - EDGE - place
        (line, *_) = wrap(text, max(room, 40), SMALL, 400, lines=1)
        wide = text_width(line, SMALL, 400)
        baseline = self.y + SMALL * 0.36
        set_text = Text(
            line, place, baseline, SMALL, 400, "start", self.theme.ink, wide, is_rtl(line)
        )
        self.items.append(LegendItem(f"legend-{key}", clean_text(text), tuple(marks), set_text))
        self.x = place + wide + _GAP


def legend(
    shown: Shown,
    top: float,
    width: float,
    theme: Theme,
    language: str,
    drawn: tuple[Sequence[Arrow], Sequence[Box], Sequence[TargetBadge], Sequence[LoopBadge]],
) -> tuple[tuple[LegendItem, ...], float]:
    """Explain the marks that occur; return the legend and where it ends."""
    arrows, boxes, badges, loops = drawn
    changes = {arrow.change for arrow in arrows} | {box.change for box in boxes}
    row = _Row(top, width, theme)
    for polarity in ("positive", "negative", "unknown"):
        if any(arrow.polarity == polarity for arrow in arrows):
            text = say(_MEANING[polarity], language)
            x, y = row.start(_SAMPLE, text)
            row.add(polarity, text, _SAMPLE, _arrow_sample(x, y, polarity, theme))
    if any(arrow.certainty == "ambiguous" for arrow in arrows):
        text = say("ambiguous in the source", language)
        x, y = row.start(_SAMPLE, text)
        row.add("ambiguous", text, _SAMPLE, _arrow_sample(x, y, "positive", theme, dotted=True))
    if any(arrow.delay for arrow in arrows):
        text = say("acts with a delay", language)
        x, y = row.start(_SAMPLE, text)
        row.add("delay", text, _SAMPLE, _arrow_sample(x, y, "positive", theme, delay=True))
    if badges:
        text = say("policy target and its number", language)
        x, y = row.start(22, text)
        row.add("target", text, 22, _badge_sample(x, y, theme))
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
    for change, word, colour in (
        ("added", N_("new"), theme.added),
        ("removed", N_("removed"), theme.removed),
        ("changed", N_("changed"), theme.changed),
    ):
        if change in changes:
            shown_word, text = say(word, language), say("compared with the other version", language)
            x, y = row.start(tag_size(shown_word)[0], text)
            marks = _tag_sample(x, y, shown_word, colour, theme)
            row.add(change, text, tag_size(shown_word)[0], marks)
    order = list(shown.model.loops)
    for badge in sorted(loops, key=lambda badge: order.index(badge.loop)):
        text = shown.model.loops[badge.loop].label.text(language)
        x, y = row.start(30, text)
        row.add(f"loop-{badge.loop}", text, 30, _loop_sample(x, y, badge.loop, theme))
    if not row.items:
        return (), top
    return tuple(row.items), row.y + _ROW / 2 + max(0.0, SIGN - 10)
