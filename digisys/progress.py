"""How long work tells how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeAlias

__all__ = ["Progress", "expect", "expect_at_most", "part_of"]

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


def expect_at_most(
    progress: Progress | None,
    part: Callable[[], object],
    times: float,
    limit: float | None = None,
) -> None:
    """Do as :func:`expect` for work that may end early: who has ``expect_at_most`` hears of it.

    Parameters
    ----------
    progress, part, times
        As of :func:`expect`.
    limit
        Seconds after which the work is ended anyway; None for no limit.

    Examples
    --------
    >>> expect_at_most(None, lambda: 1 / 0, 10)
    """
    hear = getattr(progress, "expect_at_most", None)
    if hear is not None:
        begun = time.perf_counter()
        part()
        seconds = (time.perf_counter() - begun) * times
        hear(seconds if limit is None else min(seconds, limit))


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

    return _Part(progress, start, end)


class _Part:
    """Tells the progress of a stage as a part of the whole work."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self.whole, self.start, self.end = whole, start, end

    def __call__(self, done: float, total: float | None) -> None:
        share = done / total if total else 0.0
        self.whole(self.start + (self.end - self.start) * share, 1.0)

    def expect_at_most(self, seconds: float) -> None:
        """Pass on how long the stage takes at most."""
        hear = getattr(self.whole, "expect_at_most", None)
        if hear is not None:
            hear(seconds)
