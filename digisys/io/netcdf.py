"""NetCDF files in the classic format with 64-bit offsets (CDF-2), as arrays with named axes.

The part of the format that results need: dimensions of fixed length, one text for the whole
file, and variables of letters, whole numbers (32 bits) or real numbers (64 bits). Every
program that reads NetCDF reads it. The format is specified at
https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

__all__ = ["Variable", "decode", "encode"]

_MAGIC = b"CDF\x02"
_DIMENSIONS, _VARIABLES, _ATTRIBUTES = 10, 11, 12
#: Number of each kind of value in the file, and the kind in NumPy.
_KINDS = {1: ">i1", 2: "S1", 3: ">i2", 4: ">i4", 5: ">f4", 6: ">f8"}
_NUMBERS = {"S": 2, "i": 4, "f": 6}
#: Stands for a size that does not fit; readers take it from the shape.
_NO_SIZE = 2**32 - 1


@dataclass(frozen=True, eq=False)
class Variable:
    """An array with named axes.

    Attributes
    ----------
    axes
        The name of each axis.
    values
        Letters (``S1``), whole or real numbers.
    """

    axes: tuple[str, ...]
    values: npt.NDArray[np.generic]


def encode(name: str, text: bytes, variables: Mapping[str, Variable]) -> bytes:
    """Return the bytes of a NetCDF file.

    Parameters
    ----------
    name, text
        The attribute of the whole file.
    variables
        The arrays by name, none of them empty; an axis has one length wherever it stands.

    Returns
    -------
    bytes
        The file.

    Examples
    --------
    >>> content = encode("about", b"two", {"x": Variable(("t",), np.array([1.0, 2.0]))})
    >>> text, read = decode(content, "about")
    >>> text, read["x"].tolist()
    (b'two', [1.0, 2.0])
    """
    lengths: dict[str, int] = {}
    for variable in variables.values():
        for axis, length in zip(variable.axes, variable.values.shape, strict=True):
            if not length or lengths.setdefault(axis, length) != length:
                raise ValueError(axis)
    places = {axis: place for place, axis in enumerate(lengths)}
    head = b"".join(
        (
            _MAGIC,
            _count(0),
            _listed(_DIMENSIONS, [_name(axis) + _count(size) for axis, size in lengths.items()]),
            _listed(_ATTRIBUTES, [_name(name) + _count(2) + _count(len(text)) + _padded(text)]),
        )
    )
    # Large ones first, so that whatever follows them begins soon enough for old readers.
    order = sorted(variables, key=lambda one: variables[one].values.shape, reverse=True)
    entries, contents = [], []
    for one in order:
        variable = variables[one]
        number = _NUMBERS[variable.values.dtype.kind]
        content = _padded(variable.values.astype(_KINDS[number]).tobytes())
        axes = b"".join(_count(places[axis]) for axis in variable.axes)
        entries.append(
            _name(one)
            + _count(len(variable.axes))
            + axes
            + bytes(8)  # no attributes
            + _count(number)
            + _count(min(len(content), _NO_SIZE))
        )
        contents.append(content)
    start = len(head) + 8 + sum(len(entry) + 8 for entry in entries)
    located = []
    for entry, content in zip(entries, contents, strict=True):
        located.append(entry + start.to_bytes(8))
        start += len(content)
    return b"".join((head, _listed(_VARIABLES, located), *contents))


def _count(number: int) -> bytes:
    return number.to_bytes(4)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _name(name: str) -> bytes:
    content = name.encode()
    return _count(len(content)) + _padded(content)


def _listed(tag: int, entries: list[bytes]) -> bytes:
    if not entries:
        return bytes(8)
    return b"".join((_count(tag), _count(len(entries)), *entries))


def decode(content: bytes, name: str) -> tuple[bytes, dict[str, npt.NDArray[np.generic]]]:
    """Read a NetCDF file.

    Parameters
    ----------
    content
        The file.
    name
        The attribute of the whole file that is wanted.

    Returns
    -------
    tuple of bytes and dict
        The text of the attribute, and the arrays by name. They take no more room than the
        file: whatever sizes it names are looked at first.

    Raises
    ------
    ValueError
        If it is another file, is damaged, or uses what this part of the format lacks.
    """
    head = _Head(content)
    if head.take(4) != _MAGIC or head.count() != 0:
        raise ValueError("not a classic NetCDF file without records")
    lengths = []
    for _ in range(head.listed(_DIMENSIONS)):
        head.name()
        lengths.append(head.count())
    attributes = head.attributes()
    arrays = {}
    for _ in range(head.listed(_VARIABLES)):
        variable = head.name()
        shape = tuple(lengths[head.below(len(lengths))] for _ in range(head.count()))
        head.attributes()
        kind = np.dtype(head.kind())
        head.count()
        start = int.from_bytes(head.take(8))
        size = math.prod(shape) * kind.itemsize
        if start + size > len(content):
            raise ValueError(f"{variable} ends behind the file")
        arrays[variable] = np.frombuffer(content[start : start + size], dtype=kind).reshape(shape)
    if name not in attributes:
        raise ValueError(f"no {name}")
    return attributes[name], arrays


@dataclass
class _Head:
    """Reads the head of a file from its start on, and never behind its end."""

    content: bytes
    place: int = field(default=0)

    def take(self, size: int) -> bytes:
        end = self.place + size
        if end > len(self.content):
            raise ValueError("the head is cut off")
        found = self.content[self.place : end]
        self.place = end
        return found

    def count(self) -> int:
        return int.from_bytes(self.take(4))

    def below(self, limit: int) -> int:
        number = self.count()
        if number >= limit:
            raise ValueError("no such dimension")
        return number

    def name(self) -> str:
        size = self.count()
        found = self.take(size)
        self.take(-size % 4)
        return found.decode()

    def kind(self) -> str:
        number = self.count()
        if number not in _KINDS:
            raise ValueError("no such kind of value")
        return _KINDS[number]

    def listed(self, tag: int) -> int:
        found, count = self.count(), self.count()
        if found not in (tag, 0) or (found == 0 and count):
            raise ValueError("a list is not where it should be")
        return count

    def attributes(self) -> dict[str, bytes]:
        found = {}
        for _ in range(self.listed(_ATTRIBUTES)):
            name = self.name()
            width = np.dtype(self.kind()).itemsize
            size = width * self.count()
            found[name] = self.take(size)
            self.take(-size % 4)
        return found
