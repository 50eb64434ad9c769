"""What would it take to reach a level: the smallest and the cheapest pushes that do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from digisys.answers.times import Duration
from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.moved import moved
from digisys.schema import Model
from digisys.simulation.experiment import Experiment
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.reach.effects import effects_of
from digisys.simulation.reach.options import Lever, Search, find_levers
from digisys.simulation.reach.result import Choice, Reach
from digisys.simulation.reach.runs import Goal, Runs
from digisys.simulation.reach.search import find_combinations
from digisys.simulation.system.options import Settings
from digisys.simulation.system.signals import Signal
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.words import Message

__all__ = ["Choice", "Reach", "reach"]

_WITHOUT = (*OF_STABLE_DRAWS, "record", "checkpoint")


@moved({"by": "search=Search(by=...)"})
def reach(
    model: Model,
    goal: str | int | Sequence[str | int],
    *,
    level: float | Sequence[float],
    search: Search | None = None,
    samples: int | Draws = 256,
    seed: int | None = None,
    settings: Settings | Sequence[Settings] | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Reach:
    """Find the smallest and the cheapest combinations of pushes that reach a level.

    Parameters
    ----------
    model
        The model.
    goal
        A variable, target or area, or several: then all must be reached in the same draw.
    level
        The level that is wanted, not 0, on the scale of levels: above 0 at least so high,
        below 0 at least so low. One for all goals, or one a goal.
    search
        By when and in which share of the draws the level must be reached, and which pushes
        are tried.
    samples, seed
        As of :func:`digisys.simulate`; 256 draws unless told.
    settings
        How the model is run. The combinations are searched under the first of several; under
        the others they are run too, which tells the regret of each. Beside a single one stands
        the other convention of strengths, unless they say not to look
        (:class:`~digisys.Strengths`).
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Reach
        The combinations, what each does to all targets, and how much was searched.

    Raises
    ------
    QuestionError
        If an option is not possible.
    NonFiniteError
        If a level left the finite numbers in any draw.
    DigisysError
        As :func:`digisys.simulate`.

    Notes
    -----
    A branch-and-bound search (A. H. Land & A. G. Doig 1960, doi:10.2307/1910129) over all
    combinations: those that a bound excludes in too many draws are not run, and the bound is
    one that holds (see :mod:`digisys.simulation.reach.bounds`). The regret of a choice is how
    much smaller the share of the draws is in which it reaches the goals than that of the best
    listed choice (L. J. Savage 1951, doi:10.1080/01621459.1951.10500768).

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> search = digisys.Search(by=2030, levers=["target 14", "network_resources"], most=1)
    >>> answer = reach(model, "target 11", level=0.05, search=search, samples=64)
    >>> [(push.lever.id, push.size) for push in answer.smallest[0].pushes]
    [('target:14', 0.25)]
    """
    search = search or Search()
    draws = Draws.of(samples, seed, usual=256, without=_WITHOUT)
    every = (
        (settings or Settings(),)
        if settings is None or isinstance(settings, Settings)
        else tuple(settings)
    )
    if not every:
        raise QuestionError(
            Message("No settings are given."), Message("Leave them out, or give one or more.")
        )
    goals = _goals(model, goal, level)
    members = {list(model.variables)[row] for each in goals for row in each.members}
    levers = find_levers(model, search, members)
    experiments = tuple(
        Experiment.of(
            model,
            settings=replace(each, end=_end(model, each, search.by)),
            evidence=evidence,
            certainty=certainty,
        )
        for each in every
    )
    if len(experiments) == 1:
        experiments = (*experiments, *_other_convention(experiments[0]))
    ready = [_ready(item, draws, search, levers, goals) for item in experiments]
    costs = tuple(lever.cost for lever in levers)
    found = find_combinations(ready[0], costs, search, draws)
    chosen = list(dict.fromkeys((*found.smallest, *found.cheapest, *found.front)))
    if found.best is not None and found.best not in chosen:
        chosen.append(found.best)
    outcomes = outcomes_of(model)
    effects = zip(*(effects_of(runs, outcomes, chosen) for runs in ready), strict=True)
    choices = {
        combination: Choice.of(combination, levers, each)
        for combination, each in zip(chosen, effects, strict=True)
    }
    return Reach(
        model,
        tuple((outcomes.ids[each.outcome], each.level) for each in goals),
        search,
        levers,
        experiments,
        draws.count,
        draws.seed,
        tuple(choices[each] for each in found.smallest),
        tuple(choices[each] for each in found.cheapest),
        None if found.best is None else choices[found.best],
        found.nearness,
        found.possible,
        found.run,
        found.sure,
        found.whole,
        tuple(choices[each] for each in found.front),
        found.front_whole,
    )


def _goals(
    model: Model, goal: str | int | Sequence[str | int], level: float | Sequence[float]
) -> tuple[Goal, ...]:
    """Fit names and levels of goals together."""
    names = [goal] if isinstance(goal, str | int) else list(goal)
    levels = [float(level)] * len(names) if isinstance(level, int | float) else list(level)
    if not names or len(levels) != len(names):
        raise QuestionError(
            Message(
                "There are {goals} goals and {levels} levels.",
                {"goals": len(names), "levels": len(levels)},
            ),
            Message("Give one level for all goals, or one for each."),
        )
    outcomes = outcomes_of(model)
    goals = []
    for name, each in zip(names, levels, strict=True):
        if not 0 < abs(each) < float("inf"):
            raise QuestionError(
                Message("{level} is not a level that can be reached.", {"level": each}),
                Message(
                    "Give a level above 0 that is to be exceeded, or below 0 to fall under; 0 is "
                    "the reference path."
                ),
            )
        place = outcomes.position(name)
        goals.append(Goal(place, outcomes.items[place].members, float(each)))
    return tuple(goals)


def _end(model: Model, settings: Settings, by: float | None) -> float:
    """Return the year in which a run ends: that of the goal."""
    last = model.time.end if settings.end is None else settings.end
    if by is None:
        return last
    if settings.end is not None and by > settings.end:
        raise QuestionError(
            Message(
                "The goal is for {year}, after the end of the run in {end}.",
                {"year": f"{by:g}", "end": f"{settings.end:g}"},
            )
            if model.time.unit == "years"
            else Message(
                "The goal is for {time}, after the end of the run at {end}.",
                {
                    "time": Duration(by, model.time.unit),
                    "end": Duration(settings.end, model.time.unit),
                },
            ),
            Message("Correct the year, or run to a later end.")
            if model.time.unit == "years"
            else Message("Correct the time of the goal, or run to a later end."),
        )
    return by


def _other_convention(experiment: Experiment) -> tuple[Experiment, ...]:
    """Return the same question under the other convention of strengths, if that differs."""
    known = experiment.settings.known_strengths
    strengths = known.other(experiment.model, experiment.system.view.links)
    if strengths is None:
        return ()
    other = Experiment.of(
        experiment.model,
        settings=replace(experiment.settings, strengths=strengths),
        evidence=experiment.evidence,
        certainty=experiment.certainty,
    )
    return (other,)


def _ready(
    experiment: Experiment,
    draws: Draws,
    search: Search,
    levers: tuple[Lever, ...],
    goals: tuple[Goal, ...],
) -> Runs:
    """Draw what is unknown, and find out when pushes are on."""
    names = list(experiment.model.variables)
    rows = tuple(tuple(names.index(name) for name in lever.subject.variables) for lever in levers)
    clock = experiment.clock
    start = clock.start if search.start is None else search.start
    if start >= clock.end:
        raise QuestionError(
            Message(
                "The pushes begin in {year}, and the run ends in {end}.",
                {"year": f"{start:g}", "end": f"{clock.end:g}"},
            )
            if clock.unit == "years"
            else Message(
                "The pushes begin at {time}, and the run ends at {end}.",
                {"time": Duration(start, clock.unit), "end": Duration(clock.end, clock.unit)},
            ),
            Message("Let them begin earlier, or set the goal for a later year.")
            if clock.unit == "years"
            else Message("Let them begin earlier, or set the goal for a later time."),
        )
    on = Signal("step", start, None, 1.0).values(experiment.program.moments)
    return Runs.of(experiment, experiment.draw_table(draws), on, rows, goals, search.share)
