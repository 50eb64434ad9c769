"""Signs of responses: those that the chains settle, and how to find the others quickly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.blocks import Block, Inverse
from digisys.analysis.press.pattern import Pattern

__all__ = ["OPEN", "SignProgram", "settled_signs", "shared_signs", "sign_program"]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: A sign that depends on the strengths.
OPEN = 2
#: Target, source (-1: multiply the target), and the number to multiply by.
Instruction = tuple[int, int, int]


def settled_signs(pattern: Pattern, pushes: Floats) -> npt.NDArray[np.int8]:
    """Find responses that have one sign in every stable draw.

    If all loops of a component are reinforcing, minus its matrix is, but for signs, an
    M-matrix in every stable draw, and its inverse has no zero and no negative entry
    (Berman & Plemmons 1994, doi:10.1137/1.9781611971262, chapter 6). So where all chains
    from a push agree and pass through such components only, the sign is theirs.

    Parameters
    ----------
    pattern
        The pattern; effects must not cancel out exactly.
    pushes
        One column a push; (variable, push).

    Returns
    -------
    ndarray of int
        +1, -1, 0 without a chain, or :data:`OPEN`; (variable, push).
    """
    found = np.sign(pushes).astype(np.int8)
    links = pattern.system.links
    for block in pattern.blocks:
        sides = np.ones(1) if len(block.members) == 1 else block.sides
        felt = np.zeros((2, pushes.shape[1]), dtype=bool)
        unclear = np.zeros(pushes.shape[1], dtype=bool)
        for position, member in enumerate(block.members.tolist()):
            side = 1 if sides is None else int(sides[position])
            given = [(found[member], side)]
            given += [
                (found[links[entry].column], side * links[entry].sign)
                for entry in pattern.incoming[member]
            ]
            for signs, turn in given:
                unclear |= (signs == OPEN) | ((signs != 0) & (turn == 0 or sides is None))
                felt |= np.stack([signs * turn == 1, signs * turn == -1])
        unclear |= felt.all(axis=0)
        whole = np.where(unclear, OPEN, felt[0].astype(np.int8) - felt[1])
        for position, member in enumerate(block.members.tolist()):
            side = 1 if sides is None else int(sides[position])
            found[member] = np.where(unclear, OPEN, side * whole)
    return found


def shared_signs(pattern: Pattern) -> dict[int, tuple[int, int]]:
    """Find variables without feedback that act on one other variable at most.

    Returns
    -------
    dict
        For each the other one and the sign, or itself and 0; effects before causes.
    """
    links = pattern.system.links
    found: dict[int, tuple[int, int]] = {}
    for block in reversed(pattern.blocks):
        member = int(block.members[0])
        out = pattern.outgoing[member]
        if len(block.members) > 1 or len(out) > 1:
            continue
        if not out:
            found[member] = (member, 0)
        elif links[out[0]].sign and links[out[0]].chance == 1:
            found[member] = (links[out[0]].row, links[out[0]].sign)
    return found


@dataclass(frozen=True, eq=False)
class SignProgram:
    """What is done for each push, in the order of :meth:`Solved.responses`.

    Attributes
    ----------
    between
        Links from one component to another; they come first among the numbers.
    start, target, source, factor_at, reach_start, reach
        As :func:`digisys.analysis.press.compiled.count_signs` takes them.
    """

    between: Ints
    start: Ints
    target: Ints
    source: Ints
    factor_at: Ints
    reach_start: Ints
    reach: Ints

    def numbers(self, values: Floats, inverses: Sequence[Inverse]) -> Floats:
        """Return what the instructions multiply by; (number, draw)."""
        inside = [
            inverse.matrices[:, 0].T if inverse.factors is None else inverse.factors.entries
            for inverse in inverses
        ]
        numbers = [-values[self.between], *inside] if len(self.between) else inside
        return np.concatenate(numbers) if len(numbers) > 1 else numbers[0]


def sign_program(pattern: Pattern, pushes: npt.NDArray[np.bool_]) -> SignProgram:
    """Lay out the instructions.

    Parameters
    ----------
    pattern
        The pattern; components of more than one variable have a plan.
    pushes
        Which variables each push acts on directly; (variable, push).

    Returns
    -------
    SignProgram
        The instructions.
    """
    between = sorted({entry for entries in pattern.incoming for entry in entries})
    place = {entry: position for position, entry in enumerate(between)}
    first = len(between)
    starts = []
    for block in pattern.blocks:
        starts.append(first)
        first += 1 if block.plan is None else int(block.plan.slots.max()) + 1
    instructions: list[Instruction] = []
    reach: list[int] = []
    start, reach_start = [0], [0]
    for push in range(pushes.shape[1]):
        felt = set(np.flatnonzero(pushes[:, push]).tolist())
        for block, offset in zip(pattern.blocks, starts, strict=True):
            members = block.members.tolist()
            for member in members:
                for entry in pattern.incoming[member]:
                    source = pattern.system.links[entry].column
                    if source in felt:
                        instructions.append((member, source, place[entry]))
            touched = {member for member, *_ in instructions[start[-1] :]} | felt
            inside = touched.intersection(members)
            if inside:
                instructions += _through(block, inside, offset)
                felt.update(members)
        reach += sorted(felt)
        start.append(len(instructions))
        reach_start.append(len(reach))
    columns = np.array(instructions, dtype=np.int64).reshape(-1, 3).T
    target, source_of, factor_at = (np.ascontiguousarray(column) for column in columns)
    return SignProgram(
        np.array(between, dtype=np.int64),
        np.array(start, dtype=np.int64),
        target,
        source_of,
        factor_at,
        np.array(reach_start, dtype=np.int64),
        np.array(reach, dtype=np.int64),
    )


def _through(block: Block, felt: set[int], offset: int) -> list[Instruction]:
    """Solve for one component, in the order of :meth:`Factors.solve`, zeros left out."""
    members, plan = block.members.tolist(), block.plan
    if plan is None:
        return [(members[0], -1, offset)]
    slots = (plan.slots + offset).tolist()
    felt = {position for position, member in enumerate(members) if member in felt}
    done: list[Instruction] = []
    for step, pivot in enumerate(plan.order):
        if pivot in felt:
            for row in plan.below[step]:
                done.append((members[row], members[pivot], slots[row][pivot]))
                felt.add(row)
    for step in range(plan.size - 1, -1, -1):
        pivot = plan.order[step]
        for column in plan.right[step]:
            if column in felt:
                done.append((members[pivot], members[column], slots[pivot][column]))
                felt.add(pivot)
        if pivot in felt:
            done.append((members[pivot], -1, slots[pivot][pivot]))
    return done
