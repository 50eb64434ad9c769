"""What a check says of evidence that is looked for in its documents."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.analysis.audit import Finding
from digisys.analysis.quoting.quotations import Quotation, Quotations
from digisys.words import Message

__all__ = ["quotation_findings"]


def quotation_findings(found: Quotations) -> tuple[Finding, ...]:
    """Tell what was found again, changed, moved or lost, as findings of a check.

    Parameters
    ----------
    found
        What :func:`~digisys.analysis.quoting.quotations.quotations` found in documents.

    Returns
    -------
    tuple of Finding
        A problem for each quotation that is missing or changed, a note for those on another
        page and for sources without a document.
    """
    return tuple(_findings(found))


def _findings(found: Quotations) -> Iterator[Finding]:
    for each in found.quotations:
        if each.state in ("missing", "changed"):
            yield _wrong(each)
        elif each.state == "moved" and each.found is not None:
            what = Message(
                "The evidence of {name} stands on page {page} of {document}, not where it is told.",
                {"name": each.key, "page": each.found.page, "document": each.found.document},
            )
            yield Finding("quotation-moved", "note", what, (each.key,))
    absent = [each for each in found.quotations if each.state == "no-document"]
    for source in dict.fromkeys(each.evidence.source for each in absent):
        names = tuple(each.key for each in absent if each.evidence.source == source)
        what = Message("No file holds the source “{source}”.", {"source": source})
        yield Finding("document-missing", "note", what, names)
    there = tuple(each.key for each in found.quotations if each.state == "found")
    if there:
        what = Message(
            "Quotations found where they should stand: {count} of {total}.",
            {"count": len(there), "total": len(found.quotations)},
        )
        yield Finding("quotations-found", "good", what, there)


def _wrong(each: Quotation) -> Finding:
    if each.state == "changed" and each.found is not None:
        what = Message(
            "The evidence of {name} was changed in {document}; now: “{text}”.",
            {"name": each.key, "document": each.found.document, "text": each.found.text},
        )
        return Finding("quotation-changed", "problem", what, (each.key,))
    what = Message(
        "The evidence of {name} is not found in the source “{source}”.",
        {"name": each.key, "source": each.evidence.source},
    )
    return Finding("quotation-missing", "problem", what, (each.key,))
