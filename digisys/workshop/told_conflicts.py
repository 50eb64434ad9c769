"""What both sides changed, as a page is told it."""

from __future__ import annotations

from digisys.words import Message, say
from digisys.workshop.merge import ModelMerge

__all__ = ["WHOLE_FILE", "told_conflicts", "told_whole"]

#: The key of the conflict about the file as a whole.
WHOLE_FILE = "file"


def told_conflicts(merged: ModelMerge, language: str) -> list[dict[str, str]]:
    """Tell the conflicts of a merge, each with both sides in words.

    Parameters
    ----------
    merged
        The merge.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    list of dict
        Of each the ``key`` that a choice names, ``what`` it is, its ``field``, and the values
        ``base``, ``mine`` and ``theirs`` with what they rest on.
    """
    rows = merged.table(language).rows
    told = []
    for each, row in zip(merged.conflicts, rows, strict=False):
        what, base, mine, theirs, *_ = map(str, row)
        field = each.field if what.endswith(f" · {each.field}") else ""
        what = what.removesuffix(f" · {each.field}")
        sides = {"base": base, "mine": mine, "theirs": theirs}
        told.append({"key": each.key, "what": what, "field": field, **sides})
    return told


def told_whole(why: Message, language: str) -> list[dict[str, str]]:
    """Tell a conflict about the file as a whole, as :func:`told_conflicts` tells others.

    Parameters
    ----------
    why
        Why it is in question.
    language
        ``fi``, ``sv`` or ``en``.
    """
    return [
        {
            "key": WHOLE_FILE,
            "what": say("the model file", language),
            "field": "",
            "base": why.text(language),
            "mine": say("what the page shows", language),
            "theirs": say("what the file says", language),
        }
    ]
