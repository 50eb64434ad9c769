"""Links as people type them, a line each: ``A + B``, ``A -> B (+)``, ``(1, 2, 0.4)``; PlantUML."""

from __future__ import annotations

import re

from digisys.exchange.as_read import FormatError, MapRead, Reading, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions, linked_variables
from digisys.exchange.labels import unique_labels
from digisys.exchange.signs import number_of, sign_of, sign_of_number
from digisys.exchange.written import SYMBOLS
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_SIGN = r"\+\+?|--?|[\u2010-\u2015\u2212]|\+/-|±|\?"
#: ``A + B``: the sign stands between blanks.
_BETWEEN = re.compile(rf"^(?P<a>\S.*?)\s+(?P<s>{_SIGN})\s+(?P<b>.*\S)$")
#: ``A -> B``, ``A --(-)--> B``, ``A → B (+)``, ``[A] --> [B] : +``.
_ARROW = re.compile(
    r"^(?P<a>.*?\S)\s*(?:[-=.]{1,6}[\[(]?(?P<in>\+|-|\?)?[\])]?[-=.]{0,6}>|→|⟶|⇒)\s*(?P<b>\S.*)$"
)
_AFTER = re.compile(r"^(?P<b>.*?\S)\s*(?:[:,;]\s*|\s[\[(]|[\[(])(?P<s>[^\[\]():,;]{1,30})[\])]?$")
_TAIL = re.compile(rf"^(?P<b>.*\S)\s+(?P<s>{_SIGN})$")
_TUPLE = re.compile(r"^[\[(]\s*([^,()\[\]]+),\s*([^,()\[\]]+),\s*([^,()\[\]]+)[\])],?$")
_MACRO = re.compile(r"^\s*(?P<s>[soSO])\s*\(\s*(?P<a>[^,()]+?)\s*,\s*(?P<b>[^,()]+?)\s*\)\s*$")
_NAMED = re.compile(
    r'^\s*(?:Sticky|rectangle|usecase|card|actor|node|label|class)\s*\(?\s*(?P<a>\w+)?\s*,?\s*"'
    r'(?P<label>[^"]{1,300})"(?:\s*,\s*"(?P<note>[^"]*)"|\s+as\s+(?P<as>\w+))?',
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s{0,20}(?:[-*•]|\d{1,4}[.)])\s+")
#: What tells PlantUML how to read the rest, such as what a short form stands for.
_ORDER = re.compile(r"!(?:[a-z]+\b|\$)")
#: What PlantUML tells of an arrow besides its direction: a way to go, a colour.
_DRESSED = re.compile(r"([-.=])(?:\[[#a-z][^\]]*\]|left|right|up|down|[lrud])+(?=[-.=]*>)")
#: Lines that are looked at to tell whether a text is of links, and the share that has to be.
_TRIED, _SHARE = 400, 0.6


def recognise(file: ForeignFile) -> bool:
    """Find out whether most lines are links."""
    if not file.is_text or file.start.startswith(("{", "<")):
        return False
    lines = [line for _, line in _lines(file.text[:200_000])][:_TRIED]
    found = sum(_link(line) is not None for line in lines)
    return found >= 1 and found >= _SHARE * len(lines)


def _is_list(text: str) -> bool:
    """Tell whether every line that says something begins as an item of a list does."""
    lines = [line for line in text[:200_000].splitlines()[:_TRIED] if line.strip()]
    return bool(lines) and all(_BULLET.match(line) for line in lines)


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers."""
    found = []
    listed = _is_list(text)
    for number, line in enumerate(text.splitlines(), 1):
        told = _BULLET.sub("", line) if listed else line
        words = " ".join(re.sub(r"(^|\s)#.*$", "", told[:2000]).split())
        if words.startswith(("//", "'")) or _ORDER.match(words):
            continue
        if words:
            found.append((number, words))
    return found


def _comment(line: str) -> str:
    found = re.search(r"\s#\s*(.+)$", line[:4000])
    return found[1] if found else ""


def _link(line: str) -> tuple[str, str, Sign, float | None] | None:
    """Read a line as source, target, sign and weight."""
    if ">" in line:
        line = re.sub(r"<<(\w+)>>", r"\1", _DRESSED.sub(r"\1", line))
    if found := _TUPLE.match(line):
        weight = number_of(found[3])
        ends = (found[1].strip(" '\""), found[2].strip(" '\""))
        return None if weight is None else (*ends, sign_of_number(weight), abs(weight))
    if found := _MACRO.match(line):
        return found["a"], found["b"], "+" if found["s"] in "sS" else "-", None
    if found := _ARROW.match(line):
        target, sign = found["b"], sign_of(found["in"] or "", near=False)
        for form in (_AFTER, _TAIL):
            after = form.match(target)
            told = sign_of(after["s"], near=False) if after else None
            if after and told:
                target, sign = after["b"], told
                break
        source, target = (name.strip().strip('[]()"').strip() for name in (found["a"], target))
        return (source, target, sign or "?", None) if source and target else None
    if found := _BETWEEN.match(line):
        return found["a"], found["b"], sign_of(found["s"], near=False) or "?", None
    return None


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read a link a line; what stands after ``#`` is its note."""
    del options
    reading = Reading()
    raw = file.text.splitlines()
    names: dict[str, str] = {}
    for number, line in _lines(file.text):
        item = f"line {number}"
        if found := _NAMED.match(line):
            key = found["a"] or found["as"] or found["label"]
            names[key] = found["label"]
            reading.node(key, found["label"].replace("\\n", " "), item,
                         description=(found["note"] or "").replace("\\n", "\n"))  # fmt: skip
            continue
        if line.startswith("title ") and file.start.startswith("@start"):
            reading.title = line.removeprefix("title ")
            continue
        link = _link(line)
        if link is None:
            if not line.startswith(("@", "!", "skinparam", "left to right", "}")):
                reading.lose("left-out", item, text=line[:200])
            continue
        source, target, sign, weight = link
        for name in (source, target):
            reading.node(name, names.get(name, name).replace("_", " "), item)
        note = _comment(raw[number - 1])
        reading.link(source, target, sign, item, weight=weight, notes=(note,) if note else ())
    if not reading.nodes:
        raise FormatError(Message("The file holds no elements."))
    return reading.done()


def write(model: Model, language: str) -> bytes:
    """Write a link a line; where labels would be misread, letters and digits of them alone."""
    for plain in (_lightly, _strictly):
        labels = {
            name: plain(label, name)
            for name, label in unique_labels(
                model,
                language,
                lambda label, plain=plain: plain(label, "").casefold(),  # type: ignore[misc]
            ).items()
        }
        lines = [
            (labels[link.source], SYMBOLS[link.polarity], labels[link.target])
            for link in model.links
        ]
        if all(_link(" ".join(line)) == (line[0], line[2], line[1], None) for line in lines):
            break
    return "".join(" ".join(line) + "\n" for line in lines).encode()


def _lightly(label: str, name: str) -> str:
    """Leave out what ends a name or begins a note."""
    return " ".join(re.sub(r"[,;|#_\t\"'@!{}<>=]", " ", label).split()) or name.replace("_", " ")


def _strictly(label: str, name: str) -> str:
    return " ".join(re.sub(r"[^\w\s]|_", " ", label).split()) or name.replace("_", " ")


FORMAT = Format(
    "text",
    "text (A + B)",
    (".txt",),
    recognise,
    read,
    write,
    holds=frozenset(["unknown"]),
    order=linked_variables,
)
