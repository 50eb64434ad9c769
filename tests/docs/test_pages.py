"""Every example of the documentation's pages, run as a reader would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.simulation.test_export import NO_SIMLIN
from tools.examples import BLOCK, COMMAND, NOT_RUN, differences, pages, run_page

ROOT = Path(__file__).parents[2]
#: Kinds of blocks that are run, and those that only show something.
RUN = {"sh", "python", "text", "diff"}
SHOWN = {"console", "json", "mermaid"}


#: Pages that need a package which is not made for every machine.
NEEDS_SIMLIN = {"equation-models.md"}

#: One page in three languages, with the same commands.
SAME_COMMANDS = [f"which-command-{language}.md" for language in ("en", "fi", "sv")]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def run_pages() -> list[Any]:
    """List the pages to run; lists of commands, which other pages run too, in long runs only."""
    return [
        pytest.param(path, marks=[pytest.mark.long] if path.name in SAME_COMMANDS else [])
        for path in pages()
    ]


@pytest.mark.parametrize("path", run_pages(), ids=name)
def test_examples_run_and_show_the_real_output(path: Path, tmp_path: Path) -> None:
    if path.name in NEEDS_SIMLIN:
        pytest.importorskip("simlin", reason=NO_SIMLIN)
    shown = run_page(path, tmp_path)
    assert list(differences(path, shown)) == []


def test_three_languages_have_the_same_commands() -> None:
    def commands(page: str) -> list[tuple[str, ...]]:
        """List the commands with their options; names are of the language."""
        found = COMMAND.findall((ROOT / "docs" / "howto" / page).read_text(encoding="utf-8"))
        return sorted(
            (words[1], *(word for word in words[2:] if word.startswith("-")))
            for words in (each.split() for each in found)
        )

    english, finnish, swedish = map(commands, SAME_COMMANDS)
    assert len(english) > 20
    assert english == finnish == swedish


@pytest.mark.parametrize("path", pages(), ids=name)
def test_every_block_is_of_a_known_kind(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    found = [block["kind"] for block in BLOCK.finditer(source) if not block["kind"].startswith("{")]
    assert set(found) <= RUN | SHOWN
    # What the pattern overlooks would not be run either.
    fences = [line for line in source.split("\n") if line.startswith("```") and line != "```"]
    directives = [line for line in fences if line.startswith("```{") and "code-block" not in line]
    assert len(fences) - len(directives) == len(list(BLOCK.finditer(source)))


def test_an_output_that_is_not_the_real_one_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nprint(2 + 2)\n```\n\n```text\n5\n```\n", encoding="utf-8")
    lines = list(differences(page, run_page(page, tmp_path)))
    assert "-5" in lines
    assert "+4" in lines


def test_what_is_not_run_has_a_reason() -> None:
    assert all(reason for reason in NOT_RUN.values())
