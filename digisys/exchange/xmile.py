"""A run written for other simulators: the same equations as an XMILE file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from digisys._version import __version__
from digisys.exchange.xmile_xml import Connector, Part, Specs, xmile_text
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.io.write import write_text
from digisys.schema import Link, Model
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.system.options import Settings
from digisys.simulation.system.signals import TIME_TOLERANCE, Signal
from digisys.simulation.system.stock_flow import Arc, System
from digisys.uncertainty.effects import Curve

__all__ = ["to_xmile", "write_xmile"]

#: The standard has no hyperbolic tangent; near 0 its series keeps small changes exact.
_TANH = (
    "IF ABS(z) < 0.05 "
    "THEN z * (1 - z^2 * (1/3 - z^2 * (2/15 - z^2 * (17/315 - z^2 * 62/2835)))) "
    "ELSE 1 - 2 / (EXP(2 * z) + 1)"
)
#: How far the curated places of a diagram are pulled apart to make room for flows.
_STRETCH = 2.0
_GRID = 220.0


def to_xmile(
    model: Model,
    scenario: ScenarioChoice = None,
    *,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> str:
    """Write a model under a scenario as XMILE 1.0, at the midpoints of what is unknown.

    Stocks have an inflow and an erosion, auxiliaries and flows read a *drive*, the sum of
    effects and push; smoothing delays are SMTH1 and SMTH3, fixed delays DELAY, effects by
    points graphical functions. What people wrote of variables and links (units, notes, who
    said it) goes into the documentation; a comment at the top tells which ranges and chances
    of the model file the document has no place for. Another
    simulator that opens the file reproduces the Euler run of :func:`digisys.simulate_once`.

    Parameters
    ----------
    model, scenario, settings, evidence, certainty
        As of :func:`digisys.simulate_once`.

    Returns
    -------
    str
        The document.

    Raises
    ------
    DigisysError
        As :func:`digisys.simulate_once`.

    Notes
    -----
    Some programs (pysimlin among them) take DELAY for a first-order delay.

    Examples
    --------
    >>> import digisys
    >>> text = to_xmile(digisys.load("digikompassi"), "leadership-push")
    >>> text.count("<stock name=")
    24
    """
    experiment = Experiment.of(
        model, scenario, settings=settings, evidence=evidence, certainty=certainty
    )
    clock = experiment.clock
    system = experiment.system
    title = model.title.text("en")
    if system.scenario is not None:
        title = f"{title}: {system.scenario.title.text('en')}"
    specs = Specs(
        title,
        __version__,
        "Euler" if experiment.program.method == "euler" else "RK4",
        clock.start,
        clock.end,
        clock.step,
        clock.unit,
        tuple(_left_out(system)),
    )
    writing = _Writing(system)
    return xmile_text(specs, list(writing.parts()), list(writing.connectors()))


def write_xmile(
    model: Model,
    path: str | Path,
    scenario: ScenarioChoice = None,
    *,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    force: bool = False,
) -> None:
    """Write a model under a scenario to an XMILE file.

    Parameters
    ----------
    model
        The model.
    path
        The file, usually ending in ``.xmile``.
    scenario, settings, evidence, certainty
        As of :func:`digisys.simulate_once`.
    force
        Whether to replace a file that is there already.

    Raises
    ------
    OutputError
        If the file is there already, or cannot be written; then an old file is as it was.
    DigisysError
        As :func:`digisys.simulate_once`.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "push.xmile")
    ...     write_xmile(model, file, scenario="leadership-push")
    ...     "<xmile" in file.read_text(encoding="utf-8")
    True
    """
    text = to_xmile(model, scenario, settings=settings, evidence=evidence, certainty=certainty)
    write_text(text, path, force=force)


class _Writing:
    """Turns a system into the parts and arrows of a file."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.places = _places(system)
        self.sizes = [float(size) for size in system.midpoints()]
        self.into: dict[str, list[Arc]] = {name: [] for name in system.targets}
        for arc in system.arcs:
            self.into[arc.target].append(arc)
        labels = system.model.variables
        self.labels = {name: labels[name].label.text("en") for name in labels}
        self.about = {
            name: f"{self.labels[name]} (as a level; measured in: {item.unit.text('en')})"
            if item.unit
            else self.labels[name]
            for name, item in labels.items()
        }

    def parts(self) -> Iterator[Part]:
        for name in self.system.inputs:
            signals = self.system.levels.get(name, ())
            equation = _sum(map(_signal_text, signals))
            yield Part("aux", name, equation, self.places[name], self.about[name])
        for arc in _delayed(self.system):
            x, y = self.places[arc.source]
            yield Part("aux", _delay_name(arc), self._delay(arc), (x, y + 45))
        for arc in _tabulated(self.system):
            x, y = self.places[arc.target]
            source = _delay_name(arc) if arc.delay else arc.source
            text = f"Effect of {self.labels[arc.source]} on {self.labels[arc.target]}"
            points = arc.curve.points
            yield Part("aux", _table_name(arc), source, (x - 60, y - 45), text, points=points)
        for name in self.system.auxiliaries:
            yield self._drive(name)
            yield Part("aux", name, self._response(name), self.places[name], self.about[name])
        for name in self.system.stocks:
            yield self._drive(name)
            yield from self._stock(name)

    def _drive(self, name: str) -> Part:
        terms = list(self._terms(name))
        terms += map(_signal_text, self.system.pushes.get(name, ()))
        lines = [f"Effects on and push of: {self.labels[name]}"]
        lines += [text for link in self.system.view.every for text in _said(link, name)]
        text = "\n".join(lines)
        x, y = self.places[name]
        return Part("aux", f"{name}_drive", _sum(terms), (x, y - 45), text)

    def _terms(self, name: str) -> Iterator[str]:
        """Write the effect of each link, with whatever modulates it."""
        factors: dict[str, dict[str, list[str]]] = {}
        for arc in self.into[name]:
            if arc.modulates is not None:
                of_link = factors.setdefault(arc.modulates, {})
                of_link.setdefault(arc.link, []).append(self._effect(arc))
        for arc in self.into[name]:
            if arc.modulates is None:
                parts = factors.get(arc.link, {}).values()
                yield " * ".join([self._effect(arc), *(f"({_sum(part)})" for part in parts)])

    def _effect(self, arc: Arc) -> str:
        source = _delay_name(arc) if arc.delay else arc.source
        if arc.curve.kind == "table":
            source = _table_name(arc)
        factors = [repr(self.sizes[arc.unknown]), _curve_text(arc.curve, source)]
        for change in arc.changes:
            rise = _signal_text(change.signal)
            factors.append(f"({change.before!r} + {change.after - change.before!r} * {rise})")
        return " * ".join(factors)

    def _response(self, name: str) -> str:
        drive = f"{name}_drive"
        if self.system.response == "linear":
            return drive
        return _TANH.replace("z", drive)

    def _delay(self, arc: Arc) -> str:
        initial = repr(float(self.system.initial.get(arc.source, 0.0)))
        function = {1: "SMTH1", 3: "SMTH3", "pipeline": "DELAY"}[arc.order]
        return f"{function}({arc.source}, {arc.delay!r}, {initial})"

    def _stock(self, name: str) -> Iterator[Part]:
        x, y = self.places[name]
        initial = repr(float(self.system.initial.get(name, 0.0)))
        outflows: tuple[str, ...] = ()
        inflow = f"{name}_drive"
        if name in self.system.inertia:
            years = repr(self.sizes[self.system.inertia[name]])
            outflows = (f"{name}_erosion",)
            inflow = f"({self._response(name)}) / {years}"
            ends = ((x + 22, y), (x + 95, y))
            yield Part("flow", f"{name}_erosion", f"{name} / {years}", (x + 60, y), "", ends=ends)
        ends = ((x - 95, y), (x - 22, y))
        yield Part("flow", f"{name}_inflow", inflow, (x - 60, y), "", ends=ends)
        yield Part("stock", name, initial, (x, y), self.about[name], (f"{name}_inflow",), outflows)

    def connectors(self) -> Iterator[Connector]:
        signs: dict[int, Literal["+", "-", ""]] = {1: "+", -1: "-", 0: ""}
        for name in self.system.targets:
            seen: dict[str, set[int]] = {}
            for arc in self.into[name]:
                source = _delay_name(arc) if arc.delay else arc.source
                if arc.curve.kind == "table":
                    source = _table_name(arc)
                seen.setdefault(source, set()).add(self.system.unknowns[arc.unknown].sign)
            for source, found in seen.items():
                sign = signs[found.pop()] if len(found) == 1 else ""
                yield Connector(source, f"{name}_drive", sign)
            stock = name in self.system.stocks
            yield Connector(f"{name}_drive", f"{name}_inflow" if stock else name, "+")
            if name in self.system.inertia:
                yield Connector(name, f"{name}_erosion", "+")
        for arc in _delayed(self.system):
            yield Connector(arc.source, _delay_name(arc), "+")
        for arc in _tabulated(self.system):
            source = _delay_name(arc) if arc.delay else arc.source
            yield Connector(source, _table_name(arc), "+")


def _said(link: Link, target: str) -> Iterator[str]:
    """Yield what people wrote of a link into a variable."""
    if link.target != target:
        return
    if link.said_by:
        yield f"{link.id}: said by {', '.join(link.said_by)}"
    if link.note:
        yield f"{link.id}: {link.note.text('en')}"


def _left_out(system: System) -> Iterator[str]:
    """Yield what the model file says that an equation with known numbers cannot."""
    unit = system.model.time.unit
    for link in system.view.every:
        if isinstance(link.strength, tuple):
            low, high = link.strength
            yield f"Strength of {link.id}: {low:g} to {high:g}, written as its middle."
        if link.delay is True:
            yield f"Delay of {link.id}: of unknown length, written as 1, in {unit}."
        if link.chance is not None:
            yield f"Chance that {link.id} exists: {link.chance:g}, written as being there."
    for name in system.inertia:
        inertia = system.model.variables[name].inertia
        if isinstance(inertia, tuple):
            low, high = inertia
            yield f"Inertia of {name}: {low:g} to {high:g} {unit}, written as its middle."


def _delayed(system: System) -> list[Arc]:
    return list({_delay_name(arc): arc for arc in system.arcs if arc.delay}.values())


def _delay_name(arc: Arc) -> str:
    order = {1: "smoothed", 3: "smoothed3", "pipeline": "delayed"}[arc.order]
    years = f"{arc.delay:g}".replace(".", "_").replace("-", "m")
    return f"{arc.source}_{order}_{years}"


def _tabulated(system: System) -> list[Arc]:
    arcs = [arc for arc in system.arcs if arc.curve.kind == "table"]
    return list({_table_name(arc): arc for arc in arcs}.values())


def _table_name(arc: Arc) -> str:
    name = arc.link.replace("->", "_to_").replace("#", "_")
    return f"{name}_effect"


def _curve_text(curve: Curve, source: str) -> str:
    level = repr(float(curve.level))
    if curve.kind == "saturating":
        return f"({1.0 + curve.level!r} * {source} / ({level} + ABS({source})))"
    if curve.kind == "threshold":
        return f"{'MAX' if curve.level >= 0 else 'MIN'}({source} - ({level}), 0)"
    return source


def _signal_text(signal: Signal) -> str:
    start, size = repr(float(signal.start)), repr(float(signal.size))
    if signal.shape == "ramp" and signal.end is not None:
        span = repr(float(signal.end - signal.start))
        return f"({size} * MIN(MAX((TIME - {start}) / {span}, 0), 1))"
    begun = f"TIME + {TIME_TOLERANCE!r} >= {start}"
    if signal.end is not None:
        begun = f"({begun}) AND (TIME + {TIME_TOLERANCE!r} < {float(signal.end)!r})"
    return f"(IF {begun} THEN {size} ELSE 0)"


def _sum(terms: Iterable[str]) -> str:
    return " + ".join(terms) or "0"


def _places(system: System) -> dict[str, tuple[float, float]]:
    """Take places from the model's layout, or a square grid where it has none."""
    layout = system.model.layout
    width = math.ceil(math.sqrt(len(system.variables)))
    places: dict[str, tuple[float, float]] = {}
    for position, name in enumerate(system.variables):
        if layout is not None and name in layout.variables:
            point = layout.variables[name]
            places[name] = (point.x * _STRETCH, point.y * _STRETCH)
        else:
            row, column = divmod(position, width)
            places[name] = (_GRID * (column + 1), _GRID * (row + 1))
    return places
