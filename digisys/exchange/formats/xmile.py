"""XMILE and Stella ``.stmx``: variables, flows, and the connectors that its views draw.

OASIS Standard, XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from digisys.exchange.as_read import FormatError, MapRead, Reading, RoleRead, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format, ReadOptions
from digisys.exchange.labels import map_places, unique_labels
from digisys.exchange.plain import children, place, tag
from digisys.exchange.signs import number_of, sign_of
from digisys.exchange.texts import label_of, name_key
from digisys.exchange.written import as_xml, note_text
from digisys.schema import Model
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
    for model in children(root, "model"):
        _connect(reading, model, model.get("name") or "")
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
        equations += equation.strip() not in ("", _NO_EQUATION)
        role: RoleRead = "stock" if kind == "stock" else ""
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


def _connect(reading: Reading, model: Element, outer: str) -> None:
    """Link what a module takes from its surroundings, or gives: the one is the other."""
    drawn = {link[:2] for link in reading.links}
    for group in children(model, "variables"):
        for module in children(group, "module"):
            inner = module.get("name") or ""
            for told in children(module, "connect"):
                source, target = (
                    _found(reading, told.get(end) or "", (outer, inner)) for end in ("from", "to")
                )
                if source and target and source != target and (source, target) not in drawn:
                    reading.link(source, target, "+", f"module {_label(inner)}")


def _found(reading: Reading, name: str, modules: tuple[str, str]) -> str | None:
    """Find the key of a name that may tell its module before a dot, or leave it to be guessed."""
    module, dot, own = name.rpartition(".")
    keys = [_key(own, module), *(_key(own, each) for each in modules if not dot)]
    return next((key for key in keys if key in reading.nodes), None)


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


#: Where a diagram states no equation: not a number.
_NO_EQUATION = "NAN"
_NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"
_POLARITIES = {"positive": "+", "negative": "-", "unknown": "none"}


def write(model: Model, language: str) -> bytes:
    """Write a diagram: variables without equations, and a view with its connectors."""
    labels = unique_labels(model, language, lambda label: name_key(_flat(label)))
    names = {name: _flat(label) for name, label in labels.items()}
    kinds = {
        name: "stock" if item.role == "stock" else "aux" for name, item in model.variables.items()
    }
    root = ET.Element("xmile", version="1.0", xmlns=_NAMESPACE)
    header = ET.SubElement(root, "header")
    for key, text in (
        ("vendor", "digisys"),
        ("product", "digisys"),
        ("name", label_of(model.title.text(language))),
    ):
        ET.SubElement(header, key).text = text
    header[1].set("version", "1.0")
    time = model.time
    specs = ET.SubElement(root, "sim_specs", time_units=time.unit)
    for key, value in (("start", time.start), ("stop", time.end), ("dt", time.step)):
        ET.SubElement(specs, key).text = f"{value:g}"
    body = ET.SubElement(root, "model")
    variables = ET.SubElement(body, "variables")
    for name, item in model.variables.items():
        variable = ET.SubElement(variables, kinds[name], name=names[name])
        if item.description:
            ET.SubElement(variable, "doc").text = item.description.text(language)
        ET.SubElement(variable, "eqn").text = _NO_EQUATION
        if item.unit:
            ET.SubElement(variable, "units").text = item.unit.text(language)
    view = ET.SubElement(ET.SubElement(body, "views"), "view", type="stock_flow")
    for name, (x, y) in map_places(model).items():
        ET.SubElement(view, kinds[name], x=str(x), y=str(y), name=names[name])
    for number, link in enumerate(model.links, 1):
        arrow = ET.SubElement(view, "connector", uid=str(number))
        arrow.set("polarity", _POLARITIES[link.polarity])
        if link.delay:
            arrow.set("delay_mark", "true")
        ET.SubElement(arrow, "from").text = _quoted(names[link.source])
        ET.SubElement(arrow, "to").text = _quoted(names[link.target])
        if link.note:
            ET.SubElement(arrow, "doc").text = note_text(link, language)
    return as_xml(root)


#: What would part a name from that of a module, or end its quotes.
_SAFE = str.maketrans('\\"._', "/' \u0020")


def _flat(label: str) -> str:
    return " ".join(label.translate(_SAFE).split())


def _quoted(name: str) -> str:
    """Write a name in quotes where it has other signs than letters, as equations do."""
    plain = name.replace(" ", "_")
    return plain if _PLAIN_NAME.fullmatch(plain) else f'"{name}"'


_PLAIN_NAME = re.compile(r"[^\W\d_]\w*")

FORMAT = Format(
    "xmile",
    "XMILE",
    (".xmile", ".stmx", ".itmx"),
    recognise,
    read,
    write,
    holds=frozenset(["layout", "description", "unit", "note", "unknown"]),
)
