"""Catalogues of translations: from the text that translators write to what gettext reads.

The wheel carries compiled catalogues; in a checkout one is compiled when its language is
asked for and it has changed, so that what was just written is what is said.
"""

from __future__ import annotations

import os
import re
import secrets
import struct
from contextlib import suppress
from pathlib import Path

__all__ = ["compile_catalogue", "compiled_file"]

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_ESCAPE = re.compile(r"\\(.)")
#: Of a compiled catalogue: what it begins with, and how long its head is.
_MAGIC, _HEAD = 0x950412DE, 28


def compile_catalogue(text: str) -> bytes:
    r"""Compile a catalogue (``.po``) to what :class:`gettext.GNUTranslations` reads (``.mo``).

    Entries that are marked fuzzy or have no translation are left out, as GNU gettext does.

    Parameters
    ----------
    text
        The catalogue.

    Returns
    -------
    bytes
        The compiled catalogue; the same bytes for the same text.

    Examples
    --------
    >>> import gettext, io
    >>> compiled = compile_catalogue('msgid "link"\nmsgstr "vaikutussuhde"')
    >>> gettext.GNUTranslations(io.BytesIO(compiled)).gettext("link")
    'vaikutussuhde'
    """
    entries = sorted(
        ("\0".join(ids).encode(), "\0".join(texts).encode())
        for ids, texts, fuzzy in _entries(text)
        if any(texts) and (not fuzzy or ids == [""])
    )
    count = len(entries)
    offset = _HEAD + 16 * count
    tables: list[bytes] = []
    for column in (0, 1):
        for entry in entries:
            tables.append(struct.pack("<II", len(entry[column]), offset))
            offset += len(entry[column]) + 1
    strings = b"".join(entry[column] + b"\0" for column in (0, 1) for entry in entries)
    head = struct.pack("<7I", _MAGIC, 0, count, _HEAD, _HEAD + 8 * count, 0, _HEAD + 16 * count)
    return head + b"".join(tables) + strings


def compiled_file(source: Path) -> Path | None:
    """Return the compiled catalogue beside a written one, made anew if that has changed.

    Both bear the same time, so that a clock that was set back or forth since misleads nobody.

    Parameters
    ----------
    source
        The catalogue (``.po``); it need not be there, as in a wheel.

    Returns
    -------
    pathlib.Path or None
        The compiled catalogue; None if there is none and the folder cannot be written to.
    """
    target = source.with_suffix(".mo")
    try:
        written = source.stat().st_mtime_ns
    except OSError:
        return target if target.exists() else None
    with suppress(OSError):
        if target.stat().st_mtime_ns == written:
            return target
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        temporary.write_bytes(compile_catalogue(source.read_text("utf-8")))
        os.utime(temporary, ns=(written, written))
        temporary.replace(target)
    except OSError:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        return None
    return target


def _entries(text: str) -> list[tuple[list[str], list[str], bool]]:
    """Read the entries: what is said in English, in the language, and whether it is fuzzy."""
    found: list[tuple[list[str], list[str], bool]] = []
    ids: list[str] = []
    texts: list[str] = []
    fuzzy = False
    into = ids
    for line in [*text.splitlines(), 'msgid ""']:
        if line.startswith("#"):
            if texts:
                found.append((ids, texts, fuzzy))
                ids, texts, fuzzy = [], [], False
                into = ids
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        keyword, _, _ = line.partition(" ")
        if keyword == "msgid":
            if texts:
                found.append((ids, texts, fuzzy))
                ids, texts, fuzzy = [], [], False
            into = ids
        elif keyword.startswith("msgstr"):
            into = texts
        piece = _STRING.search(line)
        if piece is None:
            continue
        words = _ESCAPE.sub(lambda escape: _ESCAPES.get(escape[1], escape[1]), piece[1])
        if keyword.startswith("msg"):
            into.append(words)
        elif into:
            into[-1] += words
    return found
