"""Long work shows on a terminal how far it is; in a pipe it says nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from digisys.cli.shell import Shell
from digisys.progress import Progress
from digisys.words import N_

__all__ = ["counted_loops", "runs_done", "share_done"]


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
        yield None
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
        yield None
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
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status("") as status:
        yield lambda count, _total: status.update(
            shell.say(N_("{count} loops so far; Ctrl-C keeps them"), count=int(count))
        )
