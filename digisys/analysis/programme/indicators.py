"""Which indicator shows which variable, and what nothing shows."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.analysis.programme.cover import smallest_cover
from digisys.analysis.programme.indicators_result import Indicators, LoopWatch
from digisys.analysis.programme.joined import belongs
from digisys.graph.names import Subject, resolve, subject_of
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.programme import Programme

__all__ = ["indicators"]


def indicators(
    model: Model, name: str | int | None = None, *, programme: ProgrammeChoice = None
) -> Indicators:
    """Tell what is measured of a model, and what is not.

    Parameters
    ----------
    model
        The model.
    name
        A variable, target, area or loop; the whole programme when absent. Of a target these
        are the indicators filed under it or under its key results, and those that observe
        its variables.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.

    Returns
    -------
    Indicators
        The indicators, blind spots, and for each loop the fewest that show all its steps
        that can be seen.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> answer = indicators(model, "target 13")
    >>> answer.alike
    (('kr_13_1', 'kr_13_2', 'kr_13_3', 'kr_13_4', 'kr_13_5'),)
    """
    programme = load_programme(model, programme)
    subject = None if name is None else resolve(model, name)
    wanted = set(model.variables) if subject is None else set(subject.variables)
    targets = _targets(model, programme, subject)
    chosen = tuple(
        key
        for key, item in programme.indicators.items()
        if subject is None
        or any(each.variable in wanted for each in item.observes)
        or belongs(programme, item, targets)
    )
    seen = {each.variable for item in programme.indicators.values() for each in item.observes}
    results = [key for key, item in programme.key_results.items() if item.target in targets]
    measured = {key for item in programme.indicators.values() for key in item.key_results}
    return Indicators(
        model,
        programme,
        subject,
        chosen,
        tuple(key for key in model.variables if key in wanted and key not in seen),
        tuple(key for key in results if key not in measured),
        _alike({key: _stated_for(programme, key) for key in results}),
        tuple(_watch(model, programme, loop) for loop in _loops(model, subject, wanted)),
    )


def _targets(model: Model, programme: Programme, subject: Subject | None) -> set[int]:
    """Return the targets whose key results are asked about."""
    if subject is None:
        return {item.target for item in programme.key_results.values()} | set(model.targets)
    return {int(subject.key)} if subject.kind == "target" else set()


def _stated_for(programme: Programme, result: str) -> tuple[str, ...]:
    return tuple(
        name
        for name, item in programme.indicators.items()
        if result in item.key_results and item.basis == "stated"
    )


def _alike(shown_by: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    groups: dict[tuple[str, ...], list[str]] = {}
    for result, names in shown_by.items():
        if names:
            groups.setdefault(names, []).append(result)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _loops(model: Model, subject: Subject | None, wanted: set[str]) -> list[str]:
    """Return the declared loops that are asked about, or that what is asked about is part of."""
    if subject is not None and subject.kind in ("loop", "instance"):
        key = str(subject.key)
        return [name for name, loop in model.loops.items() if key == name or key in loop.cycles]
    return [
        name
        for name in model.loops
        if subject is None or not wanted.isdisjoint(subject_of(model, "loop", name).variables)
    ]


def _watch(model: Model, programme: Programme, loop: str) -> LoopWatch:
    cycles = model.loops[loop].cycles.values()
    steps = tuple(dict.fromkeys(variable for cycle in cycles for variable in cycle))
    seen_by = {
        name: {each.variable: each.confidence for each in item.observes}
        for name, item in programme.indicators.items()
    }
    seen = {variable for observed in seen_by.values() for variable in observed}
    return LoopWatch(
        loop,
        smallest_cover(steps, seen_by),
        tuple(variable for variable in steps if variable not in seen),
    )
