"""The work of the package ``systemdynamics`` (Diagrams-to-Dynamics), side by side.

Its wheel holds two modules for the same work, and both are timed, each by its name:
``systemdynamics.sdm.SDM``, which solves one run after the other, and the fast one,
``funcs.d2d.D2D``, which JAX runs for all draws and interventions at once. Of the fast one two
times are told: the first call of a process and later ones. Its ``run_simulations`` does more
than integrate (a data frame for every run); what JAX itself takes, compiled as a whole by
``jax.jit``, is told beside it: its best use. It computes with numbers of 32 bits.

The package's own worked example (Uleman et al. 2024, doi:10.1093/ije/dyae091): sleep and
depressive symptoms in young adults, 8 variables (3 stocks, 4 auxiliaries, a constant), 7
interventions of size 1, 12 monthly steps, 100 draws of strengths from 0 to 0.2, solved
analytically, which is what the package does with a linear map unless told otherwise. The map
is given to it as it wants it, as an Excel file in Kumu's format. Interventions are ranked by
the size of their median effect on depressive symptoms. (Crielaard et al. 2022,
doi:10.1037/met0000484; Uleman et al. 2025.)

All are timed by the processor in one process, turn by turn, as medians. The package's work,
from its prepared model, is its runs and its table of effects. Ours is shown three ways: the
same work, from a comparison that is prepared (``Comparison.again`` draws, runs and keeps every
level; then the interventions are ranked); the whole public call, which reads the interventions
and builds the equations too; and the whole public call with all that it can tell: bands of
every course, years, stability of each draw.

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
from digisys.simulation.comparison.compare import Comparison
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.integrate.program import Floats, Program
from digisys.simulation.system.options import Settings

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
#: How many times both are timed in turn.
ROUNDS = 3


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


def theirs(*, every_step: bool) -> Any:
    """Return the package's model, prepared; ``solve_analytically`` is its default."""
    from systemdynamics.sdm import SDM

    with quiet():
        model = SDM(their_settings())
    if every_step:
        model.t_eval = np.linspace(0.0, STEPS, STEPS + 1)
    return model


def fast_peer() -> Any:
    """Return the fast module's model, prepared; it keeps every step."""
    from funcs.d2d import D2D

    with quiet():
        return D2D(their_settings())


def jitted(model: Any) -> Callable[[], Any]:
    """Return what the fast module runs in JAX, compiled as a whole: its best use."""
    import jax

    solve = jax.jit(jax.vmap(model._solve_single_sample))
    keys = jax.random.split(model.key, DRAWS)
    return lambda: jax.block_until_ready(solve(keys))


def compare_fast(works: dict[str, Callable[[], object]], result: Comparison) -> float:
    """Print the fast module's first and later calls; return the largest difference."""
    try:
        peer = fast_peer()
    except ImportError as error:
        print(f"funcs.d2d.D2D cannot be read here: {error}")
        return 0.0
    effects: dict[str, Floats] = {}
    first = measured(lambda: effects.update(their_work(peer)))
    ways: dict[str, Callable[[], object]] = {
        "every step, later calls": lambda: their_work(peer),
        "its solver alone, under jax.jit": jitted(peer),
    }
    start = measured(ways["its solver alone, under jax.jit"])
    print(f"funcs.d2d.D2D, first call: {first:.3f} s; jax.jit of its solver, first: {start:.3f} s")
    slow: dict[str, list[float]] = {name: [] for name in ways}
    fast: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            fast[name] += [measured(work, 20) for _ in range(5)]
        for name, work in ways.items():
            slow[name].append(measured(work, 1 if "later" in name else 20))
    for name, taken in slow.items():
        seconds = statistics.median(taken)
        print(f"funcs.d2d.D2D, {name}: {seconds:.6f} s")
        for ours_name, ours_taken in fast.items():
            median = statistics.median(ours_taken)
            print(f"    digisys, {ours_name:34} {median:10.6f} s  {seconds / median:9,.1f} x")
    return same_draws(result, peer, effects)


def their_work(model: Any) -> dict[str, Floats]:
    """Run the package's workflow: its runs, and the size of every effect in every draw."""
    with quiet():
        model.run_simulations()
        effects = model.get_intervention_effects()[OUTCOME]
    return {name: np.abs(np.asarray(effects[name])) for name in INTERVENTIONS}


@contextlib.contextmanager
def quiet() -> Any:
    """Let the package's messages and progress bars go unseen."""
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        yield


def measured(work: Callable[[], object], times: int = 1) -> float:
    """Return the processor seconds of some work, done some times over."""
    start = time.process_time()
    for _ in range(times):
        work()
    return (time.process_time() - start) / times


def ranking(result: Comparison) -> tuple[Floats, list[int]]:
    """Return the size of every effect, and the interventions by the median of theirs."""
    sizes = np.abs(result.final())
    return sizes, np.argsort(-np.median(sizes, axis=1), kind="stable").tolist()


def same_draws(result: Comparison, model: Any, effects: dict[str, Floats]) -> float:
    """Give the package's own draws to ours; return the largest difference of an effect."""
    experiments = [item.experiment for item in result.ensembles]
    system = experiments[0].system
    drawn = model.param_samples[INTERVENTIONS[0]]
    weights = np.stack([np.array(drawn[arc.target][arc.source]) for arc in system.arcs])
    rates = np.ones((len(system.stocks), DRAWS))
    together = Program.side_by_side([item.program for item in experiments])
    levels = integrate(together, weights, rates).levels
    ours = np.abs(levels[-1, list(ROLES).index(OUTCOME)]).reshape(len(INTERVENTIONS), DRAWS)
    return float(np.abs(ours - np.stack(list(effects.values()))).max())


def ours() -> tuple[dict[str, Callable[[], object]], Comparison]:
    """Return each way to ask, and the answer."""
    model, settings, scenarios = our_question()
    draws = digisys.Draws(DRAWS, sampler="random")

    def whole() -> Comparison:
        return digisys.compare(
            model,
            scenarios,
            samples=draws,
            settings=settings,
            outcome=OUTCOME,
        )

    prepared = whole()
    return {
        "draw, run and rank": lambda: ranking(prepared.again(draws)),
        "compare() and rank": lambda: ranking(whole()),
        "compare(), all it can tell": lambda: [item.bands for item in whole().ensembles],
    }, prepared


def main() -> None:
    """Print both side by side."""
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("Set OPENBLAS_NUM_THREADS=1: waiting threads would count against the package.")
    warnings.simplefilter("ignore")
    works, result = ours()
    sizes, _ = ranking(result)
    found = dict(zip(INTERVENTIONS, sizes, strict=True))

    print(f"8 variables, 7 interventions, {STEPS} steps, {DRAWS} draws; processor seconds")
    expected: dict[str, Floats] = {}
    difference = 0.0
    for label, every_step in (("its example, every step", True), ("the last step only", False)):
        peer = theirs(every_step=every_step)
        slow: list[float] = []
        fast: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(ROUNDS):
            for name, work in works.items():
                fast[name] += [measured(work, 20) for _ in range(5)]
            slow.append(measured(lambda peer=peer: expected.update(their_work(peer))))
        seconds = statistics.median(slow)
        print(f"systemdynamics.sdm.SDM, {label}: {seconds:.3f} s")
        for name, taken in fast.items():
            median = statistics.median(taken)
            print(f"    digisys, {name:34} {median:10.6f} s  {seconds / median:9,.0f} x")
        difference = max(difference, same_draws(result, peer, expected))
    difference = max(difference, compare_fast(works, result))
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
