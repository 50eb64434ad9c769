"""A built wheel, installed elsewhere, brings the bundled model and the command with it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT

needs_posix = pytest.mark.skipif(os.name == "nt", reason="paths of an environment on POSIX")


def build(kind: str, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
        check=True,
        cwd=ROOT,
        capture_output=True,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """An environment with the wheel, and with the libraries of the one the tests run in."""
    home = tmp_path_factory.mktemp("else where") / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"),
            *("--no-config", "--python", str(python), str(wheel)),
        ],
        check=True,
        env={**os.environ, "VIRTUAL_ENV": ""},
    )
    site = next(home.glob("lib/*/site-packages"))
    # Only this folder: the .pth files in it, which point to the checkout, are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


def ask(home: Path, *arguments: str) -> str:
    surroundings = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "PYTHONHOME"}}
    answer = subprocess.run(
        [str(home / "bin" / arguments[0]), *arguments[1:]],
        check=True,
        cwd=home,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
    )
    return answer.stdout


@needs_posix
def test_the_bundled_model_is_found(elsewhere: Path) -> None:
    code = (
        "import digisys; print(digisys.__file__); m = digisys.load('digikompassi'); "
        "print(len(m.variables), len(m.links), sorted(m.loops))"
    )
    where, facts = ask(elsewhere, "python", "-c", code).splitlines()
    assert Path(where).is_relative_to(elsewhere)
    assert facts == "42 74 ['R1', 'R2', 'R3', 'R4', 'R5']"


@needs_posix
def test_the_command_answers_in_finnish_and_so_does_the_module(elsewhere: Path) -> None:
    answer = ask(elsewhere, "digisys", "--language", "fi", "influence", "14")
    assert "tavoite" in answer.lower()
    assert (
        ask(elsewhere, "python", "-m", "digisys", "--language", "fi", "influence", "14") == answer
    )


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"digisys/py.typed", "digisys/models/digikompassi.yaml"} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    for name in names:
        assert name.startswith("digisys/") or ".dist-info/" in name, name
        assert "__pycache__" not in name
    catalogues = [name for name in names if name.endswith(".mo")]
    assert {name.split("/")[2] for name in catalogues} == {"fi", "sv"}


def test_the_source_archive_can_make_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", tmp_path / "sdist")
    with tarfile.open(archive) as file:
        file.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.glob("digisys-*")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")],
        check=True,
        cwd=unpacked,
        capture_output=True,
    )
    (again,) = (tmp_path / "again").iterdir()
    assert sorted(zipfile.ZipFile(again).namelist()) == sorted(zipfile.ZipFile(wheel).namelist())
    assert (unpacked / "run.py").is_file()
    assert (unpacked / "requirements.lock").is_file()
