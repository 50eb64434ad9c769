"""The page on architecture, and the picture in it, tell of the program as it is."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def picture() -> ModuleType:
    path = ROOT / "docs" / "_ext" / "layers_picture.py"
    spec = importlib.util.spec_from_file_location("layers_picture", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_names_the_layers_that_the_checks_enforce(picture: ModuleType) -> None:
    listed = re.search(r"^```\n(cli\n.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert listed is not None
    assert listed[1].split("\n")[:-1] == [" | ".join(row) for row in picture.layers()]


def test_the_picture_in_words_is_the_picture(picture: ModuleType) -> None:
    assert f':alt: "{picture.describe()}"' in PAGE


def test_the_picture_shows_every_layer_from_the_top_down(picture: ModuleType) -> None:
    drawn = ET.fromstring(picture.svg())
    rooms = [room for row in picture.layers() for room in row]
    heads = [text.text.strip() for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert [head for head in heads if head in rooms] == rooms


def test_no_room_uses_one_beside_or_above_it(picture: ModuleType) -> None:
    """The same as import-linter says, found by reading the imports alone."""
    rows = picture.layers()
    for number, row in enumerate(rows):
        above = {room for level in rows[: number + 1] for room in level}
        for room in row:
            assert not picture.uses(room) & (above - {room}), room


def test_every_room_of_the_program_is_told_and_is_there() -> None:
    tree = re.search(r"^```\ndigisys/\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert tree is not None
    told = set(re.findall(r"^ {2}([a-z_]+)(?:/|\.py) ", tree[1], re.MULTILINE)) - {"__init__"}
    package = ROOT / "digisys"
    there = {path.parent.name for path in package.glob("*/__init__.py")}
    there |= {path.stem for path in package.glob("[a-z]*.py")}
    assert told == there
    for room, lines in re.findall(r"^ {2}([a-z_]+)/ .*\n((?: {4,}.*\n)*)", tree[1], re.MULTILINE):
        inner = set(re.findall(r"^ {4}([a-z_]+)/ ", lines, re.MULTILINE))
        assert inner == {path.parent.name for path in (package / room).glob("*/__init__.py")}
