"""A report on a question: every answer that a reader of a memo asks for, in one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from digisys.analysis.influence.influence import influence
from digisys.analysis.loops.find_loops import find_loops
from digisys.analysis.matrix.matrix import matrix
from digisys.analysis.programme.actions import actions
from digisys.analysis.programme.indicators import indicators
from digisys.analysis.robustness.questions import questions
from digisys.analysis.robustness.robust import robust
from digisys.errors import DigisysError, QuestionError, UnknownNameError
from digisys.graph.names import resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, select_view
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.render.compose.look import Look
from digisys.report.memo.findings import Lacking
from digisys.report.memo.report import Report
from digisys.schema import Model
from digisys.simulation.experiment import ScenarioChoice
from digisys.uncertainty.options import Draws
from digisys.words import Message

if TYPE_CHECKING:
    from digisys.analysis.influence.result import Influence
    from digisys.analysis.matrix.result import Matrix
    from digisys.simulation.ensemble.result import Ensemble

__all__ = ["report_on"]

#: Loops are looked for up to so many, as the command ``loops`` does.
_MOST_LOOPS = 10_000
#: Models with more links than this are told without what takes a run for each link.
_MOST_LINKS = 300

Result = TypeVar("Result")


def report_on(
    model: Model,
    about: str | int | None = None,
    *,
    scenario: ScenarioChoice | None = None,
    since: Model | None = None,
    programme: ProgrammeChoice = None,
    seed: int = 1,
    date: str | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Report:
    """Gather what a memo or slides on a question need.

    Parameters
    ----------
    model
        The model.
    about
        A variable, target, area or loop; the whole model when absent.
    scenario
        A scenario whose effects are told too.
    since
        An earlier version of the model; what has changed since is told.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    seed
        Seed of everything that is drawn, zero or more.
    date
        The date to print, as ``2026-11-27``; none when absent.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Report
        The answers, each as the function of its name gives it by itself.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.
    QuestionError
        If the scenario or the programme does not fit the model.
    DrawingError
        If the date is none.

    Examples
    --------
    >>> import digisys
    >>> report = report_on(digisys.load("digikompassi"), "target 14")
    >>> report.document("en").title
    'What does target 14 (Leadership across government) influence?'
    """
    Look(date=date)  # refuses what is no date
    view = {"evidence": evidence, "certainty": certainty}
    subject = None if about is None else resolve(model, about)
    lacking: list[Lacking] = []

    def asked(what: str, ask: Callable[[], Result]) -> Result | None:
        """Ask what may have no answer in this model; why is told instead."""
        try:
            return ask()
        except DigisysError as error:
            lacking.append(Lacking(Message(what), error.what))
            return None

    has_programme = programme is not None
    if programme is None:
        try:
            programme = load_programme(model)
            has_programme = True
        except DigisysError as error:
            if error.code != "no-programme":
                raise
    else:
        programme = load_programme(model, programme)
    levers = len(model.links) <= _MOST_LINKS
    return Report(
        model,
        subject,
        select_view(model, **view),  # type: ignore[arg-type]
        influence=None if about is None else influence(model, about, **view),  # type: ignore[arg-type]
        causes=(
            None if about is None else influence(model, about, direction="upstream", **view)  # type: ignore[arg-type]
        ),
        matrix=_matrix(model, view) if about is None else None,
        loops=find_loops(model, about, max_loops=_MOST_LOOPS, **view),  # type: ignore[arg-type]
        robustness=(
            asked("Levers", lambda: robust(model, about, seed=seed, **view)) if levers else None  # type: ignore[arg-type]
        ),
        questions=(
            asked("Questions", lambda: questions(model, about, seed=seed, **view))  # type: ignore[arg-type]
            if levers
            else None
        ),
        ensemble=None if scenario is None else _run(model, scenario, seed, view),
        indicators=indicators(model, about, programme=programme) if has_programme else None,
        actions=(
            actions(model, programme=programme, reaching=about, **view)  # type: ignore[arg-type]
            if has_programme
            else None
        ),
        earlier=since,
        earlier_influence=_before(since, about, view),
        lacking=tuple(lacking),
        date=date,
        seed=seed,
    )


def _matrix(model: Model, view: Mapping[str, object]) -> Matrix | None:
    """Ask what influences what; None where there are no two targets or areas."""
    if not model.targets and not model.areas:
        return None
    try:
        return matrix(model, **view)  # type: ignore[arg-type]
    except QuestionError:
        return None


def _run(model: Model, scenario: ScenarioChoice, seed: int, view: Mapping[str, object]) -> Ensemble:
    from digisys.simulation.ensemble.simulate import simulate

    return simulate(model, scenario, samples=Draws(1024, seed), **view)  # type: ignore[arg-type]


def _before(
    since: Model | None, about: str | int | None, view: Mapping[str, object]
) -> Influence | None:
    """Ask the earlier version the same; None where it does not know the name."""
    if since is None or about is None:
        return None
    try:
        return influence(since, about, **view)  # type: ignore[arg-type]
    except UnknownNameError:
        return None
