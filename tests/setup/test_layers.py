"""The check of the layers catches an import that points upward."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT
from tools.checks import CHECKS

LAYERS = "Layers import downward only"
LIBRARIES = "Drawing and terminal libraries stay in the outer layers"


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
    ("module", "line", "contract", "told"),
    [
        ("words.py", "import digisys.schema", LAYERS, "digisys.words -> digisys.schema "),
        ("schema/base.py", "import digisys.analysis", LAYERS, "digisys.schema.base -> "),
        ("graph/view.py", "import digisys.io", LAYERS, "digisys.graph.view -> digisys.io "),
        (
            "simulation/simulate_once.py",
            "import matplotlib",
            LIBRARIES,
            "digisys.simulation.simulate_once -> matpl",
        ),
        (
            "io/yaml/read.py",
            "def f():\n    import rich",
            LIBRARIES,
            "digisys.io.yaml.read -> rich ",
        ),
    ],
)
def test_a_planted_fault_is_caught(
    copy: Path, module: str, line: str, contract: str, told: str
) -> None:
    path = copy / "digisys" / module
    assert told not in lint_imports(copy).stdout
    with path.open("a", encoding="utf-8") as file:
        file.write(f"\n\n{line}\n")
    answer = lint_imports(copy)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{contract} BROKEN" in answer.stdout
    assert told in answer.stdout
