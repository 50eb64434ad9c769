"""Scenario files: the bundled ones by name, or any by path."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from digisys.errors import ModelError, Place, Problem, QuestionError
from digisys.io.bundled import bundled_folder
from digisys.io.yaml.read import read_document
from digisys.schema import FrozenDict, Scenario
from digisys.schema.scenario_checks import find_scenario_problems
from digisys.words import Message, Quoted

__all__ = ["bundled_scenarios", "complete_scenario", "load_scenario"]


def _folder() -> Path:
    return bundled_folder() / "scenarios"


def bundled_scenarios() -> tuple[str, ...]:
    """List the scenarios that come with digisys.

    Returns
    -------
    tuple of str
        Their names, in alphabetical order.

    Examples
    --------
    >>> "leadership-push" in bundled_scenarios()
    True
    """
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


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
        The scenario; interventions of those that it extends come first, and ``extends``
        is None.

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


def _find(name: str, beside: Path | None) -> Path:
    if beside is not None and (beside / f"{name}.yaml").is_file():
        return beside / f"{name}.yaml"
    bundled = _folder() / f"{name}.yaml"
    if name in bundled_scenarios():
        return bundled
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.is_file():
        return path
    for suffix in (".yaml", ".yml"):
        if Path(name + suffix).is_file():
            return Path(name + suffix)
    known = bundled_scenarios()
    close = get_close_matches(name, known, n=3)
    cure = (
        Message("Did you mean {names}?", {"names": Quoted(tuple(close))})
        if close
        else Message("Bundled scenarios: {names}.", {"names": ", ".join(known)})
    )
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
            "initial": FrozenDict({**base.initial, **scenario.initial}),
            "interventions": (*base.interventions, *scenario.interventions),
        }
    )
