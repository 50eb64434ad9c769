"""Names that have moved: whoever writes an old one is told the new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["DRAWS", "NAMES", "ONE_RUN", "moved", "refuse_of_one_run"]

Options = ParamSpec("Options")
Answer = TypeVar("Answer")

#: Keywords that a value of :class:`digisys.Draws` holds now.
DRAWS = {
    name: f"samples=Draws({name}=...)"
    for name in (
        "max_draws", "time_limit", "workers", "executor", "sampler", "record", "checkpoint",
        "progress",
    )
} | {"engine": ""}  # fmt: skip

#: Older names of verbs, which go on to mean the same.
NAMES = {"simulate_ensemble": "simulate"}

#: Keywords that only one run takes, which ``simulate`` made before it ran many.
ONE_RUN = {
    "strengths": "simulate_once(..., strengths=...) for one run, or "
    "settings=Settings(strengths=...) for many"
}

#: What the answer of one run has, and what is written instead where there are many runs.
_OF_ONE_RUN = {
    "levels": "final, bands or means",
    "level": "band(name)",
    "behaviour": "simulate_once(...).behaviour(name)",
    "inflows": "simulate_once(...).inflows",
    "outflows": "simulate_once(...).outflows",
    "paths": "simulate_once(...).paths",
    "variables": "outcomes",
    "stocks": "experiment.system.stocks",
}


def refuse_of_one_run(name: str) -> None:
    """Refuse an attribute that only the answer of one run has.

    Parameters
    ----------
    name
        The attribute asked for.

    Raises
    ------
    AttributeError
        If one run has it; it names what is written instead.
    """
    if name in _OF_ONE_RUN:
        raise AttributeError(
            f"simulate() runs a model many times, so that its answer has no {name!r}: write "
            f"{_OF_ONE_RUN[name]}, or simulate_once() for one run"
        )


def moved(
    replacements: dict[str, str],
) -> Callable[[Callable[Options, Answer]], Callable[Options, Answer]]:
    """Let a function refuse keywords that it no longer takes by naming what is written now.

    Parameters
    ----------
    replacements
        What is written instead, by the old keyword; nothing where it is left out.

    Returns
    -------
    callable
        A decorator.

    Examples
    --------
    >>> @moved({"old": "new=..."})
    ... def ask(new=None):
    ...     return new
    >>> ask(old=1)
    Traceback (most recent call last):
        ...
    TypeError: ask() no longer takes old=; write new=...
    """

    def decorate(function: Callable[Options, Answer]) -> Callable[Options, Answer]:
        @wraps(function)
        def asked(*args: Options.args, **options: Options.kwargs) -> Answer:
            for name in options:
                if name in replacements:
                    instead = replacements[name]
                    cure = f"write {instead}" if instead else "leave it out"
                    raise TypeError(f"{function.__name__}() no longer takes {name}=; {cure}")
            return function(*args, **options)

        return asked

    return decorate
