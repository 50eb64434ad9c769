"""How big an effect is, in words: from its spread over draws, on the scale of levels.

A level of 1 is the largest move thought attainable within the horizon. The thresholds stand here
and nowhere else; ``docs/explain/sizes.md`` gives the reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from digisys.answers.conclusion import Statement
from digisys.answers.times import Moment
from digisys.words import N_, Counted, Listed, Message, SaidNumber

__all__ = ["CLEAR", "LARGE", "SEEN", "SHARES", "Size", "Sized", "size_of", "size_statement"]

#: An effect below this in nine tenths of the draws is too small to see: a fiftieth of the
#: largest move, less than what rounding a level to 0.05 would hide.
SEEN = 0.02
#: An effect of at least this in nine tenths of the draws, all one way, is clear.
CLEAR = 0.05
#: An effect below this in nine tenths of the draws, but not too small to see, is small.
LARGE = 0.1
#: Between these shares of the draws lie nine tenths of them.
SHARES = (0.05, 0.95)

#: ``clear``, ``small`` and ``unseen`` (too small to see) as above; ``open`` from small to clear
#: by the strengths that nobody knows; ``either`` way by them.
Size = Literal["clear", "open", "small", "either", "unseen"]
_ORDER: tuple[Size, ...] = ("clear", "open", "small", "either", "unseen")

#: So many variables are named in a model without targets, of each size.
_NAMED = 3


def size_of(low: float, high: float) -> Size:
    """Tell how big an effect is from the ends of nine tenths of its draws.

    Parameters
    ----------
    low, high
        Levels that 5 and 95 per cent of the draws stay below, dimensionless.

    Returns
    -------
    str
        The size.

    Examples
    --------
    >>> [size_of(*ends) for ends in ((0.06, 0.25), (0.01, 0.2), (0.001, 0.03), (0, 0.01))]
    ['clear', 'open', 'small', 'unseen']
    >>> size_of(-0.2, -0.06), size_of(-0.1, 0.1)
    ('clear', 'either')
    """
    if low <= -SEEN and high >= SEEN:
        return "either"
    if max(low, -high) >= CLEAR:
        return "clear"
    most = max(abs(low), abs(high))
    if most < SEEN:
        return "unseen"
    return "small" if most < LARGE else "open"


@dataclass(frozen=True)
class Sized:
    """An effect on something.

    Attributes
    ----------
    key
        The number of a target, or the id of a variable.
    name
        How a sentence calls it: the number, or the label in any language.
    low, middle, high
        Levels at the end that 5, 50 and 95 per cent of the draws stay below, dimensionless.
    by
        The whole year or moment from which on it is clear; None where it never is.
    partly
        Whether some of the variables of a target are pushed themselves.
    """

    key: int | str
    name: Any
    low: float
    middle: float
    high: float
    by: float | None = None
    partly: bool = False

    @property
    def size(self) -> Size:
        """How big it is."""
        return size_of(self.low, self.high)

    def to_dict(self) -> dict[str, Any]:
        """Return the effect as plain data."""
        return {
            "key": self.key,
            "size": self.size,
            "low": round(self.low, 4) + 0.0,
            "median": round(self.middle, 4) + 0.0,
            "high": round(self.high, 4) + 0.0,
            "clear_by": self.by,
            "partly_pushed": self.partly,
        }


def size_statement(effects: Sequence[Sized], end: Moment, pushed: float | None = None) -> Statement:
    """Tell which effects are clear, from when on, and which are small or too small to see.

    Parameters
    ----------
    effects
        The effects, on targets or on variables; at least one.
    end
        When the horizon ends.
    pushed
        How hard what was asked about is pushed, where no scenario says it.

    Returns
    -------
    Statement
        The sentence, of kind ``size``, with every effect in its parts.
    """
    groups = {
        size: sorted(
            (item for item in effects if item.size == size), key=lambda item: -abs(item.middle)
        )
        for size in _ORDER
    }
    clauses = [_clause(size, group, end) for size, group in groups.items() if group]
    told = _joined(clauses, N_("{first}; {rest}"))
    parts: dict[str, Any] = {
        "end": end.time,
        "sizes": {size: [item.key for item in group] for size, group in groups.items()},
        "effects": [item.to_dict() for group in groups.values() for item in group],
    }
    values: dict[str, Any] = {"told": told, "time": end}
    if pushed is not None:
        parts["push"] = pushed
        values["share"] = SaidNumber(pushed)
        message = (
            Message("Pushed by {share} permanently, its effect in {time} is {told}.", values)
            if end.unit == "years"
            else Message("Pushed by {share} permanently, its effect at {time} is {told}.", values)
        )
    elif end.unit == "years":
        message = Message("In {time} the effect is {told}.", values)
    else:
        message = Message("At {time} the effect is {told}.", values)
    return Statement("size", message, parts)


def _clause(size: Size, group: Sequence[Sized], end: Moment) -> Message | Counted:
    if isinstance(group[0].name, int):
        return _on_targets(size, len(group), {"names": Listed(tuple(_named(group, end)))})
    named = _named(group[:_NAMED], end)
    if len(group) > _NAMED:
        rest = len(group) - _NAMED
        named.append(Counted("{count} other variable", "{count} other variables", rest))
    return _on_variables(size, {"names": Listed(tuple(named))})


def _named(group: Sequence[Sized], end: Moment) -> list[Any]:
    return [_with_time(item, end) for item in group]


def _with_time(item: Sized, end: Moment) -> Any:
    name = item.name if isinstance(item.name, int) else Message("“{name}”", {"name": item.name})
    told: list[Message] = []
    if item.partly:
        told.append(Message("pushed in part itself"))
    if item.middle < 0 and item.size in ("clear", "open", "small"):
        told.append(Message("falls"))
    if item.size == "clear" and item.by is not None:
        by = Moment(item.by, end.unit)
        in_years = end.unit == "years"
        told.append(
            Message("by {year}", {"year": by}) if in_years else Message("by {time}", {"time": by})
        )
    if not told:
        return name
    return Message("{name} ({notes})", {"name": name, "notes": _joined(told)})


def _joined(items: Sequence[Message | Counted], between: str = N_("{first}, {rest}")) -> object:
    told: object = items[0]
    for item in items[1:]:
        told = Message(between, {"first": told, "rest": item})
    return told


def _on_targets(size: Size, count: int, values: dict[str, Any]) -> Counted:
    if size == "clear":
        return Counted("clear on target {names}", "clear on targets {names}", count, values)
    if size == "open":
        return Counted(
            "anything from small to clear, by how strong links are, on target {names}",
            "anything from small to clear, by how strong links are, on targets {names}",
            count,
            values,
        )
    if size == "small":
        return Counted("small on target {names}", "small on targets {names}", count, values)
    if size == "either":
        return Counted(
            "either way, by how strong links are, on target {names}",
            "either way, by how strong links are, on targets {names}",
            count,
            values,
        )
    return Counted(
        "too small to see on target {names}", "too small to see on targets {names}", count, values
    )


def _on_variables(size: Size, values: dict[str, Any]) -> Message:
    if size == "clear":
        return Message("clear on {names}", values)
    if size == "open":
        return Message("anything from small to clear, by how strong links are, on {names}", values)
    if size == "small":
        return Message("small on {names}", values)
    if size == "either":
        return Message("either way, by how strong links are, on {names}", values)
    return Message("too small to see on {names}", values)
