"""Text in lines of so many columns: broken between words, and never inside an id."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import category, east_asian_width

__all__ = ["id_width", "lead_of", "text_width", "wrap"]

#: Where a line may be broken: not at spaces that do not break.
_SPACE = re.compile(r"[ \t\r\n]+")
_UNEVEN = re.compile(r"[\t\r\n]|  ")
#: After a hyphen between parts of a word, each of two letters or more.
_HYPHEN = re.compile(r"(?<=\w[^\W\d_]-)(?=\w+[^\W\d_])")
#: After these a copied word is cut that is longer than a line, the first where that is enough.
_JOINTS = (re.compile(r"(?<=->)"), re.compile(r"(?<=[_,])"))
#: What is cut as a word: letters, and parts such as D9 joined to others by hyphens.
_WORD = re.compile(r"[^\W\d_][^\W_]*(-[^\W_]+)*")
#: A soft hyphen may break a word in a picture; a terminal cannot hide it.
_SOFT_HYPHEN = "\N{SOFT HYPHEN}"


def text_width(text: str) -> int:
    r"""Count the columns that a text takes in a terminal.

    Examples
    --------
    >>> text_width("luottamus"), text_width("信任"), text_width("e\u0301")
    (9, 4, 1)
    """
    if text.isascii():  # most of a long table, and quickly told
        return len(text)
    return sum(
        0 if category(sign) in ("Mn", "Me", "Cf") else 2 if east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def lead_of(text: str) -> str:
    """Return the indent and the lines of a tree before the first letter of a text."""
    return text[: len(text) - len(text.lstrip(" │├└"))]


def id_width(text: str) -> int:
    """Return the columns that the longest word of a text takes that people copy."""
    return max((text_width(word) for word in _SPACE.split(text) if _is_copied(word)), default=0)


def _is_copied(word: str) -> bool:
    """Whether people copy a word: an id, a link, a chain or an option."""
    return "_" in word or "->" in word or (word[:1] == "-" and word[1:2] not in ("", ">"))


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    text
        The text; what is before its first letter is kept, other spaces become one.
    width
        Columns of a line, at least 2 more than the indents take.
    first, rest
        What begins the first line and the further ones.

    Returns
    -------
    list of str
        The lines; none if the text is empty.

    Examples
    --------
    >>> wrap("Links without evidence: trust_in_society->use", 24, rest="  ")
    ['Links without evidence:', '  trust_in_society->use']
    """
    flat = text.replace(_SOFT_HYPHEN, "")
    lead = lead_of(flat)
    body = flat[len(lead) :]
    if text_width(first + flat) <= width and not _UNEVEN.search(body):
        return [(first + flat).rstrip(" ")] if body else []
    line = first + lead
    lines: list[str] = []
    fresh = True
    for glue, piece in _pieces(body, width - max(text_width(line), text_width(rest))):
        gap = "" if fresh else glue
        if not fresh and text_width(line) + text_width(gap + piece) > width:
            lines.append(line.rstrip(" "))
            line, gap = rest, ""
        line += gap + piece
        fresh = False
    return [] if fresh else [*lines, line.rstrip(" ")]


def _pieces(text: str, room: int) -> Iterator[tuple[str, str]]:
    """Yield what stays whole, with what stands between it and the piece before."""
    for word in filter(None, _SPACE.split(text)):
        if _is_copied(word):
            parts = [word]
            for joint in _JOINTS:
                parts = [
                    cut
                    for part in parts
                    for cut in ([part] if text_width(part) <= room else joint.split(part))
                ]
        else:
            parts = _HYPHEN.split(word)
        glue = " "
        for part in parts:
            for cut in _cut(part, room):
                yield glue, cut
                glue = ""


def _cut(word: str, room: int) -> Iterator[str]:
    """Cut what is longer than a line, a word with a hyphen.

    Signs after the word, such as a comma, do not count, and are never left alone on a line.
    """
    a_word = room > 4 and _WORD.fullmatch(word.rstrip(",.;:)")) is not None
    while text_width(word) > room > 0:
        size = 1
        while text_width(word[: size + 1]) <= room - a_word:
            size += 1
        while a_word and size > 2 and not word[size + 1 : size + 2].isalpha():
            size -= 1
        yield word[:size] + ("-" if a_word and word[size - 1] != "-" else "")
        word = word[size:]
    if word:
        yield word
