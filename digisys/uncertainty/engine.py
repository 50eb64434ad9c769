"""Which code does the arithmetic: NumPy everywhere, compiled code where numba is installed.

The one policy of press perturbations, whose kernels change time and not results, and of
the integrator, whose engine may also be named.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Literal, get_args

from digisys.errors import MissingPackageError, QuestionError
from digisys.words import Message

__all__ = ["Engine", "EngineChoice", "choose_engine", "compiled", "load", "load_if_worth_it"]

Engine = Literal["numpy", "numba"]
EngineChoice = Literal["auto", "numpy", "numba"]

_COMPILED = "digisys.analysis.press.compiled"
#: Multiplications, by NumPy about 2 s of work, that pay for loading the kernels, ...
_WORTH_LOADING = 2e9
#: ... and if something else has loaded numba.
_WORTH_READING = 3e8
#: Arc passes (arcs times steps times samples) of the integrator that pay for loading numba.
_WORTH_INTEGRATING = 1_000_000_000


def _installed() -> bool:
    return find_spec("numba") is not None


def choose_engine(choice: EngineChoice, passes: float) -> Engine:
    """Settle what integrates.

    Parameters
    ----------
    choice
        ``numpy``, ``numba`` (extra ``fast``), or ``auto``: numba where it is installed and
        the work is large enough to repay loading it.
    passes
        The work: arcs times steps times stages times samples.

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
    if choice == "numba" and not _installed():
        raise MissingPackageError("numba", "fast")
    if choice != "auto":
        return choice
    return "numba" if passes >= _WORTH_INTEGRATING and _installed() else "numpy"


def compiled() -> ModuleType | None:
    """Return the compiled kernels once they are loaded: they change time, not results."""
    kernels = sys.modules.get(_COMPILED)
    # Another thread may be loading them at this moment.
    return kernels if hasattr(kernels, "READY") else None


def load() -> None:
    """Load the compiled kernels, as a worker does when the process that asks has them."""
    if _installed():
        import_module(_COMPILED)


def load_if_worth_it(work: float) -> None:
    """Load the compiled kernels if numba is installed and the work pays for it.

    Parameters
    ----------
    work
        Multiplications ahead.
    """
    least = _WORTH_READING if "numba" in sys.modules else _WORTH_LOADING
    if work > least:
        load()
