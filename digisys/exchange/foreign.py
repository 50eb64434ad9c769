"""A file of another tool: its bytes, and what they can be read as, within bounds."""

from __future__ import annotations

import json
import os
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError
from digisys.io.tables.read import parse_tables
from digisys.io.tables.table import Table
from digisys.io.yaml.source import read_bytes
from digisys.words import Message

__all__ = ["LARGEST_UNPACKED", "ForeignFile", "unpack"]

#: Packed contents that become larger than this, in bytes, are not read (64 MiB).
LARGEST_UNPACKED = 64 * 2**20
_GZIP = b"\x1f\x8b"
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


class ForeignFile:
    """The content of a file, seen as what a recogniser asks for.

    Parameters
    ----------
    name
        The name of the file, for its title and its ending.
    data
        Its bytes.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = unpack(data, 31) if data.startswith(_GZIP) else data

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> ForeignFile:
        """Read a file; it is refused as any model file is when it is absent or too large."""
        return cls(os.fspath(path), read_bytes(path))

    @property
    def stem(self) -> str:
        """The name without folder and ending."""
        return Path(self.name).name.partition(".")[0] or "map"

    @property
    def suffix(self) -> str:
        """The ending, in lower case, with its dot."""
        return Path(self.name).suffix.lower()

    @cached_property
    def text(self) -> str:
        """The text: by its byte order mark, else UTF-8, else that of older Windows programs."""
        for mark, encoding in _MARKS:
            if self.data.startswith(mark):
                return self.data[len(mark) :].decode(encoding, "replace")
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError:
            return self.data.decode("cp1252", "replace")

    @cached_property
    def is_text(self) -> bool:
        """Whether it may be a text at all."""
        return b"\0" not in self.data[:4096] or self.data[:2] in (b"\xff\xfe", b"\xfe\xff")

    @cached_property
    def start(self) -> str:
        """The first signs of the text, without the blanks before them."""
        return self.text[:4096].lstrip() if self.is_text else ""

    @cached_property
    def json(self) -> Any:
        """The content as JSON; None when it is not."""
        if not self.start.startswith(("{", "[")):
            return None
        try:
            return json.loads(self.text)
        except (ValueError, RecursionError):
            return None

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The rows of a workbook or of a text table; none where it is neither."""
        if not (self.is_text or self.data.startswith(b"PK\x03\x04")):
            return ()
        if self.start.startswith(("<", "{")):
            return ()
        return parse_tables(self.data, self.name)

    @cached_property
    def xml(self) -> Element | None:
        """The content as XML without entities; None when it is not."""
        if not self.start.startswith("<"):
            return None
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException

        try:
            return ElementTree.fromstring(self.data, forbid_dtd=True)  # type: ignore[no-any-return]
        except (ElementTree.ParseError, DefusedXmlException, ValueError, LookupError):
            return None


def unpack(data: bytes, kind: int) -> bytes:
    """Unpack deflated bytes, as far as a map may need.

    Parameters
    ----------
    data
        What is packed.
    kind
        As ``wbits`` of :func:`zlib.decompress`: 31 for gzip, -15 for bare deflate.

    Raises
    ------
    FormatError
        If they are damaged, or become larger than any map.
    """
    unpacker = zlib.decompressobj(kind)
    try:
        found = unpacker.decompress(data, LARGEST_UNPACKED)
    except zlib.error:
        raise FormatError(Message("The packed content is damaged.")) from None
    if unpacker.unconsumed_tail:
        values = {"limit": LARGEST_UNPACKED // 2**20}
        raise FormatError(Message("Unpacked, the content is larger than {limit} MB.", values))
    return found
