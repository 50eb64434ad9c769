"""Marks of what is known of a variable besides the model: that it is measured, or pushed."""

from __future__ import annotations

from math import cos, pi, sin

from digisys.render.scene import XY, Circle, Paint, Poly, Shape

__all__ = ["KNOWN", "known_mark", "known_spots"]

#: Radius of a mark.
KNOWN = 8.5


def known_spots(left: float, top: float, count: int) -> list[XY]:
    """Return the middles of some marks, side by side at the upper left of a box.

    Examples
    --------
    >>> known_spots(100, 50, 2)
    [(106.0, 49.0), (124.5, 49.0)]
    """
    return [(left + 6.0 + number * (2 * KNOWN + 1.5), top - 1.0) for number in range(count)]


def known_mark(kind: str, middle: XY, line: str, paper: str) -> tuple[Shape, ...]:
    """Make a mark: a dial with a hand for ``measured``, an arrowhead for ``pushed``.

    Parameters
    ----------
    kind
        ``measured`` or ``pushed``; their shapes differ, not their colours.
    middle
        Where it stands.
    line, paper
        Colours of its lines and of what is inside.

    Returns
    -------
    tuple
        Shapes in drawing order.
    """
    x, y = middle
    disc = Circle(x, y, KNOWN, Paint(paper, line, 1.4))
    if kind == "pushed":
        head = ((x - 3.2, y - 4.6), (x + 5.0, y), (x - 3.2, y + 4.6))
        return disc, Poly(head, True, Paint(line, line, 0.8))  # noqa: FBT003 - closed
    ticks = [
        Poly(
            (
                (x + (KNOWN - 3.0) * cos(angle), y + 1.6 + (KNOWN - 3.0) * sin(angle)),
                (x + (KNOWN - 1.0) * cos(angle), y + 1.6 + (KNOWN - 1.0) * sin(angle)),
            ),
            False,  # noqa: FBT003 - open
            Paint(stroke=line, width=1.2),
        )
        for angle in (-pi * 0.92, -pi * 0.5, -pi * 0.08)
    ]
    hand = Poly(((x, y + 2.4), (x + 3.6, y - 3.4)), False, Paint(stroke=line, width=1.8))  # noqa: FBT003
    return disc, *ticks, hand, Circle(x, y + 2.4, 1.5, Paint(line, line, 0.6))
