"""How an answer came about: the model, the program, the view, what was drawn."""

from __future__ import annotations

from hashlib import sha256

from digisys.answers.wording import view_text
from digisys.graph.view import View
from digisys.io.format import format_model
from digisys.render.compose.look import Look
from digisys.schema import Model
from digisys.words import say

__all__ = ["fingerprint", "method_pairs"]


def fingerprint(model: Model) -> str:
    """Return twelve digits that tell a version of a model from any other.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    str
        The first digits of the SHA-256 of its canonical file.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> fingerprint(model) == fingerprint(model.without(model.links[0].id))
    False
    """
    return sha256(format_model(model).encode()).hexdigest()[:12]


def method_pairs(
    model: Model | None, view: View | None, language: str, *, date: str | None = None
) -> tuple[tuple[str, str], ...]:
    """Tell what an answer rests on and what it was made with.

    Parameters
    ----------
    model
        The model; None of an answer about another one than ours.
    view
        The links that were looked at, if any.
    language
        Language of the texts.
    date
        The date to tell, as ``2026-11-27``; none when absent.

    Returns
    -------
    tuple
        Pairs of heading and text.
    """
    from digisys import __version__

    pairs = []
    if model is not None:
        pairs = [
            (say("Model", language), f"{model.title.text(language)} ({model.id})"),
            (say("Version of the model", language), fingerprint(model)),
        ]
    pairs.append((say("Program", language), f"digisys {__version__}"))
    if model is not None and view is not None:
        pairs.append((say("View", language), view_text(model, view, language)))
    if date is not None:
        pairs.append((say("Date", language), str(Look(date=date).date_text(language))))
    return tuple(pairs)
