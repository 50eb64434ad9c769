"""What would it take, at 42 variables and up to three levers: Digikompassi and a harder model.

The harder model has as many variables and links, with negative links, delays and feedback
both ways, so that bounds are wide. Seconds of processor time of one process, for each level
that is asked for, with what was possible, what was run, and whether all was settled; beside
them how long it would take to run every combination, by the time that one batch takes.

Run with ``python benchmarks/reach_pushes.py``. The aim is 20 s for each question.
"""

from __future__ import annotations

import time

import numpy as np

import digisys
from digisys import Draws, Search
from digisys.schema import Model, Push, Scenario
from digisys.simulation.comparison.compare import compare

VARIABLES, LINKS = 42, 74
SAMPLES = 256


def harder_model() -> Model:
    """Make a random model with a quarter of its links negative, always the same."""
    rng = np.random.default_rng(7)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < LINKS:
        a, b = (int(number) for number in rng.integers(0, VARIABLES, 2))
        if a != b:
            pairs[a, b] = None
    links = [
        {
            "from": f"v{a}",
            "to": f"v{b}",
            "polarity": "negative" if at % 4 == 0 else "positive",
            "strength": "strong" if at % 3 == 0 else "moderate",
            **({"delay": 1.0} if at % 10 == 0 else {}),
        }
        for at, (a, b) in enumerate(pairs)
    ]
    variables = {f"v{at}": {"label": f"V{at}", "role": "stock"} for at in range(VARIABLES)}
    raw = {"schema": 1, "id": "harder", "title": "Harder", "languages": ["en"]}
    return Model.model_validate(raw | {"variables": variables, "links": links})


def seconds_a_run(model: Model) -> float:
    """Return the seconds that one combination takes without any bound, in a batch of 64."""
    names = list(model.variables)[:64]
    stocks = [name for name in names if model.variables[name].role == "stock"]
    scenarios = [
        Scenario(id=f"s{at}", title="S", interventions=[Push(variable=name, size=0.5, start=2023)])
        for at, name in enumerate(stocks)
    ]
    start = time.process_time()
    compare(model, scenarios, samples=Draws(SAMPLES, record=7))
    return (time.process_time() - start) / len(scenarios)


def main() -> None:
    models = {"Digikompassi": digisys.load("digikompassi"), "harder": harder_model()}
    goals = {"Digikompassi": ("target 10", "target 11", "target 12"), "harder": ("v3", "v20")}
    print("| model | goal | level | possible | run | all settled | reached | s | s for all |")
    print("| --- | --- | ---: | ---: | ---: | --- | --- | ---: | ---: |")
    for name, model in models.items():
        each = seconds_a_run(model)
        for goal in goals[name]:
            for level in (0.05, 0.2, 0.4, 0.6):
                start = time.process_time()
                answer = digisys.reach(
                    model, goal, level=level, samples=SAMPLES, search=Search(by=2030, most=3)
                )
                spent = time.process_time() - start
                print(
                    f"| {name} | {goal} | {level} | {answer.possible:,} | {answer.run:,} "
                    f"| {'yes' if answer.whole else 'no'} | {'yes' if answer.smallest else 'no'} "
                    f"| {spent:.1f} | {answer.possible * each:,.0f} |"
                )


if __name__ == "__main__":
    main()
