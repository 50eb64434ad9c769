"""Every equation of a model, in symbols and in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.answers.wrap import wrap
from digisys.graph.labels import short_label
from digisys.graph.names import resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.schema import Model
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.system.options import Settings
from digisys.simulation.system.signals import Signal
from digisys.simulation.system.stock_flow import Arc, System
from digisys.simulation.wording import level_caveat, system_text
from digisys.uncertainty.effects import LINEAR, Curve
from digisys.uncertainty.unknowns import Unknown
from digisys.words import N_, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Equation", "Equations", "equations"]

_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Equation:
    """The equation of one variable.

    Attributes
    ----------
    variable
        Its id.
    role
        ``input``, ``stock`` or ``auxiliary``.
    symbols
        The equation in symbols, one line.
    """

    variable: str
    role: Literal["input", "stock", "auxiliary"]
    symbols: str


@dataclass(frozen=True, eq=False, repr=False)
class Equations(Answer):
    """The equations of a model under a scenario, in the order of the model.

    Attributes
    ----------
    experiment
        The model made ready to run.
    items
        One equation a variable.
    """

    experiment: Experiment = field(repr=False)
    items: tuple[Equation, ...]

    @property
    def model(self) -> Model:
        """The model."""
        return self.experiment.model

    def words(self, equation: Equation, language: str) -> str:
        """Say an equation in words.

        Parameters
        ----------
        equation
            One of ``items``.
        language
            ``fi``, ``sv`` or ``en``.

        Returns
        -------
        str
            One or two sentences.
        """
        system = self.experiment.system
        name = short_label(self.model, equation.variable, language)
        signals = system.pushes.get(equation.variable) or system.levels.get(equation.variable) or ()
        moved = "; ".join(_signal_words(signal, language) for signal in signals)
        if equation.role == "input":
            if not signals:
                return say("{name} stays on its reference path.", language, name=name)
            return say("{name} is moved by the scenario: {what}.", language, name=name, what=moved)
        arcs = [arc for arc in system.arcs if arc.target == equation.variable]
        causes = [
            _arc_words(self.model, system, arc, arcs, language)
            for arc in arcs
            if arc.modulates is None
        ]
        causes += [say("the push of the scenario ({what})", language, what=moved)] if moved else []
        listed = "; ".join(causes) or say("no causes", language)
        if equation.role == "auxiliary":
            return say("{name} follows at once: {causes}.", language, name=name, causes=listed)
        if equation.variable not in system.inertia:
            return say("{name} adds up: {causes}.", language, name=name, causes=listed)
        unknown = system.unknowns[system.inertia[equation.variable]]
        return say(
            "{name} moves towards what its causes support ({causes}) and takes {years} years "
            "to cover most of the way.",
            language,
            name=name,
            causes=listed,
            years=_range_words(unknown, language),
        )

    def table(self, language: str | None = None) -> Table:
        """Return the equations: variable, symbols and words."""
        language = language or self.model.default_language
        heads = (N_("Variable"), N_("Equation"), N_("In words"))
        rows = tuple(
            (item.variable, item.symbols, self.words(item, language)) for item in self.items
        )
        caption = say("Equations", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the symbols stand for, as pairs of heading and text."""
        language = language or self.model.default_language
        pairs = [
            (say("Equations", language), system_text(self.experiment, language)),
            ("x′", say("change of a stock in a year", language)),
        ]
        if self.experiment.program.bounded:
            pairs.append(("tanh", say("bounds the response between -1 and 1", language)))
        if self.experiment.system.sharings:
            text = say(
                "sum of the sizes of all causes that share the movement of the variable", language
            )
            pairs.append(("Σ", text))
        pairs += [
            ("[a–b]", say("a range: a single run takes its midpoint", language)),
            ("step, ramp, pulse", say("size, then the years of the scenario", language)),
            ("t", say("time in years", language)),
            (say("Level", language), level_caveat(language)),
        ]
        return tuple(pairs)

    def text(self, language: str | None = None, *, width: int = 80) -> str:
        """Return every equation in symbols and, below it, in words."""
        language = language or self.model.default_language
        blocks = []
        for item in self.items:
            symbols = wrap(item.symbols, width, rest="    ")
            words = wrap(self.words(item, language), width, first="  ", rest="  ")
            blocks.append("\n".join([*symbols, *words]))
        lines = [
            line
            for name, value in self.summary(language)
            for line in wrap(f"{name}: {value}", width, rest="  ")
        ]
        return "\n\n".join([*blocks, "\n".join(lines)])

    def to_frame(self) -> pd.DataFrame:
        """Return the equations as a data frame: ``variable``, ``role``, ``symbols``."""
        import pandas as pd

        rows = [(item.variable, item.role, item.symbols) for item in self.items]
        return pd.DataFrame(rows, columns=["variable", "role", "symbols"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the equations as plain data."""
        language = language or self.model.default_language
        return {
            "view": self.experiment.system.view.to_dict(),
            "equations": [
                {
                    "variable": item.variable,
                    "role": item.role,
                    "symbols": item.symbols,
                    "words": self.words(item, language),
                }
                for item in self.items
            ],
        }


def equations(
    model: Model,
    name: str | int | None = None,
    scenario: ScenarioChoice = None,
    *,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Equations:
    """Write the equations of a model in symbols and in words.

    Parameters
    ----------
    model
        The model.
    name
        Only the variables of this: a variable, target, area or loop. All when absent.
    scenario, settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    Equations
        One equation a variable.

    Raises
    ------
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys
    >>> answer = equations(digisys.load("digikompassi"), "technology clusters")
    >>> print(answer.items[0].symbols[:52])
    technology_clusters′ = (tanh([0.05–0.7]·workforce_di
    """
    experiment = Experiment.of(
        model, scenario, settings=settings, evidence=evidence, certainty=certainty
    )
    chosen = tuple(model.variables) if name is None else resolve(model, name).variables
    items = tuple(
        Equation(variable, model.variables[variable].role, _symbols(experiment, variable))
        for variable in chosen
    )
    return Equations(experiment, items)


def _symbols(experiment: Experiment, name: str) -> str:
    system = experiment.system
    signals = system.pushes.get(name) or system.levels.get(name) or ()
    arcs = [arc for arc in system.arcs if arc.target == name]
    terms = [_term_symbols(system, arc, arcs) for arc in arcs if arc.modulates is None]
    terms += [_signal_symbols(signal) for signal in signals]
    total = _joined(terms) or "0"
    if name in system.inputs:
        return f"{name} = {total}"
    response = f"tanh({total})" if system.response == "tanh" else total
    if name in system.auxiliaries:
        return f"{name} = {response}"
    if name not in system.inertia:
        return f"{name}′ = {total}"
    years = _range(system.unknowns[system.inertia[name]])
    inside = response if system.response == "tanh" or len(terms) < 2 else f"({total})"
    return f"{name}′ = ({inside} {_MINUS} {name}) / {years}"


def _range(unknown: Unknown) -> str:
    if unknown.low == unknown.high:
        return f"{unknown.low:g}"
    return f"[{unknown.low:g}–{unknown.high:g}]"


def _range_words(unknown: Unknown, language: str) -> str:
    ends = dict.fromkeys((unknown.low, unknown.high))
    return "–".join(say_number(end, language, "g") for end in ends)


def _term_symbols(system: System, arc: Arc, arcs: Sequence[Arc]) -> str:
    """Write the effect of a link, times that of each link that modulates it."""
    factors: dict[str, list[str]] = {}
    for other in arcs:
        if other.modulates == arc.link:
            symbols = _arc_symbols(other, system)
            factors.setdefault(other.link, []).append(symbols)
    own = _arc_symbols(arc, system)
    return "·".join([own, *(f"({_joined(items)})" for items in factors.values())])


def _joined(terms: Sequence[str]) -> str:
    return " + ".join(terms).replace(f"+ {_MINUS}", f"{_MINUS} ")


def _curve_symbols(curve: Curve, source: str) -> str:
    level = f"{abs(curve.level):g}"
    if curve.kind == "saturating":
        return f"{1.0 + curve.level:g}·{source}/({level} + |{source}|)"
    if curve.kind == "threshold":
        bound, mark = ("max", _MINUS) if curve.level >= 0 else ("min", "+")
        return f"{bound}({source} {mark} {level}, 0)"
    if curve.kind == "table":
        points = ", ".join(f"({x:g}, {y:g})" for x, y in curve.points)
        return f"table({source}; {points})".replace("-", _MINUS)
    return source


def _sharing(system: System, unknown: int) -> tuple[Unknown, bool] | None:
    """Return what causes pass on together, and whether this one is alone; None for no share."""
    for item in system.sharings:
        rows = (*item.members, *item.others)
        if unknown in rows:
            return system.unknowns[item.total], len(rows) == 1
    return None


def _strength_symbols(system: System, position: int) -> str:
    """Write how strong a link is: a range, or its share of what causes pass on together."""
    found = _sharing(system, position)
    own = _range(system.unknowns[position])
    if found is None:
        return own
    total, alone = found
    return _range(total) if alone else f"{_range(total)}·{own}/Σ"


def _strength_words(system: System, position: int, language: str) -> str:
    found = _sharing(system, position)
    own = _range_words(system.unknowns[position], language)
    if found is None:
        return own
    total, alone = found
    together = _range_words(total, language)
    if alone:
        return together
    return say("{total} shared by {size}", language, total=together, size=own)


def _arc_symbols(arc: Arc, system: System) -> str:
    unknown = system.unknowns[arc.unknown]
    sign = {1: "", -1: _MINUS, 0: "±"}[unknown.sign]
    source = f"{arc.source}(t {_MINUS} {arc.delay:g})" if arc.delay else arc.source
    if arc.delay and arc.order != "pipeline":
        source = f"smooth{arc.order}({arc.source}, {arc.delay:g})"
    strength = f"{sign}{_strength_symbols(system, arc.unknown)}"
    factors = [strength, _curve_symbols(arc.curve, source)]
    for change in arc.changes:
        if (change.before, change.after) == (0.0, 1.0):
            factors.append(_signal_symbols(change.signal))
        else:
            step = change.after - change.before
            mark = "+" if step > 0 else _MINUS
            rise = _signal_symbols(change.signal)
            factors.append(f"({change.before:g} {mark} {abs(step):g}·{rise})")
    return "·".join(factors)


def _signal_symbols(signal: Signal) -> str:
    sign = _MINUS if signal.size < 0 else ""
    years = [f"{signal.start:g}"] + ([] if signal.end is None else [f"{signal.end:g}"])
    return f"{sign}{signal.shape}({abs(signal.size):g}, {', '.join(years)})"


def _signal_words(signal: Signal, language: str) -> str:
    size = say_number(signal.size, language, "g")
    start = say_number(signal.start, language, "g")
    if signal.shape == "step":
        return say("{size} from {start} on", language, size=size, start=start)
    end = "" if signal.end is None else say_number(signal.end, language, "g")
    if signal.shape == "ramp":
        return say(
            "growing to {size} from {start} to {end}", language, size=size, start=start, end=end
        )
    return say("{size} from {start} to {end}", language, size=size, start=start, end=end)


def _arc_words(model: Model, system: System, arc: Arc, beside: Sequence[Arc], language: str) -> str:
    """Say what a link does, and what multiplies it."""
    text = _effect_words(model, arc, system, language)
    factors = [
        _effect_words(model, other, system, language)
        for other in beside
        if other.modulates == arc.link
    ]
    if factors:
        text = " × ".join(f"({part})" for part in (text, *factors))
    return text


def _effect_words(model: Model, arc: Arc, system: System, language: str) -> str:
    signs = {1: N_("with"), -1: N_("against"), 0: N_("with or against")}
    name = short_label(model, arc.source, language)
    unknown = system.unknowns[arc.unknown]
    strength = _strength_words(system, arc.unknown, language)
    if arc.source == arc.target:
        text = say("damped by itself, strength {strength}", language, strength=strength)
    else:
        text = say(
            "{sign} {name}, strength {strength}",
            language,
            sign=say(signs[unknown.sign], language),
            name=name,
            strength=strength,
        )
    if unknown.chance < 1:
        chance = say_number(unknown.chance, language, "g")
        text += say(", there with probability {chance}", language, chance=chance)
    if arc.curve != LINEAR:
        text += f", {arc.curve.text(language)}"
    if arc.delay:
        text += say(", {years} years late", language, years=say_number(arc.delay, language, "g"))
    if arc.assumed:
        text += say(" (the delay is not known; this is assumed)", language)
    if arc.changes:
        text += say(", changed by the scenario", language)
    return text
