"""Plots of structural measures: the four quadrants of influence and dependence."""

from __future__ import annotations

from typing import Literal

__all__ = ["quadrant"]

Quadrant = Literal["driver", "relay", "autonomous", "dependent"]


def quadrant(influence: float, dependence: float, middle: tuple[float, float]) -> Quadrant:
    """Name the quadrant of a variable."""
    if influence > middle[0]:
        return "relay" if dependence > middle[1] else "driver"
    return "dependent" if dependence > middle[1] else "autonomous"
