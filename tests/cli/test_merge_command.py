"""``digisys merge``, by itself and as git's merge driver."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from digisys.cli.main import main
from digisys.io import parse_model

BASE = """\
schema: 1
id: trust
title: Trust and services   # a working title
languages: [en]
sources:
  s: {title: Report}
variables:
  # What people say of services
  quality: {label: Quality of services, role: stock}  # in the survey
  use: {label: Use of services, role: stock}
  trust: {label: Trust, role: stock}

links:
- {from: quality, to: use, polarity: positive}   # agreed in spring
- {from: use, to: trust, polarity: positive, evidence: [{source: s, pages: [4]}]}
"""
MINE = BASE.replace("to: trust, polarity: positive", "to: trust, polarity: unknown")
THEIRS = BASE.replace("to: trust, polarity: positive", "to: trust, polarity: negative")
LINK = "- {from: trust, to: use, polarity: positive}\n"
MORE = BASE + LINK


def files(folder: Path, mine: str, theirs: str) -> list[str]:
    made = []
    for name, text in (("base", BASE), ("mine", mine), ("theirs", theirs)):
        path = folder / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        made.append(str(path))
    return made


def test_the_merged_model_goes_into_my_text(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = files(tmp_path, MINE, MORE)
    assert main(["merge", *names, "-o", names[1]]) == 0
    assert Path(names[1]).read_text("utf-8") == MINE + LINK
    assert "1 change comes from the other side" in " ".join(capsys.readouterr().out.split())


def test_with_a_conflict_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = files(tmp_path, MINE, THEIRS)
    out = tmp_path / "out.yaml"
    assert main(["merge", *names, "-o", str(out), "--format", "json"]) == 1
    assert not out.exists()
    assert Path(names[1]).read_text("utf-8") == MINE
    told = json.loads(capsys.readouterr().out)
    (conflict,) = told["conflicts"]
    assert (conflict["mine"], conflict["theirs"]) == ("unknown", "negative")
    assert conflict["evidence"]["mine"] == [{"source": "s", "pages": [4]}]
    assert main(["merge", *names, "-o", str(out), "--prefer", f"{conflict['key']}=theirs"]) == 0
    assert out.read_text("utf-8") == THEIRS
    assert main(["merge", *names, "-o", str(out), "--force", "--prefer", "mine"]) == 0
    assert out.read_text("utf-8") == MINE
    assert main(["merge", *names, "--prefer", "ours"]) != 0


@pytest.mark.parametrize(
    ("language", "told"),
    [("fi", "Vaikutussuhde"), ("sv", "Samband"), ("en", "link")],
)
def test_conflicts_are_told_in_three_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    main(["merge", *files(tmp_path, MINE, THEIRS), "--language", language])
    assert told.casefold() in capsys.readouterr().out.casefold()


needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


class Repository:
    """A repository of models whose attributes are those of the guide."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        empty = folder / "no-config"
        empty.write_text("", encoding="utf-8")
        self.environment = {
            **os.environ,
            **{
                f"GIT_{who}_{what}": "a@example.org"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
            "GIT_CONFIG_GLOBAL": str(empty),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        self.git("init", "-q", "-b", "main")
        command = f'"{sys.executable}" -m digisys'
        self.git("config", "merge.digisys.driver", f"{command} merge --driver %O %A %B %L %P")
        self.git(
            "config",
            "diff.digisys.command",
            f'f() {{ {command} diff "$2" "$5" --samples 0 || true; }}; f',
        )
        self.write(".gitattributes", "*.yaml diff=digisys merge=digisys\n")
        self.write("map.yaml", BASE)
        self.write("other.yaml", "one: 1\ntwo: 2\nthree: 3\nfour: 4\nfive: 5\n")
        self.commit("base")

    def git(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *words],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        assert self.git("commit", "-q", "-m", message).returncode == 0

    def branches(
        self, mine: dict[str, str], theirs: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Change files on two branches and merge the other one."""
        self.git("checkout", "-q", "-b", "theirs")
        for name, text in theirs.items():
            self.write(name, text)
        self.commit("theirs")
        self.git("checkout", "-q", "main")
        for name, text in mine.items():
            self.write(name, text)
        self.commit("mine")
        return self.git("merge", "-q", "--no-edit", "theirs")


@needs_git
def test_git_merges_models_by_meaning(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    # Lines that git itself cannot merge: both sides add behind the same line.
    mine = BASE + "- {from: trust, to: quality, polarity: positive}   # ours\n"
    other = "one: 1\ntwo: 2\nthree: 3\nfour: 4\nfive: 5\n"
    ended = repository.branches(
        {"map.yaml": mine, "other.yaml": other.replace("one: 1", "one: 11")},
        {"map.yaml": MORE, "other.yaml": other.replace("five: 5", "five: 55")},
    )
    assert ended.returncode == 0, ended.stderr
    assert repository.read("map.yaml") == mine + LINK
    assert repository.read("other.yaml") == "one: 11\ntwo: 2\nthree: 3\nfour: 4\nfive: 55\n"
    assert not (tmp_path / "map.yaml.conflicts.txt").exists()


@needs_git
def test_git_stops_at_a_conflict_and_the_file_stays_a_model(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    ended = repository.branches({"map.yaml": MINE}, {"map.yaml": THEIRS + LINK})
    assert ended.returncode == 1
    text = repository.read("map.yaml")
    assert text == MINE + LINK
    assert parse_model(text).links[1].polarity == "unknown"
    told = repository.read("map.yaml.conflicts.txt")
    assert "link use->trust polarity" in told
    assert "negative" in told
    assert "UU map.yaml" in repository.git("status", "--porcelain").stdout
    # Settled by hand, and the list is deleted.
    (tmp_path / "map.yaml.conflicts.txt").unlink()
    repository.commit("merged")


@needs_git
def test_git_shows_the_meaning_of_a_change(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.write("map.yaml", THEIRS)
    shown = repository.git("diff").stdout
    assert "link changed" in shown
    assert "negative" in shown
