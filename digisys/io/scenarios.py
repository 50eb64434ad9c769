"""Scenario files: the bundled ones by name, or any by path."""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path

from digisys.errors import ModelError, Problem, UnknownNameError
from digisys.schema import Scenario
from digisys.words import Message

__all__ = ["bundled_scenarios", "load_scenario"]


def _folder() -> Path:
    """Return the bundled scenarios: in the package, or beside it in a working copy."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "models" / "scenarios"
    return inside if inside.is_dir() else package.parent / "models" / "scenarios"


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
        The name of a bundled scenario, or the path of a scenario file. A scenario that it
        extends is looked for beside it, then among the bundled ones.

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
    UnknownNameError
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
    known = bundled_scenarios()
    close = get_close_matches(name, known, n=3)
    cure = None if close else Message("Bundled scenarios: {names}.", {"names": ", ".join(known)})
    raise UnknownNameError(name, close, cure)


def _load(path: Path, names: tuple[str, ...]) -> Scenario:
    scenario = _read(path)
    if scenario.extends is None:
        return scenario
    if scenario.extends in names:
        circle = " → ".join((*names, scenario.extends))
        what = Message("Scenarios extend each other in a circle: {names}.", {"names": circle})
        raise ModelError([Problem(("extends",), what, None, str(path))])
    base = _load(_find(scenario.extends, path.parent), (*names, scenario.extends))
    return scenario.model_copy(
        update={
            "extends": None,
            "initial": type(scenario.initial)({**base.initial, **scenario.initial}),
            "interventions": (*base.interventions, *scenario.interventions),
        }
    )


def _read(path: Path) -> Scenario:
    import yaml

    return Scenario.model_validate_json(json.dumps(yaml.safe_load(path.read_text("utf-8"))))
