"""Strengths of influences between groups of variables, sampled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digisys.errors import TooLargeError
from digisys.graph.view import Graph
from digisys.words import Message

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from digisys.analysis.press.kernel import Solved
    from digisys.uncertainty.options import Draws

__all__ = ["Strength", "sampled_strengths"]

#: The ends of the interval told: the middle 90 % of the draws.
_ENDS = (0.05, 0.5, 0.95)
#: Numbers that the draws may take together: 400 MB.
_MOST_NUMBERS = 50_000_000


@dataclass(frozen=True)
class Strength:
    """How strong an influence is over many draws of the unknown strengths.

    Attributes
    ----------
    median
        Lasting change of the column, dimensionless, when every variable of the row is
        pushed by 1.
    low, high
        The interval that holds the middle 90 % of the draws.
    """

    median: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the strength as plain data, to six decimals."""
        return {
            "median": round(self.median, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
        }


@dataclass(frozen=True, eq=False)
class _Responses:
    """What to find out from each block of draws.

    Attributes
    ----------
    pushes
        On each group; (variable, group).
    means
        Of each group; (group, variable).
    others
        Where groups share variables, the rows of the group that responds which the group
        that is pushed does not hold.
    """

    pushes: npt.NDArray[np.float64]
    means: npt.NDArray[np.float64]
    others: Mapping[tuple[int, int], list[int]]

    def measure(self, solved: Solved) -> npt.NDArray[np.float64]:
        """Return mean responses; (group that responds, group that is pushed, draw)."""
        import numpy as np

        responses = solved.responses(self.pushes)
        answer: npt.NDArray[np.float64] = np.einsum("gv,vpd->gpd", self.means, responses)
        for (one, other), rows in self.others.items():
            answer[other, one] = responses[rows, one].mean(axis=0) if rows else 0.0
        return answer


def sampled_strengths(
    graph: Graph, groups: Sequence[Sequence[str]], draws: Draws
) -> tuple[Mapping[tuple[int, int], Strength], Any]:
    """Sample how strongly each group of variables moves each other.

    Parameters
    ----------
    graph
        The graph of a view.
    groups
        Ids of the variables of each group.
    draws
        How many stable draws are wanted, and who makes them.

    Returns
    -------
    tuple
        Strength by positions of the group that is pushed and the group that responds,
        and the account of the draws (:class:`digisys.analysis.press.sampling.Sampled`).

    Raises
    ------
    QuestionError
        If no draw is stable.
    TooLargeError
        If the draws would not fit in memory.
    """
    import numpy as np

    from digisys.analysis.press.sampling import sample
    from digisys.analysis.press.system import press_system

    if len(groups) ** 2 * draws.count > _MOST_NUMBERS:
        raise TooLargeError(
            Message(
                "{samples} samples of {count} rows take too much memory.",
                {"samples": draws.count, "count": len(groups)},
            ),
            Message("Take fewer samples, or ask by target or area."),
        )
    system = press_system(graph)
    place = {name: i for i, name in enumerate(system.names)}
    pushes = np.zeros((len(place), len(groups)))
    means = np.zeros((len(groups), len(place)))
    for number, names in enumerate(groups):
        rows = [place[name] for name in names]
        pushes[rows, number] = 1.0
        means[number, rows] = 1.0 / len(rows)

    # A variable of both groups is pushed itself: only the others tell of an influence.
    others = {
        (one, other): [place[name] for name in groups[other] if name not in own]
        for one, own in enumerate(map(set, groups))
        for other in range(len(groups))
        if one != other and not own.isdisjoint(groups[other])
    }

    sampled = sample(system, _Responses(pushes, means, others).measure, draws)
    low, median, high = np.quantile(sampled.measured, _ENDS, axis=2)
    found = {
        (one, other): Strength(
            float(median[other, one]), float(low[other, one]), float(high[other, one])
        )
        for one in range(len(groups))
        for other in range(len(groups))
        if one != other
    }
    return found, sampled
