"""What differs on Windows, as far as another system can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.sys, "platform", "win32")


@pytest.mark.usefixtures("windows")
def test_the_interpreter_lies_in_scripts(tmp_path: Path) -> None:
    assert environment.python_of(tmp_path) == tmp_path / "Scripts" / "python.exe"


@pytest.mark.usefixtures("windows")
def test_the_environment_tells_its_python_by_its_settings_not_by_the_launcher(
    tmp_path: Path,
) -> None:
    base = tmp_path / "Ohjelmat ä" / "Python311"
    base.mkdir(parents=True)
    settings = tmp_path / "pyvenv.cfg"
    assert environment.interpreter(tmp_path) == "", "a lost settings file is a fault, not a crash"
    settings.write_text(f"version = 3.11.9\nhome = {base}\n", encoding="utf-8")
    assert environment.interpreter(tmp_path) == "", "the Python it stood on is gone"
    (base / "python.exe").write_bytes(b"")
    assert environment.interpreter(tmp_path) == str(base)


def test_line_ends_of_windows_do_not_make_a_list_another_list(tmp_path: Path) -> None:
    listed = tmp_path / "requirements.lock"
    listed.write_bytes(b"a==1\nb==2\n")
    as_written = environment.digest(tmp_path, "questions")
    listed.write_bytes(b"a==1\r\nb==2\r\n")
    assert environment.digest(tmp_path, "questions") == as_written
    listed.write_bytes(b"a==1\r\nb==3\r\n")
    assert environment.digest(tmp_path, "questions") != as_written
