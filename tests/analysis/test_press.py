"""Press perturbation: published cases."""

from __future__ import annotations

import numpy as np

from digisys.analysis.press_exact import absolute_feedback, adjoint

# Each entry: matrix A, adjoint of -A, absolute feedback.
PUBLISHED = [
    (
        [[-1, -1, 0, 0, 0], [-1, -1, -1, 0, 0], [0, 1, -1, 1, 1], [0, 0, -1, -1, -1],
         [0, 0, 0, 1, -1]],
        [[6, -4, 2, 2, 0], [-4, 4, -2, -2, 0], [-2, 2, 0, 0, 0], [1, -1, 0, 1, -1],
         [1, -1, 0, 1, 1]],
        [[6, 4, 2, 2, 2], [4, 4, 2, 2, 2], [2, 2, 4, 4, 4], [1, 1, 2, 3, 5], [1, 1, 2, 3, 5]],
    ),
    (
        [[-1, 1, 0, 0, 0], [-1, -1, 0, 1, 1], [0, 0, -1, 1, 0], [0, 0, -1, -1, 1],
         [1, -1, 1, -1, -1]],
        [[5, 2, 2, 1, 3], [1, 2, 2, 1, 3], [2, 0, 4, 2, 2], [2, 0, 0, 2, 2], [4, 0, 4, 0, 4]],
        [[7, 4, 4, 3, 3], [7, 4, 4, 3, 3], [2, 2, 8, 4, 2], [2, 2, 6, 4, 2], [4, 4, 6, 6, 4]],
    ),
]  # fmt: skip


def test_published_adjoints_and_feedback_counts() -> None:
    for matrix, expected, feedback in PUBLISHED:
        assert adjoint(-np.array(matrix)).tolist() == expected
        assert absolute_feedback(matrix).tolist() == feedback
