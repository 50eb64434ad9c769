"""The checks of the page's scripts: what they say where something is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT
from tools import page_scripts

LOCK = json.loads((page_scripts.FOLDER / "package-lock.json").read_text("utf-8"))


def run(path: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.page_scripts", *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
    )


@pytest.mark.parametrize("check", ["types", "lint"])
def test_without_node_a_check_fails_and_says_how_to_get_it(tmp_path: Path, check: str) -> None:
    done = run(str(tmp_path), check)
    assert done.returncode == 1
    assert "Node.js 18 or newer is missing" in done.stderr
    assert "apt-get install npm" in done.stderr


@pytest.mark.parametrize(
    ("version", "enough"),
    [("v18.20.4", True), ("v22.1.0", True), ("v16.0.0", False), ("v9.9.9", False), ("", False)],
)
def test_versions_of_node(version: str, enough: bool) -> None:
    assert page_scripts.is_new_enough(version) is enough


@pytest.mark.skipif(os.name == "nt", reason="a program of a few lines for a POSIX shell")
def test_a_failed_fetch_fails_the_check(tmp_path: Path, monkeypatch, capsys) -> None:
    for name, text in (("node", "echo v20.0.0"), ("npm", "exit 7")):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(page_scripts, "PROGRAMS", tmp_path / "node_modules")
    assert page_scripts.main(["types"]) == 1
    assert "needs the network once" in capsys.readouterr().err


def test_the_lock_names_versions_and_digests_and_no_host() -> None:
    """Whoever fetches them gets these very bytes, from whichever registry is set up."""
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert {"node_modules/typescript", "node_modules/@biomejs/biome"} <= set(packages)
    for name, entry in packages.items():
        assert entry["integrity"].startswith("sha512-"), name
        assert "resolved" not in entry, name
