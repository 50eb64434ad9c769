"""Criteria and statements as requirements for procurement."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digisys.analysis.programme.joined import place_text
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.errors import OutputError, Problem
from digisys.io.services.records import Statement
from digisys.io.tables.table import Row
from digisys.io.tables.table import Table as Sheet
from digisys.io.tables.write import format_workbook
from digisys.io.write import write_bytes
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_quality import Quality
from digisys.words import N_, Message, say

__all__ = ["Requirements", "write_requirements"]


@dataclass(frozen=True, eq=False, repr=False)
class Requirements(Answer):
    """Requirements that a buyer can ask of a service.

    Attributes
    ----------
    part
        The criteria.
    statements
        Statements by id.
    rows
        For each requirement its criterion and its statement; empty for the criterion as a whole.
    problems
        Rows of the organisation's file that are left out.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: Quality = field(repr=False)
    statements: Mapping[str, Statement]
    rows: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...] = ()

    def table(self, language: str | None = None) -> Table:
        """Return a row for each requirement, with room for the offer."""
        language = language or self.model.default_language
        heads = (
            *(N_("No"), N_("Area"), N_("Criterion"), N_("Requirement"), N_("Met: yes or no")),
            *(N_("How it is met"), N_("Place")),
        )
        rows = tuple(
            (
                self.part.criteria[criterion].number,
                self.part.areas[self.part.criteria[criterion].area].label.text(language),
                Formatted(self.part.criteria[criterion].label.text(language), criterion),
                self._text(criterion, statement, language),
                "",
                "",
                place_text(self.programme, self.part.criteria[criterion].evidence, language),
            )
            for criterion, statement in self.rows
        )
        caption = say("Requirements for a service", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _text(self, criterion: str, statement: str, language: str) -> str:
        if statement in self.part.statements:
            return self.part.statements[statement].label.text(language)
        if statement:
            return self.statements[statement].text
        return self.part.criteria[criterion].label.text(language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the version of the criteria and rows that were left out."""
        language = language or self.model.default_language
        version = (say("Version of the criteria", language), self.part.version)
        return (version, *problem_pairs(self.problems, language))

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            "programme": self.programme.id,
            "version": self.part.version,
            "requirements": [
                {
                    "criterion": criterion,
                    "number": self.part.criteria[criterion].number,
                    "statement": statement or None,
                    "text": self._text(criterion, statement, language),
                }
                for criterion, statement in self.rows
            ],
            "problems": [problem.to_dict(language) for problem in self.problems],
        }


def write_requirements(
    answer: Requirements,
    path: str | os.PathLike[str],
    *,
    language: str | None = None,
    force: bool = False,
) -> None:
    """Write requirements as a workbook, CSV or Markdown, as the name of the file says.

    Parameters
    ----------
    answer
        The requirements.
    path
        The file: ``.xlsx``, ``.csv`` or ``.md``.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already, cannot be written, or has another ending.
    """
    table = answer.table(language)
    ending = Path(path).suffix.casefold()
    if ending == ".xlsx":
        plain = [
            tuple(cell.text if isinstance(cell, Formatted) else cell for cell in row)
            for row in table.rows
        ]
        rows = tuple(Row(at, row) for at, row in enumerate([table.heads, *plain], 1))
        sheet = Sheet(os.fspath(path), rows, say("Requirements", table.language))
        data = format_workbook([sheet], readable=True)
    elif ending == ".csv":
        data = table.csv_for_excel().encode()
    elif ending == ".md":
        told = [f"- **{head}:** {text}" for head, text in answer.summary(language)]
        data = ("\n\n".join([table.markdown(), "\n".join(told)]) + "\n").encode()
    else:
        raise OutputError(
            Message("Requirements are written as .xlsx, .csv or .md, not “{ending}”.",
                    {"ending": ending}),
            Message("Give the file one of these endings."),
            code="unknown-format",
        )  # fmt: skip
    write_bytes(data, path, force=force)
