"""Who does the parts of an ensemble, and how an interrupted one goes on."""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from digisys.errors import OutputError, QuestionError
from digisys.io.reasons import cannot_write
from digisys.progress import Progress
from digisys.simulation.ensemble.parts import PartResult, Task, do_part
from digisys.simulation.ensemble.sketch import Sketch
from digisys.words import Message

__all__ = ["conduct"]

#: What reading a file that is no whole part ends in.
_SPOILED = (
    OSError, ValueError, KeyError, IndexError, EOFError, TypeError, BadZipFile, zlib.error,
)  # fmt: skip
#: What comes back from a part: one result for each scenario.
PartResults = tuple[PartResult, ...]


def conduct(
    task: Task,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    checkpoint: str | Path | None = None,
    progress: Progress | None = None,
) -> Iterator[tuple[int, PartResults]]:
    """Do all parts of an ensemble and yield them as they are done, with their number.

    Parameters
    ----------
    task
        The ensemble.
    workers
        How many processes share the work.
    executor
        Any executor of the kind of :mod:`concurrent.futures`, instead of own workers.
    checkpoint
        A folder for finished parts. If it holds parts of the same ensemble, they are
        read instead of done again.
    progress
        Called whenever a part is done.

    Yields
    ------
    tuple of int and tuple of PartResult
        Number of the part and the summary of each scenario; each part once, in any order.

    Raises
    ------
    QuestionError
        If there is no worker.
    OutputError
        If the folder cannot be written or belongs to another ensemble.
    """
    if workers < 1:
        raise QuestionError(
            Message("There are {count} workers.", {"count": workers}),
            Message("Give at least one."),
        )
    store = _Store.of(task, Path(checkpoint)) if checkpoint is not None else None
    done = 0
    todo: list[int] = []
    parts = task.parts
    for number, (start, stop) in enumerate(parts):
        found = store.read(number) if store else None
        if found is None:
            todo.append(number)
            continue
        done += stop - start
        yield number, found
    if progress:
        progress(done, task.draws.samples)
    for number, result in _done(task, parts, todo, workers, executor):
        if store:
            store.write(number, result)
        done += parts[number][1] - parts[number][0]
        if progress:
            progress(done, task.draws.samples)
        yield number, result


def _done(
    task: Task,
    parts: Sequence[tuple[int, int]],
    todo: Sequence[int],
    workers: int,
    executor: Executor | None,
) -> Iterator[tuple[int, PartResults]]:
    if executor is None and (workers == 1 or len(todo) < 2):
        for number in todo:
            yield number, do_part(task, *parts[number])
        return
    with _pool(workers, executor) as pool:
        running: dict[Future[PartResults], int] = {}
        waiting = list(reversed(todo))
        # A few parts ahead keep every worker busy and the memory bounded.
        ahead = 2 * workers if executor is None else max(2 * workers, 64)
        try:
            while waiting or running:
                while waiting and len(running) < ahead:
                    number = waiting.pop()
                    running[pool.submit(do_part, task, *parts[number])] = number
                for future in _finished(running):
                    yield running.pop(future), future.result()
        finally:
            for future in running:
                future.cancel()


def _finished(running: dict[Future[PartResults], int]) -> list[Future[PartResults]]:
    finished, _ = wait(running, return_when=FIRST_COMPLETED)
    return sorted(finished, key=running.__getitem__)


@contextmanager
def _pool(workers: int, executor: Executor | None) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    import multiprocessing

    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as processes:
        yield processes


@dataclass(frozen=True)
class _Store:
    """A folder with one file for each finished part of one ensemble."""

    folder: Path
    name: str

    @classmethod
    def of(cls, task: Task, folder: Path) -> _Store:
        text = repr(
            (
                [experiment.fingerprint() for experiment in task.experiments],
                task.draws.keys,
                task.draws.samples,
                task.draws.seed,
                task.draws.sampler,
                task.every,
                task.shares,
                task.kept,
                task.chunk,
            )
        )
        name = sha256(text.encode()).hexdigest()[:16]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            others = [path.name for path in folder.iterdir() if not path.name.startswith(name)]
        except OSError as error:
            raise cannot_write(folder, error) from error
        if others:
            raise OutputError(
                Message("The folder {path} holds something else.", {"path": str(folder)}),
                Message("Name an empty folder, or the one of this very ensemble."),
            )
        return cls(folder, name)

    def path(self, number: int) -> Path:
        return self.folder / f"{self.name}-{number:06d}.npz"

    def read(self, number: int) -> PartResults | None:
        """Return a finished part; None if it is to be done, or was spoiled."""
        path = self.path(number)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                arrays = dict(file)
            scenarios = range(int(arrays["scenarios"]))
            return tuple(_unpacked(arrays, f"{scenario}.") for scenario in scenarios)
        except _SPOILED:
            return None  # spoiled: it is made again, and the same seed gives the same numbers

    def write(self, number: int, results: PartResults) -> None:
        """Write a part whole or not at all, so that an interruption cannot spoil it."""
        arrays: dict[str, npt.NDArray[Any]] = {"scenarios": np.array(len(results))}
        for scenario, part in enumerate(results):
            arrays |= _packed(part, f"{scenario}.")
        try:
            handle, name = tempfile.mkstemp(prefix=self.name, suffix=".part", dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]
            Path(name).replace(self.path(number))
        except OSError as error:
            raise cannot_write(self.folder, error) from error


def _packed(part: PartResult, mark: str) -> dict[str, npt.NDArray[Any]]:
    arrays = {
        f"{mark}final": part.final,
        f"{mark}sums": part.sums,
        f"{mark}reached": part.reached,
        f"{mark}unstable": np.array(part.unstable),
    }
    if part.courses is not None:
        arrays[f"{mark}courses"] = part.courses
    if part.sketch is not None:
        flat = part.sketch.counts.reshape(-1)
        arrays[f"{mark}places"] = np.flatnonzero(flat)
        arrays[f"{mark}counts"] = flat[arrays[f"{mark}places"]]
        arrays[f"{mark}series"] = np.array(len(part.sketch.counts))
    return arrays


def _unpacked(arrays: Mapping[str, npt.NDArray[Any]], mark: str) -> PartResult:
    sketch = None
    if f"{mark}series" in arrays:
        sketch = Sketch(int(arrays[f"{mark}series"]))
        sketch.counts.reshape(-1)[arrays[f"{mark}places"]] = arrays[f"{mark}counts"]
    return PartResult(
        arrays[f"{mark}final"],
        arrays[f"{mark}sums"],
        arrays[f"{mark}reached"],
        int(arrays[f"{mark}unstable"]),
        arrays.get(f"{mark}courses"),
        sketch,
    )
