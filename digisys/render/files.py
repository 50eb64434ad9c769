"""Files are written whole or not at all, and nothing is overwritten unasked."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from digisys.errors import OutputError
from digisys.words import Message

__all__ = ["check_target", "write_whole"]


def check_target(path: str | os.PathLike[str], *, force: bool) -> Path:
    """Tell early whether a file may be written.

    Parameters
    ----------
    path
        The file.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    pathlib.Path
        The file, with links followed.

    Raises
    ------
    OutputError
        If the folder does not exist, the name is a folder, or the file is there
        already and ``force`` is not set.
    """
    try:
        target = Path(path).expanduser().resolve()
        is_folder, in_folder = target.is_dir(), target.parent.is_dir()
        exists = target.exists()
    except (OSError, RuntimeError, ValueError) as error:
        raise _cannot(path, error) from error
    if is_folder:
        raise OutputError(
            Message("“{path}” is a folder.", {"path": str(path)}),
            Message("Give the name of a file."),
        )
    if not in_folder:
        raise OutputError(
            Message("There is no folder “{path}”.", {"path": str(target.parent)}),
            Message("Make it first, or write somewhere else."),
        )
    if exists and not force:
        raise OutputError(
            Message("“{path}” is there already.", {"path": str(path)}),
            Message("Choose another name, or overwrite it (force=True; --force)."),
        )
    return target


def _cannot(path: str | os.PathLike[str], error: Exception) -> OutputError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return OutputError(
        Message("“{path}” cannot be written.", {"path": str(path)}),
        Message("The system says: {reason}.", {"reason": reason}),
    )


def write_whole(path: str | os.PathLike[str], content: bytes, *, force: bool = False) -> Path:
    """Write a file through a neighbour of it, so that nobody ever sees half of it.

    Parameters
    ----------
    path
        The file.
    content
        What it shall hold.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    OutputError
        If it cannot be written; then an existing file stays as it was.
    """
    target = check_target(path, force=force)
    part = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return target
