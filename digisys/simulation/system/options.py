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
from digisys.schema.layout import Dynamics, Response
from digisys.uncertainty.steps import MOST_STEPS, divides, working_step
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
    "step_advice",
]

Method = Literal["euler", "rk4"]
#: A known number, or the two ends of a range.
Range = float | tuple[float, float]

#: Where no step that was asked for tells more: a step that suits most models, in years, and
#: how many steps are then advised at most.
_USUAL_STEP, _FEWER_STEPS = 0.0625, 1_000_000


@dataclass(frozen=True)
class Settings:
    """How to run a model; what is left out follows the model and the usual conventions.

    Attributes
    ----------
    dynamics
        ``adjusting``: a stock moves towards what its causes support, ``dx/dt =
        (phi(effects + push) - x) / tau``; ``accumulating``: effects add up in it,
        ``dx/dt = effects + push``, the convention of Crielaard et al. 2022
        (doi:10.1037/met0000484) and of Diagrams-to-Dynamics (Uleman et al. 2025). When
        None, what the model is written for, else ``adjusting``.
    response
        ``phi``: ``tanh`` (bounded by -1 and 1) or ``linear``. When None, what the model is
        written for, else ``tanh`` when adjusting; accumulating dynamics are always linear.
    method
        ``euler`` or ``rk4`` (classical Runge-Kutta of fourth order).
    start, end, step
        Years and length of one step in years; the model's when None.
    strengths
        How strong links are, as every question takes it: ``classes``, ``uniform``, a range,
        sizes, ranges or classes by id of a link (``source->target``), or
        :class:`~digisys.uncertainty.strengths.Strengths`. Kept as the last of these.
    inertias
        For stocks, the time constant in years or its range, instead of their class's.
    initial
        For stocks, the level to start from, instead of the scenario's and the model's.

    Examples
    --------
    >>> Settings(step=1 / 32, strengths={"a->b": (0.2, 0.4)}).method
    'euler'
    """

    dynamics: Dynamics | None = None
    response: Response | None = None
    method: Method = "euler"
    start: float | None = None
    end: float | None = None
    step: float | None = None
    strengths: StrengthChoice = None
    inertias: Mapping[str, Range] = field(default_factory=dict)
    initial: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "strengths", Strengths.of(self.strengths))

    def for_model(self, model: Model) -> Settings:
        """Fill in the dynamics and the response that a model is written for.

        What the settings say goes before what the model says; the response of a model counts
        with its own dynamics only.
        """
        own = model.dynamics or "adjusting"
        dynamics = self.dynamics or own
        response = self.response or (model.response if dynamics == own else None)
        return replace(self, dynamics=dynamics, response=response)

    @property
    def known_dynamics(self) -> Dynamics:
        """The dynamics; ``adjusting`` where neither the settings nor a model said."""
        return self.dynamics or "adjusting"

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
        data["initial"] = dict(sorted(self.initial.items()))
        if not self.initial:
            del data["initial"]
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
    model: Model,
    start: float | None = None,
    end: float | None = None,
    step: float | None = None,
    longest: float = math.inf,
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
    longest
        The longest step that the system allows; no longer one is advised.

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
    span = last - first
    usual = max(_USUAL_STEP, span / _FEWER_STEPS)
    if not (math.isfinite(length) and length > 0):
        raise StepError(
            Message("The step, {step}, is not a length of time.", {"step": f"{length:g}"}),
            step_advice(span, min(longest, usual)),
        )
    if span / length > MOST_STEPS:
        raise StepError(
            Message("The run would take more than {count} steps.", {"count": MOST_STEPS}),
            step_advice(span, min(longest, usual)),
        )
    if not divides(length, span):
        raise StepError(
            Message(
                "A step of {step} years does not divide the {span} years from {start} to {end}.",
                {
                    "step": f"{length:g}",
                    "span": f"{span:g}",
                    "start": f"{first:g}",
                    "end": f"{last:g}",
                },
            ),
            step_advice(span, min(length, longest)),
        )
    return Clock(first, length, round(span / length))


def step_advice(span: float, longest: float) -> Message:
    """Say which step a run can take, or what else makes it possible.

    Parameters
    ----------
    span
        The years of the run.
    longest
        The longest step that will do, above 0.
    """
    step = working_step(span, longest) if span / longest <= MOST_STEPS else 0.0
    if not step:
        return Message("Lengthen the shortest inertia or delay, or run over fewer years.")
    return Message("A step of {step} works.", {"step": repr(step).removesuffix(".0")})


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
