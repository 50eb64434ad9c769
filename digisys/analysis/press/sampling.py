"""Stable draws of community matrices, measured block by block.

The answer is the same however the draws are blocked or shared out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.damping import unstable
from digisys.analysis.press.kernel import Kernel, Solved
from digisys.analysis.press.size import (
    MOST_BYTES,
    draw_bytes,
    draw_seconds,
    refuse_large_group,
    refuse_long_draws,
)
from digisys.analysis.press.system import PressSystem
from digisys.answers.content import Content
from digisys.errors import QuestionError
from digisys.progress import expect
from digisys.uncertainty.engine import compiled, load, load_if_worth_it
from digisys.uncertainty.options import Draws
from digisys.uncertainty.workers import hands, share_out
from digisys.words import Message, say, say_count, say_number, say_share

__all__ = ["Sampled", "block_size", "kernel_of", "measure_draws", "sample"]

Flags = npt.NDArray[np.bool_]
Part = TypeVar("Part")

#: Bytes that the matrices of one block may take, compiled code allowing for more, and its
#: limits in draws.
_BLOCK_BYTES, _COMPILED_BYTES = 48 * 2**20, 96 * 2**20
_LEAST_BLOCK, _LARGEST_BLOCK = 16, 1024
#: So many blocks are drawn at once.
_BLOCKS_DRAWN = 16
#: Multiplications, about a second of them, between two looks at the clock and the keyboard.
_BLOCK_WORK = 1e9
#: At most so many draws for each stable one asked for, and never fewer than this.
_MOST_PER_SAMPLE = 20
_LEAST_DRAWS = 10_000
#: If none of so many draws is stable, the search for stable ones is given up unless a number
#: of draws was asked for.
_HOPELESS = 500
#: So much work is enough for that.
_HOPELESS_WORK = 1e11
#: Multiplications, some seconds of them, from which on it is measured how long draws take, and
#: how many are measured.
_LONG_WORK, _MEASURED = 1e10, 16
#: Looks at the clock within a time limit, where draws take long.
_LOOKS = 20


@dataclass(frozen=True, eq=False, repr=False)
class Sampled(Content):
    """What a round of sampling came to.

    Attributes
    ----------
    measured
        What was found out from the stable draws, in whatever blocks they came.
    asked
        Stable draws asked for.
    stable
        Stable draws found and used.
    drawn
        Draws made until then, stable or not.
    seed
        The seed.
    timed_out
        Whether the time given ended before there were enough.
    bounded
        Whether fewer draws were made than asked for as each takes much work.
    """

    measured: npt.NDArray[Any]
    asked: int
    stable: int
    drawn: int
    seed: int
    timed_out: bool = False
    bounded: bool = False

    @property
    def acceptance(self) -> float:
        """Share of the draws that are stable, 0 to 1."""
        return self.stable / self.drawn if self.drawn else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the counts as plain data."""
        return {
            "seed": self.seed,
            "samples": self.stable,
            "samples_asked": self.asked,
            "draws": self.drawn,
            "acceptance": round(self.acceptance, 6),
            "timed_out": self.timed_out,
        }

    def summary(self, language: str) -> tuple[str, str]:
        """Say how many draws an answer rests on, as heading and text."""
        text = say_count(
            "{count} stable draw out of {drawn} ({share}), seed {seed}",
            "{count} stable draws out of {drawn} ({share}), seed {seed}",
            self.stable,
            language,
            drawn=say_number(self.drawn, language),
            share=say_share(self.acceptance, language, 0 if self.acceptance >= 0.1 else 2),
            seed=self.seed,
        )
        if self.timed_out:
            text += "; " + say(
                "{asked} were asked for, but the time given ended", language, asked=self.asked
            )
        elif self.bounded:
            text += "; " + say(
                "{asked} were asked for, but in a model of this size each takes much work",
                language,
                asked=self.asked,
            )
        elif self.stable < self.asked:
            text += "; " + say(
                "{asked} were asked for, but stable draws are rare", language, asked=self.asked
            )
        return say("Draws", language), text


def sample(
    system: PressSystem,
    measure: Callable[[Solved], npt.NDArray[Any]],
    draws: Draws,
    *,
    wide: bool = True,
    summed: bool = False,
) -> Sampled:
    """Draw matrices until enough are stable, and measure those.

    Parameters
    ----------
    system
        What is drawn.
    measure
        What to find out from the stable draws of a block, as something that can be pickled.
    draws
        How many stable draws are wanted, and who makes them.
    wide
        Whether a block holds whole matrices of responses, and not single columns.
    summed
        Whether measures are counts to be added up. Otherwise their last axis is the draw, and
        they are put one after the other.

    Returns
    -------
    Sampled
        What was measured, and how many draws it rests on.

    Raises
    ------
    QuestionError
        If no draw is stable, or none can be.
    """
    samples, seed, progress = draws.count, draws.seed, draws.progress
    deadline = None if draws.time_limit is None else time.monotonic() + draws.time_limit
    refuse_large_group(system)
    kernel = Kernel(system)
    _refuse_singular(kernel)
    refuse_long_draws(kernel, wide=wide, time_limit=draws.time_limit)
    most = draws.max_draws or max(_MOST_PER_SAMPLE * samples, _LEAST_DRAWS)
    hopeless = most if draws.max_draws else _hopeless(kernel)
    load_if_worth_it(kernel.multiplications(wide=wide) * min(2 * samples, most))
    size = min(block_size(kernel, wide=wide), max(samples + samples // 8, _LEAST_BLOCK))
    if draws.time_limit is not None:  # so that the clock is looked at in time
        within = draws.time_limit / (_LOOKS * draw_seconds(kernel, wide=wide))
        size = max(min(size, int(within)), 1)
    work = _Work(measure, seed, size, compiled() is not None, system, kernel)
    jobs = work.jobs(most, max(samples // hands(draws), 1), wide=wide)
    likely = 2 + samples // max(stop - start for _, start, stop in jobs)

    first = min(_MEASURED, size)
    if draws.time_limit is None and kernel.multiplications(wide=wide) * samples > _LONG_WORK:
        expect(progress, lambda: _do(work, 0, first), samples / first / hands(draws))
    parts: list[npt.NDArray[Any]] = []
    found = drawn = 0
    timed_out = False
    for blocks in share_out(_do, jobs, draws, threads=work.compiled, likely=likely):
        for start, part, stable in blocks:
            wanted = samples - found
            here = int(stable.sum())
            if here > wanted:
                last = start + int(np.flatnonzero(stable)[wanted - 1]) + 1
                solved, _ = kernel.solve(system.draw(seed, start, last))
                parts.append(measure(solved))
                found, drawn = samples, last
            else:
                parts.append(part)
                found, drawn = found + here, start + len(stable)
                if here == wanted:
                    drawn = start + int(np.flatnonzero(stable)[-1]) + 1
            if summed:
                parts = [np.sum(parts, axis=0)]
            if found == samples:
                break
        if progress:
            progress(max(found / samples, drawn / most), 1.0)
        timed_out = found < samples and deadline is not None and time.monotonic() > deadline
        if found == samples or timed_out or (not found and drawn >= hopeless):
            break
    if not found:
        raise unstable(drawn, kernel, seed)
    measured = parts[0] if summed else np.concatenate(parts, axis=-1)
    return Sampled(measured, samples, found, drawn, seed, timed_out)


def measure_draws(
    systems: Sequence[PressSystem], measure: Callable[[Solved], Part], draws: Draws
) -> tuple[tuple[tuple[Part, ...], int], ...]:
    """Make a number of draws of each of some systems and measure those that are stable.

    Parameters
    ----------
    systems, measure
        As of :func:`sample`.
    draws
        How many draws to make, stable or not, and who makes them.

    Returns
    -------
    tuple
        For each system the measures in order, and how many draws are stable.
    """
    jobs: list[tuple[_Work[Part], int, int]] = []
    owners: list[int] = []
    for position, system in enumerate(systems):
        kernel = Kernel(system)
        if any(block.singular for block in kernel.blocks):
            continue
        load_if_worth_it(kernel.multiplications(wide=True) * draws.count)
        size = block_size(kernel, wide=True)
        work = _Work(measure, draws.seed, size, compiled() is not None, system, kernel)
        jobs += work.jobs(draws.count, max(draws.count // hands(draws), 1), wide=True)
        owners += [position] * (len(jobs) - len(owners))
    parts: list[list[Part]] = [[] for _ in systems]
    stable = [0] * len(systems)
    done = share_out(_do, jobs, draws, threads=compiled() is not None)
    made = 0
    for position, blocks in zip(owners, done, strict=True):
        made += sum(len(flags) for _, _, flags in blocks)
        if draws.progress:
            draws.progress(made, draws.count * len(systems))
        parts[position] += [part for _, part, _ in blocks]
        stable[position] += sum(int(flags.sum()) for _, _, flags in blocks)
    return tuple(zip(map(tuple, parts), stable, strict=True))


@dataclass(frozen=True, eq=False)
class _Work(Generic[Part]):
    """What a worker is to do with any span of draws: draw, solve and measure them.

    Attributes
    ----------
    measure, seed
        As of :func:`sample`.
    size
        Draws in a block.
    compiled
        Whether the process that asks has the compiled kernels.
    system
        What is drawn.
    kernel
        Its pattern; made again by other processes, which is quicker than to send it.
    """

    measure: Callable[[Solved], Part]
    seed: int
    size: int
    compiled: bool
    system: PressSystem
    kernel: Kernel | None

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "kernel": None}

    def jobs(self, most: int, each: int, *, wide: bool) -> list[tuple[_Work[Part], int, int]]:
        """Cut draws into jobs of about a size, at the ends of blocks."""
        kernel = self.kernel or kernel_of(self.system)
        blocks = min(max(each // self.size, 1), _blocks_drawn(kernel, self.size, wide=wide))
        span = blocks * self.size
        # The first job is short, as it may show that draws are not stable.
        first = min(-(-_hopeless(kernel) // self.size) * self.size, span, most)
        jobs = [(self, start, min(start + span, most)) for start in range(first, most, span)]
        return [(self, 0, first), *jobs]


def _do(work: _Work[Part], start: int, stop: int) -> list[tuple[int, Part, Flags]]:
    """Draw many at once, as starting to draw takes time, and solve them block by block."""
    if work.compiled:
        load()
    kernel = work.kernel or kernel_of(work.system)
    values = work.system.draw(work.seed, start, stop)
    done = []
    for first in range(0, stop - start, work.size):
        solved, stable = kernel.solve(np.ascontiguousarray(values[:, first : first + work.size]))
        done.append((start + first, work.measure(solved), stable))
    return done


@lru_cache(maxsize=1)
def kernel_of(system: PressSystem) -> Kernel:
    """Keep the last pattern in a worker, which does one job of a question after the other."""
    return Kernel(system)


def block_size(kernel: Kernel, *, wide: bool) -> int:
    """Return how many draws to solve at once, so that a block neither fills memory nor takes long.

    Parameters
    ----------
    kernel
        What is drawn.
    wide
        Whether a block holds whole matrices of responses, and not single columns.
    """
    count = len(kernel.system.names)
    inside = sum(len(block.members) ** 2 for block in kernel.blocks)
    numbers = 4 * inside + len(kernel.system.links) + (3 * count**2 if wide else 8 * count)
    most = _BLOCK_BYTES if compiled() is None else _COMPILED_BYTES
    room = most // (8 * max(numbers, 1))
    time_for = int(_BLOCK_WORK / kernel.multiplications(wide=wide))
    fitting = MOST_BYTES // (2 * draw_bytes(kernel, wide=wide))
    least = min(max(fitting, 1), _LEAST_BLOCK)
    return min(max(min(room, time_for), least), _LARGEST_BLOCK)


def _hopeless(kernel: Kernel) -> int:
    """Return after how many draws the search for a stable one is given up."""
    within = _HOPELESS_WORK / kernel.multiplications(wide=False)
    return int(min(max(within, _LEAST_BLOCK), _HOPELESS))


def _blocks_drawn(kernel: Kernel, size: int, *, wide: bool) -> int:
    time_for = int(_BLOCK_WORK / (size * kernel.multiplications(wide=wide)))
    return min(max(time_for, 1), _BLOCKS_DRAWN)


def _refuse_singular(kernel: Kernel) -> None:
    """Say which variables leave the matrix without an inverse, whatever the strengths."""
    names = kernel.system.names
    stuck = [names[member] for block in kernel.blocks if block.singular for member in block.members]
    if stuck:
        listed = ", ".join(stuck[:5]) + (", …" if len(stuck) > 5 else "")
        raise QuestionError(
            Message(
                "The matrix is singular whatever the strengths are: nothing brings these "
                "variables back to rest: {names}.",
                {"names": listed},
            ),
            Message("Let them damp themselves (damping), or all variables (damping all)."),
        )
