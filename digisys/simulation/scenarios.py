"""Which bundled scenarios can be run on a model."""

from __future__ import annotations

from digisys.errors import DigisysError
from digisys.graph.view import select_view
from digisys.io.scenarios import bundled_scenarios, load_scenario
from digisys.schema import Model, Scenario
from digisys.simulation.system.interventions import make_plan

__all__ = ["scenarios_for"]


def scenarios_for(model: Model) -> tuple[Scenario, ...]:
    """Return the bundled scenarios that are written for a model and fit it.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    tuple of Scenario
        In alphabetical order of their names.

    Examples
    --------
    >>> import digisys
    >>> [scenario.id for scenario in scenarios_for(digisys.load("digikompassi"))][:2]
    ['digital-skills-push', 'green-rdi-push']
    """
    found = []
    for name in bundled_scenarios(model):
        scenario = load_scenario(name)
        try:
            make_plan(model, select_view(model), scenario)
        except DigisysError:
            continue  # the model was changed so that the scenario does not fit any more
        found.append(scenario)
    return tuple(found)
