"""No sentence reaches a user past ``digisys/words.py``, where it would stay English.

Looked at are errors of our own tree, what is written to the terminal, titles and labels of
figures, helps of options, and the strings of the page.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import digisys
from digisys import errors

PACKAGE = Path(digisys.__file__).parent
#: What says a text in the reader's language.
SAID = {"say", "say_count", "Message", "Counted", "N_", "templates"}
#: What shows a text to the user.
SHOWN = {
    *(name for name in errors.__all__ if name.endswith("Error")),
    *("write", "echo", "print", "emit_text", "tell_error", "Text"),
    *("set_title", "set_xlabel", "set_ylabel", "suptitle", "supxlabel", "supylabel", "colorbar"),
}
#: Keywords that hold a text for the user, whatever is called.
TOLD = {"help", "epilog", "caption", "about", "group"}
#: Two words with a space between: names, paths and marks have none.
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:]? [A-Za-z]")


def called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def literals(node: ast.AST) -> Iterator[str]:
    """Find the texts below a node that are not said."""
    if isinstance(node, ast.Call) and called(node) in SAID:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from literals(child)


def unsaid(source: str) -> list[str]:
    """Find the sentences of a module that are shown and not said."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            shown = [*node.args, *node.keywords] if called(node) in SHOWN else []
            shown += [item for item in node.keywords if item.arg in TOLD]
            found += [text for part in shown for text in literals(part) if SENTENCE.search(text)]
    return found


def unsaid_on_the_page(script: str) -> list[str]:
    """Find the strings of a script that read as sentences and are not said."""
    script = re.sub(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", "", script, flags=re.DOTALL)
    said = re.sub(r"\b(?:say|sayCount)\((?:\s*\"(?:[^\"\\\n]|\\.)*\",?)+", "", script)
    strings = re.findall(r'"((?:[^"\\\n]|\\.)*)"', said)
    return [text for text in strings if re.search(r"^[A-Z][a-z]+,? [a-z]+|[a-z] [a-z]+\.$", text)]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_every_sentence_is_said(path: Path) -> None:
    assert unsaid(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "report" / "page").rglob("*.js")), ids=lambda path: path.name
)
def test_every_sentence_of_the_page_is_said(path: Path) -> None:
    assert unsaid_on_the_page(path.read_text("utf-8")) == []


def test_the_page_itself_holds_no_words() -> None:
    text = (PACKAGE / "report" / "page" / "browser" / "page.html").read_text("utf-8")
    body = re.sub(
        r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]*>|\{\{?.*?\}?\}", "", text, flags=re.DOTALL
    )
    assert re.findall(r"[A-Za-z]{3,}", body) == []


@pytest.mark.parametrize(
    "source",
    [
        "raise QuestionError('Give a number.')",
        "sys.stderr.write(f'Saved as {path}' + chr(10))",
        "typer.Option('--limit', help='How many to show.')",
        "axes.set_xlabel('Share of draws')",
        "emit_text(say('Links') + ' of the model')",
    ],
)
def test_an_unsaid_sentence_is_found(source: str) -> None:
    assert unsaid(source)
    assert unsaid_on_the_page('h("p", {}, "Nothing of this name")')


def test_a_said_sentence_and_a_name_are_not_found() -> None:
    assert not unsaid("raise QuestionError(Message('Give a number.'))")
    assert not unsaid("sys.stdout.write(f'digisys {version}')")
    assert not unsaid("raise MissingPackageError('numba', 'fast')")
    assert not unsaid_on_the_page('h("p", { class: "note large" }, say("Nothing of this name"))')
