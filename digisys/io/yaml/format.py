"""Models as text: the same bytes for the same model, and nothing lost on the way.

Sections come in the order of the schema, values that are the default are left out, and
the text is laid out to be read and compared line by line. Comments of a file that was
read are not part of the model, so they are not written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import RootModel

from digisys.errors import OutputError
from digisys.io.yaml.scalars import read_plain
from digisys.schema import Model
from digisys.schema.base import Frozen
from digisys.words import Message

__all__ = [
    "SCHEMA_FILE",
    "USUAL",
    "Look",
    "entry_lines",
    "flow_text",
    "format_document",
    "format_model",
    "is_lines",
    "is_prose",
    "item_lines",
    "key_text",
    "plain_data",
    "value_lines",
    "word",
    "wrapped",
]

#: Where editors find the JSON Schema: beside the model file.
SCHEMA_FILE = "model.schema.json"

_WIDTH = 100
#: YAML allows no longer key on one line.
_LONGEST_KEY = 1000
_LARGEST_NUMBER = 10**300
# Signs that mean something to YAML at the start of a word.
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_ODD_SIGN = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_UNSAFE = re.compile(r":(?:\s|$)|\s#")
_LETTER_KEYS = frozenset("yYnN")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[A-Za-z0-9_.+-]{1,60}")


@dataclass(frozen=True)
class Look:
    """How deep things are indented, in columns.

    Attributes
    ----------
    step
        What stands below a key, from the key on.
    dash
        The dashes of a list below a key, from the key on.
    item
        What stands after a dash, from the dash on.
    width
        The longest line.
    """

    step: int = 2
    dash: int = 2
    item: int = 2
    width: int = _WIDTH


#: How the files of digisys are laid out.
USUAL = Look()


def format_model(model: Model) -> str:
    """Return a model as the text of a model file.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    str
        YAML; reading it gives an equal model.

    Raises
    ------
    OutputError
        If a text holds half of a surrogate pair, which no file can hold.

    Examples
    --------
    >>> from digisys.io import parse_model
    >>> model = parse_model("{schema: 1, id: t, title: T, languages: [en],"
    ...                     " variables: {a: {label: 'no', role: auxiliary}}}")
    >>> print(format_model(model))
    # yaml-language-server: $schema=model.schema.json
    schema: 1
    id: t
    title: T
    languages: [en]
    <BLANKLINE>
    variables:
      a:
        label: "no"
    <BLANKLINE>
    """
    return format_document(model, SCHEMA_FILE)


def format_document(value: Frozen, schema_file: str | None = None) -> str:
    """Return any part of the schema as the text of a file.

    Parameters
    ----------
    value
        A model, a scenario or the like.
    schema_file
        The JSON Schema that editors check the file against, named on the first line.

    Returns
    -------
    str
        YAML; reading it gives an equal value.

    Raises
    ------
    OutputError
        If a text holds half of a surrogate pair, or a key or number is too long to be
        read again.
    """
    lines = [f"# yaml-language-server: $schema={schema_file}"] if schema_file else []
    tall = False
    for key, part in plain_data(value).items():
        section = list(entry_lines(key, part, 0, 1))
        if lines and (tall or len(section) > 1):
            lines.append("")
        tall = len(section) > 1
        lines += section
    return "\n".join(lines or ["{}"]) + "\n"


# -- the model as plain data ------------------------------------------------------


def plain_data(value: Any) -> Any:
    """Return a value as mappings, lists, words and numbers, without what is the default."""
    if isinstance(value, RootModel):
        return plain_data(value.root)
    if isinstance(value, Frozen):
        return dict(_fields(value))
    if isinstance(value, Mapping):
        return {key: plain_data(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain_data(item) for item in value]
    return value


def _fields(value: Frozen) -> Iterator[tuple[str, Any]]:
    for name, field in type(value).model_fields.items():
        item = getattr(value, name)
        # A word that can be only one thing says what kind of entry this is.
        fixed = get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1
        if fixed or item != field.get_default(call_default_factory=True):
            yield field.alias or name, plain_data(item)


# -- lines ------------------------------------------------------------------------


def entry_lines(key: Any, value: Any, indent: int, depth: int, look: Look = USUAL) -> Iterator[str]:
    """Yield the lines of a key and its value; the deeper in the file, the more is in brackets."""
    start = f"{' ' * indent}{key_text(key)}:"
    yield from value_lines(start, value, indent, depth, look, in_list=False)


def item_lines(value: Any, indent: int, depth: int, look: Look = USUAL) -> Iterator[str]:
    """Yield the lines of an item of a list."""
    start = f"{' ' * indent}-"
    if isinstance(value, Mapping) and not _in_line(
        value, depth, in_list=True, room=look.width - len(start)
    ):
        lines = _keys(value, indent + look.item, depth, look)
        yield start + next(lines)[indent + 1 :]
        yield from lines
    else:
        yield from value_lines(start, value, indent, depth, look, in_list=True)


def _keys(value: Mapping[Any, Any], indent: int, depth: int, look: Look) -> Iterator[str]:
    for key, item in value.items():
        yield from entry_lines(key, item, indent, depth + 1, look)


def value_lines(
    start: str, value: Any, indent: int, depth: int, look: Look = USUAL, *, in_list: bool
) -> Iterator[str]:
    """Yield what stands after a key or dash, and the lines below it."""
    room = look.width - len(start)
    step = look.item if in_list else look.step
    below = " " * (indent + step)
    if isinstance(value, str) and is_lines(value):
        yield f"{start} |" if value.endswith("\n") else f"{start} |-"
        for line in value.removesuffix("\n").split("\n"):
            yield f"{below}{line}" if line else ""
    elif isinstance(value, str) and len(word(value)) >= room and is_prose(value):
        yield f"{start} >-"
        yield from wrapped(value, below, look.width)
    elif not isinstance(value, Mapping | list):
        yield f"{start} {word(value)}"
    elif text := _in_line(value, depth, in_list=in_list, room=room):
        yield f"{start} {text}"
    else:
        yield start
        if isinstance(value, Mapping):
            yield from _keys(value, indent + step, depth, look)
        else:
            dash = look.item if in_list else look.dash
            for item in value:
                yield from item_lines(item, indent + dash, depth + 1, look)


def is_lines(text: str) -> bool:
    """Whether a text of several lines can be written as it is, below its key."""
    lines = text.removesuffix("\n").split("\n")
    return (
        len(lines) > 1
        and not text.startswith((" ", "\n"))
        and lines[-1] != ""
        and all(line == line.rstrip() and not _ODD_SIGN.search(line) for line in lines)
    )


def is_prose(text: str) -> bool:
    """Whether a long text can be broken at its spaces without losing any."""
    return text == text.strip() and "  " not in text and not _ODD_SIGN.search(text)


def wrapped(text: str, margin: str, width: int) -> Iterator[str]:
    """Yield a long text in lines, broken at its spaces."""
    line = ""
    for part in text.split(" "):
        if line and len(margin) + len(line) + len(part) >= width:
            yield margin + line
            line = part
        else:
            line = f"{line} {part}" if line else part
    yield margin + line


def _in_line(value: Any, depth: int, *, in_list: bool, room: int) -> str:
    """Return a collection in brackets if that is short and easy to read, else nothing."""
    if isinstance(value, list):
        fitting = all(not isinstance(item, Mapping | list) for item in value)
    elif in_list:
        fitting = depth >= 4 and _is_simple(value)
    else:
        fitting = depth >= 3 and all(isinstance(item, int | float) for item in value.values())
    text = flow_text(value) if fitting or not value else ""
    return text if len(text) < room else ""


def _is_simple(value: Any) -> bool:
    """Whether there is nothing in a value but names, numbers and lists of such."""
    if isinstance(value, Mapping):
        return all(not isinstance(item, Mapping) and _is_simple(item) for item in value.values())
    if isinstance(value, list):
        return all(_is_simple(item) for item in value)
    return not isinstance(value, str) or _WORD.fullmatch(value) is not None


def flow_text(value: Any) -> str:
    """Return a value on one line, collections in brackets."""
    if isinstance(value, Mapping):
        entries = (f"{key_text(key, flow=True)}: {flow_text(item)}" for key, item in value.items())
        return "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow_text(item) for item in value) + "]"
    return word(value, flow=True)


# -- words and numbers ------------------------------------------------------------


def key_text(key: Any, *, flow: bool = False) -> str:
    """Return a key as it is read again."""
    text = key if key in _LETTER_KEYS else word(key, flow=flow)
    if len(text) > _LONGEST_KEY:
        raise OutputError(
            Message("The name “{name}…” is too long for a file.", {"name": text[:40]}),
            Message("Give it a name of at most {limit} characters.", {"limit": _LONGEST_KEY}),
        )
    return text


def word(value: Any, *, flow: bool = False) -> str:
    """Return a word or number as it is read again; ``flow`` where it stands between brackets."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value, flow=flow)
    if isinstance(value, float) and not (value.is_integer() and abs(value) < 1e15):
        mantissa, letter, exponent = repr(value).partition("e")
        return (
            f"{mantissa}{'' if '.' in mantissa else '.0'}{letter}{exponent}" if letter else mantissa
        )
    if abs(value) >= _LARGEST_NUMBER:
        raise OutputError(Message("A number is too large for a file."))
    return "-0.0" if value == 0 and str(value).startswith("-") else str(int(value))


def _text(text: str, *, flow: bool) -> str:
    if _is_plain(text) and not (flow and _UNSAFE_IN_FLOW.search(text)):
        return text
    if _SURROGATE.search(text):
        raise OutputError(
            Message("A text holds half a character: {text}", {"text": ascii(text[:40])}),
            Message("Type the text again."),
        )
    if ("\\" in text or '"' in text) and "'" not in text and not _ODD_SIGN.search(text):
        return f"'{text}'"
    return '"' + _ESCAPED.sub(_escape, text) + '"'


def _is_plain(text: str) -> bool:
    """Whether a text can stand without quotes, for any reader of YAML."""
    return (
        text == text.strip()
        and read_plain(text) == text
        and text[0] not in _INDICATORS
        and not _ODD_SIGN.search(text)
        and not _UNSAFE.search(text)
    )


def _escape(found: re.Match[str]) -> str:
    sign = found[0]
    code = ord(sign)
    return _ESCAPES.get(sign) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
