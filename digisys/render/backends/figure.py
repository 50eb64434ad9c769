"""The scene through matplotlib: figures, axes, PNG and PDF, whole or as tiles.

This module is imported only when a figure is wanted, as matplotlib is slow to load.
"""

from __future__ import annotations

from io import BytesIO

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle

from digisys.errors import DrawingError
from digisys.render.backends.artist import SceneArtist, drawing_rules
from digisys.render.backends.pdf_language import with_language
from digisys.render.labels import FONTS
from digisys.render.paper import Sheet, Tile, natural, tiles
from digisys.render.scene import Scene
from digisys.words import Message, say

__all__ = ["draw_on", "figure", "pdf", "png", "tiled_pdf"]

#: A picture may have this many pixels; more would not fit into memory on a laptop.
_MOST_PIXELS = 200_000_000
_INCH = 25.4
#: Pixels along the longer side of a PNG unless the resolution is given.
_LONG_SIDE = 7020


def draw_on(scene: Scene, ax: Axes) -> Axes:
    """Draw a scene into axes; one data unit is one scene unit, y grows downward.

    Parameters
    ----------
    scene
        The scene.
    ax
        The axes. Their limits, aspect and background are set, their frame is hidden.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    ax.set_axis_off()
    ax.set_aspect("equal")
    _show(scene, ax, (0.0, 0.0, scene.width, scene.height))
    return ax


def _show(scene: Scene, ax: Axes, view: tuple[float, float, float, float]) -> None:
    x, y, width, height = view
    ax.set_xlim(x, x + width)
    ax.set_ylim(y + height, y)
    artist = SceneArtist(scene)
    artist.set_zorder(2)
    ax.add_artist(artist)


def figure(scene: Scene, sheet: Sheet | None = None) -> Figure:
    """Make a figure of a scene, apart from pyplot and its open figures.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet of paper; the scene's own size when absent.

    Returns
    -------
    matplotlib.figure.Figure
        The figure, with one axes from edge to edge.
    """
    sheet = sheet or natural(scene)
    with drawing_rules():
        made = Figure(
            figsize=(sheet.width / _INCH, sheet.height / _INCH), facecolor=scene.background
        )
        ax = made.add_axes((0.0, 0.0, 1.0, 1.0))
        ax.set_axis_off()
        _show(scene, ax, sheet.view)
    return made


def png(scene: Scene, sheet: Sheet | None = None, *, dpi: float | None = None) -> bytes:
    """Draw a scene as a PNG picture.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet of paper; the scene's own size when absent.
    dpi
        Pixels per inch. When absent, 192 for the scene's own size, else at most 300 and
        about 7,000 pixels along the longer side.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    DrawingError
        If the picture would have more than 200 million pixels or none at all.
    """
    if dpi is None:
        dpi = default_dpi(sheet)
    sheet = sheet or natural(scene)
    pixels = sheet.width * sheet.height * (dpi / _INCH) ** 2
    if not 1 <= pixels <= _MOST_PIXELS or max(sheet.width, sheet.height) * dpi / _INCH > 65_000:
        raise DrawingError(
            Message("A picture with {dpi} dots per inch is too large or too small.", {"dpi": dpi}),
            Message("Choose another resolution, such as 150, or save it as PDF or SVG."),
        )
    made = figure(scene, sheet)
    out = BytesIO()
    metadata = {"Software": None, "Title": scene.title, "Description": scene.description}
    with drawing_rules():
        canvas = FigureCanvasAgg(made)
        canvas.print_figure(out, format="png", dpi=dpi, metadata=metadata)
    return out.getvalue()


def default_dpi(sheet: Sheet | None) -> float:
    """Return the resolution of a PNG on a sheet, in pixels per inch."""
    if sheet is None:
        return 192.0
    return float(min(300, round(_LONG_SIDE * _INCH / max(sheet.width, sheet.height))))


def pdf(scene: Scene, sheet: Sheet | None = None) -> bytes:
    """Draw a scene as a PDF page with embedded fonts.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet of paper; the scene's own size when absent.

    Returns
    -------
    bytes
        The file; the same bytes for the same scene.
    """
    return _pages(scene, [figure(scene, sheet)])


def tiled_pdf(scene: Scene, sheet: Sheet) -> bytes:
    """Draw a large sheet as A4 pages to be glued together.

    The first page shows how they go together. Each of the others has marks where it is
    cut before its neighbours begin, its number and its place.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The large sheet.

    Returns
    -------
    bytes
        The file.
    """
    parts = tiles(scene, sheet)
    pages = [_plan(scene, parts)]
    pages += [_tile_page(scene, part, number, parts) for number, part in enumerate(parts, 1)]
    return _pages(scene, pages)


def _pages(scene: Scene, pages: list[Figure]) -> bytes:
    out = BytesIO()
    metadata = {
        "Title": scene.title,
        "Subject": scene.description,
        "Creator": "digisys",
        "Producer": "matplotlib",
        "CreationDate": None,
    }
    fonts = mpl.rc_context({"pdf.compression": 6, "pdf.fonttype": 42})
    with drawing_rules(), fonts, PdfPages(out, metadata=metadata) as book:
        for page in pages:
            book.savefig(page, facecolor=page.get_facecolor())
    return with_language(out.getvalue(), scene.language)


def _mm_axes(width: float, height: float, background: str) -> tuple[Figure, Axes]:
    """Make a page whose axes count millimetres from its top left corner."""
    page = Figure(figsize=(width / _INCH, height / _INCH), facecolor=background)
    ax = page.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    return page, ax


def _note(
    ax: Axes, x: float, y: float, words: str, *, size: float = 8.0, bold: bool = False
) -> None:
    name = "Inter-SemiBold.ttf" if bold else "Inter-Regular.ttf"
    ax.text(
        x, y, words, fontproperties=FontProperties(fname=str(FONTS / name), size=size),
        color="#000000", parse_math=False, usetex=False, verticalalignment="center",
    )  # fmt: skip


def _place_on(
    page: Figure, scene: Scene, box: tuple[float, float, float, float],
    view: tuple[float, float, float, float],
) -> Axes:  # fmt: skip
    """Show a part of the scene in a box of the page, given in millimetres from its top."""
    width, height = page.get_size_inches() * _INCH
    x, y, across, down = box
    ax = page.add_axes((x / width, 1 - (y + down) / height, across / width, down / height))
    ax.set_axis_off()
    ax.add_patch(Rectangle((0, 0), 1, 1, transform=ax.transAxes, color=scene.background, zorder=0))
    _show(scene, ax, view)
    return ax


def _tile_page(scene: Scene, tile: Tile, number: int, all_tiles: tuple[Tile, ...]) -> Figure:
    language = scene.language
    rows, columns = all_tiles[-1].row, all_tiles[-1].column
    page, ax = _mm_axes(tile.width, tile.height, "#ffffff")
    edge = tile.margin
    inner = (edge, edge, tile.width - 2 * edge, tile.height - 2 * edge)
    _place_on(page, scene, inner, tile.view)
    for (x0, y0), (x1, y1) in _cut_marks(tile, rows, columns):
        ax.plot([x0, x1], [y0, y1], color="#000000", linewidth=0.6, linestyle="-", marker="")
    place = say(
        "page {number} of {count} – row {row}, column {column}",
        language,
        number=number,
        count=len(all_tiles),
        row=tile.row,
        column=tile.column,
    )
    _note(ax, edge + 8, tile.height - edge / 2, f"{place} – {_short(scene.title)}")
    return page


def _short(title: str) -> str:
    flat = " ".join(title.split())
    return flat if len(flat) <= 70 else flat[:69] + "…"


def _cut_marks(
    tile: Tile, rows: int, columns: int
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Return short lines in the margins where a page is cut before its neighbours."""
    near, far = 3.0, tile.margin - 2.0
    lines = []
    if tile.column < columns:
        x = tile.width - tile.margin - tile.overlap
        lines += [((x, near), (x, far)), ((x, tile.height - far), (x, tile.height - near))]
    if tile.row < rows:
        y = tile.height - tile.margin - tile.overlap
        lines += [((near, y), (far, y)), ((tile.width - far, y), (tile.width - near, y))]
    return lines


def _plan(scene: Scene, parts: tuple[Tile, ...]) -> Figure:
    """Draw the first page: the whole in small, with the numbers of the pages on it."""
    language = scene.language
    first = parts[0]
    page, ax = _mm_axes(first.width, first.height, "#ffffff")
    edge = first.margin
    _note(ax, edge, edge + 3, _short(scene.title), size=14, bold=True)
    steps = (
        say("Print every page at 100%, not fitted to the page.", language),
        say("Cut every page along the marks at its right and lower edge.", language),
        say("Glue each page onto the white edge of the next one, row by row.", language),
    )
    for number, step in enumerate(steps, 1):
        _note(ax, edge, edge + 8 + 6 * number, f"{number}. {step}", size=10)
    x, y = min(p.view[0] for p in parts), min(p.view[1] for p in parts)
    across = max(p.view[0] + p.view[2] for p in parts) - x
    down = max(p.view[1] + p.view[3] for p in parts) - y
    room = (first.width - 2 * edge, first.height - 2 * edge - 34)
    scale = min(room[0] / across, room[1] / down)
    box = (edge, edge + 34, across * scale, down * scale)
    plan = _place_on(page, scene, box, (x, y, across, down))
    for number, part in enumerate(parts, 1):
        corner = (part.view[0], part.view[1])
        plan.add_patch(
            Rectangle(
                corner, part.view[2], part.view[3], fill=False, edgecolor="#000000",
                linewidth=0.7, zorder=4,
                clip_on=False,
            )
        )  # fmt: skip
        plan.text(
            corner[0] + part.view[2] / 2,
            corner[1] + part.view[3] / 2,
            str(number),
            fontproperties=FontProperties(fname=str(FONTS / "Inter-SemiBold.ttf"), size=15),
            color="#000000",
            ha="center",
            va="center",
            zorder=5,
            bbox={"boxstyle": "circle,pad=0.25", "facecolor": "#ffffff", "edgecolor": "#000000"},
        )
    return page
