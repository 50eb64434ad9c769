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
    "Moves",
    "change_score",
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
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.abs(change) / np.abs(net)
    scores: Floats = sign * np.where(net != 0, share, 0.0)
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


class Moves:
    """Changes over each step, made when they are first asked for: loops need few of them.

    All are by instant (from the second on) and sample.

    Parameters
    ----------
    program
        The arrays of the system.
    paths
        What the integrator recorded at every step, with details.
    """

    def __init__(self, program: Program, paths: Paths) -> None:
        self.program, self.paths = program, paths
        self._levels: dict[int, Floats] = {}
        self._drives: dict[int, Floats] = {}
        self._answers: dict[int, Floats] = {}
        self._inflows: dict[int, Floats] = {}

    def level(self, row: int) -> Floats:
        """Return the changes of the level of a variable."""
        return _kept(self._levels, row, lambda: np.diff(self.paths.levels[:, row], axis=0))

    def drive(self, target: int) -> Floats:
        """Return the changes of what the causes of a target add up to."""
        return _kept(self._drives, target, lambda: np.diff(self.paths.drives[:, target], axis=0))

    def answer(self, target: int) -> Floats:
        """Return the changes of a target's answer to its causes."""
        if not self.program.bounded:
            return self.drive(target)
        drives = self.paths.drives[:, target]
        return _kept(self._answers, target, lambda: np.diff(np.tanh(drives), axis=0))

    def inflow(self, target: int) -> Floats:
        """Return the score of the way from the drive of a target to its level."""
        return _kept(self._inflows, target, lambda: self._inflow(target))

    def _inflow(self, target: int) -> Floats:
        program, answer = self.program, self.answer(target)
        if program.accumulating or target < program.auxiliaries:
            return np.where(answer != 0, 1.0, 0.0)
        return flow_score(answer, answer - self.level(int(program.targets[target])), 1)

    def erosion(self, target: int) -> Floats:
        """Return the score of the loop of a stock that is a target with its own outflow."""
        change = self.level(int(self.program.targets[target]))
        return flow_score(change, self.answer(target) - change, -1)


def _kept(found: dict[int, Floats], key: int, make: Callable[[], Floats]) -> Floats:
    if key not in found:
        found[key] = make()
    return found[key]


def scores_of_links(
    system: System,
    moves: Moves,
    weights: Floats,
    *,
    only: Collection[str] | None = None,
) -> Floats:
    """Score every link at every step of a block of runs.

    A link into a stock runs through the stock's inflow; a link with a delay runs through
    the stages of its delay, or straight through a fixed one. Only the source of a link
    changes, by the definition of 2020: its effect is taken along its curve, and what
    modulates it, or what it modulates, stays as it was before the step.

    Parameters
    ----------
    system
        The system.
    moves
        What changed in its runs.
    weights
        Signed strengths, by arc and sample.
    only
        Links whose scores are wanted; all when absent. The rows of others are 0.

    Returns
    -------
    ndarray
        By instant (from the second on), link (see :func:`link_ids`) and sample. The score
        at an instant is that of the change over the step before it.
    """
    program, paths = moves.program, moves.paths
    sources = {item.link: arc for arc, item in enumerate(system.arcs)}
    strengths = _strengths(system, program, weights)
    if program.products:
        beside = _beside(system, program, paths, weights, strengths, sources)
        strengths = {link: strength * beside[link] for link, strength in strengths.items()}
    delayed = _delay_scores(moves)
    arc_target = np.repeat(np.arange(len(program.targets)), np.diff(program.first))
    scores = np.zeros((len(paths.levels) - 1, len(sources), weights.shape[1]))
    for position, (link, arc) in enumerate(sources.items()):
        if only is not None and link not in only:
            continue
        target = int(arc_target[arc])
        incoming, passed = _incoming(moves, delayed, arc)
        curve = system.arcs[arc].curve
        effect = incoming
        if curve != LINEAR:
            effect = np.diff(curve.values(_arriving(program, paths, arc)), axis=0)
        score = change_score(strengths[link] * effect, moves.drive(target), incoming)
        if passed is not None:
            score *= passed
        np.multiply(score, moves.inflow(target), out=scores[:, position])
    return scores


def _strengths(system: System, program: Program, weights: Floats) -> dict[str, Floats]:
    """Return the strength of each link before each step, by sample, or by instant and sample."""
    found: dict[str, Floats] = {}
    for arc, item in enumerate(system.arcs):
        column, strength = program.changing[arc], weights[arc]
        if column >= 0:
            strength = program.multipliers[: -1 : program.stages, column][:, None] * strength
        found[item.link] = found[item.link] + strength if item.link in found else strength
    return found


def _beside(
    system: System,
    program: Program,
    paths: Paths,
    weights: Floats,
    strengths: Mapping[str, Floats],
    sources: Mapping[str, int],
) -> dict[str, Floats]:
    """Return what the effect of each link is multiplied by, as before each step.

    That of a modulated link by its modulating ones; that of a modulating link by the one that
    it modulates, and by whatever else modulates that. What is absent multiplies by 1.
    """
    effects: dict[str, Floats] = {}
    for link, arc in sources.items():
        arriving = _arriving(program, paths, arc)[:-1]
        effects[link] = strengths[link] * system.arcs[arc].curve.values(arriving)
        if system.arcs[arc].modulates is not None and program.may_be_absent(arc):
            # Where the link does not exist, nothing is multiplied.
            absent = np.broadcast_to(weights[arc] == 0, effects[link].shape)
            effects[link] = np.where(absent, 1.0, effects[link])
    modulating: dict[str, list[str]] = {}
    for link, arc in sources.items():
        base = system.arcs[arc].modulates
        if base is not None:
            modulating.setdefault(base, []).append(link)
    beside: dict[str, Floats] = {}
    for link, arc in sources.items():
        beside[link] = np.ones_like(effects[link])
        base = system.arcs[arc].modulates
        if base is not None:
            beside[link] *= effects[base]
        for factor in modulating.get(base or link, ()):
            if factor != link:
                beside[link] *= effects[factor]
    return beside


def _arriving(program: Program, paths: Paths, arc: int) -> Floats:
    """Return the level that arrives over an arc, by instant and sample."""
    kind, slot = program.kind[arc], program.slot[arc]
    if kind == AT_ONCE:
        return paths.levels[:, program.source[arc]]
    return paths.states[:, slot] if kind == SMOOTHED else paths.shifted[:, slot]


def _incoming(
    moves: Moves, delayed: Mapping[int, Floats], arc: int
) -> tuple[Floats, Floats | None]:
    """Return the change that arrives over an arc, and the score of the way to it, if not 1."""
    program, paths = moves.program, moves.paths
    kind, slot = program.kind[arc], int(program.slot[arc])
    if kind == AT_ONCE:
        return moves.level(int(program.source[arc])), None
    if kind == SMOOTHED:
        return np.diff(paths.states[:, slot], axis=0), delayed[slot]
    return np.diff(paths.shifted[:, slot], axis=0), None


def _delay_scores(moves: Moves) -> dict[int, Floats]:
    """Score the way from the source of each smoothing delay to each of its stages."""
    program, paths = moves.program, moves.paths
    scores: dict[int, Floats] = {}
    for chain, row in enumerate(program.chain_source):
        first = int(program.chain_first[chain])
        incoming = moves.level(int(row))
        score = np.ones_like(incoming)
        for state in range(first, first + int(program.chain_length[chain])):
            # The flow into a stage is (incoming - stage) times a rate.
            change = np.diff(paths.states[:, state], axis=0)
            score = score * change_score(incoming, incoming - change, incoming)
            scores[state] = score
            incoming = change
    return scores


def scores_of_loops(
    links: Floats, loops: Sequence[Sequence[int]], *, out: Floats | None = None
) -> Floats:
    """Multiply link scores round each loop.

    Parameters
    ----------
    links
        By instant, link and sample.
    loops
        For each loop, the positions of its links.
    out
        Where the scores go; a new array when absent.

    Returns
    -------
    ndarray
        By instant, loop and sample.
    """
    if out is None:
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
        found = np.flatnonzero(numbers == group)
        # Loops in one group are seen as they lie. (A copy lies otherwise in memory, in the order
        # of which the scores of a single sample are added up, so that one stays as it was.)
        whole = len(found) == len(numbers) and scores.shape[2] > 1
        members = slice(None) if whole else found
        total = np.abs(scores[:, members]).sum(axis=1, keepdims=True)
        out[:, members] = scores[:, members] / np.where(total > 0, total, 1.0)
    return out
