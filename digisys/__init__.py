"""digisys: qualitative system dynamics with evidence.

Causal-loop models written as readable, typed YAML answer questions with their evidence
and an honest "how sure".

Which verb answers what; each takes a model first, and ``help(digisys.influence)`` tells more:

- ask in plain words: ``ask``
- what influences what: ``influence``, ``chains``, ``matrix``, ``cut``
- feedback: ``find_loops``, ``loop_set``
- a lasting push, and how sure: ``press``, ``robust``, ``questions``, ``measures``
- what to ask next: ``value_of_information``
- scenarios over time: ``simulate``, ``compare``, ``reach``, ``sensitivity``, ``dominance``
- a link less or more: ``model.without("a->b")``, ``model.with_link("a", "b")``
- your own mathematics: ``adjacency``, ``to_networkx``
- pictures: ``draw``, ``plot``, ``explore``; read and write: ``load``, ``read_map``, ``write_model``

Every result prints itself, shows itself in a notebook, and has ``to_frame()``, ``to_dict()``
and ``text(language)``; ``digisys.language("fi")`` chooses the language once.

Examples
--------
>>> import digisys
>>> model = digisys.load("digikompassi")
>>> answer = digisys.influence(model, "target 14")
>>> len(answer.affected)
17
"""

from __future__ import annotations

from digisys._version import __version__ as __version__

# Nothing is imported here that takes time: Ctrl-C may come before the command has begun.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from digisys.analysis.adjacency import adjacency as adjacency
    from digisys.analysis.adjacency import to_networkx as to_networkx
    from digisys.analysis.asking.ask import ask as ask
    from digisys.analysis.audit import audit as audit
    from digisys.analysis.chains.chains import chains as chains
    from digisys.analysis.chains.cut import cut as cut
    from digisys.analysis.influence.influence import influence as influence
    from digisys.analysis.loops.find_loops import find_loops as find_loops
    from digisys.analysis.loops.loop_set import loop_set as loop_set
    from digisys.analysis.matrix.matrix import matrix as matrix
    from digisys.analysis.measures.measures import measures as measures
    from digisys.analysis.press.press import press as press
    from digisys.analysis.programme.actions import actions as actions
    from digisys.analysis.programme.around import with_programme as with_programme
    from digisys.analysis.programme.events import event as event
    from digisys.analysis.programme.events import events as events
    from digisys.analysis.programme.events import score_events as score_events
    from digisys.analysis.programme.indicators import indicators as indicators
    from digisys.analysis.programme.programme import programme as programme
    from digisys.analysis.programme.quality import quality as quality
    from digisys.analysis.programme.quality import quality_criteria as quality_criteria
    from digisys.analysis.programme.quality import quality_of_service as quality_of_service
    from digisys.analysis.programme.quality import requirements as requirements
    from digisys.analysis.programme.services import service_map as service_map
    from digisys.analysis.programme.services import service_on_map as service_on_map
    from digisys.analysis.programme.services import services as services
    from digisys.analysis.programme.themes import themes as themes
    from digisys.analysis.quoting.quotations import quotations as quotations
    from digisys.analysis.robustness.elicitation import Elicitation as Elicitation
    from digisys.analysis.robustness.questions import questions as questions
    from digisys.analysis.robustness.robust import robust as robust
    from digisys.analysis.robustness.value_of_information import (
        value_of_information as value_of_information,
    )
    from digisys.analysis.roles import roles as roles
    from digisys.analysis.split.split_levers import split_levers as split_levers
    from digisys.errors import DigisysError as DigisysError
    from digisys.exchange.equation_scores import score_equations as score_equations
    from digisys.exchange.read_map import read_map as read_map
    from digisys.exchange.run_equations import run_equations as run_equations
    from digisys.exchange.sheet.read_sheet import read_sheet as read_sheet
    from digisys.exchange.sheet.write_sheet import write_sheet as write_sheet
    from digisys.exchange.to_python import to_frame as to_frame
    from digisys.exchange.to_python import to_graph as to_graph
    from digisys.exchange.write_map import write_map as write_map
    from digisys.exchange.xmile import write_xmile as write_xmile
    from digisys.io import bundled_models as bundled_models
    from digisys.io import load as load
    from digisys.io import write_model as write_model
    from digisys.io.programmes import load_programme as load_programme
    from digisys.io.replies import load_replies as load_replies
    from digisys.io.scenarios import bundled_scenarios as bundled_scenarios
    from digisys.io.scenarios import load_scenario as load_scenario
    from digisys.render.compose.selection import Selection as Selection
    from digisys.render.description.describe import describe as describe
    from digisys.render.draw import draw as draw
    from digisys.render.plots.plot import plot as plot
    from digisys.report.embed.embed import embed as embed
    from digisys.report.factor_form import write_factor_sheet as write_factor_sheet
    from digisys.report.memo.report_on import report_on as report_on
    from digisys.report.page.explore import explore as explore
    from digisys.report.voting.pack import pack_workshop as pack_workshop
    from digisys.schema import Model as Model
    from digisys.schema import Scenario as Scenario
    from digisys.schema.programme import Programme as Programme
    from digisys.schema.reply import Reply as Reply
    from digisys.session import language as language
    from digisys.simulation.behaviour import behaviour as behaviour
    from digisys.simulation.calibration.calibrate import calibrate as calibrate
    from digisys.simulation.comparison.compare import compare as compare
    from digisys.simulation.comparison.levers import levers as levers
    from digisys.simulation.dominance.dominance import dominance as dominance
    from digisys.simulation.ensemble.simulate import simulate as simulate
    from digisys.simulation.equations import equations as equations
    from digisys.simulation.monitoring.memo import monitoring_memo as monitoring_memo
    from digisys.simulation.monitoring.monitor import monitor as monitor
    from digisys.simulation.monitoring.organisations import organisations as organisations
    from digisys.simulation.monitoring.own_roadmap import own_roadmap as own_roadmap
    from digisys.simulation.monitoring.read_measurements import (
        read_measurements as read_measurements,
    )
    from digisys.simulation.monitoring.read_states import read_states as read_states
    from digisys.simulation.monitoring.roadmap import roadmap as roadmap
    from digisys.simulation.observations.read_observations import (
        read_observations as read_observations,
    )
    from digisys.simulation.reach.options import Search as Search
    from digisys.simulation.reach.reach import reach as reach
    from digisys.simulation.sensitivity.sensitivity import sensitivity as sensitivity
    from digisys.simulation.sensitivity.split_outcomes import split_outcomes as split_outcomes
    from digisys.simulation.simulate_once import simulate_once as simulate_once
    from digisys.simulation.sizes import sizes as sizes
    from digisys.simulation.storage import load_result as load_result
    from digisys.simulation.system.options import Settings as Settings
    from digisys.uncertainty.options import Draws as Draws
    from digisys.uncertainty.strengths import Strengths as Strengths
    from digisys.workshop.combine import combine as combine
    from digisys.workshop.compare_models import compare_models as compare_models
    from digisys.workshop.factor_answer import FactorAnswer as FactorAnswer
    from digisys.workshop.factor_sheet import read_factors as read_factors
    from digisys.workshop.factors import propose_from_factors as propose_from_factors
    from digisys.workshop.merge import merge_models as merge_models
    from digisys.workshop.votes.read_votes import read_votes as read_votes


def __getattr__(name: str) -> object:
    """Look a public name up on first use, so that importing is quick."""
    from importlib import import_module

    from digisys.moved import NAMES
    from digisys.verbs import homes

    if name in NAMES:
        return __getattr__(NAMES[name])
    if name == "__all__":
        value: object = sorted(homes())
    elif name in homes():
        value = getattr(import_module(homes()[name]), name)
    else:
        raise AttributeError(f"module 'digisys' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    from digisys.verbs import homes

    return sorted({*homes(), "__version__"})
