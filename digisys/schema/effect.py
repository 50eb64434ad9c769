"""How the effect of a link follows the level of its source: straight, bent, late or by points."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, Items

__all__ = ["Effect", "EffectShape", "EffectWord"]

#: Larger levels are a mistake: 1 is the largest move thought attainable.
_FARTHEST = 1000.0
_HalfLevel = Annotated[float, Field(gt=0, le=_FARTHEST)]
_Number = Annotated[float, Field(ge=-_FARTHEST, le=_FARTHEST)]
_TablePoint = Annotated[tuple[_Number, _Number], Field(strict=False)]

EffectWord = Literal["linear", "saturating"]


class EffectShape(Frozen):
    """An effect that is not straight: one of these keys, with its numbers."""

    saturating: _HalfLevel | None = None
    """The level h, above 0, at which half of the largest effect is reached:
    ``f(x) = (1 + h) x / (h + |x|)``, steep near rest and ever flatter, with ``f(1) = 1``."""
    threshold: _Number | None = None
    """The level at which the effect begins: ``f(x) = max(x - level, 0)`` from a level of 0 up,
    ``min(x - level, 0)`` for one below 0; nothing on the side of rest."""
    table: Annotated[Items[_TablePoint], Field(min_length=2, max_length=1000)] | None = None
    """Points ``[x, f(x)]``, x rising and f(x) never falling: straight between them, constant
    before the first and after the last."""


#: A word, or a shape with its numbers.
Effect = EffectWord | EffectShape
