"""The page on performance names every benchmark, so that each figure can be made again."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "performance.md").read_text(encoding="utf-8")


def test_every_row_names_a_benchmark_and_every_benchmark_has_a_row() -> None:
    rows = [line for line in PAGE.split("\n") if line.startswith("| ") and "**" not in line][2:]
    named = [re.search(r"\| `(\w+\.py)[^`]*` \|$", row) for row in rows]
    assert rows
    assert all(named), [row for row, match in zip(rows, named, strict=True) if not match]
    # What others import and nobody starts is no benchmark.
    scripts = {
        path.name
        for path in (ROOT / "benchmarks").glob("*.py")
        if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    }
    assert {match[1] for match in named if match} == scripts
