"""The work of the package ``systemdynamics`` (Diagrams-to-Dynamics), side by side.

The package's own worked example (Uleman et al. 2024, doi:10.1093/ije/dyae091): sleep and
depressive symptoms in young adults, 8 variables (3 stocks, 4 auxiliaries, a constant), 7
interventions of size 1, 12 monthly steps, 100 draws of strengths from 0 to 0.2, solved
analytically, which is what the package does with a linear map unless told otherwise. The map
is given to it as it wants it, as an Excel file in Kumu's format. Interventions are ranked by
the size of their median effect on depressive symptoms. (Crielaard et al. 2022,
doi:10.1037/met0000484; Uleman et al. 2025.)

Both are timed by the processor in one process, as the median of repeats. Ours is shown three
ways: the whole public call, which also tells bands, years and stability; the same work as
theirs from prepared experiments (draw, run, rank); and the runs alone.

Run with ``OPENBLAS_NUM_THREADS=1 python benchmarks/diagrams_to_dynamics.py``, as threads of
linear algebra that wait for work would else count against the package, fivefold; needs
``systemdynamics``.
"""

from __future__ import annotations

import contextlib
import io
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import digisys
from digisys.schema import Model, Scenario
from digisys.simulation.compiled import integrate_compiled
from digisys.simulation.experiment import Experiment
from digisys.simulation.options import Settings
from digisys.simulation.program import Floats, Program
from digisys.simulation.sampling import Draws

OUTCOME = "depressive_symptoms"
ROLES = {
    OUTCOME: "stock",
    "childhood_adversity": "input",
    "body_fat": "stock",
    "perceived_stress": "stock",
    "physical_activity": "auxiliary",
    "proinflammatory_processes": "auxiliary",
    "sleep_problems": "auxiliary",
    "treatment": "auxiliary",
}
LINKS = (
    (OUTCOME, "physical_activity", -1),
    (OUTCOME, "proinflammatory_processes", 1),
    ("physical_activity", "proinflammatory_processes", -1),
    ("body_fat", "proinflammatory_processes", 1),
    ("perceived_stress", "proinflammatory_processes", 1),
    ("body_fat", "sleep_problems", 1),
    ("perceived_stress", "sleep_problems", 1),
    ("proinflammatory_processes", "sleep_problems", 1),
    (OUTCOME, "treatment", 1),
    ("sleep_problems", OUTCOME, 1),
    ("childhood_adversity", OUTCOME, 1),
    ("perceived_stress", OUTCOME, 1),
    ("treatment", OUTCOME, -1),
    ("proinflammatory_processes", OUTCOME, 1),
    ("sleep_problems", "body_fat", 1),
    ("physical_activity", "body_fat", -1),
    ("sleep_problems", "perceived_stress", 1),
    (OUTCOME, "perceived_stress", 1),
    ("childhood_adversity", "perceived_stress", 1),
)
INTERVENTIONS = tuple(name for name in ROLES if name != OUTCOME)
DRAWS, STEPS, HIGHEST = 100, 12, 0.2


def scenario(name: str) -> Scenario:
    """Return an intervention of size 1: where a stock starts, a level, or a push."""
    if ROLES[name] == "stock":
        return Scenario(id=name, title=name, initial={name: 1.0})
    action = "level" if ROLES[name] == "input" else "push"
    item = {"action": action, "variable": name, "size": 1.0, "start": 0}
    return Scenario.model_validate({"id": name, "title": name, "interventions": [item]})


def our_question() -> tuple[Model, Settings, list[Scenario]]:
    """Return the model, how it is run, and the interventions."""
    links = [
        {"from": source, "to": target, "polarity": "positive" if sign > 0 else "negative"}
        for source, target, sign in LINKS
    ]
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "sleep",
            "title": "Sleep and depressive symptoms",
            "languages": ["en"],
            "variables": {name: {"label": name, "role": role} for name, role in ROLES.items()},
            "links": links,
        }
    )
    settings = Settings(
        dynamics="accumulating",
        method="rk4",
        start=0,
        end=STEPS,
        step=1,
        strengths={f"{source}->{target}": (0.0, HIGHEST) for source, target, _ in LINKS},
    )
    return model, settings, [scenario(name) for name in INTERVENTIONS]


def their_settings() -> Any:
    """Let the package read the map, with its own defaults, and add the example's settings."""
    from systemdynamics.cld import Extract

    types = {"input": "constant"}
    elements = pd.DataFrame(
        {
            "Label": list(ROLES),
            "Type": [types.get(role, role) for role in ROLES.values()],
            "Tags": [0 if name == OUTCOME else 1 for name in ROLES],
            "Description": ["VOI" if name == OUTCOME else "" for name in ROLES],
        }
    )
    connections = pd.DataFrame(
        [(source, "+" if sign > 0 else "-", target) for source, target, sign in LINKS],
        columns=["From", "Type", "To"],
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.xlsx"
        with pd.ExcelWriter(path) as writer:
            elements.to_excel(writer, sheet_name="Elements", index=False)
            connections.to_excel(writer, sheet_name="Connections", index=False)
        chosen = Extract(str(path)).extract_settings()
    chosen.N, chosen.seed, chosen.t_end = DRAWS, 1912884, float(STEPS)
    chosen.parameter_value_stocks = chosen.parameter_value_aux = HIGHEST
    return chosen


def theirs(*, analytical: bool, every_step: bool) -> tuple[Any, dict[str, Floats]]:
    """Run the package's workflow once: its runs and its ranking."""
    from systemdynamics.sdm import SDM

    with quiet():
        chosen = their_settings()
        chosen.solve_analytically = int(analytical)
        model = SDM(chosen)
        if every_step:
            model.t_eval = np.linspace(0.0, STEPS, STEPS + 1)

    def work() -> Any:
        model.run_simulations()
        return model.get_intervention_effects()[OUTCOME]

    with quiet():
        seconds, effects = measured(work, 3)
    return (seconds, model), {name: np.abs(effects[name]) for name in INTERVENTIONS}


@contextlib.contextmanager
def quiet() -> Any:
    """Let the package's messages and progress bars go unseen."""
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        yield


def measured(work: Callable[[], Any], repeats: int, times: int = 1) -> tuple[float, Any]:
    """Return the median of processor seconds of some work, and its last result."""
    seconds = []
    found = None
    for _ in range(repeats):
        start = time.process_time()
        for _ in range(times):
            found = work()
        seconds.append((time.process_time() - start) / times)
    return statistics.median(seconds), found


def run_all(programs: list[Program], weights: Floats, rates: Floats) -> list[Floats]:
    """Return the level of every variable at every step, for each intervention."""
    return [integrate_compiled(item, weights, rates).levels for item in programs]


def same_draws(programs: list[Experiment], model: Any, effects: dict[str, Floats]) -> float:
    """Give the package's own draws to ours; return the largest difference of an effect."""
    system = programs[0].system
    drawn = model.param_samples[INTERVENTIONS[0]]
    weights = np.stack([np.array(drawn[arc.target][arc.source]) for arc in system.arcs])
    rates = np.ones((len(system.stocks), DRAWS))
    compiled = [item.program for item in programs]
    row = list(ROLES).index(OUTCOME)
    ours = np.abs([levels[-1, row] for levels in run_all(compiled, weights, rates)])
    return float(np.abs(ours - np.stack(list(effects.values()))).max())


def main() -> None:
    """Print both side by side."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("Set OPENBLAS_NUM_THREADS=1: waiting threads would count against the package.")
    warnings.simplefilter("ignore")
    model, settings, scenarios = our_question()
    called, result = measured(
        lambda: digisys.compare(
            model, scenarios, samples=DRAWS, sampler="random", settings=settings, outcome=OUTCOME
        ),
        7,
    )
    programs = [Experiment.of(model, item, settings=settings) for item in scenarios]
    system, compiled = programs[0].system, [item.program for item in programs]
    keys = tuple(item.key for item in system.unknowns)
    row = list(ROLES).index(OUTCOME)

    def work() -> tuple[Floats, list[int]]:
        shares = Draws(keys, DRAWS, 1, "random").block(0, DRAWS)
        weights, rates = compiled[0].parameters(system, shares)
        effects = np.stack([levels[-1, row] for levels in run_all(compiled, weights, rates)])
        middle = np.median(np.abs(effects), axis=1)
        return effects, sorted(range(len(middle)), key=lambda at: -middle[at])

    shares = Draws(keys, DRAWS, 1, "random").block(0, DRAWS)
    weights, rates = compiled[0].parameters(system, shares)
    work()
    prepared, (effects, _) = measured(work, 15, 20)
    bare, _ = measured(lambda: run_all(compiled, weights, rates), 15, 20)
    assert np.abs(effects - result.final()).max() < 1e-12
    found = dict(zip(INTERVENTIONS, np.abs(effects), strict=True))

    print(f"8 variables, 7 interventions, {STEPS} steps, {DRAWS} draws; processor seconds")
    ways = (
        ("its example: analytical, every step", True, True),
        ("numerical (LSODA), every step", False, True),
        ("analytical, the last step only", True, False),
    )
    expected: dict[str, Floats] = {}
    for label, analytical, every_step in ways:
        (seconds, peer), sizes = theirs(analytical=analytical, every_step=every_step)
        print(f"systemdynamics, {label}: {seconds:.3f} s")
        for name, ours in (
            ("digisys.compare(), whole", called),
            ("draw, run and rank", prepared),
            ("the runs alone", bare),
        ):
            print(f"    digisys, {name:26} {ours:10.6f} s  {seconds / ours:9,.0f} x")
        if not expected:
            expected = sizes
            difference = same_draws(programs, peer, sizes)
    print(f"largest difference of an effect under the package's own draws: {difference:.1e}")
    print(f"median size of the effect on {OUTCOME}, with its 95 % interval:")
    agree = True
    for name in sorted(INTERVENTIONS, key=lambda key: -np.median(expected[key])):
        (low, middle, high), (least, median, most) = interval(expected[name]), interval(found[name])
        agree &= low <= most and least <= high
        print(
            f"  {name:26} systemdynamics {middle:.3f} ({low:.3f} to {high:.3f})"
            f"   digisys {median:.3f} ({least:.3f} to {most:.3f})"
        )
    print("same ranking within sampling error:", "yes" if agree else "NO")


def interval(values: Floats) -> tuple[float, float, float]:
    """Return the median between the ends of its 95 % interval (by order statistics)."""
    ordered = np.sort(values)
    reach = 0.98 * np.sqrt(len(ordered))
    low, high = int(len(ordered) / 2 - reach), int(np.ceil(len(ordered) / 2 + reach))
    return float(ordered[low]), float(np.median(ordered)), float(ordered[high])


if __name__ == "__main__":
    main()
