"""Notes told in an answer about what they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from digisys.analysis.programme.entries import told_around
from digisys.schema.programme import Programme
from digisys.words import say, say_count

__all__ = ["note_dicts", "note_pairs"]

#: So many notes are told in words; plain data has all.
_MOST_TOLD = 6


def note_pairs(
    programme: Programme, keys: Iterable[str], language: str
) -> tuple[tuple[str, str], ...]:
    """Return a heading and the notes that belong to some of what a programme holds.

    Parameters
    ----------
    programme
        The programme, read with its notes.
    keys
        Ids of what they are to belong to.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    tuple of (str, str)
        One pair; none where there are no notes.
    """
    notes = told_around(programme, keys)
    if not notes:
        return ()
    told = [
        f"{each.kind_word(programme, language)}: {each.label.text(language)}"
        for each in notes[:_MOST_TOLD]
    ]
    left = len(notes) - len(told)
    if left:
        more = say_count("{count} more", "{count} more", left, language)
        told.append(say("{more}, see digisys programme", language, more=more))
    return ((say("Told around it", language), "; ".join(told)),)


def note_dicts(programme: Programme, keys: Iterable[str], language: str) -> list[dict[str, Any]]:
    """Return the notes that belong to some of what a programme holds as plain data.

    Parameters
    ----------
    programme, keys, language
        As :func:`note_pairs` takes them.
    """
    return [
        {"id": each.key, "kind": each.kind, "label": each.label.text(language)}
        for each in told_around(programme, keys)
    ]
