"""The map of a memo: the whole, with what was asked about brought out."""

from __future__ import annotations

from digisys.errors import DrawingError
from digisys.render.draw import draw
from digisys.render.drawing import Drawing
from digisys.report.memo.findings import Findings

__all__ = ["asked_key", "subject_map"]


def subject_map(
    found: Findings, language: str, *, paper: str = "A4", highlight: str | int | None = None
) -> Drawing | None:
    """Draw the map of a report.

    Parameters
    ----------
    found
        The answers.
    language
        Language of its texts.
    paper
        The sheet that it is for.
    highlight
        What to bring out; what the report is about when absent.

    Returns
    -------
    Drawing or None
        The drawing; None where the model is too large for one.
    """
    chosen = highlight
    if chosen is None and found.subject is not None:
        chosen = asked_key(found)
    try:
        made = draw(
            found.model,
            chosen,
            evidence=found.view.evidence if found.view.narrowed else None,
            certainty=_certainty(found),
            language=language,
            theme="print" if paper != "slide" else "screen",
            compare_with=found.earlier,
        )
    except DrawingError:
        return None
    return made.with_options(paper=paper, date=found.date)


def asked_key(found: Findings) -> str | int | None:
    """Return what a report is about, as a name that means nothing else."""
    subject = found.subject
    if subject is None:
        return None
    words = {"instance": "cycle"}
    return f"{words.get(subject.kind, subject.kind)}:{subject.key}"


def _certainty(found: Findings) -> str:
    words = {("explicit",): "explicit", ("ambiguous",): "ambiguous"}
    return words.get(tuple(found.view.certainty), "all")
