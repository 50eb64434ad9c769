"""Which code integrates: NumPy everywhere, compiled code where numba is installed."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Literal, get_args

from digisys.errors import MissingPackageError, QuestionError
from digisys.simulation.integrate.kernel import Paths, integrate
from digisys.simulation.integrate.program import Floats, Program
from digisys.words import Message

__all__ = ["Engine", "EngineChoice", "choose_engine", "integrate_with"]

Engine = Literal["numpy", "numba"]
EngineChoice = Literal["auto", "numpy", "numba"]

#: Arc passes (arcs times steps times samples) from which loading numba pays.
_WORTH_COMPILING = 1_000_000_000


def choose_engine(choice: EngineChoice, program: Program, samples: int) -> Engine:
    """Settle what integrates.

    Parameters
    ----------
    choice
        ``numpy``, ``numba`` (extra ``fast``), or ``auto``: numba where it is installed and
        the work is large enough to repay loading it.
    program
        The equations.
    samples
        How many samples will be run.

    Returns
    -------
    str
        ``numpy`` or ``numba``.

    Raises
    ------
    MissingPackageError
        If numba is asked for and not installed.
    QuestionError
        If the word is not known.
    """
    if choice not in get_args(EngineChoice):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": choice}),
            Message("Choose one of: {names}.", {"names": ", ".join(get_args(EngineChoice))}),
        )
    installed = find_spec("numba") is not None
    if choice == "numba" and not installed:
        raise MissingPackageError("numba", "fast")
    if choice != "auto":
        return choice
    work = len(program.source) * program.clock.steps * program.stages * samples
    return "numba" if installed and work >= _WORTH_COMPILING else "numpy"


def integrate_with(
    engine: Engine, program: Program, weights: Floats, rates: Floats, *, every: int = 1
) -> Paths:
    """Run a program for a block of samples.

    See :func:`digisys.simulation.integrate.kernel.integrate`.
    """
    if engine == "numba":
        from digisys.simulation.integrate.compiled import integrate_compiled

        return integrate_compiled(program, weights, rates, every=every)
    return integrate(program, weights, rates, every=every)
