"""How long one step of a run may be: within the shortest time that a model tells of."""

from __future__ import annotations

import math
from collections.abc import Iterable

from digisys.schema import Link, Model
from digisys.uncertainty.unknowns import inertia_span, strength_span

__all__ = ["MOST_STEPS", "divides", "shortest_time", "working_step"]

#: More steps than this are taken for a mistake.
MOST_STEPS = 10_000_000


def working_step(span: float, longest: float) -> float:
    """Find a step that divides the years of a run, with few decimals if there is one.

    Parameters
    ----------
    span
        The years of the run, above 0.
    longest
        The longest step that will do, above 0.

    Returns
    -------
    float
        The step in years, at most `longest`.

    Examples
    --------
    >>> working_step(10, 3), working_step(10, 20), working_step(7, 0.6)
    (2.5, 10.0, 0.5)
    """
    least = max(math.ceil(span / longest * (1 - 1e-12)), 1)
    for steps in range(least, min(4 * least, least + 1000)):
        step = round(span / steps, 4)
        if step > 0 and abs(steps * step - span) <= 1e-12 * span:
            return step
    return span / least


def divides(step: float, span: float) -> bool:
    """Tell whether a step divides the years of a run.

    Examples
    --------
    >>> divides(0.25, 7), divides(0.3, 7), divides(8, 7)
    (True, False, False)
    """
    steps = round(span / step)
    return steps >= 1 and abs(steps * step - span) <= 1e-9 * max(1.0, span)


def shortest_time(model: Model, links: Iterable[Link]) -> tuple[float, str]:
    """Return the shortest time that a run must tell apart, in units of time, and whose it is.

    Parameters
    ----------
    model
        The model, whose stocks have inertias, unless they accumulate.
    links
        The links that are run, which may have delays.

    Returns
    -------
    tuple of float and str
        The shortest inertia of a stock, or delay of a link (one stage of it, where the delay
        has several), with the id of the stock or link; infinity and no id where there is none.
    """
    every = tuple(links)
    own = dict.fromkeys(model.variables, 0.0)
    for link in every:
        if link.damps and not link.lag:
            own[link.source] += strength_span(link.strength)[1]
    # A stock that damps itself comes to rest sooner.
    times = [
        (inertia_span(variable.inertia)[0] / (1 + own[name]), name)
        for name, variable in model.variables.items()
        if variable.role == "stock" and model.dynamics != "accumulating"
    ]
    if model.dynamics == "accumulating":
        times = [(1 / size, name) for name, size in own.items() if size]
    for link in every:
        if link.lag:
            stages = 1 if link.delay_order == "pipeline" else link.delay_order
            times.append((link.lag / stages, link.id))
    return min(times, key=lambda item: item[0], default=(math.inf, ""))
