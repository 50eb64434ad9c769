"""Texts of other tools made such as a model may hold: seen, on one line, without markup."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from digisys.words import HIDDEN

__all__ = ["label_of", "labels_of", "name_key", "note_of", "notes_of", "without_markup"]

_HIDDEN = re.compile(f"[{HIDDEN}\ud800-\udfff]")
#: Seen by nobody when alone, as in :data:`digisys.schema.base.WORDS_PATTERN`.
_BLANK = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u200c-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0]*"
)
#: Those of them that Python calls printable.
_PRINTABLE_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0]")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
#: Letters of a note that are kept; a longer one is a document.
_LONGEST_NOTE = 20_000


def label_of(text: str) -> str:
    r"""Return a label on one line, without characters that nobody sees.

    Examples
    --------
    >>> label_of(" Trust in\n the  state ")
    'Trust in the state'
    """
    if _is_plain(text):
        return text
    return _seen(" ".join(_HIDDEN.sub(" ", text[:_LONGEST_NOTE]).split()))


def note_of(text: str) -> str:
    r"""Return a note with its lines, without characters that nobody sees.

    Examples
    --------
    >>> note_of("one \r\n two\x07 ")
    'one\ntwo'
    """
    if _is_plain(text):
        return text
    lines = re.split(r"\r\n|[\n\r\u2028\u2029]", text[:_LONGEST_NOTE])
    return _seen("\n".join(label_of(line) for line in lines).strip())


def labels_of(texts: Sequence[str]) -> list[str]:
    """Return labels as :func:`label_of` does; texts that need nothing done are told together.

    Examples
    --------
    >>> labels_of(["Trust", " two  words "]), labels_of(["Trust", ""])
    (['Trust', 'two words'], ['Trust', ''])
    """
    return _each(texts, label_of)


def notes_of(texts: Sequence[str]) -> list[str]:
    """Return notes as :func:`note_of` does; texts that need nothing done are told together.

    Examples
    --------
    >>> notes_of(["one", "two "])
    ['one', 'two']
    """
    return _each(texts, note_of)


def _each(texts: Sequence[str], clean: Callable[[str], str]) -> list[str]:
    """Clean texts; if all are plain, which is told of all together, they are left as they are."""
    longest = max(map(len, texts), default=0)
    if longest <= _LONGEST_NOTE and _are_plain("|".join(["", *texts, ""])):
        return list(texts)
    return list(map(clean, texts))


def _are_plain(together: str) -> bool:
    """Tell whether texts with bars around each are plain or empty; not always if one has a bar."""
    return (
        together.isprintable()
        and " |" not in together
        and "| " not in together
        and "  " not in together
        and (together.isascii() or _PRINTABLE_BLANK.search(together) is None)
    )


def _is_plain(text: str) -> bool:
    """Tell, of most texts that nobody needs to change, that they are such."""
    return text != "" and len(text) <= _LONGEST_NOTE and _are_plain(f"|{text}|")


def _seen(text: str) -> str:
    return "" if _BLANK.fullmatch(text) else text


def without_markup(text: str) -> str:
    """Return the words of a text in HTML.

    Examples
    --------
    >>> without_markup("<p>Trust&nbsp;in</p><b>A &amp; B</b>").split()
    ['Trust', 'in', 'A', '&', 'B']
    """
    if "<" not in text and "&" not in text:
        return text
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text)))


def name_key(name: str) -> str:
    """Return how programs of system dynamics compare a name: without case, ``_`` as a space.

    Examples
    --------
    >>> name_key('"Birth_Rate"') == name_key("birth rate")
    True
    """
    plain = name.strip().strip('"').replace("\\n", " ").replace("_", " ")
    return " ".join(_HIDDEN.sub(" ", plain).split()).casefold()
