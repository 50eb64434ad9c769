"""What a lasting push does to every variable, when strengths are not known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.damping import damped_as_asked
from digisys.analysis.press.exact import (
    MOST_EXACT,
    absolute_feedback,
    adjoint,
    refuse_large,
    weighted_predictions,
)
from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.result import Column, Exact, Press, Push, Response, Verdict
from digisys.analysis.press.sampling import sample
from digisys.analysis.press.system import PressSystem, press_system
from digisys.errors import QuestionError, TooLargeError
from digisys.graph.names import Subject, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.uncertainty.strengths import StrengthChoice, Strengths
from digisys.words import Message

__all__ = ["Method", "press"]

Method = Literal["auto", "exact", "sampling"]

#: From this weight on, an exact prediction is told as one (see weighted_predictions).
_SURE_WEIGHT = 0.5
#: From this share of the draws on, a sampled prediction is told as one: our choice.
_SURE_SHARE = 0.8
#: Most responses that an answer holds, and the bytes that each takes on the way.
_MOST_RESPONSES, _RESPONSE_BYTES = 1_000_000, 400


@dataclass(frozen=True, eq=False)
class _Pushes:
    """What is pushed: one column a push.

    Attributes
    ----------
    columns
        What each push acts on.
    places
        Positions of the variables that each push acts on.
    size
        Of every push: 1 or -1.
    count
        How many variables there are.
    """

    columns: tuple[Column, ...]
    places: tuple[list[int], ...]
    size: float
    count: int

    @cached_property
    def matrix(self) -> npt.NDArray[np.float64]:
        """The pushes by variable and column."""
        matrix = np.zeros((self.count, len(self.columns)))
        for column, rows in enumerate(self.places):
            matrix[rows, column] = self.size
        return matrix

    def __getstate__(self) -> dict[str, Any]:
        # The matrix of a large model is quicker to make again than to send.
        return {key: value for key, value in self.__dict__.items() if key != "matrix"}

    def sign_counts(self, solved: Solved) -> npt.NDArray[np.int64]:
        """Count positive and negative responses in a block of draws."""
        return solved.sign_counts(self.matrix)


@moved(DRAWS)
def press(
    model: Model,
    name: str | int | None = None,
    *,
    push: Push = "up",
    method: Method = "auto",
    strengths: StrengthChoice = "classes",
    samples: int | Draws = 10_000,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Press:
    """Predict how every variable responds to a lasting push, once all has settled.

    A push moves what it acts on, which acts on others and, through feedback loops, on
    itself. The response of i to a push on j is entry [i, j] of ``-A^-1``, with ``A[i, j]``
    the effect of j on i [1]_. In a small model the terms of each sign are counted exactly
    [2]_ [3]_; otherwise strengths are drawn many times and the signs of the responses of
    the stable draws are counted [4]_.

    Parameters
    ----------
    model
        The model.
    name
        What is pushed: a variable, or all variables of a target, area or loop at once.
        Each variable by itself when absent.
    push
        ``up`` or ``down``.
    method
        ``exact`` (to 18 variables, signs known), ``sampling``, or ``auto`` for the first
        that can.
    strengths
        How strong links are and which variables damp themselves: ``classes``, each link's
        size from the range of its class; ``uniform``, from 0 to 1; a pair of ends; sizes,
        ranges or classes by link (``source->target``); or a full
        :class:`~digisys.uncertainty.strengths.Strengths`.
    samples
        Stable draws wanted, one or more; or :class:`~digisys.uncertainty.options.Draws`, which
        tells more, such as a time limit and who shares the work.
    seed
        Seed of the draws, a whole number from 0 up; 1 when absent.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Press
        The response of each variable to each push.

    Raises
    ------
    UnknownNameError
        If a name means nothing in the model.
    TooLargeError
        If the exact method is asked for a model of more than 18 variables, or the answer or
        its draws would take more than a gigabyte of memory, or one draw more than the time.
    QuestionError
        If the matrix is singular, no draw is stable, or an option makes no sense.

    Notes
    -----
    Responses are those of the linear system near rest; a push that ends, or one so large
    that a variable reaches its bounds, may do otherwise (see :func:`digisys.simulate`).
    Exact predictions hold for strengths that make the system stable.

    References
    ----------
    .. [1] R. Levins (1974), The qualitative analysis of partially specified systems,
       Annals of the New York Academy of Sciences 231,
       doi:10.1111/j.1749-6632.1974.tb20562.x.
    .. [2] J. M. Dambacher, H. W. Li and P. A. Rossignol (2002), Ecology 83(5),
       doi:10.1890/0012-9658(2002)083[1372:ROCSIA]2.0.CO;2.
    .. [3] J. M. Dambacher, H. W. Li and P. A. Rossignol (2003), Ecological Modelling 161,
       doi:10.1016/S0304-3800(02)00295-8.
    .. [4] J. Melbourne-Thomas, S. Wotherspoon, B. Raymond and A. Constable (2012),
       Comprehensive evaluation of model uncertainty in qualitative network analyses,
       Ecological Monographs 82(4), doi:10.1890/12-0207.1.

    Examples
    --------
    >>> import digisys
    >>> answer = press(digisys.load("digikompassi"), "target 14", samples=500)
    >>> answer.response("life_event_services").verdict
    'rises'
    """
    for word, choices in ((push, ("up", "down")), (method, ("auto", "exact", "sampling"))):
        if word not in choices:
            raise QuestionError(
                Message("“{word}” is not one of the choices.", {"word": word}),
                Message("Choose one of: {names}.", {"names": ", ".join(choices)}),
            )
    draws = Draws.of(samples, seed, usual=10_000, without=OF_RUNS)
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    system = damped_as_asked(press_system(graph, Strengths.of(strengths)), draws.seed)
    subject = None if name is None else resolve(model, name)
    _refuse_all_pairs(model, subject)
    pushes = _pushes(model, subject, push)
    if method == "exact" or (method == "auto" and _countable(system)):
        return _exact(graph, system, subject, push, pushes)
    wide = len(pushes.columns) > 1
    sampled = sample(system, pushes.sign_counts, draws, wide=wide, summed=True)
    rises, falls = sampled.measured / sampled.stable
    responses = tuple(
        _sampled_response(column, variable, float(rises[i, j]), float(falls[i, j]))
        for j, column in enumerate(pushes.columns)
        for i, variable in enumerate(system.names)
    )
    return Press(
        model, subject, push, graph.view, system, pushes.columns, responses, sampled=sampled
    )


def _refuse_all_pairs(model: Model, subject: Subject | None) -> None:
    """Refuse every push on every variable of a model where nobody can hold the answer."""
    count = len(model.variables)
    if subject is None and count**2 > _MOST_RESPONSES:
        raise TooLargeError(
            Message(
                "All pushes in a model of {count} variables have {pairs} responses, which "
                "would take {gigabytes} GB of memory.",
                {
                    "count": count,
                    "pairs": count**2,
                    "gigabytes": -(-_RESPONSE_BYTES * count**2 // 2**30),
                },
            ),
            Message("Name what is pushed: a variable, target, area or loop."),
        )


def _pushes(model: Model, subject: Subject | None, push: Push) -> _Pushes:
    size = 1.0 if push == "up" else -1.0
    places = {name: row for row, name in enumerate(model.variables)}
    columns: tuple[Column, ...]
    if subject is None:
        columns = tuple(Column(name, (name,)) for name in places)
    else:
        columns = (Column(str(subject.key), subject.variables),)
    rows = tuple([places[name] for name in column.variables] for column in columns)
    return _Pushes(columns, rows, size, len(places))


def _countable(system: PressSystem) -> bool:
    return (
        len(system.names) <= MOST_EXACT
        and not system.unclear
        and all(entry.chance == 1 for entry in (*system.links, *system.own))
    )


def _exact(
    graph: Graph,
    system: PressSystem,
    subject: Subject | None,
    push: Push,
    pushes: _Pushes,
) -> Press:
    refuse_large(len(system.names))
    if system.unclear:
        raise QuestionError(
            Message("The direction of {link} is unknown.", {"link": system.unclear[0]}),
            Message("Use draws instead: --method sampling."),
        )
    signs = system.signs()
    adjoints, feedback = adjoint(-signs), absolute_feedback(signs)
    # Expand along the first row: the terms behind the determinant, net and in all.
    determinant = int(-signs[0] @ adjoints[:, 0])
    terms = int(np.abs(signs[0]) @ feedback[:, 0])
    if not terms:
        stuck = [
            name
            for name, row in zip(system.names, signs, strict=True)
            if not row.any() or not signs[:, system.names.index(name)].any()
        ]
        raise QuestionError(
            Message(
                "The matrix is singular whatever the strengths are: nothing brings these "
                "variables back to rest: {names}.",
                {"names": ", ".join(stuck or system.names)},
            ),
            Message("Let them damp themselves (damping), or all variables (damping all)."),
        )
    whole = pushes.matrix.astype(np.int64)
    net, total = adjoints @ whole, feedback @ np.abs(whole)
    weights = weighted_predictions(net, total)
    responses = tuple(
        _exact_response(column, variable, int(net[i, j]), int(total[i, j]), float(weights[i, j]))
        for j, column in enumerate(pushes.columns)
        for i, variable in enumerate(system.names)
    )
    exact = Exact(determinant, terms, adjoints, feedback)
    return Press(
        graph.model, subject, push, graph.view, system, pushes.columns, responses, exact=exact
    )


def _exact_response(column: Column, variable: str, net: int, total: int, weight: float) -> Response:
    verdict: Verdict
    if not total:
        verdict = "stays"
    elif not net or weight < _SURE_WEIGHT:
        verdict = "undecided"
    else:
        verdict = "rises" if net > 0 else "falls"
    return Response(column.key, variable, verdict, weight, net=net, total=total)


def _sampled_response(column: Column, variable: str, rises: float, falls: float) -> Response:
    verdict: Verdict = "undecided"
    sureness = max(rises, falls, 1 - rises - falls)
    if not rises and not falls:
        verdict = "stays"
    elif rises >= _SURE_SHARE:
        verdict = "rises"
    elif falls >= _SURE_SHARE:
        verdict = "falls"
    return Response(column.key, variable, verdict, sureness, rises=rises, falls=falls)
