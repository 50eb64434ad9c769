"""Why the operating system refused something, in words that can be said in any language."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping

from digisys.errors import OutputError
from digisys.words import N_, Message

__all__ = ["cannot_write", "reason_of"]

#: What the usual refusals of a system mean; it tells them in English or in its own language.
_REASONS: Mapping[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.ENOTDIR: N_("a folder in the name is a file"),
    errno.EISDIR: N_("it is a folder"),
    errno.EACCES: N_("you have no permission"),
    errno.EPERM: N_("you have no permission"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENOSPC: N_("the disk is full"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EBUSY: N_("another program is using it"),
    errno.EADDRINUSE: N_("another program is using it"),
    errno.EADDRNOTAVAIL: N_("this computer does not have that address"),
    errno.EBADF: N_("it is closed"),
    errno.EIO: N_("the disk or the connection to it failed"),
}


def reason_of(error: BaseException) -> Message | str:
    """Say why the system refused.

    Parameters
    ----------
    error
        What was raised: an :class:`OSError`, or another error of the same call.

    Returns
    -------
    Message or str
        The reason; in the system's own words when it is an unusual one.

    Examples
    --------
    >>> print(reason_of(FileNotFoundError(2, "No such file or directory", "map.svg")))
    there is no such file or folder
    """
    from socket import gaierror

    if isinstance(error, gaierror):
        return Message("no computer of that name is known")
    text = _REASONS.get(getattr(error, "errno", None) or 0)
    if text is not None:
        return Message(text)
    return str(getattr(error, "strerror", None) or error).rstrip(".")


def cannot_write(path: str | os.PathLike[str], error: BaseException) -> OutputError:
    """Make the error that tells that a file or folder cannot be written.

    Parameters
    ----------
    path
        What was to be written.
    error
        What the system raised.

    Returns
    -------
    OutputError
        The error, to be raised.
    """
    return OutputError(
        Message("{path} cannot be written: {reason}.", {"path": path, "reason": reason_of(error)}),
        Message("Check that the folder exists and that you may write there."),
    )
