"""What an intranet takes of a page: a snippet with a frame, and a card with picture and link."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from digisys._version import __version__
from digisys.analysis.influence.influence import influence
from digisys.answers.content import Content
from digisys.graph.names import Subject, resolve
from digisys.io.write import write_bytes, write_text
from digisys.render.compose.look import Look
from digisys.report.embed.deep_link import deep_link
from digisys.schema import Model
from digisys.words import say

__all__ = ["Embed", "embed"]

#: Pixels per inch of the card's picture: 1,200 pixels of a slide of 13⅓ inches.
_DPI = 90
_HEIGHT = 760
_LONGEST = 300


@dataclass(frozen=True, eq=False, repr=False)
class Embed(Content):
    """Pieces of HTML for other pages, and the picture that they show.

    Attributes
    ----------
    frame
        A frame that shows the page, for places that take frames.
    card
        A card without script, style sheet or frame: picture, finding, link.
    picture
        The card's picture, a PNG of 1,200 by 675 pixels.
    address
        Where both lead.
    """

    frame: str = field(repr=False)
    card: str = field(repr=False)
    picture: bytes = field(repr=False)
    address: str

    def save(self, page: Path, *, force: bool = False) -> tuple[Path, ...]:
        """Write the pieces beside a page.

        Parameters
        ----------
        page
            The page's file: ``model.html`` gives ``model-frame.html``, ``model-card.html`` and
            ``model-card.png``.
        force
            Whether existing files are overwritten.

        Returns
        -------
        tuple of pathlib.Path
            The files.

        Raises
        ------
        OutputError
            If one cannot be written, or is there already.
        """
        named = [page.with_name(page.stem + ending) for ending in _ENDINGS]
        write_text(self.frame, named[0], force=force)
        write_text(self.card, named[1], force=force)
        write_bytes(self.picture, named[2], force=force)
        return tuple(named)


_ENDINGS = ("-frame.html", "-card.html", "-card.png")


def embed(
    model: Model,
    about: str | int | None = None,
    *,
    page: str,
    picture: str | None = None,
    language: str | None = None,
    date: str | None = None,
) -> Embed:
    """Make what shows a page, or one answer of it, within another page.

    Parameters
    ----------
    model
        The model of the page.
    about
        What the page opens on, and the card tells: a variable, target, area or loop; the
        model as a whole when absent.
    page
        The address of the page: on the web, or beside the page that takes the snippet.
    picture
        The address of the card's picture; beside the page when absent.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.
    date
        A date that the card tells, such as ``2026-11-27``; none when absent.

    Returns
    -------
    Embed
        Frame, card and picture.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.
    DrawingError
        If there is nothing to draw.

    Examples
    --------
    >>> import digisys
    >>> made = embed(digisys.load("digikompassi"), 14, page="digikompassi.html", language="en")
    >>> made.address
    'digikompassi.html#target-14&lang=en'
    """
    known = language or model.default_language
    address = deep_link(model, about, known, page)
    subject = None if about is None else resolve(model, about)
    title = model.title.text(known) if subject is None else subject.text(known)
    title = title[:1].upper() + title[1:]
    finding = _finding(model, subject, known)
    drawn, text = _picture(model, subject, known)
    beside = picture or f"{page.rpartition('.')[0]}-card.png"
    return Embed(
        _frame(title, address, known),
        _card(title, finding, address, beside, text, _foot(model, known, date), known),
        drawn,
        address,
    )


def _finding(model: Model, subject: Subject | None, language: str) -> str:
    if subject is None:
        return "" if model.description is None else model.description.text(language)
    conclusion = influence(model, subject.key if subject.kind == "target" else str(subject.key))
    first = conclusion.conclusion.statements
    return " ".join(each.text(language) for each in first if each.kind in ("reach", "direction"))


def _picture(model: Model, subject: Subject | None, language: str) -> tuple[bytes, str]:
    from digisys.render.draw import draw

    drawing = draw(model, None if subject is None else subject.key, language=language)
    drawing = drawing.with_options(paper="slide")
    with tempfile.TemporaryDirectory() as made:
        file = drawing.save(Path(made) / "card.png", dpi=_DPI)
        return file.read_bytes(), drawing.scene.description


def _foot(model: Model, language: str, date: str | None) -> str:
    when = Look(date=date).date_text(language)
    told = [model.title.text(language), f"digisys {__version__}", *([when] if when else [])]
    return " · ".join(told)


def _frame(title: str, address: str, language: str) -> str:
    link = say("Open the page alone", language)
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" lang="{escape(language)}" '
        f'width="100%" height="{_HEIGHT}" loading="lazy" referrerpolicy="no-referrer" '
        'sandbox="allow-scripts allow-downloads allow-modals allow-popups" '
        'style="border:1px solid #6b7685"></iframe>\n'
        f'<p><a href="{escape(address)}">{escape(link)}</a></p>\n'
    )


def _card(
    title: str, finding: str, address: str, picture: str, text: str, foot: str, language: str
) -> str:
    """Write a card whose look stands in its elements: places like these strip style sheets."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return (
        f'<div lang="{escape(language)}" style="max-width:36rem;border:1px solid #6b7685;'
        'padding:1rem;font-family:sans-serif;color:#1b2430;background:#ffffff">\n'
        f'<p style="margin:0 0 .75rem"><img src="{escape(picture)}" alt="{escape(short)}" '
        'width="1200" height="675" style="width:100%;height:auto"></p>\n'
        f'<p style="margin:0 0 .5rem;font-size:1.25rem"><strong><a href="{escape(address)}" '
        f'style="color:#0b4a8f">{escape(title)}</a></strong></p>\n'
        f'<p style="margin:0 0 .5rem">{escape(finding)}</p>\n'
        f'<p style="margin:0;font-size:.875rem;color:#4a5563">{escape(foot)}</p>\n'
        "</div>\n"
    )
