"""How a model is run: which equations, which method, over which years."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from digisys.errors import QuestionError, StepError
from digisys.schema import Model
from digisys.uncertainty.strengths import StrengthChoice, Strengths
from digisys.words import Message

__all__ = [
    "Clock",
    "Dynamics",
    "Method",
    "Range",
    "Response",
    "Settings",
    "check_method",
    "choose_response",
    "make_clock",
]

Dynamics = Literal["adjusting", "accumulating"]
Response = Literal["tanh", "linear"]
Method = Literal["euler", "rk4"]
#: A known number, or the two ends of a range.
Range = float | tuple[float, float]

#: More steps than this are taken for a mistake.
_MOST_STEPS = 10_000_000


@dataclass(frozen=True)
class Settings:
    """How to run a model; what is left out follows the model and the usual conventions.

    Attributes
    ----------
    dynamics
        ``adjusting``: a stock moves towards what its causes support, ``dx/dt =
        (phi(effects + push) - x) / tau``; ``accumulating``: effects add up in it,
        ``dx/dt = effects + push``, the convention of Crielaard et al. 2022
        (doi:10.1037/met0000484) and of Diagrams-to-Dynamics (Uleman et al. 2025).
    response
        ``phi``: ``tanh`` (bounded by -1 and 1) or ``linear``. By default ``tanh`` when
        adjusting; accumulating dynamics are always linear.
    method
        ``euler`` or ``rk4`` (classical Runge-Kutta of fourth order).
    start, end, step
        Years and length of one step in years; the model's when None.
    strengths
        How strong links are, as every question takes it: ``classes``, ``uniform``, a range,
        sizes, ranges or classes by link (``source->target``), or
        :class:`~digisys.uncertainty.strengths.Strengths`. Kept as the last of these.
    inertias
        For stocks, the time constant in years or its range, instead of their class's.

    Examples
    --------
    >>> Settings(step=1 / 32, strengths={"a->b": (0.2, 0.4)}).method
    'euler'
    """

    dynamics: Dynamics = "adjusting"
    response: Response | None = None
    method: Method = "euler"
    start: float | None = None
    end: float | None = None
    step: float | None = None
    strengths: StrengthChoice = None
    inertias: Mapping[str, Range] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "strengths", Strengths.of(self.strengths))

    @property
    def known_strengths(self) -> Strengths:
        """How strong links are, as the full value."""
        return Strengths.of(self.strengths)

    @classmethod
    def of(cls, settings: Settings | None, strengths: StrengthChoice = None) -> Settings:
        """Return the settings of a run, with strengths that a question was given beside.

        Raises
        ------
        QuestionError
            If both say how strong links are.
        """
        settings = settings or cls()
        if strengths is None:
            return settings
        if settings.strengths != Strengths():
            raise QuestionError(
                Message("Strengths are given twice: by themselves and in the settings."),
                Message("Give them once."),
            )
        return replace(settings, strengths=strengths)

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain data."""
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        data["strengths"] = self.known_strengths.to_dict()
        data["inertias"] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in sorted(self.inertias.items())
        }
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Settings:
        """Make settings from plain data."""
        known = dict(data)
        known["strengths"] = Strengths.from_dict(known.get("strengths", {}))
        known["inertias"] = {
            key: (value[0], value[1]) if isinstance(value, list) else value
            for key, value in known.get("inertias", {}).items()
        }
        return cls(**known)


@dataclass(frozen=True)
class Clock:
    """The moments of a run.

    Attributes
    ----------
    start
        First year.
    step
        Length of one step, in years.
    steps
        Number of steps.
    """

    start: float
    step: float
    steps: int

    def time(self, moment: float) -> float:
        """Return the year after so many steps."""
        return self.start + moment * self.step

    def times(self, moments: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return the years after so many steps."""
        return self.start + moments * self.step

    @property
    def end(self) -> float:
        """The last year."""
        return self.time(self.steps)


def make_clock(
    model: Model, start: float | None = None, end: float | None = None, step: float | None = None
) -> Clock:
    """Lay out the steps of a run over the model's years or others.

    Parameters
    ----------
    model
        The model, whose ``time`` fills in what is absent.
    start, end
        First and last year.
    step
        Length of one step, in years; it must divide the span evenly.

    Returns
    -------
    Clock
        The moments.

    Raises
    ------
    StepError
        If the step is not positive or does not divide the span.
    QuestionError
        If the end is not after the start.
    """
    first = model.time.start if start is None else float(start)
    last = model.time.end if end is None else float(end)
    length = model.time.step if step is None else float(step)
    if not (math.isfinite(first) and math.isfinite(last) and last > first):
        raise QuestionError(
            Message(
                "The end, {end}, is not after the start, {start}.", {"end": last, "start": first}
            ),
            Message("Give a later year."),
        )
    if not (math.isfinite(length) and length > 0):
        raise StepError(
            Message("The step, {step}, is not a length of time.", {"step": f"{length:g}"}),
            Message("Give a number of years above zero, such as {step}.", {"step": 0.0625}),
        )
    if (last - first) / length > _MOST_STEPS:
        raise StepError(
            Message("The run would take more than {most} steps.", {"most": _MOST_STEPS}),
            Message("Give a longer step, or fewer years."),
        )
    steps = round((last - first) / length)
    if steps < 1 or abs(steps * length - (last - first)) > 1e-9 * max(1.0, last - first):
        fitting = (last - first) / max(steps, 1)
        raise StepError(
            Message(
                "A step of {step} years does not divide the {span} years from {start} to {end}.",
                {
                    "step": f"{length:g}",
                    "span": f"{last - first:g}",
                    "start": f"{first:g}",
                    "end": f"{last:g}",
                },
            ),
            Message("A step of {step} works.", {"step": fitting}),
        )
    return Clock(first, length, steps)


def choose_response(dynamics: Dynamics, response: Response | None) -> Response:
    """Settle how a variable answers to the sum of its causes.

    Parameters
    ----------
    dynamics
        ``adjusting`` or ``accumulating``.
    response
        ``tanh``, ``linear``, or None for what the dynamics imply.

    Returns
    -------
    str
        ``tanh`` for adjusting and ``linear`` for accumulating unless told.

    Raises
    ------
    QuestionError
        If a word is not known, or accumulating dynamics are asked to be bounded.
    """
    _known(dynamics, get_args(Dynamics))
    if response is None:
        return "tanh" if dynamics == "adjusting" else "linear"
    _known(response, get_args(Response))
    if dynamics == "accumulating" and response == "tanh":
        raise QuestionError(
            Message("Accumulating dynamics add effects up without a bound."),
            Message("Leave the response out, or choose adjusting dynamics."),
        )
    return response


def check_method(method: str) -> None:
    """Refuse a method of integration that does not exist."""
    _known(method, get_args(Method))


def _known(word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": word}),
            Message("Choose one of: {names}.", {"names": ", ".join(words)}),
        )
