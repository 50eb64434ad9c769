"""Words of a passage, what stands for them without the words, and where they are found again.

A fingerprint is a number of words and, for each four of them, the first 32 bits of a BLAKE2
hash (RFC 7693). Letters are folded and hyphens at the ends of lines are closed first, so that
other line breaks, quotes and capitals make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from digisys.io.documents import Document

__all__ = ["Found", "Searched", "fingerprint", "words_of"]

#: Words that one hash of a fingerprint stands for.
GROUP = 4
#: A passage is changed where at least so large a part of it is found, else it is missing.
_LEAST = 0.5
_MOST_WORDS = 400


@dataclass(frozen=True)
class Found:
    """Where a passage is found again.

    Attributes
    ----------
    document
        The name of the file.
    page
        The page, from 1; None where the file has no pages.
    line
        The line on it, from 1.
    share
        How much of the passage stands there, 0 to 1; below 1 it was changed.
    text
        What stands there now.
    """

    document: str
    page: int | None
    line: int
    share: float
    text: str


def words_of(text: str) -> list[str]:
    r"""Return the words of a text in the form in which they are compared.

    Examples
    --------
    >>> words_of("Digi-\npalvelut, ”kaikille”: Tele- ja")
    ['digipalvelut', 'kaikille', 'tele', 'ja']
    """
    return [word for word, _ in _words(text)]


#: A word cut at the end of a line, or where it may be cut; "tele- ja" is none.
_CUT = re.compile(
    r"(?<=\w)(?:\u00ad|-[ \t]*\r?\n[ \t]*(?!(?:ja|tai|och|eller|and|or)\b))(?=[^\W\d_])"
)


def _words(text: str) -> list[tuple[str, int]]:
    """List the words with the places where they begin."""
    found: list[tuple[str, int]] = []
    cut = {each.end() for each in _CUT.finditer(text)}
    for each in re.finditer(r"\w+", text):
        word = unicodedata.normalize("NFKC", each[0]).casefold()
        if each.start() in cut and found:
            found[-1] = found[-1][0] + word, found[-1][1]
        else:
            found.append((word, each.start()))
    return found


def fingerprint(text: str) -> str:
    r"""Return what stands for a passage without its words.

    Parameters
    ----------
    text
        The passage: four words or more find their place surely.

    Returns
    -------
    str
        The number of words, and eight hexadecimal digits for each four of them.

    Examples
    --------
    >>> fingerprint("Trust grows, where services work.")
    '5:80303154.433157fc'
    >>> fingerprint("trust grows\nwhere Services work") == fingerprint(
    ...     "Trust grows, where services work."
    ... )
    True
    """
    words = words_of(text)[:_MOST_WORDS]
    groups = [words[at : at + GROUP] for at in range(0, len(words), GROUP)]
    return f"{len(words)}:" + ".".join(_hash(group) for group in groups)


def _hash(words: Sequence[str]) -> str:
    return blake2b(" ".join(words).encode(), digest_size=4).hexdigest()


@dataclass(frozen=True)
class Searched:
    """A document made ready to be searched.

    Attributes
    ----------
    document
        The document.
    """

    document: Document

    @cached_property
    def _words(self) -> tuple[list[str], list[tuple[int, int]]]:
        words: list[str] = []
        places: list[tuple[int, int]] = []
        for page, text in enumerate(self.document.pages):
            for word, at in _words(text):
                words.append(word)
                places.append((page, at))
        return words, places

    @cached_property
    def _hashes(self) -> dict[int, Mapping[str, list[int]]]:
        return {}

    def _places(self, size: int) -> Mapping[str, list[int]]:
        """Return where each run of so many words begins, by its hash."""
        if size not in self._hashes:
            words = self._words[0]
            found: dict[str, list[int]] = defaultdict(list)
            for at in range(len(words) - size + 1):
                found[_hash(words[at : at + size])].append(at)
            self._hashes[size] = found
        return self._hashes[size]

    def find(self, printed: str, page: int | None = None) -> Found | None:
        """Find a passage by its fingerprint.

        Parameters
        ----------
        printed
            What :func:`fingerprint` gives of it.
        page
            The page where it should stand: the nearest of equal places is told.

        Returns
        -------
        Found or None
            The best place; None where less than half of it is found close together.
        """
        number, _, listed = printed.partition(":")
        groups, count = listed.split("."), int(number)
        sizes = [min(GROUP, count - GROUP * at) for at in range(len(groups))]
        votes: dict[int, float] = defaultdict(float)
        for at, (group, size) in enumerate(zip(groups, sizes, strict=True)):
            for place in self._places(size).get(group, ()):
                votes[place - GROUP * at] += size
        if not votes:
            return None
        best = max(
            votes,
            key=lambda start: (self._share(votes, start, count), -self._far(start, page), -start),
        )
        share = self._share(votes, best, count)
        return None if share < _LEAST else self._found(best, count, share)

    def _share(self, votes: Mapping[int, float], start: int, count: int) -> float:
        """Tell how much of a passage begins about here: words may have come or gone."""
        exact = votes.get(start, 0.0)
        if exact >= count:
            return 1.0
        near = sum(votes.get(start + by, 0.0) for by in range(-GROUP, GROUP + 1))
        return min(near / count, 1.0 - 1e-9)

    def _far(self, start: int, page: int | None) -> int:
        places = self._words[1]
        at = min(max(start, 0), len(places) - 1)
        return 0 if page is None else abs(places[at][0] + 1 - page)

    def _found(self, start: int, count: int, share: float) -> Found:
        places = self._words[1]
        first = min(max(start, 0), len(places) - 1)
        last = min(first + count, len(places)) - 1
        page, at = places[first]
        text = self.document.pages[page]
        line = text.count("\n", 0, at) + 1
        stop = places[last][1] if places[last][0] == page else len(text)
        end = re.compile(r"\w*").match(text, stop)
        told = " ".join(_CUT.sub("", text[at : end.end() if end else stop]).split())
        return Found(
            self.document.name, page + 1 if self.document.paged else None, line, share, told
        )
