"""The equations of a model run in plain Python, link by link, as its documentation has them.

An oracle for small models: no arrays, no order of computation found by the library, and every
number written out. Delays of order 1 and 3 are rows of first-order stages; fixed delays and
interventions are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from digisys.schema import Link, Model
from digisys.simulation.system.options import Settings

SIGN = {"positive": 1.0, "negative": -1.0}


def effect(link: Link, x: float) -> float:
    """Return f(x) of a link."""
    shape = link.effect
    if shape == "linear":
        return x
    half = 0.5 if shape == "saturating" else shape.saturating
    if half is not None:
        return (1 + half) * x / (half + abs(x))
    if shape.threshold is not None:
        a = shape.threshold
        return max(x - a, 0.0) if a >= 0 else min(x - a, 0.0)
    points = shape.table
    if x <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return points[-1][1]


def run_plainly(
    model: Model, settings: Settings, levels: Mapping[str, Sequence[float]] | None = None
) -> list[dict[str, float]]:
    """Return the level of every variable at every step; strengths and inertias are numbers.

    ``levels`` holds the course of each input, constant over a step.
    """
    settings = settings.for_model(model)
    bounded = (settings.response or ("tanh" if settings.dynamics == "adjusting" else "linear")) == (
        "tanh"
    )
    roles = {name: variable.role for name, variable in model.variables.items()}
    stocks = [name for name, role in roles.items() if role == "stock"]
    late = [
        (link, stage) for link in model.links if link.delay for stage in range(link.delay_order)
    ]
    state: dict[object, float] = {name: model.variables[name].initial or 0.0 for name in stocks}
    state |= {(link.id, stage): state.get(link.source, 0.0) for link, stage in late}

    def look(state: Mapping[object, float], step: int) -> tuple[dict[str, float], dict[str, float]]:
        """Return all levels, and the drive of every stock."""
        known = {name: state[name] for name in stocks}
        known |= {
            name: (levels or {}).get(name, [0.0] * (step + 1))[step]
            for name, role in roles.items()
            if role == "input"
        }

        def arrives(link: Link) -> float:
            if link.delay:
                return state[link.id, link.delay_order - 1]
            return level(link.source)

        def factor(link: Link) -> float:
            return SIGN[link.polarity] * link.strength * effect(link, arrives(link))

        def drive(name: str) -> float:
            total = 0.0
            for link in model.links:
                if link.target == name and link.modulates is None:
                    term = factor(link)
                    for other in model.links:
                        if other.modulates == link.id:
                            term *= factor(other)
                    total += term
            return total

        def level(name: str) -> float:
            if name not in known:
                total = drive(name)
                known[name] = math.tanh(total) if bounded else total
            return known[name]

        return {name: level(name) for name in roles}, {name: drive(name) for name in stocks}

    def slopes(state: Mapping[object, float], step: int) -> dict[object, float]:
        found, drives = look(state, step)
        rates: dict[object, float] = {}
        for name in stocks:
            if settings.dynamics == "accumulating":
                rates[name] = drives[name]
            else:
                response = math.tanh(drives[name]) if bounded else drives[name]
                rates[name] = (response - state[name]) / model.variables[name].inertia
        for link, stage in late:
            before = state[link.id, stage - 1] if stage else found[link.source]
            rate = link.delay_order / link.delay
            rates[link.id, stage] = (before - state[link.id, stage]) * rate
        return rates

    length = model.time.step
    steps = round((model.time.end - model.time.start) / length)
    courses = []
    for step in range(steps + 1):
        courses.append(look(state, step)[0])
        moved = slopes(state, step)
        if settings.method == "rk4":
            moved = _fourth_order(state, moved, length, lambda at, step=step: slopes(at, step))
        state = {key: state[key] + length * moved[key] for key in state}
    return courses


def _fourth_order(state, first, length, slopes):
    def ahead(rates, share):
        return {key: state[key] + share * length * rates[key] for key in state}

    second = slopes(ahead(first, 0.5))
    third = slopes(ahead(second, 0.5))
    fourth = slopes(ahead(third, 1.0))
    return {key: (first[key] + 2 * second[key] + 2 * third[key] + fourth[key]) / 6 for key in state}
