"""Structural measures of a model, with what each can and cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digisys.analysis.measures.result import Measure, Measures, Quadrant
from digisys.errors import QuestionError
from digisys.graph.components import strong_components
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.schema import Model
from digisys.words import Message

__all__ = ["measures", "micmac"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]

#: Walks are counted up to this length at most.
_MOST_STEPS = 200
#: The ranking is settled once it stays the same for so many further lengths.
_SAME = 2
#: Shares nearer than this, relative to the largest, rank alike.
_ALIKE = 1e-9
#: Above so many variables, betweenness is estimated from so many of them.
_MOST_EXACT, _PIVOTS = 2_000, 200
#: Variables from which distances are measured together, a multiple of 64.
_TOGETHER = 256


def measures(
    model: Model,
    *,
    attenuation: float | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Measures:
    """Measure where every variable stands in the structure.

    All measures but net influence ignore signs, and none sees strengths or delays: they
    tell where a variable stands, not whether its effect is good, large or certain. What
    each can tell is said at :class:`~digisys.analysis.measures.result.Measure`.

    Parameters
    ----------
    model
        The model.
    attenuation
        What each further step counts in total influence, relative to the one before,
        above 0. It must stay below the reciprocal of the growth of walks; half of that,
        but at most 0.5, when absent.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Measures
        Degrees, indirect influence and dependence with quadrants [1]_ [2]_, closeness and
        betweenness [3]_, membership of feedback, and total influence [4]_.

    Raises
    ------
    QuestionError
        If the attenuation is not above 0 or too large for the sum over walks to exist.

    References
    ----------
    .. [1] J.-C. Duperrin and M. Godet (1973), Méthode de hiérarchisation des éléments d'un
       système, Rapport économique du CEA R-45-41.
    .. [2] M. Godet (1994), From Anticipation to Action, UNESCO Publishing.
    .. [3] L. C. Freeman (1978), Centrality in social networks: conceptual clarification,
       Social Networks 1(3), doi:10.1016/0378-8733(78)90021-7.
    .. [4] L. Katz (1953), A new status index derived from sociometric analysis,
       Psychometrika 18, doi:10.1007/BF02289026.

    Examples
    --------
    >>> import digisys
    >>> table = measures(digisys.load("digikompassi"))
    >>> table.measure("cross_government_leadership").quadrant
    'driver'
    """
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    names = list(model.variables)
    places = {name: row for row, name in enumerate(names)}
    links = [arc for name in names for arc in graph.out[name]]
    sources = np.array([places[arc.link.source] for arc in links], dtype=np.intp)
    targets = np.array([places[arc.link.target] for arc in links], dtype=np.intp)
    signs = np.array([arc.sign for arc in links], dtype=float)
    size = len(names)
    acts = np.bincount(sources, minlength=size)
    acted = np.bincount(targets, minlength=size)
    influence, dependence, power, settled = micmac(size, sources, targets)
    factor = _attenuation(attenuation, size, sources, targets)
    ones = np.ones(len(links))
    total = _katz(size, targets, sources, ones, factor)
    net = _katz(size, targets, sources, signs, factor) if signs.all() else None
    closeness, betweenness, pivots = _central(graph)
    feedback = _feedback(graph)
    indirect = _quadrants(influence, dependence)
    direct = _quadrants(acts.astype(float), acted.astype(float))
    return Measures(
        model,
        tuple(
            Measure(
                name,
                int(acts[row]),
                int(acted[row]),
                float(influence[row]),
                float(dependence[row]),
                indirect[row],
                direct[row],
                closeness[name],
                betweenness[name],
                feedback.get(name, 0),
                float(total[row]),
                None if net is None else float(net[row]),
            )
            for row, name in enumerate(names)
        ),
        power,
        settled,
        factor,
        pivots,
        graph.view,
    )


def micmac(size: int, sources: Places, targets: Places) -> tuple[Floats, Floats, int, bool]:
    """Count longer and longer walks until the order of the variables no longer changes.

    The rows and columns of the powers of the matrix of links are never formed: their sums
    follow from those of the power before, one pass over the links each.

    Parameters
    ----------
    size
        Number of variables.
    sources, targets
        Where each link leaves and arrives, from 0.

    Returns
    -------
    influence, dependence : ndarray
        Shares of all walks of the length reached that leave from and arrive at each
        variable; they add up to 1, or are all 0 without links.
    power : int
        The length of the walks counted. Without feedback, that of the longest.
    settled : bool
        Whether the order has settled. It may never do in a map of one bare loop, where
        all are alike, or where walks of even and odd length differ.

    Examples
    --------
    >>> influence, dependence, power, settled = micmac(
    ...     3, np.array([0, 1, 0]), np.array([1, 0, 2])
    ... )
    >>> influence.round(2).tolist(), settled
    ([0.33, 0.67, 0.0], False)
    """
    leaving: Floats = np.ones(size)
    arriving: Floats = np.ones(size)
    shares = (np.zeros(size), np.zeros(size))
    order: tuple[tuple[int, ...], ...] = ()
    same = 0
    for power in range(1, _MOST_STEPS + 1):
        leaving = _summed(sources, leaving[targets], size)
        arriving = _summed(targets, arriving[sources], size)
        if not leaving.any():
            return *shares, power - 1, True
        leaving, arriving = leaving / leaving.sum(), arriving / arriving.sum()
        shares = (leaving, arriving)
        new = (_order(leaving), _order(arriving))
        same = same + 1 if new == order else 0
        order = new
        if same == _SAME:
            return *shares, power, True
    return *shares, _MOST_STEPS, False


def _summed(places: Places, weights: Floats, size: int) -> Floats:
    return np.bincount(places, weights=weights, minlength=size).astype(np.float64)


def _order(shares: Floats) -> tuple[int, ...]:
    """Rank shares, those that differ by rounding alike."""
    down = np.argsort(-shares, kind="stable")
    steps = np.diff(-shares[down]) > _ALIKE * shares.max()
    ranks = np.empty(len(shares), dtype=int)
    ranks[down] = np.concatenate([[0], np.cumsum(steps)])
    return tuple(ranks.tolist())


def _quadrants(influence: Floats, dependence: Floats) -> list[Quadrant]:
    much, dependent = influence > influence.mean(), dependence > dependence.mean()
    names: dict[tuple[bool, bool], Quadrant] = {
        (True, False): "driver",
        (True, True): "relay",
        (False, True): "result",
        (False, False): "autonomous",
    }
    return [names[bool(a), bool(b)] for a, b in zip(much, dependent, strict=True)]


def _growth(size: int, sources: Places, targets: Places) -> float:
    """Return an upper bound on the growth of walks, near the spectral radius.

    Collatz and Wielandt's bound for a positive vector, which power steps on the matrix
    plus one tighten.
    """
    vector: Floats = np.ones(size)
    bound = float("inf")
    for _ in range(_MOST_STEPS):
        moved = _summed(targets, vector[sources], size)
        bound = min(bound, float((moved / vector).max(initial=0.0)))
        vector = vector + moved
        vector = np.maximum(vector / vector.max(), 1e-12)
    return bound


def _attenuation(wish: float | None, size: int, sources: Places, targets: Places) -> float:
    growth = _growth(size, sources, targets)
    if wish is None:
        return min(0.5, 0.5 / growth) if growth > 0 else 0.5
    if not 0 < wish < float("inf") or wish * growth >= 1:
        raise QuestionError(
            Message(
                "With attenuation {value}, the sum over all walks does not exist.", {"value": wish}
            ),
            Message(
                "Give a number above 0 and below {most}.",
                {"most": f"{1 / growth if growth else 1:.3g}"},
            ),
        )
    return wish


def _katz(size: int, targets: Places, sources: Places, weights: Floats, factor: float) -> Floats:
    """Sum the attenuated walks that leave from each variable, over all lengths."""
    total = np.zeros(size)
    walks: Floats = np.ones(size)
    while True:
        walks = factor * _summed(sources, weights * walks[targets], size)
        if np.abs(walks).max(initial=0.0) <= 1e-15 * max(1.0, np.abs(total).max(initial=0.0)):
            return total
        total = total + walks


def _central(graph: Graph) -> tuple[dict[str, float], dict[str, float], int | None]:
    """Return closeness to what can be reached, and betweenness."""
    import networkx as nx

    net: nx.DiGraph[str] = nx.DiGraph()
    net.add_nodes_from(graph.model.variables)
    net.add_edges_from((link.source, link.target) for link in graph.view.links)
    pivots = _PIVOTS if len(net) > _MOST_EXACT else None
    if pivots is None:
        # networkx measures the way to a variable; turned round, it is the way from it.
        closeness = nx.closeness_centrality(net.reverse(copy=False))
    else:
        closeness = _many_closenesses(graph)
    betweenness = nx.betweenness_centrality(net, k=pivots, seed=1)
    return closeness, betweenness, pivots


def _many_closenesses(graph: Graph) -> dict[str, float]:
    """Return closeness in a large model: breadth first from some hundred variables at a time."""
    names = list(graph.model.variables)
    places = {name: row for row, name in enumerate(names)}
    arcs = sorted({(places[link.target], places[link.source]) for link in graph.view.links})
    targets, sources = np.array(arcs, dtype=np.intp).reshape(-1, 2).T
    first = np.flatnonzero(np.diff(targets, prepend=-1))  # of the arcs to each target
    found = np.zeros(len(names))
    for start in range(0, len(names), _TOGETHER):
        rows = np.arange(start, min(start + _TOGETHER, len(names)))
        # A bit for each variable of the block, in a row for each variable that it may reach.
        bit = np.arange(len(rows), dtype=np.uint64)
        reached = np.zeros((len(names), _TOGETHER // 64), dtype="<u8")
        reached[rows, bit // 64] = np.uint64(1) << bit % 64
        front, steps = reached, 0
        others, total = np.zeros(_TOGETHER), np.zeros(_TOGETHER)
        while len(first) and front.any():
            ahead = np.zeros_like(reached)
            ahead[targets[first]] = np.bitwise_or.reduceat(front[sources], first, axis=0)
            front = ahead & ~reached
            reached |= front
            steps += 1
            bits = np.unpackbits(
                front.astype("<u8", copy=False).view(np.uint8), axis=1, bitorder="little"
            )
            count = bits.sum(axis=0, dtype=np.int64)
            others += count
            total += steps * count
        others, total = others[: len(rows)], total[: len(rows)]
        found[rows] = others**2 / np.maximum(total * (len(names) - 1), 1)
    return dict(zip(names, found.tolist(), strict=True))


def _feedback(graph: Graph) -> dict[str, int]:
    successors = {name: [arc.link.target for arc in arcs] for name, arcs in graph.out.items()}
    groups: Sequence[list[str]] = strong_components(successors)
    return {name: len(group) for group in groups if len(group) > 1 for name in group}
