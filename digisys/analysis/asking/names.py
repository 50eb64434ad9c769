"""Names of a model within a question, whatever their endings and slips of the keyboard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from digisys.analysis.asking.grammar import Grammar, plain_letters
from digisys.analysis.asking.likeness import EXACT, FORM, MISSPELT, begins_like, unlike
from digisys.graph.names import Meaning, every_name
from digisys.schema import Model

__all__ = ["Found", "Names", "Token", "tokens_of"]

#: A question is read so far, in words.
_MOST_WORDS = 60
#: Longer names, such as official titles, are not looked for within a question.
_LONGEST = 80
#: Shorter words are not taken for a part of a name.
_SHORTEST_PART = 4

_TOKEN = re.compile(r"→|[^\W_]+(?::[^\W_]+)?")


@dataclass(frozen=True)
class Token:
    """A word of a question.

    Attributes
    ----------
    typed
        As it was typed.
    plain
        In small letters, without accents, and without an ending behind a colon.
    ending
        The ending behind a colon, as Finnish writes it after numbers and abbreviations.
    """

    typed: str
    plain: str
    ending: str = ""


@dataclass(frozen=True)
class Found:
    """A name that stands in a question.

    Attributes
    ----------
    start, end
        Its first word and the one after its last.
    meanings
        What it may mean.
    sure
        Whether it is the whole name of one thing.
    case
        ``>`` with an ending that says "into", ``<`` with "out of", ``=`` otherwise.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    sure: bool
    case: str = "="


def tokens_of(text: str) -> tuple[Token, ...]:
    """Split a question into words; an arrow is a word too."""
    found = _TOKEN.findall(text.replace("->", " → "))[:_MOST_WORDS]
    return tuple(_token(word) for word in found)


def _token(word: str) -> Token:
    before, _, ending = plain_letters(word).partition(":")
    return Token(word, before, ending)


class Names:
    """The names of a model, to be found in questions of one language.

    Parameters
    ----------
    model
        The model.
    grammar
        How people ask in the language.
    """

    def __init__(self, model: Model, grammar: Grammar) -> None:
        self.model = model
        self.grammar = grammar

    @cached_property
    def _entries(self) -> list[tuple[tuple[str, ...], Meaning, bool]]:
        """The words of each name, what it means, and whether it is an id."""
        entries = []
        for name in every_name(self.model):
            if len(name.text) > _LONGEST:
                continue
            every = tuple(token.plain for token in tokens_of(name.text.replace("_", " ")))
            words = tuple(word for word in every if word not in self.grammar.articles) or every
            if words:
                entries.append((words, name.meaning, name.is_key))
        return entries

    @cached_property
    def _order(self) -> dict[Meaning, int]:
        return {meaning: at for at, (_, meaning, _) in reversed(list(enumerate(self._entries)))} | {
            ("target", number): 10**6 + number for number in self.model.targets
        }

    def is_article(self, token: Token) -> bool:
        """Tell whether a word is an article, and not the whole name of something."""
        return token.plain in self.grammar.articles and not any(
            words == (token.plain,) for words, _, _ in self._entries
        )

    def found(self, tokens: Sequence[Token]) -> tuple[Found, ...]:
        """Find the names in a question, none over another, in the order of the question.

        Parameters
        ----------
        tokens
            The words of the question, without articles.

        Returns
        -------
        tuple of Found
            The names; also parts of names, which are not sure.
        """
        spans = [*self._whole(tokens), *self._numbered(tokens)]
        spans.sort(key=lambda span: (span[0].start - span[0].end, span[1], span[0].start))
        taken: set[int] = set()
        kept: list[Found] = []
        for found, _ in spans:
            places = range(found.start, found.end)
            if taken.isdisjoint(places):
                taken.update(places)
                kept.append(found)
        kept += self._parts(tokens, taken)
        kept.sort(key=lambda found: found.start)
        return tuple(self._with_words(tokens, found) for found in kept)

    def _whole(self, tokens: Sequence[Token]) -> Iterator[tuple[Found, int]]:
        """Yield every whole name, with how far it is from what was typed."""
        best: dict[tuple[int, int], tuple[int, list[tuple[Meaning, bool, str]]]] = {}
        for words, meaning, is_key in self._entries:
            for start in range(len(tokens) - len(words) + 1):
                cost = self._distance(tokens, start, words)
                if cost is None or (is_key and cost):
                    continue
                span = (start, start + len(words))
                known = best.get(span)
                case = self._case_of(tokens, start, words)
                if known is None or cost < known[0]:
                    best[span] = (cost, [(meaning, is_key, case)])
                elif cost == known[0]:
                    known[1].append((meaning, is_key, case))
        for (start, end), (cost, named) in best.items():
            if end - start == 1 and cost and self.kind_of(tokens[start], near=False):
                continue  # a word of the language rather than a form of a name
            meanings, sure = self._meant(named)
            if not sure:
                meanings = self._ordered({*meanings, *self._holding(tokens[start:end])})
            case = next((case for _, _, case in named if case != "="), "=")
            yield Found(start, end, meanings, sure and cost < MISSPELT * 2, case), cost

    def _meant(
        self, named: Sequence[tuple[Meaning, bool, str]]
    ) -> tuple[tuple[Meaning, ...], bool]:
        """Leave the variable alone where others share its label; a loop's label is not sure."""
        keys = self._ordered({meaning for meaning, is_key, _ in named if is_key})
        if len(keys) == 1:
            return keys, True
        meanings = self._ordered({meaning for meaning, _, _ in named})
        variables = tuple(meaning for meaning in meanings if meaning[0] == "variable")
        if len(variables) == 1:
            return variables, True
        return meanings, len(meanings) == 1 and meanings[0][0] != "loop"

    def _ordered(self, meanings: set[Meaning]) -> tuple[Meaning, ...]:
        return tuple(sorted(meanings, key=lambda meaning: self._order[meaning]))

    def _distance(self, tokens: Sequence[Token], start: int, words: Sequence[str]) -> int | None:
        cost = 0
        for token, word in zip(tokens[start:], words, strict=False):
            far = unlike(token.plain, word, self.grammar)
            if far is None:
                return None
            cost += far
        return cost

    def _case_of(self, tokens: Sequence[Token], start: int, words: Sequence[str]) -> str:
        cases = (
            self._case(token.ending or (token.plain if token.plain != word else ""))
            for token, word in zip(tokens[start:], words, strict=False)
        )
        return next((case for case in cases if case != "="), "=")

    def _case(self, word: str) -> str:
        if word in self.grammar.neither:
            return "="
        if word.endswith(self.grammar.into):
            return ">"
        return "<" if word.endswith(self.grammar.out) else "="

    def _numbered(self, tokens: Sequence[Token]) -> Iterator[tuple[Found, int]]:
        """Yield targets by their number, after a word for target or alone, and as ``t14``."""
        for at, token in enumerate(tokens):
            number = re.fullmatch(r"t?([0-9]{1,4})", token.plain)
            if number is None:
                continue
            key = int(number[1])
            before = at > 0 and self.kind_of(tokens[at - 1]) == "target"
            if key not in self.model.targets and not before:
                continue
            start = at - 1 if before else at
            case = self._case(token.ending)
            if before and case == "=":
                case = self._case(tokens[start].plain)
            known = key in self.model.targets
            meanings: tuple[Meaning, ...] = (("target", key),) if known else ()
            yield Found(start, at + 1, meanings, known, case), 0

    def _parts(self, tokens: Sequence[Token], taken: set[int]) -> Iterator[Found]:
        """Yield runs of other words that are part of names."""
        start = 0
        while start < len(tokens):
            end = start
            while end < len(tokens) and self._is_part(tokens[end], end, taken):
                end += 1
            if end > start:
                yield Found(
                    start,
                    end,
                    self._ordered(set(self._holding(tokens[start:end]))),
                    sure=False,
                    case=self._case(tokens[end - 1].plain),
                )
            start = end + 1

    def _is_part(self, token: Token, at: int, taken: set[int]) -> bool:
        if at in taken or len(token.plain) < _SHORTEST_PART or self.kind_of(token):
            return False
        return any(self._holds(words, token) for words, _, _ in self._entries)

    def _holds(self, words: Sequence[str], token: Token) -> bool:
        return any(unlike(token.plain, word, self.grammar) in (EXACT, FORM) for word in words)

    def _holding(self, tokens: Sequence[Token]) -> tuple[Meaning, ...]:
        """List what has most of the words in one of its names."""
        counts: dict[Meaning, int] = {}
        for words, meaning, _ in self._entries:
            count = sum(self._holds(words, token) for token in tokens)
            counts[meaning] = max(counts.get(meaning, 0), count)
        most = max(counts.values(), default=0)
        return tuple(meaning for meaning, count in counts.items() if count == most and most)

    def _with_words(self, tokens: Sequence[Token], found: Found) -> Found:
        """Take words into a name: *loop* R1, and change, as in *luottamuksen kasvuun*."""
        start, end, case = found.start, found.end, found.case
        if found.sure and found.meanings[0][0] in ("loop", "instance"):
            start -= start > 0 and self.kind_of(tokens[start - 1], near=False) == "loop"
        while end < len(tokens) and self.kind_of(tokens[end], near=False) == "change":
            case = self._case(tokens[end].plain)
            end += 1
        return replace(found, start=start, end=end, case=case)

    def kind_of(self, token: Token, *, near: bool = True) -> str:
        """Return the kind of a word of the language; empty if it is none.

        Parameters
        ----------
        token
            The word.
        near
            Whether a slip of the keyboard in it is forgiven.

        Returns
        -------
        str
            The kind, ``filler`` for words that say nothing here.
        """
        grammar, word = self.grammar, token.plain
        if word in grammar.words:
            return grammar.words[word]
        for stem, kind in grammar.stems:
            if word.startswith(stem):
                return kind
        if not near:
            return ""
        for known, kind in grammar.words.items():
            if unlike(word, known, grammar) == MISSPELT and abs(len(word) - len(known)) <= FORM:
                return kind
        return next((kind for stem, kind in grammar.stems if begins_like(word, stem)), "")
