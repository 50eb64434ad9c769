"""The check of the layers catches an import that points upward."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT
from tools.checks import CHECKS


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    ignored = shutil.ignore_patterns("__pycache__", "locale", "fonts")
    shutil.copytree(ROOT / "digisys", tmp_path / "digisys", ignore=ignored)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = next(check.command for check in CHECKS if check.name == "layers")
    return subprocess.run(
        command,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("words.py", "import digisys.schema", "Layers import downward only"),
        ("schema/base.py", "from digisys import analysis", "Layers import downward only"),
        ("analysis/view.py", "import digisys.io", "Layers import downward only"),
        ("simulation/__init__.py", "import matplotlib", "Drawing and terminal libraries"),
        ("io/yaml.py", "def f():\n    import rich.table", "Drawing and terminal libraries"),
    ],
)
def test_a_planted_fault_is_caught(copy: Path, module: str, line: str, contract: str) -> None:
    path = copy / "digisys" / module
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n\n{line}\n")
    answer = lint_imports(copy)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    broken = [text for text in answer.stdout.splitlines() if text.rstrip().endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)
