"""What carries a theme, and how far it reaches across areas and targets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from digisys.analysis.influence.influence import influence
from digisys.analysis.programme.themes_result import Carrier, Theme, Themes
from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.narrow import carries
from digisys.schema.programme import Programme
from digisys.words import Message

__all__ = ["themes"]


def themes(
    model: Model,
    theme: str | None = None,
    *,
    programme: ProgrammeChoice = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Themes:
    """Tell what carries the themes of a model, and what they reach.

    Parameters
    ----------
    model
        The model.
    theme
        The id of a theme, or its label in any language; every theme when absent.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model, if anything does, when absent.
    evidence, certainty
        Which links count; see :func:`digisys.graph.view.select_view`.

    Returns
    -------
    Themes
        For each theme the variables, links, indicators, actions and drivers that carry it,
        the areas and targets that they belong to, and those that a push on all its variables
        reaches along chains of the whole model.

    Raises
    ------
    UnknownNameError
        If the model has no such theme.
    QuestionError
        If the model has no themes.

    Examples
    --------
    >>> import digisys
    >>> answer = themes(digisys.load("digikompassi"), "green_transition")
    >>> answer.themes[0].targets, answer.themes[0].targets_reached
    ((7, 9, 11), (3, 4, 10, 11, 12))
    """
    whole = model.whole or model
    if not whole.themes:
        raise QuestionError(
            Message("The model defines no themes."),
            Message("Define them under “themes” and let variables or links carry them."),
            code="no-themes",
        )
    known = _programme(whole, programme)
    names = [_named(whole, theme)] if theme is not None else list(whole.themes)
    graph = Graph.of(whole, evidence=evidence, certainty=certainty)
    return Themes(
        whole,
        known,
        graph.view,
        tuple(_theme(whole, known, name, evidence, certainty) for name in names),
        narrowed=theme is not None,
    )


def _named(model: Model, theme: str) -> str:
    return str(model.of_theme(theme).theme)


def _programme(model: Model, programme: ProgrammeChoice) -> Programme | None:
    try:
        return load_programme(model, programme)
    except QuestionError as error:
        if programme is None and error.code == "no-programme":
            return None
        raise


def _theme(
    model: Model,
    programme: Programme | None,
    name: str,
    evidence: EvidenceChoice,
    certainty: CertaintyChoice,
) -> Theme:
    variables = tuple(key for key, item in model.variables.items() if carries(item, name))
    links = tuple(link.id for link in model.links if carries(link, name))
    own = {each.target for key in variables for each in model.variables[key].targets}
    home = {model.variables[key].area for key in variables}
    reached = (
        influence(model, list(variables), evidence=evidence, certainty=certainty)
        if variables
        else None
    )
    found = {effect.variable for effect in reached.affected} if reached else set()
    beyond = tuple(key for key in model.variables if key in found and key not in variables)
    areas = {model.variables[key].area for key in beyond}
    ends = {each.target for key in beyond for each in model.variables[key].targets}
    return Theme(
        name,
        tuple(_carriers(model, programme, name)),
        variables,
        links,
        tuple(area for area in model.areas if area in home),
        tuple(number for number in model.targets if number in own),
        beyond,
        tuple(area for area in model.areas if area in areas),
        tuple(number for number in model.targets if number in ends),
        reached.loops_entered if reached else (),
    )


def _carriers(model: Model, programme: Programme | None, name: str) -> list[Carrier]:
    sections: list[tuple[str, Iterable[tuple[str, Any]]]] = [
        ("variable", model.variables.items()),
        ("link", [(link.id, link) for link in model.links]),
    ]
    if programme is not None:
        sections += [
            ("indicator", programme.indicators.items()),
            ("action", programme.actions.items()),
            ("driver", programme.drivers.items()),
        ]
    return [
        Carrier(kind, key, each.basis, each.reason)
        for kind, items in sections
        for key, item in items
        for each in item.themes
        if each.theme == name
    ]
