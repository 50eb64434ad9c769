"""Sheets of paper: how large they are and how a scene is placed on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from digisys.errors import DrawingError
from digisys.render.scene import Scene
from digisys.words import Message

__all__ = ["PAPERS", "Sheet", "Tile", "fit", "natural", "paper_name", "sheet_size", "tiles"]

#: Paper sizes in millimetres, lying. ``slide`` is a 16:9 slide of the usual programs.
PAPERS = {
    "A0": (1189.0, 841.0),
    "A1": (841.0, 594.0),
    "A2": (594.0, 420.0),
    "A3": (420.0, 297.0),
    "A4": (297.0, 210.0),
    "slide": (338.67, 190.5),
}

MM_PER_UNIT = 25.4 / 96
#: Margin around the scene, as a share of the sheet's shorter side.
_MARGIN = 0.025
#: Margin of a tile that office printers leave white, and what neighbours share (mm).
_TILE_MARGIN = 12.0
_OVERLAP = 10.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, and the part of the scene's plane that it shows from edge to edge.

    Attributes
    ----------
    width, height
        Size in millimetres.
    view
        x, y, width and height in scene units, in the proportions of the sheet.
    """

    width: float
    height: float
    view: tuple[float, float, float, float]

    @property
    def mm_per_unit(self) -> float:
        """Millimetres on paper for one scene unit."""
        return self.width / self.view[2]


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the A4 sheets that are glued together to a large one.

    Attributes
    ----------
    row, column
        Its place, counted from 1.
    width, height
        Size of the sheet in millimetres.
    margin
        White edge on each side, in millimetres.
    overlap
        Width of the strip that neighbours share, in millimetres.
    view
        What of the scene's plane it shows inside the margins.
    """

    row: int
    column: int
    width: float
    height: float
    margin: float
    overlap: float
    view: tuple[float, float, float, float]


def paper_name(paper: str) -> str:
    """Return the proper name of a paper size.

    Raises
    ------
    DrawingError
        If there is no such size.

    Examples
    --------
    >>> paper_name("a3")
    'A3'
    """
    for name in PAPERS:
        if name.casefold() == paper.strip().casefold():
            return name
    raise DrawingError(
        Message("There is no paper size “{name}”.", {"name": paper}),
        Message("Choose one of: {names}.", {"names": ", ".join(PAPERS)}),
    )


def natural(scene: Scene) -> Sheet:
    """Return a sheet of the scene's own size, one unit a CSS pixel."""
    view = (0.0, 0.0, scene.width, scene.height)
    return Sheet(scene.width * MM_PER_UNIT, scene.height * MM_PER_UNIT, view)


def fit(scene: Scene, paper: str) -> Sheet:
    """Place a scene in the middle of a sheet, as large as fits within its margin.

    The sheet lies or stands, whichever suits the scene; a slide always lies.

    Parameters
    ----------
    scene
        The scene.
    paper
        Name of the size; one of :data:`PAPERS`.

    Returns
    -------
    Sheet
        The sheet.

    Raises
    ------
    DrawingError
        If there is no such size.

    Examples
    --------
    >>> scene = Scene(400, 300, "#ffffff", "en", "screen", "", "")
    >>> sheet = fit(scene, "A4")
    >>> sheet.width, sheet.height, round(sheet.mm_per_unit, 3)
    (297.0, 210.0, 0.665)
    """
    width, height, margin = sheet_size(paper, scene.width, scene.height)
    scale = min((width - 2 * margin) / scene.width, (height - 2 * margin) / scene.height)
    across, down = width / scale, height / scale
    view = ((scene.width - across) / 2, (scene.height - down) / 2, across, down)
    return Sheet(width, height, view)


def sheet_size(paper: str, across: float, down: float) -> tuple[float, float, float]:
    """Return width, height and margin in millimetres of the sheet that suits a picture's sides.

    Examples
    --------
    >>> sheet_size("A4", 300, 400)
    (210.0, 297.0, 5.25)
    """
    name = paper_name(paper)
    width, height = PAPERS[name]
    if name != "slide" and down > across:
        width, height = height, width
    return width, height, _MARGIN * min(width, height)


def tiles(scene: Scene, sheet: Sheet) -> tuple[Tile, ...]:
    """Divide a scene, at the size that it has on a sheet, into A4 sheets that overlap.

    Lying or standing A4 is taken, whichever needs fewer; what is left over is shared
    by all edges. The margin of the sheet is not divided.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet that tells the size.

    Returns
    -------
    tuple of Tile
        At least one, row by row.

    Examples
    --------
    >>> scene = Scene(1400, 1000, "#ffffff", "en", "screen", "", "")
    >>> len(tiles(scene, fit(scene, "A2")))
    8
    """
    unit = sheet.mm_per_unit
    lying = PAPERS["A4"]
    best = min((lying, lying[::-1]), key=lambda size: math.prod(_grid(scene, unit, *size)))
    columns, rows = _grid(scene, unit, *best)
    width, height = best[0] - 2 * _TILE_MARGIN, best[1] - 2 * _TILE_MARGIN
    step_x, step_y = (width - _OVERLAP) / unit, (height - _OVERLAP) / unit
    left = (scene.width - (step_x * columns + _OVERLAP / unit)) / 2
    top = (scene.height - (step_y * rows + _OVERLAP / unit)) / 2
    return tuple(
        Tile(
            row + 1,
            column + 1,
            *best,
            _TILE_MARGIN,
            _OVERLAP,
            (left + column * step_x, top + row * step_y, width / unit, height / unit),
        )
        for row in range(rows)
        for column in range(columns)
    )


def _grid(scene: Scene, unit: float, width: float, height: float) -> tuple[int, int]:
    """Count the columns and rows of A4 sheets that a scene needs."""
    step_x = width - 2 * _TILE_MARGIN - _OVERLAP
    step_y = height - 2 * _TILE_MARGIN - _OVERLAP
    columns = max(1, math.ceil((scene.width * unit - _OVERLAP) / step_x))
    rows = max(1, math.ceil((scene.height * unit - _OVERLAP) / step_y))
    return columns, rows
