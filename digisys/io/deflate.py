"""Deflated bytes that are the same everywhere; those of zlib differ from build to build."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from heapq import heapify, heappop, heappush

__all__ = ["deflated"]

#: Shortest and longest repetition, and how far back it may lie.
_LEAST, _MOST, _BACK = 4, 258, 32_768
#: Earlier places of the same four bytes that are tried, the nearest first.
_TRIED = 8
_END = 256
#: First length and extra bits of each symbol of a length; likewise of a distance.
_LENGTHS = tuple(
    (3 + at, 0) if at < 8 else (3 + ((4 + at % 4) << (at // 4 - 1)), at // 4 - 1)
    for at in range(28)
)
_DISTANCES = tuple(
    (1 + at, 0) if at < 4 else (1 + ((2 + at % 2) << (at // 2 - 1)), at // 2 - 1)
    for at in range(30)
)
#: The order in which the lengths of the codes of lengths are written.
_ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)

#: A symbol with its extra bits: symbol of a literal or length, extra bits and how many; then of
#: a distance likewise, or -1.
_Token = tuple[int, int, int, int, int, int]


@lru_cache(maxsize=4)
def deflated(data: bytes) -> bytes:
    """Compress bytes into a zlib stream of one block with codes of its own.

    Parameters
    ----------
    data
        What is compressed.

    Returns
    -------
    bytes
        A stream that :func:`zlib.decompress` reads; the same for the same data on every
        platform. A little larger than of zlib.

    References
    ----------
    P. Deutsch (1996), DEFLATE compressed data format specification, RFC 1951,
    doi:10.17487/RFC1951.

    Examples
    --------
    >>> packed = deflated(b"to and fro, to and fro, to and fro")
    >>> zlib.decompress(packed)
    b'to and fro, to and fro, to and fro'
    """
    tokens = list(_tokens(data))
    symbols = Counter(token[0] for token in tokens)
    symbols[_END] = 1
    ways = Counter(token[3] for token in tokens if token[3] >= 0) or Counter({0: 1})
    letters, steps = _code_lengths(symbols, 15), _code_lengths(ways, 15)
    bits = _Bits()
    _write_codes(bits, letters, steps)
    letter_codes, step_codes = _codes(letters), _codes(steps)
    for symbol, extra, count, way, far, wide in tokens:
        bits.add(*letter_codes[symbol])
        if way >= 0:
            bits.add(extra, count)
            bits.add(*step_codes[way])
            bits.add(far, wide)
    bits.add(*letter_codes[_END])
    return b"\x78\xda" + bits.whole() + zlib.adler32(data).to_bytes(4, "big")


class _Bits:
    """Bits in the order of the format: the lowest of each byte first."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._waiting = 0
        self._count = 0

    def add(self, value: int, count: int) -> None:
        self._waiting |= value << self._count
        self._count += count
        while self._count >= 8:
            self._bytes.append(self._waiting & 255)
            self._waiting >>= 8
            self._count -= 8

    def whole(self) -> bytes:
        if self._count:
            self._bytes.append(self._waiting)
        return bytes(self._bytes)


def _tokens(data: bytes) -> Iterable[_Token]:
    """Replace what was there before by how far back it lies and how long it is."""
    known: dict[bytes, list[int]] = {}
    at, size = 0, len(data)
    while at < size:
        best, start = 0, 0
        for place in reversed(known.get(data[at : at + _LEAST], ())[-_TRIED:]):
            if at - place > _BACK:
                break
            if best and data[place : place + best + 1] != data[at : at + best + 1]:
                continue
            found = _alike(data, place, at, size)
            if found > best:
                best, start = found, place
        if best < _LEAST:
            yield data[at], 0, 0, -1, 0, 0
            best = 1
        else:
            yield _repetition(best, at - start)
        for place in range(at, min(at + best, size - _LEAST + 1)):
            known.setdefault(data[place : place + _LEAST], []).append(place)
        at += best


def _alike(data: bytes, place: int, at: int, size: int) -> int:
    """Count how many bytes are the same from two places on."""
    most = min(_MOST, size - at)
    count = 0
    while (
        count + 16 <= most
        and data[place + count : place + count + 16] == data[at + count : at + count + 16]
    ):
        count += 16
    while count < most and data[place + count] == data[at + count]:
        count += 1
    return count


def _repetition(length: int, distance: int) -> _Token:
    if length == _MOST:
        symbol, extra, count = 285, 0, 0
    else:
        number = max(at for at, (first, _) in enumerate(_LENGTHS) if first <= length)
        first, count = _LENGTHS[number]
        symbol, extra = 257 + number, length - first
    way = _way(distance)
    first, wide = _DISTANCES[way]
    return symbol, extra, count, way, distance - first, wide


def _way(distance: int) -> int:
    less = distance - 1
    if less < 4:
        return less
    top = less.bit_length() - 1
    return 2 * top + (less >> (top - 1) & 1)


def _code_lengths(counts: Mapping[int, int], longest: int) -> dict[int, int]:
    """Return how many bits each symbol gets: few for those that are frequent (Huffman)."""
    weights = dict(counts)
    while True:
        heap: list[tuple[int, int, tuple[int, ...]]] = [
            (weight, symbol, (symbol,)) for symbol, weight in sorted(weights.items())
        ]
        lengths = dict.fromkeys(weights, 1 if len(weights) == 1 else 0)
        heapify(heap)
        while len(heap) > 1:
            one, name, some = heappop(heap)
            other, _, more = heappop(heap)
            for symbol in (*some, *more):
                lengths[symbol] += 1
            heappush(heap, (one + other, name, (*some, *more)))
        if max(lengths.values()) <= longest:
            return lengths
        weights = {symbol: (weight + 1) // 2 for symbol, weight in weights.items()}


def _codes(lengths: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Return the code of each symbol and its length, the first bit lowest."""
    codes = {}
    code = before = 0
    for length, symbol in sorted((length, symbol) for symbol, length in lengths.items()):
        code <<= length - before
        before = length
        codes[symbol] = int(f"{code:0{length}b}"[::-1], 2), length
        code += 1
    return codes


def _write_codes(bits: _Bits, letters: Mapping[int, int], steps: Mapping[int, int]) -> None:
    """Write the head of the block: how long the code of each symbol is."""
    most_letters, most_steps = max(letters) + 1, max(steps) + 1
    told = [letters.get(symbol, 0) for symbol in range(most_letters)]
    told += [steps.get(symbol, 0) for symbol in range(most_steps)]
    lengths = _code_lengths(Counter(told), 7)
    codes = _codes(lengths)
    listed = [lengths.get(symbol, 0) for symbol in _ORDER]
    bits.add(0b101, 3)  # the last block, with codes of its own
    bits.add(most_letters - 257, 5)
    bits.add(most_steps - 1, 5)
    bits.add(len(listed) - 4, 4)
    for length in listed:
        bits.add(length, 3)
    for length in told:
        bits.add(*codes[length])
