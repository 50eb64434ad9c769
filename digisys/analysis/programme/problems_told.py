"""Rows that were left out, told below an answer."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.errors import Problem
from digisys.words import say, say_count

__all__ = ["problem_pairs"]

#: So many rows that were left out are told in words; plain data has all.
_MOST_TOLD = 20


def problem_pairs(problems: Sequence[Problem], language: str) -> list[tuple[str, str]]:
    """Return headings and texts on rows that were left out.

    Parameters
    ----------
    problems
        What is wrong with them.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    list of (str, str)
        How many there are, and place, fault and cure of each of the first; empty without any.
    """
    if not problems:
        return []
    count = say_count(
        "{count} problem; see below", "{count} problems; see below", len(problems), language
    )
    pairs = [(say("Left out", language), count)]
    for problem in problems[:_MOST_TOLD]:
        cure = problem.cure.text(language) if problem.cure else ""
        pairs.append((problem.place.text(language), f"{problem.what.text(language)} {cure}"))
    return pairs
