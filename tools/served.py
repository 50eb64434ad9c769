"""Try a command that serves a page until it is ended: fetch the page, and end it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.request import urlopen

__all__ = ["fetch_served", "is_served"]

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")
SECONDS = 60


def is_served(words: Sequence[str]) -> bool:
    """Tell whether a command of digisys stays and serves a page."""
    return words[:1] == ["edit"] and not {"--take", "--help"} & set(words)


def fetch_served(
    words: Sequence[str], folder: Path, surroundings: Mapping[str, str] = os.environ
) -> str:
    """Start a command of digisys that serves a page, and return the page.

    Parameters
    ----------
    words
        The command without the program's name.
    folder
        Where it is started.
    surroundings
        Variables of its environment.

    Returns
    -------
    str
        The page.

    Raises
    ------
    RuntimeError
        If it ends without an address.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "digisys", *words, "--no-browser"],
        env={**surroundings, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        cwd=folder,
    ) as process:
        try:
            said = []
            for line in process.stdout or ():
                said.append(line)
                if address := ADDRESS.search(line):
                    with urlopen(address[0], timeout=SECONDS) as answer:
                        return str(answer.read(), "utf-8")
            raise RuntimeError("".join(said))
        finally:
            process.kill()
