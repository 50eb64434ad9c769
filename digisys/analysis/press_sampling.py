"""Sign predictions of a press perturbation under sampled strengths."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["uniform_draws"]


def uniform_draws(seed: int, stream: int, start: int, stop: int) -> npt.NDArray[np.float64]:
    """Return numbers from 0 to 1 for some samples: the same however samples are blocked."""
    first = start // 4
    generator = np.random.Generator(np.random.Philox(counter=first, key=(stream << 64) + seed))
    return generator.random(stop - 4 * first)[start - 4 * first :]
