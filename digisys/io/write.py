"""Writing files in one step: a file is there whole, or not at all."""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from digisys.errors import OutputError
from digisys.io.format import format_model
from digisys.io.reasons import cannot_write
from digisys.schema import Model
from digisys.words import Message

__all__ = ["check_target", "write_bytes", "write_model", "write_text"]

#: Names of streams that this process has open already, such as ``/dev/stdout``.
_OPEN_FILE = re.compile(r"/dev/(?:(stdout|stderr)|fd/(\d{1,6}))")
_STREAMS = {"stdout": 1, "stderr": 2}


def write_model(model: Model, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a model file, in one step: it is there whole or not at all.

    Parameters
    ----------
    model
        The model.
    path
        The file to write.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already, or cannot be written.

    Examples
    --------
    >>> import tempfile, pathlib, digisys
    >>> model = digisys.load("digikompassi")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_model(model, pathlib.Path(folder, "copy.yaml"))
    ...     digisys.load(pathlib.Path(folder, "copy.yaml")) == model
    True
    """
    write_text(format_model(model), path, force=force)


def write_text(text: str, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write text to a file, in one step: it is there whole or not at all.

    Parameters
    ----------
    text
        What to write; the file is in UTF-8 with line feeds on every platform.
    path
        The file to write.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already, or cannot be written.
    """
    write_bytes(text.encode(), path, force=force)


def write_bytes(content: bytes, path: str | os.PathLike[str], *, force: bool = False) -> None:
    """Write a file, in one step: it is there whole or not at all.

    Parameters
    ----------
    content
        What to write.
    path
        The file to write.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already, or cannot be written; then an old file is as it was.
    """
    target = check_target(path, force=force)
    if found := _OPEN_FILE.fullmatch(str(target)):
        # To open the name anew would cut off what the shell's >> has there already.
        number = int(found[2]) if found[2] else _STREAMS[found[1]]
        try:
            with os.fdopen(os.dup(number), "wb") as stream:
                stream.write(content)
        except OSError as error:
            raise cannot_write(path, error) from None
        return
    if target.exists() and not target.is_file():  # a device or a pipe takes what it is given
        try:
            with target.open("wb") as stream:
                stream.write(content)
        except OSError as error:
            raise cannot_write(path, error) from None
        return
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if force:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            temporary.replace(target)
        else:
            _put(temporary, target)
    except FileExistsError:
        raise _is_there(path) from None  # another program was quicker
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, target: Path) -> None:
    """Give a file its name unless another has it by now: of two at once, one wins."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with target.open("xb"):
            pass
        temporary.replace(target)


def _is_there(path: str | os.PathLike[str]) -> OutputError:
    return OutputError(
        Message("{path} is there already.", {"path": path}),
        Message("Give another name, or let it be replaced: --force (in Python force=True)."),
    )


def check_target(path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Tell before any work whether a file may be written.

    Parameters
    ----------
    path
        The file to write.
    force
        Whether to replace a file that is there already.

    Returns
    -------
    pathlib.Path
        The file, with links followed; a stream that is open already under its own name.

    Raises
    ------
    OutputError
        If the file is there already or its name cannot be used.
    """
    if _OPEN_FILE.fullmatch(os.fspath(path)):
        return Path(path)
    if os.fspath(path).isspace() or not os.fspath(path) or Path(path).name.isspace():
        raise OutputError(Message("The file has no name."), Message("Name a file to write."))
    try:
        target = Path(os.path.realpath(path))
        is_folder, exists = target.is_dir(), target.exists()
        has_folder = target.parent.is_dir()
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from None
    if is_folder:
        raise OutputError(
            Message("{path} is a folder.", {"path": path}), Message("Name a file in it.")
        )
    if exists and not force and target.is_file():
        raise _is_there(path)
    if not has_folder:
        raise OutputError(
            Message("There is no folder {path}.", {"path": target.parent}),
            Message("Make it first, or write somewhere else."),
        )
    return target
