"""How well predictions hold: what was measured later, against what the model gave for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.simulation.observations.observations import Observation

__all__ = ["CENTRAL", "FEW", "Score", "coverage_by_chance", "score_of", "share_below"]

Floats = npt.NDArray[np.float64]

#: Central bands whose coverage is told and drawn.
CENTRAL = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
#: With fewer dates than this, coverage says little.
FEW = 20
#: Even parts of a predicted distribution that a score is taken over.
_PARTS = 64


@dataclass(frozen=True)
class Score:
    """How well a calibrated model predicted what it had not seen.

    Attributes
    ----------
    count
        How many observations were held out.
    below
        Of each, the share of the predicted distribution below it, from 0 to 1; even from 0
        to 1 where predictions say truly how sure they are (Gneiting et al. 2007,
        doi:10.1111/j.1467-9868.2007.00587.x).
    coverage
        Share of the observations within each of the central bands of ``CENTRAL``.
    error, error_unchanged
        Mean absolute error of the predicted medians, and of "nothing changes": the level
        last observed before, or where the run starts.
    crps, crps_unchanged
        Continuous ranked probability score, on the scale of levels, smaller is better
        (Gneiting & Raftery 2007, doi:10.1198/016214506000001437); of "nothing changes" with
        the uncertainty of what was last observed.
    """

    count: int
    below: tuple[float, ...]
    coverage: tuple[float, ...]
    error: float
    error_unchanged: float
    crps: float
    crps_unchanged: float

    def within(self, band: float) -> float:
        """Return the share of the observations within a central band, such as 0.5 or 0.9."""
        return float(np.mean(np.abs(np.array(self.below) - 0.5) <= band / 2))

    def to_dict(self) -> dict[str, Any]:
        """Return the score as plain data."""
        return {
            "count": self.count,
            "coverage_50": self.within(0.5),
            "coverage_90": self.within(0.9),
            "curve": {
                f"{band:g}": share for band, share in zip(CENTRAL, self.coverage, strict=True)
            },
            "below": list(self.below),
            "mean_absolute_error": self.error,
            "mean_absolute_error_unchanged": self.error_unchanged,
            "crps": self.crps,
            "crps_unchanged": self.crps_unchanged,
        }


def coverage_by_chance(band: float, count: int) -> tuple[float, float]:
    """Return which coverage true predictions show by chance, in nine cases of ten.

    Parameters
    ----------
    band
        Probability of the band, from 0 to 1.
    count
        How many observations there are, taken as independent.

    Examples
    --------
    >>> coverage_by_chance(0.9, 10)
    (0.7, 1.0)
    """
    odds = [
        math.comb(count, hits) * band**hits * (1 - band) ** (count - hits)
        for hits in range(count + 1)
    ]
    sums = np.cumsum(odds)
    low = int(np.searchsorted(sums, 0.05))
    high = int(np.searchsorted(sums, 0.95))
    return low / count, high / count


def share_below(levels: Floats, weights: Floats, observed: Floats, spread: Floats) -> Floats:
    """Return the share of each predicted distribution below what was observed.

    Parameters
    ----------
    levels
        What the model gives, by observation and draw.
    weights
        Of the draws; they sum to 1.
    observed, spread
        Level and standard deviation of each observation.
    """
    scaled = (observed[:, None] - levels) / (spread[:, None] * math.sqrt(2))
    found: Floats = 0.5 * (1.0 + _erf(scaled)) @ weights
    return found


def score_of(
    levels: Floats,
    weights: Floats,
    held: Sequence[Observation],
    before: Sequence[tuple[float, float]],
) -> Score:
    """Score predictions against what was observed.

    Parameters
    ----------
    levels
        What the model gives, by observation and draw.
    weights
        Of the draws; they sum to 1.
    held
        What was observed.
    before
        For each, the level last observed and its standard deviation.
    """
    observed = np.array([item.level for item in held])
    spread = np.array([item.uncertainty for item in held])
    below = share_below(levels, weights, observed, spread)
    middle = np.array([_even_parts(row, weights, 1)[0] for row in levels])
    parts = np.stack([_even_parts(row, weights, _PARTS) for row in levels])
    last, doubt = np.array(before).T
    even = np.abs(below - 0.5)
    return Score(
        len(held),
        tuple(below.tolist()),
        tuple(float(np.mean(even <= band / 2)) for band in CENTRAL),
        float(np.abs(middle - observed).mean()),
        float(np.abs(last - observed).mean()),
        float(_crps(parts, observed, spread).mean()),
        float(_crps(last[:, None], observed, np.hypot(spread, doubt)).mean()),
    )


def _even_parts(levels: Floats, weights: Floats, parts: int) -> Floats:
    """Return the middles of even parts of a weighted distribution."""
    order = np.argsort(levels, kind="stable")
    sums = np.cumsum(weights[order])
    places = np.searchsorted(sums, (np.arange(parts) + 0.5) / parts).clip(max=len(order) - 1)
    found: Floats = levels[order[places]]
    return found


def _crps(parts: Floats, observed: Floats, spread: Floats) -> Floats:
    """Return the score of mixtures of normal distributions (Grimit et al. 2006).

    doi:10.1256/qj.05.235, equation 5.
    """

    def mean_size(middle: Floats, width: Floats) -> Floats:
        """Return the mean absolute value of a normal variable."""
        scaled = middle / width
        density = np.exp(-0.5 * scaled**2) / math.sqrt(2 * math.pi)
        found: Floats = 2 * width * density + middle * _erf(scaled / math.sqrt(2))
        return found

    to_observed = mean_size(observed[:, None] - parts, spread[:, None]).mean(axis=1)
    among = [
        mean_size(row[:, None] - row[None, :], np.array(width * math.sqrt(2))).mean()
        for row, width in zip(parts, spread, strict=True)
    ]
    found: Floats = to_observed - 0.5 * np.array(among)
    return found


#: NumPy has no error function, and this one is exact.
_erf = np.vectorize(math.erf, otypes=[np.float64])
