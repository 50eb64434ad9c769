"""digisys: qualitative system dynamics with evidence.

Causal-loop models written as readable, typed YAML answer questions with their evidence
and an honest "how sure".

Examples
--------
>>> import digisys
>>> model = digisys.load("digikompassi")
>>> answer = digisys.influence(model, "target 14")
>>> len(answer.affected)
17
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digisys.analysis.audit import audit
    from digisys.analysis.chains import chains
    from digisys.analysis.influence import influence
    from digisys.analysis.loops import find_loops
    from digisys.errors import DigisysError
    from digisys.io import bundled_models, load, write_model
    from digisys.schema import Model

__version__ = "0.1.0"

#: Where each public name lives. Looked up on first use, so that importing is quick.
_HOMES = {
    "DigisysError": "digisys.errors",
    "Model": "digisys.schema",
    "audit": "digisys.analysis.audit",
    "bundled_models": "digisys.io",
    "chains": "digisys.analysis.chains",
    "find_loops": "digisys.analysis.loops",
    "influence": "digisys.analysis.influence",
    "load": "digisys.io",
    "write_model": "digisys.io",
}

__all__ = [
    "DigisysError",
    "Model",
    "audit",
    "bundled_models",
    "chains",
    "find_loops",
    "influence",
    "load",
    "write_model",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'digisys' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
