"""How an answer is written: for a person, a program or a page."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from typing import Any, Protocol

from digisys.analysis.table import Table
from digisys.cli.shell import Format, Shell

__all__ = ["Answer", "emit", "emit_text"]


class Answer(Protocol):
    """What every result offers for printing."""

    def table(self, language: str | None = None) -> Table:
        """Return the rows."""

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return pairs of heading and text."""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""


def emit(shell: Shell, answer: Answer, *, shown: Table | None = None, facts: bool = False) -> None:
    """Print an answer in the format asked for.

    Parameters
    ----------
    shell
        The shared options.
    answer
        The result to print.
    shown
        A table to show people instead of the answer's own.
    facts
        Whether the pairs come before the table.
    """
    language = shell.language
    if shell.format is Format.JSON:
        emit_text(json.dumps(_data(answer, language), ensure_ascii=False, indent=2))
    elif shell.format is Format.CSV:
        emit_text(answer.table(language).csv().rstrip("\n"))
    elif shell.format is Format.MARKDOWN:
        lines = [f"- **{name}:** {value}" for name, value in answer.summary(language)]
        emit_text("\n\n".join([answer.table(language).markdown(), "\n".join(lines)]).strip())
    else:
        _emit_person(shown or answer.table(language), answer.summary(language), facts=facts)


def _data(answer: Answer, language: str) -> Any:
    """Ask for plain data in the language, where the result has texts in it."""
    try:
        return answer.to_dict(language)  # type: ignore[call-arg]
    except TypeError:
        return answer.to_dict()


def emit_text(text: str) -> None:
    """Write text to standard output as UTF-8 where the terminal allows it."""
    sys.stdout.write(text + "\n")


def terminal_width() -> int:
    """Return the width to write for: the terminal's, at least 60, at most 120; 80 in a pipe."""
    if not sys.stdout.isatty():
        return 80
    return min(max(shutil.get_terminal_size((80, 24)).columns, 60), 120)


def _emit_person(table: Table, pairs: Iterable[tuple[str, str]], *, facts: bool) -> None:
    width = terminal_width()
    blocks = []
    if table.caption:
        blocks.append(_wrapped(table.caption, width, bold=True))
    rows = []
    if table.rows:
        bare = Table(table.heads, table.rows)
        rows.append([("", line) for line in bare.text(width=width).split("\n")])
        rows[0][0] = ("bold", rows[0][0][1])
    told = [line for name, value in pairs for line in _pair(name, value, width)]
    lower = [[*told], *rows] if facts else [*rows, [*told]]
    blocks += [block for block in lower if block]
    for position, block in enumerate(blocks):
        if position:
            emit_text("")
        _print_styled(block)


def _wrapped(text: str, width: int, *, bold: bool = False) -> list[tuple[str, str]]:
    import textwrap

    return [("bold" if bold else "", line) for line in textwrap.wrap(text, width)]


def _pair(name: str, value: str, width: int) -> list[tuple[str, str]]:
    import textwrap

    lines = textwrap.wrap(f"{name}: {value}", width, subsequent_indent="  ")
    return [("name" if not i else "", line) for i, line in enumerate(lines)]


def _print_styled(lines: list[tuple[str, str]]) -> None:
    """Print lines plainly into a pipe, and with a little emphasis on a terminal."""
    if not sys.stdout.isatty():
        for _, line in lines:
            emit_text(line)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for style, line in lines:
        text = Text(line)
        if style == "bold":
            text.stylize("bold")
        elif style == "name" and ": " in line:
            text.stylize("bold", 0, line.index(": ") + 1)
        console.print(text)
