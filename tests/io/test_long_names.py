"""Names of any length: told at the door, or shown by every command in every format."""

from __future__ import annotations

import contextlib
import io

import pytest

from digisys.cli.main import main
from digisys.errors import ModelFileError
from digisys.io import parse_model

MODEL = """schema: 1
id: long
title: Long
languages: [en]
variables:
  a: {label: "%s", role: stock}
  b: {label: "%s", role: stock}
links:
  - {from: a, to: b, polarity: positive}
  - {from: b, to: a, polarity: negative}
"""
WORDS = ("many words " * 100)[:1000].strip()
SOLID = "W" * 1000

LINES = [
    *("influence a", "influence a -f csv", "influence a -f json", "influence a -f markdown"),
    *("chains a b", "loops", "matrix a b", "cut a b", "press a --samples 20", "show a", "check"),
    *("describe", "measures", "equations", "loop-set", "robust a --levers a,b --samples 20"),
    *("draw -o a.svg", "draw -o a.png", "draw -o a.pdf", "draw -o a.dot", "draw -o a.mmd"),
    *("page -o a.html", "export a.xmile", "layout long.yaml -o b.yaml --quick"),
    *("matrix a b --plot c.svg", "measures --plot d.png"),
]


@pytest.mark.parametrize("name", ["y" * 1_000_000, "sana " * 200_000])
def test_a_name_of_a_million_letters_is_told_at_the_door(name):
    with pytest.raises(ModelFileError) as caught:
        parse_model(MODEL % (name, "B"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("too-long-name", 6)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("line", LINES)
def test_the_longest_names_are_shown_by_every_command(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "long.yaml").write_text(MODEL % (WORDS, SOLID), "utf-8")
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*line.split(), "-m", "long.yaml", "-l", "en"])
    assert code == 0, err.getvalue()
    assert out.getvalue().strip()
