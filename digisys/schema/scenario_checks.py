"""What the shape of a scenario file cannot say: years, factors and languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digisys.errors import Problem
from digisys.schema.checks.references import Path, Raw, sequence
from digisys.words import Message, language_tag

__all__ = ["find_scenario_problems"]

_TEXT_FIELDS = ("title", "description", "reasoning")


def find_scenario_problems(raw: Raw) -> list[Problem]:
    """List every contradiction between the parts of a scenario.

    Parameters
    ----------
    raw
        The scenario as plain data, with the keys of the scenario file.

    Returns
    -------
    list of Problem
        In the order of the file; empty when the parts agree.

    Examples
    --------
    >>> problems = find_scenario_problems({"interventions": [
    ...     {"action": "push", "variable": "a", "shape": "ramp", "start": 2025, "size": 0.5}]})
    >>> problems[0].field
    'interventions[0].end'
    """
    problems = list(_language_problems(raw))
    if raw.get("extends") is not None and raw.get("extends") == raw.get("id"):
        problems.append(
            Problem(
                "circular-extends",
                ("extends",),
                Message("The scenario extends itself."),
                Message("Name another scenario, or take the key out."),
            )
        )
    for position, item in enumerate(sequence(raw.get("interventions"))):
        if isinstance(item, Mapping):
            path: Path = ("interventions", position)
            problems += _time_problems(path, item)
            problems += _link_problems(path, item)
    return problems


def _texts(raw: Raw) -> Iterator[tuple[Path, object]]:
    for name in _TEXT_FIELDS:
        if raw.get(name) is not None:
            yield (name,), raw[name]
    for position, item in enumerate(sequence(raw.get("interventions"))):
        if isinstance(item, Mapping) and item.get("note") is not None:
            yield ("interventions", position, "note"), item["note"]


def _language_problems(raw: Raw) -> Iterator[Problem]:
    languages = [name for name in sequence(raw.get("languages")) if isinstance(name, str)]
    if not languages:
        return
    for path, text in _texts(raw):
        given = {language_tag(str(key)) for key in text} if isinstance(text, Mapping) else set()
        missing = [language for language in languages if language not in given]
        if missing and not (isinstance(text, str) and len(languages) == 1):
            yield Problem(
                "missing-translation",
                path,
                Message("The text is missing in: {languages}.", {"languages": ", ".join(missing)}),
                Message("Add it, or take the language out of “languages”."),
            )


def _time_problems(path: Path, item: Raw) -> Iterator[Problem]:
    shape, start, end = item.get("shape", "step"), item.get("start"), item.get("end")
    if shape == "step" and end is not None:
        yield Problem(
            "step-with-end",
            (*path, "end"),
            Message("A step has no end."),
            Message("Take “end” out, or write “shape: pulse” for a change that ends."),
        )
    elif shape in ("ramp", "pulse") and end is None:
        yield Problem(
            "missing-end",
            (*path, "end"),
            Message("A {shape} needs an end.", {"shape": shape}),
            Message("Add “end”, the year in which it is complete or over."),
        )
    elif (
        shape in ("ramp", "pulse")
        and isinstance(start, int | float)
        and isinstance(end, int | float)
        and end <= start
    ):
        yield Problem(
            "end-before-start",
            (*path, "end"),
            Message(
                "The end, {end}, is not after the start, {start}.", {"end": end, "start": start}
            ),
            Message("Give a later year."),
        )


def _link_problems(path: Path, item: Raw) -> Iterator[Problem]:
    action = item.get("action")
    if action in ("strengthen", "weaken"):
        given = [name for name in ("factor", "strength") if item.get(name) is not None]
        if len(given) != 1:
            yield Problem(
                "factor-or-strength",
                (*path, given[0]) if given else path,
                Message("The change says neither or both of “factor” and “strength”."),
                Message("Give one of the two."),
            )
    to_itself = item.get("from") is not None and item["from"] == item.get("to")
    if action == "add" and to_itself and item.get("polarity") in ("positive", "unknown"):
        yield Problem(
            "self-link",
            (*path, "to"),
            Message("“{name}” is linked to itself.", {"name": item["from"]}),
            Message("Name another variable, or write “polarity: negative” if it damps itself."),
        )
