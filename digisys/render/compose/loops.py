"""Badges of loops that turn the way the loop runs."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.render.compose.brush import Brush
from digisys.render.parts.boxes import centred_lines
from digisys.render.parts.marks import LOOP_RADIUS, turning_arrow
from digisys.render.scene import XY, Arrow, Circle, LoopBadge, Paint
from digisys.schema.link import cycle_pairs
from digisys.words import N_, say

__all__ = ["links_of", "paint_loop"]

_KINDS = {
    "reinforcing": N_("Reinforcing loop {name}: {label}"),
    "balancing": N_("Balancing loop {name}: {label}"),
    "unknown": N_("Loop {name}, kind unknown: {label}"),
}


def paint_loop(brush: Brush, name: str, centre: XY, arrows: Sequence[Arrow]) -> LoopBadge:
    """Make the badge of a loop around a point, with an arrow the way that it runs."""
    theme, lit = brush.theme, brush.shown.lit
    loop = brush.model.loops[name]
    cycles = brush.shown.loops[name]
    links = tuple(dict.fromkeys(link for cycle in cycles for link in links_of(cycle)))
    lit_up = lit is not None and (
        name in lit.loops
        or any(
            {link.id for link in brush.shown.links if link.pair_id in links_of(cycle)} <= lit.links
            for cycle in cycles
        )
    )
    state = brush.state(lit_up)
    dim = state == "dimmed"
    colour = theme.dim.line if dim else theme.loop
    between: dict[str, list[Arrow]] = {}
    for arrow in arrows:
        between.setdefault(f"{arrow.source}->{arrow.target}", []).append(arrow)
    clockwise = _clockwise([between[link][0] for link in _ordered(cycles[0])])
    arc, head = turning_arrow(
        centre, LOOP_RADIUS - 3, Paint(stroke=colour, width=2.6 if not dim else 1.4),
        clockwise=clockwise,
    )  # fmt: skip
    label = loop.label.text(brush.language)
    told = say(_KINDS[loop.kind], brush.language, name=name, label=label)
    order = " → ".join(brush.text(v) for v in (*cycles[0], cycles[0][0]))
    return LoopBadge(
        id=f"loop-{name}",
        loop=name,
        kind=loop.kind,
        turning="clockwise" if clockwise else "counterclockwise",
        variables=tuple(dict.fromkeys(v for cycle in cycles for v in cycle)),
        arrows=tuple(arrow.id for link in links for arrow in between[link]),
        name=f"{told}; {order}",
        disc=Circle(*centre, LOOP_RADIUS, Paint(theme.box)),
        text=centred_lines(
            [name],
            centre,
            18.0 if len(name) < 4 else brush.small,
            600,
            theme.dim_text if dim else theme.loop_text,
        ),
        arc=arc,
        head=head,
        state=state,
    )


def links_of(cycle: Sequence[str]) -> set[str]:
    """Return the pairs of variables along a cycle, as ``source->target``."""
    return set(_ordered(cycle))


def _ordered(cycle: Sequence[str]) -> list[str]:
    return [f"{a}->{b}" for a, b in cycle_pairs(cycle)]


def _clockwise(arrows: Sequence[Arrow]) -> bool:
    """Tell which way arrows turn, from the area that they enclose (y grows downward)."""
    outline: list[XY] = []
    for arrow in arrows:
        outline.append(arrow.line.start)
        for curve in arrow.line.curves:
            outline += [curve.control1, curve.control2, curve.end]
    area = 0.0
    for (x0, y0), (x1, y1) in cycle_pairs(outline):
        area += x0 * y1 - x1 * y0
    return area >= 0
