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

from digisys._version import __version__ as __version__

if TYPE_CHECKING:
    from digisys.analysis.audit import audit
    from digisys.analysis.chains.chains import chains
    from digisys.analysis.chains.cut import cut
    from digisys.analysis.influence.influence import influence
    from digisys.analysis.loops.find_loops import find_loops
    from digisys.analysis.loops.loop_set import loop_set
    from digisys.analysis.matrix.matrix import matrix
    from digisys.analysis.measures.measures import measures
    from digisys.analysis.press.press import press
    from digisys.analysis.robustness.questions import questions
    from digisys.analysis.robustness.robust import robust
    from digisys.errors import DigisysError
    from digisys.exchange.xmile import write_xmile
    from digisys.io import bundled_models, load, write_model
    from digisys.io.scenarios import bundled_scenarios, load_scenario
    from digisys.render.description.describe import describe
    from digisys.render.draw import draw
    from digisys.render.plots.plot import plot
    from digisys.report.page.explore import explore
    from digisys.schema import Model, Scenario
    from digisys.simulation.comparison.compare import compare
    from digisys.simulation.comparison.levers import levers
    from digisys.simulation.dominance.dominance import dominance
    from digisys.simulation.ensemble.simulate_ensemble import simulate_ensemble
    from digisys.simulation.equations import equations
    from digisys.simulation.sensitivity.sensitivity import sensitivity
    from digisys.simulation.simulate import simulate
    from digisys.simulation.storage import load_result
    from digisys.simulation.system.options import Settings

#: Where each public name lives. Looked up on first use, so that importing is quick.
_HOMES = {
    "DigisysError": "digisys.errors",
    "Model": "digisys.schema",
    "Scenario": "digisys.schema",
    "Settings": "digisys.simulation.system.options",
    "audit": "digisys.analysis.audit",
    "bundled_models": "digisys.io",
    "bundled_scenarios": "digisys.io.scenarios",
    "chains": "digisys.analysis.chains.chains",
    "compare": "digisys.simulation.comparison.compare",
    "cut": "digisys.analysis.chains.cut",
    "describe": "digisys.render.description.describe",
    "dominance": "digisys.simulation.dominance.dominance",
    "draw": "digisys.render.draw",
    "equations": "digisys.simulation.equations",
    "explore": "digisys.report.page.explore",
    "find_loops": "digisys.analysis.loops.find_loops",
    "influence": "digisys.analysis.influence.influence",
    "levers": "digisys.simulation.comparison.levers",
    "load": "digisys.io",
    "load_result": "digisys.simulation.storage",
    "load_scenario": "digisys.io.scenarios",
    "loop_set": "digisys.analysis.loops.loop_set",
    "matrix": "digisys.analysis.matrix.matrix",
    "measures": "digisys.analysis.measures.measures",
    "plot": "digisys.render.plots.plot",
    "press": "digisys.analysis.press.press",
    "questions": "digisys.analysis.robustness.questions",
    "robust": "digisys.analysis.robustness.robust",
    "sensitivity": "digisys.simulation.sensitivity.sensitivity",
    "simulate": "digisys.simulation.simulate",
    "simulate_ensemble": "digisys.simulation.ensemble.simulate_ensemble",
    "write_model": "digisys.io",
    "write_xmile": "digisys.exchange.xmile",
}

__all__ = [
    "DigisysError",
    "Model",
    "Scenario",
    "Settings",
    "audit",
    "bundled_models",
    "bundled_scenarios",
    "chains",
    "compare",
    "cut",
    "describe",
    "dominance",
    "draw",
    "equations",
    "explore",
    "find_loops",
    "influence",
    "levers",
    "load",
    "load_result",
    "load_scenario",
    "loop_set",
    "matrix",
    "measures",
    "plot",
    "press",
    "questions",
    "robust",
    "sensitivity",
    "simulate",
    "simulate_ensemble",
    "write_model",
    "write_xmile",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'digisys' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
