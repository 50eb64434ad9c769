"""The columns of worksheets and tables of votes, and the words in them, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

from digisys.io.tables.header import same_word
from digisys.words import LANGUAGES, N_, say
from digisys.workshop.votes.ballots import (
    OPINION_WORDS,
    SIGN_WORDS,
    STRENGTH_WORDS,
    Opinion,
    Sign,
    StrengthVote,
)

__all__ = ["CHOICES", "COUNTS", "FIELDS", "HEADINGS", "column_of", "value_of", "words_of"]

#: Columns of a participant, which a sheet may have several times, with a number behind each.
FIELDS = ("vote", "sign", "strength", "note")
#: Columns of counts of cards, in groups.
COUNTS = (
    ("agree", "disagree", "not_sure"),
    ("positive", "negative", "unknown"),
    ("weak", "moderate", "strong"),
)
HEADINGS: Mapping[str, str] = {
    "code": N_("Code"),
    "id": N_("Id of the link"),
    "link": N_("Link"),
    "source": N_("What the source says"),
    "ballot": N_("Ballot"),
    "vote": N_("Vote"),
    "sign": N_("Direction of effect"),
    "strength": N_("Strength"),
    "note": N_("Your note"),
    "agree": N_("Agree"),
    "disagree": N_("Disagree"),
    "not_sure": N_("Not sure"),
    "positive": N_("strengthens (+)"),
    "negative": N_("weakens (\u2212)"),
    "unknown": N_("it varies (?)"),
    "weak": N_("Weak"),
    "moderate": N_("Moderate"),
    "strong": N_("Strong"),
}
#: Words for people of what a participant may choose, by column and then by value.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "vote": {key: OPINION_WORDS[key] for key in get_args(Opinion)},
    "sign": {key: SIGN_WORDS[key] for key in get_args(Sign)},
    "strength": {key: STRENGTH_WORDS[key] for key in get_args(StrengthVote)},
}
#: What else people write for the same.
_ALSO: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "vote": {
        "agree": ("yes", "y", "kyllä", "k", "ja", "j", "samaa", "håller med"),
        "disagree": ("no", "n", "ei", "e", "nej", "eri", "håller inte med"),
        "not_sure": ("?", "unsure", "don't know", "ehkä", "kanske", "vet inte", "en tiedä", "eos"),
    },
    "sign": {
        "positive": ("+", "plus", "1", "positiivinen", "positiv"),
        "negative": ("-", "\u2212", "\u2013", "minus", "miinus", "-1", "negatiivinen", "negativ"),
        "unknown": ("?", "0", "both", "molempia", "båda"),
    },
    "strength": {
        "weak": ("1", "w"),
        "moderate": ("2", "m"),
        "strong": ("3", "s"),
    },
}
_BRACKETS = re.compile(r"\s*\(.*\)")
_NUMBERED = re.compile(r"(.*?)\s*\(?(\d{1,3})\)?")


def _plain(text: object) -> str:
    """Return a word as words in cells are compared; signs count, unlike in headings."""
    return " ".join(str(text).casefold().replace("_", " ").split())


def _known(words: Mapping[str, str]) -> dict[str, str]:
    """Return values by every way to write them."""
    found = {}
    for value, text in words.items():
        for way in (value, *(say(text, language) for language in LANGUAGES)):
            found[_plain(way)] = found[_plain(_BRACKETS.sub("", way))] = value
    return found


_VALUES = {
    column: {
        **{_plain(way): value for value, ways in _ALSO[column].items() for way in ways},
        **_known(words),
    }
    for column, words in CHOICES.items()
}
_COLUMNS: dict[str, str] = {}


def _heads() -> Mapping[str, str]:
    """Return columns by the words that may head them, once."""
    if not _COLUMNS:
        for column, text in HEADINGS.items():
            for way in (column, *(say(text, language) for language in LANGUAGES)):
                _COLUMNS.setdefault(same_word(way), column)
    return _COLUMNS


def column_of(heading: object) -> tuple[str, int] | None:
    """Tell which column a heading means, and of which voter.

    Parameters
    ----------
    heading
        What a cell holds.

    Returns
    -------
    tuple or None
        The column, and the number of the voter, 1 where none is told; None of any other
        heading.

    Examples
    --------
    >>> column_of("Vote 3"), column_of("Kortti"), column_of("not_sure")
    (('vote', 3), None, ('not_sure', 1))
    """
    if not isinstance(heading, str):
        return None
    text = same_word(heading)
    known = _heads()
    if text in known:
        return known[text], 1
    numbered = _NUMBERED.fullmatch(text)
    if numbered and known.get(numbered[1]) in FIELDS:
        return known[numbered[1]], int(numbered[2])
    return None


def value_of(column: str, cell: object) -> str | None:
    """Return what a word in a cell means; None where it is not known.

    Examples
    --------
    >>> value_of("vote", "Samaa mieltä"), value_of("sign", "+"), value_of("strength", "huge")
    ('agree', 'positive', None)
    """
    return _VALUES[column].get(_plain(cell))


def words_of(column: str, language: str) -> Iterable[str]:
    """Return the words to choose from in a language."""
    return [say(text, language) for text in CHOICES[column].values()]
