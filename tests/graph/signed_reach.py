"""Signed reach on large models: the graph laid out once, then asked many times.

:func:`digisys.graph.reach.search` answers one question with its chains. This answers
only whether, how far and with which signs, from arrays, and much faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError
from digisys.graph.view import Graph
from digisys.words import Message

__all__ = ["SIGNS", "SignedArcs", "signed_steps"]

Ints = npt.NDArray[np.int64]

#: Signs in the order of the columns of :func:`signed_steps`.
SIGNS = (1, -1, 0)
#: Column of the sign of a way, given its column before and the column of an arc's sign.
_PRODUCT = np.array([[0, 1, 2], [1, 0, 2], [2, 2, 2]], np.int64)


@dataclass(frozen=True)
class SignedArcs:
    """The arcs of a graph as arrays.

    Attributes
    ----------
    names
        Ids of the variables, in the order of the model.
    start
        Shape (3 variables + 1,): where the arcs of each state begin in the next. State
        3 v + c is variable v reached by a way of the sign in column c of :data:`SIGNS`.
    target
        Shape (3 arcs,): the state that each leads to.
    place
        The position of each id.
    """

    names: tuple[str, ...]
    start: Ints = field(repr=False)
    target: Ints = field(repr=False)
    place: Mapping[str, int] = field(repr=False)

    @classmethod
    def of(cls, graph: Graph, *, upstream: bool = False) -> SignedArcs:
        """Lay out a graph, along its links or, with ``upstream``, against them."""
        follow = graph.into if upstream else graph.out
        names = tuple(graph.model.variables)
        place = {name: i for i, name in enumerate(names)}
        columns = {sign: column for column, sign in enumerate(SIGNS)}
        arcs = [arc for name in names for arc in follow[name]]
        far = [arc.link.source if upstream else arc.link.target for arc in arcs]
        degree = np.repeat([len(follow[name]) for name in names], 3)
        start = np.zeros(3 * len(names) + 1, np.int64)
        np.cumsum(degree, out=start[1:])
        target = np.array([place[name] for name in far], np.int64)
        sign = np.array([columns[arc.sign] for arc in arcs], np.int64)
        # Each variable's arcs stand three times in a row, once for each of its states.
        first = np.repeat(start[:-1].reshape(-1, 3)[:, 0] // 3, 3)
        arc = np.arange(start[-1]) - np.repeat(start[:-1] - first, degree)
        column = np.repeat(np.tile(np.arange(3), len(names)), degree)
        return cls(names, start, 3 * target[arc] + _PRODUCT[column, sign[arc]], place)


def signed_steps(arcs: SignedArcs, sources: Iterable[str]) -> npt.NDArray[np.int32]:
    """Count the links on the shortest way of each sign to every variable.

    The search is breadth first over pairs of variable and sign, a level at a time.

    Parameters
    ----------
    arcs
        The graph.
    sources
        Ids of the variables to start from. Ways may pass others of several, as chains may.

    Returns
    -------
    ndarray
        Shape (variables, 3): steps of the shortest way that is positive, negative or of
        unknown sign; -1 where there is none, or where the search starts. It may pass a
        variable twice; :func:`digisys.analysis.influence.influence.influence` looks into that.

    Raises
    ------
    QuestionError
        If a source is not a variable of the model.

    Examples
    --------
    >>> import digisys
    >>> graph = Graph.of(digisys.load("digikompassi"))
    >>> steps = signed_steps(SignedArcs.of(graph), ["cross_government_leadership"])
    >>> int((steps[:, 0] > 0).sum())
    17
    """
    names = list(dict.fromkeys(sources))
    unknown = [name for name in names if name not in arcs.place]
    if unknown:
        raise QuestionError(
            Message("No variable has the id “{name}”.", {"name": unknown[0]}),
            Message("Give ids of variables, as the model file writes them."),
        )
    size = len(arcs.names)
    steps = np.full(3 * size, -1, np.int32)
    blocked = np.zeros(3 * size, np.bool_)
    origin = 3 * np.array([arcs.place[name] for name in names], np.int64)
    # A way back to a source that is the only one is the start of no chain.
    for column in range(3 if len(names) == 1 else 1):
        blocked[origin + column] = True
    last = np.zeros(3 * size, np.int64)
    front = origin
    distance = 0
    while len(front):
        distance += 1
        first = arcs.start[front]
        degree = arcs.start[front + 1] - first
        ends = np.cumsum(degree)
        count = int(ends[-1])
        reached = arcs.target[np.arange(count) + np.repeat(first - ends + degree, degree)]
        reached = reached[~blocked[reached]]
        # Of a state that is reached twice, the last mention stays.
        turn = np.arange(len(reached))
        last[reached] = turn
        front = reached[last[reached] == turn]
        blocked[front] = True
        steps[front] = distance
    return steps.reshape(size, 3)
