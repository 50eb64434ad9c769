"""Sobol indices through SALib (extra ``sensitivity``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from digisys.errors import MissingPackageError
from digisys.progress import expect
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import check_finite, integrate
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.sensitivity.result import UnknownEffect
from digisys.uncertainty.options import Draws
from digisys.uncertainty.workers import hands, share_out

__all__ = ["with_indices"]

#: Runs in a block, and runs that are measured first.
_BLOCK, _MEASURED = 1024, 64


def with_indices(
    experiment: Experiment,
    effects: Sequence[UnknownEffect],
    position: int,
    draws: Draws,
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
    draws
        How many for each unknown, a power of two at best, and who makes them.

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
    count = 1 << max(draws.count - 1, 1).bit_length()
    shares = sampling.sample(problem, count, calc_second_order=False, seed=draws.seed)
    work = _Runs(experiment, tuple(names), position)
    blocks = [(np.asarray(shares[at : at + _BLOCK]),) for at in range(0, len(shares), _BLOCK)]
    if len(blocks) > 1:
        first = np.asarray(shares[:_MEASURED])
        times = len(shares) / len(first) / hands(draws)
        expect(draws.progress, lambda: work.final(first), times)
    found = []
    for final in share_out(work.final, blocks, draws):
        found.append(final)
        if draws.progress:
            draws.progress(min(len(found) * _BLOCK, len(shares)), len(shares))
    final = np.concatenate(found)
    if not np.ptp(final) > 0:
        flat = {"first_order": 0.0, "first_order_error": 0.0, "total": 0.0, "total_error": 0.0}
        return [replace(effect, **flat) for effect in effects]  # type: ignore[arg-type]
    found = analysis.analyze(problem, final, calc_second_order=False, seed=draws.seed)
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


@dataclass(frozen=True, eq=False)
class _Runs:
    """Runs for some values of unknowns, all others at their midpoints."""

    experiment: Experiment
    names: tuple[str, ...]
    position: int

    def final(self, shares: Floats) -> Floats:
        """Return the final level of the outcome in each run of a block."""
        program, system = self.experiment.program, self.experiment.system
        rows = {key: row for row, key in enumerate(self.names)}
        posterior = self.experiment.posterior
        values = np.repeat(self.experiment.middle(), len(shares), axis=1)
        for at, key in enumerate(system.draw_keys):
            if key in rows:
                share = shares[:, rows[key]]
                values[at] = posterior.quantiles(key, share) if posterior else share
        weights, rates = program.parameters(values)
        with np.errstate(over="ignore", invalid="ignore"):
            paths = integrate(program, weights, rates, every=program.clock.steps)
        check_finite(program, system.variables, paths.levels, program.clock.steps)
        levels: Floats = outcomes_of(self.experiment.model).levels(paths.levels)[-1, self.position]
        return levels
