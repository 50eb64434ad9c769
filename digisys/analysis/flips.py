"""Which single link, were it otherwise, would change a conclusion most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Doubt", "Flip"]

Doubt = Literal["sign", "strength", "existence"]


@dataclass(frozen=True)
class Flip:
    """What one doubt about one link would change."""

    link: str
    doubt: Doubt
    weight: float
