"""Our own compression is read by any reader of the format, and is always the same."""

from __future__ import annotations

import random
import zlib
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digisys.io.deflate import deflated


@given(st.binary(max_size=600))
def test_what_is_deflated_comes_back(data: bytes):
    assert zlib.decompress(deflated(data)) == data


@pytest.mark.parametrize("size", [0, 1, 3, 4, 257, 258, 259, 40_000])
def test_repetitions_of_any_length_and_distance_come_back(size: int):
    draw = random.Random(size)
    for data in (
        b"a" * size,
        bytes(draw.choices(b"ab", k=size)),
        draw.randbytes(size) + draw.randbytes(33_000) + draw.randbytes(size),
        draw.randbytes(size) * 3,
    ):
        assert zlib.decompress(deflated(data)) == data


def test_frequent_symbols_far_apart_in_number_keep_codes_short():
    """Weights like Fibonacci's numbers would give codes longer than the format has."""
    data, one, other = bytearray(), 1, 1
    for symbol in range(24):
        data += bytes([symbol]) * one
        one, other = other, one + other
    random.Random(1).shuffle(data)
    assert zlib.decompress(deflated(bytes(data))) == data


def test_text_is_small_and_the_same_everywhere():
    draw = random.Random(3)
    words = ["trust", "luottamus", "förtroende", "link", "evidence", "positive"]
    text = " ".join(draw.choices(words, k=4000)).encode()
    packed = deflated(text)
    assert len(packed) < 1.5 * len(zlib.compress(text, 9))
    assert sha256(packed).hexdigest()[:16] == "05f2eaebf5585469"
