"""How an answer is written: for a person, a program or a page."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

from digisys.answers.answer import Answer, first_rows
from digisys.answers.table import Cell, Pairs, Table, lay_out
from digisys.cli.shell import Format, Shell
from digisys.cli.typed import as_typed
from digisys.graph.labels import area_label, label
from digisys.io.tables.header import same_word
from digisys.words import N_, say

__all__ = ["emit", "emit_error", "emit_text", "terminal_width"]

#: Fewer columns than this are not written for.
NARROWEST = 40


def emit(
    shell: Shell,
    answer: Answer,
    *,
    shown: Table | None = None,
    pairs: Pairs | None = None,
    how: str = N_("--format csv writes all rows"),
    of_model: bool = True,
) -> None:
    """Print an answer in the format asked for.

    Parameters
    ----------
    shell
        The shared options.
    answer
        The result to print.
    shown
        Rows to show people instead of the answer's own.
    pairs
        Headings and texts that go with those rows.
    how
        How all rows can be seen where they are more than a person reads: an English text
        of the catalogues.
    of_model
        Whether it is about the model of the shared options.
    """
    language = shell.language
    joined = None
    if shell.joined is not None:
        from digisys.analysis.programme.around import with_programme

        joined = with_programme(answer, shell.programme, show=shell.joined)
        if shell.format in (Format.JSON, Format.CSV, Format.CSV_EXCEL):
            answer = joined
    concluded = (joined or answer).conclusion
    opening = "" if concluded is None else concluded.text(language)
    if shell.output is not None:
        _save(shell, joined or answer, shell.output, of_model=of_model)
        return
    if shell.format is Format.JSON:
        emit_text(json.dumps(_data(answer, language), ensure_ascii=False, indent=2))
    elif shell.format is Format.CSV:
        emit_text(_for_programs(shell, answer).csv().rstrip("\n"))
    elif shell.format is Format.CSV_EXCEL:
        emit_text(answer.table(language).csv_for_excel().rstrip("\n"))
    elif shell.format is Format.MARKDOWN:
        rows = answer.table(language) if answer.total is None else answer.shown(language)
        rows, told = first_rows(
            rows, answer.summary(language), say(how, language), language, total=answer.total
        )
        lines = [f"- **{name}:** {value}" for name, value in told]
        parts = [rows.markdown(opening), "\n".join(lines)]
        if joined is not None:
            lines = [f"- **{name}:** {value}" for name, value in joined.notes(language)]
            parts += [joined.beside(language).markdown(""), "\n".join(lines)]
        emit_text(as_typed("\n\n".join(parts).strip()))
    else:
        rows = shown or answer.shown(language)
        told = answer.summary(language) if pairs is None else pairs
        rows, told = first_rows(rows, told, say(how, language), language, total=answer.total)
        _emit_person(rows, told, opening, pairs_first=answer.pairs_first)
        if joined is not None:
            emit_text("")
            _emit_person(joined.beside(language), joined.notes(language), "", pairs_first=False)


def _save(shell: Shell, answer: Answer, path: Path, *, of_model: bool) -> None:
    """Write an answer to a workbook, or as what can be verified; print the name of the file."""
    from digisys.io.write import write_bytes

    if path.suffix.lower() == ".json":
        from digisys.workshop.saved import pack_answer

        data = _data(answer, shell.language)
        saved = pack_answer(
            shell.words,
            shell.model,
            shell.source,
            data,
            language=shell.language,
            date=shell.date,
        )
        write_bytes(saved, path, force=shell.force)
        emit_text(str(path))
        return
    from digisys.report.workbook.workbook import workbook
    from digisys.schema import Model

    known = getattr(answer, "model", None)
    model = known if isinstance(known, Model) else shell.model if of_model else None
    content = workbook(answer, model, shell.language, date=shell.date)
    write_bytes(content, path, force=shell.force)
    emit_text(str(path))


def emit_error(error: dict[str, Any]) -> None:
    """Print an error as JSON, for the program that asked for an answer as JSON.

    Parameters
    ----------
    error
        Its code, what is wrong and how to mend it.
    """
    emit_text(json.dumps({"error": error}, ensure_ascii=False, indent=2))


def _data(answer: Answer, language: str) -> Any:
    """Ask for plain data in the language, where the result has texts in it."""
    options = {"language": language} if "language" in signature(answer.to_dict).parameters else {}
    return answer.to_dict(**options)


def _for_programs(shell: Shell, answer: Answer) -> Table:
    """Make the rows of an answer for programs; those for people where it has no other."""
    from digisys.answers.for_programs import program_rows

    model, language = shell.model, shell.language
    frame = answer.program_frame(language)
    if frame is None or not len(frame.columns):  # an answer without a row: headings alone
        table = answer.table("en")
        heads = tuple(same_word(head).replace(" ", "_") for head in table.heads)
        return Table(heads, table.rows)

    def name(text: str) -> str | None:
        if text in model.variables:
            return label(model, text, language)
        if text in model.areas:
            return area_label(model, text, language)
        source, arrow, target = text.partition("->")
        ends = source, target.partition("#")[0]
        if arrow and all(end in model.variables for end in ends):
            return " → ".join(label(model, end, language) for end in ends)
        return None

    return program_rows(frame, name)


def _typed(cell: Cell) -> Cell:
    return as_typed(cell) if isinstance(cell, str) else cell


def emit_text(text: str) -> None:
    """Write text to standard output as UTF-8 where the terminal allows it."""
    sys.stdout.write(text + "\n")


def terminal_width() -> int:
    """Return the width to write for: the terminal's, at least 40, at most 120; 80 in a pipe."""
    if not sys.stdout.isatty():
        return 80
    return min(max(shutil.get_terminal_size((80, 24)).columns, NARROWEST), 120)


def _emit_person(table: Table, pairs: Pairs, opening: str, *, pairs_first: bool) -> None:
    """Print lines plainly into a pipe, and with a little emphasis on a terminal."""
    rows = tuple(tuple(map(_typed, row)) for row in table.rows)
    told = tuple((head, as_typed(text)) for head, text in pairs)
    laid = lay_out(
        replace(table, rows=rows),
        told,
        as_typed(opening),
        width=terminal_width(),
        pairs_first=pairs_first,
    )
    if not sys.stdout.isatty():
        emit_text("\n".join(line for _, line in laid))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for part, line in laid:
        text = Text(line)
        if part in ("caption", "heads"):
            text.stylize("bold")
        elif part == "pair" and ": " in line:
            text.stylize("bold", 0, line.index(": ") + 1)
        console.print(text)
