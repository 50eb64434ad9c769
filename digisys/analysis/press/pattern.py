"""Which entries of a matrix lie in which component, and which lead from one to another."""

from __future__ import annotations

import numpy as np

from digisys.analysis.press.blocks import block_of
from digisys.analysis.press.system import PressSystem
from digisys.graph.components import strong_components

__all__ = ["Pattern", "components"]


class Pattern:
    """The components of a system, causes before effects, and the links between them.

    Parameters
    ----------
    system
        The system.

    Attributes
    ----------
    blocks
        Its components, causes before effects.
    incoming, outgoing
        For each variable, positions of the links that arrive from, and leave for, another
        component.
    """

    def __init__(self, system: PressSystem) -> None:
        self.system = system
        count = len(system.names)
        groups = components(system)
        component = np.empty(count, dtype=np.intp)
        for number, members in enumerate(groups):
            component[members] = number
        inside: list[list[int]] = [[] for _ in groups]
        self.incoming: list[list[int]] = [[] for _ in range(count)]
        self.outgoing: list[list[int]] = [[] for _ in range(count)]
        for position, entry in enumerate(system.entries):
            if component[entry.row] == component[entry.column]:
                inside[component[entry.row]].append(position)
            else:
                self.incoming[entry.row].append(position)
                self.outgoing[entry.column].append(position)
        self.blocks = tuple(
            block_of(system, members, entries)
            for members, entries in zip(groups, inside, strict=True)
        )


def components(system: PressSystem) -> list[list[int]]:
    """List the strongly connected components of a system, causes before effects."""
    targets: dict[int, list[int]] = {place: [] for place in range(len(system.names))}
    for entry in system.links:
        targets[entry.column].append(entry.row)
    return list(reversed(strong_components(targets)))
