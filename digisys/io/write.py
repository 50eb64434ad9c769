"""Writing files in one step: a file is there whole, or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from digisys.errors import OutputError
from digisys.io.format import format_model
from digisys.schema import Model
from digisys.words import Message

__all__ = ["write_model", "write_text"]


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
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise OutputError(
            Message("{path} is a folder.", {"path": path}), Message("Name a file in it.")
        )
    if target.exists() and not force:
        raise OutputError(
            Message("{path} is there already.", {"path": path}),
            Message("Give another name, or say that it may be replaced (force)."),
        )
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            temporary.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or error
        raise OutputError(
            Message("{path} cannot be written: {reason}.", {"path": path, "reason": reason}),
            Message("Check that the folder exists and that you may write there."),
        ) from None
