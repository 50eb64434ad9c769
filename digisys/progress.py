"""How long work tells how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Progress", "expect", "part_of"]

#: Called now and then with what is done and what there is to do in all: draws, or shares of
#: 1; None for all where nobody knows how much there is, as when loops are looked for.
Progress: TypeAlias = Callable[[float, float | None], None]


def expect(progress: Progress | None, part: Callable[[], object], times: float) -> None:
    """Measure a small first part of long work, and say how long all of it takes.

    Nothing is measured where nobody listens: only who has a method ``expect``, which takes
    seconds, hears of it, before the work starts.

    Parameters
    ----------
    progress
        What is told about the work.
    part
        Does a small part of it, whose results are not kept.
    times
        How many such parts the whole work has.

    Examples
    --------
    >>> expect(None, lambda: 1 / 0, 10)
    """
    hear = getattr(progress, "expect", None)
    if hear is not None:
        begun = time.perf_counter()
        part()
        hear((time.perf_counter() - begun) * times)


def part_of(progress: Progress | None, start: float, end: float) -> Progress | None:
    """Let a stage tell its own progress as a part of the whole work.

    Parameters
    ----------
    progress
        What is told about the whole work.
    start, end
        Where the stage begins and ends, as shares of the whole, 0 to 1.

    Returns
    -------
    callable or None
        What the stage tells.

    Examples
    --------
    >>> stage = part_of(lambda done, total: print(done, total), 0.5, 1.0)
    >>> stage(1, 2)
    0.75 1.0
    """
    if progress is None:
        return None

    def report(done: float, total: float | None) -> None:
        share = done / total if total else 0.0
        progress(start + (end - start) * share, 1.0)

    return report
