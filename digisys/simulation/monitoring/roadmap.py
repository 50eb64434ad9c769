"""The road map of a programme: what is needed and done, and one organisation's own."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from digisys.analysis.programme.joined import named_actor
from digisys.analysis.programme.own_scenario import PUSH, own_scenario
from digisys.errors import QuestionError
from digisys.graph.names import resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme_state import OrganisationState
from digisys.schema.road_map import ResourceKind
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.monitoring.measurements import Measurements
from digisys.simulation.monitoring.organisations import on_grid
from digisys.simulation.monitoring.roadmap_parts import Narrowed, Part
from digisys.simulation.monitoring.roadmap_result import PARTS, ProgrammeRoadMap
from digisys.simulation.monitoring.standing import seen_levels, starting_levels
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.words import Message

__all__ = ["roadmap"]


def roadmap(
    model: Model,
    *,
    programme: ProgrammeChoice = None,
    target: int | str | None = None,
    part: Part | None = None,
    actor: str | None = None,
    kind: ResourceKind | None = None,
    state: OrganisationState | None = None,
    measurements: Measurements | None = None,
    size: float = PUSH,
    samples: int | Draws | None = None,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> ProgrammeRoadMap:
    """Read the road map of a programme, or make an organisation's own of it.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    target
        Only what is filed under this target.
    part
        Only this part: ``meaning``, ``needs``, ``actions``, ``help``, ``themes``, ``timeline``
        or ``questions``.
    actor
        Only what this actor does.
    kind
        Of help only this kind, such as ``training`` or ``law``.
    state
        What an organisation does, as :func:`digisys.read_states` gives it; then the answer is
        its own road map: what matters most first, then what is under way and planned.
    measurements
        Where the organisation stands, for its trajectories.
    size
        What each action pushes in all in the organisation's scenario, above 0 and at most 1; a
        convention, as documents tell no sizes.
    samples
        How many draws of the organisation's scenario to run, or
        :class:`~digisys.uncertainty.options.Draws`; none when absent.
    seed, settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    ProgrammeRoadMap
        The parts asked for; with a state also the scenario and, if asked, its trajectories.

    Raises
    ------
    UnknownNameError
        If the target means nothing in the model.
    QuestionError
        If there is no such part, actor or kind, or trajectories are asked for without a state.

    Examples
    --------
    >>> import digisys
    >>> answer = roadmap(digisys.load("digikompassi"), target=12, part="needs")
    >>> len(answer.table("en").rows)
    7
    """
    programme = load_programme(model, programme)
    if part is not None and part not in PARTS:
        raise _no_choice(part, list(PARTS))
    kinds = list(get_args(ResourceKind))
    if kind is not None and kind not in kinds:
        raise _no_choice(kind, kinds)
    if not 0 < size <= 1:
        raise QuestionError(
            Message("A push of {size} is not possible.", {"size": f"{size:g}"}),
            Message("Give a number above 0 and at most 1."),
        )
    who = None if actor is None else named_actor(programme, actor)
    filed = None if target is None else _target(model, target)
    narrowed = Narrowed(model, programme, filed, who, kind)
    answer = ProgrammeRoadMap(narrowed, part, state, None, None, None)
    if state is None:
        if samples is not None or measurements is not None:
            raise QuestionError(
                Message("Trajectories are those of an organisation."),
                Message("Give its state file with {option}.", {"option": "--state"}),
            )
        return answer
    settings = settings or Settings()
    if measurements is not None:
        levels = seen_levels(measurements)
        times = [item.time for seen in levels.values() for item in seen]
        if settings.start is None and times:
            settings = replace(settings, start=on_grid(model, settings, max(times)))
        start = model.time.start if settings.start is None else settings.start
        initial = {**starting_levels(levels, model, start), **settings.initial}
        settings = replace(settings, initial=initial)
    begin = model.time.start if settings.start is None else settings.start
    try:
        scenario = own_scenario(model, programme, state, start=begin, size=size)
    except QuestionError:
        if samples is not None:
            raise
        return answer
    answer = replace(answer, scenario=scenario)
    if samples is None:
        return answer
    draws = Draws.of(samples, seed, usual=512, without=OF_STABLE_DRAWS)
    end = model.time.end if settings.end is None else settings.end
    kept = tuple(item for item in scenario.interventions if item.start < end)
    done = scenario.model_copy(update={"interventions": kept})
    own, without = (
        simulate(model, each, samples=draws, settings=settings,
                 evidence=evidence, certainty=certainty)
        for each in (done, None)
    )  # fmt: skip
    return replace(answer, own=own, without=without)


def _target(model: Model, name: int | str) -> int:
    subject = resolve(model, f"target {name}" if str(name).isdigit() else name)
    if subject.kind != "target":
        raise QuestionError(
            Message("“{name}” is not a target.", {"name": str(name)}),
            Message("Give the number of a target, such as {number}.", {"number": 12}),
        )
    return int(subject.key)


def _no_choice(word: str, words: list[str]) -> QuestionError:
    return QuestionError(
        Message("“{word}” is not one of the choices.", {"word": word}),
        Message("Choose one of: {names}.", {"names": ", ".join(words)}),
    )
