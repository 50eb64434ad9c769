"""Which evidence of a model is found again in the documents that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.quoting.passages import Found, Searched, fingerprint
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Formatted, Table
from digisys.errors import QuestionError
from digisys.graph.labels import area_label, end_labels, label, labels_of
from digisys.io.documents import DOCUMENT_ENDINGS, read_document
from digisys.schema import Model
from digisys.schema.evidence import Evidence
from digisys.words import N_, Counted, Message, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Quotation", "Quotations", "quotations"]

State = Literal["found", "moved", "changed", "missing", "no-document", "not-looked"]

_STATES: Mapping[State, str] = {
    "found": N_("found"),
    "moved": N_("found on another page"),
    "changed": N_("changed"),
    "missing": N_("missing"),
    "no-document": N_("no such document"),
    "not-looked": N_("not looked for"),
}
_WRONG = ("missing", "changed", "no-document", "moved")


@dataclass(frozen=True)
class Quotation:
    """A place that evidence names by a few words or a fingerprint.

    Attributes
    ----------
    kind, key
        What the evidence is of: a ``variable``, ``link``, ``loop``, ``area`` or ``target``.
    evidence
        The evidence.
    state
        ``found``; ``moved``: on another page than told; ``changed``: at least half of it stands
        there; ``missing``; ``no-document``: no file holds the source; ``not-looked``.
    found
        Where, unless it is missing.
    """

    kind: str
    key: str
    evidence: Evidence
    state: State
    found: Found | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        found, evidence = self.found, self.evidence
        return {
            "kind": self.kind,
            "id": self.key,
            "source": evidence.source,
            "part": evidence.part,
            "pages": list(evidence.pages or evidence.slides),
            "quote": evidence.quote,
            "fingerprint": evidence.fingerprint,
            "state": self.state,
            "document": found.document if found else None,
            "page": found.page if found else None,
            "line": found.line if found else None,
            "share": found.share if found else None,
            "now": found.text if found and self.state == "changed" else None,
        }


@dataclass(frozen=True, eq=False, repr=False)
class Quotations(Answer):
    """What was found again of a model's evidence.

    Attributes
    ----------
    quotations
        Every place with words or a fingerprint, in the order of the model.
    without
        How many places have neither.
    looked
        Names of the documents that were read; None where none were given.
    """

    model: Model = field(repr=False)
    quotations: tuple[Quotation, ...]
    without: int
    looked: tuple[str, ...] | None

    @property
    def wrong(self) -> tuple[Quotation, ...]:
        """Those that are not found where they should stand."""
        return tuple(each for each in self.quotations if each.state in _WRONG)

    @property
    def conclusion(self) -> Conclusion:
        """How many are found again, and how many are not."""
        counts = Counter(each.state for each in self.quotations)
        total = len(self.quotations)
        parts = {"quotations": total, "without": self.without, "states": dict(counts)}
        rest = {"without": self.without, "total": total}
        if not total:
            message: Message | Counted = Message(
                "No evidence of the model has a quotation or a fingerprint.", rest
            )
        elif self.looked is None:
            message = Counted(
                "{count} place has a quotation or a fingerprint, {without} have neither.",
                "{count} places have a quotation or a fingerprint, {without} have neither.",
                total,
                rest,
            )
        else:
            message = Counted(
                "{count} of {total} quotations is found where it should stand.",
                "{count} of {total} quotations are found where they should stand.",
                counts["found"],
                rest,
            )
        statements = [Statement("quotations", message, parts)]
        if self.wrong:
            told = Counted(
                "{count} is not, and is listed first.",
                "{count} are not, and are listed first.",
                len(self.wrong),
            )
            statements.append(Statement("wrong", told, {"wrong": len(self.wrong)}))
        return Conclusion(tuple(statements), self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return them as rows, those that are not found first."""
        known = language or self.model.default_language
        heads = (N_("Evidence of"), N_("Source"), N_("State"), N_("Where"), N_("Words"))
        ordered = sorted(self.quotations, key=lambda each: each.state not in _WRONG)
        rows = tuple(
            (
                self._name(each, known),
                self._place(each.evidence, known),
                Formatted(say(_STATES[each.state], known), each.state),
                _where(each.found, known),
                _words(each),
            )
            for each in ordered
        )
        caption = say("Evidence in its documents", known) if rows else ""
        return Table(tuple(say(head, known) for head in heads), rows, caption, known)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell which documents were read, and how many places say nothing."""
        known = language or self.model.default_language
        told = [(say("Without a quotation", known), str(self.without))]
        if self.looked is None:
            how = say("name the folder of the documents: --sources FOLDER", known)
            told.append((say("Documents", known), how))
        else:
            names = ", ".join(self.looked) or say("none", known)
            told.append((say("Documents", known), names))
        return tuple(told)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data."""
        return {
            **self.concluded(language),
            "documents": None if self.looked is None else list(self.looked),
            "without": self.without,
            "quotations": [each.to_dict() for each in self.quotations],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each place, with the keys of :meth:`Quotation.to_dict`."""
        import pandas as pd

        rows = [each.to_dict() for each in self.quotations]
        for row in rows:
            row["pages"] = ",".join(map(str, row["pages"]))
        columns = (
            *("kind", "id", "source", "part", "pages", "quote", "fingerprint", "state"),
            *("document", "page", "line", "share", "now"),
        )
        return pd.DataFrame(rows, columns=list(columns))

    def _name(self, each: Quotation, language: str) -> str:
        if each.kind == "link":
            return " → ".join(end_labels(self.model, each.key, language))
        if each.kind == "variable":
            return label(self.model, each.key, language)
        if each.kind == "area":
            return area_label(self.model, each.key, language)
        if each.kind == "target":
            return say("target {number}", language, number=each.key)
        return each.key

    def _place(self, evidence: Evidence, language: str) -> str:
        title = labels_of(self.model).sources[evidence.source].text(language)
        numbers = ", ".join(map(str, evidence.pages or evidence.slides))
        return f"{title} {numbers}".strip()


def _where(found: Found | None, language: str) -> str:
    if found is None:
        return ""
    if found.page is None:
        return say("{file}, line {line}", language, file=found.document, line=found.line)
    return say("{file}, page {page}", language, file=found.document, page=found.page)


def _words(each: Quotation) -> str:
    if each.found is not None and each.state == "changed":
        return f"→ {each.found.text}"
    return each.evidence.quote or ""


def quotations(model: Model, sources: Path | str | None = None) -> Quotations:
    """Find the evidence of a model again in the documents that it names.

    Evidence may carry a few words of its place (``quote``), or a fingerprint of them where the
    words may not be copied. Case, line breaks, hyphens at the ends of lines, quotes and other
    signs make no difference.

    Parameters
    ----------
    model
        The model.
    sources
        The folder that holds the documents: plain text, HTML or PDF. A source is looked for in
        the files that it names, else in those named like its id, else in all. When absent,
        nothing is looked for.

    Returns
    -------
    Quotations
        For each quotation whether it is found, found on another page, changed or missing.

    Raises
    ------
    QuestionError
        If the folder is none, or a document cannot be read.
    MissingPackageError
        If a document is a PDF and pypdf is not installed.

    Examples
    --------
    >>> import digisys
    >>> found = quotations(digisys.load("digikompassi"))
    >>> found.looked is None
    True
    """
    documents = None if sources is None else _documents(Path(sources))
    every = [*_evidence(model)]
    told = tuple(
        _quotation(model, kind, key, item, documents)
        for kind, key, item in every
        if item.quote is not None or item.fingerprint is not None
    )
    looked = None if documents is None else tuple(documents)
    return Quotations(model, told, len(every) - len(told), looked)


def _documents(folder: Path) -> dict[str, Searched]:
    if not folder.is_dir():
        raise QuestionError(
            Message("“{name}” is no folder.", {"name": str(folder)}),
            Message("Name the folder that holds the documents."),
        )
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in DOCUMENT_ENDINGS)
    return {path.name: Searched(read_document(path)) for path in files if path.is_file()}


def _evidence(model: Model) -> Iterator[tuple[str, str, Evidence]]:
    for key, variable in model.variables.items():
        yield from (("variable", key, item) for item in variable.evidence)
    for link in model.links:
        yield from (("link", link.id, item) for item in link.evidence)
    for name, loop in model.loops.items():
        yield from (("loop", name, item) for item in loop.evidence)
    for name, area in model.areas.items():
        yield from (("area", name, item) for item in area.evidence)
    for number, target in model.targets.items():
        yield from (("target", str(number), item) for item in target.evidence)


def _quotation(
    model: Model,
    kind: str,
    key: str,
    evidence: Evidence,
    documents: Mapping[str, Searched] | None,
) -> Quotation:
    if documents is None:
        return Quotation(kind, key, evidence, "not-looked", None)
    pages = evidence.pages or evidence.slides
    files = _files(model, evidence.source, documents)
    if not files:
        return Quotation(kind, key, evidence, "no-document", None)
    printed = evidence.fingerprint or fingerprint(evidence.quote or "")
    places = [
        place
        for file in files
        if (place := file.find(printed, pages[0] if pages else None)) is not None
    ]
    if not places:
        return Quotation(kind, key, evidence, "missing", None)
    best = max(places, key=lambda place: place.share)
    if best.share < 1.0:
        return Quotation(kind, key, evidence, "changed", best)
    there = best.page is None or not pages or best.page in pages
    return Quotation(kind, key, evidence, "found" if there else "moved", best)


def _files(model: Model, source: str, documents: Mapping[str, Searched]) -> Sequence[Searched]:
    named = model.sources[source].files
    if named:
        return [documents[name] for name in named if name in documents]
    alike = [file for name, file in documents.items() if Path(name).stem == source]
    return alike or list(documents.values())
