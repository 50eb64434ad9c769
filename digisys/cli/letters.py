"""Letters that no font can draw are told beside the answer, in the reader's language."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from digisys.cli.shell import Shell
from digisys.cli.streams import write_aside

__all__ = ["letters_told"]


@contextmanager
def letters_told(shell: Shell) -> Iterator[None]:
    """Save a picture inside: what its fonts lack is told on standard error."""
    from digisys.render.labels import LettersWarning

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", LettersWarning)
        yield
    for item in told:
        if isinstance(item.message, LettersWarning):
            write_aside(item.message.text(shell.language))
