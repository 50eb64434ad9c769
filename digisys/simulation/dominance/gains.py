"""What the loops of a run do by themselves, with its strengths and its equations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digisys.analysis.loops.gain import GAIN_SAMPLES, Gain, loop_gain
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.uncertainty.options import Draws

__all__ = ["gains_of_run"]


def gains_of_run(
    experiment: Experiment, loops: Sequence[Sequence[str]], seed: int
) -> tuple[Gain | None, ...]:
    """Tell how often each of some reinforcing loops grows by itself, amplifies or fades.

    Links count as they are at the end of the run; draws in which a link that may be absent
    is not there do not count for its loops. Where effects add up in stocks, a loop
    with a stock grows whatever its gain is, as nothing erodes it. None for a loop that does
    nothing near rest.

    Parameters
    ----------
    experiment
        What was run.
    loops
        Each as the ids of its links.
    seed
        Seed of the draws, which are those of :func:`digisys.analysis.loops.gain.loop_gains`.
    """
    program, system = experiment.program, experiment.system
    table = experiment.draw_table(Draws(GAIN_SAMPLES, seed, sampler="random"))
    weights, _ = experiment.parameters(table, 0, GAIN_SAMPLES)
    multiplied = {arc.modulates for arc in system.arcs}
    sizes: dict[str, Floats] = {}
    damping: dict[str, Floats] = {}
    for at, arc in enumerate(system.arcs):
        column = program.changing[at]
        kept = 1.0 if column < 0 else float(program.multipliers[-1, column])
        product = arc.modulates is not None or arc.link in multiplied
        slope = 0.0 if product else arc.curve.slope_at_rest
        size = np.abs(slope * kept * weights[at])
        sizes[arc.link] = sizes.get(arc.link, 0.0) + size
        if arc.source == arc.target:
            damping[arc.target] = damping.get(arc.target, 0.0) + size
    targets = {arc.link: arc.target for arc in system.arcs}
    stocks = system.stocks if program.accumulating else ()
    return tuple(
        loop_gain(
            [sizes[link] for link in loop],
            [targets[link] for link in loop],
            damping=damping,
            stocks=stocks,
        )
        for loop in loops
    )
