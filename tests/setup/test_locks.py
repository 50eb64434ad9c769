"""The three lists of packages say the same, and carry nothing of the machine they came from."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT
from tools.environment import LEVELS
from tools.locks import EXPORTS, disagreements


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "uv.lock", "README.md", "LICENSE", *EXPORTS):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "digisys").mkdir()
    for name in ("__init__.py", "_version.py"):
        shutil.copy(ROOT / "digisys" / name, tmp_path / "digisys")
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_each_level_of_set_up_has_its_list() -> None:
    assert sorted(LEVELS.values()) == sorted(EXPORTS)


def test_the_lists_agree(copy: Path) -> None:
    assert disagreements(copy) == []


@pytest.mark.parametrize("name", EXPORTS)
def test_a_list_changed_by_hand_is_named(copy: Path, name: str) -> None:
    path = copy / name
    version = re.search(r"^pydantic==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    replace(path, f"pydantic=={version[1]}", "pydantic==2.0.0")
    assert disagreements(copy) == [f"{name} does not agree with uv.lock"]


def test_a_missing_list_is_named(copy: Path) -> None:
    (copy / "requirements.lock").unlink()
    assert disagreements(copy) == ["requirements.lock does not agree with uv.lock"]


def test_a_new_dependency_that_was_not_locked_is_noticed(copy: Path) -> None:
    replace(copy / "pyproject.toml", '"networkx>=3.3"', '"networkx>=3.3,<3.5"')
    (fault,) = disagreements(copy)
    assert fault.startswith("uv.lock does not agree with pyproject.toml")


def test_each_pinned_package_has_a_hash() -> None:
    for name in EXPORTS:
        text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "")
        pins = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
        assert len(pins) > 20
        for pin in pins:
            assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin), pin


def test_questions_need_no_developers_tools() -> None:
    names = set(
        re.findall(
            r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE
        )
    )
    assert {"networkx", "pydantic", "pyyaml", "typer"} <= names
    assert not names & {"pytest", "mypy", "ruff", "uv", "numba", "playwright"}


def test_the_lock_names_only_the_public_index() -> None:
    hosts = set(re.findall(r"[a-z]+://[^/\"]+", (ROOT / "uv.lock").read_text(encoding="utf-8")))
    assert hosts == {"https://pypi.org", "https://files.pythonhosted.org"}
