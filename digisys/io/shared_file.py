"""A file that others may write to as well: replaced only where it is as it was read."""

from __future__ import annotations

import errno
import importlib
import os
import secrets
import stat
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from digisys.errors import OutputError
from digisys.io.reasons import cannot_write
from digisys.words import Message

__all__ = ["FileLock", "keep_copy", "remove_leftovers", "replace_unchanged"]

#: Endings of what is written beside a file for a moment, and of its lock.
_BESIDE, _LOCK = ".edit-tmp", ".edit-lock"
#: What a system says where another process holds a lock.
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
#: How often a name is tried to be locked that others make and remove meanwhile.
_TRIES = 20


def _real(path: str | os.PathLike[str]) -> Path:
    """Return the file itself where the path is a link."""
    return Path(os.path.realpath(path))


def replace_unchanged(path: str | os.PathLike[str], expected: bytes | None, content: bytes) -> bool:
    """Replace a file in one step, unless it is no longer as it was read.

    The new content is written beside the file and onto the disk before it takes its name:
    whenever work is cut off, the file is the old or the new one, whole. Its mode is kept, and
    a link goes on to point to it.

    Parameters
    ----------
    path
        The file.
    expected
        What it was read as; None where there was no file.
    content
        What it shall hold.

    Returns
    -------
    bool
        Whether it was replaced; False if it holds something else than was expected.

    Raises
    ------
    OutputError
        If it cannot be written; then it is as it was.
    """
    target = _real(path)
    temporary = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}{_BESIDE}")
    try:
        mode = None if expected is None else _mode_of(target, path)
        with temporary.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        if _content(target) != expected:
            return False
        temporary.replace(target)
        _keep_name(target.parent)
    except FileNotFoundError:
        if target.parent.is_dir():
            return False  # removed since it was read
        raise cannot_write(path, FileNotFoundError(errno.ENOENT, "")) from None
    except OSError as error:
        raise cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
    return True


def _mode_of(target: Path, path: str | os.PathLike[str]) -> int:
    """Return the mode of a file, unless it is there to be read only."""
    mode = stat.S_IMODE(target.stat().st_mode)
    # Another file may take its name even so, which is not what its owner has asked for.
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise OutputError(
            Message("{path} is read-only.", {"path": path}),
            Message("Let it be written to again, in its properties or with chmod u+w."),
        )
    return mode


def _content(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None


def _keep_name(folder: Path) -> None:
    """Let the new name last through a power cut, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep_copy(path: str | os.PathLike[str], content: bytes, mark: str) -> Path:
    """Keep content beside a file, under a name that nothing has yet.

    Parameters
    ----------
    path
        The file.
    content
        What is kept.
    mark
        What stands before the ending of the name, as ``before-edit`` in
        ``town.before-edit.yaml``.

    Returns
    -------
    pathlib.Path
        The copy; one of before if it holds the same.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    target = _real(path)
    beside = Path(path) if _real(Path(path).parent) == target.parent else target
    number = 1
    while True:
        more = "" if number == 1 else f"-{number}"
        copy = beside.with_name(f"{target.stem}.{mark}{more}{target.suffix}")
        try:
            with copy.open("xb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except FileExistsError:
            with suppress(OSError):
                if copy.read_bytes() == content:
                    return copy
            number += 1
        except OSError as error:
            with suppress(OSError):
                copy.unlink(missing_ok=True)
            raise cannot_write(copy, error) from None
        else:
            return copy


def remove_leftovers(path: str | os.PathLike[str]) -> None:
    """Remove what a program that was killed has left beside a file; call it with the lock held."""
    target = _real(path)
    start = f".{target.name[:80]}."
    with suppress(OSError):
        for found in target.parent.iterdir():
            if found.name.startswith(start) and found.name.endswith(_BESIDE):
                with suppress(OSError):
                    found.unlink()


class FileLock:
    """Holds a file for one program that edits it; the system frees it when that program ends.

    Parameters
    ----------
    path
        The file.

    Attributes
    ----------
    held
        Whether it is held; False on disks that know no locks.

    Raises
    ------
    OutputError
        If another program holds it, or nothing can be written beside it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, FileLock(Path(folder, "map.yaml")) as lock:
    ...     lock.held
    True
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        target = _real(path)
        self._file = target.with_name(f".{target.name}{_LOCK}")
        self.held = False
        for _ in range(_TRIES):
            try:
                self._handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise cannot_write(self._file, error) from None
            try:
                _lock(self._handle)
            except OSError as error:
                os.close(self._handle)
                if error.errno in _HELD:
                    raise _is_edited(path) from None
                self._handle = -1  # a disk without locks
                return
            if self._has_name():
                self.held = True
                return
            os.close(self._handle)  # who held it has removed it meanwhile
            time.sleep(0.01)
        raise _is_edited(path)

    def _has_name(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._handle), self._file.stat())
        except OSError:
            return False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.free()

    def free(self) -> None:
        """Let others have the file."""
        if not self.held:
            return
        self.held = False
        if os.name != "nt":  # while it is held, so that nobody's else is removed
            with suppress(OSError):
                self._file.unlink()
        os.close(self._handle)
        if os.name == "nt":  # where an open file cannot be removed
            with suppress(OSError):
                self._file.unlink()


def _lock(handle: int) -> None:
    # Each system has one of the two modules.
    if os.name == "nt":
        windows: Any = importlib.import_module("msvcrt")
        windows.locking(handle, windows.LK_NBLCK, 1)
    else:
        unix: Any = importlib.import_module("fcntl")
        unix.flock(handle, unix.LOCK_EX | unix.LOCK_NB)


def _is_edited(path: str | os.PathLike[str]) -> OutputError:
    return OutputError(
        Message("{path} is being edited by another digisys edit.", {"path": path}),
        Message("Use the page that it has opened, or end it first with Ctrl+C in its window."),
    )
