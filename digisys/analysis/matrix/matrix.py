"""What influences what among many things at once: target by target, area by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from digisys.analysis.influence.verdict import Traced, Tracer, join_verdicts
from digisys.analysis.matrix.result import CellVerdict, Matrix, MatrixCell
from digisys.analysis.matrix.strength import Strength, sampled_strengths
from digisys.errors import QuestionError, TooLargeError
from digisys.graph.names import Kind, Subject, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.schema import FrozenDict, Model
from digisys.words import Message

if TYPE_CHECKING:
    from digisys.uncertainty.options import Draws

__all__ = ["cells_between", "matrix"]

By = Literal["target", "area", "variable"]

#: Cells that one matrix may have.
_MOST_CELLS = 300_000


def matrix(
    model: Model,
    by: By | Iterable[str | int] = "target",
    *,
    samples: int | Draws = 0,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Matrix:
    """Tell for each of some things how it influences each of the others.

    Such matrices are usually filled in by a panel, pair by pair [1]_. This one is derived
    from the model's links: a cell says whether chains lead from the row to the column, how
    many links the shortest has, whether all chains have one sign, and the weakest evidence
    on the best of them; :meth:`Matrix.chains` opens a cell. Rows and columns of several
    variables mean what groups mean in :func:`digisys.influence`; a variable that stands in
    both counts as part of the row only.

    Parameters
    ----------
    model
        The model.
    by
        ``target``, ``area`` or ``variable`` for all of that kind, or names of the things.
        Targets without a variable in the model are left out.
    samples
        When above 0, also sample strengths with so many stable draws; as of
        :func:`digisys.press`, with 2,000 where :class:`~digisys.uncertainty.options.Draws`
        does not say how many.
    seed
        Seed of the draws, a whole number from 0 up; 1 when absent.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Matrix
        A cell for every ordered pair; the diagonal is empty (ask for loops instead).

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    QuestionError
        If there are fewer than two things, or no draw is stable.
    TooLargeError
        If there are more than 300,000 pairs.

    Notes
    -----
    Sampled strengths are lasting changes ``(D - N)^-1 p`` of a linear system with the
    strengths N of the links drawn from the ranges of their classes and self-damping D drawn
    around 1; ``p`` is 1 for each variable of the row, and the column is the mean of its
    variables. The interval holds the middle 90 % of the stable draws: it shows what unknown
    strengths leave open, not errors in the structure.

    References
    ----------
    .. [1] N. Weitz, H. Carlsen, M. Nilsson and K. Skånberg (2018), Towards systemic and
       contextual priority setting for implementing the 2030 Agenda, Sustainability Science
       13, doi:10.1007/s11625-017-0470-0.

    Examples
    --------
    >>> import digisys
    >>> answer = matrix(digisys.load("digikompassi"))
    >>> answer.cell(14, 10).steps
    6
    >>> len(answer.chains(14, 10)) > 1
    True
    """
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    subjects = _subjects(model, by)
    if len(subjects) * (len(subjects) - 1) > _MOST_CELLS:
        raise TooLargeError(
            Message("A matrix of {count} rows has too many cells.", {"count": len(subjects)}),
            Message("Name the variables to compare, or ask by target or area."),
        )
    strengths: Mapping[tuple[int, int], Strength] = {}
    sampled = None
    if samples:
        from digisys.uncertainty.options import OF_RUNS, Draws

        draws = Draws.of(samples, seed, usual=2_000, without=OF_RUNS)
        groups = [item.variables for item in subjects]
        strengths, sampled = sampled_strengths(graph, groups, draws)
    return Matrix(model, graph.view, subjects, cells_between(graph, subjects, strengths), sampled)


def cells_between(
    graph: Graph,
    subjects: Sequence[Subject],
    strengths: Mapping[tuple[int, int], Strength] = FrozenDict(),
) -> tuple[MatrixCell, ...]:
    """Tell of some things how each influences each of the others.

    Parameters
    ----------
    graph
        The links that count.
    subjects
        The things.
    strengths
        What was drawn for pairs of places among them, if anything was.

    Returns
    -------
    tuple of MatrixCell
        A cell for every ordered pair, row by row.
    """
    cells: list[MatrixCell] = []
    for i, row in enumerate(subjects):
        found = _row(graph, row, subjects)
        for j, column in enumerate(subjects):
            if i != j:
                cells.append(_cell(row, column, found, strengths.get((i, j))))
    return tuple(cells)


def _subjects(model: Model, by: By | Iterable[str | int]) -> tuple[Subject, ...]:
    if by == "target":
        stood_for = {ref.target for item in model.variables.values() for ref in item.targets}
        names: list[str | int] = [number for number in model.targets if number in stood_for]
    elif by == "area":
        used = {item.area for item in model.variables.values()}
        names = [name for name in model.areas if name in used]
    elif by == "variable":
        names = list(model.variables)
    elif isinstance(by, str):
        raise QuestionError(
            Message("There is no matrix by “{name}”.", {"name": by}),
            Message("Choose target, area or variable, or list names."),
        )
    else:
        names = list(by)
    kinds: Mapping[object, Kind] = {"target": "target", "area": "area", "variable": "variable"}
    kind = kinds.get(by) if isinstance(by, str) else None
    every = [resolve(model, name, kind=kind) for name in names]
    subjects = tuple({(item.kind, item.key): item for item in every}.values())
    if len(subjects) < 2:
        raise QuestionError(
            Message("A matrix needs at least two things to compare."),
            Message("Choose another kind: target, area or variable, or list names."),
        )
    return subjects


Found = Mapping[str, Traced]


def _row(graph: Graph, row: Subject, subjects: Sequence[Subject]) -> Found:
    """Trace from a row to every variable of a column."""
    wanted = {name for item in subjects for name in item.variables}
    tracer = Tracer.of(graph, row.variables)
    return {name: tracer.trace(name) for name in tracer.found.reached if name in wanted}


def _cell(row: Subject, column: Subject, found: Found, strength: Strength | None) -> MatrixCell:
    others = set(column.variables) - set(row.variables)
    reached = [name for name in column.variables if name in others and name in found]
    if not reached:
        verdict: CellVerdict = "none" if others else "same"
        return MatrixCell(row, column, verdict, None, None, None, None, None)
    every = [chain for name in reached for chain in found[name].chains]
    every.sort(key=lambda chain: chain.steps)
    joined = Traced(join_verdicts(found[name].verdict for name in reached), tuple(every))
    best = every[0]
    return MatrixCell(
        row,
        column,
        joined.verdict,
        best.steps,
        best,
        joined.other,
        best.weakest_evidence,
        strength,
    )
