"""Ids from labels in any script: the same label gives the same id."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["slug", "unique_ids"]

_LONGEST = 60
#: Letters that do not come apart into a Latin letter and a mark, each with what it sounds like.
_SOUNDS = (
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh "
    "ц=ts ч=ch ш=sh щ=shch ъ= ы=y ь= э=e ю=iu я=ia є=ie ґ=g љ=lj њ=nj ћ=c ђ=dj џ=dz ј=j і=i "
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f "
    "χ=ch ψ=ps ω=o ß=ss æ=ae ø=o œ=oe ł=l đ=d ð=d þ=th ı=i ŋ=ng ħ=h ŧ=t"
)
_LETTERS = {pair[0]: pair[2:] for pair in _SOUNDS.split()}
_WORD = re.compile(r"[a-z0-9]+")
#: Names such as ``HIRAGANA LETTER SMALL TU`` end in what the letter sounds like.
_SOUND = re.compile(r"(?:LETTER|SYLLABLE|SIGN)(?: SMALL| VOCALIC)? ([A-Z]+)(?: .*)?")


def slug(label: str) -> str:
    """Return an id for a label: ASCII snake_case that begins with a letter.

    Parameters
    ----------
    label
        What people call something, in any script.

    Returns
    -------
    str
        At most 60 letters; ``v`` where nothing can be read.

    Examples
    --------
    >>> slug("Työn tuottavuus (%)"), slug("Доверие"), slug("2nd wave"), slug("信頼")
    ('tyon_tuottavuus', 'doverie', 'v_2nd_wave', 'u4fe1_u983c')
    """
    text = label[:400].lower()
    if not text.isascii():
        text = "".join(map(_ascii, unicodedata.normalize("NFKD", label[:400]).lower()))
    text = "_".join(_WORD.findall(text))
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rpartition("_")[0] or text[:_LONGEST]
    if not text:
        return "v"
    return text if text[0].isalpha() else f"v_{text}"


class _Between(dict[int, str]):
    """What :func:`slug` makes of each letter, with a blank for what stands between words."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = " " if letter.isascii() and not letter.isalnum() else _ascii(letter)
        self[code] = found
        return found


_BETWEEN = _Between({ord("\n"): "\n"})


def _slugs(labels: list[str]) -> list[str]:
    """Return :func:`slug` of each; all are cut into words together."""
    together = "\n".join(labels)
    if not together.isascii():
        together = unicodedata.normalize("NFKD", together)
    lines = together.lower().translate(_BETWEEN).split("\n")
    if len(lines) != len(labels):  # one has an end of a line in it
        return list(map(slug, labels))
    found = []
    for label, line in zip(labels, lines, strict=True):
        text = "_".join(line.split())
        short = text and len(text) <= _LONGEST and len(label) <= 400 and text[0].isalpha()
        found.append(text if short else slug(label))
    return found


@lru_cache(maxsize=10_000)
def _ascii(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _LETTERS:
        return _LETTERS[letter]
    name = unicodedata.name(letter, "")
    if "VOWEL SIGN" not in name:
        if unicodedata.category(letter) in ("Mn", "Lm", "Cf"):
            return ""
        if not letter.isalnum():
            return " "
    if "IDEOGRAPH" in name or not name:
        return f" u{ord(letter):x} "
    sound = _SOUND.search(name)
    return sound[1].lower() if sound else f" u{ord(letter):x} "


def unique_ids(labels: Iterable[str]) -> tuple[str, ...]:
    """Return an id for each label, in their order; a second of a kind gets a number.

    Examples
    --------
    >>> unique_ids(["Trust", "trust!", "Use"])
    ('trust', 'trust_2', 'use')
    """
    slugs = _slugs(list(labels))
    if len(set(slugs)) == len(slugs):
        return tuple(slugs)
    taken: set[str] = set()
    next_number: dict[str, int] = {}
    found = []
    for name in slugs:
        unique = name
        while unique in taken:
            next_number[name] = next_number.get(name, 1) + 1
            unique = f"{name}_{next_number[name]}"
        taken.add(unique)
        found.append(unique)
    return tuple(found)
