"""The integrator by its engine: NumPy, or compiled code that gives the same levels."""

from __future__ import annotations

from digisys.simulation.integrate.kernel import Paths, integrate
from digisys.simulation.integrate.program import Floats, Program
from digisys.uncertainty.engine import Engine

__all__ = ["integrate_with", "passes"]


def passes(program: Program, samples: int) -> float:
    """Return the work of a program in arc passes: arcs times steps times stages times samples."""
    return float(len(program.source) * program.clock.steps * program.stages * samples)


def integrate_with(
    engine: Engine, program: Program, weights: Floats, rates: Floats, *, every: int = 1
) -> Paths:
    """Run a program for a block of samples.

    See :func:`digisys.simulation.integrate.kernel.integrate`.
    """
    if engine == "numba":
        from digisys.simulation.integrate.compiled import integrate_compiled

        return integrate_compiled(program, weights, rates, every=every)
    return integrate(program, weights, rates, every=every)
