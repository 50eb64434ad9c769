"""Keywords that have moved: whoever writes an old one is told the new one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["DRAWS", "SEED", "moved"]

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
#: The same, of questions with many options of their own.
SEED = {"seed": "samples=Draws(seed=...)"}


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
