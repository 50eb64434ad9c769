"""How good a drawing is, measured on the scene itself.

Every function takes a finished :class:`~digisys.render.scene.Scene` and knows nothing of
how it was made, so that it finds the faults of any layout and any router.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from digisys.render.labels import ASCENT, CAP_HEIGHT, DESCENT
from digisys.render.scene import XY, Arrow, Circle, Path, Rect, Rectangle, Scene, Text

__all__ = [
    "Quality",
    "badges_over_text",
    "box_overlaps",
    "crossings",
    "label_overflows",
    "links_through_boxes",
    "links_through_headings",
    "measure",
    "outside",
    "sign_overlaps",
    "smallest_type",
]

#: Steps that a cubic piece is sampled with.
_STEPS = 40
#: An overlap smaller than this many scene units cannot be seen.
_TOLERANCE = 0.5


@dataclass(frozen=True)
class Quality:
    """The faults of a scene, each as the ids of the elements that have it.

    Attributes
    ----------
    crossings
        Number of places where two links cross.
    box_overlaps
        Pairs of boxes that overlap.
    links_through_boxes
        Link and box, where the link touches a box that is not its end.
    links_through_headings
        Link and caption or panel, where the link touches its text.
    sign_overlaps
        Sign and what it covers: text of any kind, a box, another sign or a badge.
    badges_over_text
        Badge and what it covers: text of a box, a heading, another badge; for loop badges,
        also boxes.
    label_overflows
        Boxes and panels whose text does not fit.
    outside
        Elements that leave the paper.
    smallest_type
        Smallest font size as a share of the width of the drawing.
    """

    crossings: int
    box_overlaps: tuple[tuple[str, str], ...]
    links_through_boxes: tuple[tuple[str, str], ...]
    links_through_headings: tuple[tuple[str, str], ...]
    sign_overlaps: tuple[tuple[str, str], ...]
    badges_over_text: tuple[tuple[str, str], ...]
    label_overflows: tuple[str, ...]
    outside: tuple[str, ...]
    smallest_type: float

    @property
    def flawless(self) -> bool:
        """Whether there is no fault apart from crossings."""
        return not (
            self.box_overlaps
            or self.links_through_boxes
            or self.links_through_headings
            or self.sign_overlaps
            or self.badges_over_text
            or self.label_overflows
            or self.outside
        )


def measure(scene: Scene) -> Quality:
    """Find the faults of a scene.

    Parameters
    ----------
    scene
        The scene.

    Returns
    -------
    Quality
        Its faults.
    """
    return Quality(
        crossings(scene),
        box_overlaps(scene),
        links_through_boxes(scene),
        links_through_headings(scene),
        sign_overlaps(scene),
        badges_over_text(scene),
        label_overflows(scene),
        outside(scene),
        smallest_type(scene),
    )


# --- geometry ----------------------------------------------------------------------------


def trace(path: Path) -> list[XY]:
    """Sample a path."""
    points = [path.start]
    for curve in path.curves:
        (ax, ay), (bx, by), (cx, cy) = points[-1], curve.control1, curve.control2
        dx, dy = curve.end
        for step in range(1, _STEPS + 1):
            t = step / _STEPS
            s = 1 - t
            points.append(
                (
                    s**3 * ax + 3 * s * s * t * bx + 3 * s * t * t * cx + t**3 * dx,
                    s**3 * ay + 3 * s * s * t * by + 3 * s * t * t * cy + t**3 * dy,
                )
            )
    return points


def _whole(arrow: Arrow) -> list[XY]:
    """Sample a link up to its tip."""
    return [*trace(arrow.line), arrow.head.points[0]]


def _rectangle(rect: Rect) -> Rectangle:
    return rect.x, rect.y, rect.x + rect.width, rect.y + rect.height


def _disc(circle: Circle) -> Rectangle:
    reach = circle.radius + circle.paint.width / 2
    return circle.x - reach, circle.y - reach, circle.x + reach, circle.y + reach


def text_rectangle(text: Text, *, capitals: bool = False) -> Rectangle:
    """Return the rectangle of a line of text, or only up to the height of capitals."""
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor]
    left = text.x - share * text.width
    above, below = (CAP_HEIGHT, 0.0) if capitals else (ASCENT, DESCENT)
    return left, text.y - above * text.size, left + text.width, text.y + below * text.size


def _extent(points: Sequence[XY]) -> Rectangle:
    """Return the rectangle around a polyline."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _overlap(one: Rectangle, other: Rectangle, *, tolerance: float = _TOLERANCE) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > tolerance and down > tolerance


def _disc_meets(circle: Circle, box: Rectangle) -> bool:
    """Tell whether a disc reaches into a rectangle."""
    near_x = min(max(circle.x, box[0]), box[2])
    near_y = min(max(circle.y, box[1]), box[3])
    reach = circle.radius + circle.paint.width / 2 - _TOLERANCE
    return (circle.x - near_x) ** 2 + (circle.y - near_y) ** 2 < reach**2


def _discs_meet(one: Circle, other: Circle) -> bool:
    reach = one.radius + other.radius - _TOLERANCE
    return (one.x - other.x) ** 2 + (one.y - other.y) ** 2 < reach**2


def _touches(points: Sequence[XY], box: Rectangle) -> bool:
    """Tell whether a polyline has a point in a rectangle or cuts through it."""
    left, top, right, bottom = box
    for (ax, ay), (bx, by) in pairwise(points):
        if max(ax, bx) < left or min(ax, bx) > right or max(ay, by) < top or min(ay, by) > bottom:
            continue
        enter, leave = 0.0, 1.0
        for start, step, low, high in ((ax, bx - ax, left, right), (ay, by - ay, top, bottom)):
            if abs(step) < 1e-12:
                if not low < start < high:
                    enter, leave = 1.0, 0.0
                continue
            first, last = sorted(((low - start) / step, (high - start) / step))
            enter, leave = max(enter, first), min(leave, last)
        if enter < leave:
            return True
    return False


def _segments_cross(a: XY, b: XY, c: XY, d: XY) -> bool:
    """Tell whether segments cross; what touches a line counts as being on its right.

    So lines that cross in a corner of both are counted once, and lines that start from
    one point do not count.
    """

    def side(p: XY, q: XY, r: XY) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return (side(a, b, c) > 0) != (side(a, b, d) > 0) and (side(c, d, a) > 0) != (side(c, d, b) > 0)


# --- faults ------------------------------------------------------------------------------


def crossings(scene: Scene) -> int:
    """Count the places where two links cross."""
    lines = [_whole(arrow) for arrow in scene.arrows]
    boxes = [_extent(line) for line in lines]
    count = 0
    for (one, first), (other, second) in combinations(zip(lines, boxes, strict=True), 2):
        if first[0] > second[2] or second[0] > first[2]:
            continue
        if first[1] > second[3] or second[1] > first[3]:
            continue
        count += _crossed(one, other)
    return count


def _crossed(one: Sequence[XY], other: Sequence[XY]) -> int:
    count = 0
    for a, b in pairwise(one):
        low_x, high_x = min(a[0], b[0]), max(a[0], b[0])
        low_y, high_y = min(a[1], b[1]), max(a[1], b[1])
        for c, d in pairwise(other):
            if (c[0] < low_x and d[0] < low_x) or (c[0] > high_x and d[0] > high_x):
                continue
            if (c[1] < low_y and d[1] < low_y) or (c[1] > high_y and d[1] > high_y):
                continue
            count += _segments_cross(a, b, c, d)
    return count


def box_overlaps(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Find boxes that overlap."""
    return tuple(
        (one.id, other.id)
        for one, other in combinations(scene.boxes, 2)
        if _overlap(_rectangle(one.outline), _rectangle(other.outline))
    )


def links_through_boxes(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Find links that touch a box that is not their end."""
    found = []
    boxes = [(box, _rectangle(box.outline)) for box in scene.boxes]
    for arrow in scene.arrows:
        points = _whole(arrow)
        around = _extent(points)
        for box, (left, top, right, bottom) in boxes:
            if not _overlap(around, (left, top, right, bottom), tolerance=-1.0):
                continue
            own = box.variable in (arrow.source, arrow.target)
            inner = (left + 2, top + 2, right - 2, bottom - 2) if own else None
            if _touches(points, inner or (left, top, right, bottom)):
                found.append((arrow.id, box.id))
    return tuple(found)


def _headings(scene: Scene) -> Iterator[tuple[str, Rectangle]]:
    for panel in scene.panels:
        for line in panel.heading:
            yield panel.id, text_rectangle(line)
    for caption in scene.captions:
        for line in caption.lines:
            yield caption.id, text_rectangle(line)
    for item in scene.legend:
        yield item.id, text_rectangle(item.text)


def links_through_headings(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Find links that touch the text of a heading, the title, the legend or a note."""
    headings = tuple(_headings(scene))
    found: dict[tuple[str, str], None] = {}
    for arrow in scene.arrows:
        points = _whole(arrow)
        around = _extent(points)
        for name, box in headings:
            if _overlap(around, box, tolerance=-1.0) and _touches(points, box):
                found[arrow.id, name] = None
    return tuple(found)


def sign_overlaps(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Find signs that cover text, a box, a badge or another sign."""
    found = []
    headings = tuple(_headings(scene))
    for arrow in scene.arrows:
        disc = arrow.sign.disc
        found += [(arrow.id, n) for n, box in headings if _disc_meets(disc, box)]
        found += [
            (arrow.id, box.id) for box in scene.boxes if _disc_meets(disc, _rectangle(box.outline))
        ]
        found += [
            (arrow.id, badge.id)
            for badge in scene.badges
            if _disc_meets(disc, _rectangle(badge.plate))
        ]
        found += [(arrow.id, loop.id) for loop in scene.loops if _discs_meet(disc, loop.disc)]
    found += [
        (one.id, other.id)
        for one, other in combinations(scene.arrows, 2)
        if _discs_meet(one.sign.disc, other.sign.disc)
    ]
    return tuple(dict.fromkeys(found))


def badges_over_text(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Find target badges and loop badges that cover text, other badges or other boxes."""
    found = []
    headings = tuple(_headings(scene))
    for badge in scene.badges:
        plate = _rectangle(badge.plate)
        found += [(badge.id, name) for name, box in headings if _overlap(plate, box)]
        for box in scene.boxes:
            lines = (text_rectangle(line, capitals=True) for line in box.label)
            other = box.variable != badge.variable and _overlap(plate, _rectangle(box.outline))
            if other or any(_overlap(plate, line) for line in lines):
                found.append((badge.id, box.id))
    found += [
        (one.id, other.id)
        for one, other in combinations(scene.badges, 2)
        if _overlap(_rectangle(one.plate), _rectangle(other.plate))
    ]
    for loop in scene.loops:
        found += [(loop.id, name) for name, box in headings if _disc_meets(loop.disc, box)]
        for box in scene.boxes:
            if _disc_meets(loop.disc, _rectangle(box.outline)):
                found.append((loop.id, box.id))
        for badge in scene.badges:
            if _disc_meets(loop.disc, _rectangle(badge.plate)):
                found.append((loop.id, badge.id))
    found += [
        (one.id, other.id)
        for one, other in combinations(scene.loops, 2)
        if _discs_meet(one.disc, other.disc)
    ]
    return tuple(dict.fromkeys(found))


def _fits(line: Text, room: Rectangle) -> bool:
    left, top, right, bottom = text_rectangle(line, capitals=True)
    return (
        left >= room[0] - _TOLERANCE
        and top >= room[1] - _TOLERANCE
        and right <= room[2] + _TOLERANCE
        and bottom <= room[3] + _TOLERANCE
    )


def label_overflows(scene: Scene) -> tuple[str, ...]:
    """Find boxes and panels whose text reaches over the edge."""
    holders = [(box.id, box.outline, box.label) for box in scene.boxes]
    holders += [(panel.id, panel.plate, panel.heading) for panel in scene.panels]
    return tuple(
        key
        for key, outline, lines in holders
        if not all(_fits(line, _rectangle(outline)) for line in lines)
    )


def outside(scene: Scene) -> tuple[str, ...]:
    """Find elements that leave the paper."""
    found = [
        arrow.id
        for arrow in scene.arrows
        if any(not (0 <= x <= scene.width and 0 <= y <= scene.height) for x, y in _whole(arrow))
    ]
    places = [(box.id, _rectangle(box.outline)) for box in scene.boxes]
    places += [(loop.id, _disc(loop.disc)) for loop in scene.loops]
    places += [(arrow.id, _disc(arrow.sign.disc)) for arrow in scene.arrows]
    places += list(_headings(scene))
    for key, (left, top, right, bottom) in places:
        if left < 0 or top < 0 or right > scene.width or bottom > scene.height:
            found.append(key)
    return tuple(dict.fromkeys(found))


def smallest_type(scene: Scene) -> float:
    """Return the smallest font size as a share of the width of the drawing."""
    sizes = [
        shape.size
        for element in scene.elements
        for shape in element.shapes
        if isinstance(shape, Text)
    ]
    return min(sizes, default=scene.width) / scene.width
