"""How much two names are alike: whatever their case, their endings and the order of their words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from digisys.analysis.asking.grammar import Grammar, grammar_of, plain_letters
from digisys.analysis.asking.likeness import FORM, MISSPELT, unlike
from digisys.words import LANGUAGES

__all__ = ["NEAR", "name_likeness"]

#: Names that are so much alike are pointed out as perhaps the same.
NEAR = 0.75
#: What a word counts for that is a form of another, or a misspelling of it.
_COUNTS = {FORM: 0.9, MISSPELT: 0.8}
#: Longer names are compared so far.
_LONGEST = 200
_MOST_WORDS = 24


def name_likeness(one: str, other: str, languages: Sequence[str] = LANGUAGES) -> float:
    """Tell how much two names are alike.

    Words are paired, the most alike first; a pair counts by its letters, whole where the words
    are the same, less where they are forms of one word (as Finnish endings make them) or one is a
    misspelling of the other. Where letters rather than words are alike, pairs of letters count
    (the coefficient of Dice 1945, doi:10.2307/1932409), with the words in alphabetical order.

    Parameters
    ----------
    one, other
        The names.
    languages
        Whose rules say how endings differ: ``fi``, ``sv``, ``en``.

    Returns
    -------
    float
        From 0 to 1; 1 where they hold the same words, in whatever order and case.

    Examples
    --------
    >>> name_likeness("Trust in society", "society, trust in")
    1.0
    >>> round(name_likeness("Digitaidot", "digitaitojen"), 2)
    0.9
    >>> name_likeness("Trust", "Phone queues") < 0.3
    True
    """
    first, second = _words(one, tuple(languages)), _words(other, tuple(languages))
    if sorted(first) == sorted(second):
        return 1.0 if first else 0.0
    return max(
        _by_words(first, second, [grammar_of(each) for each in languages]),
        _by_letters(" ".join(sorted(first)), " ".join(sorted(second))),
    )


@lru_cache(maxsize=4096)
def _words(name: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Split a name into plain words, without articles where anything else is left."""
    every = re.findall(r"[^\W_]+", plain_letters(name[:_LONGEST]))[:_MOST_WORDS]
    articles = {article for each in languages for article in grammar_of(each).articles}
    return tuple(word for word in every if word not in articles) or tuple(every)


def _by_words(first: Sequence[str], second: Sequence[str], grammars: Sequence[Grammar]) -> float:
    pairs = sorted(
        (
            (-_word_likeness(word, other, grammars), at, to)
            for at, word in enumerate(first)
            for to, other in enumerate(second)
        ),
    )
    letters = sum(map(len, first)) + sum(map(len, second))
    shared, used, taken = 0.0, set[int](), set[int]()
    for like, at, to in pairs:
        if like and at not in used and to not in taken:
            used.add(at)
            taken.add(to)
            shared -= like * (len(first[at]) + len(second[to]))
    return shared / letters if letters else 0.0


def _word_likeness(word: str, other: str, grammars: Iterable[Grammar]) -> float:
    if word == other:
        return 1.0
    far = [each for grammar in grammars if (each := unlike(word, other, grammar)) is not None]
    return _COUNTS[min(far)] if far else 0.0


def _by_letters(one: str, other: str) -> float:
    pairs, others = _pairs(one), _pairs(other)
    count = pairs.total() + others.total()
    return 2 * (pairs & others).total() / count if count else 0.0


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1))
