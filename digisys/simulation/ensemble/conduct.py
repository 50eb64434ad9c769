"""Who does the parts of an ensemble, and how an interrupted one goes on."""

from __future__ import annotations

import os
import struct
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from digisys.errors import OutputError
from digisys.io.reasons import cannot_write
from digisys.simulation.ensemble.parts import PartResult, Task, do_part
from digisys.simulation.ensemble.sketch import Sketch
from digisys.uncertainty.options import Draws
from digisys.uncertainty.workers import share_out
from digisys.words import Message

__all__ = ["conduct"]

#: What reading a file that is no whole part ends in.
_SPOILED = (
    OSError, ValueError, KeyError, IndexError, EOFError, TypeError, BadZipFile, zlib.error,
    MemoryError, OverflowError, RuntimeError, SyntaxError, struct.error,
)  # fmt: skip
#: What comes back from a part: one result for each scenario.
PartResults = tuple[PartResult, ...]


def conduct(task: Task, draws: Draws) -> Iterator[tuple[int, PartResults]]:
    """Do all parts of an ensemble and yield them as they are done, with their number.

    Parameters
    ----------
    task
        The ensemble.
    draws
        Who does the work, who is told how far it is, and where finished parts are kept. If
        the folder holds parts of the same ensemble, they are read instead of done again.

    Yields
    ------
    tuple of int and tuple of PartResult
        Number of the part and the summary of each scenario; each part once.

    Raises
    ------
    OutputError
        If the folder cannot be written or belongs to another ensemble.
    """
    progress, checkpoint = draws.progress, draws.checkpoint
    store = _Store.of(task, Path(checkpoint)) if checkpoint is not None else None
    done = 0
    todo: list[int] = []
    parts = task.parts
    for number, (start, stop) in enumerate(parts):
        found = store.read(number, task) if store else None
        if found is None:
            todo.append(number)
            continue
        done += stop - start
        yield number, found
    if progress:
        progress(done, task.draws.samples)
    jobs = [(task, *parts[number]) for number in todo]
    done_parts = share_out(do_part, jobs, draws)
    for number, result in zip(todo, done_parts, strict=True):
        if store:
            store.write(number, result)
        done += parts[number][1] - parts[number][0]
        if progress:
            progress(done, task.draws.samples)
        yield number, result


@dataclass(frozen=True)
class _Store:
    """A folder with one file for each finished part of one ensemble."""

    folder: Path
    name: str
    scenarios: int

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
            others = [
                path.name for path in folder.iterdir() if not path.name.startswith((name, "."))
            ]
        except OSError as error:
            raise cannot_write(folder, error) from error
        if others:
            raise OutputError(
                Message("The folder {path} holds something else.", {"path": str(folder)}),
                Message("Name an empty folder, or the one of this very ensemble."),
            )
        return cls(folder, name, len(task.experiments))

    def path(self, number: int) -> Path:
        return self.folder / f"{self.name}-{number:06d}.npz"

    def read(self, number: int, task: Task) -> PartResults | None:
        """Return a finished part; None if it is to be done, or was spoiled."""
        path = self.path(number)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
                arrays = dict(file)
            start, stop = task.parts[number]
            like = PartResult.empty(task, stop - start)
            return tuple(_unpacked(arrays, f"{place}.", like) for place in range(self.scenarios))
        except _SPOILED:
            return None  # spoiled: it is made again, and the same seed gives the same numbers

    def write(self, number: int, results: PartResults) -> None:
        """Write a part whole or not at all, so that an interruption cannot spoil it."""
        arrays: dict[str, npt.NDArray[Any]] = {}
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
    return arrays


def _unpacked(arrays: Mapping[str, npt.NDArray[Any]], mark: str, like: PartResult) -> PartResult:
    """Make a part again; ValueError if it is not like the one that is wanted."""
    sketch = None
    if like.sketch is not None:
        sketch = Sketch(len(like.sketch.counts))
        sketch.counts.reshape(-1)[arrays[f"{mark}places"]] = arrays[f"{mark}counts"]
    part = PartResult(
        arrays[f"{mark}final"],
        arrays[f"{mark}sums"],
        arrays[f"{mark}reached"],
        int(arrays[f"{mark}unstable"]),
        arrays[f"{mark}courses"] if like.courses is not None else None,
        sketch,
    )
    for name in ("final", "sums", "reached", "courses"):
        found, wanted = getattr(part, name), getattr(like, name)
        if wanted is not None and (found.shape, found.dtype) != (wanted.shape, wanted.dtype):
            raise ValueError(name)
    return part
