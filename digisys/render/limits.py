"""How much a drawing can show so that something can be read in it, and what to draw instead."""

from __future__ import annotations

from collections.abc import Collection
from time import monotonic

from digisys.errors import DrawingError, QuestionError
from digisys.schema import Link, Model
from digisys.words import Message

__all__ = ["MOST_LINKS", "MOST_VARIABLES", "check_size", "deadline_of"]

#: With more boxes than this, labels on an A0 poster are smaller than 7 points.
MOST_VARIABLES = 1_000
#: With more links than this, hardly one can be followed.
MOST_LINKS = 1_000
#: How many areas are offered instead.
_OFFERED = 5


def check_size(model: Model, variables: Collection[str], links: Collection[Link]) -> None:
    """Refuse what cannot be drawn usefully, before any long work, and tell what can.

    Parameters
    ----------
    model
        The model.
    variables, links
        What would be drawn.

    Raises
    ------
    DrawingError
        If that is more than 1,000 variables or 1,000 links. The hint names areas, or
        else a variable with its neighbours, that can be drawn.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> check_size(model, model.variables, model.links)
    """
    if len(variables) <= MOST_VARIABLES and len(links) <= MOST_LINKS:
        return
    raise DrawingError(
        Message(
            "{variables} variables and {links} links are too many for one drawing: nothing "
            "could be read in it. It shows {most_variables} variables and {most_links} links "
            "at most.",
            {
                "variables": len(variables),
                "links": len(links),
                "most_variables": MOST_VARIABLES,
                "most_links": MOST_LINKS,
            },
        ),
        _instead(model),
    )


def deadline_of(time_limit: float | None) -> float | None:
    """Return the reading of the monotonic clock, in seconds, at which a time limit ends."""
    if time_limit is None:
        return None
    if not time_limit > 0:
        raise QuestionError(
            Message("A time limit must be above 0 seconds."),
            Message("Leave it out for no limit."),
        )
    return monotonic() + time_limit


def _instead(model: Model) -> Message:
    areas = _areas_that_fit(model)
    if areas:
        return Message(
            "Draw an area (digisys draw --area {area}), or a variable and its neighbours "
            "(digisys draw --focus {name}). Areas that can be drawn: {areas}.",
            {"area": areas[0], "areas": ", ".join(areas), "name": _middle(model)},
        )
    return Message(
        "Draw a variable and its neighbours: digisys draw --focus {name}",
        {"name": _middle(model)},
    )


def _areas_that_fit(model: Model) -> list[str]:
    """Return the largest areas that can be drawn, the largest first."""
    boxes = dict.fromkeys(model.areas, 0)
    for variable in model.variables.values():
        if variable.area is not None:
            boxes[variable.area] += 1
    inside = dict.fromkeys(model.areas, 0)
    for link in model.links:
        area = model.variables[link.source].area
        if area is not None and area == model.variables[link.target].area:
            inside[area] += 1
    fit = [
        area
        for area, count in boxes.items()
        if 0 < count <= MOST_VARIABLES and inside[area] <= MOST_LINKS
    ]
    return sorted(fit, key=lambda area: -boxes[area])[:_OFFERED]


def _middle(model: Model) -> str:
    """Return the variable with most neighbours, if they can be drawn."""
    links = dict.fromkeys(model.variables, 0)
    for link in model.links:
        links[link.source] += 1
        links[link.target] += 1
    fit = [name for name, count in links.items() if count < MOST_VARIABLES] or list(links)
    return max(fit, key=links.__getitem__)
