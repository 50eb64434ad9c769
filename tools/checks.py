"""Run every check of the project and sum up: ``python3 run.py test``.

Each check runs even when one before it failed. To add a check, add a row to ``CHECKS``.
What a check left out because something is missing here is told by name and reason; in the
continuous build (``CI=true``) the check has then not passed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from tools.skips import SKIP_FILE, Skip, left_out, tell

ROOT = Path(__file__).resolve().parents[1]
PYTHON = sys.executable


@dataclass(frozen=True)
class Check:
    """One check: its name, what it makes sure of, and the command that does it."""

    name: str
    sense: str
    command: tuple[str, ...]


CHECKS = (
    Check("format", "code is laid out by ruff", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Check("lint", "ruff finds no fault", (PYTHON, "-m", "ruff", "check", ".")),
    Check("types", "mypy --strict finds no fault", (PYTHON, "-m", "mypy")),
    Check(
        "layers",
        "imports point downward only",
        # Its cache takes a module that is new for a missing one.
        (
            PYTHON,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ),
    ),
    Check(
        "page-types",
        "the types of the page's scripts agree",
        (PYTHON, "-m", "tools.page_scripts", "types"),
    ),
    Check(
        "page-lint",
        "Biome finds no fault in the page's scripts",
        (PYTHON, "-m", "tools.page_scripts", "lint"),
    ),
    Check(
        "locks",
        "pyproject.toml, uv.lock and requirements*.lock agree",
        (PYTHON, "-m", "tools.locks", "--check"),
    ),
    Check("docs", "the site builds; nothing in it leads nowhere", (PYTHON, "-m", "tools.site")),
    Check(
        "tests", "tests, doctests, catalogues, README; 95 % of branches", (PYTHON, "-m", "pytest")
    ),
)


@dataclass(frozen=True)
class Outcome:
    """How a check went."""

    check: Check
    succeeded: bool
    seconds: float
    skips: tuple[Skip, ...] = ()
    said: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was left out that another machine would have done."""
        return all(skip.is_explained for skip in self.skips)

    @property
    def passed(self) -> bool:
        """Whether it counts as passed; in the continuous build only a whole check does."""
        return self.succeeded and (self.is_whole or os.environ.get("CI") != "true")

    @property
    def word(self) -> str:
        """How it went, in a word."""
        if not self.passed:
            return "FAILED"
        return "ok" if self.is_whole else "partly"


def main(arguments: Sequence[str]) -> int:
    """Run the checks asked for; return 0 when all passed, else 1."""
    parser = argparse.ArgumentParser(
        prog="run.py test",
        description="Run every check. Other words and options go to pytest; with them, pytest "
        "runs only what they name, without measuring coverage.",
        epilog="Checks: " + "; ".join(f"{check.name} ({check.sense})" for check in CHECKS) + ".",
    )
    parser.add_argument(
        "--only",
        metavar="NAME",
        action="append",
        choices=[check.name for check in CHECKS],
        help="run only this check (may be repeated)",
    )
    parser.add_argument(
        "--long",
        action="store_true",
        help="run the whole of what the tests otherwise try a slice of, with new random examples",
    )
    options, words = parser.parse_known_args(arguments)
    chosen = [check for check in CHECKS if not options.only or check.name in options.only]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "tests.xml"
        for_pytest = _pytest_options(words, report, whole=options.long)
        outcomes = _run_all(chosen, for_pytest, Path(folder))
        counts = count_tests(report)
    print(f"\n{summary(outcomes)}")
    if counts is not None:
        print(counts)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _pytest_options(words: Sequence[str], report: Path, *, whole: bool) -> tuple[str, ...]:
    """Measure the whole on all cores; run what a developer picks plainly, to start fast."""
    fixed = (f"--junitxml={report}", *(("--long",) if whole else ()))
    if words:
        return (*fixed, *words)
    measured = () if whole else ("--cov", "--cov-report=term")
    return (*fixed, *measured, "-n", "auto", "--dist", "worksteal")


def _run_all(checks: Sequence[Check], for_pytest: Sequence[str], folder: Path) -> list[Outcome]:
    """Run checks side by side, as many as there are cores, and show each when it is done.

    The tests begin when one check at most is left, and are shown as they go; what is left, the
    longest, is shown after them.
    """
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        # The longest ones start first, so that none is left for the end.
        others = [check for check in checks if check.name != "tests"]
        waiting = [pool.submit(_run, check, (), folder) for check in reversed(others)][::-1]
        outcomes = [_shown(future.result()) for future in waiting[:-1]]
        tests = [
            _run(check, for_pytest, folder, show=True) for check in checks if check.name == "tests"
        ]
        outcomes += [_shown(future.result()) for future in waiting[-1:]]
    return [*outcomes, *tests]


def _shown(outcome: Outcome) -> Outcome:
    """Show what a check said, now that nothing else is being shown."""
    print(f"{_heading(outcome.check)}\n{outcome.said}", end="", flush=True)
    return outcome


def _heading(check: Check) -> str:
    return f"\n== {check.name}: {check.sense}"


def _run(check: Check, options: Sequence[str], folder: Path, *, show: bool = False) -> Outcome:
    """Run a check; what it says is shown at once, or kept."""
    notes, report = folder / f"{check.name}.txt", folder / f"{check.name}.xml"
    if show:
        print(_heading(check), flush=True)
    began = time.monotonic()
    done = subprocess.run(
        [*check.command, *options],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", SKIP_FILE: str(notes)},
        stdout=None if show else subprocess.PIPE,
        stderr=None if show else subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    seconds = time.monotonic() - began
    skips = tuple(left_out(notes, report))
    return Outcome(check, done.returncode == 0, seconds, skips, done.stdout or "")


def summary(outcomes: Sequence[Outcome]) -> str:
    """Lay out the outcomes as a table, and below it what was left out."""
    rows = [
        f"{outcome.word:<6}  {outcome.check.name:<10}{outcome.seconds:7.1f} s  "
        f"{outcome.check.sense}"
        for outcome in outcomes
    ]
    skips = tell(skip for outcome in outcomes for skip in outcome.skips)
    return "\n".join([*rows, *([skips] if skips else [])])


def count_tests(report: Path) -> str | None:
    """Read from pytest's report how many tests passed; None without a report."""
    if not report.is_file():
        return None
    total = failed = skipped = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    text = f"{total - failed - skipped} passed, {failed} failed"
    return f"{text}, {skipped} skipped" if skipped else text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
