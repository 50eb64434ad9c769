"""How the user starts the program, for commands in its own texts to be typed as they stand."""

from __future__ import annotations

import os
import re
from functools import cache

from digisys.verbs import command_modules

__all__ = ["as_typed", "program_name"]


def program_name() -> str:
    """Return what starts the program: ``digisys``, or what a starter such as run.py tells."""
    return os.environ.get("DIGISYS_COMMAND") or "digisys"


def as_typed(text: str) -> str:
    """Write each command line in a text as it is to be typed here.

    Parameters
    ----------
    text
        A text with command lines in it, such as ``digisys influence 14``. The program's name
        in front of a word that is no command is only its name.

    Returns
    -------
    str
        The text with the program's own name in them replaced. A starter brings all optional
        parts by itself, so that it stands in place of pip too.
    """
    name = program_name()
    if name == "digisys":
        return text
    text = _INSTALL.sub(f"{name} setup --extras", text)
    return _pattern().sub(lambda _: name, text)


#: How an optional part is installed, as errors tell it.
_INSTALL: re.Pattern[str] = re.compile(r'pip install "digisys\[\w+\]"')


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, (*command_modules(), "--help")))
    return re.compile(rf"\bdigisys(?= (?:{words})(?![\w-]))")
