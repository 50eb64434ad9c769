"""Scales as a table tells them, and the scale that a unit alone stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from digisys.io.tables.numbers import read_number
from digisys.io.tables.words import truth
from digisys.simulation.observations.rows import Line, RowError
from digisys.simulation.observations.scale import ValueScale
from digisys.simulation.observations.vocabulary import Kind, kind_of, unit_of
from digisys.words import Message

__all__ = ["Measure", "measure_of", "scale_of_unit"]

#: Ends where a table leaves them out; a count has no upper end and an index neither.
_USUAL_ENDS: Mapping[Kind, tuple[float | None, float | None]] = {
    "level": (-1.0, 1.0),
    "share": (0.0, 1.0),
    "count": (0.0, None),
    "index": (None, None),
    "yes/no": (0.0, 1.0),
    "stars": (1.0, 5.0),
    "thresholds": (0.0, 0.0),
}
_WORDS = ("level", "share", "count", "index", "yes/no", "stars", "thresholds")


@dataclass(frozen=True)
class Measure:
    """An indicator as a table of scales tells it.

    Attributes
    ----------
    scale
        Its scale.
    variable
        What it is a measure of; empty where its own name says so.
    """

    scale: ValueScale
    variable: str = ""


def scale_of_unit(unit: str) -> ValueScale | None:
    """Return the scale that a unit alone stands for.

    Parameters
    ----------
    unit
        As :func:`~digisys.simulation.observations.vocabulary.unit_of` gives it.

    Returns
    -------
    ValueScale or None
        Of levels, shares, per cent, yes and no, and stars from 1 to 5; None for others.

    Examples
    --------
    >>> scale_of_unit("%").high, scale_of_unit("tähteä").kind, scale_of_unit("euros")
    (100.0, 'stars', None)
    """
    kind: Kind | None = "share" if unit == "%" else kind_of(unit)
    if kind is None or kind in ("count", "index", "thresholds"):
        return None
    low, high = _ends(kind, unit)
    if low is None or high is None:
        return None
    return ValueScale(kind, low, (low + high) / 2, high, unit=unit)


def measure_of(line: Line) -> Measure:
    """Read a row of a table of scales.

    Parameters
    ----------
    line
        The row.

    Raises
    ------
    RowError
        If the row tells no scale.
    """
    kind = kind_of(line.cell("scale"))
    if kind is None:
        raise RowError(
            "wrong-scale",
            "scale",
            Message("“{text}” is no kind of scale.", {"text": line.text("scale")}),
            Message("Choose one of: {names}.", {"names": ", ".join(_WORDS)}),
        )
    unit = unit_of(line.cell("unit"))
    usual_low, usual_high = _ends(kind, unit)
    low, high = line.number("low"), line.number("high")
    low = usual_low if low is None else low
    high = usual_high if high is None else high
    thresholds = _thresholds(line) if kind == "thresholds" else ()
    if low is None or high is None or (low >= high and kind != "thresholds"):
        raise RowError(
            "wrong-scale",
            "low" if low is None else "high",
            Message("The scale has no lowest value below a highest one."),
            Message("Give the values that stand for the levels -1 and 1 as “low” and “high”."),
        )
    reference = line.number("reference")
    reference = (low + high) / 2 if reference is None else reference
    if not low <= reference <= high:
        raise RowError(
            "wrong-scale",
            "reference",
            Message("The reference, {value}, lies outside the scale.", {"value": f"{reference:g}"}),
            Message("Give the value that stands for the level 0, between the two ends."),
        )
    if kind == "share" and not unit:
        unit = "%" if high > 1 else "share"
    uncertainty = line.number("uncertainty")
    if uncertainty is not None and not uncertainty > 0:
        raise _no_uncertainty()
    scale = ValueScale(kind, low, reference, high, thresholds, _inverse(line), uncertainty, unit)
    return Measure(scale, line.text("variable"))


def _ends(kind: Kind, unit: str) -> tuple[float | None, float | None]:
    return (0.0, 100.0) if kind == "share" and unit == "%" else _USUAL_ENDS[kind]


def _thresholds(line: Line) -> tuple[float, ...]:
    parts = [part.strip() for part in line.text("thresholds").split(";")]
    numbers = [read_number(part, line.decimal or ".") for part in parts]
    known = tuple(number for number in numbers if number is not None)
    if len(known) < len(numbers) or list(known) != sorted(set(known)):
        raise RowError(
            "wrong-scale",
            "thresholds",
            Message(
                "“{text}” are no thresholds that rise.", {"text": line.text("thresholds") or "–"}
            ),
            Message("Write the values at which the next class begins, such as 10; 20; 40."),
        )
    return known


def _inverse(line: Line) -> bool:
    cell = line.cell("inverse")
    said = False if cell is None else truth(cell)
    if said is None:
        raise RowError(
            "wrong-scale",
            "inverse",
            Message("“{text}” is neither yes nor no.", {"text": line.text("inverse")}),
            Message("Write yes where more of the indicator means less of the variable."),
        )
    return said


def _no_uncertainty() -> RowError:
    return RowError(
        "wrong-uncertainty",
        "uncertainty",
        Message("An uncertainty must be above 0."),
        Message("Give the standard deviation of the value, in its unit, or leave it empty."),
    )
