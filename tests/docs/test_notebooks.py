"""The notebooks run from top to bottom, and are stored without outputs.

The site's build runs them in a real kernel; here their cells run in this process, which
takes seconds instead of minutes and counts for coverage.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def cells(path: Path) -> list[dict[str, Any]]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def run(source: str, space: dict[str, Any]) -> Any:
    """Run a cell and return what its last line would show."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<cell>", "exec"), space)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)


def html(shown: Any) -> str:
    """Return what a notebook shows of a value, which is more than its bare name."""
    bundle = getattr(shown, "_repr_mimebundle_", None)
    text = bundle()["text/html"] if bundle else shown._repr_html_()
    # An untrusted notebook would leave these out, and the article a hole.
    assert not re.search("<(script|iframe|object|svg)", text)
    assert "<img" not in text or 'alt="' in text
    return str(text)


def test_there_are_six() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == ["1-", "2-", "3-", "4-", "5-", "6-"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_shows_itself(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mpl.use("Agg")
    monkeypatch.chdir(tmp_path)
    space: dict[str, Any] = {}
    for cell in cells(path):
        if cell["cell_type"] == "code":
            shown = run("".join(cell["source"]), space)
            said = capsys.readouterr().out
            assert said or shown is None or html(shown)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_stored_without_outputs_and_reads_as_an_article(path: Path) -> None:
    found = cells(path)
    assert found[0]["cell_type"] == "markdown"
    assert "".join(found[0]["source"]).startswith(f"# {path.name[0]}. ")
    for cell in found:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
    assert sum(cell["cell_type"] == "markdown" for cell in found) >= len(found) // 2
