"""Commands on the structure as a whole, as people type them."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from pathlib import Path

import pytest

from digisys.cli.main import main
from digisys.io.write import write_model
from tests.analysis.graphs import random_model


def run(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()


def answer(*words: str) -> str:
    code, out, err = run(*words)
    assert (code, err) == (0, "")
    return out


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ("matrix",),
        ("matrix", "area", "--show", "strength", "--samples", "50"),
        ("matrix", "14", "10", "--show", "evidence"),
        ("cut", "14", "10"),
        ("cut", "R5"),
        ("loop-set", "--complete"),
        ("loops", "--links"),
        ("chains", "14", "10", "--best", "evidence", "--time-limit", "60"),
    ],
)
def test_answers_fit_the_terminal_in_every_language(words: tuple[str, ...], language: str) -> None:
    text = answer(*words, "--language", language)
    assert max(map(len, text.splitlines())) <= 80
    assert text.isprintable() or "\n" in text


def test_languages_differ() -> None:
    told = {answer("matrix", "--language", language) for language in ("fi", "sv", "en")}
    assert len(told) == 3


def test_matrix_in_every_format() -> None:
    data = json.loads(answer("matrix", "--format", "json"))
    assert len(data["cells"]) == 182
    rows = list(csv.reader(io.StringIO(answer("matrix", "--format", "csv", "-l", "en"))))
    heads = ["row", "column", "verdict", "steps", "evidence", "chain", "chain_label"]
    assert rows[0] == [*heads, "strength", "low", "high"]
    assert len(rows) == 1 + 182
    assert "| from ↓ to" not in answer("matrix", "--format", "markdown", "-l", "en")
    sampled = json.loads(
        answer("matrix", "area", "--samples", "40", "--seed", "5", "--format", "json")
    )
    assert sampled["sampling"]["seed"] == 5
    assert sampled["sampling"]["samples"] == 40


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_matrix_saves_the_same_heat_map_twice(tmp_path: Path, ending: str) -> None:
    files = [tmp_path / f"{name}.{ending}" for name in ("one", "two")]
    for file in files:
        code, _, err = run("matrix", "area", "--plot", str(file))
        assert (code, err.strip()) == (0, f"Kuva: {file}")
    assert files[0].read_bytes() == files[1].read_bytes()
    code, out, err = run("matrix", "area", "--plot", str(files[0]), "--language", "en")
    assert (code, out) == (1, "")
    assert "there already" in err
    assert run("matrix", "area", "--plot", str(files[0]), "--force")[0] == 0


def test_loops_of_a_model_without_loops(tmp_path: Path) -> None:
    file = tmp_path / "chain.yaml"
    file.write_text(
        "schema: 1\nid: chain\ntitle: Chain\nlanguages: [en]\n"
        "variables:\n  a: {label: A}\n  b: {label: B}\n"
        "links:\n  - {from: a, to: b, polarity: positive}\n",
        encoding="utf-8",
    )
    for words in (("loop-set",), ("loops", "--links"), ("loops",)):
        assert "0 loops" in answer(*words, "--model", str(file))
    assert "nothing to cut" in answer("cut", "a", "--model", str(file))
    code, _, err = run("matrix", "--model", str(file))
    assert code == 1
    assert "at least two" in err


@pytest.mark.parametrize(
    "words",
    [
        ("matrix", "nonsense"),
        ("matrix", "14", "--plot", "map.txt"),
        ("cut", "14", "14"),
        ("cut", "nonsense"),
        ("loops", "trust_in_society -> data_spaces"),
    ],
)
def test_mistakes_end_in_one_plain_error(words: tuple[str, ...]) -> None:
    code, out, err = run(*words, "--language", "en")
    assert (code, out) == (1, "")
    assert err.startswith("Error: ")
    assert "Traceback" not in err


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write a model of 42 variables with more than 5,000 loops."""
    file = tmp_path_factory.mktemp("wide") / "wide.yaml"
    write_model(random_model(42, 97, 2), file)
    return str(file)


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_loops_are_shown_by_the_dozen_to_people(wide: str, form: str) -> None:
    words = ("loops", "-m", wide, "-l", "en", "-f", form)
    told = answer(*words)
    assert len(told.splitlines()) < 150
    assert "--all lists every loop, --limit so many" in told
    assert len(answer(*words, "--limit", "3")) < len(told)
    assert len(answer(*words, "--limit", "400").splitlines()) > 400


@pytest.mark.no_cover  # thousands of loops, traced one by one
def test_programs_get_every_loop_unless_they_are_endless(
    wide: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("loops", "-m", wide, "-l", "en", "-f")
    data = json.loads(answer(*words, "json"))
    assert len(data["loops"]) == data["count"] > 5000
    assert len(answer(*words, "csv").splitlines()) == 1 + data["count"]
    few = json.loads(answer(*words, "json", "--limit", "5"))
    assert few == {**data, "loops": data["loops"][:5]}
    monkeypatch.setattr("digisys.cli.commands.loops._MOST_LINKS", 1000)
    code, out, err = run(*words, "json")
    some = json.loads(out)["loops"]
    assert code == 0
    assert sum(len(loop["links"]) for loop in some) <= 1000
    assert (
        err
        == f"The first {len(some)} of {data['count']} loops are listed; --all lists every one.\n"
    )
    assert json.loads(answer(*words, "json", "--all")) == data


def test_any_answer_of_very_many_rows_is_cut_for_people(tmp_path: Path) -> None:
    file = tmp_path / "model.yaml"
    write_model(random_model(250, 900, 1), file)
    words = ("measures", "-m", str(file), "-l", "en")
    told = answer(*words)
    assert "Rows: the first 200 of 250; --format csv writes all rows" in told
    assert len(re.findall(r"^V\d", told, re.MULTILINE)) == 200
    assert len(answer(*words, "-f", "csv").splitlines()) == 251
    assert "the first 200 of 250" in answer(*words, "-f", "markdown")
