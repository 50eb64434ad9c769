"""Long work tells how far it is: a bar on a terminal, else a line now and then on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from digisys.cli.shell import Shell
from digisys.progress import Progress
from digisys.words import N_, say_share

__all__ = ["counted_loops", "runs_done", "share_done"]

#: Seconds between two lines; work that is shorter says nothing.
_EVERY = 5.0
#: Work that will take longer than so many seconds, as is seen after the first so many, says
#: at once how long it takes.
_LONG, _SEEN = 15.0, 0.5


@contextmanager
def share_done(shell: Shell, doing: str) -> Iterator[Progress | None]:
    """Show what is being done and which share of it, 0 to 1, is done.

    Parameters
    ----------
    shell
        The shared options.
    doing
        What is being done: an English text of the catalogues.
    """
    if not sys.stderr.isatty():
        text = N_("{doing}: {share} done{left}")
        yield _lines(
            shell,
            lambda done, total, left: shell.say(
                text,
                doing=shell.say(doing),
                share=say_share(done / total, shell.language),
                left=left,
            ),
        )
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shell.say(doing), total=1.0)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def runs_done(shell: Shell) -> Iterator[Progress | None]:
    """Show how many runs of how many are done, and how long the rest takes."""
    if not sys.stderr.isatty():
        text = N_("{done} of {total} runs done{left}")
        yield _lines(
            shell,
            lambda done, total, left: shell.say(text, done=int(done), total=int(total), left=left),
        )
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(shell.say(N_("Running")), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def counted_loops(shell: Shell) -> Iterator[Progress | None]:
    """Show how many loops were found so far."""
    text = N_("{count} loops so far; Ctrl-C keeps them")
    if not sys.stderr.isatty():
        yield _lines(shell, lambda count, _total, _left: shell.say(text, count=int(count)))
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda count, _total: status.update(shell.say(text, count=int(count)))


def _lines(shell: Shell, say_done: Callable[[float, float, str], str]) -> Progress:
    """Return what writes a line every few seconds, with how long the rest will take."""
    begun = time.monotonic()
    due = begun + _EVERY
    early = True

    def report(done: float, total: float | None) -> None:
        nonlocal due, early
        now = time.monotonic()
        passed = now - begun
        rest = passed * (total / done - 1) if total and done else None
        long = early and passed > _SEEN and rest is not None and rest > _LONG
        if now < due and not long:
            return
        due, early = now + _EVERY, False
        left = ""
        if rest is not None and rest >= 1:
            left = shell.say(N_(", about {count} s left"), count=round(rest))
        sys.stderr.write(say_done(done, total or 1.0, left) + "\n")
        sys.stderr.flush()

    return report
