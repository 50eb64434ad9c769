"""How sure a ranking of levers is when strengths are unknown."""

from __future__ import annotations

import math

__all__ = ["wilson_interval"]


def wilson_interval(hits: int, trials: int, *, z: float = 1.959963984540054) -> tuple[float, float]:
    """Return the Wilson score interval of a share, 95 % by default.

    References
    ----------
    .. [1] E. B. Wilson (1927), Probable inference, the law of succession, and statistical
       inference, Journal of the American Statistical Association 22(158),
       doi:10.1080/01621459.1927.10502953.
    """
    if not trials:
        return 0.0, 1.0
    share = hits / trials
    scale = 1 + z * z / trials
    middle = share + z * z / (2 * trials)
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
