"""When press perturbations use compiled code, which changes time and not results."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

__all__ = ["compiled", "load", "load_if_worth_it"]

_COMPILED = "digisys.analysis.press.compiled"
#: Multiplications, by NumPy about 2 s of work, that pay for loading the kernels, ...
_WORTH_LOADING = 2e9
#: ... and if something else has loaded numba.
_WORTH_READING = 3e8


def _installed() -> bool:
    return find_spec("numba") is not None


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
