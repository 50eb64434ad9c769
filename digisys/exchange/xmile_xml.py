"""XMILE 1.0: the interchange format of system dynamics programs.

OASIS Standard, XML Interchange Language for System Dynamics (XMILE) Version 1.0, 2015.
This module knows the format only; what is written into it comes from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

__all__ = ["Connector", "Part", "Specs", "xmile_text"]

_NAMESPACE = "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"


@dataclass(frozen=True)
class Part:
    """A variable of the file.

    Attributes
    ----------
    kind
        ``stock``, ``flow`` or ``aux``.
    name
        Its name, made of letters, digits and underscores.
    equation
        The equation, or the initial value of a stock.
    place
        Where its middle stands in the view.
    documentation
        What people read about it.
    inflows, outflows
        Names of the flows of a stock.
    ends
        Of a flow: the two ends of its pipe; around its middle when absent.
    points
        Of a graphical function of the equation: pairs of its value and what it gives.
    """

    kind: Literal["stock", "flow", "aux"]
    name: str
    equation: str
    place: tuple[float, float]
    documentation: str = ""
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    ends: tuple[tuple[float, float], tuple[float, float]] | None = None
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Connector:
    """An arrow of the view, with its sign: ``+``, ``-``, or empty when not known."""

    source: str
    target: str
    polarity: Literal["+", "-", ""]


@dataclass(frozen=True)
class Specs:
    """The head of the file.

    Attributes
    ----------
    name, version
        Name of the model, and version of the program that writes it.
    method
        ``Euler`` or ``RK4``.
    start, stop, step
        In units of time.
    unit
        The unit of time: ``years``, ``months`` and so on.
    notes
        What the file cannot say, a line each; written as a comment.
    """

    name: str
    version: str
    method: Literal["Euler", "RK4"]
    start: float
    stop: float
    step: float
    unit: str = "years"
    notes: tuple[str, ...] = ()


def xmile_text(specs: Specs, parts: Sequence[Part], connectors: Sequence[Connector]) -> str:
    """Write a model as XMILE text.

    Parameters
    ----------
    specs
        The head of the file.
    parts
        Its variables.
    connectors
        The arrows of its view.

    Returns
    -------
    str
        The whole document, ending in a line break.

    Examples
    --------
    >>> specs = Specs("tiny", "1", "Euler", 0, 1, 0.25)
    >>> text = xmile_text(specs, [Part("aux", "a", "1", (0, 0))], [])
    >>> "<eqn>1</eqn>" in text
    True
    """
    root = ET.Element("xmile", version="1.0", xmlns=_NAMESPACE)
    if specs.notes:
        root.append(ET.Comment("\n    ".join(("", *specs.notes)) + "\n  "))
    header = ET.SubElement(root, "header")
    ET.SubElement(header, "vendor").text = "digisys"
    ET.SubElement(header, "product", version=specs.version).text = "digisys"
    ET.SubElement(header, "name").text = specs.name
    times = ET.SubElement(root, "sim_specs", method=specs.method, time_units=specs.unit)
    for tag, value in (("start", specs.start), ("stop", specs.stop), ("dt", specs.step)):
        ET.SubElement(times, tag).text = repr(float(value))
    model = ET.SubElement(root, "model")
    variables = ET.SubElement(model, "variables")
    for part in parts:
        _variable(variables, part)
    view = ET.SubElement(ET.SubElement(model, "views"), "view", type="stock_flow")
    for part in parts:
        _shape(view, part)
    for number, connector in enumerate(connectors, 1):
        arrow = ET.SubElement(view, "connector", uid=str(number))
        if connector.polarity:
            arrow.set("polarity", connector.polarity)
        ET.SubElement(arrow, "from").text = connector.source
        ET.SubElement(arrow, "to").text = connector.target
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _variable(variables: ET.Element, part: Part) -> None:
    element = ET.SubElement(variables, part.kind, name=part.name)
    if part.documentation:
        ET.SubElement(element, "doc").text = part.documentation
    ET.SubElement(element, "eqn").text = part.equation
    if part.points:
        # Constant beyond the ends, which the standard calls continuous.
        table = ET.SubElement(element, "gf", type="continuous")
        for tag, values in zip(("xpts", "ypts"), zip(*part.points, strict=True), strict=True):
            ET.SubElement(table, tag).text = ",".join(repr(float(value)) for value in values)
    for name in part.inflows:
        ET.SubElement(element, "inflow").text = name
    for name in part.outflows:
        ET.SubElement(element, "outflow").text = name


def _shape(view: ET.Element, part: Part) -> None:
    x, y = (f"{value:g}" for value in part.place)
    element = ET.SubElement(view, part.kind, x=x, y=y, name=part.name)
    if part.kind == "flow":
        # Some programs do not open a flow without a pipe.
        left, middle = part.place
        ends = part.ends or ((left - 40, middle), (left + 40, middle))
        points = ET.SubElement(element, "pts")
        for end in ends:
            ET.SubElement(points, "pt", x=f"{end[0]:g}", y=f"{end[1]:g}")
