"""The answer: what influences what, as a square of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.chains.chains import Chains, chains
from digisys.analysis.influence.verdict import VERDICT_WORDS as CHAIN_WORDS
from digisys.analysis.matrix.conclude import conclude_matrix
from digisys.analysis.matrix.strength import Strength
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.frames import along
from digisys.answers.table import Cell, Table
from digisys.answers.wording import evidence_label, polarity_mark, view_text
from digisys.errors import QuestionError
from digisys.graph.chain import Chain
from digisys.graph.labels import short_area_label, short_label
from digisys.graph.names import Subject, resolve
from digisys.graph.view import CertaintyChoice, View
from digisys.schema import Model
from digisys.words import N_, Message, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CellVerdict", "Matrix", "MatrixCell"]

CellVerdict = Literal["strengthens", "weakens", "ambiguous", "unknown", "undecided", "none", "same"]

VERDICT_WORDS: Mapping[str, str] = {
    **{str(verdict): words for verdict, words in CHAIN_WORDS.items()},
    "none": N_("no influence"),
    "same": N_("the same variables"),
}
_MARKS = {
    "strengthens": "+",
    "weakens": "\N{MINUS SIGN}",
    "ambiguous": "±",
    "unknown": "?",
    "undecided": "…",
}


@dataclass(frozen=True)
class MatrixCell:
    """How one thing influences another.

    Attributes
    ----------
    row, column
        What acts, and what is acted on.
    verdict
        ``strengthens``, ``weakens``, ``ambiguous`` (chains of both signs), ``unknown``
        (a chain holds a link of unknown polarity), ``undecided`` (the search was given up
        before it was known which), ``none``, or ``same`` when all variables of the column
        belong to the row too.
    steps
        Links on the shortest chain; None without one.
    chain
        The best chain: the shortest, then the best evidenced.
    other_chain
        When the verdict is ambiguous, the best chain of the other sign.
    evidence
        Weakest evidence on the best chain.
    strength
        The sampled strength, if samples were asked for.
    """

    row: Subject
    column: Subject
    verdict: CellVerdict
    steps: int | None
    chain: Chain | None
    other_chain: Chain | None
    evidence: str | None
    strength: Strength | None

    def to_dict(self) -> dict[str, Any]:
        """Return the cell as plain data."""
        return {
            "row": self.row.key,
            "column": self.column.key,
            "verdict": self.verdict,
            "steps": self.steps,
            "evidence": self.evidence,
            "chain": list(self.chain.variables) if self.chain else None,
            "other_chain": list(self.other_chain.variables) if self.other_chain else None,
            "strength": self.strength.to_dict() if self.strength else None,
        }


@dataclass(frozen=True, eq=False, repr=False)
class Matrix(Answer):
    """What influences what among some things, each with each other.

    Attributes
    ----------
    view
        The links that the answer rests on.
    subjects
        The things: rows act, columns are acted on.
    cells
        One cell for each ordered pair of different things, row by row.
    sampling
        How strengths were sampled, as pairs of heading and text; empty if they were not.
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    subjects: tuple[Subject, ...]
    cells: tuple[MatrixCell, ...] = field(repr=False)
    _sampled: Any = field(default=None, repr=False)

    @property
    def conclusion(self) -> Conclusion | None:
        """How many pairs there are with an influence, who reaches most, and which way."""
        return conclude_matrix(self.model, self.view, self.subjects, self.cells)

    def __iter__(self) -> Iterator[MatrixCell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def cell(self, row: str | int, column: str | int) -> MatrixCell:
        """Return the cell of two things of the matrix, named as in any question.

        Raises
        ------
        QuestionError
            If one of them is not in the matrix, or both are the same.
        """
        places = {(item.kind, item.key): i for i, item in enumerate(self.subjects)}
        found = []
        kinds = {item.kind for item in self.subjects}
        kind = kinds.pop() if len(kinds) == 1 else None
        for name in (row, column):
            subject = resolve(self.model, name, kind=kind)
            if (subject.kind, subject.key) not in places:
                raise QuestionError(
                    Message("“{name}” is not a row of this matrix.", {"name": str(name)}),
                    Message("Rows are: {names}.", {"names": _some(self.subjects)}),
                )
            found.append(places[subject.kind, subject.key])
        one, other = found
        if one == other:
            raise QuestionError(
                Message("A cell needs two different things."),
                Message("Ask for the loops through it instead: digisys loops {name}",
                        {"name": row}),
            )  # fmt: skip
        return self.cells[one * (len(self.subjects) - 1) + other - (other > one)]

    def chains(self, row: str | int, column: str | int, *, limit: int = 1000) -> Chains:
        """Return all chains behind a cell (see :func:`digisys.analysis.chains.chains`)."""
        narrowed = ",".join(self.view.evidence) if self.view.narrowed else None
        certainty: CertaintyChoice = "all" if len(self.view.certainty) > 1 else "explicit"
        if self.view.certainty == ("ambiguous",):
            certainty = "ambiguous"
        return chains(self.model, row, column, limit=limit, evidence=narrowed, certainty=certainty)

    def grid(self, language: str | None = None, *, show: str = "steps") -> Table:
        """Return the matrix as a square table.

        Parameters
        ----------
        language
            Language of the labels.
        show
            ``steps``: verdict and links on the shortest chain, such as ``+3``;
            ``strength``: median of the sampled strength in hundredths, such as ``+12``;
            ``evidence``: number of the weakest kind on the best chain, 1 the strongest.
        """
        language = language or self.model.default_language
        labels = [_short(self.model, item, language) for item in self.subjects]
        titles = [row_label(self.model, item, language) for item in self.subjects]
        # Wide labels would make wide columns: then columns are known by their number.
        numbered = len("".join(labels)) > 6 * len(labels)
        heads = [str(i) for i in range(1, len(labels) + 1)] if numbered else labels
        if numbered:
            titles = [f"{i} {title}" for i, title in enumerate(titles, 1)]
        rows: list[tuple[Cell, ...]] = []
        width = len(self.subjects) - 1
        for i, title in enumerate(titles):
            row: list[Cell] = [
                self._mark(cell, show) for cell in self.cells[i * width : (i + 1) * width]
            ]
            row.insert(i, "\N{MIDDLE DOT}")
            rows.append((title, *row))
        corner = say("from ↓ to →", language)
        caption = say("What influences what", language)
        return Table((corner, *heads), tuple(rows), caption)

    def _mark(self, cell: MatrixCell, show: str) -> str:
        if cell.verdict == "same":
            return "="
        if cell.steps is None:
            return ""
        if show == "evidence":
            kinds = self.view.evidence
            return str(kinds.index(cell.evidence) + 1 if cell.evidence in kinds else "–")
        if show == "strength" and cell.strength is not None:
            return f"{100 * cell.strength.median:+.0f}".replace("-", "\N{MINUS SIGN}")
        return f"{_MARKS[cell.verdict]}{cell.steps}"

    def table(self, language: str | None = None) -> Table:
        """Return the matrix as a long table: a row for each pair with an influence."""
        language = language or self.model.default_language
        heads = [N_("From"), N_("To"), N_("Effect"), N_("Steps"), N_("Weakest evidence")]
        heads += [N_("Strength"), N_("Low"), N_("High")] if self._sampled else []
        heads.append(N_("Chain"))
        rows: list[tuple[Cell, ...]] = []
        for cell in self.cells:
            if cell.chain is None:
                continue
            row: list[Cell] = [
                _short(self.model, cell.row, language),
                _short(self.model, cell.column, language),
                say(VERDICT_WORDS[cell.verdict], language),
                cell.steps,
                evidence_label(self.model, cell.evidence or "", language),
            ]
            if cell.strength is not None:
                row += [cell.strength.median, cell.strength.low, cell.strength.high]
            row.append(" ".join(_course(self.model, cell.chain, language)))
            rows.append(tuple(row))
        caption = say("What influences what", language)
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def _key(self, language: str, show: str) -> str:
        """Tell how the cells of the square table are read."""
        if show == "strength" and self._sampled is not None:
            size = say_number(0.12, language, "+")
            text = N_("hundredths: +12 is a change of {size}; = the same variables")
            return say(text, language, size=size)
        if show == "evidence":
            kinds = ", ".join(
                f"{number} {evidence_label(self.model, kind, language)}"
                for number, kind in enumerate(self.view.evidence, 1)
            )
            text = N_("weakest evidence on the best chain: {kinds}; = the same variables")
            return say(text, language, kinds=kinds)
        key = say(
            "+3 strengthens, \N{MINUS SIGN}3 weakens, ±3 both ways, ?3 direction "
            "unknown, with the links on the shortest chain; = the same variables",
            language,
        )
        if any(cell.verdict == "undecided" for cell in self.cells):
            key += "; " + say("…3 not settled by the search", language)
        return key

    def summary(
        self, language: str | None = None, *, show: str = "steps"
    ) -> tuple[tuple[str, str], ...]:
        """Return how many pairs are reached, a key and the view, as heading and text.

        ``show`` is what the cells of the :meth:`grid` tell, for the key.
        """
        language = language or self.model.default_language
        reached = sum(cell.chain is not None for cell in self.cells)
        lines = [
            (
                say("Influences", language),
                say(
                    "{reached} of {pairs} ordered pairs",
                    language,
                    reached=reached,
                    pairs=len(self.cells),
                ),
            ),
            (say("Key", language), self._key(language, show)),
        ]
        if self._sampled is not None:
            lines.append(
                (
                    say("Strength", language),
                    say(
                        "lasting change of the column when every variable of the row is "
                        "pushed by 1: median and 90 per cent interval of the draws",
                        language,
                    ),
                )
            )
            lines += [self._sampled.summary(language)]
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def shown(self, language: str | None = None) -> Table:
        """Return the rows as they are best read in a terminal."""
        return self.grid(language)

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the rows as they are best read in a notebook."""
        return self.grid(language)

    def to_frame(self) -> pd.DataFrame:
        """Return the matrix as a data frame, one row for each ordered pair.

        Returns
        -------
        pandas.DataFrame
            Columns ``row``, ``column``, ``verdict``, ``steps``, ``evidence``, ``chain``,
            ``strength``, ``low`` and ``high``; the last three are empty without samples.
        """
        import pandas as pd

        rows = [
            (
                cell.row.key,
                cell.column.key,
                cell.verdict,
                cell.steps,
                cell.evidence,
                along(cell.chain.variables) if cell.chain else None,
                cell.strength.median if cell.strength else None,
                cell.strength.low if cell.strength else None,
                cell.strength.high if cell.strength else None,
            )
            for cell in self.cells
        ]
        columns = ["row", "column", "verdict", "steps", "evidence", "chain", "strength", "low",
                   "high"]  # fmt: skip
        frame = pd.DataFrame(rows, columns=columns)
        return frame.astype({"steps": "Int64"})

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        return {
            **self.concluded(language),
            "view": self.view.to_dict(),
            "subjects": [
                {"kind": item.kind, "key": item.key, "variables": list(item.variables)}
                for item in self.subjects
            ],
            "sampling": None if self._sampled is None else self._sampled.to_dict(),
            "cells": [cell.to_dict() for cell in self.cells],
        }


def _some(subjects: Sequence[Subject]) -> str:
    names = [str(item.key) for item in subjects[:15]]
    return ", ".join(names) + (", …" if len(subjects) > 15 else "")


def row_label(model: Model, subject: Subject, language: str) -> str:
    """Name a row in full: a target by its number and its short label."""
    short = _short(model, subject, language)
    return f"{short} {subject.label.text(language)}" if subject.kind == "target" else short


def _short(model: Model, subject: Subject, language: str) -> str:
    """Name a row: a target by its number, others by their short label."""
    if subject.kind == "variable" and subject.key in model.variables:
        return short_label(model, str(subject.key), language)
    if subject.kind == "area":
        return short_area_label(model, str(subject.key), language)
    return str(subject.key)


def _course(model: Model, chain: Chain, language: str) -> Iterator[str]:
    yield short_label(model, chain.variables[0], language)
    for sign, name in zip(chain.signs, chain.variables[1:], strict=True):
        yield f"{polarity_mark(sign)}→ {short_label(model, name, language)}"
