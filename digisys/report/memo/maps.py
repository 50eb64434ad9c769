"""The map of a memo: the whole, with what was asked about brought out."""

from __future__ import annotations

from digisys.errors import DrawingError, QuestionError
from digisys.graph.view import CertaintyChoice, View
from digisys.render.compose.build import build_scene
from digisys.render.compose.look import Look
from digisys.render.compose.selection import Highlight, Selection
from digisys.render.drawing import Drawing
from digisys.report.memo.findings import Findings

__all__ = ["asked_key", "certainty_of", "subject_map"]


def subject_map(
    found: Findings,
    language: str,
    *,
    paper: str = "A4",
    highlight: Highlight | Selection | None = None,
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
        What to bring out.

    Returns
    -------
    Drawing or None
        The drawing; None where the model is too large for one, or a loop does not close in the
        view.
    """
    look = Look(find_loops=True, paper=paper, date=found.date)
    try:
        scene = build_scene(
            found.model,
            highlight=highlight,
            evidence=found.view.evidence if found.view.narrowed else None,
            certainty=certainty_of(found.view),
            language=language,
            look=look,
            compare_with=found.earlier,
        )
    except (DrawingError, QuestionError):
        return None
    return Drawing(found.model, scene, paper=paper, look=look)


def asked_key(found: Findings) -> str | int | None:
    """Return what a report is about, as a name that means nothing else."""
    subject = found.subject
    if subject is None:
        return None
    words = {"instance": "cycle"}
    return f"{words.get(subject.kind, subject.kind)}:{subject.key}"


def certainty_of(view: View) -> CertaintyChoice:
    """Return which links a view lets in, as analyses are asked."""
    words: dict[tuple[str, ...], CertaintyChoice] = {
        ("explicit",): "explicit",
        ("ambiguous",): "ambiguous",
    }
    return words.get(tuple(view.certainty), "all")
