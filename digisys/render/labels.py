"""Text measured with the shipped font and broken into lines.

Advance widths come from a table made together with the font files (``tools/make_fonts.py``),
so no font library is loaded. Letters that the font lacks get the usual width of their kind:
the system's font will draw them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from digisys.words import say

__all__ = [
    "ASCENT",
    "CAP_HEIGHT",
    "DESCENT",
    "FONTS",
    "LINE_HEIGHT",
    "LettersWarning",
    "Weight",
    "clean_text",
    "is_rtl",
    "letters_lacking",
    "text_width",
    "wrap",
]

Weight = Literal[400, 600]

#: Folder of the shipped fonts: TrueType, WOFF2 and their licence.
FONTS = Path(__file__).parent / "fonts"

#: Height of capitals, and how far letters reach above and below the baseline, in ems.
CAP_HEIGHT = 0.728
ASCENT = 0.97
DESCENT = 0.242
#: Distance between baselines, in ems.
LINE_HEIGHT = 1.22

#: Width of what the font lacks, in ems.
_WIDE, _EMOJI, _OTHER = 1.05, 1.35, 0.75
#: A kerned line may come out slightly wider than the sum of its advances.
_SLACK = 1.01

_SOFT_HYPHEN = "\u00ad"
#: Kinds of characters that are not drawn.
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_ELLIPSIS = "…"
#: Longer texts are not balanced.
_EVEN = 8
_VOWELS = "aeiouyåäöéèüøæ"
#: Where a word may be divided when it must be: before a consonant and a vowel.
_SYLLABLE = re.compile(rf"(?<=[^\W\d_])(?=[^\W\d_{_VOWELS}][{_VOWELS}])", re.IGNORECASE)
#: A line may end after a space or after one of these marks inside a word.
_PIECES = re.compile(r"[^\s\-–—/\u00ad]*[\-–—/\u00ad]+|[^\s\-–—/\u00ad]+")


@cache
def _advances(weight: Weight) -> dict[str, float]:
    """Advance of every letter of the font, in ems."""
    table = json.loads((FONTS / "widths.json").read_text(encoding="utf-8"))
    units = table["units"]
    return {letter: advance / units for letter, advance in table[str(weight)].items()}


class LettersWarning(UserWarning):
    """A picture has letters that no font on the computer can draw.

    Parameters
    ----------
    letters
        The letters.
    """

    def __init__(self, letters: Sequence[str]) -> None:
        self.letters = tuple(letters)
        super().__init__(self.text("en"))

    def text(self, language: str) -> str:
        """Name the letters and the cure in a language."""
        return say(
            "No font on this computer has these letters, so the picture shows boxes for "
            "them: {letters}. Install a font that has them, or save the picture as SVG.",
            language,
            letters=" ".join(self.letters),
        )


def letters_lacking(texts: Iterable[str]) -> bool:
    """Tell whether some text has letters that the shipped font lacks."""
    advances = _advances(400)
    return any(letter not in advances for text in texts for letter in text)


@cache
def _fallback(letter: str) -> float:
    """Width of a letter that the font lacks, in ems."""
    kind = unicodedata.category(letter)
    if kind in ("Mn", "Me", "Cf", "Cc", "Sk"):
        return 0.0
    if 0x1F000 <= ord(letter) <= 0x1FAFF or kind == "So":
        return _EMOJI
    if unicodedata.east_asian_width(letter) in "WF":
        return _WIDE
    return _OTHER


def text_width(text: str, size: float, weight: Weight = 400) -> float:
    """Measure a line of text.

    Parameters
    ----------
    text
        The line.
    size
        Font size in scene units.
    weight
        400 or 600.

    Returns
    -------
    float
        Width in scene units, without kerning (which differs between programs by about
        a percent).

    Examples
    --------
    >>> round(text_width("Luottamus", 16, 600), 1)
    82.9
    """
    advances = _advances(weight)
    ems = 0.0
    for letter in text:
        advance = advances.get(letter)
        ems += _fallback(letter) if advance is None else advance
    return ems * size * _SLACK


def clean_text(text: str) -> str:
    r"""Make a text fit for one line: no line breaks, control or direction-forcing marks.

    Examples
    --------
    >>> clean_text("two\nlines")
    'two lines'
    """
    if text.isprintable():  # true of nearly all texts, and quickly told
        return " ".join(text.split())
    kept = []
    for letter in text:
        kind = unicodedata.category(letter)
        if letter.isspace():
            kept.append(" ")
        elif letter in ("\u200d", _SOFT_HYPHEN) or kind not in _DROPPED:
            kept.append(letter)
    return " ".join("".join(kept).split())


def is_rtl(text: str) -> bool:
    """Tell whether a text runs from right to left, by its first letter with a direction."""
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a word that stays together on a line."""

    text: str
    space: bool
    """Whether a space stands before it."""


def _split(text: str) -> list[_Piece]:
    pieces = []
    for word in text.split(" "):
        for number, found in enumerate(_PIECES.finditer(word)):
            pieces.append(_Piece(found.group(), number == 0))
    return pieces


def _divide(piece: _Piece, limit: float, size: float, weight: Weight) -> list[_Piece]:
    """Divide a piece that is too wide, at a syllable where there is one."""
    parts: list[_Piece] = []
    rest, space = piece.text, piece.space
    while len(rest) > 1:
        fits = 1
        while fits < len(rest) and text_width(rest[: fits + 1] + "-", size, weight) <= limit:
            fits += 1
        if len(rest) <= fits + 1 and text_width(_plain(rest), size, weight) <= limit:
            break
        breaks = [m.start() for m in _SYLLABLE.finditer(rest) if 3 <= m.start() <= fits]
        breaks = [place for place in breaks if len(rest) - place >= 3]
        cut = breaks[-1] if breaks else fits
        hyphen = _SOFT_HYPHEN if rest[cut - 1 : cut + 1].isalpha() else ""
        parts.append(_Piece(rest[:cut] + hyphen, space))
        rest, space = rest[cut:], False
    return [*parts, _Piece(rest, space)]


def _plain(text: str) -> str:
    return text.replace(_SOFT_HYPHEN, "")


def _join(pieces: Sequence[_Piece]) -> str:
    """Put pieces on one line; a soft hyphen shows only at its end."""
    text = "".join((" " if p.space and number else "") + p.text for number, p in enumerate(pieces))
    return _plain(text) + ("-" if text.endswith(_SOFT_HYPHEN) else "")


def wrap(
    text: str,
    limit: float,
    size: float,
    weight: Weight = 400,
    *,
    lines: int | None = None,
    even: bool = True,
) -> tuple[str, ...]:
    """Break a text into as few lines as fit a width, all about equally long.

    Lines end at spaces, after hyphens and slashes, and at soft hyphens (U+00AD). A word
    wider than a line is divided at a syllable and hyphenated.

    Parameters
    ----------
    text
        The text; line breaks in it count as spaces.
    limit
        Greatest width of a line, in scene units.
    size
        Font size in scene units.
    weight
        400 or 600.
    lines
        Greatest number of lines. What does not fit is left out and marked by an ellipsis.
    even
        Whether lines are about equally long, as in titles and boxes; else each is filled, as
        in running text.

    Returns
    -------
    tuple of str
        At least one line.

    Examples
    --------
    >>> wrap("Luottamus yhteiskuntaan", 120, 14, 600)
    ('Luottamus', 'yhteiskuntaan')
    >>> wrap("Palvelukokonaisuuksien", 120, 14, 600)
    ('Palvelukokonai-', 'suuksien')
    """
    pieces: list[_Piece] = []
    for piece in _split(clean_text(text)):
        if text_width(_join([piece]), size, weight) > limit:
            pieces.extend(_divide(piece, limit, size, weight))
        else:
            pieces.append(piece)
    if not pieces:
        return ("",)
    greedy = _fill(pieces, limit, size, weight)
    if lines is not None and len(greedy) > lines:
        kept = [_join(line) for line in greedy[:lines]]
        kept[-1] = _shorten(kept[-1], limit, size, weight)
        return tuple(kept)
    if not even:
        return tuple(_join(line) for line in greedy)
    return tuple(_join(line) for line in _balance(pieces, greedy, limit, size, weight))


def _fill(
    pieces: Sequence[_Piece], limit: float, size: float, weight: Weight
) -> list[list[_Piece]]:
    """Put as many pieces on each line as fit."""
    filled: list[list[_Piece]] = [[]]
    for piece in pieces:
        line = filled[-1]
        if line and text_width(_join([*line, piece]), size, weight) > limit:
            filled.append([piece])
        else:
            line.append(piece)
    return filled


def _balance(
    pieces: Sequence[_Piece],
    greedy: list[list[_Piece]],
    limit: float,
    size: float,
    weight: Weight,
) -> list[list[_Piece]]:
    """Break into as many lines as the greedy way needs, evenly and between whole words."""
    if not 1 < len(greedy) <= _EVEN:
        return greedy
    aim = text_width(_join(pieces), size, weight) / len(greedy)
    best: list[list[tuple[float, int] | None]] = [[(0.0, 0), *[None] * len(pieces)]]
    for _ in greedy:
        row: list[tuple[float, int] | None] = [None] * (len(pieces) + 1)
        for end in range(1, len(pieces) + 1):
            for start in range(end - 1, -1, -1):
                width = text_width(_join(pieces[start:end]), size, weight)
                if width > limit and end - start > 1:
                    break
                before = best[-1][start]
                if before is None:
                    continue
                divided = end < len(pieces) and not pieces[end].space
                cost = before[0] + (width - aim) ** 2 + divided * (0.3 * limit) ** 2
                found = row[end]
                if found is None or cost < found[0]:
                    row[end] = (cost, start)
        best.append(row)
    lines: list[list[_Piece]] = []
    end = len(pieces)
    for row in reversed(best[1:]):
        found = row[end]
        start = found[1] if found else 0
        lines.append(list(pieces[start:end]))
        end = start
    return lines[::-1]


def _shorten(line: str, limit: float, size: float, weight: Weight) -> str:
    while line and text_width(line + _ELLIPSIS, size, weight) > limit:
        line = line[:-1]
    return line.rstrip(" -") + _ELLIPSIS
