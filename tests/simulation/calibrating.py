"""What the tests of calibration share: small models, and observations that they would give."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from digisys.schema import Model, Scenario, SetLevel
from digisys.simulation.calibration.predictor import Predictor
from digisys.simulation.experiment import Experiment
from digisys.simulation.observations.observations import Observation, Observations
from digisys.simulation.system.options import Settings
from digisys.uncertainty.draws import uniform
from digisys.uncertainty.options import Draws
from digisys.uncertainty.posterior import Posterior
from tests.simulation import tiny

Floats = npt.NDArray[np.float64]

#: Few steps, as nothing here is fast.
COARSE = Settings(start=2023, end=2030, step=0.25)


def cascade() -> Model:
    """An input that moves a stock, which moves another: two strengths and two inertias."""
    return tiny.model({"u": "input", "a": "stock", "b": "stock"}, ["u->a", "a->b"])


def held_up(size: float = 0.9) -> Scenario:
    """Keep the input of the cascade up from the start."""
    lifted = SetLevel(variable="u", size=size, start=2023)
    return Scenario(id="up", title="Up", interventions=[lifted])


def seen(model: Model, *rows: tuple[str, float, float, float]) -> Observations:
    """Make observations of variables: name, time, level and uncertainty."""
    items = [
        Observation(f"variable:{name}", time, level, spread, level)
        for name, time, level, spread in rows
    ]
    return Observations(model, tuple(sorted(items, key=lambda item: item.time)))


class Truths:
    """Synthetic truths: unknowns drawn evenly, and what would be observed of each."""

    def __init__(
        self,
        model: Model,
        scenario: Scenario,
        places: Sequence[tuple[str, float]],
        spread: float,
        count: int,
        seed: int,
        settings: Settings = COARSE,
    ) -> None:
        # In the order in which observations stand.
        places = sorted(places, key=lambda place: place[1])
        self.model, self.places, self.spread = model, places, spread
        experiment = Experiment.of(model, scenario, settings=settings)
        self.keys = tuple(unknown.key for unknown in experiment.system.unknowns)
        #: Where in its range each unknown lies, by unknown and truth.
        self.shares = uniform(seed, [f"truth:{key}" for key in self.keys], 0, count)
        table = experiment.draw_table(Draws(count, seed, sampler="random"))
        looked = Predictor.of(experiment, table, self.observations(np.zeros(len(places))).items)
        every = len(self.keys)
        truths = Posterior(self.keys, ((0, 1),) * every, (1,) * every, self.shares)
        levels = looked.at(truths).all_levels(Draws(count))
        noise = np.random.default_rng(seed).standard_normal(levels.shape)
        self.observed = levels + spread * noise

    def observations(self, levels: Floats) -> Observations:
        """Return what is observed where the levels are these."""
        rows = [
            (*place, float(level), self.spread)
            for place, level in zip(self.places, levels, strict=True)
        ]
        return seen(self.model, *rows)

    def of(self, number: int) -> Observations:
        """Return what is observed of one truth."""
        return self.observations(self.observed[:, number])
