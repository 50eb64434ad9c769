"""A file saved from a page is taken into the model file: only what was changed there."""

from __future__ import annotations

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from digisys.cli.main import main
from digisys.errors import ModelFileError, OutputError, QuestionError
from digisys.io import parse_model
from digisys.io.format import format_model
from digisys.io.plain_model import model_of_plain, plain_model
from digisys.workshop.take_edits import base_of, take_edits
from tests.workshop.test_edit_session import MODEL, renamed

Plain = dict[str, Any]


def page_file(plain: Plain, base: Plain | None) -> str:
    """Write a file as the page does: laid out by the page, with what it was made from."""
    text = format_model(model_of_plain(plain))
    if base is None:
        return text
    packed = base64.b64encode(zlib.compress(json.dumps(base).encode())).decode()
    return f"{text}# digisys-base: {packed}\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.yaml"
    path.write_text(MODEL, "utf-8")
    return path


@pytest.fixture
def base() -> Plain:
    return plain_model(parse_model(MODEL))


def test_what_was_changed_in_the_page_is_taken_and_all_else_stays(file: Path, base: Plain) -> None:
    saved = file.with_name("saved.yaml")
    saved.write_text(page_file(renamed(base, "trust", "Confidence"), base), "utf-8")
    file.write_text(MODEL.replace("label: Use}", "label: Use online}  # better"), "utf-8")
    file.write_text(MODEL.replace("label: Skills", "label: Abilities  # better"), "utf-8")
    taken = take_edits(file, saved)
    assert taken.based
    text = file.read_text("utf-8")
    expected = MODEL.replace("label: Skills", "label: Abilities  # better")
    assert text == expected.replace("label: Trust", "label: Confidence")
    assert [(edit.kind, edit.what, edit.key) for edit in taken.edits] == [
        ("variable", "changed", "trust")
    ]
    assert taken.backup is not None
    assert taken.backup.name == "town.before-take.yaml"
    assert taken.backup.read_text("utf-8") == expected
    assert "Confidence" in str(taken)
    # A second time there is nothing to take.
    again = take_edits(file, saved)
    assert again.edits == ()
    assert again.backup is None
    assert "nothing to take" in str(again)


def test_without_its_base_all_differences_are_taken_and_that_is_told(
    file: Path, base: Plain
) -> None:
    saved = file.with_name("saved.yaml")
    saved.write_text(page_file(renamed(base, "trust", "Confidence"), None), "utf-8")
    file.write_text(MODEL.replace("label: Skills", "label: Abilities"), "utf-8")
    taken = take_edits(file, saved)
    assert not taken.based
    assert "all its differences" in str(taken)
    text = file.read_text("utf-8")
    assert text == MODEL.replace("Trust", "Confidence")


@pytest.mark.parametrize("prefer", [None, "mine", "theirs"])
def test_a_conflict_is_listed_with_both_sides(file: Path, base: Plain, prefer: Any) -> None:
    saved = file.with_name("saved.yaml")
    mine = renamed(renamed(base, "trust", "Confidence"), "use", "Usage")
    saved.write_text(page_file(mine, base), "utf-8")
    theirs = MODEL.replace("label: Trust", "label: Faith")
    file.write_text(theirs, "utf-8")
    taken = take_edits(file, saved, prefer=prefer)
    if prefer is None:
        assert taken.after is None
        assert file.read_text("utf-8") == theirs
        rows = taken.table("en").rows
        assert len(rows) == 1
        assert rows[0][1:] == ("Trust", "Confidence", "Faith")
        assert "--prefer" in str(taken)
        return
    trust = {"mine": "Confidence", "theirs": "Faith"}[prefer]
    text = file.read_text("utf-8")
    assert text == MODEL.replace("label: Trust", f"label: {trust}").replace("Use", "Usage")


def test_the_command_tells_edits_and_ends_with_1_on_conflicts(
    file: Path, base: Plain, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = file.with_name("saved.yaml")
    saved.write_text(page_file(renamed(base, "trust", "Confidence"), base), "utf-8")
    words = ["edit", str(file), "--take", str(saved), "--language", "en"]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "1 edit is taken." in shown
    assert "variable changed" in shown
    file.write_text(MODEL.replace("Trust", "Faith"), "utf-8")
    assert main([*words, "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["taken"]
    assert told["conflicts"][0]["mine"] == "Confidence"
    assert main([*words, "--prefer", "theirs"]) == 0
    assert file.read_text("utf-8") == MODEL.replace("Trust", "Faith")


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\n\n\n"])
def test_the_base_is_found_at_the_end(base: Plain, ends: str) -> None:
    text = page_file(base, base).rstrip("\n") + ends
    found = base_of(text)
    assert found is not None
    assert plain_model(found) == base


@pytest.mark.parametrize(
    "packed",
    [
        *("AAAA", "eJw=", base64.b64encode(zlib.compress(b"[1]")).decode()),
        base64.b64encode(zlib.compress(b"{}")).decode(),
        base64.b64encode(zlib.compress(b"[" * 100_000)).decode(),
        base64.b64encode(zlib.compress(b"\xff\xfe")).decode(),
        base64.b64encode(zlib.compress(b" " * (40 * 2**20))).decode(),
    ],
)
def test_a_base_that_was_cut_is_no_base(base: Plain, packed: str) -> None:
    with pytest.raises(QuestionError, match="digisys-base"):
        base_of(f"{page_file(base, None)}# digisys-base: {packed}\n")


def test_a_file_of_another_model_is_refused(file: Path, base: Plain) -> None:
    saved = file.with_name("saved.yaml")
    saved.write_text(page_file({**base, "id": "village"}, None), "utf-8")
    with pytest.raises(QuestionError, match="village"):
        take_edits(file, saved)
    other = {**base, "id": "village"}
    saved.write_text(page_file(other, other), "utf-8")
    with pytest.raises(QuestionError, match="village"):
        take_edits(file, saved)
    assert file.read_text("utf-8") == MODEL


def test_files_that_are_wrong_or_not_there_change_nothing(file: Path, base: Plain) -> None:
    saved = file.with_name("saved.yaml")
    with pytest.raises(ModelFileError, match="no such file"):
        take_edits(file, saved)
    saved.write_text("schema: 1\nid: [\n", "utf-8")
    with pytest.raises(ModelFileError):
        take_edits(file, saved)
    saved.write_text(page_file(base, base), "utf-8")
    file.write_text("schema: 1\nid: [\n", "utf-8")
    with pytest.raises(ModelFileError):
        take_edits(file, saved)
    assert file.read_text("utf-8") == "schema: 1\nid: [\n"
    with pytest.raises(OutputError, match="comes with digisys"):
        take_edits("digikompassi", saved)


def test_edits_are_told_as_diff_tells_them(file: Path, base: Plain) -> None:
    plain = renamed(base, "trust", "Confidence")
    plain["links"] = plain["links"][:2]
    saved = file.with_name("saved.yaml")
    saved.write_text(page_file(plain, base), "utf-8")
    taken = take_edits(file, saved)
    for language, words in {"en": "link removed", "fi": "poist", "sv": "bort"}.items():
        assert any(words in str(cell) for row in taken.table(language).rows for cell in row)
    frame = taken.to_frame()
    assert list(frame["kind"]) == ["variable", "link"]


def shown(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(words) in (1, 2)
    return capsys.readouterr().err


def test_mistakes_at_the_command_line_have_a_cure(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(file.parent)
    begin = ["edit", "--language", "en", "--no-browser"]
    assert "digisys convert digikompassi digikompassi.yaml" in shown(begin, capsys)
    assert "--take" in shown([*begin, "town.yaml", "--prefer", "mine"], capsys)
    assert "Leave out --title" in shown([*begin, "town.yaml", "--title", "T"], capsys)
    assert "--host" in shown([*begin, "town.yaml", "--host", "0.0.0.0"], capsys)
    assert "folder" in shown([*begin, "nowhere/new.yaml", "--title", "T"], capsys)
    assert "no such file" in shown([*begin, "town.yaml", "--take", "none.yaml"], capsys)
    main(["convert", "town.yaml", "map.graphml", "--no-sidecar"])
    assert "digisys convert map.graphml map.yaml" in shown([*begin, "map.graphml"], capsys)
    names = sorted(path.name for path in file.parent.iterdir())
    assert names == ["map.graphml", "town.yaml"]


@pytest.mark.parametrize(
    ("words", "title"), [(["--title", "Meidän kunta"], "Meidän kunta"), ([], "new_map")]
)
def test_a_new_file_is_begun(
    tmp_path: Path,
    words: list[str],
    title: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digisys.report.edit.EditServer.run", lambda _: None)
    file = tmp_path / "new_map.yaml"
    assert main(["edit", str(file), "--no-browser", "--language", "fi", *words]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("http://127.0.0.1:")
    model = parse_model(file.read_bytes())
    assert model.title.text("fi") == title
    assert model.languages == ("fi",)
    assert [each.label.text("fi") for each in model.variables.values()] == ["Ensimmäinen muuttuja"]
    assert ("aloitetaan uusi malli" in " ".join(err.split())) == (not words)
    assert [path.name for path in tmp_path.iterdir()] == ["new_map.yaml"]
