"""Files that cannot be read at all, and files in another encoding."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from digisys.errors import ModelFileError, QuestionError
from digisys.io import load, parse_model, read_model
from digisys.io.scenarios import load_scenario
from digisys.io.yaml import source as source_module
from tests.io.reading import TWO, problem
from tools.skips import explained

SAVE = "Save the file as UTF-8 (the encoding is chosen in the “Save as” window)."
FINNISH = TWO.replace("title: T", "title: Työ")


def refused(path: Path | str) -> tuple[str, str]:
    with pytest.raises(ModelFileError) as caught:
        read_model(path)
    (found,) = caught.value.problems
    assert found.file == os.fspath(path)
    return str(found.what), str(found.cure or "")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(FINNISH, "utf-8")
    assert str(read_model(path).title) == "Työ"
    assert read_model(str(path)) == read_model(path)


def test_a_missing_file_suggests_its_neighbours(tmp_path: Path) -> None:
    for name in ("services.yaml", "trust.yml", "servces.txt"):
        (tmp_path / name).write_text(TWO, "utf-8")
    assert refused(tmp_path / "servces.yaml") == (
        "There is no such file.",
        "Did you mean services.yaml?",
    )
    assert refused(tmp_path / "xyz.yaml")[1] == "Check the name and the folder."


def test_a_missing_folder(tmp_path: Path) -> None:
    what, cure = refused(tmp_path / "gone" / "model.yaml")
    assert what == "There is no such file."
    assert cure == f"There is no folder “{tmp_path / 'gone'}” either."


def test_a_file_used_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert refused(tmp_path / "file" / "model.yaml")[0] == "There is no such file."


def test_a_path_that_no_system_allows() -> None:
    assert refused("mo\0del.yaml")[0] == "There is no such file."
    assert refused("x" * 5000 + ".yaml")[0].startswith("The file cannot be read: ")


def test_a_folder(tmp_path: Path) -> None:
    assert refused(tmp_path) == (
        "This is a folder, not a file.",
        "Name the model file in it.",
    )


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason=explained("superuser", "may read every file"),
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text(TWO, "utf-8")
    path.chmod(0)
    assert refused(path)[0] == "You have no permission to read this file."


@pytest.mark.skipif(
    not Path("/proc/self/mem").exists(),
    reason=explained("platform", "only Linux has a file that cannot be read"),
)
def test_a_file_that_the_system_does_not_give() -> None:
    """Even the superuser gets an input error from the start of a process's memory."""
    assert refused("/proc/self/mem")[0].startswith("The file cannot be read: ")


def test_permission_refused_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "secret.yaml"
    path.write_text(TWO, "utf-8")
    monkeypatch.setattr(source_module, "open", refuse, raising=False)
    assert refused(path) == (
        "You have no permission to read this file.",
        "Ask its owner for permission, or copy it to a folder of yours.",
    )


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)  # a sparse file: no bytes are stored
    assert refused(path) == (
        "The file is larger than 32 MB, which no model needs.",
        "Check that this is the right file.",
    )


@pytest.mark.skipif(
    not Path("/dev/zero").exists(), reason=explained("platform", "needs a device without an end")
)
def test_a_device_without_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "LARGEST_FILE", 2**20)
    assert refused("/dev/zero")[0] == "The file is larger than 1 MB, which no model needs."


@pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason=explained("platform", "needs a pipe with a name")
)
def test_a_pipe_is_read(tmp_path: Path) -> None:
    """``digisys check <(command)`` gives a pipe, which has no size."""
    import threading

    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(TWO, "utf-8"))
    writer.start()
    assert read_model(pipe).id == "t"
    writer.join()


# -- encodings ----------------------------------------------------------------------


def test_a_byte_order_mark_of_windows_is_accepted() -> None:
    model = parse_model(b"\xef\xbb\xbf" + FINNISH.encode())
    assert model == parse_model(FINNISH)
    assert parse_model("\ufeff" + FINNISH) == model


def test_places_are_right_after_a_byte_order_mark() -> None:
    assert problem(b"\xef\xbb\xbf" + b"id: a\nid: 'x\n")[:2] == (2, 5)


def test_an_old_windows_encoding() -> None:
    what = (
        "The file is not UTF-8: byte 25 (0xF6) would be “ö” in the encoding of older Windows"
        " programs."
    )
    assert problem(FINNISH.encode("cp1252")) == (3, 10, "", what, SAVE)


def test_an_old_windows_encoding_after_a_byte_order_mark_and_windows_lines() -> None:
    data = b"\xef\xbb\xbf" + "a: ä\r\nb: ".encode() + b"\xe4\r\n"
    found = problem(data)
    assert found[:2] == (2, 4)
    assert "byte 13 (0xE4)" in found[3]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16(encoding: str) -> None:
    assert problem(FINNISH.encode(encoding)) == (
        1,
        1,
        "",
        "The file is in the encoding UTF-16.",
        SAVE,
    )


def test_utf_32() -> None:
    assert "UTF-32" in problem(b"\0\0\xfe\xff" + FINNISH.encode("utf-32-be"))[3]
    assert "UTF-32" in problem(FINNISH.encode("utf-32"))[3]


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1.7", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0"])
def test_documents_and_pictures_are_no_models(start: bytes) -> None:
    assert problem(start + b"\x00\xff" * 40)[3:] == (
        "This is not a text file.",
        "A model is a plain text file in YAML; a document or workbook is not.",
    )


def test_an_error_of_a_file_says_which() -> None:
    with pytest.raises(ModelFileError, match=r"gone\.yaml: There is no such file\."):
        load("gone.yaml")


@pytest.mark.parametrize("name", ["ä" * 300, "x" * 5000, "a\0b", "x" * 300 + ".yaml"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(ModelFileError):
        load(name)
    with pytest.raises((ModelFileError, QuestionError)):
        load_scenario(name)
