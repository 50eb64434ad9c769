"""What CONTRIBUTING and the release checklist tell a developer to type works in a fresh clone."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import digisys
from tools.checks import CHECKS
from tools.skips import explained

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RELEASE = (ROOT / "docs" / "develop" / "release.md").read_text(encoding="utf-8")

pytestmark = [
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no clone"),
    pytest.mark.skipif(
        os.name == "nt", reason=explained("platform", "commands are written for a POSIX shell")
    ),
]


def commands() -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.strip().split("\n")]


def run(folder: Path, *words: str) -> str:
    surroundings = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        words, check=False, cwd=folder, env=surroundings, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check(folder: Path, *words: str) -> str:
    """Do what ``run.py test`` does once it has made the environment, which takes minutes."""
    return run(folder, sys.executable, "-m", "tools.checks", *words)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone made by the commands of the page, with the environment that is in use."""
    first, second, *_ = commands()
    assert (first, second) == ("git clone <this repository> digisys", "cd digisys")
    home = tmp_path_factory.mktemp("contributing")
    run(home, *shlex.split(first.replace("<this repository>", str(ROOT))))
    (home / "digisys" / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    return home / "digisys"


def test_every_command_of_the_page_is_tried_here() -> None:
    assert commands()[2:] == ["python3 run.py test"]


def test_checks_start_in_a_clone_and_sum_up(clone: Path) -> None:
    assert re.search(r"^ok +layers ", check(clone, "--only", "layers"), re.MULTILINE)


def test_the_table_names_every_check_and_how_to_run_it_alone() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \|.*--only ([\w-]+)` \|$", PAGE, re.MULTILINE)
    assert rows == [(item.name, item.name) for item in CHECKS]


def test_words_after_test_go_to_pytest(clone: Path) -> None:
    (line,) = re.findall(r"`python3 run\.py (test --only tests \S+ -k \w+)`", PAGE)
    said = check(clone, *line.split()[1:], "--collect-only", "-q", "-p", "no:cacheprovider")
    assert "tests/analysis/test_loops.py" in said


def test_the_release_checklist_builds_both_archives(clone: Path) -> None:
    (line,) = re.findall(r"`(\.venv/bin/python -m hatchling build)`", RELEASE)
    run(clone, *line.split())
    made = sorted(path.name for path in (clone / "dist").iterdir())
    version = digisys.__version__
    assert made == [f"digisys-{version}-py3-none-any.whl", f"digisys-{version}.tar.gz"]
    assert f"version: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
