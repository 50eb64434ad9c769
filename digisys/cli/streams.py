"""The standard streams of the process: closed, full, or left early by their reader."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any

from digisys.cli.typed import as_typed
from digisys.errors import OutputError
from digisys.io.reasons import reason_of
from digisys.words import Message

__all__ = ["cannot_answer", "settle", "supply", "write_aside"]

_NAMES = ("stdin", "stdout", "stderr")


def supply() -> None:
    """Put something in the place of streams that the process was started without.

    Otherwise the next file that is opened would take the place. An answer that goes to
    a closed output fails when it is written; a message that goes to a closed one is lost.
    """
    for number, name in enumerate(_NAMES):
        with suppress(OSError):
            os.fstat(number)
            continue
        writes = name == "stderr"
        os.open(os.devnull, os.O_WRONLY if writes else os.O_RDONLY)
        mode = "r" if name == "stdin" else "w"
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def write_aside(text: str) -> None:
    """Write lines beside the answer, to standard error; where that is full, they are lost."""
    with suppress(OSError):
        sys.stderr.write(as_typed(text) + "\n")


def cannot_answer(error: OSError) -> OutputError | None:
    """Tell why the answer could not be written, and write no more of it.

    Parameters
    ----------
    error
        What was raised while the command ran.

    Returns
    -------
    OutputError or None
        None if the reader of a pipe left early, as ``head`` does: nothing is wrong.

    Raises
    ------
    OSError
        The error itself, if it is about a file with a name.
    """
    if error.filename is not None:
        raise error
    _discard(sys.stdout)
    if isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL):
        return None
    return OutputError(
        Message(
            "The answer cannot be written to standard output: {reason}.",
            {"reason": reason_of(error)},
        ),
        Message("Check where the output is sent and that there is room."),
    )


def settle() -> None:
    """Write what standard error still holds, or drop it where that cannot be done."""
    try:
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)


def _discard(stream: Any) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
