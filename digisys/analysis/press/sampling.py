"""Stable draws of community matrices, measured block by block.

The answer is the same however the draws are blocked or shared out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.kernel import Kernel, Solved
from digisys.analysis.press.system import PressSystem
from digisys.answers.content import Content
from digisys.errors import QuestionError
from digisys.progress import Progress
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.engine import compiled, load_if_worth_it
from digisys.words import Message, say, say_count, say_number, say_share

__all__ = ["Sampled", "measure_draws", "sample"]

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


@dataclass(frozen=True, eq=False, repr=False)
class Sampled(Content, Generic[Part]):
    """What a round of sampling came to.

    Attributes
    ----------
    parts
        What each block of draws gave, in order.
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
    """

    parts: tuple[Part, ...]
    asked: int
    stable: int
    drawn: int
    seed: int
    timed_out: bool = False

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
        elif self.stable < self.asked:
            text += "; " + say(
                "{asked} were asked for, but stable draws are rare", language, asked=self.asked
            )
        return say("Draws", language), text


def sample(
    system: PressSystem,
    measure: Callable[[Solved], Part],
    *,
    samples: int,
    seed: int,
    max_draws: int | None = None,
    workers: int = 1,
    wide: bool = True,
    time_limit: float | None = None,
    progress: Progress | None = None,
) -> Sampled[Part]:
    """Draw matrices until enough are stable, and measure those.

    Parameters
    ----------
    system
        What is drawn.
    measure
        What to find out from the stable draws of a block.
    samples
        Stable draws wanted, at least 1.
    seed
        A whole number from 0 up.
    max_draws
        Give up after so many draws; twenty times the samples, at least 10,000, when absent.
    workers
        Threads; the answer does not depend on it.
    wide
        Whether a block holds whole matrices of responses, and not single columns.
    time_limit
        Seconds after which no more draws are made, above 0; None for no limit.
    progress
        Told the share of the work that is done, 0 to 1.

    Returns
    -------
    Sampled
        The measures in order, and the counts.

    Raises
    ------
    QuestionError
        If no draw is stable, or none can be, or a number makes no sense.
    """
    deadline = _deadline(time_limit)
    if samples < 1 or seed < 0 or (max_draws is not None and max_draws < 1) or workers < 1:
        raise QuestionError(
            Message("Samples, draws and workers must be at least 1 and the seed at least 0."),
            Message("Give whole numbers, such as samples=10000 and seed=1."),
        )
    kernel = Kernel(system)
    _refuse_singular(kernel)
    most = max_draws or max(_MOST_PER_SAMPLE * samples, _LEAST_DRAWS)
    load_if_worth_it(kernel.multiplications(wide=wide) * min(2 * samples, most))
    size = min(_block_size(kernel, wide=wide), max(samples + samples // 8, _LEAST_BLOCK))
    span = size * min(max(samples // size, 1), _blocks_drawn(kernel, size, wide=wide))

    def work(start: int, stop: int) -> list[tuple[int, Part, Flags]]:
        return list(_blocks(kernel, measure, seed, (start, stop), size))

    parts: list[Part] = []
    found = drawn = 0
    timed_out = False
    for _, blocks in _worked(work, most, span, workers):
        for start, part, stable in blocks:
            wanted = samples - found
            here = int(stable.sum())
            if here > wanted:
                last = start + int(np.flatnonzero(stable)[wanted - 1]) + 1
                solved, _ = kernel.solve(draw_values(system.entries, seed, start, last))
                parts.append(measure(solved))
                found, drawn = samples, last
            else:
                parts.append(part)
                found, drawn = found + here, start + len(stable)
                if here == wanted:
                    drawn = start + int(np.flatnonzero(stable)[-1]) + 1
            if found == samples:
                break
        if progress:
            progress(max(found / samples, drawn / most), 1.0)
        timed_out = found < samples and deadline is not None and time.monotonic() > deadline
        if found == samples or timed_out:
            break
    if not found:
        raise _never_stable(drawn, system)
    return Sampled(tuple(parts), samples, found, drawn, seed, timed_out)


def _deadline(time_limit: float | None) -> float | None:
    """Return the reading of the monotonic clock at which a time limit ends."""
    if time_limit is None:
        return None
    if not time_limit > 0:
        raise QuestionError(
            Message("A time limit must be above 0 seconds."),
            Message("Leave it out for no limit."),
        )
    return time.monotonic() + time_limit


def measure_draws(
    system: PressSystem,
    measure: Callable[[Solved], Part],
    *,
    draws: int,
    seed: int,
    workers: int = 1,
) -> tuple[tuple[Part, ...], int]:
    """Make a number of draws and measure those that are stable, however few.

    Parameters
    ----------
    system, measure, seed, workers
        As of :func:`sample`.
    draws
        How many draws to make, at least 1.

    Returns
    -------
    tuple, int
        The measures in order, and how many draws are stable.
    """
    kernel = Kernel(system)
    if any(block.singular for block in kernel.blocks):
        return (), 0

    load_if_worth_it(kernel.multiplications(wide=True) * draws)
    size = _block_size(kernel, wide=True)
    span = size * min(max(draws // (size * workers), 1), _blocks_drawn(kernel, size, wide=True))

    def work(start: int, stop: int) -> list[tuple[Part, int]]:
        blocks = _blocks(kernel, measure, seed, (start, stop), size)
        return [(part, int(stable.sum())) for _, part, stable in blocks]

    done = [item for _, items in _worked(work, draws, span, workers) for item in items]
    return tuple(part for part, _ in done), sum(count for _, count in done)


def _blocks(
    kernel: Kernel, measure: Callable[[Solved], Part], seed: int, span: tuple[int, int], size: int
) -> Iterator[tuple[int, Part, Flags]]:
    """Draw many at once, as starting to draw takes time, and solve them block by block."""
    start, stop = span
    values = draw_values(kernel.system.entries, seed, start, stop)
    for first in range(0, stop - start, size):
        solved, stable = kernel.solve(np.ascontiguousarray(values[:, first : first + size]))
        yield start + first, measure(solved), stable


def _worked(
    work: Callable[[int, int], Any], most: int, size: int, workers: int
) -> Iterator[tuple[tuple[int, int], Any]]:
    """Yield what each block gives, in order; threads work a few blocks ahead."""
    spans = [(start, min(start + size, most)) for start in range(0, most, size)]
    if workers == 1:
        yield from ((span, work(*span)) for span in spans)
        return
    with ThreadPoolExecutor(workers) as pool:
        ahead = 2 * workers
        waiting = [(span, pool.submit(work, *span)) for span in spans[:ahead]]
        try:
            for position in range(len(spans)):
                span, done = waiting.pop(0)
                yield span, done.result()
                if position + ahead < len(spans):
                    later = spans[position + ahead]
                    waiting.append((later, pool.submit(work, *later)))
        finally:
            for _, unfinished in waiting:
                unfinished.cancel()


def _block_size(kernel: Kernel, *, wide: bool) -> int:
    count = len(kernel.system.names)
    inside = sum(len(block.members) ** 2 for block in kernel.blocks)
    numbers = 4 * inside + len(kernel.system.links) + (3 * count**2 if wide else 8 * count)
    most = _BLOCK_BYTES if compiled() is None else _COMPILED_BYTES
    room = most // (8 * max(numbers, 1))
    time_for = int(_BLOCK_WORK / kernel.multiplications(wide=wide))
    return min(max(min(room, time_for), _LEAST_BLOCK), _LARGEST_BLOCK)


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


def _never_stable(drawn: int, system: PressSystem) -> QuestionError:
    what = Message("None of {count} draws is stable.", {"count": drawn})
    if len(system.damping) < len(system.names):
        return QuestionError(what, Message("Let more variables damp themselves (damping all)."))
    return QuestionError(
        what,
        Message("Choose weaker strengths or stronger damping, such as 1 to 3, or draw more often."),
    )
