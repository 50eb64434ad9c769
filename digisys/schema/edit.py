"""Facts of a model with a link more or a link less, for questions such as "what if not"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from digisys.errors import UnknownNameError
from digisys.schema.layout import Layout
from digisys.schema.link import Link, Loop
from digisys.schema.presentation import Presentation
from digisys.schema.variable import Variable

__all__ = ["badges_of", "chosen_links", "loops_along", "slides_of", "without_links"]


def chosen_links(
    links: Sequence[Link], asked: Iterable[Link | str], variables: Mapping[str, Variable]
) -> frozenset[str]:
    """Find links by their ids; ``from->to`` is every link of the pair if none has that id.

    Parameters
    ----------
    links
        The links of a model.
    asked
        Links of it, or their ids; the ends may be labels too, short ones or other names.
    variables
        The variables of the model, by id.

    Returns
    -------
    frozenset of str
        Their ids.

    Raises
    ------
    UnknownNameError
        If there is no such link; it suggests ids that look like it.
    """
    ids = {link.id for link in links}
    found: set[str] = set()
    for each in asked:
        name = each.id if isinstance(each, Link) else _by_id(str(each), variables)
        meant = {name} & ids or {link.id for link in links if link.pair_id == name}
        if not meant:
            raise UnknownNameError(str(each), get_close_matches(name, sorted(ids), n=3))
        found |= meant
    return frozenset(found)


def _by_id(text: str, variables: Mapping[str, Variable]) -> str:
    """Write a link by the ids of its ends, whatever they were called."""
    before, arrow, after = text.partition("->")
    if not arrow:
        return text.replace(" ", "")
    after, mark, rest = after.partition("#")
    ends = (_id_of(end.strip(), variables) for end in (before, after))
    return "->".join(ends) + mark + rest.strip()


def _id_of(name: str, variables: Mapping[str, Variable]) -> str:
    if name in variables:
        return name
    asked = name.casefold()
    meant = [
        key for key, item in variables.items() for text in _names(item) if text.casefold() == asked
    ]
    return meant[0] if len(set(meant)) == 1 else name


def _names(variable: Variable) -> Iterator[str]:
    yield from variable.label.every()
    if variable.short_label is not None:
        yield from variable.short_label.every()
    yield from variable.aliases


def without_links(links: Sequence[Link], gone: frozenset[str]) -> tuple[Link, ...]:
    """Leave links out, and with a link those that only modulate it."""
    kept = tuple(link for link in links if link.id not in gone)
    pairs = {link.pair_id for link in kept} | {link.id for link in kept}
    modulating = frozenset(
        link.id for link in kept if link.modulates and link.modulates not in pairs
    )
    return without_links(kept, modulating) if modulating else kept


def loops_along(loops: Iterable[tuple[str, Loop]], links: Sequence[Link]) -> dict[str, Loop]:
    """Keep the declared loops that links still close, each with its cycles that they close."""
    pairs = {link.pair for link in links}
    kept = {}
    for name, loop in loops:
        cycles = {
            key: cycle
            for key, cycle in loop.cycles.items()
            if all(pair in pairs for pair in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
        }
        if cycles:
            kept[name] = loop if len(cycles) == len(loop.cycles) else _with_cycles(loop, cycles)
    return kept


def _with_cycles(loop: Loop, cycles: dict[str, tuple[str, ...]]) -> Loop:
    facts = {name: getattr(loop, name) for name in loop.model_fields_set}
    return Loop.model_validate({**facts, "cycles": cycles})


def badges_of(layout: Layout | None, loops: dict[str, Loop]) -> Layout | None:
    """Keep the places of the badges of loops that are there."""
    if layout is None:
        return None
    facts = {name: getattr(layout, name) for name in layout.model_fields_set}
    badges = {name: point for name, point in layout.loops.items() if name in loops}
    return Layout.model_validate({**facts, "loops": badges} if layout.loops else facts)


def slides_of(presentation: Presentation | None, loops: dict[str, Loop]) -> Presentation | None:
    """Keep the slides that show no loop that is gone; None if there are none."""
    if presentation is None:
        return None
    known = {*loops, *(cycle for loop in loops.values() for cycle in loop.cycles)}
    slides = tuple(
        slide for slide in presentation.slides if slide.loop is None or slide.loop in known
    )
    return Presentation(slides=slides) if slides else None
