"""What the model expects between two moments, from where something stands at the first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.io.scenarios import scenario_for
from digisys.schema import Model, Scenario
from digisys.simulation.ensemble.parts import Task, run_chunk
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws

__all__ = ["Expectation", "expected"]

#: From this share of the draws on, the model expects a direction.
_SURE = 0.9
#: A change below this is none.
_NONE = 0.005


@dataclass(frozen=True, eq=False)
class Expectation:
    """Levels at two moments, over the draws.

    Attributes
    ----------
    start, end
        The moments, on the steps of the model.
    first, last
        Levels of all outcomes then, by outcome and draw.
    """

    outcomes: Outcomes
    start: float
    end: float
    first: Floats
    last: Floats

    def band(self, outcome: str) -> tuple[float, float, float]:
        """Return 5 %, median and 95 % of the level of an outcome at the end."""
        row = self.outcomes.ids.index(outcome)
        low, middle, high = np.quantile(self.last[row], (0.05, 0.5, 0.95)).tolist()
        return low, middle, high

    def change(
        self, variables: Sequence[str], signs: Sequence[int] = ()
    ) -> tuple[float, float, float]:
        """Return 5 %, median and 95 % of the change of the mean of some variables.

        Parameters
        ----------
        variables
            At least one.
        signs
            1 or -1 for each, where some count the other way.
        """
        rows = [self.outcomes.ids.index(f"variable:{name}") for name in variables]
        weights = np.array(signs or [1] * len(rows), dtype=float)[:, None]
        moved = ((self.last[rows] - self.first[rows]) * weights).mean(axis=0)
        low, middle, high = np.quantile(moved, (0.05, 0.5, 0.95)).tolist()
        return low, middle, high

    def direction(self, variable: str) -> int:
        """Return 1 or -1 where nine tenths of the draws rise or fall, else 0."""
        row = self.outcomes.ids.index(f"variable:{variable}")
        moved = self.last[row] - self.first[row]
        for sign in (1, -1):
            if (sign * moved > _NONE).mean() >= _SURE:
                return sign
        return 0

    def tail(self, variable: str, level: float, uncertainty: float) -> float:
        """Return how likely a measured level is to be this low or lower, by the model.

        Parameters
        ----------
        variable
            What was measured.
        level, uncertainty
            The measured level and its standard deviation, above 0.
        """
        row = self.outcomes.ids.index(f"variable:{variable}")
        z = (level - self.last[row]) / (uncertainty * math.sqrt(2))
        return float(np.mean([0.5 * (1 + math.erf(each)) for each in z]))


def expected(
    model: Model,
    scenario: ScenarioChoice,
    initial: Mapping[str, float],
    start: float,
    end: float,
    draws: Draws,
    *,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Expectation | None:
    """Run a model between two moments, from levels at the first.

    Parameters
    ----------
    model
        The model.
    scenario
        What is done meanwhile; what begins after the end is left out.
    initial
        Levels of stocks at the start.
    start, end
        The moments; they are moved to steps of the model, the start back and the end on.
    draws
        How many, and of which seed.
    settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    Expectation or None
        None where no step lies between the moments.
    """
    settings = settings or Settings()
    step = settings.step or model.time.step
    zero = model.time.start
    first = zero + max(math.floor((start - zero) / step + 1e-9), 0) * step
    last = zero + math.ceil((end - zero) / step - 1e-9) * step
    if last <= first:
        return None
    told = replace(settings, start=first, end=last, initial={**initial, **settings.initial})
    experiment = Experiment.of(
        model,
        _until(scenario_for(model, scenario), last),
        settings=told,
        evidence=evidence,
        certainty=certainty,
    )
    table = experiment.draw_table(draws)
    record = replace(draws, record=last - first)
    task = Task.of([experiment], table, record)
    chunks = [
        run_chunk(task, at, min(at + task.chunk, table.samples)).levels[:, :, 0]
        for at in range(0, table.samples, task.chunk)
    ]
    levels = np.concatenate(chunks, axis=2)
    return Expectation(outcomes_of(model), first, last, levels[0], levels[-1])


def _until(scenario: Scenario | None, end: float) -> Scenario | None:
    """Leave out what begins after a run has ended."""
    if scenario is None:
        return None
    kept = tuple(item for item in scenario.interventions if item.start < end)
    return scenario.model_copy(update={"interventions": kept})
