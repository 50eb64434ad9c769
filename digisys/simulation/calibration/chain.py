"""Where importance weights collapse: a Markov chain over the same unknowns, by emcee."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from digisys.errors import MissingPackageError
from digisys.progress import Progress, expect_at_most
from digisys.simulation.calibration.weights import effective_size, importance_weights, resampled
from digisys.uncertainty.draws import uniform

__all__ = ["Chain", "run_chain"]

Floats = npt.NDArray[np.float64]

#: Steps between two looks at how far the chain has come, and the most there are.
ROUND, MOST_STEPS = 250, 5_000
#: Steps between two looks at the clock, where there is a time limit.
_PIECE = 10
#: The chain is long enough where its kept half is so many autocorrelation times long, and is
#: worth so many independent draws.
_LONG_ENOUGH, _ENOUGH_DRAWS = 10, 1_000
#: Runs side by side cost little.
_FEWEST_WALKERS = 128
#: About so many draws of it are kept, evenly chosen.
_MOST_KEPT = 50_000
#: How far walkers start from the draws that they start at.
_JITTER = 1e-3


@dataclass(frozen=True, eq=False)
class Chain:
    """What a chain came to.

    Attributes
    ----------
    shares
        Where in its range each unknown lies, by unknown and draw; all draws as likely.
    effective
        How many independent draws they are worth.
    steps
        How many steps the chain made.
    settled
        Whether it was long enough.
    """

    shares: Floats
    effective: float
    steps: int
    settled: bool


def run_chain(
    likelihood: Callable[[Floats], Floats],
    start: Floats,
    known: Floats,
    seed: int,
    *,
    deadline: float | None = None,
    progress: Progress | None = None,
) -> Chain:
    """Draw from the posterior by an ensemble of walkers that learn from each other.

    Moves by differential evolution (ter Braak 2006, doi:10.1007/s11222-006-8769-1) and
    snooker updates (ter Braak & Vrugt 2008, doi:10.1007/s11222-008-9104-9), as emcee has them
    (Foreman-Mackey et al. 2013, doi:10.1086/670067).

    Parameters
    ----------
    likelihood
        Gives the log likelihoods of draws, by unknown and draw.
    start
        Even draws, by unknown and draw, from which walkers set out.
    known
        Their log likelihoods.
    seed
        A whole number from 0 up; the same one gives the same chain.
    deadline
        Moment of the monotonic clock at which the chain ends, settled or not.
    progress
        Told how far it is, and before the first step how long all steps would take.

    Returns
    -------
    Chain
        The draws of its second half.

    Raises
    ------
    MissingPackageError
        If emcee is not installed.
    """
    try:
        import emcee
    except ImportError:
        raise MissingPackageError("emcee", "calibration") from None
    unknowns = len(start)
    walkers = max(4 * unknowns, _FEWEST_WALKERS)

    def posterior(positions: Floats) -> Floats:
        inside = ((positions >= 0) & (positions <= 1)).all(axis=1)
        found = np.full(len(positions), -np.inf)
        if inside.any():
            found[inside] = likelihood(positions[inside].T)
        return found

    sampler = emcee.EnsembleSampler(
        walkers,
        unknowns,
        posterior,
        moves=[(emcee.moves.DEMove(), 0.8), (emcee.moves.DESnookerMove(), 0.2)],
        vectorize=True,
    )
    # emcee knows this generator only.
    sampler.random_state = np.random.RandomState(seed % 2**32).get_state()
    state = emcee.State(_beginnings(start, known, walkers, seed))
    left = None if deadline is None else max(deadline - time.monotonic(), 0.0)
    expect_at_most(progress, lambda: likelihood(start[:, :walkers]), MOST_STEPS, left)
    late = False
    while sampler.iteration < MOST_STEPS and not late:
        piece = ROUND if deadline is None else _PIECE
        state = sampler.run_mcmc(state, piece, skip_initial_state_check=True)
        late = deadline is not None and time.monotonic() >= deadline
        if sampler.iteration % ROUND and not late:
            continue
        if progress:
            progress(sampler.iteration, MOST_STEPS)
        kept = sampler.get_chain(discard=sampler.iteration // 2)
        with np.errstate(invalid="ignore"):  # walkers that have not moved yet
            times = emcee.autocorr.integrated_time(kept, tol=0, quiet=True)
        slowest = float(np.nanmax(times)) if np.isfinite(times).any() else float(len(kept))
        effective = kept.shape[0] * walkers / max(slowest, 1.0)
        settled = len(kept) >= _LONG_ENOUGH * slowest
        if settled and effective >= _ENOUGH_DRAWS:
            break
    flat = kept.reshape(-1, unknowns)[:: max(kept.shape[0] * walkers // _MOST_KEPT, 1)].T
    return Chain(np.ascontiguousarray(flat), effective, sampler.iteration, settled)


def _beginnings(start: Floats, known: Floats, walkers: int, seed: int) -> Floats:
    """Choose draws that agree about as well as possible while they still differ."""
    low, high = 0.0, 1.0
    for _ in range(60):  # halves the interval until it is as narrow as numbers can be
        middle = (low + high) / 2
        enough = effective_size(importance_weights(middle * known)) >= walkers
        low, high = (middle, high) if enough else (low, middle)
    chosen = start[:, resampled(importance_weights(low * known), walkers, seed)]
    keys = [f"calibration:jitter:{row}" for row in range(len(start))]
    moved = chosen + _JITTER * (2.0 * uniform(seed, keys, 0, walkers) - 1.0)
    # What leaves the range at one end is turned back into it.
    return np.abs(1.0 - np.abs(1.0 - moved)).T
