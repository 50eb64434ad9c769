"""The words of the page: found in its JavaScript, taken from the catalogues."""

from __future__ import annotations

import json
import re
from typing import Any

from digisys.words import templates

__all__ = ["catalogue", "find_words"]

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
