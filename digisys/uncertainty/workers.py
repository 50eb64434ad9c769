"""Who does the work: this process, others beside it, or an executor such as a cluster's."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from digisys.errors import DigisysError, QuestionError
from digisys.uncertainty.options import Draws
from digisys.words import Message

__all__ = ["hands", "share_out"]

Result = TypeVar("Result")

#: An executor does not tell how many work for it: so many are kept busy.
_HANDS_OF_EXECUTOR = 32


def hands(draws: Draws) -> int:
    """Return how many may work at once."""
    return draws.workers if draws.executor is None else max(draws.workers, _HANDS_OF_EXECUTOR)


def share_out(
    work: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    draws: Draws,
    *,
    threads: bool = False,
    likely: int | None = None,
) -> Iterator[Result]:
    """Do some jobs and yield what each gives, in their order.

    Parameters
    ----------
    work
        What is done, as something that can be pickled.
    jobs
        What it is called with.
    draws
        Who does it.
    threads
        Whether compiled code does the work, so that threads do not wait for each other.
    likely
        How many jobs will likely do, if the caller may stop before the last one.

    Yields
    ------
    Result
        What each job gives.

    Raises
    ------
    QuestionError
        If the workers end before their work is done.
    """
    if draws.executor is None and (draws.workers == 1 or len(jobs) < 2):
        for job in jobs:
            yield work(*job)
        return
    # Some jobs ahead keep everyone busy and the memory bounded.
    ahead = 2 * hands(draws)
    if likely is not None:
        ahead = min(ahead, max(likely, 2 * draws.workers))
    processes = draws.executor is None and not threads
    # What is told to pass over Ctrl-C, as a shell tells work in the background, is not ended by it.
    interruptible = processes and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN
    submitted = partial(_until_interrupted, work) if interruptible else work
    waiting: deque[tuple[Future[Result], tuple[Any, ...]]] = deque()
    with _executor(draws, threads=threads) as executor:
        try:
            for job in jobs:
                if len(waiting) == ahead:
                    yield _result_of(*waiting.popleft(), submitted, draws.executor)
                with _ctrl_c_held():
                    waiting.append((executor.submit(submitted, *job), job))
            while waiting:
                yield _result_of(*waiting.popleft(), submitted, draws.executor)
        except BrokenExecutor as error:
            raise QuestionError(
                Message("The workers ended before their work was done."),
                Message("In a script, ask under “if __name__ == '__main__':”; or use one worker."),
            ) from error
        finally:
            if draws.executor is not None:
                for unfinished, _ in waiting:
                    unfinished.cancel()


def _result_of(
    future: Future[Result],
    job: tuple[Any, ...],
    submitted: Callable[..., Result],
    cluster: Executor | None,
) -> Result:
    """Wait for a job; what a cluster has lost is done once more.

    A cluster that loses a worker may lose what that had done, and Dask then tells errors of its
    own. Jobs change nothing, so that each may be done again.
    """
    try:
        return future.result()
    except (DigisysError, BrokenExecutor):
        raise
    except Exception:
        if cluster is None:
            raise
        return cluster.submit(submitted, *job).result()


@contextmanager
def _executor(draws: Draws, *, threads: bool) -> Iterator[Executor]:
    """Start the workers that are asked for, and let them go in the end."""
    if draws.executor is not None:
        yield draws.executor
        return
    pool: Executor
    if threads:
        pool = ThreadPoolExecutor(draws.workers)
    else:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(draws.workers, context, initializer=_pass_over_ctrl_c)
    try:
        yield pool
    finally:
        # Until Python 3.11.3 a pool waits for good where jobs were cancelled one by one.
        pool.shutdown(cancel_futures=True)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Let Ctrl-C wait while workers are started, which inherit that it waits.

    A worker that it met while importing would print a traceback of its own.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def _pass_over_ctrl_c() -> None:
    """Ready a worker for its first job: Ctrl-C that came while it started has ended its work."""
    global _ended  # noqa: PLW0603 - one state of the process
    if hasattr(signal, "pthread_sigmask"):
        _ended = signal.SIGINT in signal.sigpending()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


#: Whether Ctrl-C has ended the work of this process.
_ended = False


def _until_interrupted(work: Callable[..., Result], *job: Any) -> Result:
    """Do a job in a worker until Ctrl-C ends it, so that nobody waits for it; then none more.

    Outside jobs a worker passes over Ctrl-C: one that ended while it sends an answer would
    leave half of it, for the rest of which the process that asks would wait for good.
    """
    global _ended  # noqa: PLW0603 - one state of the process
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if not _ended:
            return work(*job)
    except KeyboardInterrupt:
        _ended = True
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise CancelledError
