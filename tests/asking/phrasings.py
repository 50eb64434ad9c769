"""Questions as people type them, each with what it should be understood as."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from digisys.analysis.asking.understand import Question


class Phrasing(NamedTuple):
    """A question as it is typed; None is to be asked back."""

    text: str
    meant: Question | None


def read_phrasings(name: str) -> list[Phrasing]:
    """Read a file of phrasings, such as ``phrasings.fi``."""
    lines = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" | ", 1) for line in lines if line and not line.startswith("#"))
    return [Phrasing(text, _question(meant.split())) for meant, text in pairs]


def _question(words: list[str]) -> Question | None:
    kind, *names = words
    if kind == "back":
        return None
    push = names.pop(0) if kind == "push" else None
    return Question(kind, tuple(names), push)
