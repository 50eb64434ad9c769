"""XMILE and Stella ``.stmx``: variables, flows, and the connectors that its views draw.

OASIS Standard, XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.plain import children, place, tag
from digisys.exchange.signs import number_of, sign_of
from digisys.exchange.texts import name_key
from digisys.words import Message

__all__ = ["FORMAT"]

_KINDS = ("stock", "flow", "aux")
_NAME = re.compile(r'"[^"]*"|[^\W\d][\w.]*')


def recognise(file: ForeignFile) -> bool:
    """Look for the root element."""
    return file.xml is not None and tag(file.xml) == "xmile"


def read(file: ForeignFile, options: ReadOptions) -> MapRead:
    """Read every model of the file; an inflow is a positive link of its stock, an outflow negative.

    Equations tell which variables act where no arrow is drawn at all, but not how.
    """
    del options
    root = file.xml
    if root is None:
        raise FormatError(Message("The file holds no elements."))
    header = next(children(root, "header"), None)
    name = next(children(header, "name"), None)
    reading = Reading(_text(name))
    equations = 0
    for model in children(root, "model"):
        equations += _model(reading, model, model.get("name") or "")
    if equations:
        reading.lose("equations", "variables", count=equations)
    return reading.done()


def _model(reading: Reading, model: Element, module: str) -> int:
    """Read one model; return how many equations are left behind."""
    equations = 0
    used: list[tuple[str, str]] = []
    variables = [
        variable
        for group in children(model, "variables")
        for variable in children(group, *_KINDS)
        if name_key(variable.get("name") or "")
    ]
    for variable in variables:
        kind, key = tag(variable), _key(variable.get("name") or "", module)
        equation = _child(variable, "eqn")
        equations += bool(equation.strip())
        role = {"stock": "stock"}.get(kind, "")
        if kind == "aux" and number_of(equation) is not None:
            role = "input"
        reading.node(
            key,
            _label(variable.get("name") or "", module),
            f"{kind} {_label(variable.get('name') or '')}",
            role=role,
            unit=_child(variable, "units"),
            description=_child(variable, "doc"),
            groups=(module,) if module else (),
        )
        if kind != "stock":
            used += [(_key(found.strip('"'), module), key) for found in _NAME.findall(equation)]
    for stock in variables:
        if tag(stock) != "stock":
            continue
        into = _key(stock.get("name") or "", module)
        for flow in children(stock, "inflow", "outflow"):
            source = _key(_text(flow), module)
            if source in reading.nodes:
                sign: Sign = "+" if tag(flow) == "inflow" else "-"
                reading.link(
                    source, into, sign, f"{tag(flow)} of {_label(stock.get('name') or '')}"
                )
    drawn = sum(_view(reading, view, module) for view in _views(model))
    if not drawn:
        for cause, effect in dict.fromkeys(used):
            if cause in reading.nodes and cause != effect:
                reading.link(cause, effect, "?", f"eqn of {reading.nodes[effect].label}")
    return equations


def _views(model: Element) -> Iterator[Element]:
    for group in children(model, "views"):
        yield from children(group, "view")


def _view(reading: Reading, view: Element, module: str) -> int:
    """Read places and connectors of a view; return how many connectors it has."""
    aliases = {}
    for box in children(view, *_KINDS, "alias"):
        if tag(box) == "alias":
            aliases[box.get("uid")] = _child(box, "of")
            continue
        key = _key(box.get("name") or "", module)
        if key in reading.nodes:
            at = place(box.get("x"), box.get("y"))
            reading.node(key, "", "", place=at)
    count = 0
    for connector in children(view, "connector"):
        item = f"connector {connector.get('uid') or count + 1}"
        ends = []
        for name in ("from", "to"):
            end = next(children(connector, name), None)
            alias = next(children(end, "alias"), None)
            text = _text(end) if alias is None else aliases.get(alias.get("uid"), "")
            ends.append(_key(text, module))
        if not all(end in reading.nodes for end in ends):
            reading.lose("open-end", item)
            continue
        count += 1
        polarity = sign_of(connector.get("polarity") or "") or "?"
        delay = (connector.get("delay_mark") or "").lower() == "true"
        reading.link(ends[0], ends[1], polarity, item, delay=delay, notes=_notes(connector))
    return count


def _notes(connector: Element) -> tuple[str, ...]:
    """Take what is written on a connector; reasons that a language model gave are marked."""
    notes = [_text(child) for child in children(connector, "documentation", "doc")]
    suggested = any(True for _ in children(connector, "reasoning", "polarity_reasoning"))
    return tuple(f"AI suggestion: {note}" if suggested else note for note in notes if note.strip())


def _key(name: str, module: str) -> str:
    key = name_key(name)
    return f"{name_key(module)}.{key}" if module and key else key


def _label(name: str, module: str = "") -> str:
    label = name.replace("\\n", " ").replace("_", " ").strip().strip('"')
    return f"{module}: {label}" if module else label


def _child(element: Element, name: str) -> str:
    return _text(next(children(element, name), None))


def _text(element: Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""


FORMAT = Format("xmile", "XMILE", (".xmile", ".stmx", ".itmx"), recognise, read)
