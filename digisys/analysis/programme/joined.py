"""A programme joined to its model: which indicator and action touches which variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from digisys.errors import QuestionError
from digisys.graph.folding import fold
from digisys.graph.labels import short_label
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme import Action, Confidence, Connection, Indicator, Programme, Reference
from digisys.words import N_, Listed, Message, say

__all__ = [
    "CONFIDENCE_WORDS",
    "STATUS_WORDS",
    "Mark",
    "belongs",
    "connections_text",
    "marked_variables",
    "named_actor",
    "place_text",
    "pushes_of",
]

Mark = Literal["measured", "pushed"]

CONFIDENCE_WORDS: Mapping[Confidence, str] = {
    "high": N_("surely"),
    "medium": N_("probably"),
    "low": N_("perhaps"),
}
STATUS_WORDS: Mapping[str, str] = {
    "exists": N_("exists"),
    "needs_work": N_("exists in part"),
    "proposed": N_("proposed"),
    "idea": N_("an idea"),
}


def belongs(programme: Programme, item: Indicator | Action, targets: Iterable[int]) -> bool:
    """Tell whether an indicator or action is filed under one of some targets.

    Parameters
    ----------
    programme
        The programme.
    item
        An indicator or action of it.
    targets
        Numbers of targets.

    Returns
    -------
    bool
        For an indicator also true where it is to show a key result of such a target.
    """
    wanted = set(targets)
    if isinstance(item, Action):
        return item.target in wanted
    results = (programme.key_results[name].target for name in item.key_results)
    return not wanted.isdisjoint(item.targets) or not wanted.isdisjoint(results)


def connections_text(items: Iterable[Connection], model: Model, language: str) -> str:
    """Name the variables that something observes or pushes, the surest first."""
    order = list(CONFIDENCE_WORDS)
    parts = []
    for item in sorted(items, key=lambda item: order.index(item.confidence)):
        name = short_label(model, item.variable, language)
        if item.polarity == "negative":
            name = say("{name} the other way", language, name=name)
        if item.confidence != "high":
            name = f"{name} ({say(CONFIDENCE_WORDS[item.confidence], language)})"
        parts.append(name)
    return "; ".join(parts)


def named_actor(programme: Programme, name: str) -> str:
    """Find an actor by id or by label in any language.

    Parameters
    ----------
    programme
        The programme.
    name
        What was asked for.

    Returns
    -------
    str
        The actor's id.

    Raises
    ------
    QuestionError
        If there is no such actor; those that there are are listed.
    """
    wanted = fold(name)
    for key, actor in programme.actors.items():
        if wanted in (fold(key), *(fold(text) for text in actor.label.every())):
            return key
    labels = Listed(tuple(actor.label for actor in programme.actors.values()))
    raise QuestionError(
        Message("There is no actor “{name}”.", {"name": name}),
        Message("Choose one of: {names}.", {"names": labels}),
        code="unknown-actor",
    )


def place_text(programme: Programme, evidence: tuple[Reference, ...], language: str) -> str:
    """Name the places that state something: document and lines."""
    told = []
    for each in evidence:
        source = programme.sources[each.source]
        lines = "–".join(str(line) for line in each.lines)
        title = (source.short_label or source.title).text(language)
        text = N_("{title}, lines {lines}") if len(each.lines) > 1 else N_("{title}, line {lines}")
        told.append(say(text, language, title=title, lines=lines))
    return "; ".join(told)


def pushes_of(programme: Programme, name: str) -> tuple[Connection, ...]:
    """Return what an event or a criterion pushes: what its driver, of the same id, does."""
    driver = programme.drivers.get(name)
    return driver.pushes if driver is not None else ()


def marked_variables(
    model: Model,
    programme: ProgrammeChoice = None,
    marks: str | Iterable[str] = ("measured", "pushed"),
) -> dict[str, tuple[Mark, ...]]:
    """Find which variables an indicator observes and which an action pushes.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around it, or the path of its file; what comes with the
        model when absent.
    marks
        ``measured``, ``pushed``, or both, as a list or as text with commas.

    Returns
    -------
    dict
        The marks of each variable that has one, in the order of the model.

    Raises
    ------
    QuestionError
        If there is no such mark.

    Examples
    --------
    >>> import digisys
    >>> marked = marked_variables(digisys.load("digikompassi"))
    >>> marked["service_quality"], "technology_clusters" in marked
    (('measured', 'pushed'), False)
    """
    words = marks.replace("+", ",").split(",") if isinstance(marks, str) else list(marks)
    asked = {word.strip() for word in words}
    for word in sorted(asked.difference(get_args(Mark))):
        raise QuestionError(
            Message("There is no mark “{name}”.", {"name": word}),
            Message("Choose one of: {names}.", {"names": ", ".join(get_args(Mark))}),
            code="unknown-mark",
        )
    known = load_programme(model, programme)
    having: dict[Mark, set[str]] = {
        "measured": {each.variable for item in known.indicators.values() for each in item.observes},
        "pushed": {each.variable for item in known.actions.values() for each in item.pushes},
    }
    found = {
        name: tuple(mark for mark in get_args(Mark) if mark in asked and name in having[mark])
        for name in model.variables
    }
    return {name: own for name, own in found.items() if own}
