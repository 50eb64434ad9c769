"""The interface reference leaves out nothing public, and every entry tells what it must."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import digisys

ROOT = Path(__file__).parents[2]
#: Functions that carry out a published method, which their docstrings cite.
METHODS = (
    "calibrate", "cut", "dominance", "loop_set", "measures", "press", "robust",
    "sensitivity", "weigh_structures", "weighted_predictions",
)  # fmt: skip
#: Quantities whose parameters must say what values they take.
COUNTED = ("samples", "seed", "workers", "limit", "max_length", "max_loops", "time_limit", "dt")
RANGE = re.compile(
    r"\d|zero|one|more|least|most|above|second|year|share|positive|all when|as of", re.IGNORECASE
)


@cache
def pages() -> dict[str, str]:
    path = ROOT / "docs" / "_ext" / "api_pages.py"
    spec = importlib.util.spec_from_file_location("api_pages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.pages())


@cache
def entries() -> dict[str, Any]:
    """Return every documented function and class by its full name."""
    found = {}
    for text in pages().values():
        for path in re.findall(r"auto(?:function|class):: (\S+)", text):
            module, name = path.rsplit(".", 1)
            found[path] = getattr(importlib.import_module(module), name)
    return found


def functions() -> list[Any]:
    return [
        pytest.param(thing, id=path)
        for path, thing in entries().items()
        if inspect.isfunction(thing)
    ]


def section(doc: str, name: str) -> str:
    match = re.search(rf"^{name}\n-+\n(.*?)(?=^\w[\w ]*\n-+\n|\Z)", doc, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def parameters(doc: str) -> dict[str, str]:
    """Return what a docstring tells of each parameter."""
    told = {}
    for names, text in re.findall(
        r"^(\w[^\n]*)\n((?:(?: +[^\n]*)?\n)+)", section(doc, "Parameters") + "\n", re.MULTILINE
    ):
        for name in names.split(" : ")[0].split(", "):
            told[name.lstrip("*")] = " ".join(text.split())
    return told


def test_every_public_name_is_told() -> None:
    shown = {thing.__name__ for thing in entries().values()}
    assert set(digisys.__all__) <= shown


def test_no_two_classes_have_one_name() -> None:
    """A type in a signature would lead to either."""
    names = [thing.__name__ for thing in entries().values() if inspect.isclass(thing)]
    assert sorted(names) == sorted(set(names))


def test_every_result_of_a_public_function_is_told() -> None:
    shown = set(entries().values())
    for name in digisys.__all__:
        thing = getattr(digisys, name)
        kind = thing.__annotations__.get("return") if inspect.isfunction(thing) else None
        made = thing.__globals__.get(kind, kind) if isinstance(kind, str) else kind
        if inspect.isclass(made) and made.__module__.startswith("digisys"):
            assert made in shown, name


@pytest.mark.parametrize("function", functions())
def test_every_parameter_is_told_with_its_range(function: Any) -> None:
    doc = inspect.getdoc(function) or ""
    told = parameters(doc)
    assert set(inspect.signature(function).parameters) == set(told)
    for name in COUNTED:
        assert name not in told or RANGE.search(told[name]), f"{name}: {told[name]}"
    assert section(doc, "Examples"), "an example that runs"
    returned = function.__annotations__.get("return")
    assert section(doc, "Returns") or section(doc, "Yields") or returned in {None, "None"}


@pytest.mark.parametrize("name", METHODS)
def test_a_published_method_is_cited(name: str) -> None:
    (function,) = {thing for path, thing in entries().items() if path.endswith(f".{name}")}
    said = (inspect.getdoc(function) or "") + (inspect.getmodule(function).__doc__ or "")
    assert re.search(r"doi:10\.\d{4,}/|doi\.org/10\.", said)
