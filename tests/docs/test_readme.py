"""Every command and code block of the README, run as a newcomer would."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.examples import run_command

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"

#: Commands that start the checks themselves cannot be run inside them.
NOT_RUN_HERE = {"python3 run.py test"}

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str]]:
    return [(match[1], match[2]) for match in BLOCK.finditer(README.read_text(encoding="utf-8"))]


def inline_commands() -> Iterator[str]:
    text = BLOCK.sub("", README.read_text(encoding="utf-8"))
    yield from re.findall(r"`(python3 run\.py [^`]+)`", text)


def run(command: str, folder: Path) -> str:
    program, script, *words = shlex.split(command)
    assert (program, script) == ("python3", "run.py")
    # Other tests measure the same lines; measured, a command would take twice as long.
    surroundings = {key: value for key, value in os.environ.items() if "COVERAGE" not in key}
    done = subprocess.run(
        [sys.executable, "-m", "digisys", *words],
        env=surroundings,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    model = next(text for kind, text in blocks() if kind == "yaml")
    for name in ("trust", "base", "mine", "theirs"):  # three versions of a model, to be merged
        (tmp_path / f"{name}.yaml").write_text(model, encoding="utf-8")
    return tmp_path


def test_every_shown_output_is_the_real_one(folder: Path) -> None:
    namespace: dict[str, object] = {}
    output = ""
    shown = 0
    for kind, text in blocks():
        if kind == "sh":
            commands = text.strip().split("\n")
            output = "".join(run(line, folder) for line in commands if line not in NOT_RUN_HERE)
        elif kind == "python":
            stream = io.StringIO()
            with contextlib.redirect_stdout(stream):
                exec(compile(text, str(README), "exec"), namespace)
            output = stream.getvalue()
        elif kind == "text":
            shown += 1
            assert text.rstrip() == output.rstrip()
    assert shown == 4


def test_every_command_in_a_sentence_works(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = [command for command in inline_commands() if command not in NOT_RUN_HERE]
    assert len(commands) >= 7
    monkeypatch.chdir(folder)
    for command in commands:
        assert run_command(command, README)


def test_the_model_is_ten_lines() -> None:
    model = next(text for kind, text in blocks() if kind == "yaml")
    assert len(model.strip().split("\n")) == 10


def test_every_link_leads_to_a_file() -> None:
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target
