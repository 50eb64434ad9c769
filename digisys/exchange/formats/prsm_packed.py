"""PRSM's packed files: the same JSON, packed by lz-string."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.exchange.format import Format, never
from digisys.exchange.formats.prsm import FORMAT as PRSM
from digisys.exchange.formats.prsm import write as write_plain
from digisys.schema import Model

__all__ = ["FORMAT", "pack"]


def write(model: Model, language: str) -> bytes:
    """Write what PRSM itself saves."""
    return pack(write_plain(model, language).decode()).encode()


def pack(text: str) -> str:
    """Do ``compressToUTF16`` of lz-string (https://pieroxy.net/blog/pages/lz-string).

    Examples
    --------
    >>> [ord(letter) for letter in pack("a")]
    [4328, 32]
    """
    units = text.encode("utf-16-le", "surrogatepass")
    letters = [chr(units[at] | units[at + 1] << 8) for at in range(0, len(units), 2)]
    packed, value, held = [], 0, 0
    for bit in _bits(letters):
        value, held = value << 1 | bit, held + 1
        if held == _IN_EACH:
            packed.append(chr(value + 32))
            value, held = 0, 0
    return "".join([*packed, chr((value << _IN_EACH - held) + 32), " "])


#: Bits in each letter of a packed text.
_IN_EACH = 15


def _bits(letters: list[str]) -> Iterator[int]:
    """Yield the codes of the words of a text, the lowest bit of each first."""
    known: dict[str, int] = {}
    new: set[str] = set()
    width, room = 2, 2
    word = ""

    def code() -> Iterator[tuple[int, int]]:
        """Yield the numbers that stand for the word, each with its width."""
        nonlocal width, room
        if word in new:
            new.discard(word)
            wide = ord(word) >= 256
            yield int(wide), width
            yield ord(word), 16 if wide else 8
            yield from grow()
        else:
            yield known[word], width
        yield from grow()

    def grow() -> Iterator[tuple[int, int]]:
        nonlocal width, room
        room -= 1
        if room == 0:
            room, width = 2**width, width + 1
        yield from ()

    def numbers() -> Iterator[tuple[int, int]]:
        nonlocal word
        for letter in letters:
            if letter not in known:
                known[letter] = len(known) + 3
                new.add(letter)
            if word + letter in known:
                word += letter
                continue
            yield from code()
            known[word + letter] = len(known) + 3
            word = letter
        if word:
            yield from code()
        yield 2, width

    for number, count in numbers():
        yield from (number >> power & 1 for power in range(count))


FORMAT = Format("prsm-packed", "PRSM packed", (".prsm",), never, PRSM.read, write, holds=PRSM.holds)
