"""Exact sign predictions of a press perturbation, from signs alone.

The matrix convention is that of the field: ``A[i, j]`` is the effect of j on i.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from digisys.errors import TooLargeError
from digisys.words import Message

__all__ = ["MOST_EXACT", "absolute_feedback", "adjoint", "weighted_predictions"]

Integers = npt.NDArray[np.int64]

#: The largest matrix whose feedback is counted: the work doubles with each variable.
MOST_EXACT = 18


def adjoint(matrix: npt.ArrayLike) -> Integers:
    """Compute the classical adjoint of a matrix of integers, exactly.

    Faddeev and LeVerrier's recursion: every division leaves no remainder, and singular
    matrices have an adjoint too.

    Parameters
    ----------
    matrix
        Square, of integers. Give ``-A`` to get the responses to a press: entry [i, j]
        has the sign of the response of i to a lasting push on j, in a stable system.

    Returns
    -------
    ndarray of int
        The transposed matrix of cofactors.

    Raises
    ------
    TooLargeError
        If the matrix has more than 18 rows.

    References
    ----------
    .. [1] J. M. Dambacher, H. W. Li and P. A. Rossignol (2002), Relevance of community
       structure in assessing indeterminacy of ecological predictions, Ecology 83(5),
       doi:10.1890/0012-9658(2002)083[1372:ROCSIA]2.0.CO;2.

    Examples
    --------
    >>> adjoint([[1, 1], [-1, 1]]).tolist()
    [[1, -1], [1, 1]]
    """
    square = np.array(matrix, dtype=object)
    size = len(square)
    refuse_large(size)
    unit = np.array([[int(i == j) for j in range(size)] for i in range(size)], dtype=object)
    part = unit
    for turn in range(1, size):
        product = square @ part
        part = product - unit * (sum(product[i, i] for i in range(size)) // turn)
    return np.asarray(part * (-1) ** (size - 1), dtype=np.int64)


def absolute_feedback(matrix: npt.ArrayLike) -> Integers:
    """Count the terms behind each entry of the adjoint, whatever their sign.

    Entry [i, j] is the permanent of ``|A|`` without row j and column i. All of them come
    from one sweep over the subsets of columns from the top and one from the bottom, so
    that the work is of the order of ``n^2 2^n``.

    Parameters
    ----------
    matrix
        Square; only whether an entry is zero counts.

    Returns
    -------
    ndarray of int
        As large as the matrix.

    Raises
    ------
    TooLargeError
        If the matrix has more than 18 rows.

    References
    ----------
    .. [1] J. M. Dambacher, H. W. Li and P. A. Rossignol (2002), Ecology 83(5),
       doi:10.1890/0012-9658(2002)083[1372:ROCSIA]2.0.CO;2.

    Examples
    --------
    >>> absolute_feedback([[-1, -1], [1, -1]]).tolist()
    [[1, 1], [1, 1]]
    """
    links = np.asarray(matrix) != 0
    size = len(links)
    refuse_large(size)
    sets = np.arange(1 << size, dtype=np.int64)
    counts = np.bitwise_count(sets)
    # above[s]: ways to place the first |s| rows on the columns s; below[s]: the last |s|.
    above = np.zeros(1 << size, dtype=np.int64)
    below = np.zeros(1 << size, dtype=np.int64)
    above[0] = below[0] = 1
    for rows in range(1, size + 1):
        layer = sets[counts == rows]
        for column in range(size):
            within = layer[(layer >> column) & 1 == 1]
            if links[rows - 1, column]:
                above[within] += above[within ^ (1 << column)]
            if links[size - rows, column]:
                below[within] += below[within ^ (1 << column)]
    order = np.argsort(counts, kind="stable")
    total = np.zeros((size, size), dtype=np.int64)
    everything = (1 << size) - 1
    for column in range(size):
        without = order[(sets[order] >> column) & 1 == 0]
        ways = above[without] * below[without ^ everything ^ (1 << column)]
        starts = np.searchsorted(counts[without], np.arange(size))
        total[column] = np.add.reduceat(ways, starts)
    return total


def weighted_predictions(
    adjoints: npt.ArrayLike, feedback: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Weigh each prediction: the net number of terms behind it by the total number.

    Parameters
    ----------
    adjoints, feedback
        As from :func:`adjoint` and :func:`absolute_feedback`.

    Returns
    -------
    ndarray
        From 0 (the signs cancel out) to 1 (all agree); 1 by custom where there is no term
        at all, as nothing can move that response from zero. From 0.5 on, a sign proved
        right in about 95 % of the systems that were simulated [1]_.

    References
    ----------
    .. [1] J. M. Dambacher, H. W. Li and P. A. Rossignol (2003), Qualitative predictions
       in model ecosystems, Ecological Modelling 161, doi:10.1016/S0304-3800(02)00295-8.

    Examples
    --------
    >>> weighted_predictions([[6, -4], [0, 0]], [[6, 4], [2, 0]]).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    net, total = np.abs(np.asarray(adjoints)), np.asarray(feedback)
    return np.where(total > 0, net / np.where(total > 0, total, 1), 1.0)


def refuse_large(size: int) -> None:
    """Refuse a matrix whose feedback would take too long to count."""
    if size > MOST_EXACT:
        raise TooLargeError(
            Message(
                "Exact predictions reach to {most} variables, and the model has {count}.",
                {"most": MOST_EXACT, "count": size},
            ),
            Message("Use draws instead: --method sampling."),
        )
