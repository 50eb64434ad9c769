"""Importance weights: how well each draw of what is unknown agrees with what was observed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digisys.uncertainty.draws import uniform

__all__ = ["effective_size", "importance_weights", "log_likelihood", "resampled"]

Floats = npt.NDArray[np.float64]


def log_likelihood(levels: Floats, observed: Floats, uncertainty: Floats) -> Floats:
    """Return the log likelihood of draws, up to a constant: errors are Gaussian and independent.

    Parameters
    ----------
    levels
        What the model gives, by observation and draw.
    observed, uncertainty
        Level and standard deviation of each observation.

    Returns
    -------
    ndarray
        By draw.

    Examples
    --------
    >>> log_likelihood(np.array([[0.0, 0.2]]), np.array([0.2]), np.array([0.1])).tolist()
    [-2.0, 0.0]
    """
    errors = (levels - observed[:, None]) / uncertainty[:, None]
    found: Floats = -0.5 * np.einsum("ij,ij->j", errors, errors)
    return found + 0.0


def importance_weights(likelihood: Floats) -> Floats:
    """Return weights of draws that sum to 1, from their log likelihoods.

    Draws come from the prior, so that a weight is a likelihood (Robert & Casella 2004,
    doi:10.1007/978-1-4757-4145-2, chapter 3).

    Examples
    --------
    >>> importance_weights(np.log([1.0, 3.0])).tolist()
    [0.25, 0.75]
    """
    weights = np.exp(likelihood - likelihood.max())
    found: Floats = weights / weights.sum()
    return found


def effective_size(weights: Floats) -> float:
    """Return how many equally likely draws some weighted ones are worth (Kish 1965).

    Examples
    --------
    >>> effective_size(np.full(8, 1 / 8)), effective_size(np.array([1.0, 0.0]))
    (8.0, 1.0)
    """
    return float(1.0 / np.square(weights).sum())


def resampled(weights: Floats, count: int, seed: int) -> npt.NDArray[np.int64]:
    """Choose draws so that each comes as often as its weight says, in a random order.

    Systematic resampling (Kitagawa 1996, doi:10.1080/10618600.1996.10474692).

    Parameters
    ----------
    weights
        Of the draws; they sum to 1.
    count
        How many to choose.
    seed
        A whole number from 0 up.

    Returns
    -------
    ndarray of int
        Numbers of draws; shape ``(count,)``.

    Examples
    --------
    >>> sorted(resampled(np.array([0.25, 0.75]), 4, 1).tolist())
    [0, 1, 1, 1]
    """
    offset = uniform(seed, ["calibration:offset"], 0, 1)[0, 0]
    points = (np.arange(count) + offset) / count
    chosen = np.searchsorted(np.cumsum(weights), points).clip(max=len(weights) - 1)
    order = np.argsort(uniform(seed, ["calibration:order"], 0, count)[0], kind="stable")
    found: npt.NDArray[np.int64] = chosen[order]
    return found
