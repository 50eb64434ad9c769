"""How the cost of an ensemble grows with variables, links, samples and steps.

Random models in which every variable is a stock and has 1.6 links on average, all runs by
Euler steps of a sixteenth of a year. Only one number changes in each part of the table.
Processor time of the bare runs, the median of repeats after one to warm up; making the
model ready (checks, equations, arrays) is a column of its own.

Run with ``python benchmarks/simulation_growth.py``.
"""

from __future__ import annotations

import statistics
import time

import numpy as np

from digisys.schema import Model
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.system.options import Settings
from digisys.uncertainty.sampling import DrawTable

STEP = 1 / 16
#: Variables, links a variable, samples, steps.
CASES = (
    *((count, 1.6, 64, 112) for count in (10, 100, 1_000, 10_000)),
    *((1_000, density, 64, 112) for density in (3.2, 6.4, 12.8)),
    *((1_000, 1.6, samples, 112) for samples in (16, 256, 1_024)),
    *((1_000, 1.6, 64, steps) for steps in (28, 448, 1_792)),
)


def random_model(variables: int, links: int) -> Model:
    """Return a model of stocks with links drawn at random, always the same."""
    rng = np.random.default_rng(variables)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < links:
        source, target = (int(number) for number in rng.integers(0, variables, 2))
        if source != target:
            pairs[source, target] = None
    signs = rng.random(len(pairs)) < 0.2
    return Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "variables": {
                f"v{at}": {"label": f"V{at}", "role": "stock"} for at in range(variables)
            },
            "links": [
                {
                    "from": f"v{source}",
                    "to": f"v{target}",
                    "polarity": "negative" if negative else "positive",
                }
                for (source, target), negative in zip(pairs, signs, strict=True)
            ],
        }
    )


def measure(experiment: Experiment, samples: int) -> float:
    """Return the processor seconds of the runs of one ensemble, final levels kept."""
    program, system = experiment.program, experiment.system
    keys = tuple(item.key for item in system.unknowns)
    shares = DrawTable(keys, samples, 1, "random").block(0, samples)
    weights, rates = program.parameters(shares)
    seconds = []
    for _ in range(4):
        start = time.process_time()
        integrate(program, weights, rates, every=program.clock.steps)
        seconds.append(time.process_time() - start)
    return statistics.median(seconds[1:])


def main() -> None:
    """Print the table in Markdown."""
    heads = "variables | links | samples | steps | made ready, s | run, s"
    print(f"| {heads} | ns a link, step and sample |")
    print("|" + " ---: |" * 7)
    for variables, density, samples, steps in CASES:
        links = round(variables * density)
        model = random_model(variables, links)
        start = time.process_time()
        experiment = Experiment.of(
            model, settings=Settings(start=2024, end=2024 + steps * STEP, step=STEP)
        )
        ready = time.process_time() - start
        cells = [f"{variables:,}", f"{links:,}", f"{samples:,}", f"{steps:,}", f"{ready:.2g}"]
        seconds = measure(experiment, samples)
        cells += [f"{seconds:.2g}", f"{1e9 * seconds / (links * steps * samples):.2f}"]
        print("| " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
