"""How much of what is not sure about levers is owed to structure, and how much to strength."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.damping import damped_as_asked
from digisys.analysis.press.sampling import block_size, kernel_of
from digisys.analysis.press.size import refuse_large_group, refuse_long_draws
from digisys.analysis.press.system import PressSystem, press_system
from digisys.analysis.robustness.robust import (
    LeverChoice,
    choose_levers,
    choose_subjects,
    ranked_rows,
)
from digisys.analysis.split.result import SplitItem, SplitRow, VarianceSplit
from digisys.errors import UnstableError
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.uncertainty.engine import load_if_worth_it
from digisys.uncertainty.options import OF_RUNS, OF_STABLE_DRAWS, Draws
from digisys.uncertainty.split import pairs_apart, split_of, structure_doubts
from digisys.uncertainty.strengths import StrengthChoice, Strengths
from digisys.uncertainty.workers import share_out
from digisys.words import Message

__all__ = ["split_levers"]

Floats = npt.NDArray[np.float64]

#: Effects nearer than this, relative to the largest of a draw, tie.
_TIE = 1e-12
#: The two conclusions of a subject, in the order of what workers give.
_ITEMS: tuple[SplitItem, ...] = ("best", "direction")


@moved(DRAWS)
def split_levers(
    model: Model,
    name: str | int | None = None,
    *,
    levers: LeverChoice = "sources",
    strengths: StrengthChoice = "classes",
    samples: int | Draws = 4096,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> VarianceSplit:
    """Ask whether conclusions about levers are in doubt for structure or for strength.

    The conclusions are those of :func:`digisys.robust`: which lever moves something most, and
    which way each lever moves it. Each is found for a draw, for the same draw with another
    structure (which ambiguous links there are, and signs of unknown polarity), for the same
    draw with other strengths, and for a draw that shares nothing with it. How often the
    conclusion changes gives the Sobol indices of its indicators [1]_ [2]_.

    Parameters
    ----------
    model
        The model.
    name, levers, strengths
        As of :func:`digisys.robust`.
    samples
        How many draws of four, one or more, or :class:`~digisys.uncertainty.options.Draws`;
        those whose four draws are all stable count.
    seed
        A whole number from 0 up; 1 when absent.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`. Ambiguous links are
        in doubt only where the certainty lets them in.

    Returns
    -------
    VarianceSplit
        For each subject two rows, ``best`` and ``direction``: shares from 0 to 1 owed to
        structure, to strength and to both together, with 95 % sampling errors. Of several
        subjects those conclusions that differ between draws. Where nothing is doubtful in
        structure it says so, and has no rows.

    Raises
    ------
    UnstableError
        If no draw is stable in all of its four variants.
    DigisysError
        As :func:`digisys.robust`.

    References
    ----------
    .. [1] A. Saltelli and others (2010), Variance based sensitivity analysis of model output,
       Computer Physics Communications 181(2), doi:10.1016/j.cpc.2009.09.018.
    .. [2] F. Gamboa and others (2014), Sensitivity analysis for multidimensional and functional
       outputs, Electronic Journal of Statistics 8(1), doi:10.1214/14-EJS895.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = split_levers(model, "target 11", samples=256, certainty="all")
    >>> best = answer.of("target:11", "best")
    >>> round(best.structure + best.strength + best.both, 9)
    1.0
    """
    draws = Draws.of(samples, seed, usual=4096, without=(*OF_RUNS, *OF_STABLE_DRAWS))
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    chosen = choose_levers(graph, levers)
    subjects = choose_subjects(graph, name)
    system = damped_as_asked(press_system(graph, Strengths.of(strengths)), draws.seed)
    doubted = structure_doubts(system.links)
    answer = VarianceSplit(model, (), draws.count, draws.seed, draws.count, doubted, graph.view)
    if not answer.doubtful:
        return answer
    places = {variable: row for row, variable in enumerate(system.names)}
    own = np.array([[lever not in subject.variables for lever in chosen] for subject in subjects])
    work = _Work(
        system,
        ranked_rows(model, subjects, places),
        [places[variable] for variable in chosen],
        own,
        draws.seed,
    )
    differs = _differs(work, draws)
    if not differs.shape[-1]:
        raise UnstableError(
            Message("None of {count} draws of four is stable in all.", {"count": draws.count}),
            Message("Give more damping, such as --damping-range auto, or draw more."),
        )
    rows = tuple(
        SplitRow(f"{subject.kind}:{subject.key}", item, subject, split)
        for number, subject in enumerate(subjects)
        for at, item in enumerate(_ITEMS)
        if (split := split_of(*differs[:, at, number])).structure is not None or name is not None
    )
    return replace(answer, rows=rows, used=differs.shape[-1])


def _differs(work: _Work, draws: Draws) -> Floats:
    """Return what differs, by kind of pair, conclusion, subject and draw."""
    kernel = kernel_of(work.system)
    refuse_large_group(work.system)
    refuse_long_draws(kernel, wide=True, time_limit=None)
    load_if_worth_it(4 * kernel.multiplications(wide=True) * draws.count)
    size = block_size(kernel, wide=True)
    jobs = [(start, min(start + size, draws.count)) for start in range(0, draws.count, size)]
    parts = []
    for (_, stop), part in zip(jobs, share_out(work.part, jobs, draws), strict=True):
        parts.append(part)
        if draws.progress:
            draws.progress(stop, draws.count)
    return np.concatenate(parts, axis=-1)


@dataclass(frozen=True, eq=False)
class _Work:
    """Conclusions of four draws each.

    Attributes
    ----------
    system
        What is drawn.
    outcomes, levers
        What is moved, as rows of weights, and the places of what moves it.
    own
        Whether a lever counts for a subject; by subject and lever.
    seed
        A whole number from 0 up.
    """

    system: PressSystem
    outcomes: Floats
    levers: list[int]
    own: npt.NDArray[np.bool_]
    seed: int

    def part(self, start: int, stop: int) -> Floats:
        """Return what differs in some draws: from nothing shared, structure, strength."""
        kernel = kernel_of(self.system)
        effects, stable = [], []
        for values in self.system.draw_four(self.seed, start, stop):
            solved, flags = kernel.solve(values)
            effects.append(solved.weights(self.outcomes)[:, self.levers])
            stable.append(flags)
        whole = np.logical_and.reduce(stable)
        found = [
            self._conclusions(each[..., whole[flags]])
            for each, flags in zip(effects, stable, strict=True)
        ]
        return pairs_apart(_apart, *found)

    def _conclusions(self, effects: Floats) -> tuple[Floats, Floats]:
        """Return the best lever of each subject, and the direction of each lever."""
        counted = np.where(self.own[..., None], effects, -np.inf)
        tie = _TIE * np.abs(np.where(self.own[..., None], effects, 0.0)).max(axis=1, keepdims=True)
        best = (counted >= counted.max(axis=1, keepdims=True) - tie).argmax(axis=1)
        return best.astype(np.float64), np.sign(np.where(self.own[..., None], effects, 0.0))


def _apart(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> Floats:
    """Tell where the best lever differs, and in what share of levers the direction does."""
    best = one[0] != other[0]
    directions = (one[1] != other[1]).mean(axis=1)
    return np.stack([best.astype(np.float64), directions])
