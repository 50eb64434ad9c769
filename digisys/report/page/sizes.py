"""How strong and how soon effects are: what is kept with a model, as a page reads it."""

from __future__ import annotations

from typing import Any

from digisys.io.kept import KeptEffect, kept_sizes
from digisys.schema import Model

__all__ = ["size_data"]


def size_data(model: Model) -> dict[str, Any] | None:
    """Return the sizes kept with a model; None where none are kept of it as it is.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict or None
        How hard each thing is pushed, when runs end, and the effects by the page's name of what
        is pushed, such as ``target-14``: of each its target or variable, the three levels, from
        when on it is clear, and 1 where the target is pushed in part itself. What is nothing is
        left out at the end.

    Examples
    --------
    >>> import digisys
    >>> (size_data(digisys.load("digikompassi")) or {"push": 0.5})["push"]
    0.5
    """
    kept = kept_sizes(model)
    if kept is None:
        return None
    effects = {
        name.replace(":", "-", 1): [_row(item) for item in items]
        for name, items in kept.effects.items()
    }
    return {"push": kept.push, "end": kept.end, "effects": effects}


def _row(effect: KeptEffect) -> list[Any]:
    row = [effect.key, effect.low, effect.middle, effect.high]
    if effect.partly:
        return [*row, effect.by, 1]
    return row if effect.by is None else [*row, effect.by]
