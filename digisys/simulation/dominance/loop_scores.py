"""Loops That Matter: how much of each change runs over each link and round each loop.

W. Schoenberg, P. Davidsen & R. Eberlein (2020), Understanding model behavior using the
Loops that Matter method, System Dynamics Review 36(2), doi:10.1002/sdr.1658; flow to stock
as in W. Schoenberg, J. Hayward & R. Eberlein (2023), Improving Loops that Matter, System
Dynamics Review 39(2), doi:10.1002/sdr.1728.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from digisys.simulation.integrate.kernel import Paths
from digisys.simulation.integrate.program import AT_ONCE, SMOOTHED, Floats, Program
from digisys.simulation.system.stock_flow import System
from digisys.uncertainty.effects import LINEAR

__all__ = [
    "answer_changes",
    "change_score",
    "erosion_scores",
    "flow_score",
    "link_ids",
    "link_scores",
    "relative_scores",
    "scores_of_links",
    "scores_of_loops",
]


def change_score(part: Floats, whole: Floats, source: Floats) -> Floats:
    """Score a link by the share of a change that its source accounts for.

    Parameters
    ----------
    part
        Change of the target had only this source changed.
    whole
        Change of the target.
    source
        Change of the source.

    Returns
    -------
    ndarray
        ``|part / whole| * sign(part / source)``; 0 where source or target did not change.
    """
    moved = (whole != 0) & (source != 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.abs(part) / np.abs(whole)
    scores: Floats = np.where(moved, np.copysign(share, part * source), 0.0)
    return scores


def flow_score(change: Floats, net: Floats, sign: int) -> Floats:
    """Score the link from a flow to its stock.

    Parameters
    ----------
    change
        Change of the flow.
    net
        Change of the stock's net flow.
    sign
        1 for an inflow, -1 for an outflow.

    Returns
    -------
    ndarray
        ``sign * |change / net|``; 0 where either did not change.

    Examples
    --------
    >>> inflow, outflow = np.array([5.0]), np.array([1.0])
    >>> flow_score(inflow, inflow - outflow, 1), flow_score(outflow, inflow - outflow, -1)
    (array([1.25]), array([-0.25]))
    """
    share = np.divide(np.abs(change), np.abs(net), out=np.zeros(np.shape(net)), where=net != 0)
    scores: Floats = sign * share
    return scores


def link_scores(
    function: Callable[..., float], before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, float]:
    """Score each link into a variable over one change, whatever its equation.

    Parameters
    ----------
    function
        The equation, with the sources as keyword arguments.
    before, after
        Values of the sources before and after the change.

    Returns
    -------
    dict
        Score by source.

    Examples
    --------
    >>> link_scores(lambda x, y: 2 * x + y, {"x": 5, "y": 4}, {"x": 7, "y": 5})
    {'x': 0.8, 'y': 0.2}
    """
    start = function(**before)
    whole = np.array(function(**after) - start)
    return {
        name: float(
            change_score(
                np.array(function(**{**before, name: after[name]}) - start),
                whole,
                np.array(after[name] - before[name]),
            )
        )
        for name in before
    }


def link_ids(system: System) -> tuple[str, ...]:
    """List the links of a system once each, in the order of its arcs."""
    return tuple(dict.fromkeys(arc.link for arc in system.arcs))


def scores_of_links(
    system: System,
    program: Program,
    paths: Paths,
    weights: Floats,
    *,
    only: Collection[str] | None = None,
    answers: Floats | None = None,
) -> Floats:
    """Score every link at every step of a block of runs.

    A link into a stock runs through the stock's inflow; a link with a delay runs through
    the stages of its delay, or straight through a fixed one. Only the source of a link
    changes, by the definition of 2020: its effect is taken along its curve, and what
    modulates it, or what it modulates, stays as it was before the step.

    Parameters
    ----------
    system, program
        The system and its arrays.
    paths
        What the integrator recorded at every step, with details.
    weights
        Signed strengths, by arc and sample.
    only
        Links whose scores are wanted; all when absent. What stands in the rows of others
        means nothing.
    answers
        What :func:`answer_changes` gives, where it is there already.

    Returns
    -------
    ndarray
        By instant (from the second on), link (see :func:`link_ids`) and sample. The score
        at an instant is that of the change over the step before it.
    """
    ids = {link: position for position, link in enumerate(link_ids(system))}
    levels = np.diff(paths.levels, axis=0)
    drives = np.diff(paths.drives, axis=0)
    stages = program.stages
    strength = np.zeros((len(levels), len(ids), weights.shape[1]))
    sources: dict[str, int] = {}
    arc_target = np.repeat(np.arange(len(program.targets)), np.diff(program.first))
    for arc, item in enumerate(system.arcs):
        sources[item.link] = arc
        if only is not None and item.link not in only and not program.products:
            continue
        column = program.changing[arc]
        if column < 0:
            strength[:, ids[item.link]] += weights[arc]
        else:
            before = program.multipliers[:-1:stages, column]
            strength[:, ids[item.link]] += before[:, None] * weights[arc]
    delayed = _delay_scores(program, paths, levels)
    inflow = _inflow_scores(program, paths, answers)
    if program.products:
        strength *= _beside(system, program, paths, strength, sources)
    for link, position in ids.items():
        if only is not None and link not in only:
            continue
        arc = sources[link]
        target = int(arc_target[arc])
        incoming, passed = _incoming(program, paths, levels, delayed, arc)
        curve = system.arcs[arc].curve
        effect = incoming
        if curve != LINEAR:
            effect = np.diff(curve.values(_arriving(program, paths, arc)), axis=0)
        score = change_score(strength[:, position] * effect, drives[:, target], incoming)
        strength[:, position] = score * passed * inflow[:, target]
    return strength


def _beside(
    system: System, program: Program, paths: Paths, strength: Floats, sources: Mapping[str, int]
) -> Floats:
    """Return what the effect of each link is multiplied by, as before each step.

    That of a modulated link by its modulating ones; that of a modulating link by the one that
    it modulates, and by whatever else modulates that.
    """
    effects: dict[str, Floats] = {}
    for position, (link, arc) in enumerate(sources.items()):
        arriving = _arriving(program, paths, arc)[:-1]
        effects[link] = strength[:, position] * system.arcs[arc].curve.values(arriving)
    modulating: dict[str, list[str]] = {}
    for link, arc in sources.items():
        base = system.arcs[arc].modulates
        if base is not None:
            modulating.setdefault(base, []).append(link)
    beside = np.ones_like(strength)
    for position, (link, arc) in enumerate(sources.items()):
        base = system.arcs[arc].modulates
        if base is not None:
            beside[:, position] *= effects[base]
        for factor in modulating.get(base or link, ()):
            if factor != link:
                beside[:, position] *= effects[factor]
    return beside


def _arriving(program: Program, paths: Paths, arc: int) -> Floats:
    """Return the level that arrives over an arc, by instant and sample."""
    kind, slot = program.kind[arc], program.slot[arc]
    if kind == AT_ONCE:
        return paths.levels[:, program.source[arc]]
    return paths.states[:, slot] if kind == SMOOTHED else paths.shifted[:, slot]


def _incoming(
    program: Program, paths: Paths, levels: Floats, delayed: Floats, arc: int
) -> tuple[Floats, Floats | float]:
    """Return the change that arrives over an arc, and the score of the way to it."""
    kind, slot = program.kind[arc], program.slot[arc]
    if kind == AT_ONCE:
        return levels[:, program.source[arc]], 1.0
    if kind == SMOOTHED:
        return np.diff(paths.states[:, slot], axis=0), delayed[:, slot]
    return np.diff(paths.shifted[:, slot], axis=0), 1.0


def _delay_scores(program: Program, paths: Paths, levels: Floats) -> Floats:
    """Score the way from the source of each smoothing delay to each of its stages."""
    states = np.diff(paths.states, axis=0)
    scores = np.empty_like(states)
    for chain, row in enumerate(program.chain_source):
        first = program.chain_first[chain]
        incoming, score = levels[:, row], np.ones_like(levels[:, row])
        for state in range(first, first + program.chain_length[chain]):
            # The flow into a stage is (incoming - stage) times a rate.
            score = score * change_score(incoming, incoming - states[:, state], incoming)
            scores[:, state] = score
            incoming = states[:, state]
    return scores


def answer_changes(program: Program, paths: Paths) -> Floats:
    """Return how much each target's answer to its causes changes in each step.

    Returns
    -------
    ndarray
        By instant (from the second on), target and sample.
    """
    changes: Floats = np.diff(np.tanh(paths.drives) if program.bounded else paths.drives, axis=0)
    return changes


def _inflow_scores(program: Program, paths: Paths, answers: Floats | None) -> Floats:
    """Score the way from the drive of each target to its level."""
    answers = answer_changes(program, paths) if answers is None else answers
    scores = np.where(answers != 0, 1.0, 0.0)
    if not program.accumulating:
        stocks = slice(program.auxiliaries, None)
        erosion = np.diff(paths.levels[:, program.stocks], axis=0)
        scores[:, stocks] = flow_score(answers[:, stocks], answers[:, stocks] - erosion, 1)
    return scores


def erosion_scores(program: Program, paths: Paths, answers: Floats | None = None) -> Floats:
    """Score the loop of each stock with its own outflow.

    Parameters
    ----------
    program, paths, answers
        As of :func:`scores_of_links`.

    Returns
    -------
    ndarray
        By instant (from the second on), stock and sample; empty when accumulating.
    """
    stocks = program.stocks if not program.accumulating else program.stocks[:0]
    answers = answer_changes(program, paths) if answers is None else answers
    answers = answers[:, program.auxiliaries :][:, : len(stocks)]
    erosion = np.diff(paths.levels[:, stocks], axis=0)
    return flow_score(erosion, answers - erosion, -1)


def scores_of_loops(links: Floats, loops: Sequence[Sequence[int]]) -> Floats:
    """Multiply link scores round each loop.

    Parameters
    ----------
    links
        By instant, link and sample.
    loops
        For each loop, the positions of its links.

    Returns
    -------
    ndarray
        By instant, loop and sample.
    """
    out = np.empty((links.shape[0], len(loops), links.shape[2]))
    # Loops that begin alike follow each other, and share the product of their beginning.
    course: list[int] = []
    products: list[Floats] = []
    for position in sorted(range(len(loops)), key=lambda at: list(loops[at])):
        members = list(loops[position])
        shared = 0
        while shared < min(len(course), len(members) - 1) and course[shared] == members[shared]:
            shared += 1
        del products[shared:]
        for member in members[shared:-1]:
            factor = links[:, member]
            products.append(products[-1] * factor if products else factor)
        course = members[:-1]
        if products:
            np.multiply(products[-1], links[:, members[-1]], out=out[:, position])
        else:
            out[:, position] = links[:, members[-1]]
    return out


def relative_scores(scores: Floats, groups: Sequence[int]) -> Floats:
    """Divide loop scores by the sum of their sizes within each group.

    Parameters
    ----------
    scores
        By instant, loop and sample.
    groups
        Number of each loop's group; a loop of a negative number has none, and no score.

    Returns
    -------
    ndarray
        From -1 to 1, same shape; the sizes within a group add up to 1, or are all 0.
    """
    out = np.zeros_like(scores)
    numbers = np.asarray(groups)
    for group in np.unique(numbers[numbers >= 0]):
        members = np.flatnonzero(numbers == group)
        total = np.abs(scores[:, members]).sum(axis=1, keepdims=True)
        out[:, members] = scores[:, members] / np.where(total > 0, total, 1.0)
    return out
