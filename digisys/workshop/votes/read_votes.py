"""Reading the votes of a workshop, and what they come to."""

from __future__ import annotations

import os
from collections.abc import Iterable

from digisys.errors import ModelFileError
from digisys.schema import Model
from digisys.workshop.votes.read_files import read_files
from digisys.workshop.votes.summed import sum_votes
from digisys.workshop.votes.votes import Votes

__all__ = ["read_votes"]


def read_votes(
    model: Model, files: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
) -> Votes:
    r"""Read what participants of a workshop say of links, and sum it up.

    Parameters
    ----------
    model
        The model whose links they are about.
    files
        Any mixture of worksheets (XLSX, also as LibreOffice saves them), CSV files with columns
        ``code`` or ``id`` and ``vote``, ``sign``, ``strength``, ``note``, and files that the
        voting page saves (JSON). The order counts for nothing; a file given twice counts once.

    Returns
    -------
    Votes
        Voices of each link, what is contested, and every cell that could not be used with its
        place and its cure. Participants are counted, never named.

    Raises
    ------
    ModelFileError
        If no file holds a vote.

    Notes
    -----
    A direction is contested where both signs are given and neither by three quarters of those
    who give one, the median of what Delphi studies take for consensus [1]_. Shares come with
    the 95 % interval of Wilson [2]_.

    References
    ----------
    .. [1] I. R. Diamond et al. (2014), Defining consensus, Journal of Clinical Epidemiology
       67(4), doi:10.1016/j.jclinepi.2013.12.002.
    .. [2] E. B. Wilson (1927), Probable inference, the law of succession, and statistical
       inference, Journal of the American Statistical Association 22(158),
       doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> rows = ["id,ballot,vote", "digital_skills->digital_service_use,1,agree"]
    >>> rows += ["digital_skills->digital_service_use,2,disagree"]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "votes.csv")
    ...     _ = path.write_text("\n".join(rows), encoding="utf-8")
    ...     found = read_votes(model, path)
    >>> found.participants, found.links[0].share, found.links[0].outcome
    (2, 0.5, 'divided')
    """
    paths = [files] if isinstance(files, str | os.PathLike) else list(files)
    read = read_files(model, paths)
    links = sum_votes(model, read.ballots, read.tallies)
    if not read.files and read.problems:
        raise ModelFileError(read.problems)
    cards: dict[str, int] = {}
    for tally in read.tallies:
        cards[tally.link] = cards.get(tally.link, 0) + sum(tally.opinions)
    ranked = sorted(links, key=lambda each: (not each.contested, -each.discord, -each.voices))
    return Votes(
        model,
        tuple(ranked),
        len(read.ballots),
        max(cards.values(), default=0),
        read.files,
        read.gone,
        len(read.repeated),
        read.problems,
    )
