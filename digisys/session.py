"""The language of a session, chosen once for all results."""

from __future__ import annotations

from types import EllipsisType

from digisys.errors import QuestionError
from digisys.words import Message, language_tag, session_language, use_language

__all__ = ["language"]


def language(code: str | EllipsisType | None = ...) -> str | None:
    """Choose the language of all results once for the session, or tell it.

    Texts, HTML, tables, data frames and charts are then in it, unless they are asked for
    another with ``language=``. Numbers in data frames, CSV and JSON are the same in every
    language.

    Parameters
    ----------
    code
        ``"fi"``, ``"sv"``, ``"en"``, or another language of your models such as ``"en-GB"``;
        None for each model's first language again. Nothing changes when absent.

    Returns
    -------
    str or None
        The language of the session; None where each model's first counts.

    Raises
    ------
    QuestionError
        If it is no language tag.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> digisys.language("en")
    'en'
    >>> digisys.influence(model, 14).table().heads[0]
    'Steps'
    >>> digisys.language(None)
    """
    if isinstance(code, EllipsisType):
        return session_language()
    tag = None if code is None else language_tag(code)
    if code is not None and tag is None:
        raise QuestionError(
            Message("There is nothing in the language “{language}”.", {"language": code}),
            Message("Choose one of: {names}.", {"names": "fi, sv, en"}),
        )
    use_language(tag)
    return tag
