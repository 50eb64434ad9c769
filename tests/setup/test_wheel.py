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
from tools.skips import explained

needs_posix = pytest.mark.skipif(
    os.name == "nt", reason=explained("platform", "paths of an environment on POSIX")
)


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


@pytest.fixture(scope="module", params=["wheel", "sdist"])
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with digisys installed, and with the libraries of the one the tests run in."""
    built = build(request.param, tmp_path_factory.mktemp(request.param))
    home = tmp_path_factory.mktemp("else where") / "env"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    site = next(home.glob("lib/*/site-packages"))
    # Only this folder: the .pth files in it, which point to the checkout, are not read.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"),
            *("--no-config", "--no-build-isolation", "--python", str(python), str(built)),
        ],
        check=True,
        env={**os.environ, "VIRTUAL_ENV": ""},
    )
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


@needs_posix
@pytest.mark.parametrize(
    ("command", "result"),
    [
        ("draw --highlight R1 -o map.svg", "map.svg"),
        ("draw --paper A4 -o map.pdf", "map.pdf"),
        ("page -o page.html", "page.html"),
        ("simulate leadership-push --samples 16 --plot levels.png", "levels.png"),
        ("export model.xmile --scenario leadership-push", "model.xmile"),
    ],
)
def test_what_it_needs_came_with_it(
    elsewhere: Path, tmp_path: Path, command: str, result: str
) -> None:
    """Fonts, scripts of the page, scenarios and catalogues are files inside the package."""
    words = [str(tmp_path / word) if word == result else word for word in command.split()]
    ask(elsewhere, "digisys", *words)
    assert (tmp_path / result).stat().st_size > 5000


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"digisys/py.typed", "digisys/models/digikompassi.yaml"} <= set(names)
    for text in (
        "LICENSE",
        "digisys/render/fonts/OFL.txt",
        "digisys/uncertainty/sobol/LICENSE.txt",
    ):
        assert any(name.endswith(f"licenses/{text}") for name in names), names
    for name in names:
        assert name.startswith("digisys/") or ".dist-info/" in name, name
        assert "__pycache__" not in name
    catalogues = [name for name in names if name.endswith(".mo")]
    assert {name.split("/")[2] for name in catalogues} == {"fi", "sv"}
    assert not [name for name in names if name.endswith(".po")]


def test_the_source_archive_can_make_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", tmp_path / "sdist")
    with tarfile.open(archive) as file:
        if hasattr(tarfile, "data_filter"):
            file.extractall(tmp_path, filter="data")
        else:  # in the first releases of Python 3.11
            file.extractall(tmp_path)
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
