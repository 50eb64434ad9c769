"""What is asked on a terminal about a map that can be read in more than one way."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from digisys.cli.shell import Shell
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.exchange.read_map import ImportedMap

__all__ = ["ask_rows", "ask_signs", "is_asked"]


def is_asked() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_signs(shell: Shell, found: ImportedMap, known: Mapping[str, str]) -> dict[str, str]:
    """Ask what words of a map mean; an empty answer takes the likeliest reading.

    Parameters
    ----------
    shell
        The shared options.
    found
        The map as it was read.
    known
        Words that were told already, in lower case.

    Returns
    -------
    dict
        Signs by words in lower case, of those that were answered.
    """
    from digisys.exchange.named_signs import unsure_signs
    from digisys.exchange.signs import sign_of

    answers: dict[str, str] = {}
    for each in unsure_signs(found.read):
        if each.word.casefold() in known:
            continue
        question = N_("{count} links are called “{word}”. Which sign? + - ? [{sign}]")
        told = _ask(shell.say(question, count=each.count, word=each.word, sign=each.sign))
        sign = sign_of(told, near=False) or each.sign
        answers[each.word.casefold()] = sign
    return answers


def ask_rows(shell: Shell, found: ImportedMap, rows: str | None) -> str | None:
    """Ask which way the rows of a matrix act, where the file does not tell."""
    unclear = any(loss.code == "matrix-direction" for loss in found.report.losses)
    if rows is not None or not unclear:
        return rows
    question = N_("Rows of the matrix: causes (each acts on the columns) or effects? [causes]")
    told = _ask(shell.say(question)).casefold()
    return "effects" if told.startswith(("e", "s", "v")) else "causes"


def _ask(question: str) -> str:
    sys.stderr.write(f"{question} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()
