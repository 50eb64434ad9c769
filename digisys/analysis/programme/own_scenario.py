"""What an organisation does, as a scenario of the model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from digisys.errors import QuestionError
from digisys.graph.folding import fold
from digisys.schema import Model, Scenario
from digisys.schema.programme import Action, Programme
from digisys.schema.programme_state import ActionState, OrganisationState
from digisys.schema.scenario import Push, SetLevel, Shape
from digisys.words import Message

__all__ = ["PUSH", "own_scenario"]

#: What an action pushes in all, and years until it does so fully; conventions, as the
#: documents tell no sizes.
PUSH, RAMP = 0.3, 2.0


def own_scenario(
    model: Model,
    programme: Programme,
    state: OrganisationState,
    *,
    start: float | None = None,
    size: float = PUSH,
) -> Scenario:
    """Make a scenario of what an organisation has done, has under way and plans.

    Each action pushes its variables by `size` in all, in equal shares: what is done from the
    start on, what is under way growing to its end (two years on where none is told), what is
    planned from its start on (a year on where none is told). Of an action whose steps are
    told, the share that is done or under way counts.

    Parameters
    ----------
    model
        The model.
    programme
        Its programme.
    state
        What the organisation does.
    start
        When the run starts; the model's start when absent.
    size
        What an action pushes in all whose state tells no size, above 0 and at most 1.

    Returns
    -------
    Scenario
        Ready for :func:`digisys.simulate`; its id is made of the organisation's name.

    Raises
    ------
    QuestionError
        If nothing is done, under way or planned that pushes anything.
    """
    begin = model.time.start if start is None else start
    pushes = []
    for name, action in programme.actions.items():
        told = state.actions.get(name)
        if told is not None:
            pushes += list(_pushes(model, action, told, begin, size))
    if not pushes:
        raise QuestionError(
            Message(
                "Nothing is done, under way or planned by “{name}” that pushes a variable.",
                {"name": state.organisation},
            ),
            Message("Tell the state of an action: done, under way or planned."),
        )
    return Scenario(
        id=_identifier(state.organisation),
        title=state.organisation,
        model=model.id,
        interventions=tuple(pushes),
    )


def _pushes(
    model: Model, action: Action, told: ActionState, begin: float, size: float
) -> Iterator[Push | SetLevel]:
    share = _share(action, told)
    if told.state not in ("done", "under_way", "planned") or not share:
        return
    span = model.time.end - model.time.start
    year = 1.0 if model.time.unit == "years" else span / 10
    if told.state == "done":
        first, last = begin, None
    elif told.state == "under_way":
        first = begin
        last = told.end if told.end is not None and told.end > begin else begin + RAMP * year
    else:
        first = max(told.start if told.start is not None else begin + year, begin)
        last = told.end if told.end is not None and told.end > first else first + RAMP * year
    for each in action.pushes:
        whole = size if told.size is None else told.size
        amount = (-1 if each.polarity == "negative" else 1) * whole * share / len(action.pushes)
        kind = SetLevel if model.variables[each.variable].role == "input" else Push
        shape: Shape = "step" if last is None else "ramp"
        yield kind(variable=each.variable, size=amount, shape=shape, start=first, end=last)


def _share(action: Action, told: ActionState) -> float:
    """Return the share of an action that counts: of its steps, where their state is told."""
    if told.state != "under_way" or not told.steps or not action.steps:
        return 1.0
    moving = sum(
        told.steps.get(at) in ("done", "under_way") for at in range(1, len(action.steps) + 1)
    )
    return moving / len(action.steps)


def _identifier(name: str) -> str:
    plain = unicodedata.normalize("NFKD", fold(name)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    text = "-".join(words)
    return text if re.match(r"[a-z]", text) else f"own-{text}".rstrip("-")
