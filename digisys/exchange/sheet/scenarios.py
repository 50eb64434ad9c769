"""The scenarios that go into the workbook of a model, and the files that they come out as."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from digisys.errors import DigisysError
from digisys.io.bundled import bundled_models, scenario_files
from digisys.io.format import format_document
from digisys.io.write import write_text
from digisys.io.yaml.read import read_document
from digisys.schema import Model, Scenario
from digisys.schema.scenario_checks import find_scenario_problems

__all__ = ["scenarios_of", "write_scenarios"]

#: The folder of scenarios beside a model file.
FOLDER = "scenarios"


def scenarios_of(model: Model, source: str, named: Iterable[str] = ()) -> tuple[Scenario, ...]:
    """Read the scenarios of a model as they are written, without those that they extend.

    Parameters
    ----------
    model
        The model.
    source
        Its file, beside which the folder ``scenarios`` is looked into, or its bundled name.
    named
        Files of others.

    Returns
    -------
    tuple of Scenario
        Those of the model, in the order of their names, then the others.
    """
    if source in bundled_models():
        files = list(scenario_files().values())
    else:
        files = sorted(Path(source).parent.joinpath(FOLDER).glob("*.yaml"))
    found = {each.id: each for each in _own(files, model)}
    for path in named:
        scenario = read_document(path, Scenario, find_scenario_problems)
        found[scenario.id] = scenario
    return tuple(found.values())


def _own(files: Iterable[Path], model: Model) -> Iterator[Scenario]:
    for path in files:
        try:
            scenario = read_document(path, Scenario, find_scenario_problems)
        except DigisysError:
            continue  # not ours to judge: nobody asked for it
        if scenario.model == model.id:
            yield scenario


def write_scenarios(
    scenarios: Sequence[Scenario], folder: str | os.PathLike[str], *, force: bool = False
) -> list[Path]:
    """Write scenarios into the folder ``scenarios`` beside a model file.

    Parameters
    ----------
    scenarios
        The scenarios.
    folder
        Where the model file is.
    force
        Whether to replace files that are there already and differ.

    Returns
    -------
    list of pathlib.Path
        What was written; files that hold the same already are left as they are.

    Raises
    ------
    OutputError
        If a file is there already and holds something else, or cannot be written.
    """
    written = []
    for scenario in scenarios:
        path = Path(folder) / FOLDER / f"{scenario.id}.yaml"
        if _holds(path, scenario):
            continue
        path.parent.mkdir(exist_ok=True)
        write_text(format_document(scenario), path, force=force)
        written.append(path)
    return written


def _holds(path: Path, scenario: Scenario) -> bool:
    try:
        return read_document(path, Scenario, find_scenario_problems) == scenario
    except DigisysError:
        return False
