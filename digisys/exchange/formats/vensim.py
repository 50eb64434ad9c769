"""Vensim ``.mdl``: equations as text, and sketches V300 and V160 in which signs are drawn.

The sketch is told in https://www.vensim.com/documentation/ref_sketch_format.html. The sign of an
arrow is the code of a letter; a minus in ``A FUNCTION OF`` is a sign as well, its absence is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from digisys.exchange.as_read import FormatError, MapRead, Reading, RoleRead, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places, unique_labels
from digisys.exchange.signs import number_of
from digisys.exchange.texts import label_of, name_key
from digisys.schema import Model
from digisys.words import Message

__all__ = ["FORMAT"]

_SKETCH = "\\\\\\---///"
_END = "///---\\\\\\"
_MACRO = re.compile(r":MACRO:.*?(?::END OF MACRO:|\Z)", re.DOTALL | re.IGNORECASE)
_FUNCTION = re.compile(r"\bA\s+FUNCTION\s+OF\s*\(", re.IGNORECASE)
_FIELD = re.compile(r'"(?:[^"\\]|\\.)*"|[^,]+|(?<=,)(?=,)|(?<=,)$|^(?=,)')
_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[^-+*/^(),<>=:\[\]{};!\n\t"]+')
#: Settings of a run, which are variables to Vensim only.
_SETTINGS = frozenset(["final time", "initial time", "saveper", "time step", "time"])
#: Arrows thicker than this are pipes of flows.
_PIPE = 20
_SIGNS: dict[int, Sign] = {43: "+", 45: "-", 83: "+", 115: "+", 79: "-", 111: "-"}
_FAR = 200.0


def recognise(file: ForeignFile) -> bool:
    """Look for a sketch, or for equations between ``~`` and ``|``."""
    if not file.is_text or file.start.startswith(("<", '{"', "[")):
        return False
    if _SKETCH in file.text:
        return True
    return file.suffix == ".mdl" and "=" in file.text and file.text.count("~") >= 2


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read a model of Vensim."""
    del options
    text = file.text.replace("\r\n", "\n").replace("\r", "\n")
    equations, *sketches = text.split(_SKETCH)
    reading = Reading()
    variables = {each.key: each for each in _equations(equations)}
    for number, sketch in enumerate(sketches, 1):
        if not sketch.strip():
            raise FormatError(Message("The sketch breaks off."))
        sketches[number - 1] = sketch.partition(_END)[0]
    views = list(_views(sketches))
    if not variables and not any(view.words for view in views):
        raise FormatError(Message("The file holds no elements."))
    _nodes(reading, variables, views)
    _links(reading, variables, views)
    return reading.done()


# -- equations --------------------------------------------------------------------


@dataclass(frozen=True)
class _Variable:
    """What an equation tells of a variable."""

    key: str
    label: str
    line: int
    causes: tuple[tuple[str, Sign], ...]
    role: RoleRead
    unit: str
    comment: str
    group: str
    measured: bool


def _equations(text: str) -> Iterator[_Variable]:
    """Yield the variables that equations define, but for settings of a run."""
    text = _MACRO.sub(lambda found: "\n" * found[0].count("\n"), text)
    statements = list(_statements(text))
    known = {name_key(name) for name, *_ in statements}
    group, seen = "", set()
    for name, right, rest, line, heading in statements:
        if heading:
            group = heading
            continue
        key = name_key(name)
        if key in _SETTINGS or not key or key in seen:
            continue
        seen.add(key)
        unit, comment = (*rest, "", "")[:2]
        stated = _FUNCTION.search(right)
        causes = tuple(_arguments(right[stated.end() :])) if stated else _references(right, known)
        role: RoleRead = ""
        if re.match(r"\s*S?INTEG\s*\(", right, re.IGNORECASE):
            role = "stock"
        elif number_of(right.strip()) is not None:
            role = "input"
        yield _Variable(
            key,
            label_of(name.strip().strip('"').replace('\\"', '"').replace("_", " ")),
            line,
            tuple((cause, sign) for cause, sign in causes if cause not in _SETTINGS and cause),
            role,
            re.sub(r"\[.*\]", "", unit).strip(),
            comment.strip(),
            group,
            not stated and bool(right.strip()),
        )


def _statements(text: str) -> Iterator[tuple[str, str, list[str], int, str]]:
    """Yield name, right side, unit and comment, line and heading of each statement."""
    line = 1
    for statement in _cut(text, "|"):
        at = line + statement[: len(statement) - len(statement.lstrip())].count("\n")
        line += statement.count("\n")
        heading = re.search(r"\*{3,}\s*\n?\s*\.?([^\n*]+?)\s*\n?\s*\*{3,}", statement[:2000])
        if heading:
            yield "", "", [], at, label_of(heading[1])
        after = statement[heading.end() :].lstrip("*~ \t\n") if heading else statement
        body, *rest = list(_cut(after, "~"))
        body = re.sub(r"\{[^}]*\}", " ", body).replace("\\\n", " ").strip()
        if not body or not rest:
            continue
        left, equals, right = body.partition("=")
        if body.startswith('"'):
            quoted = re.match(r'"(?:[^"\\]|\\.)*"', body)
            if quoted:
                left = quoted[0]
                right = body[quoted.end() :].partition("=")[2]
        elif not equals:
            if ":" in body.split("\n")[0] and "(" not in body:  # names of a subscript
                continue
            left, _, right = body.partition("(")
            right = ""
        left = re.sub(r"\[[^\]]*\]|:EXCEPT:.*|:$", "", left, flags=re.DOTALL)
        yield left.strip(), right.lstrip("="), rest, at, ""


def _cut(text: str, sign: str) -> Iterator[str]:
    """Cut a text at a sign that does not stand in quotes; a quote ends with its line."""
    start, quoted = 0, False
    for found in re.finditer(rf'\\"|"|\n|{re.escape(sign)}', text):
        if found[0] == '"':
            quoted = not quoted
        elif found[0] == "\n":
            quoted = False
        elif found[0] == sign and not quoted:
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _arguments(text: str) -> Iterator[tuple[str, Sign]]:
    """Yield the causes that ``A FUNCTION OF`` lists; only a minus tells a sign."""
    depth, end, quoted = 1, len(text), False
    for at, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif not quoted:
            depth += (letter == "(") - (letter == ")")
        if depth == 0:
            end = at
            break
    for argument in _cut(text[:end].replace("\n", " "), ","):
        name = argument.strip()
        sign: Sign = "-" if name.startswith("-") else "?"
        if key := name_key(re.sub(r"\[[^\]]*\]", "", name.lstrip("-+"))):
            yield key, sign


def _references(text: str, known: set[str]) -> tuple[tuple[str, Sign], ...]:
    """Find the variables that an equation with numbers names; it states no sign."""
    plain = re.sub(r"\[[^\]]*\]", " ", text).replace("\n", " ").replace("\t", " ")
    names = dict.fromkeys(name_key(part) for part in _PART.findall(plain))
    return tuple((name, "?") for name in names if name in known)


# -- sketches ---------------------------------------------------------------------


@dataclass(frozen=True)
class _Word:
    """A box, or the name of a variable, in a view."""

    name: str
    x: float
    y: float
    shape: int
    shadow: bool
    item: str


@dataclass(frozen=True)
class _Arrow:
    """An arrow of a view; ends are its numbers of words."""

    source: int
    target: int
    pol: int
    hidden: bool
    pipe: bool
    delay: bool
    item: str


@dataclass
class _View:
    """What one view draws."""

    name: str
    words: dict[int, _Word] = field(default_factory=dict)
    valves: dict[int, int] = field(default_factory=dict)
    arrows: list[_Arrow] = field(default_factory=list)
    loops: list[tuple[str, str]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)


def _views(sketches: Iterable[str]) -> Iterator[_View]:
    for number, sketch in enumerate(sketches, 1):
        view = _View(f"view {number}")
        lines = iter(_joined(sketch.split("\n")))
        valve = None
        for line in lines:
            if line.startswith("*"):
                view.name = label_of(line[1:]) or view.name
                continue
            old = line.startswith((">", "|"))
            parts = [part.strip() for part in _FIELD.findall(line[1:] if old else line)]
            if old:
                parts = ["1", "", *parts] if line[0] == ">" else ["10", *parts]
            kind = parts[0] if parts else ""
            item = f"{view.name}: {kind},{parts[1]}" if len(parts) > 1 else view.name
            if kind == "1" and len(parts) > 7:
                _add_arrow(view, parts, item, old=old)
            elif kind == "10" and len(parts) > 7:
                number_of_word = _whole(parts[1])
                _add_word(view, parts, item)
                if valve is not None and _whole(parts[7]) & 32:
                    view.valves[valve] = number_of_word
                valve = None
            elif kind == "11" and len(parts) > 4:
                valve = _whole(parts[1])
            elif kind == "12" and len(parts) > 8:
                _add_comment(view, parts, item, lines)
        yield view


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Put a name that runs over several lines back on one, as V160 writes it."""
    waiting: list[str] = []
    for line in lines:
        if waiting:
            if line.startswith(","):
                yield "".join(waiting) + line
                waiting = []
            elif len(waiting) > 40:
                waiting = []
            else:
                waiting.append(line.replace(",", " ").replace('"', "") + " ")
        elif re.fullmatch(r'\|\d+,"', line):
            waiting = [line[:-1]]
        else:
            yield line


def _add_word(view: _View, parts: Sequence[str], item: str) -> None:
    pointed = parts[2].startswith("<") and parts[2].endswith(">")  # such as <Time>
    name = parts[2][1:-1] if pointed else parts[2].strip('"').replace('\\"', '"')
    x, y = number_of(parts[3]), number_of(parts[4])
    shape = _whole(parts[7]) & 31
    if shape in (4, 5) and name_key(name):
        view.loops.append((label_of(name), item))
        return
    bits = _whole(parts[8]) if len(parts) > 8 else 3
    # In V160 bits are 0; in V300 an even number is a ghost.
    shadow = parts[0] == "10" and bits % 2 == 0 and ":" in item and bits != 0
    view.words[_whole(parts[1])] = _Word(name, x or 0.0, y or 0.0, shape, shadow or pointed, item)


def _add_arrow(view: _View, parts: Sequence[str], item: str, *, old: bool) -> None:
    dtype = 0 if old or len(parts) < 10 else _whole(parts[9])
    view.arrows.append(
        _Arrow(
            _whole(parts[2]),
            _whole(parts[3]),
            _whole(parts[6]),
            _whole(parts[5]) != 0,
            _whole(parts[7]) > _PIPE,
            dtype & 63 != 0,
            item,
        )
    )


def _add_comment(view: _View, parts: Sequence[str], item: str, lines: Iterator[str]) -> None:
    bits, shape = _whole(parts[8]), _whole(parts[7]) & 31
    text = parts[2].strip('"')
    if bits & 8:
        next(lines, "")  # data of a graph or table
        return
    if bits & 4:
        text = next(lines, "")
    if shape in (4, 5):
        view.loops.append((label_of(text), item))
    elif shape != 6 and text not in ("0", "48", "") and number_of(text) is None:
        view.texts.append((text, item))


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"-?\d{1,9}", text) else 0


# -- from both to a map -----------------------------------------------------------


def _nodes(reading: Reading, variables: dict[str, _Variable], views: Sequence[_View]) -> None:
    """Add what equations define and sketches draw; a ghost is its original."""
    drawn: dict[str, tuple[_Word, float]] = {}
    below = 0.0
    for view in views:
        words = view.words.values()
        top = min((word.y for word in words), default=0.0)
        for word in words:
            key = name_key(word.name)
            known = drawn.get(key)
            if key and (known is None or (known[0].shadow and not word.shadow)):
                drawn[key] = (word, word.y - top + below if view is not views[0] else word.y)
        below = max([below, *(word.y - top + below for word in words)]) + _FAR
    equations = 0
    for key, variable in variables.items():
        equations += variable.measured
        reading.node(
            key,
            variable.label,
            f"line {variable.line}",
            role=variable.role,
            unit=variable.unit,
            description=variable.comment,
            groups=(variable.group,) if variable.group else (),
        )
    for key, (word, y) in drawn.items():
        if key in _SETTINGS or (word.shadow and key not in variables):
            continue
        label = label_of(word.name.replace("\\n", " ").replace("_", " "))
        role: RoleRead = "stock" if word.shape == 3 and key not in variables else ""
        reading.node(key, label, word.item, role=role, place=(word.x, y))
        if word.shape == 3:
            reading.node(key, label, word.item, role="stock")
    for view in views:
        for text, item in view.texts:
            reading.text(text, item)
    if equations:
        reading.lose("equations", "", count=equations)


def _links(reading: Reading, variables: dict[str, _Variable], views: Sequence[_View]) -> None:
    """Join arrows with equations: what is drawn tells the sign, else a minus in an equation."""
    stated = {
        (cause, variable.key): sign
        for variable in variables.values()
        for cause, sign in variable.causes
    }
    drawn: dict[tuple[str, str], set[Sign]] = {}
    for view in views:
        for arrow in view.arrows:
            if not arrow.pipe:
                _arrow(reading, view, arrow, stated, drawn)
    measured = {variable.key for variable in variables.values() if variable.measured}
    arrows = any(view.arrows for view in views)
    for (cause, effect), sign in stated.items():
        if (cause, effect) not in drawn:
            item = f"line {variables[effect].line}"
            if effect not in measured and arrows:
                reading.lose("without-arrow", item, link=f"{cause} → {effect}")
            reading.link(cause, effect, sign, item)
    loops: dict[str, str] = {}
    for name, item in (loop for view in views for loop in view.loops):
        loops.setdefault(name, item)
    for name, item in loops.items():
        kind: Sign = "+" if name[:1] in "Rr" else "-" if name[:1] in "Bb" else "?"
        reading.loop(name, item, sign=kind)


def _arrow(
    reading: Reading,
    view: _View,
    arrow: _Arrow,
    stated: dict[tuple[str, str], Sign],
    drawn: dict[tuple[str, str], set[Sign]],
) -> None:
    source, target = _end(view, arrow.source), _end(view, arrow.target)
    if not source or not target:
        reading.lose("open-end", arrow.item)
        return
    if source in _SETTINGS or target in _SETTINGS:
        return
    sign: Sign = _SIGNS.get(arrow.pol, "?")
    said = stated.get((source, target), "?")
    known = drawn.setdefault((source, target), set())
    if sign in known or (known and said == sign == "?"):
        return  # drawn again, in another view or beside a ghost
    known.add(sign)
    link = f"{source} → {target}"
    if sign == "+" and said == "-":
        reading.lose("sign-against-equation", arrow.item, link=link, sign=sign)
    if arrow.hidden:
        reading.lose("hidden", arrow.item, what=link)
    sign = said if sign == "?" else sign
    reading.link(source, target, sign, arrow.item, delay=arrow.delay)


def _end(view: _View, number: int) -> str:
    word = view.words.get(view.valves.get(number, number))
    return name_key(word.name) if word else ""


# -- from a model -----------------------------------------------------------------

_POLARITIES = {"positive": 43, "negative": 45, "unknown": 0}
_PLAIN_NAME = re.compile(r"[^\W\d_][\w ]*")
_HEAD = """\\\\\\---/// Sketch information - do not modify anything except names
V300  Do not put anything below this section - it will be ignored
*View 1
$192-192-192,0,Arial|12||0-0-0|0-0-0|0-0-255|-1--1--1|-1--1--1|96,96,100,0
"""


def write(model: Model, language: str) -> bytes:
    """Write a causal-loop diagram: ``A FUNCTION OF`` for each variable, and a sketch V300."""
    labels = unique_labels(model, language, lambda label: name_key(_flat(label)))
    names = {name: _quoted(label) for name, label in labels.items()}
    causes: dict[str, list[str]] = {name: [] for name in model.variables}
    for link in model.links:
        sign = "-" if link.polarity == "negative" else ""
        causes[link.target].append(f"{sign}{names[link.source]}")
    lines = ["{UTF-8}\n"]
    for name, own in causes.items():
        lines.append(f"{names[name]} = A FUNCTION OF( {','.join(own)})\n\t~\t\n\t~\t\t|\n\n")
    lines += ["*" * 56 + "\n\t.Control\n" + "*" * 56 + "~\n\t\tSettings\n\t|\n\n"]
    time = model.time
    for setting, value in (
        ("FINAL TIME", time.end),
        ("INITIAL TIME", time.start),
        ("SAVEPER", time.step),
        ("TIME STEP", time.step),
    ):
        lines.append(f"{setting} = {value:g}\n\t~\t\n\t~\t\t|\n\n")
    lines.append(_HEAD)
    numbers = {name: number for number, name in enumerate(model.variables, 1)}
    places = map_places(model)
    for name, number in numbers.items():
        x, y = places[name]
        shape = 3 if model.variables[name].role == "stock" else 8
        lines.append(f"10,{number},{names[name]},{x},{y},60,20,{shape},3,0,0,0,0,0,0\n")
    for number, link in enumerate(model.links, len(numbers) + 1):
        mark = 65 if link.delay else 64
        ends = f"{numbers[link.source]},{numbers[link.target]}"
        sign_code = _POLARITIES[link.polarity]
        lines.append(f"1,{number},{ends},0,0,{sign_code},0,0,{mark},0,-1--1--1,,1|(0,0)|\n")
    return "".join([*lines, _END, "\n"]).encode()


def _quoted(label: str) -> str:
    """Write a name as equations need it: in quotes where it has other signs than letters."""
    flat = _flat(label)
    return flat if _PLAIN_NAME.fullmatch(flat) else f'"{flat}"'


#: What means something to Vensim even in quotes, and what stands for it.
_SAFE = str.maketrans('\\_"[]{}', "/ '()()")


def _flat(label: str) -> str:
    return " ".join(label.translate(_SAFE).split())


FORMAT = Format(
    "vensim",
    "Vensim",
    (".mdl",),
    recognise,
    read,
    write,
    holds=frozenset(["layout", "unknown"]),
)
