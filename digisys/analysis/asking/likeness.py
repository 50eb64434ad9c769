"""Which words may be forms of one word, or a misspelling of it."""

from __future__ import annotations

from digisys.analysis.asking.grammar import Grammar

__all__ = ["EXACT", "FORM", "MISSPELT", "begins_like", "unlike"]

#: How far a typed word is from a name's word.
EXACT, FORM, MISSPELT = 0, 1, 2
#: Shorter words are compared letter by letter only.
_SHORTEST = 4
#: Shorter words are not taken for misspellings.
_SHORTEST_MISSPELT = 5


def unlike(typed: str, word: str, grammar: Grammar) -> int | None:
    """Tell how far a typed word is from a word of a name.

    Two words are forms of one where they begin alike: so Finnish endings, and the letters
    that change before them (*digitaidot*, *digitaitojen*), need no rules of their own.

    Parameters
    ----------
    typed
        What was typed.
    word
        The word of a name.
    grammar
        How much must be alike, which differs by language.

    Returns
    -------
    int or None
        0 if they are the same, 1 for forms of one word, 2 for a misspelling; else None.
    """
    if typed == word:
        return EXACT
    if min(len(typed), len(word)) < _SHORTEST or typed[0] != word[0]:
        return None
    same = _same(typed, word, 0, 0)
    if same >= _SHORTEST and _rest_is_ending(typed, word, same, same, grammar):
        return FORM
    if min(len(typed), len(word)) < _SHORTEST_MISSPELT:
        return None
    for by_typed, by_word in _slips(typed, word, same):
        further = _same(typed, word, same + by_typed, same + by_word)
        ends = (same + by_typed + further, same + by_word + further)
        whole = ends == (len(typed), len(word))
        if (further >= 2 or whole) and _rest_is_ending(typed, word, *ends, grammar):
            return MISSPELT
    return None


def begins_like(typed: str, stem: str) -> bool:
    """Tell whether a word begins with a stem in which one letter was mistyped."""
    if min(len(stem), len(typed)) < _SHORTEST_MISSPELT or typed[0] != stem[0]:
        return False
    same = _same(typed, stem, 0, 0)
    return any(
        same + by_stem + _same(typed, stem, same + by_typed, same + by_stem) == len(stem)
        for by_typed, by_stem in _slips(typed, stem, same)
    )


def _same(one: str, other: str, start: int, begin: int) -> int:
    """Count the letters that are the same from two places on."""
    count = 0
    most = min(len(one) - start, len(other) - begin)
    while count < most and one[start + count] == other[begin + count]:
        count += 1
    return count


def _slips(typed: str, word: str, same: int) -> tuple[tuple[int, int], ...]:
    """List how one slip goes on: a letter changed, one too many, one left out, two swapped."""
    swapped = typed[same : same + 2][::-1] == word[same : same + 2]
    return ((1, 1), (1, 0), (0, 1), *(((2, 2),) if swapped else ()))


def _rest_is_ending(typed: str, word: str, at: int, to: int, grammar: Grammar) -> bool:
    alike = min(at, to)
    most = min(grammar.tail, alike)
    shorter = min(len(typed), len(word))
    return alike >= grammar.share * shorter and len(typed) - at <= most and len(word) - to <= most
