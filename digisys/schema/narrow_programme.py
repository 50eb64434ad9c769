"""A programme seen through a theme of its model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from digisys.schema.base import FrozenDict
from digisys.schema.model import Model
from digisys.schema.narrow import carries
from digisys.schema.programme import Connection, Programme
from digisys.schema.programme_notes_checks import item_ids

__all__ = ["programme_of_edited", "programme_of_theme"]


def programme_of_theme(programme: Programme, model: Model, theme: str) -> Programme:
    """Leave of a programme what carries a theme or touches a variable that does.

    Parameters
    ----------
    programme
        The programme of the whole model.
    model
        The part of the model that carries the theme.
    theme
        The id of the theme.

    Returns
    -------
    Programme
        Indicators, actions and drivers that carry the theme, or that observe or push a
        variable which is left; connections to others are left out, and so are key results
        that no indicator is left for.
    """
    indicators = _left(programme.indicators, "observes", model, theme)
    results = {name for item in indicators.values() for name in item.key_results}
    kept = {
        "indicators": {
            name: item.model_copy(
                update={"related_to": tuple(each for each in item.related_to if each in indicators)}
            )
            for name, item in indicators.items()
        },
        "actions": _left(programme.actions, "pushes", model, theme),
        "drivers": _left(programme.drivers, "pushes", model, theme),
        "key_results": {
            name: item for name, item in programme.key_results.items() if name in results
        },
    }
    facts = {name: getattr(programme, name) for name in programme.model_fields_set}
    if programme.notes:
        there = item_ids({**programme.model_dump(by_alias=True), **kept})
        facts["notes"] = {
            name: note.model_copy(
                update={"belongs_to": tuple(each for each in note.belongs_to if each in there)}
            )
            for name, note in programme.notes.items()
        }
    return Programme.model_validate({**facts, **kept})


def programme_of_edited(programme: Programme, model: Model) -> Programme:
    """Leave out of a programme what connects it with variables that its model has lost.

    Parameters
    ----------
    programme
        The programme of the model as it was.
    model
        The model without some of its variables.

    Returns
    -------
    Programme
        All indicators, actions and drivers; connections of theirs to variables that are there.
    """
    parts = (("indicators", "observes"), ("actions", "pushes"), ("drivers", "pushes"))
    return programme.model_copy(
        update={
            name: FrozenDict(
                {
                    each: item.model_copy(update={key: _known(getattr(item, key), model)})
                    for each, item in getattr(programme, name).items()
                }
            )
            for name, key in parts
        }
    )


def _known(connections: Iterable[Connection], model: Model) -> tuple[Connection, ...]:
    return tuple(each for each in connections if each.variable in model.variables)


def _left(items: Mapping[str, Any], key: str, model: Model, theme: str) -> dict[str, Any]:
    found = {}
    for name, item in items.items():
        touched = _known(getattr(item, key), model)
        if touched or carries(item, theme):
            found[name] = item.model_copy(update={key: touched})
    return found
