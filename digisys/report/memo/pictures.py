"""Pictures of a memo, with their alternative texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digisys.render.backends.svg import svg
from digisys.render.description.result import Description
from digisys.render.drawing import Drawing
from digisys.render.paper import PAPERS, Sheet
from digisys.report.document.blocks import Figure, Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Chart

__all__ = ["alternative_text", "chart_figure", "map_figure"]

#: An alternative text ends at a whole sentence before so many characters: readers hear it at once.
_MOST = 900


def map_figure(drawing: Drawing, language: str) -> Figure:
    """Make a figure of a drawing that takes a lying A4 page, with its text twin.

    Parameters
    ----------
    drawing
        The drawing.
    language
        Language of its texts.

    Returns
    -------
    Figure
        The figure; without a caption, as the drawing has a title.
    """
    scene = drawing.scene
    width = PAPERS["A4"][0]
    whole = (0.0, 0.0, scene.width, scene.height)
    sheet = Sheet(width, width * scene.height / scene.width, whole)
    told = drawing.describe(language)
    picture = Picture(
        svg(scene, sheet=sheet, embed_font=False),
        svg(scene, sheet=sheet),
        sheet.width,
        sheet.height,
    )
    return Figure(picture, alternative_text(told), "", _lines(told))


def alternative_text(told: Description, most: int = _MOST) -> str:
    """Shorten a picture in words to what a reader of the screen hears at once.

    Parameters
    ----------
    told
        The picture in words.
    most
        Characters at most.

    Returns
    -------
    str
        Its title and summary, and as many of the sentences that follow as there is room for.
    """
    parts = [f"{told.title.rstrip('.')}.", *(told.summary.split("\n") if told.summary else ())]
    for _, section in told.walk():
        parts += section.items
    text = ""
    for part in parts:
        if text and len(text) + len(part) >= most:
            break
        text = f"{text} {part}".strip()
    return " ".join(text.split())


def _lines(told: Description) -> tuple[str, ...]:
    lines = []
    for _, section in told.walk():
        lines += [f"{section.heading}: {item}" for item in section.items]
    return tuple(lines)


def chart_figure(chart: Chart, alternative: str, caption: str, told: tuple[str, ...]) -> Figure:
    """Make a figure of a chart.

    Parameters
    ----------
    chart
        A figure of matplotlib.
    alternative, caption, told
        What it shows, in short; what stands below it; and in full.

    Returns
    -------
    Figure
        The figure.
    """
    from digisys.render.plots.figure_file import figure_bytes

    content, _ = figure_bytes(chart, "svg")
    width, height = (25.4 * float(side) for side in chart.get_size_inches())
    text = content.decode()
    picture = Picture(text, text, round(width, 2), round(height, 2), outlined=True)
    return Figure(picture, alternative, caption, told)
