"""What could be moved: one scenario a lever, to be compared on equal terms."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.graph.names import resolve
from digisys.schema import Model, Push, Scenario, SetLevel, Text
from digisys.schema.scenario import Intervention
from digisys.simulation.system.options import make_clock

__all__ = ["levers"]


def levers(
    model: Model,
    names: Sequence[str | int] | None = None,
    *,
    size: float = 0.5,
    start: float | None = None,
) -> tuple[Scenario, ...]:
    """Make one scenario for each lever, all of the same size, to be compared.

    Parameters
    ----------
    model
        The model.
    names
        Variables, targets or areas; every input when absent (every stock in a model
        without inputs).
    size
        Level of inputs and push on others, from -1 to 1.
    start
        Year in which it begins; the model's first when absent.

    Returns
    -------
    tuple of Scenario
        One step on each lever.

    Examples
    --------
    >>> import digisys
    >>> [scenario.id for scenario in levers(digisys.load("digikompassi"), ["target 14"])]
    ['target-14']
    """
    year = make_clock(model).start if start is None else start
    roles = {name: variable.role for name, variable in model.variables.items()}
    if names is None:
        inputs = [name for name, role in roles.items() if role == "input"]
        names = inputs or [name for name, role in roles.items() if role == "stock"]
    scenarios = []
    for name in names:
        subject = resolve(model, name)
        items: list[Intervention] = [
            (SetLevel if roles[variable] == "input" else Push)(
                variable=variable, size=size, start=year
            )
            for variable in subject.variables
        ]
        identity = (
            str(subject.key) if subject.kind == "variable" else f"{subject.kind}-{subject.key}"
        )
        scenarios.append(
            Scenario(
                id=identity,
                title=Text({code: subject.text(code) for code in model.languages}),
                interventions=tuple(items),
            )
        )
    return tuple(scenarios)
