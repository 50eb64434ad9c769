"""Mermaid flowcharts (https://mermaid.js.org): boxes, and arrows with a sign as their text."""

from __future__ import annotations

import re
from itertools import pairwise, product

from digisys.exchange.as_read import MOST, MOST_LINKS, FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.signs import sign_of
from digisys.exchange.texts import label_of, without_markup
from digisys.exchange.written import SYMBOLS
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_START = re.compile(
    r"(?:---\s*\n(?:[^\n]*\n){0,40}?---\s*\n)?(?:\s*%%[^\n]*\n|\s*\n)*\s*"
    r"(?:flowchart|graph)(?:[ \t]+(?:TB|TD|BT|RL|LR))?[ \t]*(?:;|\n|$)",
)
#: Statements that are no boxes and arrows.
_OTHER = re.compile(
    r"(?:end|style|linkStyle|classDef|class|click|direction|accTitle|accDescr|title|%%)\b|%%|subgraph"
)
_SUBGRAPH = re.compile(r"subgraph\s+(?P<id>[^\s\[]+)?\s*(?:\[(?P<label>.*)\])?")
#: A box: its name, and the text in brackets of any shape.
_BOX = re.compile(
    r"\s*(?P<id>[^\W_][\w.-]*?|_[\w.-]*?)(?=\s|$|[\[({>&:;]|@|--|==|-\.|<--|~~~)"
    r"(?:@\{[^}]*\})?"
    r"(?:(?P<open>[\[({>]{1,3}[/\\]?)(?P<text>\"[^\"]*\"|[^\[\](){}\"]*)[/\\]?[\])}]{1,3})?"
    r"(?::::[\w-]+)?"
)
_ARROW = re.compile(
    r"\s*(?P<back><)?(?:"
    r"(?:--|==|-\.)\s+(?P<inner>[^|]*?)\s+(?:--+|==+|\.+-)(?P<head1>[>xo]?)"
    r"|(?:-{2,}|={2,}|-\.+-)(?P<head2>[>xo]?)(?:\|(?P<after>\"[^\"]*\"|[^|]*)\|)?"
    r")"
)
_AND = re.compile(r"\s*&")
_CODE = re.compile(r"#(\d{1,7}|[a-z]{1,10});")
_DELAY = "\u2016"


def recognise(file: ForeignFile) -> bool:
    """Look for the word that begins a flowchart, alone on its line."""
    return _START.match(_unfenced(file.start)) is not None


def _unfenced(text: str) -> str:
    """Take a chart out of the fence of a Markdown page, if it stands in one."""
    return re.sub(r"\A```mermaid\s*\n", "", text)


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read boxes and arrows; one with two heads or none acts both ways."""
    del options
    text = _unfenced(file.text.lstrip())
    start = _START.match(text)
    reading = Reading(_title(text[: start.end()] if start else ""))
    body = text[start.end() if start else 0 :]
    first = text[: len(text) - len(body)].count("\n") + 1
    labels: dict[str, str] = {}
    group = ""
    for number, line in enumerate(body.split("\n"), first):
        for statement in _statements(line[:_LONGEST]):
            if found := _SUBGRAPH.match(statement):
                group = _text(found["label"] or found["id"] or "")
            elif statement == "end":
                group = ""
            elif not _OTHER.match(statement) and statement != "```":
                _statement(reading, statement, f"line {number}", labels, group)
    for key in reading.nodes:  # a box may get its text after its first arrow
        reading.label(key, labels.get(key, key))
    return reading.done()


#: Signs of a line that are read.
_LONGEST = 20_000


def _title(head: str) -> str:
    found = re.search(r"^title:\s*(.+)$", head, re.MULTILINE)
    return found[1].strip().strip("\"'") if found else ""


def _statements(line: str) -> list[str]:
    """Cut a line at its semicolons, but for those in quotes and of the numbers of letters."""
    parts = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)(?<!#\d\d;)(?<!#\d\d\d;)", line)
    return [part.strip() for part in parts if part.strip()]


def _statement(
    reading: Reading, statement: str, item: str, labels: dict[str, str], group: str
) -> None:
    at = 0
    chain: list[list[str]] = []
    arrows: list[re.Match[str]] = []
    while True:
        ends = []
        while found := _BOX.match(statement, at):
            at = found.end()
            label = _text(found["text"] or "")
            groups = (group,) if group else ()
            reading.node(found["id"], label, item, groups=groups)
            if label:
                labels.setdefault(found["id"], label)
            ends.append(found["id"])
            more = _AND.match(statement, at)
            if more is None:
                break
            at = more.end()
        if not ends:
            break
        chain.append(ends)
        arrow = _ARROW.match(statement, at)
        if arrow is None:
            break
        arrows.append(arrow)
        at = arrow.end()
    if statement[at:].strip():
        reading.lose("left-out", item, text=statement[:200])
    for (sources, targets), arrow in zip(pairwise(chain), arrows, strict=False):
        if len(reading.links) + len(sources) * len(targets) > MOST_LINKS:
            raise FormatError(Message("The map has more than {most} links.", MOST))
        for source, target in product(sources, targets):
            _arrow(reading, source, target, arrow, item)


def _arrow(reading: Reading, source: str, target: str, arrow: re.Match[str], item: str) -> None:
    told = _text(arrow["inner"] or arrow["after"] or "")
    head = arrow["head1"] or arrow["head2"] or ""
    words = told.split()
    sign = sign_of(words[0], near=False) if words else None
    sign = sign or sign_of(told, near=False)
    notes = () if sign and len(words) == 1 else (told,)
    both = bool(arrow["back"]) == bool(head)
    if both:
        reading.lose("both-ways", item)
        sign = None
    reading.link(source, target, sign or "?", item, delay=_DELAY in told, notes=notes)
    if both:
        reading.link(target, source, "?", item, delay=_DELAY in told, notes=notes)


def _text(written: str) -> str:
    """Return the words of a text: without quotes and markup, numbers of letters as letters."""
    plain = without_markup(written.strip().strip('"').strip("`"))
    return label_of(_CODE.sub(_letter, plain))


def _letter(found: re.Match[str]) -> str:
    code = found[1]
    if not code.isdigit():
        return without_markup(f"&{code};")
    return chr(int(code)) if int(code) <= 0x10FFFF else ""


def write(model: Model, language: str) -> bytes:
    """Write a flowchart without colours, as Markdown pages draw it."""
    lines = ["flowchart LR"]
    for name, item in model.variables.items():
        opening, closing = ("[", "]") if item.role == "stock" else ("(", ")")
        lines.append(f'  var_{name}{opening}"{_escaped(item.label.text(language))}"{closing}')
    for link in model.links:
        line = "-.->" if link.polarity == "negative" else "-->"
        told = " ".join([SYMBOLS[link.polarity], *([_DELAY] if link.delay else [])])
        lines.append(f'  var_{link.source} {line}|"{told}"| var_{link.target}')
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    """Write what Mermaid or Markdown would read as a mark as the number of its letter."""
    plain = label_of(text)
    return "".join(
        letter if letter.isalnum() or letter in " .,:!?/-+" or ord(letter) > _ASCII
        else f"#{ord(letter)};"
        for letter in plain
    )  # fmt: skip


_ASCII = 127

FORMAT = Format(
    "mermaid",
    "Mermaid",
    (".mmd", ".mermaid"),
    recognise,
    read,
    write,
    holds=frozenset(["unknown"]),
)
