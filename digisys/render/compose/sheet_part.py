"""What of a map a sheet can hold in letters that can be read: all, the part asked about, areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import floor

from digisys.graph.directions import assumed_direction
from digisys.render.compose.free_spot import free_spot
from digisys.render.compose.placing import Note, Placement
from digisys.render.compose.rectangles import around, wider
from digisys.render.compose.view import Shown
from digisys.render.parts.boxes import LABEL, model_sizes
from digisys.render.parts.marks import LOOP_RADIUS
from digisys.render.scene import XY
from digisys.schema import Link, Model, Text, Variable
from digisys.schema.link import joint_polarity
from digisys.words import say, say_count

__all__ = ["Page", "SheetPart", "page_of", "parts_for", "spread"]

#: Smallest type of a slide and of print, in points.
_SLIDE, _PRINT = 14.0, 7.0
_POINTS_PER_MM = 72 / 25.4
#: Least gaps between boxes that are spread over a page, across and down, in scene units.
_GAP = (36.0, 32.0)
#: Room at the edges for badges, which stick out of boxes, and rounds of pushing boxes apart.
_EDGE, _ROUNDS = 12.0, 200
#: Share of a page that boxes with their gaps may take.
_FULL = 0.62
#: Most variables that a part has.
_MOST = 24


@dataclass(frozen=True)
class Page:
    """The room of a sheet in scene units, when labels have the smallest type allowed.

    Attributes
    ----------
    width, height
        What lies inside the margins.
    points
        Smallest type, in points.
    """

    width: float
    height: float
    points: float

    def holds(self, width: float, height: float) -> bool:
        """Tell whether a drawing of a size has labels that can be read."""
        return width <= self.width and height <= self.height


@dataclass(frozen=True)
class SheetPart:
    """What is drawn instead of the whole.

    Attributes
    ----------
    shown
        The part.
    note
        What it is, in any language.
    """

    shown: Shown
    note: Note


def page_of(name: str, width: float, height: float, margin: float) -> Page:
    """Return the room of a sheet.

    Parameters
    ----------
    name
        ``slide``, or a paper size.
    width, height, margin
        Its size in millimetres.

    Returns
    -------
    Page
        The room.
    """
    points = _SLIDE if name == "slide" else _PRINT
    unit = points / LABEL / _POINTS_PER_MM  # millimetres
    return Page(floor((width - 2 * margin) / unit), floor((height - 2 * margin) / unit), points)


def parts_for(shown: Shown, heat: Mapping[str, float]) -> Iterator[SheetPart]:
    """Offer parts that are ever smaller: what was asked about, then areas.

    Parameters
    ----------
    shown
        The whole.
    heat
        Levels, if any: what moved most comes first.

    Yields
    ------
    SheetPart
        The largest first.
    """
    if len(shown.variables) <= _MOST:
        yield SheetPart(shown, _anew)
    order = _by_weight(shown, heat)
    total = len(order)
    for count in range(min(total, _MOST), 1, -1):
        kept = set(order[:count])
        yield SheetPart(_narrowed(shown, kept), _part_note(count, total, len(shown.variables)))
    if len({shown.model.variables[name].area for name in shown.variables} - {None}) > 1:
        yield SheetPart(_blocks(shown), _areas_note)
    if not order:
        linked = _most_linked(shown)
        for count in range(min(len(linked), _MOST), 1, -1):
            kept = set(linked[:count])
            yield SheetPart(_narrowed(shown, kept), _linked_note(count, len(shown.variables)))


def _by_weight(shown: Shown, heat: Mapping[str, float]) -> list[str]:
    """List what was asked about, the most telling first."""
    lit = shown.lit
    if lit is None and heat:
        moved = [name for name in shown.variables if round(heat.get(name, 0.0), 2)]
        return sorted(moved, key=lambda name: -abs(heat[name]))
    if lit is None:
        return []
    near = [name for name in shown.variables if name in lit.origins]
    near = near or [name for name in shown.variables if name in lit.variables][:1]
    # Outwards along the links that are brought out, in both directions.
    found = dict.fromkeys(near)
    level = near
    lit_links = [link for link in shown.links if link.id in lit.links]
    while level:
        following: dict[str, None] = {}
        for link in lit_links:
            for one, other in (link.pair, link.pair[::-1]):
                if one in level and other in lit.variables and other not in found:
                    following[other] = None
        found |= following
        level = list(following)
    return [*found, *(name for name in shown.variables if name in lit.variables - found.keys())]


def _most_linked(shown: Shown) -> list[str]:
    """List variables, those with most links first."""
    links = dict.fromkeys(shown.variables, 0)
    for link in shown.links:
        links[link.source] += 1
        links[link.target] += 1
    return sorted(links, key=lambda name: -links[name])


def _narrowed(shown: Shown, kept: set[str]) -> Shown:
    """Keep some variables, and the links brought out between them."""
    lit = shown.lit

    def stays(link: Link) -> bool:
        return {link.source, link.target} <= kept and (lit is None or link.id in lit.links)

    links = tuple(link for link in shown.links if stays(link))
    names = () if lit is None else lit.loops
    pairs = {link.pair for link in links}
    loops = {
        name: cycles
        for name, cycles in shown.loops.items()
        if (name in names or lit is None)
        and all(pair in pairs for cycle in cycles for pair in zip(cycle, (*cycle[1:], cycle[0]),
                                                                  strict=True))
    }  # fmt: skip
    return replace(
        shown,
        variables=tuple(name for name in shown.variables if name in kept),
        links=links,
        paths=links,
        loops=loops,
        rings=loops,
        narrowed=True,
    )


def _part_note(count: int, asked: int, total: int) -> Note:
    def note(language: str) -> str:
        if count == asked:
            return say(
                "Only what was asked about is drawn, {count} of {total} variables: on this sheet "
                "the whole map would be too small to read.",
                language,
                count=count,
                total=total,
            )
        return say(
            "Only the {count} nearest or largest of {asked} variables asked about are drawn: on "
            "this sheet more would be too small to read.",
            language,
            count=count,
            asked=asked,
        )

    return note


def _linked_note(count: int, total: int) -> Note:
    def note(language: str) -> str:
        return say(
            "Only the {count} variables with most links are drawn, of {total}: on this sheet more "
            "would be too small to read. A highlight shows another part.",
            language,
            count=count,
            total=total,
        )

    return note


def _anew(language: str) -> str:
    return say("Places are chosen anew, so that the map can be read on this sheet.", language)


def _areas_note(language: str) -> str:
    return say(
        "Areas are drawn instead of variables, with how many each has: on this sheet the whole "
        "map would be too small to read. A highlight shows a part of it.",
        language,
    )


def _blocks(shown: Shown) -> Shown:
    """Draw each area as one block, and as one link all links from one to another."""
    model = shown.model
    areas = [area for area in model.areas if _inside(shown, area)]
    variables = {
        area: Variable.model_validate({"label": _block_label(shown, area), "area": area})
        for area in areas
    }
    between: dict[tuple[str, str], list[Link]] = {}
    for link in shown.links:
        ends = model.variables[link.source].area, model.variables[link.target].area
        if ends[0] and ends[1] and ends[0] != ends[1]:
            between.setdefault((ends[0], ends[1]), []).append(link)
    links = tuple(_joined(pair, several) for pair, several in between.items())
    drawn = model.model_copy(
        update={"variables": variables, "links": links, "loops": {}, "layout": None}
    )
    return Shown(drawn, shown.view, tuple(areas), links, {}, links, {}, narrowed=True,
                 captions=shown.captions)  # fmt: skip


def _inside(shown: Shown, area: str) -> int:
    return sum(shown.model.variables[name].area == area for name in shown.variables)


def _block_label(shown: Shown, area: str) -> Text:
    model, count = shown.model, _inside(shown, area)

    def label(language: str) -> str:
        told = say_count("{count} variable", "{count} variables", count, language)
        told = told.replace(" ", "\N{NO-BREAK SPACE}")
        return f"{model.areas[area].label.text(language)} ({told})"

    return Text({language: label(language) for language in model.languages})


def _joined(pair: tuple[str, str], links: list[Link]) -> Link:
    read = all(assumed_direction(link) for link in links)
    return Link.model_validate(
        {
            "from": pair[0],
            "to": pair[1],
            "polarity": joint_polarity(link.polarity for link in links),
            "direction": "assumed" if read else "stated",
        }
    )


def spread(shown: Shown, width: float, height: float) -> Placement | None:
    """Lay a part out afresh so that it fills a room; None where boxes would stand too close.

    Parameters
    ----------
    shown
        The part.
    width, height
        The room, in scene units.

    Returns
    -------
    Placement or None
        The places, without panels.
    """
    from digisys.render.layout.solver import propose_layout

    sizes = model_sizes(shown.model, shown.variables)
    if sum((w + _GAP[0]) * (h + _GAP[1]) for w, h in sizes.values()) > _FULL * width * height:
        return None
    plain = _without_areas(shown.model, shown)
    layout = propose_layout(plain, names=shown.variables, effort="quick")
    places = {name: (point.x, point.y) for name, point in layout.variables.items()}
    stretched: list[dict[str, float]] = []
    for axis, room in enumerate((width, height)):
        half = {name: sizes[name][axis] / 2 for name in places}
        low = min(places[name][axis] - half[name] for name in places)
        high = max(places[name][axis] + half[name] for name in places)
        share = {
            name: (places[name][axis] - half[name] - low) / max(high - low - 2 * half[name], 1.0)
            for name in places
        }
        stretched.append(
            {
                name: _EDGE
                + half[name]
                + min(max(share[name], 0.0), 1.0) * (room - 2 * _EDGE - 2 * half[name])
                for name in places
            }
        )
    found = {name: (round(stretched[0][name], 1), round(stretched[1][name], 1)) for name in places}
    found = _parted(found, sizes, (width, height))
    if _crowded(found, sizes):
        return None
    loops: dict[str, XY] = {}
    taken = [wider(around(found[name], sizes[name]), 8) for name in found]
    badge = (2 * LOOP_RADIUS, 2 * LOOP_RADIUS)
    for name, cycles in shown.rings.items():
        wish = _middle_of(found, cycles)
        loops[name] = free_spot(wish, badge, taken, (0.0, 0.0, width, height)) or wish
        taken.append(around(loops[name], badge))
    return Placement(width, height, {}, found, loops)


def _parted(places: Mapping[str, XY], sizes: Mapping[str, XY], room: XY) -> dict[str, XY]:
    """Push boxes apart that stand too close, within the room, as far as a few rounds go."""
    found = {name: list(at) for name, at in places.items()}
    names = list(found)
    for _ in range(_ROUNDS):
        still = True
        for n, one in enumerate(names):
            for other in names[n + 1 :]:
                lack = [
                    (sizes[one][axis] + sizes[other][axis]) / 2
                    + _GAP[axis]
                    + 1
                    - abs(found[one][axis] - found[other][axis])
                    for axis in (0, 1)
                ]
                if min(lack) <= 1:
                    continue
                still = False
                axis = 0 if lack[0] / room[0] <= lack[1] / room[1] else 1
                side = 1.0 if found[one][axis] >= found[other][axis] else -1.0
                for name, way in ((one, side), (other, -side)):
                    half = sizes[name][axis] / 2 + _EDGE
                    moved = found[name][axis] + way * lack[axis] / 2
                    found[name][axis] = min(max(moved, half), room[axis] - half)
        if still:
            break
    return {name: (round(x, 1), round(y, 1)) for name, (x, y) in found.items()}


def _without_areas(model: Model, shown: Shown) -> Model:
    plain = {name: item.model_copy(update={"area": None}) for name, item in model.variables.items()}
    return model.model_copy(
        update={"variables": plain, "areas": {}, "links": shown.links, "layout": None, "loops": {}}
    )


def _crowded(places: Mapping[str, XY], sizes: Mapping[str, XY]) -> bool:
    names = list(places)
    return any(
        all(
            abs(places[one][axis] - places[other][axis])
            < (sizes[one][axis] + sizes[other][axis]) / 2 + _GAP[axis]
            for axis in (0, 1)
        )
        for n, one in enumerate(names)
        for other in names[n + 1 :]
    )


def _middle_of(places: Mapping[str, XY], cycles: tuple[tuple[str, ...], ...]) -> XY:
    members = sorted({name for cycle in cycles for name in cycle})
    x, y = (sum(places[name][axis] for name in members) / len(members) for axis in (0, 1))
    return x, y
