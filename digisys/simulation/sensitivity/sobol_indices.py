"""Sobol indices through SALib (extra ``sensitivity``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from digisys.errors import MissingPackageError
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.sensitivity.result import UnknownEffect

__all__ = ["with_indices"]

_BLOCK = 1024


def with_indices(
    experiment: Experiment,
    effects: Sequence[UnknownEffect],
    position: int,
    *,
    samples: int,
    seed: int,
) -> list[UnknownEffect]:
    """Add first-order and total Sobol indices to the unknowns of an outcome.

    Unknowns that are not among them stay at their midpoints: they cannot matter.

    Parameters
    ----------
    experiment
        What is run.
    effects
        The unknowns.
    position
        Position of the outcome.
    samples
        Draws for each unknown, a power of two at best.
    seed
        A whole number from 0 up.

    Returns
    -------
    list of UnknownEffect
        The same unknowns with indices.

    Raises
    ------
    MissingPackageError
        If SALib is not installed.
    """
    try:
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sampling
    except ImportError:
        raise MissingPackageError("SALib", "sensitivity") from None
    names = [effect.key for effect in effects]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    # SciPy warns of counts that are not powers of two; the next one is as good.
    count = 1 << max(samples - 1, 1).bit_length()
    shares = sampling.sample(problem, count, calc_second_order=False, seed=seed)
    final = _final_levels(experiment, names, np.asarray(shares), position)
    if not np.ptp(final) > 0:
        flat = {"first_order": 0.0, "first_order_error": 0.0, "total": 0.0, "total_error": 0.0}
        return [replace(effect, **flat) for effect in effects]  # type: ignore[arg-type]
    found = analysis.analyze(problem, final, calc_second_order=False, seed=seed)
    return [
        replace(
            effect,
            first_order=float(found["S1"][row]),
            first_order_error=float(found["S1_conf"][row]),
            total=float(found["ST"][row]),
            total_error=float(found["ST_conf"][row]),
        )
        for row, effect in enumerate(effects)
    ]


def _final_levels(
    experiment: Experiment, names: list[str], shares: Floats, position: int
) -> Floats:
    program, system = experiment.program, experiment.system
    outcomes = outcomes_of(experiment.model)
    rows = {key: row for row, key in enumerate(names)}
    final = np.empty(len(shares))
    for start in range(0, len(shares), _BLOCK):
        block = shares[start : start + _BLOCK]
        values = np.full((len(system.unknowns), len(block)), 0.5)
        for at, unknown in enumerate(system.unknowns):
            if unknown.key in rows:
                values[at] = block[:, rows[unknown.key]]
        weights, rates = program.parameters(values)
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, weights, rates, every=program.clock.steps)
        check_finite(program, system.variables, paths.levels, program.clock.steps)
        final[start : start + len(block)] = outcomes.levels(paths.levels)[-1, position]
    return final
