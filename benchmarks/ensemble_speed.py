"""An ensemble of 1,000 runs against pysimlin and PySD, on equal work and equal results.

A random model of 40 stocks and 62 links runs 500 Euler steps with 1,000 draws of all
strengths and inertias; each program gives the final level of every stock in every draw.
pysimlin is used at its best: the model is compiled once, draws are set as values of
constants, and the simulation is reset between runs. PySD runs a few draws, and its time
is scaled up. Figures are ratios within this run, of processor time, as other programs on the
machine disturb that least.

Run with ``python benchmarks/ensemble_speed.py`` (groups ``dev`` and ``peers``).
"""

from __future__ import annotations

import statistics
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np

from digisys.exchange.xmile_xml import Part, Specs, xmile_text
from digisys.schema import Model, Push, Scenario
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.system.options import Settings

STOCKS, LINKS, STEPS, DRAWS = 40, 62, 500, 1000
STEP = 1 / 16
PYSD_DRAWS = 5


def make_experiment() -> Experiment:
    """Make the random model, always the same."""
    rng = np.random.default_rng(0)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < LINKS:
        a, b = (int(number) for number in rng.integers(0, STOCKS, 2))
        if a != b:
            pairs[a, b] = None
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "variables": {f"v{i}": {"label": f"V{i}", "role": "stock"} for i in range(STOCKS)},
            "links": [
                {
                    "from": f"v{a}",
                    "to": f"v{b}",
                    "polarity": "negative" if i % 5 == 0 else "positive",
                }
                for i, (a, b) in enumerate(pairs)
            ],
        }
    )
    push = Push(variable="v0", size=0.5, start=2001)
    scenario = Scenario(id="push", title="Push", interventions=[push])
    years = Settings(start=2000, end=2000 + STEPS * STEP, step=STEP)
    return Experiment.of(model, scenario, settings=years)


def write_peer_file(experiment: Experiment, path: Path) -> list[str]:
    """Write the model with strengths and rates as constants; return the constants' names."""
    system, clock = experiment.system, experiment.clock
    constants = [f"k{number}" for number in range(len(system.unknowns))]
    parts = [Part("aux", name, "0.5", (0, 0)) for name in constants]
    for name in system.stocks:
        terms = [f"k{arc.unknown} * {arc.source}" for arc in system.arcs if arc.target == name]
        if name == "v0":
            terms.append("(IF TIME + 1e-9 >= 2001 THEN 0.5 ELSE 0)")
        rate = f"k{system.inertia[name]}"
        drive = " + ".join(terms) or "0"
        parts += [
            Part("aux", f"{name}_drive", drive, (0, 0)),
            Part("flow", f"{name}_in", f"(1 - 2 / (EXP(2 * {name}_drive) + 1)) * {rate}", (0, 0)),
            Part("flow", f"{name}_out", f"{name} * {rate}", (0, 0)),
            Part("stock", name, "0", (0, 0), "", (f"{name}_in",), (f"{name}_out",)),
        ]
    specs = Specs("random", "1", "Euler", clock.start, clock.end, clock.step)
    path.write_text(xmile_text(specs, parts, []), "utf-8")
    return constants


def timed(function: object, repeats: int = 5) -> tuple[float, np.ndarray]:
    """Return the median seconds of processor time and the last result."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        result = function()  # type: ignore[operator]
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), result


def main() -> None:
    experiment = make_experiment()
    program, system = experiment.program, experiment.system
    shares = np.random.default_rng(1).random((len(system.unknowns), DRAWS))
    weights, rates = program.parameters(shares)
    values = np.zeros((len(system.unknowns), DRAWS))
    values[program.arc_unknowns] = weights
    values[program.stock_unknowns] = rates

    def with_numpy() -> np.ndarray:
        return integrate(program, weights, rates, every=STEPS).levels[-1]

    found = {"digisys": timed(with_numpy)}
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "random.xmile"
        constants = write_peer_file(experiment, path)
        import simlin

        model = simlin.load(str(path))
        simulation = model.simulate(enable_ltm=False)

        def with_simlin() -> np.ndarray:
            final = np.empty((STOCKS, DRAWS))
            for draw in range(DRAWS):
                simulation.reset()
                for name, value in zip(constants, values[:, draw].tolist(), strict=True):
                    simulation.set_value(name, value)
                simulation.run_to_end()
                final[:, draw] = [simulation.get_value(name) for name in system.stocks]
            return final

        found["pysimlin, looped"] = timed(with_simlin, 3)
        import pysd

        peer = pysd.read_xmile(str(path))

        def with_pysd() -> np.ndarray:
            final = np.empty((STOCKS, PYSD_DRAWS))
            for draw in range(PYSD_DRAWS):
                chosen = dict(zip(constants, values[:, draw].tolist(), strict=True))
                run = peer.run(
                    params=chosen, return_columns=list(system.stocks), saveper=STEPS * STEP
                )
                final[:, draw] = run.iloc[-1][list(system.stocks)]
            return final

        seconds, final = timed(with_pysd, 1)
        found["PySD, looped (scaled up)"] = (seconds * DRAWS / PYSD_DRAWS, final)
    reference = found["digisys"][1]
    print(f"{STOCKS} stocks, {LINKS} links, {STEPS} steps, {DRAWS} draws: final levels")
    print(f"{'':28}{'seconds':>10}{'x pysimlin':>12}{'x PySD':>12}{'difference':>12}")
    simlin_seconds = found["pysimlin, looped"][0]
    pysd_seconds = found["PySD, looped (scaled up)"][0]
    for name, (seconds, final) in found.items():
        gap = np.abs(final - reference[:, : final.shape[1]]).max()
        print(
            f"{name:28}{seconds:10.4f}{simlin_seconds / seconds:12.1f}"
            f"{pysd_seconds / seconds:12.0f}{gap:12.1e}"
        )


if __name__ == "__main__":
    main()
