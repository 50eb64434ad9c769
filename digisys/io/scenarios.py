"""Scenario files: the bundled ones by name, or any by path."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from digisys.errors import DigisysError, ModelError, Place, Problem, QuestionError
from digisys.io.bundled import is_there, scenario_files
from digisys.io.yaml.read import read_document
from digisys.schema import FrozenDict, Model, Scenario
from digisys.schema.scenario_checks import find_scenario_problems
from digisys.words import Message, Quoted

__all__ = [
    "bundled_scenarios",
    "complete_scenario",
    "load_scenario",
    "scenario_for",
    "scenario_of_slide",
]


def bundled_scenarios(model: Model | None = None) -> tuple[str, ...]:
    """List the scenarios that come with digisys.

    Parameters
    ----------
    model
        Only scenarios that are written for this model; all when absent.

    Returns
    -------
    tuple of str
        Their names, in alphabetical order.

    Examples
    --------
    >>> "leadership-push" in bundled_scenarios()
    True
    """
    return tuple(
        name
        for name in scenario_files()
        if model is None or load_scenario(name).model in (None, model.id)
    )


def scenario_for(model: Model, source: Scenario | str | Path | None) -> Scenario | None:
    """Make a scenario whole, and make sure that it is meant for a model.

    Parameters
    ----------
    model
        The model that it is to run on.
    source
        A scenario, the name of a bundled one, the path of a scenario file, or none.

    Returns
    -------
    Scenario
        The scenario with the interventions of those that it extends; None for none.

    Raises
    ------
    QuestionError
        If it names another model, or there is no such scenario.
    ModelFileError
        If its file cannot be read.
    """
    if source is None:
        return None
    if isinstance(source, Scenario):
        scenario = complete_scenario(source)
    else:
        path = _find(str(source), None, model)
        scenario = _load(path, (path.stem,))
    if scenario.model not in (None, model.id):
        raise QuestionError(
            Message(
                "The scenario “{name}” is written for the model {model}, and this one is {other}.",
                {"name": scenario.id, "model": scenario.model, "other": model.id},
            ),
            Message(
                "If it is meant for this one too, write “model: {other}” in it, or in a scenario "
                "that extends it.",
                {"other": model.id},
            ),
        )
    return scenario


def scenario_of_slide(model: Model, name: str) -> Scenario | None:
    """Find the scenario that a slide of a model's presentation shows.

    Parameters
    ----------
    model
        The model.
    name
        The scenario's id: of a file in the folder ``scenarios`` beside the model's, or of a
        bundled one.

    Returns
    -------
    Scenario or None
        The scenario; None if there is none, or it is for another model or cannot be read.

    Examples
    --------
    >>> import digisys
    >>> scenario_of_slide(digisys.load("digikompassi"), "leadership-push").id
    'leadership-push'
    """
    beside = None if model.file is None else model.file.parent / "scenarios"
    try:
        path = _find(name, beside, model)
        if path.suffix not in (".yaml", ".yml") or (path.stem != name):
            return None
        return scenario_for(model, _load(path, (path.stem,)))
    except DigisysError:
        return None


def load_scenario(source: str | Path) -> Scenario:
    """Read a scenario, together with those that it extends.

    Parameters
    ----------
    source
        The name of a bundled scenario, or the path of a scenario file, with or without its
        ``.yaml`` or ``.yml`` ending; a bundled one comes first. A scenario that it extends
        is looked for beside it, then among the bundled ones.

    Returns
    -------
    Scenario
        The scenario; interventions of those that it extends come first, ``extends`` is
        None, and ``model`` is theirs if it names none.

    Raises
    ------
    ModelFileError
        If the file cannot be read or is not a valid scenario; every problem is listed.
    ModelError
        If scenarios extend each other in a circle.
    QuestionError
        If there is no such scenario.

    Examples
    --------
    >>> load_scenario("leadership-push").model
    'digikompassi'
    """
    path = _find(str(source), None)
    return _load(path, (path.stem,))


def _find(name: str, beside: Path | None, model: Model | None = None) -> Path:
    if beside is not None and is_there(beside / f"{name}.yaml"):
        return beside / f"{name}.yaml"
    bundled = scenario_files()
    if name in bundled:
        return bundled[name]
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or is_there(name):
        return path
    for suffix in (".yaml", ".yml"):
        if is_there(name + suffix):
            return Path(name + suffix)
    known = bundled_scenarios(model)
    close = get_close_matches(name, known, n=3)
    if close:
        cure = Message("Did you mean {names}?", {"names": Quoted(tuple(close))})
    elif known:
        cure = Message("Bundled scenarios: {names}.", {"names": ", ".join(known)})
    else:
        cure = Message("No bundled one fits this model: give the path of a scenario file.")
    raise QuestionError(
        Message("There is no scenario “{name}”.", {"name": name}), cure, code="no-such-scenario"
    )


def complete_scenario(scenario: Scenario) -> Scenario:
    """Give a scenario the interventions of the bundled ones that it extends.

    Parameters
    ----------
    scenario
        A scenario made in Python; one that extends nothing is returned as it is.

    Returns
    -------
    Scenario
        The scenario, with ``extends`` None.

    Raises
    ------
    QuestionError
        If there is no such scenario to extend.
    """
    return _with_bases(scenario, None, (scenario.id,))


def _load(path: Path, names: tuple[str, ...]) -> Scenario:
    return _with_bases(read_document(path, Scenario, find_scenario_problems), path, names)


def _with_bases(scenario: Scenario, path: Path | None, names: tuple[str, ...]) -> Scenario:
    if scenario.extends is None:
        return scenario
    if scenario.extends in names:
        circle = " → ".join((*names, scenario.extends))
        what = Message("Scenarios extend each other in a circle: {names}.", {"names": circle})
        raise ModelError(
            [
                Problem(
                    "circular-extends", ("extends",), what, None, Place(str(path) if path else None)
                )
            ]
        )
    beside = path.parent if path else None
    base = _load(_find(scenario.extends, beside), (*names, scenario.extends))
    return scenario.model_copy(
        update={
            "extends": None,
            "model": scenario.model or base.model,
            "initial": FrozenDict({**base.initial, **scenario.initial}),
            "interventions": (*base.interventions, *scenario.interventions),
        }
    )
