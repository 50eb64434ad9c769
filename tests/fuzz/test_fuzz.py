"""A slice of the fuzz in every run, the whole in a long one, from a seed that is new each night."""

from __future__ import annotations

import pytest

from tests.fuzz.files import file_of, try_file
from tests.fuzz.lines import line_of, prepare, try_line
from tests.fuzz.maps import KINDS, map_of, try_map
from tests.length import seeds

#: Parts that workers share.
PARTS = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_files_are_refused_in_words_or_answered(part):
    for seed in seeds(whole=100_000, part=300)[part::PARTS]:
        try:
            try_file(seed)
        except Exception as error:
            error.add_note(f"python -m tests.fuzz --only-file {seed}")
            raise


@pytest.mark.parametrize("part", range(PARTS))
def test_maps_of_other_tools_are_refused_in_words_or_read(part):
    for seed in seeds(whole=10_000 * KINDS, part=25 * KINDS)[part::PARTS]:
        try:
            try_map(seed)
        except Exception as error:
            error.add_note(f"python -m tests.fuzz --only-map {seed}")
            raise


@pytest.mark.parametrize("part", range(PARTS))
def test_command_lines_are_refused_in_words_or_answered(part, tmp_path, monkeypatch):
    prepare(tmp_path)
    monkeypatch.chdir(tmp_path)
    for seed in seeds(whole=10_000, part=100)[part::PARTS]:
        try:
            try_line(seed)
        except Exception as error:
            error.add_note(f"python -m tests.fuzz --only-line {seed}")
            raise


def test_the_fuzz_reaches_every_end():
    """Files and lines that are all refused, or all right, would try little."""
    assert {try_file(seed) for seed in range(60)} == {"answered", "answered in part", "refused"}
    assert {try_map(seed) for seed in range(100)} == {"read", "refused"}
    assert file_of(7) == file_of(7)
    assert map_of(7) == map_of(7)
    assert line_of(7) == line_of(7)
    assert len({tuple(line_of(seed)) for seed in range(200)}) > 190
