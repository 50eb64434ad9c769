"""Themes: colours, line widths and dash patterns of a drawing.

Meaning never rests on colour alone: signs are marked, uncertain links are dotted with a
hollow head, links whose direction is a reading have long dashes and a barbed head, what a
highlight leaves out is thinner as well as paler, and differences between two models carry a
word. Colours are solid, never transparent, so that every contrast can be computed from the
values here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from digisys.answers.size import LARGE, SEEN
from digisys.errors import UnknownNameError
from digisys.words import Message

__all__ = [
    "HEAT_EDGES",
    "THEMES",
    "AreaColours",
    "Dashes",
    "Theme",
    "Widths",
    "get_theme",
]

#: Levels, up and down, from which on each next colour of heat is used: below the first, an
#: effect is too small to see. One scale for every picture and page, so that they compare.
HEAT_EDGES = (SEEN, LARGE, 0.3)


@dataclass(frozen=True)
class AreaColours:
    """Colours of one area.

    Attributes
    ----------
    panel
        Fill of the panel.
    edge
        Outline of the panel; it only decorates.
    line
        Links that start in the area, outlines of its boxes, its bar and badges.
    heading
        Heading of the panel.
    strong
        Fill of a box that the question starts from; its text is :attr:`Theme.on_strong`.
    """

    panel: str
    edge: str
    line: str
    heading: str
    strong: str


@dataclass(frozen=True)
class Widths:
    """Line widths in scene units."""

    box: float = 1.5
    box_high: float = 3.0
    box_dim: float = 1.0
    link: float = 1.6
    link_loop: float = 2.8
    link_high: float = 3.4
    link_dim: float = 1.0
    mark: float = 1.5


@dataclass(frozen=True)
class Dashes:
    """Dash patterns in scene units.

    Attributes
    ----------
    negative
        Links that weaken.
    assumed, assumed_negative
        Links whose direction is a reading of the source.
    ambiguous, ambiguous_negative
        Links that the source can be read without.
    removed
        What is gone in a comparison.
    """

    negative: tuple[float, ...] = (9.0, 5.0)
    assumed: tuple[float, ...] = (20.0, 7.0)
    assumed_negative: tuple[float, ...] = (20.0, 7.0, 4.0, 7.0)
    ambiguous: tuple[float, ...] = (1.0, 5.5)
    ambiguous_negative: tuple[float, ...] = (9.0, 5.0, 1.0, 5.0)
    removed: tuple[float, ...] = (4.0, 4.0)


@dataclass(frozen=True)
class Theme:
    """Every colour and width of a drawing.

    Attributes
    ----------
    name
        ``screen``, ``print``, ``high_contrast`` or ``black_white``.
    paper
        Background.
    ink, muted
        Title and legend; source line and notes.
    areas
        Colours of the areas, in the order of the model, from the start again when used up.
    plain
        Colours where there is no area.
    dim
        Colours of everything that a highlight leaves out.
    box, text, dim_text
        Fill of boxes, and their text when normal and when dimmed.
    on_strong
        Text and marks on dark fills.
    negative
        Fill of the disc of a minus sign.
    loop, loop_text
        Outline and text of loop badges.
    added, removed, changed
        Plates of the words that mark differences; their text is :attr:`on_strong`.
    heat
        Fills from the lowest level (-1) over the reference (0) to the highest (+1).
    heat_text
        Text on each of them.
    widths, dashes
        Lines.
    """

    name: str
    paper: str
    ink: str
    muted: str
    areas: tuple[AreaColours, ...]
    plain: AreaColours
    dim: AreaColours
    box: str
    text: str
    dim_text: str
    on_strong: str
    negative: str
    loop: str
    loop_text: str
    added: str
    removed: str
    changed: str
    heat: tuple[str, ...]
    heat_text: tuple[str, ...]
    widths: Widths = Widths()
    dashes: Dashes = Dashes()

    def area(self, number: int | None) -> AreaColours:
        """Return the colours of the area at a position in the model (None: no area)."""
        return self.plain if number is None else self.areas[number % len(self.areas)]

    def heat_step(self, level: float) -> int:
        """Return which of the heat colours shows a level, on the one scale of all pictures."""
        passed = sum(abs(level) >= edge for edge in HEAT_EDGES)
        return len(HEAT_EDGES) + (passed if level > 0 else -passed)


def _area(panel: str, edge: str, line: str, heading: str | None = None) -> AreaColours:
    return AreaColours(panel, edge, line, heading or line, line)


_SCREEN = Theme(
    name="screen",
    paper="#ffffff",
    ink="#16202e",
    muted="#4a5563",
    areas=(
        _area("#eaf1fb", "#c9dbf3", "#1a56a4"),
        _area("#f0ecfa", "#d9cff0", "#5a3c9e"),
        _area("#fcf0e3", "#f1d8b9", "#8a4600"),
        _area("#e5f4f0", "#bfe1d8", "#00665a"),
        _area("#fbeaf0", "#f1c9d8", "#93194a"),
        _area("#eef1f4", "#d3dae1", "#35475b"),
        _area("#f2f4e0", "#dbe0b4", "#4c5f00"),
        _area("#e3f3f8", "#bbdfea", "#00607a"),
    ),
    plain=_area("#f4f5f7", "#d9dde3", "#35475b"),
    dim=AreaColours("#f8f9fa", "#e4e7eb", "#7f858d", "#666d76", "#666d76"),
    box="#ffffff",
    text="#16202e",
    dim_text="#666d76",
    on_strong="#ffffff",
    negative="#b3261e",
    loop="#16202e",
    loop_text="#16202e",
    added="#1b6e37",
    removed="#a3231c",
    changed="#7a4b00",
    heat=("#8a3b00", "#c9732a", "#f6cfa6", "#ffffff", "#b9d7f2", "#5c9ad6", "#0b4a8f"),
    heat_text=("#ffffff", "#16202e", "#16202e", "#16202e", "#16202e", "#16202e", "#ffffff"),
)

#: Less ink: white panels with a coloured edge.
_PRINT = replace(
    _SCREEN,
    name="print",
    ink="#000000",
    muted="#3c3c3c",
    text="#000000",
    areas=tuple(
        AreaColours("#ffffff", area.line, area.line, area.line, area.line) for area in _SCREEN.areas
    ),
    plain=AreaColours("#ffffff", "#35475b", "#35475b", "#35475b", "#35475b"),
    dim=AreaColours("#ffffff", "#c4c8cd", "#7f858d", "#666d76", "#666d76"),
    loop="#000000",
    loop_text="#000000",
)

_DARK = ("#003a80", "#46218a", "#6b3300", "#004d43", "#770a38", "#1f2c3a", "#364500", "#004658")
_HIGH = replace(
    _SCREEN,
    name="high_contrast",
    ink="#000000",
    muted="#000000",
    text="#000000",
    areas=tuple(AreaColours("#ffffff", dark, dark, dark, dark) for dark in _DARK),
    plain=AreaColours("#ffffff", "#000000", "#000000", "#000000", "#000000"),
    dim=AreaColours("#ffffff", "#767676", "#6b6b6b", "#545454", "#545454"),
    dim_text="#545454",
    negative="#8c0000",
    loop="#000000",
    loop_text="#000000",
    added="#00501f",
    removed="#8c0000",
    changed="#5c3500",
    heat=("#5c2700", "#d98a45", "#fbe3c8", "#ffffff", "#d3e6f8", "#5b9ad6", "#00356b"),
    heat_text=("#ffffff", "#000000", "#000000", "#000000", "#000000", "#000000", "#ffffff"),
    widths=Widths(2.2, 3.8, 1.2, 2.0, 3.2, 4.2, 1.2, 1.8),
)

_BLACK = AreaColours("#ffffff", "#000000", "#000000", "#000000", "#000000")
_BLACK_WHITE = replace(
    _HIGH,
    name="black_white",
    areas=(_BLACK,),
    plain=_BLACK,
    dim=AreaColours("#ffffff", "#767676", "#767676", "#595959", "#595959"),
    dim_text="#595959",
    negative="#000000",
    added="#000000",
    removed="#000000",
    changed="#000000",
    heat=("#3a3a3a", "#8e8e8e", "#c9c9c9", "#ffffff", "#c9c9c9", "#8e8e8e", "#3a3a3a"),
    heat_text=("#ffffff", "#000000", "#000000", "#000000", "#000000", "#000000", "#ffffff"),
    widths=Widths(1.5, 3.0, 1.0, 1.6, 2.8, 3.4, 1.0, 1.5),
)

#: The themes, by name.
THEMES = {theme.name: theme for theme in (_SCREEN, _PRINT, _HIGH, _BLACK_WHITE)}


def get_theme(name: str) -> Theme:
    """Find a theme by its name.

    Parameters
    ----------
    name
        ``screen``, ``print``, ``high_contrast`` or ``black_white`` (hyphens and spaces may
        stand for the underscore).

    Returns
    -------
    Theme
        The theme.

    Raises
    ------
    UnknownNameError
        If there is no such theme.

    Examples
    --------
    >>> get_theme("high-contrast").name
    'high_contrast'
    """
    theme = THEMES.get(name.strip().lower().replace("-", "_").replace(" ", "_"))
    if theme is None:
        known = ", ".join(THEMES)
        raise UnknownNameError(name, (), Message("The themes are: {names}.", {"names": known}))
    return theme
