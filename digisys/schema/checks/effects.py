"""Whether effects of links keep their sign, and products are of links that are there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from digisys.errors import Problem
from digisys.schema.checks.references import Dangling, Found, Path, Raw, links_of, mapping, sequence
from digisys.schema.link import link_ids
from digisys.words import Message

__all__ = ["effect_problems"]

#: The shapes of an effect that take numbers.
_SHAPES = ("saturating", "threshold", "table")


def effect_problems(raw: Raw) -> Found:
    """Find effects of several shapes or of none, tables that fall, and products that do not fit.

    Parameters
    ----------
    raw
        The model as plain data, with the keys of the model file.

    Yields
    ------
    Problem or Dangling
        Link by link.
    """
    if not any("effect" in link or "modulates" in link for _, link in links_of(raw)):
        return
    named = list(_named_links(raw))
    links = {name: link for _, name, link in named}
    for position, name, link in named:
        effect = link.get("effect")
        if isinstance(effect, dict):
            path = ("links", position, "effect")
            yield from _shape_problems(path, effect)
            yield from _table_problems((*path, "table"), effect.get("table"))
        if isinstance(link.get("modulates"), str):
            yield from _product_problems(("links", position, "modulates"), name, link, links)


def _named_links(raw: Raw) -> Iterator[tuple[int, str, Raw]]:
    """Yield the position, id and data of each link whose ends are words."""
    whole = [
        (position, link)
        for position, link in links_of(raw)
        if isinstance(link.get("from"), str) and isinstance(link.get("to"), str)
    ]
    owns = [link.get("id") if isinstance(link.get("id"), str) else None for _, link in whole]
    names = link_ids(
        (link["from"], link["to"], own) for (_, link), own in zip(whole, owns, strict=True)
    )
    for (position, link), name in zip(whole, names, strict=True):
        yield position, name, link


def _shape_problems(path: Path, effect: Raw) -> Found:
    given = [shape for shape in _SHAPES if effect.get(shape) is not None]
    if not given and not set(effect) - set(_SHAPES):
        yield Problem(
            "wrong-effect",
            path,
            Message("The effect has no shape."),
            Message("Choose one of: {names}.", {"names": ", ".join(_SHAPES)}),
        )
    if len(given) > 1:
        yield Problem(
            "wrong-effect",
            path,
            Message("The effect has several shapes: {names}.", {"names": ", ".join(given)}),
            Message("Keep one of them."),
        )


def _table_problems(path: Path, table: object) -> Found:
    """Find points out of order, and effects that fall where the level rises."""
    points = [sequence(point) for point in sequence(table)]
    if not all(len(point) == 2 and all(map(_is_number, point)) for point in points):
        return
    for position, ((x, y), (later, above)) in enumerate(pairwise(points), 1):
        if later <= x:
            yield Problem(
                "unsorted-table",
                (*path, position),
                Message("The level {level} does not come after {before}.", _levels(later, x)),
                Message("Order the points by rising level, each level once."),
            )
            return
        if above < y:
            yield Problem(
                "falling-table",
                (*path, position),
                Message(
                    "The effect falls from {before} to {level} where the source rises, so that "
                    "the link has no one polarity.",
                    _levels(above, y),
                ),
                Message(
                    "If it falls throughout, write “polarity: negative” and effects of the "
                    "opposite sign; else split it into two links through variables of their own."
                ),
            )
            return


def _levels(level: float, before: float) -> dict[str, object]:
    return {"level": f"{level:g}", "before": f"{before:g}"}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _product_problems(path: Path, name: str, link: Raw, links: dict[str, Raw]) -> Found:
    """Find a product with a link that is not there, elsewhere, or part of a product itself."""
    wanted = link["modulates"]
    base = mapping(links.get(wanted))
    if wanted not in links:
        into = {key: item for key, item in links.items() if item.get("to") == link.get("to")}
        what = Message("There is no link {name} to modulate.", {"name": wanted})
        yield Dangling("unknown-modulated-link", path, what, wanted, into or links, but=name)
    elif wanted == name:
        yield Problem(
            "wrong-product",
            path,
            Message("The link {name} modulates itself.", {"name": name}),
            Message("Name another link into the same variable, or remove the line."),
        )
    elif base.get("to") != link.get("to"):
        yield Problem(
            "wrong-product",
            path,
            Message(
                "The link {name} acts on “{target}”, and the link {base} on another variable.",
                {"name": name, "target": link.get("to"), "base": wanted},
            ),
            Message("Let this link run into “{target}”.", {"target": base.get("to")}),
        )
    elif base.get("modulates") is not None:
        yield Problem(
            "wrong-product",
            path,
            Message("The link {base} modulates a link itself.", {"base": wanted}),
            Message("Name the link that it modulates: {name}.", {"name": base["modulates"]}),
        )
