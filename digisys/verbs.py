"""What digisys can be asked to do: one table, from which all else follows.

The public names of :mod:`digisys` and the commands of ``digisys`` are looked up here. To
add one is to add a line; its command, if it has one, is in the file of its name in
``digisys/cli/commands/``.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["VERBS", "Verb", "command_modules", "homes"]


class Verb(NamedTuple):
    """Something that people name in Python, on the command line, or both.

    Attributes
    ----------
    name
        The name, in Python with underscores and on the command line with hyphens.
    home
        The module where Python finds it; empty when it is a command only.
    command
        Whether it is a command too.
    """

    name: str
    home: str = ""
    command: bool = False


#: In the order of the help page.
VERBS = (
    Verb("ask", "digisys.analysis.asking.ask", command=True),
    Verb("influence", "digisys.analysis.influence.influence", command=True),
    Verb("causes", command=True),
    Verb("chains", "digisys.analysis.chains.chains", command=True),
    Verb("loops", command=True),
    Verb("matrix", "digisys.analysis.matrix.matrix", command=True),
    Verb("cut", "digisys.analysis.chains.cut", command=True),
    Verb("loop_set", "digisys.analysis.loops.loop_set", command=True),
    Verb("press", "digisys.analysis.press.press", command=True),
    Verb("robust", "digisys.analysis.robustness.robust", command=True),
    Verb("questions", "digisys.analysis.robustness.questions", command=True),
    Verb("value_of_information", "digisys.analysis.robustness.value_of_information"),
    Verb("split", command=True),
    Verb("actions", "digisys.analysis.programme.actions", command=True),
    Verb("indicators", "digisys.analysis.programme.indicators", command=True),
    Verb("events", "digisys.analysis.programme.events", command=True),
    Verb("quality", "digisys.analysis.programme.quality", command=True),
    Verb("services", "digisys.analysis.programme.services", command=True),
    Verb("programme", "digisys.analysis.programme.programme", command=True),
    Verb("themes", "digisys.analysis.programme.themes", command=True),
    Verb("measures", "digisys.analysis.measures.measures", command=True),
    Verb("show", command=True),
    Verb("models", command=True),
    Verb("targets", command=True),
    Verb("areas", command=True),
    Verb("variables", command=True),
    Verb("links", command=True),
    Verb("sources", command=True),
    Verb("language", "digisys.session", command=True),
    Verb("check", command=True),
    Verb("schema", command=True),
    Verb("draw", "digisys.render.draw", command=True),
    Verb("describe", "digisys.render.description.describe", command=True),
    Verb("layout", command=True),
    Verb("page", command=True),
    Verb("embed", "digisys.report.embed.embed"),
    Verb("explore", "digisys.report.page.explore", command=True),
    Verb("edit", command=True),
    Verb("report", command=True),
    Verb("site", command=True),
    Verb("simulate", "digisys.simulation.ensemble.simulate", command=True),
    Verb("sizes", "digisys.simulation.sizes", command=True),
    Verb("compare", "digisys.simulation.comparison.compare", command=True),
    Verb("reach", "digisys.simulation.reach.reach", command=True),
    Verb("sensitivity", "digisys.simulation.sensitivity.sensitivity", command=True),
    Verb("dominance", "digisys.simulation.dominance.dominance", command=True),
    Verb("calibrate", "digisys.simulation.calibration.calibrate", command=True),
    Verb("monitor", "digisys.simulation.monitoring.monitor", command=True),
    Verb("organisations", "digisys.simulation.monitoring.organisations", command=True),
    Verb("roadmap", "digisys.simulation.monitoring.roadmap", command=True),
    Verb("equations", "digisys.simulation.equations", command=True),
    Verb("run", command=True),
    Verb("scenarios", command=True),
    Verb("export", command=True),
    Verb("convert", command=True),
    Verb("diff", command=True),
    Verb("combine", "digisys.workshop.combine", command=True),
    Verb("factors", command=True),
    Verb("workshop", command=True),
    Verb("merge", command=True),
    Verb("quote", command=True),
    Verb("verify", command=True),
    Verb("suggestions", command=True),
    Verb("mcp", command=True),
    Verb("sheet", command=True),
    Verb("roles", "digisys.analysis.roles", command=True),
    # In Python only.
    Verb("DigisysError", "digisys.errors"),
    Verb("Draws", "digisys.uncertainty.options"),
    Verb("Elicitation", "digisys.analysis.robustness.elicitation"),
    Verb("FactorAnswer", "digisys.workshop.factor_answer"),
    Verb("Model", "digisys.schema"),
    Verb("Programme", "digisys.schema.programme"),
    Verb("Reply", "digisys.schema.reply"),
    Verb("Scenario", "digisys.schema"),
    Verb("Search", "digisys.simulation.reach.options"),
    Verb("Selection", "digisys.render.compose.selection"),
    Verb("Settings", "digisys.simulation.system.options"),
    Verb("Strengths", "digisys.uncertainty.strengths"),
    Verb("adjacency", "digisys.analysis.adjacency"),
    Verb("audit", "digisys.analysis.audit"),
    Verb("compare_models", "digisys.workshop.compare_models"),
    Verb("behaviour", "digisys.simulation.behaviour"),
    Verb("bundled_models", "digisys.io"),
    Verb("bundled_scenarios", "digisys.io.scenarios"),
    Verb("event", "digisys.analysis.programme.events"),
    Verb("find_loops", "digisys.analysis.loops.find_loops"),
    Verb("levers", "digisys.simulation.comparison.levers"),
    Verb("load", "digisys.io"),
    Verb("load_programme", "digisys.io.programmes"),
    Verb("load_replies", "digisys.io.replies"),
    Verb("load_result", "digisys.simulation.storage"),
    Verb("load_scenario", "digisys.io.scenarios"),
    Verb("merge_models", "digisys.workshop.merge"),
    Verb("monitoring_memo", "digisys.simulation.monitoring.memo"),
    Verb("own_roadmap", "digisys.simulation.monitoring.own_roadmap"),
    Verb("plot", "digisys.render.plots.plot"),
    Verb("quality_criteria", "digisys.analysis.programme.quality"),
    Verb("quality_of_service", "digisys.analysis.programme.quality"),
    Verb("quotations", "digisys.analysis.quoting.quotations"),
    Verb("propose_from_factors", "digisys.workshop.factors"),
    Verb("read_factors", "digisys.workshop.factor_sheet"),
    Verb("read_map", "digisys.exchange.read_map"),
    Verb("read_measurements", "digisys.simulation.monitoring.read_measurements"),
    Verb("read_observations", "digisys.simulation.observations.read_observations"),
    Verb("pack_workshop", "digisys.report.voting.pack"),
    Verb("read_votes", "digisys.workshop.votes.read_votes"),
    Verb("read_sheet", "digisys.exchange.sheet.read_sheet"),
    Verb("read_states", "digisys.simulation.monitoring.read_states"),
    Verb("requirements", "digisys.analysis.programme.quality"),
    Verb("report_on", "digisys.report.memo.report_on"),
    Verb("run_equations", "digisys.exchange.run_equations"),
    Verb("score_equations", "digisys.exchange.equation_scores"),
    Verb("score_events", "digisys.analysis.programme.events"),
    Verb("service_map", "digisys.analysis.programme.services"),
    Verb("service_on_map", "digisys.analysis.programme.services"),
    Verb("simulate_once", "digisys.simulation.simulate_once"),
    Verb("split_levers", "digisys.analysis.split.split_levers"),
    Verb("split_outcomes", "digisys.simulation.sensitivity.split_outcomes"),
    Verb("to_networkx", "digisys.analysis.adjacency"),
    Verb("to_frame", "digisys.exchange.to_python"),
    Verb("to_graph", "digisys.exchange.to_python"),
    Verb("write_factor_sheet", "digisys.report.factor_form"),
    Verb("write_map", "digisys.exchange.write_map"),
    Verb("write_model", "digisys.io"),
    Verb("write_sheet", "digisys.exchange.sheet.write_sheet"),
    Verb("write_xmile", "digisys.exchange.xmile"),
    Verb("with_programme", "digisys.analysis.programme.around"),
)


def homes() -> dict[str, str]:
    """Return the module of each public name of Python."""
    return {verb.name: verb.home for verb in VERBS if verb.home}


def command_modules() -> dict[str, str]:
    """Return the module of each command, by the name that is typed."""
    return {
        verb.name.replace("_", "-"): f"digisys.cli.commands.{verb.name}"
        for verb in VERBS
        if verb.command
    }
