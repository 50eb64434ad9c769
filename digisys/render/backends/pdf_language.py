"""The language of a PDF, which screen readers need and matplotlib cannot write.

It is added as an incremental update: the file stays as it was, and a new catalogue, a
cross-reference section and a trailer follow at its end (ISO 32000-1, 7.5.6).
"""

from __future__ import annotations

import re

__all__ = ["with_language"]


def with_language(document: bytes, language: str) -> bytes:
    """Name the language of a PDF, and ask viewers to show its title.

    Parameters
    ----------
    document
        The file, with a plain cross-reference table.
    language
        Language code, such as ``fi``.

    Returns
    -------
    bytes
        The file with the language.
    """
    trailer = re.search(rb"trailer\s*<<(.*)>>\s*startxref\s*(\d+)\s*%%EOF\s*$", document, re.DOTALL)
    root = re.search(rb"/Root (\d+) 0 R", trailer[1]) if trailer else None
    if trailer is None or root is None:
        raise ValueError("not a PDF with a cross-reference table")
    number = root[1]
    body = re.search(rb"\b%s 0 obj\s*<<(.*?)>>\s*endobj" % number, document, re.DOTALL)
    if body is None:
        raise ValueError("a PDF without a catalogue")
    more = b"/Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>" % language.encode("ascii")
    start = len(document)
    entry = b"%s 0 obj\n<<%s %s >>\nendobj\n" % (number, body[1].rstrip(), more)
    table = b"xref\n%s 1\n%010d 00000 n \n" % (number, start)
    ending = b"trailer\n<<%s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        trailer[1].rstrip(),
        trailer[2],
        start + len(entry),
    )
    return document + entry + table + ending
