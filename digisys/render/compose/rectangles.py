"""Small sums with points and rectangles."""

from __future__ import annotations

from digisys.render.scene import XY, Rect, Rectangle

__all__ = ["around", "corners", "moved", "shifted", "wider"]


def around(middle: XY, size: tuple[float, float]) -> Rectangle:
    """Return the rectangle of a size around a point."""
    (x, y), (width, height) = middle, size
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def moved(at: XY, shift: XY, times: int = 1) -> XY:
    """Return a point moved by some times a shift."""
    return at[0] + times * shift[0], at[1] + times * shift[1]


def shifted(box: Rectangle, shift: XY) -> Rectangle:
    """Return a rectangle moved by a shift."""
    return box[0] + shift[0], box[1] + shift[1], box[2] + shift[0], box[3] + shift[1]


def wider(box: Rectangle, room: float) -> Rectangle:
    """Return a rectangle with room around it."""
    return box[0] - room, box[1] - room, box[2] + room, box[3] + room


def corners(rect: Rect) -> Rectangle:
    """Return left, top, right and bottom of a shape."""
    return rect.x, rect.y, rect.x + rect.width, rect.y + rect.height
