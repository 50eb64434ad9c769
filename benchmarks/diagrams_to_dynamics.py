"""The work of the package ``systemdynamics`` (Diagrams-to-Dynamics), side by side.

A map of 8 variables, 7 interventions, 12 time steps and 100 draws in accumulating
dynamics: every intervention starts its stock one unit up, strengths are drawn evenly from
0 to 0.1, and interventions are ranked by the size of their median effect on the variable
of interest. (Crielaard et al. 2022, doi:10.1037/met0000484; Uleman et al. 2025.)

Run with ``python benchmarks/diagrams_to_dynamics.py``; needs ``systemdynamics``.
"""

from __future__ import annotations

import contextlib
import io
import statistics
import time
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd

import digisys
from digisys.schema import Model, Scenario
from digisys.simulation.compiled import integrate_compiled
from digisys.simulation.experiment import Experiment
from digisys.simulation.options import Settings
from digisys.simulation.sampling import Draws

NAMES = list("abcdefgh")
LINKS = [
    *("a>b", "b>c", "c>h", "d>h", "d|e", "e>f", "f>g", "g|h", "h>a", "b|f", "c>d", "a>h", "h|c"),
]
INTERVENTIONS, OUTCOME = NAMES[:7], "h"
DRAWS, STEPS, HIGHEST = 100, 12, 0.1


def ours() -> tuple[float, float, dict[str, float]]:
    """Return seconds by the public call, seconds of the bare runs, and median effects."""
    links = [
        {"from": text[0], "to": text[2], "polarity": "negative" if text[1] == "|" else "positive"}
        for text in LINKS
    ]
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "map",
            "title": "Map",
            "languages": ["en"],
            "variables": {name: {"label": name.upper(), "role": "stock"} for name in NAMES},
            "links": links,
        }
    )
    settings = Settings(
        dynamics="accumulating",
        method="rk4",
        start=0,
        end=STEPS,
        step=1,
        strengths={f"{text[0]}->{text[2]}": (0.0, HIGHEST) for text in LINKS},
    )
    scenarios = [Scenario(id=name, title=name, initial={name: 1.0}) for name in INTERVENTIONS]
    start = time.perf_counter()
    result = digisys.compare(
        model, scenarios, samples=DRAWS, sampler="random", settings=settings, outcome=OUTCOME
    )
    called = time.perf_counter() - start
    programs = [Experiment.of(model, item, settings=settings) for item in scenarios]
    draws = Draws(tuple(item.key for item in programs[0].system.unknowns), DRAWS, 1, "random")
    weights, rates = programs[0].program.parameters(programs[0].system, draws.block(0, DRAWS))

    def runs() -> list[np.ndarray]:
        return [
            integrate_compiled(item.program, weights, rates, every=STEPS).levels[-1]
            for item in programs
        ]

    runs()
    seconds = []
    for _ in range(50):
        start = time.perf_counter()
        found = runs()
        seconds.append(time.perf_counter() - start)
    final = np.stack(found)[:, NAMES.index(OUTCOME)]
    assert np.abs(final - result.final()).max() < 1e-12
    medians = dict(zip(INTERVENTIONS, np.median(np.abs(final), axis=1).tolist(), strict=True))
    return called, statistics.median(seconds), medians


def theirs() -> tuple[float, dict[str, float]]:
    """Return seconds and median effects of the package."""
    from systemdynamics.sdm import SDM

    matrix = pd.DataFrame(0.0, index=NAMES, columns=NAMES)
    for text in LINKS:
        matrix.loc[text[2], text[0]] = -1.0 if text[1] == "|" else 1.0
    chosen = SimpleNamespace(
        df_adj=matrix,
        df_adj_incl_interactions=matrix,
        N=DRAWS,
        interactions_matrix=np.zeros((8, 8, 8)),
        interaction_terms=0,
        double_factor_interventions=0,
        solve_analytically=0,
        stocks_and_auxiliaries=NAMES,
        stocks_and_constants=NAMES,
        constants=[],
        auxiliaries=[],
        variables=NAMES,
        stocks=NAMES,
        parameter_value_stocks=HIGHEST,
        parameter_value_aux=HIGHEST,
        variable_of_interest=[OUTCOME],
        intervention_variables=list(INTERVENTIONS),
        intervention_strengths=dict.fromkeys(NAMES, 1.0),
        seed=1,
        t_end=float(STEPS),
    )
    model = SDM(chosen)
    # The course of every step, as the published workflow plots it.
    model.t_eval = np.linspace(0.0, STEPS, STEPS + 1)
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        start = time.perf_counter()
        model.run_simulations()
        effects = model.get_intervention_effects()[OUTCOME]
        seconds = time.perf_counter() - start
    return seconds, {name: float(np.median(np.abs(effects[name]))) for name in INTERVENTIONS}


def main() -> None:
    warnings.simplefilter("ignore")
    seconds, expected = theirs()
    called, bare, found = ours()
    print(f"8 variables, 7 interventions, {STEPS} steps, {DRAWS} draws")
    print(f"systemdynamics            {seconds:10.4f} s")
    print(f"digisys.compare()         {called:10.4f} s  {seconds / called:9.0f} x")
    print(f"digisys, the runs alone   {bare:10.6f} s  {seconds / bare:9.0f} x")
    for name, values in (("systemdynamics", expected), ("digisys", found)):
        order = sorted(values, key=lambda key: -values[key])
        print(f"{name:15} ranks {' '.join(f'{key}={values[key]:.3f}' for key in order)}")


if __name__ == "__main__":
    main()
