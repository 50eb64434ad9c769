"""A scene as one matplotlib artist, whose lines and letters keep their proportions.

matplotlib measures lines and letters in points of the page, a scene measures everything
in its own units. The artist finds the scale anew whenever it is drawn, so that a figure
may be resized, zoomed or saved at any resolution.

This module is imported only when a figure is wanted, as matplotlib is slow to load.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.text import Text as Letters
from matplotlib.transforms import Bbox

from digisys.render.letters import runs
from digisys.render.scene import Circle, Path, Poly, Rect, Scene, Text

__all__ = ["SceneArtist", "drawing_rules"]

#: Distance of a control point for a quarter circle, as a share of the radius.
_ARC = 0.5522847498
_ALIGNMENT: dict[str, Literal["left", "center", "right"]] = {
    "start": "left",
    "middle": "center",
    "end": "right",
}
#: Share of a line's width that lies left of its point.
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


@contextmanager
def drawing_rules() -> Iterator[None]:
    """Draw by the settings that a scene needs, whatever the user's own are.

    A letter that no installed font has is drawn as a box, without matplotlib's warning for each:
    whoever saves the file names them all. How a PDF
    embeds fonts is not set here: a file that is the user's own ends outside these rules,
    and letters written by one rule and embedded by another cannot be read.
    """
    rules = mpl.rc_context(
        {
            "lines.scale_dashes": True,
            "path.simplify": False,
            "path.sketch": None,
            "path.effects": [],
            "savefig.bbox": None,
            "savefig.facecolor": "auto",
            "savefig.transparent": False,
            "text.antialiased": True,
            "text.hinting": "none",
            "text.usetex": False,
        }
    )
    with rules, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


@dataclass(frozen=True, slots=True)
class _Part:
    """A matplotlib artist, its size in scene units, and where it stands."""

    artist: PathPatch | Letters
    size: float
    box: tuple[float, float, float, float]


class SceneArtist(Artist):
    """Draws a scene into axes.

    Parameters
    ----------
    scene
        The scene.
    """

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self.scene = scene
        self._parts = [
            part
            for element in scene.elements
            for shape in element.shapes
            for part in (_letters(shape) if isinstance(shape, Text) else (_patch(shape),))
        ]

    def _in_place(self, axes: Axes) -> Iterator[_Part]:
        """Yield the parts that the axes show, sized to their present scale."""
        x0, x1 = sorted(axes.get_xlim())
        y0, y1 = sorted(axes.get_ylim())
        figure = axes.figure
        points = _points_per_unit(axes)
        transform = axes.transData
        for part in self._parts:
            left, top, right, bottom = part.box
            if right < x0 or left > x1 or bottom < y0 or top > y1:
                continue
            artist = part.artist
            artist.set_transform(transform)
            artist.set_clip_box(axes.bbox)
            if isinstance(artist, Letters):
                artist.set_fontsize(part.size * points)
            else:
                artist.set_linewidth(part.size * points)
            if artist.get_figure() is None:
                artist.set_figure(figure)
            yield part

    def draw(self, renderer: RendererBase) -> None:
        """Draw what the axes show of the scene."""
        axes = self.axes
        if not self.get_visible() or not isinstance(axes, Axes):
            return
        renderer.open_group("digisys-scene", gid=self.get_gid())
        with drawing_rules():
            for part in self._in_place(axes):
                part.artist.draw(renderer)
        renderer.close_group("digisys-scene")
        self.stale = False

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:  # noqa: ARG002
        """Return the place of the scene on the canvas, for tight bounding boxes."""
        if self.axes is None:
            return Bbox.unit()
        corners = [(0.0, 0.0), (self.scene.width, self.scene.height)]
        return Bbox(self.axes.transData.transform(corners))


def _points_per_unit(axes: Axes) -> float:
    (x0, _), (x1, _) = axes.transData.transform([(0.0, 0.0), (1.0, 0.0)])
    return float(abs(x1 - x0)) * 72.0 / axes.figure.dpi


def _patch(shape: Rect | Circle | Path | Poly) -> _Part:
    outline = _outline(shape)
    paint = shape.paint
    stroked = paint.stroke is not None and paint.width > 0
    width = paint.width if stroked else 0.0
    patch = PathPatch(
        outline,
        facecolor=paint.fill or "none",
        edgecolor=paint.stroke if stroked else "none",
        linewidth=width,
        fill=paint.fill is not None,
        capstyle="round",
        joinstyle="round",
        antialiased=True,
        snap=False,
    )
    if stroked and paint.dash:
        with drawing_rules():
            # Dashes are counted in line widths, so that they keep their proportion.
            patch.set_linestyle((0, tuple(length / width for length in paint.dash)))
    # The hull of the control points holds the curve, and is quick to find.
    points = np.asarray(outline.vertices)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    pad = width / 2 + 1
    return _Part(patch, width, (x0 - pad, y0 - pad, x1 + pad, y1 + pad))


def _outline(shape: Rect | Circle | Path | Poly) -> Outline:
    match shape:
        case Rect():
            return _rectangle(shape)
        case Circle():
            return Outline.circle((shape.x, shape.y), shape.radius)
        case Path():
            points, codes = [shape.start], [Outline.MOVETO]
            for piece in shape.curves:
                points += [piece.control1, piece.control2, piece.end]
                codes += [Outline.CURVE4] * 3
            return Outline(points, codes)
        case Poly():
            points = [*shape.points, shape.points[0]] if shape.closed else list(shape.points)
            return Outline(points, closed=shape.closed)


def _rectangle(shape: Rect) -> Outline:
    x0, y0, x1, y1 = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    r = min(shape.radius, shape.width / 2, shape.height / 2)
    if r <= 0:
        return Outline([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], closed=True)
    a = r * (1 - _ARC)
    points = [
        (x0 + r, y0), (x1 - r, y0), (x1 - a, y0), (x1, y0 + a), (x1, y0 + r),
        (x1, y1 - r), (x1, y1 - a), (x1 - a, y1), (x1 - r, y1),
        (x0 + r, y1), (x0 + a, y1), (x0, y1 - a), (x0, y1 - r),
        (x0, y0 + r), (x0, y0 + a), (x0 + a, y0), (x0 + r, y0), (x0 + r, y0),
    ]  # fmt: skip
    corner = [Outline.LINETO, *[Outline.CURVE4] * 3]
    codes = [Outline.MOVETO, *corner * 4, Outline.CLOSEPOLY]
    return Outline(points, codes)


def _letters(text: Text) -> Iterator[_Part]:
    """Make the artists of a line: one, or one for each part that another font draws."""
    parts, width = runs(text)
    first = text.x - _SHIFT[text.anchor] * width
    for run in parts:
        whole = len(parts) == 1
        letters = Letters(
            text.x if whole else first + run.left,
            text.y,
            run.words,
            color=text.colour,
            horizontalalignment=_ALIGNMENT[text.anchor if whole else "start"],
            verticalalignment="baseline",
            fontproperties=FontProperties(fname=run.path),
            usetex=False,
            parse_math=False,
        )
        left = text.x - _SHIFT[text.anchor] * text.width - text.size
        box = (
            left, text.y - 1.5 * text.size, left + text.width + 2 * text.size, text.y + text.size
        )  # fmt: skip
        yield _Part(letters, run.size, box)
