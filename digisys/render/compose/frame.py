"""What stands around the map: title, subtitle, notes and source line."""

from __future__ import annotations

from digisys.answers.wording import view_text
from digisys.render.compose.view import Shown
from digisys.render.labels import ASCENT, LINE_HEIGHT, Weight, clean_text, is_rtl, text_width, wrap
from digisys.render.scene import Caption, Text
from digisys.render.style import Theme
from digisys.words import say, say_count

__all__ = ["EDGE", "captions_above", "source_text", "stacked"]

#: Room between the edge of the paper and what stands on it.
EDGE = 24.0
_TITLE, _SUBTITLE = 30.0, 18.0
_CLOSE = (25.0, 16.0)


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
    even: bool = True,
) -> tuple[Caption, float]:
    """Set a text in lines below a height, even or full ones; return it and where it ends."""
    left, top = at
    texts = []
    for number, line in enumerate(wrap(text, width, size, weight, lines=lines, even=even)):
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
    title: str, subtitle: str, width: float, theme: Theme, *, close: bool = False
) -> tuple[list[Caption], float]:
    """Set the title and the subtitle; return them and where the map may begin.

    They are smaller where room is scarce, as on a slide.
    """
    room = width - 2 * EDGE
    captions, bottom = [], EDGE - 4
    for key, text, size, weight, colour in (
        ("title", title, _CLOSE[0] if close else _TITLE, 600, theme.ink),
        ("subtitle", subtitle, _CLOSE[1] if close else _SUBTITLE, 400, theme.muted),
    ):
        if text:
            heavy: Weight = 600 if weight == 600 else 400
            caption, bottom = stacked(
                key, text, (EDGE, bottom), room, size, heavy, colour, even=key == "title"
            )
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
