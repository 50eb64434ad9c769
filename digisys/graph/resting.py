"""What rests on which links, through any chain: on directions that are read, on doubtful links."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from digisys.graph.directions import assumed_direction
from digisys.graph.view import View
from digisys.schema import Link

__all__ = ["Resting", "resting"]


@dataclass(frozen=True)
class Resting:
    """What a push on some variables rests on.

    Attributes
    ----------
    assumed
        The variables to which some chain from the push holds a link whose direction is our
        reading of the source.
    ambiguous
        Those to which some chain holds a link that the source can be read without.
    """

    assumed: frozenset[str]
    ambiguous: frozenset[str]


def resting(view: View, sources: Iterable[str]) -> Resting:
    """Find what a push on some variables rests on, variable by variable.

    Parameters
    ----------
    view
        The links that the answer looks at.
    sources
        Ids of the variables pushed.

    Returns
    -------
    Resting
        The variables that the push reaches over such links, in any number of steps.

    Examples
    --------
    >>> import digisys
    >>> from digisys.graph.view import select_view
    >>> view = select_view(digisys.load("digikompassi"))
    >>> found = resting(view, ["cyber_skills"])
    >>> "critical_infrastructure" in found.assumed, len(found.ambiguous)
    (True, 0)
    """
    out: dict[str, list[str]] = {}
    for link in view.links:
        out.setdefault(link.source, []).append(link.target)
    pushed = _reached(out, sources)

    def behind(is_such: Callable[[Link], bool]) -> frozenset[str]:
        such = (each for each in view.links if each.source in pushed and is_such(each))
        return _reached(out, [link.target for link in such])

    return Resting(behind(assumed_direction), behind(lambda link: link.certainty == "ambiguous"))


def _reached(out: dict[str, list[str]], starts: Iterable[str]) -> frozenset[str]:
    """Return the variables reached, those started from included."""
    stack = list(starts)
    seen = set(stack)
    while stack:
        fresh = [name for name in out.get(stack.pop(), ()) if name not in seen]
        seen.update(fresh)
        stack += fresh
    return frozenset(seen)
