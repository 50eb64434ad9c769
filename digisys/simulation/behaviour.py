"""Which mode of behaviour a course of levels over time shows.

The modes are those of system dynamics: J. D. Sterman (2000), Business Dynamics, chapter 4.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.errors import QuestionError
from digisys.words import N_, Message, say, say_number, say_share

__all__ = ["MODES", "Behaviour", "CoursePoint", "Mode", "behaviour"]

Floats = npt.NDArray[np.float64]
Mode = Literal[
    "steady",
    "rises",
    "falls",
    "grows",
    "declines",
    "goal-seeking",
    "s-shape",
    "overshoot-and-settle",
    "overshoot-and-collapse",
    "falls-then-rises",
    "rises-then-falls",
    "worse-before-better",
    "better-before-worse",
    "damped-oscillation",
    "sustained-oscillation",
    "growing-oscillation",
]
PointKind = Literal["start", "peak", "trough", "end"]
Way = Literal["up", "down"]

#: Each mode in words.
MODES: dict[Mode, str] = {
    "steady": N_("steady"),
    "rises": N_("rises, neither faster and faster nor ever slower"),
    "falls": N_("falls, neither faster and faster nor ever slower"),
    "grows": N_("grows faster and faster"),
    "declines": N_("declines faster and faster"),
    "goal-seeking": N_("goal-seeking: fast at first, then ever slower"),
    "s-shape": N_("S-shape: slow, fast, then slow again"),
    "overshoot-and-settle": N_("overshoot: goes too far, comes back and settles"),
    "overshoot-and-collapse": N_("overshoot and collapse: what was gained is lost again"),
    "falls-then-rises": N_("falls first, then rises above its start"),
    "rises-then-falls": N_("rises first, then falls below its start"),
    "worse-before-better": N_("worse before better"),
    "better-before-worse": N_("better before worse"),
    "damped-oscillation": N_("oscillation that dies out"),
    "sustained-oscillation": N_("oscillation that goes on"),
    "growing-oscillation": N_("oscillation that grows"),
}
_POINT_WORDS = {
    "start": N_("start"),
    "peak": N_("peak"),
    "trough": N_("trough"),
    "end": N_("end"),
}

#: A monotone course is compared with the straight line between its ends at so many moments.
_MOMENTS = 401
#: The course between its first departure from the start and its arrival at the end counts.
_EDGE = 0.02
#: A course bends one way only if it is on the other side of the straight line by less than this
#: share of its bend, or of its change.
_LEAST_SHARE, _LEAST_BEND = 0.04, 0.01
#: Deviations from the straight line are averaged over so many moments, against noise.
_SMOOTHED = 21
#: A change within fewer steps than this is a jump, whose form cannot be told.
_JUMP = 4
#: A course has turned for good when it ends beyond its start by this share of its whole range.
_BEYOND = 0.2
#: Swings that change by more than this factor in a cycle die out or grow.
_CYCLE = 1.25


@dataclass(frozen=True)
class CoursePoint:
    """A moment at which a course begins, turns or ends.

    Attributes
    ----------
    moment
        When, in the unit of the times.
    level
        The level then.
    kind
        ``start``, ``peak``, ``trough`` or ``end``.
    """

    moment: float
    level: float
    kind: PointKind


@dataclass(frozen=True, eq=False, repr=False)
class Behaviour(Answer):
    """The mode of a course, and what it was told by.

    Attributes
    ----------
    mode
        One of ``steady``, ``rises``, ``falls``, ``grows``, ``declines``, ``goal-seeking``,
        ``s-shape``, ``overshoot-and-settle``, ``overshoot-and-collapse``,
        ``falls-then-rises``, ``rises-then-falls``, ``worse-before-better``,
        ``better-before-worse``, ``damped-oscillation``, ``sustained-oscillation`` and
        ``growing-oscillation``.
    direction
        ``up`` or ``down``: the way of a course without turning points and of an overshoot's
        first move; of others, the way from start to end. None when steady.
    points
        Start, turning points and end.
    inflection
        When a course that grows, declines, seeks a goal or has an S-shape is steepest.
    gained
        Share of the whole change that has come about by the inflection, from 0 to 1.
    bend
        Share of its bend with which the course runs behind the straight line from its start to
        its end: 1 accelerates throughout, 0 slows down throughout, between them an S.
    kept
        Of a course with turning points: what share of its first move is left at the end;
        below 0 when it ends beyond its start.
    swing
        Of an oscillation: size of a swing relative to the one a cycle before.
    """

    mode: Mode
    direction: Way | None
    points: tuple[CoursePoint, ...]
    inflection: float | None = None
    gained: float | None = None
    bend: float | None = None
    kept: float | None = None
    swing: float | None = None

    @property
    def turning_points(self) -> tuple[CoursePoint, ...]:
        """Peaks and troughs, in order of time."""
        return self.points[1:-1]

    def table(self, language: str | None = None) -> Table:
        """Return start, turning points and end, one a row."""
        language = language or "en"
        heads = (N_("Point"), N_("Time"), N_("Level"))
        rows = tuple(
            (
                say(_POINT_WORDS[point.kind], language),
                Formatted.numbers([round(point.moment, 3)], language, "g"),
                round(point.level, 3) + 0.0,
            )
            for point in self.points
        )
        caption = say("Behaviour: {mode}", language, mode=say(MODES[self.mode], language))
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the mode was told by."""
        language = language or "en"
        pairs = []
        if self.inflection is not None and self.gained is not None:
            text = say(
                "{time}, after {share} of the change",
                language,
                time=say_number(round(self.inflection, 3), language, "g"),
                share=say_share(self.gained, language),
            )
            pairs.append((say("Steepest", language), text))
        if self.kept is not None and self.mode.startswith("overshoot"):
            pairs.append((say("Left of the first move", language), say_share(self.kept, language)))
        if self.swing is not None:
            text = say(
                "{share} of the one a cycle before", language, share=say_share(self.swing, language)
            )
            pairs.append((say("Each swing", language), text))
        return tuple(pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return the mode and its evidence as plain data."""
        return {
            "mode": self.mode,
            "direction": self.direction,
            "points": [
                {"time": point.moment, "level": point.level, "kind": point.kind}
                for point in self.points
            ],
            "inflection": self.inflection,
            "gained": self.gained,
            "bend": self.bend,
            "kept": self.kept,
            "swing": self.swing,
        }


def behaviour(
    times: Sequence[float] | Floats,
    levels: Sequence[float] | Floats,
    *,
    desired: Way | None = None,
    tolerance: float = 0.05,
    least: float = 0.0005,
) -> Behaviour:
    """Name the mode of behaviour that a course of levels shows.

    Only the form counts: a course that is stretched, shifted, or recorded at other moments
    has the same mode, and its mirror image has the mirrored one (``grows`` and
    ``declines``, ``rises`` and ``falls``, ``rises-then-falls`` and ``falls-then-rises``;
    others keep their name and change their direction).

    A peak or trough counts when the course comes back by more than `tolerance` of its
    whole range. Without any, the course is compared with the straight line between its
    ends: behind it throughout, it grows faster and faster; before it, it seeks a goal;
    first behind and then before it, it has an S-shape. With one or two, it overshoots and
    keeps more than half of its first move (settles) or less (collapses), or it ends beyond
    its start: worse before better, or better before worse, where it is known which way is
    better. With more, it oscillates. What happens after the last moment is not known: an
    S-shape that is cut off early grows.

    Parameters
    ----------
    times
        Moments, each after the one before, in any unit; shape ``(moments,)``, three or more.
    levels
        Levels at these moments; same shape.
    desired
        Which way is better, ``up`` or ``down``; None where that is not known.
    tolerance
        Share of the whole range, above 0 and up to 0.5, that counts as a turn or a bend;
        noise should stay below it.
    least
        Courses whose whole range is smaller, on the scale of levels, are steady.

    Returns
    -------
    Behaviour
        The mode, with turning points, inflection and shares.

    Raises
    ------
    QuestionError
        If there are fewer than three moments, they are not in order, a level is not a
        finite number, or an option is out of its range.

    References
    ----------
    J. D. Sterman (2000), Business Dynamics: Systems Thinking and Modeling for a Complex
    World, McGraw-Hill, chapter 4.

    Examples
    --------
    >>> import numpy as np
    >>> times = np.linspace(0, 20, 81)
    >>> found = behaviour(times, 1 / (1 + np.exp(10 - times)))
    >>> found.mode, found.direction, round(found.inflection), round(found.gained, 1)
    ('s-shape', 'up', 10, 0.5)
    >>> behaviour(times, np.exp(-times / 8) * np.cos(times)).mode
    'damped-oscillation'
    """
    moments, course = _checked(times, levels, desired, tolerance)
    low, high = float(course.min()), float(course.max())
    if high - low <= least or high == low:
        return Behaviour("steady", None, _points(moments, course, [0, len(course) - 1]))
    turns = _turns(course, tolerance * (high - low))
    points = _points(moments, course, turns)
    if len(points) == 2:
        return _without_turns(moments, course, points, tolerance)
    return _with_turns(points, high - low, desired)


def _checked(
    times: Sequence[float] | Floats,
    levels: Sequence[float] | Floats,
    desired: str | None,
    tolerance: float,
) -> tuple[Floats, Floats]:
    moments, course = np.asarray(times, dtype=float), np.asarray(levels, dtype=float)
    if moments.ndim != 1 or moments.shape != course.shape or len(moments) < 3:
        raise QuestionError(
            Message("A course needs three moments or more, and one level at each."),
            Message("Give times and levels of one length, such as run.times and run.level(NAME)."),
        )
    if not (np.isfinite(moments).all() and np.isfinite(course).all()):
        raise QuestionError(
            Message("A time or a level is not a finite number."), Message("Leave such moments out.")
        )
    if not (np.diff(moments) > 0).all():
        raise QuestionError(
            Message("The times are not in order."), Message("Sort them, each moment once.")
        )
    if desired not in ("up", "down", None):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": desired}),
            Message("Choose one of: {names}.", {"names": "up, down"}),
        )
    if not 0 < tolerance <= 0.5:
        raise QuestionError(
            Message("The tolerance, {value}, is not a share.", {"value": f"{tolerance:g}"}),
            Message("Give a share above 0 and up to 0.5, such as 0.05."),
        )
    return moments, course


def _points(times: Floats, levels: Floats, places: list[int]) -> tuple[CoursePoint, ...]:
    """Name the places at which a course begins, turns and ends."""
    found = []
    for number, place in enumerate(places):
        kind: PointKind
        if number in (0, len(places) - 1):
            kind = "end" if number else "start"
        else:
            kind = "peak" if levels[place] > levels[places[number - 1]] else "trough"
        found.append(CoursePoint(float(times[place]), float(levels[place]), kind))
    return tuple(found)


def _turns(levels: Floats, least: float) -> list[int]:
    """Find where a course begins, turns back by more than so much, and ends."""
    low = high = 0
    way = 0
    turns = [0]
    for place, level in enumerate(levels):
        low = place if level < levels[low] else low
        high = place if level > levels[high] else high
        if way >= 0 and levels[high] - level > least:
            # It has come back from its highest place, which was a peak unless it began there.
            turns += [high] if way else []
            way, low = -1, place
        elif way <= 0 and level - levels[low] > least:
            turns += [low] if way else []
            way, high = 1, place
    return [*turns, len(levels) - 1]


def _without_turns(
    times: Floats, levels: Floats, points: tuple[CoursePoint, ...], tolerance: float
) -> Behaviour:
    """Tell a course without turning points by its bend."""
    change = points[1].level - points[0].level
    direction: Way = "up" if change > 0 else "down"
    done = (levels - levels[0]) / change
    first = int(np.flatnonzero(done <= _EDGE)[-1])
    last = first + int(np.flatnonzero(done[first:] >= 1 - _EDGE)[0])
    ends = (
        np.interp(_EDGE, done[first : first + 2], times[first : first + 2]),
        np.interp(1 - _EDGE, done[last - 1 : last + 1], times[last - 1 : last + 1]),
    )
    moments = np.linspace(*ends, _MOMENTS)
    course = np.interp(moments, times, done)
    deviation = _averaged(course - np.linspace(course[0], course[-1], _MOMENTS))
    before, behind = max(float(deviation.max()), 0.0), max(float(-deviation.min()), 0.0)
    bend = behind / (before + behind) if before + behind else 0.5
    least = max(_LEAST_SHARE * (before + behind), _LEAST_BEND)
    tenth = _MOMENTS // 10
    steepest = int((course[tenth:] - course[:-tenth]).argmax()) + tenth // 2
    bent = last - first >= _JUMP and before + behind > tolerance
    mode: Mode = "rises" if direction == "up" else "falls"
    if bent and before <= least:
        mode = "grows" if direction == "up" else "declines"
    elif bent and behind <= least:
        mode = "goal-seeking"
    elif bent and deviation.argmin() < deviation.argmax():
        mode = "s-shape"
    shaped = mode not in ("rises", "falls")
    return Behaviour(
        mode,
        direction,
        points,
        inflection=float(moments[steepest]) if shaped else None,
        gained=float(np.clip(course[steepest], 0, 1)) if shaped else None,
        bend=bend,
    )


def _averaged(values: Floats) -> Floats:
    """Return the mean of each value and those around it; the ends count as if they went on."""
    padded = np.pad(values, _SMOOTHED // 2, mode="edge")
    return np.convolve(padded, np.full(_SMOOTHED, 1 / _SMOOTHED), mode="valid")


def _with_turns(points: tuple[CoursePoint, ...], whole: float, desired: Way | None) -> Behaviour:
    """Tell a course with turning points by its moves between them."""
    levels = np.array([point.level for point in points])
    moves = np.abs(np.diff(levels))
    first = levels[1] - levels[0]
    kept = float((levels[-1] - levels[0]) / first)
    settles = len(moves) == 2 or (len(moves) == 3 and (np.diff(moves) < 0).all())
    mode: Mode
    if not settles:
        direction: Way = "up" if levels[-1] >= levels[0] else "down"
        swing = _swing(moves)
        if swing * _CYCLE < 1:
            mode = "damped-oscillation"
        else:
            mode = "growing-oscillation" if swing > _CYCLE else "sustained-oscillation"
        return Behaviour(mode, direction, points, kept=kept, swing=swing)
    direction = "up" if first > 0 else "down"
    if kept * abs(first) < -_BEYOND * whole:
        direction = "down" if first > 0 else "up"
        if desired is None:
            mode = "falls-then-rises" if direction == "up" else "rises-then-falls"
        else:
            mode = "worse-before-better" if direction == desired else "better-before-worse"
    elif kept > 0.5:
        mode = "overshoot-and-settle"
    else:
        mode = "overshoot-and-collapse"
    return Behaviour(mode, direction, points, kept=kept)


def _swing(moves: Floats) -> float:
    """Return the size of a move relative to the one a cycle, two moves, before."""
    # The first and last move are cut off by the ends of the course.
    whole = moves[1:-1] if len(moves) > 3 else moves
    slope = np.polyfit(np.arange(len(whole)), np.log(whole), 1)[0]
    return float(np.exp(2 * slope))
