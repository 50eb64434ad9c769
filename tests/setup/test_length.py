"""A usual run tries a fixed slice; a long one the whole, with new examples that can be repeated."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT

TEST = """
import random
import pytest
from hypothesis import given, settings, strategies as st
from tests.length import examples, long_or_slice, seeds

seen = []

@given(st.integers())
def test_usual(number):
    seen.append(number)

@settings(max_examples=examples(7))
@given(st.integers())
def test_seven(number):
    seen.append(number)

@pytest.mark.parametrize("seed", seeds(whole=5, part=2))
def test_case(seed):
    print("case", seed)

def test_size():
    print("size", long_or_slice(whole=1000, part=10), "seen", len(seen), "sum", sum(seen))

@pytest.mark.long
def test_long():
    print("long")

@pytest.mark.parametrize("kind", ["long"])
def test_of_another_meaning(kind):
    pass
"""


PYTEST = (sys.executable, "-m", "pytest", "-s", "-p", "no:cov", "-p", "no:cacheprovider")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The mechanism alone, with tests of its own."""
    (tmp_path / "tests").mkdir()
    for name in ("conftest.py", "length.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path / "tests")
    (tmp_path / "tests" / "test_all.py").write_text(TEST, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\npythonpath = .\naddopts = --import-mode=importlib --strict-markers\n",
        encoding="utf-8",
    )
    return tmp_path


def run(project: Path, *options: str) -> str:
    surroundings = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [*PYTEST, "tests", *options],
        check=False,
        cwd=project,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def told(said: str) -> str:
    return "\n".join(re.findall(r"(?:case|size|long\b).*", said))


def test_a_usual_run_is_the_same_every_time(project: Path) -> None:
    first, second = run(project), run(project)
    assert told(first) == told(second)
    assert re.findall(r"case (\d+)", first) == ["0", "1"]
    assert "size 10 seen 67 " in first
    assert "6 passed, 1 deselected" in first
    assert "long run" not in first


def test_a_long_run_tries_more_and_can_be_repeated(project: Path) -> None:
    first = run(project, "--long")
    assert "size 1000 seen 2675 " in first
    assert "deselected" not in first
    assert "10 passed" in first
    (seed, again) = re.findall(r"--long --long-seed (\d+)", first)
    assert seed == again
    assert re.findall(r"case (\d+)", first) == [str(int(seed) + number) for number in range(5)]
    assert re.findall(r"sum .*", run(project, "--long", "--long-seed", seed)) == re.findall(
        r"sum .*", first
    )


def test_workers_share_the_seed(project: Path) -> None:
    said = run(project, "--long", "-n", "2", "-v")
    (seed, _) = re.findall(r"--long --long-seed (\d+)", said)
    assert f"test_case[{seed}]" in said
    assert "10 passed" in said
