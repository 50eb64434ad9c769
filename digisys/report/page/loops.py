"""Loops that the sources do not name, for the page to tell as it tells the named ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from digisys.analysis.loops.find_loops import FoundLoop, find_loops
from digisys.analysis.loops.gain import Gain, loop_gains
from digisys.schema import Model

__all__ = ["MOST_LOOPS", "gain_data", "loop_data"]

#: Most unnamed loops that a page lists: the shortest ones.
MOST_LOOPS = 100


def loop_data(model: Model) -> dict[str, Any]:
    """Return the unnamed loops of a model, the shortest first.

    Ambiguous links count, as the page decides by its filters which loops are whole.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict
        ``cycles``: at most :data:`MOST_LOOPS` lists, each the kind of a loop and then the
        places of its variables in the model; ``cycleGains``: what those that reinforce do
        by themselves; ``moreCycles``: whether there are more.

    Examples
    --------
    >>> import digisys
    >>> data = loop_data(digisys.load("digikompassi"))
    >>> len(data["cycles"]), data["moreCycles"]
    (33, False)
    """
    found, more = _shortest(model)
    places = {name: at for at, name in enumerate(model.variables)}
    return {
        "cycles": [[loop.kind, *(places[name] for name in loop.variables)] for loop in found],
        "cycleGains": _gains(model, found),
        "moreCycles": more,
    }


def gain_data(gain: Gain) -> list[float]:
    """Return the shares of draws in which a loop grows, amplifies and fades."""
    return [gain.grows, gain.amplifies, gain.fades]


def _gains(model: Model, loops: Sequence[FoundLoop]) -> list[list[float] | None]:
    """Return what loops do by themselves, None for those that do not reinforce."""
    chosen = [loop.links for loop in loops if loop.kind == "reinforcing"]
    found = iter(loop_gains(model, chosen))
    return [gain_data(next(found)) if loop.kind == "reinforcing" else None for loop in loops]


def _shortest(model: Model) -> tuple[tuple[FoundLoop, ...], bool]:
    """Find loops of growing length, as all of them may be beyond counting."""
    most = MOST_LOOPS + sum(len(loop.cycles) for loop in model.loops.values())
    for length in range(1, len(model.variables) + 1):
        found = find_loops(model, certainty="all", max_length=length, max_loops=100 * most)
        if found.truncated is None or len(found.unnamed) > MOST_LOOPS:
            return found.unnamed[:MOST_LOOPS], len(found.unnamed) > MOST_LOOPS
    return found.unnamed[:MOST_LOOPS], False
