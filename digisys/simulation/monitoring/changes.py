"""What changed between two states of knowledge: values that came, were revised or went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digisys.simulation.monitoring.measurements import Measurement, Measurements

__all__ = ["ChangeKind", "ValueChange", "changes_between", "changes_since"]

ChangeKind = Literal["new", "revised", "withdrawn", "no_data"]


@dataclass(frozen=True)
class ValueChange:
    """One value that is not as it was.

    Attributes
    ----------
    kind
        ``new``; ``revised``: another value for the same date; ``withdrawn``: no longer there;
        ``no_data``: now said to be missing.
    item
        The measurement as it is now; as it was, where it was withdrawn.
    earlier
        The value before: the revised one, or of a new one the last before it; None without.
    """

    kind: ChangeKind
    item: Measurement
    earlier: Measurement | None = None


def changes_since(measurements: Measurements, since: float | None) -> tuple[ValueChange, ...]:
    """List what was measured after a moment, with what was known before.

    Parameters
    ----------
    measurements
        Of one organisation.
    since
        The moment; everything is new where None.
    """
    found = []
    for item in measurements.items:
        if since is None or item.time > since:
            kind: ChangeKind = "new" if item.value is not None else "no_data"
            found.append(ValueChange(kind, item, _before(measurements, item)))
    return tuple(found)


def changes_between(older: Measurements, newer: Measurements) -> tuple[ValueChange, ...]:
    """List what a newer file says otherwise than an older one.

    Parameters
    ----------
    older, newer
        Of the same organisation.
    """
    was = {item.key: item for item in older.items}
    found = []
    for item in newer.items:
        old = was.pop(item.key, None)
        if old is None:
            kind: ChangeKind = "new" if item.value is not None else "no_data"
            found.append(ValueChange(kind, item, _before(newer, item)))
        elif (old.value, old.unit) != (item.value, item.unit):
            found.append(ValueChange("no_data" if item.value is None else "revised", item, old))
    found += [ValueChange("withdrawn", item) for item in was.values()]
    return tuple(found)


def _before(measurements: Measurements, item: Measurement) -> Measurement | None:
    """Return the last value before one of the same thing."""
    known = [
        other
        for other in measurements.items
        if other.key[:4] == item.key[:4] and other.time < item.time and other.value is not None
    ]
    return known[-1] if known else None
