"""Draws of community matrices: the same however they are blocked or shared out.

A number depends on the seed, on what is drawn (the id of a link) and on the number of the
draw, and on nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.kernel import Kernel, Solved
from digisys.analysis.press.system import Entry, PressSystem
from digisys.errors import QuestionError
from digisys.words import Message, say, say_count

__all__ = ["Sampled", "draw_values", "measure_draws", "sample", "uniform"]

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Part = TypeVar("Part")

#: Bytes that the matrices of one block may take, and its limits in draws.
_BLOCK_BYTES = 48 * 2**20
_LEAST_BLOCK, _LARGEST_BLOCK = 16, 1024
#: So many blocks are drawn at once.
_BLOCKS_DRAWN = 16
#: At most so many draws for each stable one asked for, and never fewer than this.
_MOST_PER_SAMPLE = 20
_LEAST_DRAWS = 10_000


@dataclass(frozen=True)
class Sampled(Generic[Part]):
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
    """

    parts: tuple[Part, ...]
    asked: int
    stable: int
    drawn: int
    seed: int

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
        }

    def summary(self, language: str) -> tuple[str, str]:
        """Say how many draws an answer rests on, as heading and text."""
        text = say_count(
            "{count} stable draw out of {drawn} ({share}), seed {seed}",
            "{count} stable draws out of {drawn} ({share}), seed {seed}",
            self.stable,
            language,
            drawn=self.drawn,
            share=f"{self.acceptance:.{0 if self.acceptance >= 0.1 else 2}%}",
            seed=self.seed,
        )
        if self.stable < self.asked:
            text += "; " + say(
                "{asked} were asked for, but stable draws are rare", language, asked=self.asked
            )
        return say("Draws", language), text


def uniform(seed: int, key: str, start: int, stop: int) -> Floats:
    """Return one number from 0 to 1 for each of some draws.

    The counter-based generator Philox (Salmon et al. 2011, doi:10.1145/2063384.2063405).

    Parameters
    ----------
    seed
        A whole number from 0 up.
    key
        What is drawn.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    ndarray
        Shape ``(stop - start,)``.

    Examples
    --------
    >>> bool((uniform(1, "a->b", 0, 10)[7:] == uniform(1, "a->b", 7, 10)).all())
    True
    """
    digest = hashlib.blake2b(f"{seed}:{key}".encode(), digest_size=16).digest()
    # Philox makes four numbers a count.
    first = start // 4
    generator = np.random.Generator(np.random.Philox(counter=first, key=int.from_bytes(digest)))
    return generator.random(stop - 4 * first)[start - 4 * first :]


def draw_values(system: PressSystem, seed: int, start: int, stop: int) -> Floats:
    """Draw the entries of the matrix for some draws.

    Parameters
    ----------
    system
        What is drawn, and the ranges.
    seed
        A whole number from 0 up.
    start, stop
        The first draw and the one after the last.

    Returns
    -------
    ndarray
        Signed sizes of links, then sizes of damping; (entry, draw).
    """
    entries = (*system.links, *system.damping)
    values = np.empty((len(entries), stop - start))
    for row, entry in enumerate(entries):
        values[row] = _sized(entry, uniform(seed, entry.key, start, stop))
        if entry.chance < 1:
            exists = uniform(seed, f"exists:{entry.key}", start, stop) < entry.chance
            values[row] *= exists
    return values


def _sized(entry: Entry, shares: Floats) -> Floats:
    width = entry.high - entry.low
    if entry.sign:
        return entry.sign * (entry.low + width * shares)
    # Direction unknown: one half of the shares is negative, the other positive.
    side = 2.0 * shares - 1.0
    return np.where(side < 0, -1.0, 1.0) * (entry.low + width * np.abs(side))


def sample(
    system: PressSystem,
    measure: Callable[[Solved], Part],
    *,
    samples: int,
    seed: int,
    max_draws: int | None = None,
    workers: int = 1,
    wide: bool = True,
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

    Returns
    -------
    Sampled
        The measures in order, and the counts.

    Raises
    ------
    QuestionError
        If no draw is stable, or none can be.
    """
    if samples < 1 or seed < 0 or (max_draws is not None and max_draws < 1) or workers < 1:
        raise QuestionError(
            Message("Samples, draws and workers must be at least 1 and the seed at least 0."),
            Message("Give whole numbers, such as samples=10000 and seed=1."),
        )
    kernel = Kernel(system)
    _refuse_singular(kernel)
    most = max_draws or max(_MOST_PER_SAMPLE * samples, _LEAST_DRAWS)
    size = min(_block_size(kernel, wide=wide), max(samples + samples // 8, _LEAST_BLOCK))
    span = size * min(max(samples // size, 1), _BLOCKS_DRAWN)

    def work(start: int, stop: int) -> list[tuple[int, Part, Flags]]:
        return list(_blocks(kernel, measure, seed, (start, stop), size))

    parts: list[Part] = []
    found = drawn = 0
    for _, blocks in _worked(work, most, span, workers):
        for start, part, stable in blocks:
            wanted = samples - found
            here = int(stable.sum())
            if here > wanted:
                last = start + int(np.flatnonzero(stable)[wanted - 1]) + 1
                solved, _ = kernel.solve(draw_values(system, seed, start, last))
                parts.append(measure(solved))
                found, drawn = samples, last
            else:
                parts.append(part)
                found, drawn = found + here, start + len(stable)
                if here == wanted:
                    drawn = start + int(np.flatnonzero(stable)[-1]) + 1
            if found == samples:
                break
        if found == samples:
            break
    if not found:
        raise _never_stable(drawn, system)
    return Sampled(tuple(parts), samples, found, drawn, seed)


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

    size = _block_size(kernel, wide=True)
    span = size * min(max(draws // (size * workers), 1), _BLOCKS_DRAWN)

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
    values = draw_values(kernel.system, seed, start, stop)
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
    return min(max(_BLOCK_BYTES // (8 * max(numbers, 1)), _LEAST_BLOCK), _LARGEST_BLOCK)


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
