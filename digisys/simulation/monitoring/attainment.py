"""Whether key results are reached, by the values that were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from digisys.schema.programme import Goal, KeyResult, Programme
from digisys.simulation.monitoring.measurements import Measurement, Measurements

__all__ = ["NEARLY", "Attained", "Attainment", "attainment"]

#: ``reached``, ``not_reached``, ``unknown`` (values are missing), ``no_data`` (no value at
#: all), ``no_goal`` (the documents say no threshold).
Attained = Literal["reached", "not_reached", "unknown", "no_data", "no_goal"]
#: “About” a number is reached from so large a part of it on; our reading.
NEARLY = 0.9

_PER_CENT = ("%", "per cent", "prosenttia", "procent", "share")


@dataclass(frozen=True)
class Attainment:
    """How far a key result is, by the last values.

    Attributes
    ----------
    key_result
        Its id.
    state
        Whether it is reached.
    last
        The last values that decide, one for each part and each of things alike.
    earlier
        The values before those, in the same order; None where there is none.
    wanted
        The number to reach or pass, or not to pass; None where the goal has none.
    missing
        What has no value yet: ``type:part`` of things alike, in words of the file.
    met, asked
        Of goals that hold for several things how many are met, and of how many.
    """

    key_result: str
    state: Attained
    last: tuple[Measurement, ...] = ()
    earlier: tuple[Measurement | None, ...] = ()
    wanted: float | None = None
    missing: tuple[str, ...] = ()
    met: int = 0
    asked: int = 0


def attainment(measurements: Measurements, name: str) -> Attainment:
    """Tell whether a key result is reached, by the last values of one organisation.

    A value that is not there is never zero: what is not known stays so. ``about`` a number is
    reached from nine tenths of it on. “Falls in every one” is tested for each of the things
    alike, such as each type of permit: the last value against the first. “Holds for each”
    asks every part of every one of them, such as three answers for each barrier.

    Parameters
    ----------
    measurements
        Of one organisation.
    name
        The id of the key result.

    Returns
    -------
    Attainment
        The state, and the values that it rests on.
    """
    programme = measurements.programme
    goal = programme.key_results[name].goal
    series = _series(measurements, name)
    told = [(items[-1], items) for items in series.values()]
    values = tuple(last for last, _ in told)
    earlier = tuple(_before(items) for _, items in told)
    known = [item for item in values if item.value is not None]
    if goal is None:
        state: Attained = "no_goal" if known else "no_data"
        return Attainment(name, state, values, earlier)
    if not known and not any(_known(items) for items in series.values()):
        return Attainment(name, "no_data", values, earlier, _wanted(goal))
    if goal.falls is not None:
        return _falling(name, goal, series)
    if goal.holds is not None:
        return _holding(name, goal, programme, series)
    return _reaching(name, goal, values, earlier)


def _series(measurements: Measurements, name: str) -> dict[tuple[str, str, str], list[Measurement]]:
    """Return the values that tell of a key result, by subject, part and thing, in time.

    Values of the key result itself go before those of its indicators; of these, those count
    whose unit is that of the goal.
    """
    programme = measurements.programme
    result = programme.key_results[name]
    own = [item for item in measurements.items if item.subject == f"key_result:{name}"]
    if not own:
        shown = {
            f"indicator:{key}"
            for key, item in programme.indicators.items()
            if name in item.key_results
        }
        own = [
            item
            for item in measurements.items
            if item.subject in shown and _fits(item, result, programme)
        ]
    series: dict[tuple[str, str, str], list[Measurement]] = {}
    for item in own:
        series.setdefault((item.subject, item.component, item.item), []).append(item)
    return series


def _fits(item: Measurement, result: KeyResult, programme: Programme) -> bool:
    """Tell whether an indicator can decide on a goal: by kind, and by unit."""
    goal = result.goal
    if goal is None:
        return True
    scale = programme.indicators[item.subject.partition(":")[2]].scale
    if goal.holds is not None:
        return scale.kind == "yes_no"
    if item.value is None:
        return True
    if goal.unit is None:
        return True
    wanted = {text.casefold() for text in goal.unit.every()}
    if not wanted.isdisjoint(_PER_CENT):
        return item.unit in ("%", "share") or scale.kind == "share"
    units = {item.unit.casefold()}
    if scale.unit is not None:
        units |= {text.casefold() for text in scale.unit.every()}
    return not wanted.isdisjoint(units)


def _known(items: Sequence[Measurement]) -> list[Measurement]:
    return [item for item in items if item.value is not None]


def _before(items: Sequence[Measurement]) -> Measurement | None:
    return items[-2] if len(items) > 1 else None


def _wanted(goal: Goal) -> float | None:
    for way in (goal.at_least, goal.at_most, goal.about):
        if way is not None:
            return way
    return None


def _number(item: Measurement) -> float:
    """Return a value in the unit of goals, where shares are per cent."""
    if item.value is None:  # such are left out before
        raise AssertionError
    return item.value * 100 if item.unit == "share" else item.value


def _reaching(
    name: str,
    goal: Goal,
    values: tuple[Measurement, ...],
    earlier: tuple[Measurement | None, ...],
) -> Attainment:
    wanted = _wanted(goal)
    if wanted is None:  # a goal is given in exactly one way
        raise AssertionError
    known = [item for item in values if item.value is not None]
    missing = tuple(_named(item) for item in values if item.value is None)
    if goal.at_most is not None:
        met = [_number(item) <= wanted for item in known]
    else:
        least = wanted * NEARLY if goal.about is not None else wanted
        met = [_number(item) >= least for item in known]
    state: Attained = "unknown" if missing else "reached"
    if not all(met):
        state = "not_reached"
    return Attainment(name, state, values, earlier, wanted, missing, sum(met), len(values))


def _falling(
    name: str, goal: Goal, series: dict[tuple[str, str, str], list[Measurement]]
) -> Attainment:
    """Test that values fall: each of them, or their mean."""
    kept = list(series.values())
    values = tuple(items[-1] for items in kept)
    firsts: list[Measurement | None] = []
    fell: list[bool | None] = []
    for items in kept:
        known = _known(items)
        ended = items[-1].value is not None and len(known) > 1
        firsts.append(known[0] if known and known[0] is not items[-1] else None)
        fell.append(_number(known[-1]) < _number(known[0]) if ended else None)
    missing = tuple(_named(last) for last, down in zip(values, fell, strict=True) if down is None)
    if goal.falls == "mean" and not missing:
        first = sum(_number(item) for item in firsts if item is not None)
        mean_fell = sum(_number(item) for item in values) < first
        state: Attained = "reached" if mean_fell else "not_reached"
    elif goal.falls == "every" and False in fell:
        state = "not_reached"
    else:
        state = "unknown" if missing else "reached"
    met = sum(down is True for down in fell)
    return Attainment(name, state, values, tuple(firsts), None, missing, met, len(fell))


def _holding(
    name: str,
    goal: Goal,
    programme: Programme,
    series: dict[tuple[str, str, str], list[Measurement]],
) -> Attainment:
    """Test answers of yes: one, or every part of each of several things."""
    values = tuple(items[-1] for items in series.values())
    earlier = tuple(_before(items) for items in series.values())
    missing = [_named(item) for item in values if item.value is None]
    asked = len(series)
    if goal.holds == "each":
        for subject in dict.fromkeys(key[0] for key in series):
            kind, _, indicator = subject.partition(":")
            parts = programme.indicators[indicator].components if kind == "indicator" else {}
            things = dict.fromkeys(thing for who, _, thing in series if who == subject)
            lacking = [
                f"{thing}: {label}" if thing else str(label)
                for thing in things
                for part, label in parts.items()
                if (subject, part, thing) not in series and (subject, "", thing) not in series
            ]
            missing += lacking
            asked += len(lacking)
    met = sum(bool(item.value) for item in values)
    no = any(item.value is not None and not item.value for item in values)
    state: Attained = "not_reached" if no else "unknown" if missing else "reached"
    return Attainment(name, state, values, earlier, None, tuple(missing), met, asked)


def _named(item: Measurement) -> str:
    return ": ".join(part for part in (item.item, item.component) if part)
