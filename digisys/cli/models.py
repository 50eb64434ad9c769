"""The model that a command speaks of, read once."""

from __future__ import annotations

import os
import re
import stat
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.io import bundled_models, load
from digisys.schema import Model
from digisys.words import language_tag

if TYPE_CHECKING:
    from digisys.exchange.read_map import ImportedMap
    from digisys.exchange.sheet.read_sheet import SheetRead

__all__ = ["DEFAULT_MODEL", "declared_language", "imported", "read_model", "sheet"]

DEFAULT_MODEL = "digikompassi"

#: A command speaks of a model or two; a process that runs many commands keeps no more.
_KEPT = 8
#: Bytes of a file in which its languages are looked for.
_HEAD = 100_000
#: How a model file begins, whatever its name.
_OWN = re.compile(r"""(?:^|[{,])\s*["']?schema["']?\s*:""", re.MULTILINE)


def read_model(source: str) -> Model:
    """Read a model once for the whole command; a workbook or another tool's map becomes one."""
    return _read_model(source, _which_file(source))


def sheet(source: str) -> SheetRead | None:
    """Read the workbook of a model; None where the source is none."""
    return _sheet(source, _which_file(source))


def imported(source: str) -> ImportedMap | None:
    """Read a map of another tool; None where the source is a model of our own, or nothing."""
    return _imported(source, _which_file(source))


def _which_file(source: str) -> tuple[str | int, ...]:
    """Tell a file from another of its name: of another folder, or written since.

    Several commands may run in one process. A pipe stays the same, as it is read once.
    """
    try:
        told = os.stat(source)  # noqa: PTH116 - any name is asked
        place = os.path.abspath(source)  # noqa: PTH100
    except (OSError, ValueError):
        return ()
    if not stat.S_ISREG(told.st_mode):
        return (place,)
    return place, told.st_ino, told.st_mtime_ns, told.st_size


@lru_cache(maxsize=_KEPT)
def _read_model(source: str, _: tuple[str | int, ...]) -> Model:
    if (edited := sheet(source)) is not None:
        return edited.model
    found = imported(source)
    return load(source) if found is None else found.model


@lru_cache(maxsize=_KEPT)
def _sheet(source: str, _: tuple[str | int, ...]) -> SheetRead | None:
    if source in bundled_models() or not os.path.isfile(source):  # noqa: PTH113 - any name is asked
        return None
    try:
        with Path(source).open("rb") as stream:
            if stream.read(4) != b"PK\x03\x04":
                return None
    except OSError:
        return None
    from digisys.exchange.sheet.read_sheet import is_sheet, read_sheet
    from digisys.io.yaml.source import read_bytes

    return read_sheet(source) if is_sheet(read_bytes(source), source) else None


@lru_cache(maxsize=_KEPT)
def _imported(source: str, _: tuple[str | int, ...]) -> ImportedMap | None:
    if source in bundled_models() or source.endswith((".yaml", ".yml")) or sheet(source):
        return None
    # Only plain files: a pipe is read once, and as a model.
    if not os.path.isfile(source) or _OWN.search(_head(source)):  # noqa: PTH113 - any name is asked
        return None
    from digisys.exchange.read_map import is_map, read_map

    return read_map(source) if is_map(source) else None


def _head(source: str) -> str:
    try:
        with Path(source).open("rb") as stream:
            return stream.read(_HEAD).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def declared_language(source: str) -> str | None:
    """Find the first language that a model file lists, even when the model is not valid."""
    listed = re.search(r"^languages:\s*[\[-]\s*[\"']?([\w-]+)", _head(source), re.MULTILINE)
    return language_tag(listed[1]) if listed else None
