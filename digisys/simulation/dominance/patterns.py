"""Which loops exist in which draws, where links may be absent or their signs are not known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from digisys.graph.components import strong_components
from digisys.simulation.dominance.loop_scores import link_ids, scores_of_loops
from digisys.simulation.dominance.result import DrivingLoop
from digisys.simulation.integrate.program import Floats
from digisys.simulation.system.stock_flow import System

__all__ = ["Patterns", "components_of", "may_be_absent"]

#: Number of a group of each loop; -1 where its variables do not feed back on each other.
Groups = tuple[int, ...]
Positions = npt.NDArray[np.int64]


def components_of(system: System, absent: Collection[str] = ()) -> dict[str, int]:
    """Give each group of variables that feed back on each other a number.

    Parameters
    ----------
    system
        The system.
    absent
        Links that are not there.

    Returns
    -------
    dict
        Number of the group of each variable that is in one.
    """
    effects: dict[str, list[str]] = {name: [] for name in system.variables}
    for arc in system.arcs:
        if arc.link not in absent:
            effects[arc.source].append(arc.target)
    groups = (members for members in strong_components(effects) if len(members) > 1)
    return {name: number for number, members in enumerate(groups) for name in members}


def may_be_absent(system: System, loops: Sequence[DrivingLoop]) -> bool:
    """Tell whether draws differ in which loops there are, or which way they work."""
    links = {link for loop in loops for link in loop.links}
    return any(item.key in links and (item.chance < 1 or not item.sign) for item in system.unknowns)


@dataclass(frozen=True, eq=False)
class Patterns:
    """The loops of a block of draws.

    Attributes
    ----------
    signs
        1 where a loop is reinforcing, -1 where it is balancing, 0 where it does not exist; by
        loop and draw.
    groups
        The draws in which loops fall into the same groups, by group of each loop.
    """

    signs: Floats = field(repr=False)
    groups: dict[Groups, Positions] = field(repr=False)

    @classmethod
    def of(cls, system: System, loops: Sequence[DrivingLoop], weights: Floats) -> Patterns:
        """Find out from the signed strengths of arcs, by arc and sample."""
        samples = weights.shape[1]
        place = {link: position for position, link in enumerate(link_ids(system))}
        signs = np.zeros((1, len(place), samples))
        for arc, weight in zip(system.arcs, np.sign(weights), strict=True):
            signs[0, place[arc.link]] = weight
        around = np.ones((len(loops), samples))
        courses = [row for row, loop in enumerate(loops) if loop.links]
        rounds = [[place[link] for link in loops[row].links] for row in courses]
        around[courses] = scores_of_loops(signs, rounds)[0]
        doubtful = _doubtful_links(system)
        there = signs[0, [place[link] for link in doubtful]] != 0
        found, pattern = np.unique(there, axis=1, return_inverse=True)
        same: dict[Groups, list[int]] = {}
        for number, present in enumerate(found.T.tolist()):
            absent = {
                link for link, is_there in zip(doubtful, present, strict=True) if not is_there
            }
            same.setdefault(_groups_without(system, loops, absent), []).append(number)
        return cls(
            around,
            {
                groups: np.flatnonzero(np.isin(pattern.reshape(-1), numbers))
                for groups, numbers in same.items()
            },
        )

    def blocks(self, width: int) -> Iterator[tuple[Groups, slice | Positions]]:
        """Cut the draws into blocks of at most a width, each of draws with the same groups."""
        for groups, draws in self.groups.items():
            for start in range(0, len(draws), width):
                block = draws[start : start + width]
                neighbours = block[-1] - block[0] == len(block) - 1
                yield groups, slice(block[0], block[-1] + 1) if neighbours else block


def _doubtful_links(system: System) -> list[str]:
    """List the links that may be absent between variables that may feed back on each other."""
    group = components_of(system)
    chances = {item.key: item.chance for item in system.unknowns}
    return [
        arc.link
        for arc in {arc.link: arc for arc in system.arcs}.values()
        if chances[arc.link] < 1 and group.get(arc.source, -1) == group.get(arc.target, -2)
    ]


def _groups_without(system: System, loops: Sequence[DrivingLoop], absent: set[str]) -> Groups:
    """Group loops by the variables that still feed back on each other without some links."""
    if not absent:
        return tuple(loop.group for loop in loops)
    group = components_of(system, absent)
    found = [{group.get(name, -1) for name in loop.variables} for loop in loops]
    return tuple(numbers.pop() if len(numbers) == 1 else -1 for numbers in found)
