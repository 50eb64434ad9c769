"""Lines of the map in few letters: relative path data, to a tenth of a unit.

A route round many boxes is a long list of points, most of them a short way from the one
before. Written as SVG path data with relative steps, straight pieces as lines and no
letter that a reader can do without, it takes about a third of the room. Steps lead from one
rounded point to the next, so that nothing drifts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digisys.render.scene import XY, Path, Poly

__all__ = ["curve_data", "line_data"]

#: How far, in tenths of a unit, a control point may lie from the chord of a straight piece.
_STRAIGHT = 1.0

Point = tuple[int, int]


def curve_data(path: Path) -> str:
    """Return a curve as path data.

    Parameters
    ----------
    path
        The curve, in scene units.

    Returns
    -------
    str
        Path data: ``M``, then ``c`` for bent and ``l`` for straight pieces.

    Examples
    --------
    >>> from digisys.render.scene import Curve, Paint
    >>> bend = Curve((10.0, 0.0), (20.0, 5.0), (20.0, 15.5))
    >>> edge = Curve((20.0, 20.0), (20.0, 25.0), (20.0, 30.0))
    >>> curve_data(Path((0.0, 0.0), (bend, edge), Paint()))
    'M0 0c10 0 20 5 20 15.5l0 14.5'
    """
    here = _point(path.start)
    pieces: list[tuple[str, tuple[int, ...]]] = [("M", here)]
    for curve in path.curves:
        one, two, end = (_point(place) for place in (curve.control1, curve.control2, curve.end))
        steps = [_step(here, point) for point in (one, two, end)]
        if _is_straight(*steps):
            if end != here:
                pieces.append(("l", steps[-1]))
        else:
            pieces.append(("c", (*steps[0], *steps[1], *steps[2])))
        here = end
    return _written(pieces)


def line_data(lines: Iterable[Poly], origin: XY | None = None) -> str:
    """Return straight lines as path data.

    Parameters
    ----------
    lines
        Open or closed lines through points, in scene units.
    origin
        Where the data is to start from; the first piece is then a relative ``m``, so that
        one text serves wherever the shape stands.

    Returns
    -------
    str
        Path data.

    Examples
    --------
    >>> from digisys.render.scene import Paint
    >>> plus = (Poly(((1.0, 5.0), (9.0, 5.0)), False, Paint()),)
    >>> line_data(plus), line_data(plus, (5.0, 5.0))
    ('M1 5l8 0', 'm-4 0l8 0')
    """
    pieces: list[tuple[str, tuple[int, ...]]] = []
    here = None if origin is None else _point(origin)
    for line in lines:
        first, *rest = [_point(place) for place in line.points]
        pieces.append(("M", first) if here is None else ("m", _step(here, first)))
        here = first
        for point in rest:
            pieces.append(("l", _step(here, point)))
            here = point
        if line.closed:
            pieces.append(("z", ()))
            here = first
    return _written(pieces)


def _point(place: XY) -> Point:
    return round(place[0] * 10), round(place[1] * 10)


def _step(before: Point, after: Point) -> Point:
    return after[0] - before[0], after[1] - before[1]


def _is_straight(one: Point, two: Point, end: Point) -> bool:
    """Tell whether controls lie on the chord, between its ends (all as seen from its start)."""
    length = float(end[0] ** 2 + end[1] ** 2) ** 0.5
    for x, y in (one, two):
        if length == 0:
            if max(abs(x), abs(y)) > _STRAIGHT:
                return False
            continue
        along, across = x * end[0] + y * end[1], x * end[1] - y * end[0]
        if abs(across) > _STRAIGHT * length:
            return False
        if not -_STRAIGHT * length <= along <= (length + _STRAIGHT) * length:
            return False
    return True


def _written(pieces: Sequence[tuple[str, tuple[int, ...]]]) -> str:
    """Write letters and numbers; a letter is left out where it stands already."""
    out: list[str] = []
    last = ""
    for letter, numbers in pieces:
        if letter != last or letter in "Mm":
            out.append(letter)
        for at, number in enumerate(numbers):
            text = _tenths(number)
            starts = at == 0 and (letter != last or letter in "Mm")
            if not starts and text[0] != "-":
                out.append(" ")
            out.append(text)
        last = letter
    return "".join(out)


def _tenths(number: int) -> str:
    whole, part = divmod(abs(number), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if number < 0 else text
