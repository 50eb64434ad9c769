"""Graphviz DOT (https://graphviz.org/doc/info/lang.html): statements of nodes and edges.

The sign of an edge is in its label, in a head shaped as a tee, or in a red colour.
"""

from __future__ import annotations

import html
import re
from itertools import pairwise
from typing import Any

from digisys.exchange.as_read import MOST, MOST_LINKS, FormatError, MapRead, Reading
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.graph_fields import add_edge, add_node
from digisys.exchange.signs import sign_of
from digisys.exchange.texts import label_of, without_markup
from digisys.exchange.written import SYMBOLS, note_text, size_of, stored_places
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_START = re.compile(
    r"(?:\s|//[^\n]*\n|/\*(?:[^*]|\*(?!/))*\*/|#[^\n]*\n)*(?:strict\s+)?(di)?graph\b",
    re.IGNORECASE | re.DOTALL,
)
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"|->|--|[\[\]{}=;,:]|-?(?:\.\d+|\d+(?:\.\d*)?)|[^\W\d]\w*|<(?:[^<>]|<[^<>]*>)*>'
)
_COMMENT = re.compile(
    r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z)|^[ \t]*#[^\n]*', re.MULTILINE
)


def recognise(file: ForeignFile) -> bool:
    """Look for the word that begins a graph, and its brace."""
    found = _START.match(file.start)
    return found is not None and "{" in file.text[found.end() : found.end() + 400]


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read statements, in braces within others too."""
    del options
    start = _START.match(file.start)
    text = _COMMENT.sub(lambda found: found[1] or " ", file.text)
    tokens = _TOKEN.findall(text)
    if "{" not in tokens:
        raise FormatError(Message("The file holds no elements."))
    reading = Reading()
    graph = _Parser(tokens)
    graph.body()
    for key, fields in graph.nodes.items():
        fields["label"] = _words(str(fields.get("label", key)), key)
        at = str(fields.pop("pos", "")).rstrip("!").split(",")
        if len(at) == 2:
            fields.update(x=at[0], y=f"-{at[1]}".removeprefix("--"))  # y of Graphviz grows upward
        add_node(reading, key, f"node {key}", {k: fields[k] for k in fields if k in _NODE})
    directed = bool(start and start[1])
    for number, (source, target, fields) in enumerate(graph.edges, 1):
        item = f"edge {number}"
        said = {name: _words(str(fields[name]), "") for name in fields if name in _EDGE}
        told = {name: words for name, words in said.items() if words}
        if "polarity" not in told and fields.get("arrowhead") == "tee":
            told["polarity"] = "-"
        colour = str(fields.get("color", "")).lower()
        unsigned = not _MARKS & told.keys()
        if unsigned and colour in ("red", "#ff0000", "green", "blue", "#0000ff", "#008000"):
            told["polarity"] = "-" if colour in ("red", "#ff0000") else "+"
            reading.lose("unclear-sign", item, text=colour, sign=told["polarity"])
        both = not directed or fields.get("dir") in ("both", "none")
        for name in ("xlabel", "headlabel", "taillabel"):
            sign = told.pop(name, "")
            if "polarity" not in told and sign_of(sign, near=False):
                told["polarity"] = sign
            elif sign:
                told.setdefault("notes", sign)
        add_edge(reading, source, target, item, told, both=both)
    return reading.done()


Fields = dict[str, Any]

#: Braces within braces, so deep at most.
_DEEPEST = 60
_SEPARATORS = (";", ",", "]", "[", "=", ":", "->", "--", "}")
_NODE = frozenset(["label", "x", "y", "role", "description", "tooltip"])
_MARKS = frozenset(["polarity", "label", "xlabel", "headlabel", "taillabel"])
_EDGE = frozenset([*_MARKS, "sign", "weight", "strength", "delay", "type", "notes"])
#: In a label: an end of a line, by how the line is set; the name of the node; a letter itself.
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class _Parser:
    """Follows the statements of a graph, one method a rule of the grammar."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = tokens.index("{") + 1
        self.nodes: dict[str, Fields] = {}
        self.edges: list[tuple[str, str, Fields]] = []
        self.usual: dict[str, Fields] = {"node": {}, "edge": {}, "graph": {}}

    def peek(self, ahead: int = 0) -> str:
        """Return the next word without taking it; empty at the end."""
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else ""

    def take(self) -> str:
        """Return the next word and go on."""
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def body(self, depth: int = 0) -> list[str]:
        """Read statements up to the closing brace; return the nodes that they name."""
        if depth > _DEEPEST:
            raise FormatError(Message("The file is nested too deep."))
        named: dict[str, None] = {}
        while self.peek() not in ("}", ""):
            for name in self.statement(depth):
                named[name] = None
        self.take()
        return list(named)

    def statement(self, depth: int) -> list[str]:
        """Read a statement; return the nodes that it names."""
        word = self.peek()
        if word in self.usual and self.peek(1) == "[":
            self.take()
            self.usual[word] = {**self.usual[word], **self.fields()}
            return []
        if self.peek(1) == "=":
            self.at += 3
            return []
        if word in _SEPARATORS:
            self.take()
            return []
        chain = [self.end(depth)]
        while self.peek() in ("->", "--"):
            self.take()
            chain.append(self.end(depth))
        fields = self.fields()
        for name in dict.fromkeys(name for end in chain for name in end):
            self.nodes.setdefault(name, dict(self.usual["node"]))
        if len(chain) == 1:
            for name in chain[0] if word not in ("subgraph", "{") else ():
                self.nodes[name].update(fields)
        for sources, targets in pairwise(chain):
            pairs = [(source, target) for source in sources for target in targets]
            if len(self.edges) + len(pairs) > MOST_LINKS:
                raise FormatError(Message("The map has more than {most} links.", MOST))
            self.edges += [(*pair, {**self.usual["edge"], **fields}) for pair in pairs]
        return [name for end in chain for name in end]

    def end(self, depth: int) -> list[str]:
        """Read one end of an edge: a name with its port, or what braces hold."""
        word = self.take()
        if word == "subgraph":
            word = self.take() if self.peek() == "{" else self.take() and self.take()
        if word == "{":
            return self.body(depth + 1)
        while self.peek() == ":":
            self.at += 2
        return [] if word in _SEPARATORS or not word else [_plain(word)]

    def fields(self) -> Fields:
        """Read what stands in brackets, if anything does."""
        found: Fields = {}
        while self.peek() == "[":
            self.take()
            while self.peek() not in ("]", ""):
                if self.peek(1) == "=":
                    found[_plain(self.peek()).lower()] = _plain(self.peek(2))
                    self.at += 3
                else:
                    self.take()
            self.take()
        return found


def _words(text: str, key: str) -> str:
    """Return the words of a label as Graphviz shows them."""

    def meant(found: re.Match[str]) -> str:
        letter = found[1]
        return "\n" if letter in "nlr" else key if letter in "NGE" else letter

    return without_markup(_ESCAPE.sub(meant, text))


def _plain(token: str) -> str:
    if token.startswith('"'):
        return token[1:-1].replace('\\"', '"').replace("\\\n", "")
    return token[1:-1] if token.startswith("<") else token


def write(model: Model, language: str) -> bytes:
    """Write nodes with their labels and positions, edges with sign, delay and size."""
    places = stored_places(model)
    lines = ["digraph {", "  node [shape=box];"]
    for name, item in model.variables.items():
        told = {"label": item.label.text(language), "role": item.role}
        if name in places:  # y of Graphviz grows upward
            told["pos"] = f"{places[name][0]:g},{-places[name][1]:g}!"
        lines.append(f'  "{name}" [{_written(told)}];')
    for link in model.links:
        told = {"label": SYMBOLS[link.polarity], "polarity": link.polarity}
        if link.polarity == "negative":
            told["style"] = "dashed"
        if link.delay:
            told["delay"] = "true"
        size = size_of(link)
        if size is not None:
            told["strength"] = repr(size)  # its weight would bend the layout
        if link.note:
            told["notes"] = note_text(link, language)
        lines.append(f'  "{link.source}" -> "{link.target}" [{_written(told)}];')
    return "\n".join([*lines, "}", ""]).encode()


def _written(told: dict[str, str]) -> str:
    """Write fields; what Graphviz would read as its own is written as numbers of letters."""
    return ", ".join(f'{name}="{_escaped(text)}"' for name, text in told.items())


def _escaped(text: str) -> str:
    lines = [html.escape(label_of(line)).replace("\\", "\\\\") for line in text.splitlines()]
    return "\\n".join(lines)


FORMAT = Format(
    "dot",
    "Graphviz DOT",
    (".dot", ".gv"),
    recognise,
    read,
    write,
    holds=frozenset(["role", "layout", "note", "unknown"]),
)
