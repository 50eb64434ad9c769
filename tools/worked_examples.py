"""Run the worked examples for developers, in a copy of the project, as a reader would.

In the pages ``docs/develop/add-*.md``, in order:

- a ``{code-block}`` with a caption is saved as that file of the copy, in a new folder if need be;
- a ``diff`` block changes files of the copy; two lines round a change are enough to find it;
- a ``console`` block holds commands after ``$``, run there by the shell; all must succeed;
- a ``text`` block right after shows their output.

``python -m tools.examples`` compares or refreshes these pages with the others.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.examples import BLOCK, ROOT, ExampleError, Shown

__all__ = ["copy_project", "is_worked", "run_worked"]

#: What a copy holds of the project.
COPIED = (
    *("digisys", "models", "tests", "tools", "pyproject.toml"),
    "docs/develop/glossary.md",  # which the tests of words read
)


def is_worked(path: Path) -> bool:
    """Tell whether a page is a worked example for developers."""
    return path.parent == ROOT / "docs" / "develop" and path.name.startswith("add-")


def copy_project(folder: Path) -> Path:
    """Copy what a developer works on into a folder; ``.venv`` there is the one in use."""
    for name in COPIED:
        source, target = ROOT / name, folder / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    (folder / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    return folder


def run_worked(path: Path, folder: Path) -> list[Shown]:
    """Follow a worked example in a copy of the project.

    Parameters
    ----------
    path
        The page.
    folder
        An empty folder for the copy.

    Returns
    -------
    list of Shown
        The outputs that the page shows, each with the real one.

    Raises
    ------
    ExampleError
        If a change does not fit the project, or a command fails.
    """
    copy_project(folder)
    source = path.read_text(encoding="utf-8")
    shown = []
    output = ""
    for block in BLOCK.finditer(source):
        kind, text = block["kind"], block["text"]
        if block["file"]:
            file = folder / block["file"]
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif kind == "diff":
            _run("git apply -C2 --recount -", folder, path, text)
        elif kind == "console":
            lines = [line.removeprefix("$ ") for line in text.strip().split("\n")]
            output = "".join(_run(line, folder, path) for line in lines)
        elif kind == "text":
            shown.append(Shown(block.start("text"), block.end("text"), text, output))
    return shown


def _run(command: str, folder: Path, page: Path, given: str | None = None) -> str:
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "80",
        # The copy is no repository, and must not be taken for a part of one around it.
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    done = subprocess.run(
        ["bash", "-c", command],
        check=False,
        cwd=folder,
        env=surroundings,
        input=given or "",
        capture_output=True,
        encoding="utf-8",
    )
    if done.returncode:
        said = f"{done.stdout[-2000:]}{done.stderr[-2000:]}{given or ''}"
        raise ExampleError(f"{page.name}: “{command}” failed:\n{said}")
    return done.stdout
