"""What votes come to, as a document to hand round."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from digisys.answers.table import Table
from digisys.io.write import write_bytes
from digisys.report.document.blocks import Block, Document, Grid, Heading, Note, Paragraph
from digisys.report.document.docx import docx
from digisys.report.document.house import PLAIN, House
from digisys.report.document.html import html
from digisys.report.document.markdown import markdown
from digisys.report.document.pdf import pdf
from digisys.words import N_, say
from digisys.workshop.votes.votes import Votes

__all__ = ["save_votes", "votes_document"]

_WRITERS: Mapping[str, Callable[[Document, House], bytes]] = {
    ".docx": docx,
    ".pdf": pdf,
    ".html": html,
    ".md": markdown,
}
#: Columns of the table that a page has room for: link, three counts, share, signs, outcome.
_KEPT = (0, 1, 2, 3, 4, 6, 9)


def votes_document(votes: Votes, language: str, *, date: str | None = None) -> Document:
    """Lay out what votes come to as a document.

    Parameters
    ----------
    votes
        The votes.
    language
        Language of every text.
    date
        The date to tell, as ``2026-11-27``; none when absent.

    Returns
    -------
    Document
        What it comes to, a row for each link, the notes, and how it was counted.
    """
    whole = votes.table(language)
    blocks: list[Block] = [Paragraph(votes.conclusion.text(language), leads=True)]
    if whole.rows:
        kept = replace(
            whole,
            heads=tuple(whole.heads[at] for at in _KEPT),
            rows=tuple(tuple(row[at] for at in _KEPT) for row in whole.rows),
            caption="",
        )
        blocks += [Heading(say(N_("Links, what to discuss again first"), language)), Grid(kept)]
        strengths = [
            row for row, each in zip(whole.rows, votes.links, strict=True) if each.strength_count
        ]
        if strengths:
            at = (0, 7, 8)
            table = Table(
                tuple(whole.heads[n] for n in at),
                tuple(tuple(row[n] for n in at) for row in strengths),
                language=language,
            )
            blocks += [Heading(say(N_("Strengths"), language)), Grid(table)]
    notes = [
        (row[0], note)
        for row, each in zip(whole.rows, votes.links, strict=True)
        for note in each.notes
    ]
    if notes:
        heads = (say(N_("Link"), language), say(N_("Note"), language))
        blocks += [
            Heading(say(N_("Notes"), language)),
            Grid(Table(heads, tuple(notes), language=language)),
        ]
    told = {name for name, _ in votes.notes_told(language)}
    pairs = [pair for pair in votes.summary(language) if pair[0] not in told]
    blocks.append(Heading(say(N_("How it was counted"), language)))
    blocks += [Note(text, head) for head, text in pairs]
    title = say("Votes on links", language)
    return Document(title, votes.model.title.text(language), language, tuple(blocks), date)


def save_votes(
    votes: Votes,
    path: str | os.PathLike[str],
    *,
    language: str | None = None,
    date: str | None = None,
    house: House = PLAIN,
    force: bool = False,
) -> Path:
    """Write what votes come to as a document.

    Parameters
    ----------
    votes
        The votes.
    path
        The file; ``.docx``, ``.pdf``, ``.html`` or ``.md``.
    language
        Language of every text; the model's first when absent.
    date
        The date to tell; none when absent.
    house
        The look of an organisation.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    pathlib.Path
        The file.
    """
    document = votes_document(votes, language or votes.model.default_language, date=date)
    write_bytes(_WRITERS[Path(path).suffix.lower()](document, house), path, force=force)
    return Path(path)
