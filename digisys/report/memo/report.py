"""A question with all that its answer rests on, ready to leave digisys."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digisys.report.document.blocks import Document
from digisys.report.document.house import PLAIN, House
from digisys.report.memo.findings import Findings

if TYPE_CHECKING:
    from digisys.report.slides.deck import Deck

__all__ = ["Report"]


@dataclass(frozen=True, eq=False, repr=False)
class Report(Findings):
    """The answer to a question, whole: as a memo, as slides, as a sheet, or in a notebook.

    What it holds is told in :class:`~digisys.report.memo.findings.Findings`.
    """

    def document(self, language: str | None = None) -> Document:
        """Return the memo, between the answers and any format.

        Parameters
        ----------
        language
            ``fi``, ``sv``, ``en`` or another of the model; the model's first when absent.

        Returns
        -------
        Document
            Question, conclusion, map, chains, loops, evidence, scenario, how sure, what is
            open, indicators and actions, and the method.
        """
        from digisys.report.memo.compose import memo_document

        return memo_document(self, language or self.model.default_language)

    def deck(self, language: str | None = None) -> Deck:
        """Return the slides.

        Parameters
        ----------
        language
            As in :meth:`document`.

        Returns
        -------
        Deck
            Of a subject its finding and a slide for each loop; of the whole model the story
            of its presentation.
        """
        from digisys.report.memo.story import memo_deck

        return memo_deck(self, language or self.model.default_language)

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        language: str | None = None,
        house: House = PLAIN,
        force: bool = False,
    ) -> Path:
        """Save the report; the ending of the name tells the format.

        Parameters
        ----------
        path
            The file: ``.docx``, ``.pdf``, ``.html``, ``.md``, ``.pptx`` or ``.xlsx``.
        language
            As in :meth:`document`.
        house
            The look of an organisation (:func:`~digisys.report.document.house.read_house`).
        force
            Whether an existing file is overwritten.

        Returns
        -------
        pathlib.Path
            The file.

        Raises
        ------
        OutputError
            If the ending is unknown, or the file is there already or cannot be written.
        MissingPackageError
            If what the format needs is not installed.

        Examples
        --------
        >>> import digisys, tempfile
        >>> report = digisys.report_on(digisys.load("digikompassi"), "R1")
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     report.save(f"{folder}/memo.html", language="en").name
        'memo.html'
        """
        from digisys.report.memo.formats import save_report

        return save_report(self, path, language=language, house=house, force=force)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answers that the report holds as plain data."""
        from digisys.report.method import fingerprint

        parts = {
            name: getattr(self, name)
            for name in (
                "influence", "causes", "matrix", "loops", "robustness", "questions", "ensemble",
                "indicators", "actions",
            )
        }  # fmt: skip
        return {
            "question": self.title(language),
            "model": self.model.id,
            "fingerprint": fingerprint(self.model),
            "date": self.date,
            **{name: part.to_dict() for name, part in parts.items() if part is not None},
        }

    def __str__(self) -> str:
        document = self.document()
        return f"{document.title}\n{document.subtitle}"

    def _repr_html_(self) -> str:
        from digisys.report.document.html import fragment

        return fragment(self.document())
