"""When an effect has come about: the first instant that reaches a share of its end."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["NO_EFFECT", "first_reaching"]

#: Final levels below this size count as no effect.
NO_EFFECT = 1e-9


def first_reaching(levels: npt.NDArray[np.float64], share: float) -> npt.NDArray[np.int64]:
    """Find when levels first reach a share of their final value.

    Parameters
    ----------
    levels
        By instant, row and sample.
    share
        Share of the final value, from 0 to 1.

    Returns
    -------
    ndarray of int
        By row and sample, the first instant at which the level is at least that share of
        the final one, in its direction; -1 where the final level is 0.

    Examples
    --------
    >>> levels = np.array([0.0, 0.1, 0.3, 0.4])[:, None, None]
    >>> int(first_reaching(levels, 0.5)[0, 0])
    2
    """
    final = levels[-1]
    reached = levels * np.sign(final) >= share * np.abs(final)
    first: npt.NDArray[np.int64] = reached.argmax(axis=0)
    return np.where(np.abs(final) > NO_EFFECT, first, -1)
