"""Everything that a workshop votes with, for the links worth discussing first."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from digisys.errors import OutputError, QuestionError
from digisys.io.write import check_target, write_bytes
from digisys.progress import Progress
from digisys.report.document.docx import check_docx
from digisys.report.document.typesetting import check_typesetting
from digisys.report.page.make import make_page
from digisys.report.voting.cards import cards_docx, cards_pdf
from digisys.schema import Model
from digisys.words import LANGUAGES, Message, own_language
from digisys.workshop.votes.cards import LinkChoice, cards_of, choose_links
from digisys.workshop.votes.worksheet import MOST_VOTERS, format_worksheet

__all__ = ["CardFormat", "Pack", "pack_workshop"]

CardFormat = Literal["pdf", "docx"]


@dataclass(frozen=True)
class Pack:
    """What a workshop votes with.

    Attributes
    ----------
    model
        The model.
    links
        Ids of the links that are voted on, the one to discuss first in front.
    files
        What each file holds, by its name.
    """

    model: Model = field(repr=False)
    links: tuple[str, ...]
    files: Mapping[str, bytes] = field(repr=False)

    def save(self, folder: str | os.PathLike[str], *, force: bool = False) -> tuple[Path, ...]:
        """Write the files into a folder, which is made if it is not there.

        Parameters
        ----------
        folder
            The folder.
        force
            Whether files of the same names are overwritten; others stay.

        Returns
        -------
        tuple of pathlib.Path
            The files.

        Raises
        ------
        OutputError
            If one of them is there already or cannot be written; then none is.
        """
        home = Path(folder)
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                Message("The folder “{path}” cannot be made.", {"path": str(home)}),
                Message("Name another folder."),
            ) from error
        paths = [home / name for name in self.files]
        for path in paths:
            check_target(path, force=force)
        for path, content in zip(paths, self.files.values(), strict=True):
            write_bytes(content, path, force=force)
        return tuple(paths)

    def __str__(self) -> str:
        return "\n".join(self.files)


def pack_workshop(
    model: Model,
    about: str | int | None = None,
    *,
    links: LinkChoice = 20,
    theme: str | None = None,
    languages: Sequence[str] | None = None,
    cards: CardFormat = "pdf",
    voters: int = 1,
    progress: Progress | None = None,
) -> Pack:
    """Make cards, worksheets and a voting copy of the page for the links to discuss first.

    Parameters
    ----------
    model
        The model.
    about
        What the conclusions are about (a variable, target, area or loop), as of
        :func:`digisys.questions`, which orders the links; all targets when absent.
    links
        How many, from 1 up; ``"all"``; or the ids of some, in this order.
    theme
        Only links of this theme.
    languages
        Languages of cards and worksheets, a file each: any of ``fi``, ``sv`` and ``en``; the
        model's first when absent. The page speaks all languages of the model.
    cards
        ``pdf``: four cards of size A6 a sheet, to be cut out; ``docx``: one a page, to be changed.
    voters
        For how many participants a worksheet has columns, from 1 to 40.
    progress
        Called with the share done, from 0 to 1.

    Returns
    -------
    Pack
        The files, the same bytes for the same model and options. None has a field for a name,
        and none tells an author.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If there is no link, or an option is out of its range.
    MissingPackageError
        If what cards are made with is not installed.

    See Also
    --------
    digisys.read_votes : Sum up what comes back.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> chosen = ["digital_skills->digital_service_use"]
    >>> found = pack_workshop(model, links=chosen, languages=["en"])
    >>> list(found.files)
    ['cards-en.pdf', 'votes-en.xlsx', 'vote.html']
    """
    if not 1 <= voters <= MOST_VOTERS:
        raise QuestionError(
            Message("A worksheet has columns for 1 to {most} participants.", {"most": MOST_VOTERS}),
            Message("Give each participant a copy of their own instead."),
        )
    if cards not in get_args(CardFormat):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": cards}),
            Message("Choose one of: {names}.", {"names": ", ".join(get_args(CardFormat))}),
        )
    spoken = _languages(model, languages)
    if cards == "pdf":
        check_typesetting()
    else:
        check_docx()
    chosen = choose_links(model, about, links=links, theme=theme)
    report = progress or (lambda _done, _total: None)
    report(0.4, 1.0)
    files: dict[str, bytes] = {}
    write = cards_pdf if cards == "pdf" else cards_docx
    made = {code: cards_of(model, chosen, code) for code in spoken}
    for code in spoken:
        title = model.title.text(code)
        files[f"cards-{code}.{cards}"] = write(made[code], title, code)
    for code in spoken:
        sheet = format_worksheet(made[code], model.title.text(code), code, voters=voters)
        files[f"votes-{code}.xlsx"] = sheet
    report(0.5, 1.0)
    page = make_page(model, language=spoken[0], voting=chosen)
    files["vote.html"] = page.html.encode()
    report(1.0, 1.0)
    return Pack(model, chosen, files)


def _languages(model: Model, languages: Sequence[str] | None) -> tuple[str, ...]:
    if not languages:
        return (own_language(model.default_language),)
    for code in languages:
        if code not in LANGUAGES:
            raise QuestionError(
                Message("There is nothing in the language “{language}”.", {"language": code}),
                Message("Choose one of: {names}.", {"names": ", ".join(LANGUAGES)}),
            )
    return tuple(dict.fromkeys(languages))
