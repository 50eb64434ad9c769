"""How people ask in each language: kinds of words and the questions that they make."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Grammar", "Pattern", "grammar_data", "grammar_of", "plain_letters"]

_FOLDER = Path(__file__).parent
#: A part of a pattern: kinds of words, of which one may be missing, or a name.
_NAME = {"N": r"(\d+)[<>=] ", "N>": r"(\d+)> ", "N<": r"(\d+)< ", "N=": r"(\d+)= "}


def plain_letters(text: str) -> str:
    """Write a text in small letters without accents, as words of questions are compared."""
    return re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text)).lower()


@dataclass(frozen=True)
class Pattern:
    """An order of words that is a question.

    Attributes
    ----------
    kind
        What is asked; ``back`` where the words can be asked of either end.
    reverse
        Whether the names come in the other order.
    form
        The kinds of words, each followed by a space, with numbers for names.
    """

    kind: str
    reverse: bool
    form: re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    """How people ask in a language.

    Attributes
    ----------
    language
        ``fi``, ``sv`` or ``en``.
    share
        How much of the shorter word must be the same for two words to be forms of one.
    tail
        How many letters of an ending each may have beyond.
    into, out
        Endings that say "into" and "out of".
    neither
        Words that end so and say neither.
    articles
        Words left out of names and questions.
    words
        The kind of each whole word.
    stems
        The kind of words by how they begin, the longest first.
    patterns
        The questions, the first that fits counts.
    """

    language: str
    share: float
    tail: int
    into: tuple[str, ...]
    out: tuple[str, ...]
    neither: frozenset[str]
    articles: frozenset[str]
    words: Mapping[str, str]
    stems: tuple[tuple[str, str], ...]
    patterns: tuple[Pattern, ...]


@cache
def grammar_data(language: str) -> dict[str, Any]:
    """Return what the file of a language says, for programs in other languages.

    Parameters
    ----------
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    dict
        Plain data; words in small letters without accents, patterns as regular expressions.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    raw = yaml.load(text, Loader=loader)  # noqa: S506 - its own file, as plain texts
    words: dict[str, str] = {}
    kinds = {"filler": raw["fillers"], "change": raw["change"], **raw["words"]}
    for kind, listed in kinds.items():
        words.update((plain_letters(word), kind) for word in listed)
    return {
        "share": float(raw["likeness"]["share"]),
        "tail": int(raw["likeness"]["tail"]),
        **{
            key: [plain_letters(word) for word in raw[key]]
            for key in ("into", "out", "neither", "articles")
        },
        "words": {word: kind for word, kind in words.items() if not word.endswith("*")},
        "stems": sorted(
            ([word[:-1], kind] for word, kind in words.items() if word.endswith("*")),
            key=lambda pair: (-len(pair[0]), pair[0]),
        ),
        "questions": [[asked, _form(pattern)] for asked, pattern in raw["questions"]],
    }


def _form(pattern: str) -> str:
    parts = []
    for item in pattern.split():
        kinds = item.removesuffix("?").split("|")
        either = "|".join(_NAME.get(kind, f"{kind} ") for kind in kinds)
        parts.append(f"(?:{either})" + ("?" if item.endswith("?") else ""))
    return "".join(parts)


@cache
def grammar_of(language: str) -> Grammar:
    """Read how people ask in a language.

    Parameters
    ----------
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    Grammar
        The kinds of words and the questions.
    """
    data = grammar_data(language)
    return Grammar(
        language=language,
        share=data["share"],
        tail=data["tail"],
        into=tuple(data["into"]),
        out=tuple(data["out"]),
        neither=frozenset(data["neither"]),
        articles=frozenset(data["articles"]),
        words=data["words"],
        stems=tuple((stem, kind) for stem, kind in data["stems"]),
        patterns=tuple(
            Pattern(asked.partition(" ")[0], asked.endswith(" back"), re.compile(form))
            for asked, form in data["questions"]
        ),
    )
