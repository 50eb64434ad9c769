"""The words of the page: found in its JavaScript, taken from the catalogues."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from digisys.report.page.modules import load_modules
from digisys.report.page.plain import packed_data
from digisys.words import templates

__all__ = ["catalogue", "deflated_words", "find_words", "opening_words", "packed_words"]

#: Rooms of scripts whose words are needed only when someone edits, but for those that lead there.
_LATER = ("edit/", "editing/")
_AT_ONCE = ("editing/bar", "editing/mode", "editing/panel")

_STRING = r'"((?:[^"\\\n]|\\.)*)"'
_SAY = re.compile(rf"\bsay\(\s*{_STRING}")
_COUNT = re.compile(rf"\bsayCount\(\s*{_STRING},\s*{_STRING}")


def find_words(script: str) -> tuple[list[str], list[tuple[str, str]]]:
    """Find the texts that a script says.

    Parameters
    ----------
    script
        JavaScript; texts are plain double-quoted strings in ``say("…")`` and
        ``sayCount("…", "…", …)``.

    Returns
    -------
    texts : list of str
        Those that are said as they are, in alphabetical order.
    counted : list of tuple of str
        Those that depend on a count: for one thing and for several.
    """
    texts = {json.loads(f'"{found}"') for found in _SAY.findall(script)}
    counted = {
        (json.loads(f'"{one}"'), json.loads(f'"{many}"')) for one, many in _COUNT.findall(script)
    }
    return sorted(texts), sorted(counted)


def catalogue(script: str, language: str) -> dict[str, Any]:
    """Return the words of a script in a language, as the page reads them.

    Parameters
    ----------
    script
        The JavaScript that says them.
    language
        A language code; English where there is no translation.

    Returns
    -------
    dict
        ``texts`` by English text; ``plurals`` by English singular, each a pair.
    """
    texts, counted = find_words(script)
    return {
        "texts": {text: templates(text, language)[0] for text in texts},
        "plurals": {one: list(templates(one, language, many)) for one, many in counted},
    }


def packed_words(script: str, languages: Sequence[str]) -> dict[str, Any]:
    """Return the words of a script in several languages, each English text written once.

    Parameters
    ----------
    script
        The JavaScript that says them.
    languages
        Language codes.

    Returns
    -------
    dict
        ``texts`` and ``plurals``: the English ones; ``by``: for each language its texts and its
        pairs in the same order. English needs none.
    """
    texts, counted = find_words(script)
    found = {code: catalogue(script, code) for code in languages if code.split("-")[0] != "en"}
    return {
        "texts": texts,
        "plurals": [one for one, _ in counted],
        "by": {
            code: [list(words["texts"].values()), list(words["plurals"].values())]
            for code, words in found.items()
        },
    }


def opening_words(entries: Sequence[str], languages: Sequence[str]) -> dict[str, Any]:
    """Return the words that a page needs when it opens: all but those of its editor.

    Parameters
    ----------
    entries
        Names of the modules that the page starts with.
    languages
        Language codes.

    Returns
    -------
    dict
        As of :func:`packed_words`.
    """
    return packed_words(_bodies(entries, later=False), languages)


def deflated_words(entries: Sequence[str], languages: Sequence[str]) -> str:
    """Return the words that only the editor of a page needs: JSON, deflated, in base64.

    Parameters
    ----------
    entries
        Names of the modules that the page starts with.
    languages
        Language codes.

    Returns
    -------
    str
        What :func:`packed_words` gives, without words that the page has when it opens.
    """
    at_once, at_once_counted = find_words(_bodies(entries, later=False))
    texts, counted = find_words(_bodies(entries, later=True))
    rest = [f"say({json.dumps(text)})" for text in texts if text not in set(at_once)]
    rest += [
        f"sayCount({json.dumps(one)}, {json.dumps(many)})"
        for one, many in counted
        if (one, many) not in set(at_once_counted)
    ]
    return packed_data(packed_words("\n".join(rest), languages))


def _bodies(entries: Sequence[str], *, later: bool) -> str:
    return "\n".join(
        module.body
        for module in load_modules(entries)
        if (module.name.startswith(_LATER) and module.name not in _AT_ONCE) is later
    )
