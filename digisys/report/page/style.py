"""The style sheet of the page: its colours, from the themes of the drawings."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from digisys.render.style import THEMES, AreaColours

__all__ = ["DARK_AREAS", "DARK_PLAIN", "area_rules", "font_rules", "heat_rules"]

_FONTS = Path(__file__).parents[2] / "render" / "fonts"

#: Areas on a dark ground, in the order of the themes' areas.
DARK_AREAS: tuple[AreaColours, ...] = tuple(
    AreaColours(panel, edge, line, line, line)
    for panel, edge, line in (
        ("#14233a", "#28436b", "#8cb8f0"),
        ("#211b38", "#3d3266", "#bba6f0"),
        ("#2d200f", "#55401f", "#f0b470"),
        ("#0f2924", "#214f45", "#6fd0bc"),
        ("#331824", "#5f2f45", "#f298b8"),
        ("#1c232c", "#36424f", "#a9bdd2"),
        ("#24270d", "#454b1c", "#c3d166"),
        ("#0d2730", "#1d4a58", "#70cbe6"),
    )
)
DARK_PLAIN = AreaColours("#1c2129", "#343c48", "#a9bdd2", "#a9bdd2", "#a9bdd2")

#: Fills of heat on a dark ground with their text, from the lowest level to the highest.
DARK_HEAT = (
    ("#f5b26b", "#10141b"),
    ("#a35a12", "#ffffff"),
    ("#54371a", "#ffffff"),
    ("#1b212b", "#edf1f7"),
    ("#1f3f63", "#ffffff"),
    ("#2a66a8", "#ffffff"),
    ("#96c8fa", "#10141b"),
)

#: Ground, boxes, ink and the text of strong boxes on a dark page.
DARK_GROUND, DARK_BOX, DARK_INK, DARK_ON_STRONG = "#12161d", "#1b212b", "#edf1f7", "#10141b"


def area_rules(count: int) -> str:
    """Return the colours of areas as CSS classes ``tone-0``, ``tone-1``, … and ``tone-x``.

    Parameters
    ----------
    count
        How many areas the model has; colours repeat when they are used up.
    """
    light = THEMES["screen"]
    rules = [_tone("x", light.plain, "")]
    dark = [_tone("x", DARK_PLAIN, "")]
    for number in range(count):
        rules.append(_tone(str(number), light.area(number), ""))
        dark.append(_tone(str(number), DARK_AREAS[number % len(DARK_AREAS)], ""))
    plain, deep = "\n".join(rules), "\n".join(dark)
    return f"{plain}\n@media screen and (prefers-color-scheme: dark) {{\n{deep}\n}}\n"


def _tone(name: str, colours: AreaColours, scope: str) -> str:
    return (
        f"{scope}.tone-{name}{{--panel:{colours.panel};--edge:{colours.edge};"
        f"--line:{colours.line};--head:{colours.heading};--strong:{colours.strong}}}"
    )


def heat_rules() -> str:
    """Return the fills of heat, from the lowest level to the highest, and their text."""
    theme = THEMES["screen"]
    light = _heat(theme.heat, theme.heat_text)
    dark = _heat(*zip(*DARK_HEAT, strict=True))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def _heat(fills: tuple[str, ...], texts: tuple[str, ...]) -> str:
    rules = []
    for step, (fill, text) in enumerate(zip(fills, texts, strict=True)):
        rules.append(f".box.heat-{step} .plate{{fill:{fill};stroke:var(--ink);stroke-width:1.2}}")
        rules.append(f".map svg .box.heat-{step} .label{{fill:{text}}}")
    return "\n".join(rules)


def font_rules() -> str:
    """Return the shipped font as ``@font-face`` rules with the files inside."""
    rules = []
    for weight, name in ((400, "Regular"), (600, "SemiBold")):
        data = b64encode((_FONTS / f"Inter-{name}.woff2").read_bytes()).decode("ascii")
        rules.append(
            f'@font-face{{font-family:"Inter";font-weight:{weight};font-display:block;'
            f'src:url("data:font/woff2;base64,{data}") format("woff2")}}'
        )
    return "\n".join(rules) + "\n"
