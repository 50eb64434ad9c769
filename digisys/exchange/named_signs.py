"""Signs that a map tells by words of its own, such as the names of styles: found and mapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from digisys.errors import QuestionError
from digisys.exchange.as_read import MapRead, Sign
from digisys.exchange.losses import Loss
from digisys.exchange.signs import sign_of
from digisys.words import Message

__all__ = ["UnsureSign", "parse_named_signs", "unsure_signs", "with_named_signs"]

#: More words of a map than this are no names of signs but texts.
_MOST = 50


@dataclass(frozen=True)
class UnsureSign:
    """A word that a map has for a sign, and that may mean another than it was read as.

    Attributes
    ----------
    word
        The word.
    sign
        What it was read as.
    count
        How many links have it.
    """

    word: str
    sign: Sign
    count: int


def parse_named_signs(given: Iterable[str] | Mapping[str, str]) -> dict[str, Sign]:
    """Read what words of a map mean.

    Parameters
    ----------
    given
        Texts such as ``Grows with=positive``, or a mapping of words to signs.

    Raises
    ------
    QuestionError
        If one names no sign.

    Examples
    --------
    >>> parse_named_signs(["Grows with=positive", "Eats = -"])
    {'grows with': '+', 'eats': '-'}
    """
    pairs = given.items() if isinstance(given, Mapping) else (_pair(each) for each in given)
    found: dict[str, Sign] = {}
    for word, told in pairs:
        sign = sign_of(told, near=False)
        if sign is None or not word.strip():
            raise QuestionError(
                Message("“{text}” gives no sign to a word.", {"text": f"{word}={told}"}),
                Message("Write for example: Grows with=positive. Signs: {names}.",
                        {"names": "positive, negative, unknown"}),
            )  # fmt: skip
        found[word.strip().casefold()] = sign
    return found


def _pair(text: str) -> tuple[str, str]:
    word, _, sign = text.rpartition("=")
    return word, sign


def unsure_signs(read: MapRead) -> tuple[UnsureSign, ...]:
    """List the words for signs that are none which everybody knows.

    Parameters
    ----------
    read
        The map.

    Returns
    -------
    tuple of UnsureSign
        In the order of the file; none where there are so many that they are no signs.
    """
    counts = Counter(link.told for link in read.links if link.told)
    signs = {link.told: link.sign for link in read.links if link.told}
    unsure = [word for word in counts if sign_of(word, near=False) is None]
    if len(unsure) > _MOST:
        return ()
    return tuple(UnsureSign(word, signs[word], counts[word]) for word in unsure)


def with_named_signs(read: MapRead, signs: Mapping[str, Sign]) -> MapRead:
    """Give links the signs of their words, and tell of words that have none.

    Parameters
    ----------
    read
        The map.
    signs
        What words mean, in lower case.
    """
    links = tuple(
        link._replace(sign=signs[link.told.casefold()])
        if link.told and link.told.casefold() in signs
        else link
        for link in read.links
    )
    losses = [
        loss
        for loss in read.losses
        if loss.code != "unclear-sign" or str(loss.values.get("text", "")).casefold() not in signs
    ]
    losses += [
        Loss("unnamed-sign", "", {"text": each.word, "count": each.count})
        for each in unsure_signs(read)
        if each.sign == "?" and each.word.casefold() not in signs
    ]
    return replace(read, links=links, losses=tuple(losses))
