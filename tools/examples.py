"""Run the examples of Markdown pages, and compare or refresh the outputs that they show.

``python -m tools.examples`` shows what differs; with ``--refresh`` it writes the real
outputs into the pages, to be read before they are committed. In a page

- a ``sh`` block holds commands, one a line, that start with ``digisys`` or
  ``python3 run.py``; a command in backticks within a sentence is run too;
- a ``python`` block goes on where the page's earlier ones ended;
- a ``text`` block right after shows the output; a line ``…`` in it stands for lines left out;
- a ``{code-block}`` with a caption is saved as a file of that name.

All blocks of a page run in order, in one empty folder. Worked examples for developers run in a
copy of the project instead: see ``tools/worked_examples.py``.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.served import fetch_served, is_served

ROOT = Path(__file__).resolve().parents[1]
#: What cannot run inside the checks, and why.
NOT_RUN: Mapping[str, str] = {
    "python3 run.py test": "starts the checks, of which this is a part",
    "python3 run.py docs": "builds the site; the check “docs” does it",
    "python3 run.py setup": "installs packages",
    "python3 run.py lock": "asks a package index",
    "python3 run.py bundle": "downloads every package; tests/setup/test_bundle.py tries it",
}
#: Words that stand for something of the reader's own: a command with one is not run.
PLACEHOLDER = re.compile(r"\b(COMMAND|FILE|MODEL|NAME|OLD|SCENARIO)\b|…")
BLOCK = re.compile(
    r"^(?P<fence>```+|:::+)(?P<kind>\{code-block\} *\w+|\w+)\n"
    r"(?::caption: (?P<file>\S+)\n\n?)?(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(r"`((?:python3 run\.py|digisys) [^`]+)`")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Shown:
    """An output that a page shows, and the real one."""

    start: int
    end: int
    text: str
    real: str

    @property
    def holds(self) -> bool:
        """Whether the page shows what comes out."""
        return self.text.rstrip() == self.as_shown()

    def as_shown(self) -> str:
        """Lay out the real output the way the page does, with the same lines left out."""
        lines = self.real.rstrip().split("\n")
        old = self.text.rstrip().split("\n")
        if LEFT_OUT in old:
            head = old.index(LEFT_OUT)
            tail = len(old) - head - 1
            if head + tail < len(lines):
                lines = [*lines[:head], LEFT_OUT, *lines[len(lines) - tail :]]
        return "\n".join(line.rstrip() for line in lines)


class ExampleError(Exception):
    """An example does not run."""


def pages() -> list[Path]:
    """List the pages of the site that people write; the README has a test of its own."""
    written = [
        path
        for path in (ROOT / "docs").rglob("*.md")
        if not {"_build", "generated", "decisions"} & set(path.relative_to(ROOT).parts)
    ]
    return sorted(written)


def run_page(path: Path, folder: Path, skip: Container[str] = NOT_RUN) -> list[Shown]:
    """Run a page's examples in a folder.

    Parameters
    ----------
    path
        The page.
    folder
        An empty folder to run them in.
    skip
        Beginnings of commands that are not run.

    Returns
    -------
    list of Shown
        The outputs that the page shows, each with the real one.
    """
    from tools.worked_examples import is_worked, run_worked

    if is_worked(path):
        return run_worked(path, folder)
    source = path.read_text(encoding="utf-8")
    shown = []
    space: dict[str, Any] = {"__name__": "__main__"}
    output = ""
    position = 0
    with contextlib.chdir(folder):
        blocks = list(BLOCK.finditer(source))
        kinds = [block["kind"] for block in blocks] + [""]
        for number, block in enumerate(blocks):
            _run_sentences(source[position : block.start()], path, skip)
            position = block.end()
            kind, text = block["kind"], block["text"]
            if block["file"]:
                file = Path(block["file"])
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            elif kind == "sh":
                lines = text.strip().split("\n")
                # A page may show a mistake and what the program says to it.
                fails = kinds[number + 1] == "text"
                output = "".join(
                    run_command(line, path, fails=fails) for line in lines if _can_run(line, skip)
                )
            elif kind == "python":
                output = _execute(text, path, space)
            elif kind == "text":
                shown.append(Shown(block.start("text"), block.end("text"), text, output))
        _run_sentences(source[position:], path, skip)
    return shown


def _run_sentences(text: str, path: Path, skip: Container[str]) -> None:
    for command in COMMAND.findall(text):
        if _can_run(command, skip) and not PLACEHOLDER.search(command):
            run_command(command, path)


def _can_run(command: str, skip: Container[str]) -> bool:
    return " ".join(command.split()[:3]) not in skip


def run_command(line: str, path: Path, *, fails: bool = False) -> str:
    """Run a command in this process, which is quicker than a new one.

    Parameters
    ----------
    line
        The command, as a page shows it.
    path
        The page.
    fails
        Whether it may fail.

    Returns
    -------
    str
        What it prints; of a command that fails, what it says of that.

    Raises
    ------
    ExampleError
        If it fails and may not, or is no command of digisys.
    """
    from digisys.cli.main import main

    words = shlex.split(line)
    if words[:2] == ["python3", "run.py"]:
        words = words[2:]
    elif words[:1] == ["digisys"]:
        words = words[1:]
    else:
        raise ExampleError(f"{path.name}: “{line}” is not a command of digisys")
    if is_served(words):  # it would stay
        try:
            return fetch_served(words, Path.cwd())
        except (RuntimeError, OSError) as error:
            raise ExampleError(f"{path.name}: “{line}” serves no page: {error}") from None
    out, err = io.StringIO(), io.StringIO()
    kept = dict(os.environ)
    os.environ.update({"COLUMNS": "80", "LC_ALL": "C", "XDG_CONFIG_HOME": os.devnull})
    os.environ.pop("DIGISYS_LANGUAGE", None)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words)
    finally:
        os.environ.clear()
        os.environ.update(kept)
    if code and not fails:
        raise ExampleError(f"{path.name}: “{line}” fails: {err.getvalue()}")
    return err.getvalue() if code else out.getvalue()


def _execute(text: str, path: Path, space: dict[str, Any]) -> str:
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        exec(compile(text, str(path), "exec"), space)
    return stream.getvalue()


def differences(path: Path, shown: list[Shown]) -> Iterator[str]:
    """Show where a page's outputs are not the real ones."""
    for one in shown:
        if not one.holds:
            yield from difflib.unified_diff(
                one.text.rstrip().split("\n"),
                one.as_shown().split("\n"),
                f"{path.name}, as shown",
                "the real output",
                lineterm="",
            )


def refreshed(source: str, shown: list[Shown]) -> str:
    """Put the real outputs into a page's text."""
    for one in reversed(shown):
        source = source[: one.start] + one.as_shown() + "\n" + source[one.end :]
    return source


def main(arguments: list[str]) -> int:
    """Compare or refresh pages: those named, or all."""
    refresh = "--refresh" in arguments
    named = [Path(word).resolve() for word in arguments if not word.startswith("-")]
    wrong = 0
    for path in named or pages():
        with tempfile.TemporaryDirectory() as folder:
            shown = run_page(path, Path(folder))
        lines = list(differences(path, shown))
        wrong += bool(lines)
        if lines and not refresh:
            print("\n".join(lines))
        else:
            print(f"{path.name}: {len(shown)} outputs {'refreshed' if lines else 'hold'}")
        if refresh and lines:
            new = refreshed(path.read_text(encoding="utf-8"), shown)
            path.write_text(new, encoding="utf-8", newline="\n")
    return 1 if wrong and not refresh else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
