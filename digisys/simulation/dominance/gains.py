"""What the loops of a run do by themselves, with its strengths and its equations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from digisys.analysis.loops.gain import GAIN_SAMPLES, Gain, gain_of
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.uncertainty.options import Draws

__all__ = ["gains_of_run"]


def gains_of_run(
    experiment: Experiment, loops: Sequence[Sequence[str]], seed: int
) -> tuple[Gain, ...]:
    """Tell how often each of some reinforcing loops grows by itself, amplifies or fades.

    Links count as they are at the end of the run; draws in which a link that may be absent
    is not there do not count for its loops. Where effects add up in stocks, a loop
    with a stock grows whatever its gain is, as nothing erodes it.

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
    sizes: dict[str, Floats] = {}
    for at, arc in enumerate(system.arcs):
        column = program.changing[at]
        kept = 1.0 if column < 0 else float(program.multipliers[-1, column])
        sizes[arc.link] = sizes.get(arc.link, 0.0) + np.abs(kept * weights[at])
    targets = {arc.link: arc.target for arc in system.arcs}
    stocks = set(system.stocks) if program.accumulating else set()
    return tuple(
        gain_of(
            _where_it_exists(np.prod([sizes[link] for link in loop], axis=0)),
            adds_up=any(targets[link] in stocks for link in loop),
        )
        for loop in loops
    )


def _where_it_exists(gains: Floats) -> Floats:
    """Keep the draws in which a loop exists, if there are any."""
    there: Floats = gains[gains > 0]
    return there if len(there) else gains
