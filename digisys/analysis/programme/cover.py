"""The smallest set of indicators that shows every step of a loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digisys.schema.programme import Confidence

__all__ = ["smallest_cover"]

#: What a less sure view of a variable costs, where sets of one size are compared.
_DOUBT: Mapping[Confidence, int] = {"high": 0, "medium": 1, "low": 2}


def smallest_cover(
    steps: Sequence[str], seen_by: Mapping[str, Mapping[str, Confidence]]
) -> tuple[str, ...]:
    """Choose as few indicators as can be that together observe all steps that any observes.

    Of several such sets the one is taken that observes the steps most surely; of those that
    are alike in this too, the first in the order of the indicators. The search goes through
    all sets of steps (at most 2 to the power of the steps), so it is exact.

    Parameters
    ----------
    steps
        Variables, each once.
    seen_by
        For each indicator the variables that it observes, with the confidence.

    Returns
    -------
    tuple of str
        Indicators, in their order; empty where none observes any step.

    Examples
    --------
    >>> seen = {"a": {"x": "high"}, "b": {"x": "low", "y": "low"}, "c": {"y": "high"}}
    >>> smallest_cover(["x", "y"], seen), smallest_cover(["y"], seen)
    (('b',), ('c',))
    """
    place = {step: 1 << at for at, step in enumerate(steps)}
    masks = {
        name: sum(place[variable] for variable in seen if variable in place)
        for name, seen in seen_by.items()
    }
    wanted = 0
    for mask in masks.values():
        wanted |= mask
    names = list(seen_by)
    # For each set of steps: how many indicators, how much doubt, and which.
    best: dict[int, tuple[int, int, tuple[int, ...]]] = {0: (0, 0, ())}
    for at, name in enumerate(names):
        if not masks[name]:
            continue
        doubt = sum(_DOUBT[sure] for variable, sure in seen_by[name].items() if variable in place)
        for covered, (count, cost, chosen) in list(best.items()):
            both = covered | masks[name]
            found = (count + 1, cost + doubt, (*chosen, at))
            if both != covered and (both not in best or found < best[both]):
                best[both] = found
    return tuple(names[at] for at in best[wanted][2])
