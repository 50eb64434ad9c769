"""What an answer is worth for a choice, estimated from draws made before it is given.

Expected value of sample information (R. A. Howard 1966, Information value theory, IEEE
Transactions on Systems Science and Cybernetics 2(1), doi:10.1109/TSSC.1966.300074; estimators
are reviewed by A. Heath, I. Manolopoulou and G. Baio 2017, A review of methods for analysis of
the expected value of information, Medical Decision Making 37(7),
doi:10.1177/0272989X17697692). Draws are put in groups by what the answer would be. The best
choice in each group is looked for in nine tenths of the draws and weighed in the last tenth, ten
times over, as a choice weighed by the draws that picked it looks better than it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["FOLDS", "Worth", "best_shares", "information", "worth_of_answers"]

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

#: Parts of the draws, each of which weighs what the others pick.
FOLDS = 10
#: Effects nearer than this, relative to the largest of a draw, tie.
_TIE = 1e-12


@dataclass(frozen=True)
class Worth:
    """What an answer is worth, on the scale of what is gained by a choice.

    Attributes
    ----------
    mean
        Estimate by draws that did not take part in the choice; sampling may take it a little
        below 0, where the true one never is.
    error
        Its standard error.
    most
        Estimate by draws that did take part: from 0 up, and rather too much.
    """

    mean: float
    error: float
    most: float

    def interval(self, width: float) -> tuple[float, float]:
        """Return the interval so many standard errors wide on either side, not below 0."""
        low = self.mean - width * self.error
        high = max(self.mean + width * self.error, self.most)
        return max(low, 0.0), max(high, 0.0)


def best_shares(effects: Floats, counting: npt.NDArray[np.bool_]) -> Floats:
    """Tell by subject, lever and draw whether a lever is best; those that tie share.

    Parameters
    ----------
    effects
        By subject, lever and draw; more is better.
    counting
        Which levers count for which subject.

    Returns
    -------
    ndarray
        From 0 to 1, adding up to 1 over the levers of a subject that has any.
    """
    masked = np.where(counting[:, :, None], effects, -np.inf)
    top = masked.max(axis=1, keepdims=True)
    size = np.abs(np.where(counting[:, :, None], effects, 0.0)).max(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        level = (masked >= top - _TIE * size) & counting[:, :, None]
    shares: Floats = level / np.maximum(level.sum(axis=1, keepdims=True), 1)
    return shares


def worth_of_answers(gains: Floats, truth: Integers, said: Floats) -> Worth:
    """Tell what an answer is worth before it is given.

    Parameters
    ----------
    gains
        What each choice gains; (decision, choice, draw). The worth is the mean over decisions.
    truth
        By draw, which answer is true.
    said
        How likely each answer is for each truth; (answer, truth).

    Returns
    -------
    Worth
        In the unit of the gains.

    Examples
    --------
    >>> gains = np.array([[[1.0, 0.0] * 50, [0.0, 1.0] * 50]])
    >>> worth_of_answers(gains, np.array([0, 1] * 50), np.eye(2)).mean
    0.5
    """
    decisions, choices, draws = gains.shape
    fold = np.arange(draws) * FOLDS // draws
    masses = np.zeros((FOLDS, said.shape[1], decisions, choices))
    flat = gains.reshape(-1, draws)
    for number in range(FOLDS):
        part = fold == number
        marks = truth[part] == np.arange(said.shape[1])[:, None]
        masses[number] = (flat[:, part] @ marks.T).T.reshape(-1, decisions, choices)
    whole = masses.sum(axis=0)
    answered = np.tensordot(said, whole, axes=1)
    most = (answered.max(axis=2).sum(axis=0) - whole.sum(axis=0).max(axis=1)).mean() / draws
    elsewhere = whole[None] - masses
    # What is chosen without the answer is known: what leads in all draws. It looks better than
    # it is, so that the answer looks worth rather too little.
    without = whole.sum(axis=0).argmax(axis=1)
    # Where an answer does not decide otherwise, the choice stays as it is.
    after = np.einsum("at,ktsl->kasl", said, elsewhere)
    stay = after[:, :, np.arange(decisions), without]
    pick = np.where(after.max(axis=3) > stay, after.argmax(axis=3), without)
    rows, every = np.arange(decisions), np.arange(draws)
    found = np.zeros(draws)
    for answer in range(len(said)):
        chosen = gains[rows[:, None], pick[fold, answer].T, every]
        found += said[answer, truth] * chosen.mean(axis=0)
    found -= gains[rows, without].mean(axis=0)
    error = float(found.std(ddof=1)) / math.sqrt(draws) if draws > 1 else math.inf
    return Worth(float(found.mean()), error, max(float(most), 0.0))


def information(best: Floats, truth: Integers, said: Floats) -> float:
    """Tell how much an answer says about which choice is best: mutual information, in bits.

    Parameters
    ----------
    best
        By decision, choice and draw, whether it is best; see :func:`best_shares`.
    truth, said
        As of :func:`worth_of_answers`.

    Returns
    -------
    float
        Mean over the decisions, from 0 up, less what as many draws would show of things that
        have nothing to do with each other (G. A. Miller 1955, W. G. Madow's correction).
    """
    decisions, choices, draws = best.shape
    marks = (truth == np.arange(said.shape[1])[:, None]).astype(float)
    masses = (best.reshape(-1, draws) @ marks.T).T.reshape(-1, decisions, choices)
    joint = np.tensordot(said, masses, axes=1) / draws
    bits: list[float] = []
    for table in np.moveaxis(joint, 1, 0):
        whole = table.sum()
        if not whole > 0:
            continue
        by_answer, by_choice = table.sum(axis=1), table.sum(axis=0)
        even = by_answer[:, None] * by_choice[None, :] / whole
        inside = table > 0
        shared: Floats = table[inside] * np.log2(table[inside] / even[inside])
        told = float(shared.sum())
        freedom = max(int((by_answer > 0).sum()) - 1, 0) * max(int((by_choice > 0).sum()) - 1, 0)
        bits.append(max(told - freedom / (2 * draws * math.log(2)), 0.0))
    return float(math.fsum(bits) / decisions)
