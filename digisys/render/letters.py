"""Which font draws which word: the shipped one, or an installed one for letters that it lacks.

This module is imported only when a figure is wanted, as matplotlib is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from unicodedata import category

from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text as Letters

from digisys.render.labels import FONTS, Weight, text_width
from digisys.render.scene import Text

__all__ = ["Run", "add_fonts", "font_file", "lacking", "runs"]

#: Spaces, joiners and control marks, which need no glyph.
_UNSEEN = frozenset(["Cc", "Cf", "Mn", "Zs"])
_USABLE = re.compile(r"^(?!.*LastResort).*\.tt[fc]$", re.IGNORECASE)
_FILES: dict[Weight, str] = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}


@dataclass(frozen=True, slots=True)
class Run:
    """A part of a line that one font draws.

    Attributes
    ----------
    words
        The words.
    path
        The font file.
    left
        Where the run begins, in scene units from the left end of the line.
    size
        Font size in scene units: smaller than the line's where its room is too narrow.
    """

    words: str
    path: str
    left: float
    size: float


def runs(text: Text) -> tuple[tuple[Run, ...], float]:
    """Divide a line into runs of one font each, and measure it in those.

    A word that the shipped font has whole is drawn with it; any other word is drawn whole
    with the installed font that has most of its letters. A line that runs from right to
    left keeps together, as its words stand in another order than its letters.

    Parameters
    ----------
    text
        The line.

    Returns
    -------
    tuple
        The runs from left to right, and the width of the line in scene units; one run
        and the measured width when the shipped font has every letter.
    """
    words = _printable(text.text)
    own = str(FONTS / _FILES[text.weight])
    if not _absent(own, words):
        return (Run(words, own, 0.0, text.size),), text.width
    parts = [(words, _best(own, words))] if text.rtl else _by_font(own, words)
    widths = [_width(path, part) * text.size for part, path in parts]
    room = text.width or text_width(text.text, text.size, text.weight)
    narrower = min(1.0, room / sum(widths)) if sum(widths) > 0 else 1.0
    made, left = [], 0.0
    for (part, path), width in zip(parts, widths, strict=True):
        made.append(Run(part, path, left, text.size * narrower))
        left += width * narrower
    return tuple(made), left


def _by_font(own: str, words: str) -> list[tuple[str, str]]:
    """Join neighbouring words of one font; each but the last keeps the space behind it."""
    parts = [(part, _best(own, part)) for part in re.findall(r"\S+\s*|\s+", words)]
    return [
        ("".join(part for part, _ in group), path)
        for path, group in groupby(parts, key=lambda item: item[1])
    ]


def lacking(texts: Iterable[Text]) -> tuple[str, ...]:
    """Find the letters of some texts that no installed font can draw.

    Parameters
    ----------
    texts
        The texts.

    Returns
    -------
    tuple of str
        The letters, each once, in the order of their code points.
    """
    found: set[int] = set()
    for text in {(text.text, text.weight, text.rtl): text for text in texts}.values():
        own = str(FONTS / _FILES[text.weight])
        words = _printable(text.text)
        if _absent(own, words):
            parts = [(words, _best(own, words))] if text.rtl else _by_font(own, words)
            for part, path in parts:
                found |= _absent(path, part)
    return tuple(chr(letter) for letter in sorted(found))


def add_fonts(figure: Figure) -> tuple[str, ...]:
    """Let the texts of a chart fall back on installed fonts for letters that they lack.

    Parameters
    ----------
    figure
        The chart.

    Returns
    -------
    tuple of str
        The letters that no installed font has, each once, in the order of code points.
    """
    gone: set[int] = set()
    for text in figure.findobj(Letters):
        words = _printable(text.get_text())
        left = _absent(str(FONTS / _FILES[400]), words)
        for path in (font_manager.findfont("DejaVu Sans"), font_file(left) if left else None):
            if path is not None and left - (rest := left - _present(path, left)):
                name = font_manager.get_font(path).family_name
                text.set_fontfamily([*dict.fromkeys([*text.get_fontfamily(), name])])
                left = rest
        gone |= left
    return tuple(chr(letter) for letter in sorted(gone))


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _best(own: str, words: str) -> str:
    """Choose the font of some words: the shipped one if it has them or no other has more."""
    absent = _absent(own, words)
    if not absent:
        return own
    other = font_file(_seen(words))
    return other if other and len(_absent(other, words)) < len(absent) else own


def _seen(words: str) -> frozenset[int]:
    return frozenset(ord(letter) for letter in words if category(letter) not in _UNSEEN)


def _absent(path: str, words: str) -> frozenset[int]:
    return _seen(words) - _present(path, _seen(words))


def _width(path: str, words: str) -> float:
    """Width of some words in a font, in ems."""
    font = FT2Font(path)
    font.set_size(1000, 72)
    font.set_text(words, 0.0)
    spaces = len(words) - len(words.rstrip())
    return float(font.get_width_height()[0] / 64 / 1000) + 0.28 * spaces


def _present(path: str, wanted: frozenset[int]) -> frozenset[int]:
    """Find which letters a font has; none if it holds bitmaps or cannot be read."""
    try:
        font = _font(path)
    except (OSError, RuntimeError):
        return frozenset()
    if not font.scalable:
        return frozenset()
    return frozenset(letter for letter in wanted if font.get_char_index(letter) != 0)


@cache
def _font(path: str) -> FT2Font:
    return FT2Font(path)


@cache
def font_file(wanted: frozenset[int]) -> str | None:
    """Find the installed font that has most of some letters, DejaVu Sans when in doubt.

    Only TrueType fonts are looked at, as others cannot be embedded in a PDF as they are.

    Parameters
    ----------
    wanted
        Code points of the letters.

    Returns
    -------
    str or None
        The path of the font file; None when no font has any of them.
    """
    first = font_manager.findfont("DejaVu Sans")
    every = sorted({entry.fname for entry in font_manager.fontManager.ttflist})
    # The "last resort" font has a box for every letter there is.
    others = [path for path in every if _USABLE.search(path)]
    best, most = None, 0
    for path in (first, *others):
        found = len(_present(path, wanted))
        if found > most:
            best, most = path, found
        if most == len(wanted):
            break
    return best
