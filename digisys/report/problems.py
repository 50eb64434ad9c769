"""What is wrong with a file, as pages are told it."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.errors import DigisysError, Problem
from digisys.words import say

__all__ = ["told_problems"]

#: Problems that are told at once; a team mends the first ones first.
_MOST_PROBLEMS = 100


def told_problems(
    problems: Sequence[Problem | DigisysError], language: str
) -> list[dict[str, str]]:
    """Tell problems as plain data, the first hundred.

    Parameters
    ----------
    problems
        The problems.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    list of dict
        Of each its ``code``, its ``place`` (line, column and field, as far as they are
        known), ``what`` is wrong and the ``cure``.

    Examples
    --------
    >>> from digisys.words import Message
    >>> told_problems([Problem("unknown-key", ("links", 3), Message("So."))], "en")
    [{'code': 'unknown-key', 'place': 'links[3]', 'what': 'So.', 'cure': ''}]
    """
    return [_told(problem, language) for problem in problems[:_MOST_PROBLEMS]]


def _told(problem: Problem | DigisysError, language: str) -> dict[str, str]:
    place = ""
    if isinstance(problem, Problem):
        if problem.line is not None:
            values = {"line": problem.line, "column": problem.column or 1}
            place = say("line {line}, column {column}", language, **values)
        place = ", ".join(part for part in (place, problem.field) if part)
    return {
        "code": problem.code,
        "place": place,
        "what": problem.what.text(language),
        "cure": problem.cure.text(language) if problem.cure else "",
    }
