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


def ours() -> tuple[float, float, dict[str, np.ndarray]]:
    """Return seconds by the public call, seconds of the bare runs, and sizes of effects."""
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
    start = time.process_time()
    result = digisys.compare(
        model, scenarios, samples=DRAWS, sampler="random", settings=settings, outcome=OUTCOME
    )
    called = time.process_time() - start
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
    for _ in range(20):
        start = time.process_time()
        for _ in range(20):
            found = runs()
        seconds.append((time.process_time() - start) / 20)
    final = np.stack(found)[:, NAMES.index(OUTCOME)]
    assert np.abs(final - result.final()).max() < 1e-12
    return called, statistics.median(seconds), dict(zip(INTERVENTIONS, np.abs(final), strict=True))


def theirs() -> tuple[float, dict[str, np.ndarray]]:
    """Return seconds and sizes of effects by the package."""
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
        start = time.process_time()
        model.run_simulations()
        effects = model.get_intervention_effects()[OUTCOME]
        seconds = time.process_time() - start
    return seconds, {name: np.abs(effects[name]) for name in INTERVENTIONS}


def main() -> None:
    warnings.simplefilter("ignore")
    seconds, expected = theirs()
    called, bare, found = ours()
    print(f"8 variables, 7 interventions, {STEPS} steps, {DRAWS} draws")
    print(f"systemdynamics            {seconds:10.4f} s")
    print(f"digisys.compare()         {called:10.4f} s  {seconds / called:9.0f} x")
    print(f"digisys, the runs alone   {bare:10.6f} s  {seconds / bare:9.0f} x")
    print("median size of the effect on h, with its 95 % interval:")
    agree = True
    for name in sorted(INTERVENTIONS, key=lambda key: -np.median(expected[key])):
        (low, middle, high), (least, median, most) = interval(expected[name]), interval(found[name])
        agree &= low <= most and least <= high
        print(
            f"  {name}   systemdynamics {middle:.3f} ({low:.3f} to {high:.3f})"
            f"   digisys {median:.3f} ({least:.3f} to {most:.3f})"
        )
    print("same ranking within sampling error:", "yes" if agree else "NO")


def interval(values: np.ndarray) -> tuple[float, float, float]:
    """Return the median between the ends of its 95 % interval (by order statistics)."""
    ordered = np.sort(values)
    reach = 0.98 * np.sqrt(len(ordered))
    low, high = int(len(ordered) / 2 - reach), int(np.ceil(len(ordered) / 2 + reach))
    return float(ordered[low]), float(np.median(ordered)), float(ordered[high])


if __name__ == "__main__":
    main()
