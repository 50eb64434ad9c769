"""Run every check of the project and sum up: ``python3 run.py test``.

Each check runs even when one before it failed. To add a check, add a row to ``CHECKS``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

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
    passed: bool
    seconds: float


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
    options, words = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "pytest.xml"
        outcomes = [
            _run(check, _pytest_options(words, report) if check.name == "tests" else ())
            for check in CHECKS
            if not options.only or check.name in options.only
        ]
        counts = count_tests(report)
    print(f"\n{summary(outcomes)}")
    if counts is not None:
        print(counts)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _pytest_options(words: Sequence[str], report: Path) -> tuple[str, ...]:
    """Measure the whole on all cores; run what a developer picks plainly, to start fast."""
    fixed = (f"--junitxml={report}",)
    if words:
        return (*fixed, *words)
    return (*fixed, "--cov", "--cov-report=term", "-n", "auto", "--dist", "worksteal")


def _run(check: Check, options: Sequence[str]) -> Outcome:
    print(f"\n== {check.name}: {check.sense}", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        [*check.command, *options],
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - began)


def summary(outcomes: Sequence[Outcome]) -> str:
    """Lay out the outcomes as a table."""
    return "\n".join(
        f"{'ok    ' if outcome.passed else 'FAILED'}  {outcome.check.name:<8}"
        f"{outcome.seconds:7.1f} s  {outcome.check.sense}"
        for outcome in outcomes
    )


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
