"""Long work tells how long it takes and how far it is: a bar on a terminal, else lines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from digisys.cli.shell import Shell
from digisys.progress import Progress
from digisys.words import N_, say_share

__all__ = ["combinations_tried", "counted_loops", "runs_done", "share_done"]

#: Seconds between two lines; work that is shorter says nothing.
_EVERY = 5.0
#: Work that will take longer than so many seconds says so first: as is measured before it
#: starts, or as is seen after the first so many.
_LONG, _SEEN = 10.0, 0.5
#: From so many seconds on, minutes are told.
_MINUTES = 120.0

#: What is done, of how much, and how long the rest takes, in words.
_Say = Callable[[float, float, str], str]


@contextmanager
def share_done(shell: Shell, doing: str, *, even: bool = True) -> Iterator[Progress]:
    """Show what is being done and which share of it, 0 to 1, is done.

    Parameters
    ----------
    shell
        The shared options.
    doing
        What is being done: an English text of the catalogues.
    even
        Whether equal shares take equal times, so that the time for the rest can be told.
    """
    text = N_("{doing}: {share} done{left}")

    def line(done: float, total: float, left: str) -> str:
        share = say_share(done / total, shell.language)
        return shell.say(text, doing=shell.say(doing), share=share, left=left)

    with _shown(shell, line, doing, sure=even) as progress:
        yield progress


@contextmanager
def runs_done(shell: Shell) -> Iterator[Progress]:
    """Show how many runs of how many are done, and how long the rest takes."""
    text = N_("{done} of {total} runs done{left}")

    def line(done: float, total: float, left: str) -> str:
        return shell.say(text, done=int(done), total=int(total), left=left)

    with _shown(shell, line, N_("Running")) as progress:
        yield progress


@contextmanager
def combinations_tried(shell: Shell) -> Iterator[Progress]:
    """Show how many combinations were run; bounds may settle the rest at any moment."""
    text = N_("{done} combinations run, at most {rest} more")

    def line(done: float, total: float, _left: str) -> str:
        return shell.say(text, done=int(done), rest=int(total - done))

    with _shown(shell, line, N_("Searching"), sure=False) as progress:
        yield progress


@contextmanager
def counted_loops(shell: Shell) -> Iterator[Progress]:
    """Show how many loops were found so far."""
    text = N_("{count} loops so far; Ctrl-C keeps them")
    if not sys.stderr.isatty():
        yield _Lines(shell, lambda count, _total, _left: shell.say(text, count=int(count)))
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda count, _total: status.update(shell.say(text, count=int(count)))


@contextmanager
def _shown(shell: Shell, line: _Say, doing: str, *, sure: bool = True) -> Iterator[Progress]:
    """Show a bar on a terminal, and lines elsewhere; both say first that it takes long.

    Where it is not `sure` that all must be done, no time follows from what was done so far.
    """
    if not sys.stderr.isatty():
        yield _Lines(shell, line, sure=sure)
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shell.say(doing), total=None)
        yield _Bar(
            shell,
            lambda done, total: bar.update(task, completed=done, total=total),
            lambda text: bar.console.print(text, highlight=False),
            sure=sure,
        )


class _Estimate:
    """Says once how long work takes, where that is long: measured before, or seen early."""

    def __init__(self, shell: Shell, *, sure: bool) -> None:
        self.shell, self.sure = shell, sure
        self.begun = time.monotonic()
        self.told = self.told_most = False

    def rest(self, done: float, total: float | None) -> float | None:
        """Return the seconds that are left, by what was done so far."""
        passed = time.monotonic() - self.begun
        return passed * (total / done - 1) if total and done and self.sure else None

    def first(self, seconds: float | None, *, at_most: bool = False) -> str | None:
        """Return how long it takes, if that is to be said now."""
        told = self.told_most if at_most else self.told
        if told or seconds is None or seconds < _LONG:
            return None
        if at_most:
            self.told_most = True
            if seconds < _MINUTES:
                text = N_("This takes at most about {count} s.")
                return self.shell.say(text, count=round(seconds))
            text = N_("This takes at most about {count} min.")
            return self.shell.say(text, count=round(seconds / 60))
        self.told = True
        if seconds < _MINUTES:
            return self.shell.say(N_("This takes about {count} s."), count=round(seconds))
        return self.shell.say(N_("This takes about {count} min."), count=round(seconds / 60))


class _Lines:
    """Writes a line every few seconds, with how long the rest will take."""

    def __init__(self, shell: Shell, line: _Say, *, sure: bool = True) -> None:
        self.shell, self.line = shell, line
        self.estimate = _Estimate(shell, sure=sure)
        self.due = self.estimate.begun + _EVERY

    def __call__(self, done: float, total: float | None) -> None:
        now = time.monotonic()
        rest = self.estimate.rest(done, total)
        if now - self.estimate.begun > _SEEN:
            self.expect(rest)
        if now < self.due:
            return
        self.due = now + _EVERY
        left = ""
        if rest is not None and rest >= 1:
            left = self.shell.say(N_(", about {count} s left"), count=round(rest))
        _write(self.line(done, total or 1.0, left))

    def expect(self, seconds: float | None) -> None:
        """Say how long the work takes, where that is long and not said yet."""
        self._tell(self.estimate.first(seconds))

    def expect_at_most(self, seconds: float) -> None:
        """Say how long the work takes at most, where that is long and not said yet."""
        self._tell(self.estimate.first(seconds, at_most=True))

    def _tell(self, text: str | None) -> None:
        if text:
            self.due = time.monotonic() + _EVERY
            _write(text)


class _Bar:
    """Moves a bar, and says above it how long the work takes."""

    def __init__(
        self,
        shell: Shell,
        move: Callable[[float, float | None], None],
        say: Callable[[str], None],
        *,
        sure: bool,
    ) -> None:
        self.move, self.say = move, say
        self.estimate = _Estimate(shell, sure=sure)

    def __call__(self, done: float, total: float | None) -> None:
        if time.monotonic() - self.estimate.begun > _SEEN:
            self.expect(self.estimate.rest(done, total))
        self.move(done, total)

    def expect(self, seconds: float | None) -> None:
        """Say how long the work takes, where that is long and not said yet."""
        self._tell(self.estimate.first(seconds))

    def expect_at_most(self, seconds: float) -> None:
        """Say how long the work takes at most, where that is long and not said yet."""
        self._tell(self.estimate.first(seconds, at_most=True))

    def _tell(self, text: str | None) -> None:
        if text:
            self.say(text)


def _write(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
