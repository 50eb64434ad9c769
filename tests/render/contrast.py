"""Contrast of the colours that meet in drawings and on the page (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.render.style import Theme
from digisys.report.page.style import (
    DARK_AREAS,
    DARK_BOX,
    DARK_GROUND,
    DARK_HEAT,
    DARK_INK,
    DARK_ON_STRONG,
    DARK_PLAIN,
)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours, from 1 to 21 (WCAG 2.2, relative luminance).

    Parameters
    ----------
    one, other
        Colours as ``#rrggbb``.

    Returns
    -------
    float
        The ratio; the order does not matter.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast_pairs(theme: Theme) -> Iterator[tuple[str, str, str, float]]:
    """List every pair of colours that meet in a drawing, and the contrast that they need.

    Parameters
    ----------
    theme
        The theme.

    Yields
    ------
    tuple
        What it is, the colour in front, the colour behind, and the least contrast: 4.5
        for text, 3 for marks.
    """
    groups = {"area": (*theme.areas, theme.plain), "dim": (theme.dim,)}
    grounds = [theme.paper, *(area.panel for areas in groups.values() for area in areas)]
    yield "title", theme.ink, theme.paper, 4.5
    yield "source line", theme.muted, theme.paper, 4.5
    yield "box text", theme.text, theme.box, 4.5
    yield "dim box text", theme.dim_text, theme.box, 4.5
    for group, areas in groups.items():
        for area in areas:
            for ground in grounds:
                yield f"{group} link on a panel", area.line, ground, 3.0
            yield f"{group} heading", area.heading, area.panel, 4.5
            yield f"{group} sign", area.line, theme.box, 3.0
            yield f"{group} text in a box", theme.text, area.panel, 4.5
            yield f"{group} text on strong", theme.on_strong, area.strong, 4.5
            yield f"{group} strong box on panel", area.strong, area.panel, 3.0
    for ground in grounds:
        yield "loop badge", theme.loop, ground, 3.0
        yield "loop name outside its disc", theme.loop_text, ground, 4.5
        yield "minus disc", theme.negative, ground, 3.0
        for kind in ("added", "removed", "changed"):
            yield f"{kind} mark", getattr(theme, kind), ground, 3.0
    yield "minus", theme.on_strong, theme.negative, 3.0
    for kind in ("added", "removed", "changed"):
        yield f"{kind} word", theme.on_strong, getattr(theme, kind), 4.5
    for fill, text in zip(theme.heat, theme.heat_text, strict=True):
        yield "heat", text, fill, 4.5


def dark_pairs() -> Iterator[tuple[str, str, str, float]]:
    """List the colours that meet on a dark map, and the contrast that they need.

    Yields
    ------
    tuple
        What it is, the colour in front, the colour behind, and the least contrast: 4.5
        for text, 3 for marks (WCAG 2.2).
    """
    areas = (*DARK_AREAS, DARK_PLAIN)
    grounds = [DARK_GROUND, *(area.panel for area in areas)]
    for area in areas:
        yield "heading", area.heading, area.panel, 4.5
        yield "text on strong", DARK_ON_STRONG, area.strong, 4.5
        yield "sign", area.line, DARK_BOX, 3.0
        for ground in grounds:
            yield "link", area.line, ground, 3.0
    yield "text in a box", DARK_INK, DARK_BOX, 4.5
    for fill, text in DARK_HEAT:
        yield "heat", text, fill, 4.5
