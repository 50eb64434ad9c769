"""Where an organisation stands: levels of variables from what it measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from digisys.schema import Model
from digisys.schema.programme import Confidence, Programme
from digisys.simulation.monitoring.measurements import Measurement, Measurements

__all__ = ["Seen", "last_by", "seen_levels", "starting_levels", "variables_shown"]

#: How well an indicator stands for a variable, the surest first.
_ORDER: tuple[Confidence, ...] = ("high", "medium", "low")


@dataclass(frozen=True)
class Seen:
    """The level of a variable at a moment, as indicators show it.

    Attributes
    ----------
    time
        When, in the unit of the model's time.
    level
        The level, from -1 to 1.
    uncertainty
        Standard deviation of the level.
    subjects
        The indicators that it rests on, as measurements name them.
    confidence
        How well they stand for the variable, in our reading.
    """

    time: float
    level: float
    uncertainty: float
    subjects: tuple[str, ...]
    confidence: Confidence


def seen_levels(measurements: Measurements) -> Mapping[str, tuple[Seen, ...]]:
    """Return the levels of variables that the measurements of one organisation show.

    Parts of an indicator, and things alike, count as their mean. Of the indicators of a
    variable at a moment, those count that stand for it most surely; what more of them say is
    joined, the surer values for more. A value that is not there counts nowhere.

    Parameters
    ----------
    measurements
        Of one organisation; they tell how well an indicator must stand for a variable.

    Returns
    -------
    mapping
        For each variable that anything shows its levels, in order of time.
    """
    found: dict[str, dict[float, list[Seen]]] = {}
    for (subject, time, _), items in _together(measurements.items).items():
        level = sum(_level(item) for item in items) / len(items)
        spread = math.sqrt(sum(_spread(item) ** 2 for item in items)) / len(items)
        for variable, sign, confidence in _shown(subject, measurements.programme):
            if _sure(confidence, measurements):
                seen = Seen(time, sign * level, spread, (subject,), confidence)
                found.setdefault(variable, {}).setdefault(time, []).append(seen)
    model = measurements.model
    return {
        variable: tuple(_joined(found[variable][time]) for time in sorted(found[variable]))
        for variable in model.variables
        if variable in found
    }


def variables_shown(subject: str, measurements: Measurements) -> tuple[tuple[str, int], ...]:
    """Return the variables that something measured shows surely enough.

    Parameters
    ----------
    subject
        What was measured, as measurements name it.
    measurements
        They tell how well an indicator must stand for a variable.

    Returns
    -------
    tuple of (str, int)
        Each variable, with -1 where the indicator shows it the other way round, else 1.
    """
    return tuple(
        (variable, sign)
        for variable, sign, confidence in _shown(subject, measurements.programme)
        if _sure(confidence, measurements)
    )


def _sure(confidence: Confidence, measurements: Measurements) -> bool:
    return _ORDER.index(confidence) <= _ORDER.index(measurements.least)


def _together(
    items: Sequence[Measurement],
) -> Mapping[tuple[str, float, str], list[Measurement]]:
    """Put parts of one indicator at one moment from one source together."""
    groups: dict[tuple[str, float, str], list[Measurement]] = {}
    for item in items:
        if item.value is not None and item.scale is not None:
            groups.setdefault((item.subject, item.time, item.source), []).append(item)
    return groups


def _level(item: Measurement) -> float:
    if item.scale is None or item.value is None:  # such are left out before
        raise AssertionError
    return item.scale.level(item.value)


def _spread(item: Measurement) -> float:
    if item.scale is None or item.value is None:  # such are left out before
        raise AssertionError
    return item.scale.spread(item.value, item.uncertainty)


def _shown(subject: str, programme: Programme) -> Iterator[tuple[str, int, Confidence]]:
    kind, _, name = subject.partition(":")
    if kind == "variable":
        yield name, 1, "high"
    elif kind == "indicator":
        for each in programme.indicators[name].observes:
            yield each.variable, -1 if each.polarity == "negative" else 1, each.confidence


def _joined(seen: Sequence[Seen]) -> Seen:
    """Join what several indicators say of one moment."""
    best = min(_ORDER.index(item.confidence) for item in seen)
    kept = [item for item in seen if _ORDER.index(item.confidence) == best]
    if len(kept) == 1:
        return kept[0]
    sureness = [item.uncertainty**-2 for item in kept]
    level = sum(w * item.level for w, item in zip(sureness, kept, strict=True)) / sum(sureness)
    subjects = tuple(dict.fromkeys(name for item in kept for name in item.subjects))
    return Seen(kept[0].time, level, sum(sureness) ** -0.5, subjects, _ORDER[best])


def last_by(seen: Sequence[Seen], time: float) -> Seen | None:
    """Return the last level at or before a moment; None where there is none yet."""
    known = [item for item in seen if item.time <= time]
    return known[-1] if known else None


def starting_levels(
    levels: Mapping[str, Sequence[Seen]], model: Model, time: float
) -> dict[str, float]:
    """Return where stocks start: the last of their levels that was seen by then.

    Parameters
    ----------
    levels
        As :func:`seen_levels` gives them.
    model
        The model.
    time
        When the run starts.

    Returns
    -------
    dict
        For each stock that was measured by then its level, from -1 to 1. Nothing is said of
        the others.
    """
    found = {}
    for name, seen in levels.items():
        last = last_by(seen, time)
        if model.variables[name].role == "stock" and last is not None:
            found[name] = round(min(max(last.level, -1.0), 1.0), 6)
    return found
