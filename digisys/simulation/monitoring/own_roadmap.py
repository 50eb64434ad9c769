"""An organisation's own road map: what matters most, what is under way, what it moves."""

from __future__ import annotations

from dataclasses import replace

from digisys.analysis.programme.own_scenario import own_scenario
from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme_state import OrganisationState
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.monitoring.measurements import Measurements
from digisys.simulation.monitoring.organisations import on_grid
from digisys.simulation.monitoring.roadmap import target_number
from digisys.simulation.monitoring.roadmap_parts import Narrowed
from digisys.simulation.monitoring.roadmap_result import ProgrammeRoadMap
from digisys.simulation.monitoring.standing import seen_levels, starting_levels
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws

__all__ = ["own_roadmap"]


def own_roadmap(
    model: Model,
    state: OrganisationState,
    *,
    programme: ProgrammeChoice = None,
    target: int | str | None = None,
    measurements: Measurements | None = None,
    samples: int | Draws | None = None,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> ProgrammeRoadMap:
    """Make an organisation's own road map: what matters most first, then what is under way.

    Parameters
    ----------
    model
        The model.
    state
        What the organisation does, as :func:`digisys.read_states` gives it.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    target
        Only actions filed under this target.
    measurements
        Where the organisation stands, for its trajectories.
    samples
        How many draws of the organisation's scenario to run, or
        :class:`~digisys.uncertainty.options.Draws`; none when absent.
    seed
        As of :func:`digisys.simulate`.
    settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    ProgrammeRoadMap
        The actions with their states, the scenario and, if asked, its trajectories.

    Raises
    ------
    UnknownNameError
        If the target means nothing in the model.
    QuestionError
        If draws are asked for and nothing pushes a variable.

    Examples
    --------
    >>> import digisys
    >>> from digisys.schema.programme_state import OrganisationState
    >>> state = OrganisationState(organisation="A", actions={"action_12_1": {"state": "done"}})
    >>> own_roadmap(digisys.load("digikompassi"), state).scenario.id
    'a'
    """
    programme = load_programme(model, programme)
    filed = None if target is None else target_number(model, target)
    answer = ProgrammeRoadMap(Narrowed(model, programme, filed), None, state, None, None, None)
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
        scenario = own_scenario(model, programme, state, start=begin)
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
