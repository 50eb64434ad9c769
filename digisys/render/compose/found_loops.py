"""Loops that get a badge in a model that names none: short ones, with names that stay."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from digisys.analysis.loops.listing import FoundLoop
from digisys.analysis.loops.loop_set import loop_set
from digisys.graph.labels import short_label
from digisys.schema import Loop, Model, Text
from digisys.words import say_count

__all__ = ["MOST_BADGES", "FoundBadges", "with_found_loops"]

#: Most badges of loops that nobody chose: more could not be told apart on a map.
MOST_BADGES = 6
#: Beginnings of names by kind: R1, B1, and L1 where the kind is not known.
_LETTERS = {"reinforcing": "R", "balancing": "B"}
#: Variables that the label of a loop names.
_NAMED = 4


@dataclass(frozen=True)
class FoundBadges:
    """A model with loops that were found.

    Attributes
    ----------
    model
        The model; as it was where it names loops itself, or has none.
    names
        The names that the loops were given, in the order of the legend.
    left_out
        How many more loops of the set have no badge.
    """

    model: Model
    names: tuple[str, ...] = ()
    left_out: int = 0


def with_found_loops(model: Model) -> FoundBadges:
    """Name the shortest independent loops of a model that names none.

    They are sought among all links, so that a loop has the same name in every view, language
    and scenario.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    FoundBadges
        The model with at most :data:`MOST_BADGES` loops, R1, B1 and so on.

    Examples
    --------
    >>> import digisys
    >>> with_found_loops(digisys.load("digikompassi")).names
    ()
    """
    if model.loops:
        return FoundBadges(model)
    found = loop_set(model, certainty="all").loops
    numbers: Counter[str] = Counter()
    loops: dict[str, Loop] = {}
    for loop in found[:MOST_BADGES]:
        letter = _LETTERS.get(loop.kind, "L")
        numbers[letter] += 1
        name = f"{letter}{numbers[letter]}"
        loops[name] = Loop.model_validate(
            {"label": _label(model, loop), "kind": loop.kind, "cycles": {name: loop.variables}}
        )
    if not loops:
        return FoundBadges(model)
    named = model.model_copy(update={"loops": type(model.loops)(loops)})
    return FoundBadges(named, tuple(loops), len(found) - len(loops))


def _label(model: Model, loop: FoundLoop) -> Text:
    """Name a loop by the variables that it passes, the first few of a long one."""
    return Text({language: _course(model, loop, language) for language in model.languages})


def _course(model: Model, loop: FoundLoop, language: str) -> str:
    names = [short_label(model, name, language) for name in loop.variables]
    if len(names) > _NAMED:
        names = names[: _NAMED - 1]
        left = len(loop.variables) - len(names)
        names.append(f"… ({say_count('{count} more', '{count} more', left, language)})")
    return " → ".join(names)
