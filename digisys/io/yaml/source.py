"""The text of a file, and where in it things stand."""

from __future__ import annotations

import os
import re
import stat
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from digisys.errors import ModelFileError, Place, Problem
from digisys.io.reasons import reason_of
from digisys.words import HIDDEN, Message

__all__ = ["LARGEST_FILE", "Lines", "decode", "file_problem", "illegal_characters", "read_bytes"]

#: Files larger than this, in bytes, are not read (32 MiB).
LARGEST_FILE = 32 * 2**20

_LINE_END = re.compile(r"\r\n|\n|\r")
# What no text may hold stands nowhere in a file, comments included.
_ILLEGAL = re.compile(f"(?!\r)[{HIDDEN}\ud800-\udfff]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16_OR_32 = (
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# The first bytes of office documents, PDF files and pictures.
_OTHER_FILES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG")
_SAVE_AS_UTF_8 = Message("Save the file as UTF-8 (the encoding is chosen in the “Save as” window).")


class Lines:
    """Turns a position in a text into a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        # An array, as a hostile file may have millions of lines.
        self._starts = array("q", [0])
        self._starts.extend(end.end() for end in _LINE_END.finditer(text))
        self._text = text

    def at(self, index: int) -> tuple[int, int]:
        """Return the line and column of a position."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1

    def start(self, line: int) -> int:
        """Return the position where a line starts."""
        return self._starts[line - 1]

    def text(self, line: int) -> str:
        """Return a line without its end."""
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return self._text[self._starts[line - 1] : end].rstrip("\r\n")


def file_problem(
    code: str,
    file: str,
    what: Message,
    cure: Message | None = None,
    at: tuple[int, int] | None = None,
) -> ModelFileError:
    """Make the error of a file that cannot be read at all."""
    return ModelFileError([Problem(code, (), what, cure, Place(file, *(at or ())))])


def read_bytes(path: str | os.PathLike[str], *, pipes: bool = True) -> bytes:
    """Read a file, unless it is absent, forbidden or larger than any model.

    Parameters
    ----------
    path
        The file.
    pipes
        Whether a pipe or a device is read too; it is waited for until it ends.

    Raises
    ------
    ModelFileError
        If it cannot be read.
    """
    file = os.fspath(path)
    try:
        if Path(file).is_dir():
            raise file_problem(
                "not-a-file",
                file,
                Message("This is a folder, not a file."),
                Message("Name the model file in it."),
            )
        # One byte more than allowed is enough to know: pipes and devices have no size.
        with open(file, "rb", opener=None if pipes else _without_waiting) as stream:
            state = os.fstat(stream.fileno())
            size = state.st_size
            if not pipes and not stat.S_ISREG(state.st_mode):
                raise file_problem(
                    "not-a-file", file, Message("This is a pipe or a device, not a file.")
                )
            data = b"" if size > LARGEST_FILE else stream.read(LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise file_problem(
            "no-such-file", file, Message("There is no such file."), _similar_files(file)
        ) from None
    except PermissionError:
        raise file_problem(
            "forbidden-file",
            file,
            Message("You have no permission to read this file."),
            Message("Ask its owner for permission, or copy it to a folder of yours."),
        ) from None
    except OSError as error:
        raise file_problem(
            "unreadable-file",
            file,
            Message("The file cannot be read: {reason}.", {"reason": reason_of(error)}),
        ) from None
    if max(size, len(data)) > LARGEST_FILE:
        raise file_problem(
            "file-too-large",
            file,
            Message(
                "The file is larger than {limit} MB, which no model needs.",
                {"limit": LARGEST_FILE // 2**20},
            ),
            Message("Check that this is the right file."),
        )
    return data


def _without_waiting(path: str, flags: int) -> int:
    """Open a file, and a pipe without waiting for who writes to it."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _similar_files(file: str) -> Message:
    from difflib import get_close_matches

    path = Path(file.replace("\0", ""))
    try:
        names = {
            found.stem: found.name
            for found in sorted(path.parent.iterdir())
            if found.suffix in (".yaml", ".yml") and found.is_file()
        }
    except OSError:
        return Message("There is no folder “{folder}” either.", {"folder": path.parent})
    close = get_close_matches(path.stem, names, n=3, cutoff=0.6)
    if close:
        listed = ", ".join(names[stem] for stem in close)
        return Message("Did you mean {names}?", {"names": listed})
    return Message("Check the name and the folder.")


def decode(data: bytes, file: str) -> str:
    """Turn the bytes of a file into text. A byte order mark at the start is dropped.

    Raises
    ------
    ModelFileError
        If they are not UTF-8; the message says what they look like instead.
    """
    if data.startswith(_OTHER_FILES):
        raise file_problem(
            "not-a-text",
            file,
            Message("This is not a text file."),
            Message("A model is a plain text file in YAML; a document or workbook is not."),
        )
    for mark, encoding in _UTF_16_OR_32:
        if data.startswith(mark):
            raise _wrong_encoding(file, encoding)
    nulls = [data[:1000][offset::2].count(0) * 2 for offset in (0, 1)]
    if max(nulls, default=0) > len(data[:1000]) * 0.8:
        raise _wrong_encoding(file, "UTF-16")
    try:
        return data.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8")
        offset = error.start + len(data) - len(error.object)
        raise file_problem(
            "wrong-encoding",
            file,
            Message(
                "The file is not UTF-8: byte {offset} ({byte}) would be “{character}” in the"
                " encoding of older Windows programs.",
                {
                    "offset": offset,
                    "byte": f"0x{data[offset]:02X}",
                    "character": data[offset : offset + 1].decode("cp1252", "replace"),
                },
            ),
            _SAVE_AS_UTF_8,
            Lines(before).at(len(before)),
        ) from None


def _wrong_encoding(file: str, encoding: str) -> ModelFileError:
    what = Message("The file is in the encoding {encoding}.", {"encoding": encoding})
    return file_problem("wrong-encoding", file, what, _SAVE_AS_UTF_8, (1, 1))


def illegal_characters(text: str) -> Iterator[tuple[int, str]]:
    """Yield the places and code points (``U+0007``) of characters that no text may hold."""
    for found in _ILLEGAL.finditer(text):
        yield found.start(), f"U+{ord(found[0]):04X}"
