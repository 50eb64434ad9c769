"""The interface reference: every public name with its result, from the docstrings."""

import importlib
import inspect
import re
import sys

#: Headings by the layer that a name lives in.
LAYERS = {
    "io": ("Reading and writing", "Files to models, and back."),
    "analysis": ("Questions about structure", "Each takes a model and returns one frozen result."),
    "graph": ("The model as a graph", "What questions look at."),
    "exchange": ("Files of other tools", "What other programs read."),
    "simulation": ("Dynamics", "Runs, ensembles and what drives them."),
    "workshop": ("Several maps", "What differs between maps, and what that does to conclusions."),
    "render": ("Pictures and descriptions", "What to draw, and the same in words."),
    "report": ("Pages", "Whole documents."),
    "schema": ("What a model holds", "Frozen values that mirror the YAML file one to one."),
    "errors": (
        "Errors",
        "Whatever goes wrong for a user's reason is one of these. :doc:`codes` tells what each code means.",
    ),
}
#: Public names beside the facade: import them from their module.
BESIDE = (
    ("digisys.io", "parse_model"),
    ("digisys.io.format", "format_model"),
    ("digisys.io.json_schema", "model_json_schema"),
    ("digisys.analysis.facts", "show"),
    ("digisys.analysis.facts", "targets"),
    ("digisys.analysis.facts", "areas"),
    ("digisys.analysis.sources", "sources"),
    ("digisys.graph.view", "select_view"),
    ("digisys.analysis.chains.chains", "iter_chains"),
    ("digisys.analysis.loops.find_loops", "iter_loops"),
    ("digisys.analysis.loops.shared_links", "loop_links"),
    ("digisys.analysis.press.exact", "adjoint"),
    ("digisys.analysis.press.exact", "absolute_feedback"),
    ("digisys.analysis.press.exact", "weighted_predictions"),
    ("digisys.analysis.press.structures", "weigh_structures"),
    ("digisys.exchange.xmile", "to_xmile"),
    ("digisys.simulation.storage", "save_packed"),
    ("digisys.simulation.storage", "to_xarray"),
    ("digisys.render.plots.measures", "plot_measures"),
    ("digisys.render.plots.structure", "plot_matrix"),
    ("digisys.render.plots.figure_file", "save_figure"),
    ("digisys.render.layout.solver", "propose_layout"),
)
#: Classes that are shown though no function returns them, with their layer.
SHARED = (
    ("analysis", "digisys.answers.answer", "Answer"),
    ("analysis", "digisys.graph.view", "Graph"),
    ("simulation", "digisys.simulation.system.options", "Settings"),
    ("analysis", "digisys.analysis.robustness.elicitation", "Elicitation"),
    ("simulation", "digisys.uncertainty.options", "Draws"),
    ("simulation", "digisys.uncertainty.strengths", "Strengths"),
    ("render", "digisys.render.compose.selection", "Selection"),
    ("errors", "digisys.errors", "Problem"),
    ("errors", "digisys.errors", "Place"),
)
#: Where results live.
OURS = (
    "digisys.analysis",
    "digisys.graph",
    "digisys.exchange",
    "digisys.simulation",
    "digisys.workshop",
    "digisys.render",
    "digisys.report",
)
#: Values inside results that only the program's own modules read.
INNER = frozenset(
    [
        *("Arc", "Clock", "Experiment", "Graph", "Later", "Paths", "Program", "Scene", "Sheet"),
        *("Statistics", "System"),
    ]
)


def pages():
    """Return one page a layer, and the schema and errors, by file name."""
    import digisys

    found = {layer: [] for layer in LAYERS}
    for name in digisys.__all__:
        thing = getattr(digisys, name)
        layer = thing.__module__.split(".")[1]
        layer = (
            "io" if layer == "session" else layer
        )  # how results are shown: with how models are read
        if inspect.isfunction(thing):
            found[layer].append((f"digisys.{name}", thing))
    for module, name in BESIDE:
        home = importlib.import_module(module)
        if not hasattr(home, name):
            raise LookupError(f"{module}.{name} is not there; mend docs/_ext/api_pages.py")
        if name not in digisys.__all__:
            found[module.split(".")[1]].append((f"{module}.{name}", getattr(home, name)))
    made = {}
    # What has a section of its own is shown there only.
    shown = {getattr(importlib.import_module(module), name) for _, module, name in SHARED}
    for layer, (title, about) in LAYERS.items():
        lines = [title, "=" * len(title), "", about, ""]
        if layer == "schema":
            lines += _schema()
        elif layer == "errors":
            lines += _errors()
        else:
            for path, function in found[layer]:
                lines += _function(path, function, shown)
        for home, module, name in SHARED:
            if home == layer:
                lines += [name, "-" * len(name), "", *_class(module, name)]
        made[f"api-{layer}.rst"] = "\n".join(lines)
    return made


def _function(path, function, shown):
    name = path.rsplit(".", 1)[-1]
    lines = [name, "-" * len(name), "", f".. autofunction:: {path}", ""]
    space = inspect.unwrap(function).__globals__  # not those of a decorator
    for kind in _classes(function.__annotations__.get("return"), space):
        if kind not in shown:
            shown.add(kind)
            lines += _class(kind.__module__, kind.__name__)
    return lines


def _classes(told, space):
    """Find the classes of ours that an annotation names, and those that they are made of.

    The classes of the model, the errors and the plain tables have a place of their own.
    """
    found = {}
    waiting = [(told, space)]
    while waiting:
        told, space = waiting.pop(0)
        text = told if isinstance(told, str) else getattr(told, "__name__", str(told))
        for name in re.findall(r"[A-Z]\w+", text):
            kind = (
                told if told is space.get(name, told) and inspect.isclass(told) else space.get(name)
            )
            if (
                inspect.isclass(kind)
                and kind.__module__.startswith(OURS)
                and kind.__name__ not in INNER
                and kind not in found
            ):
                found[kind] = None
                waiting += [(part, vars(sys.modules[kind.__module__])) for part in _parts(kind)]
    return list(found)


def _parts(kind):
    """Return what a class's public attributes, properties and methods are annotated with."""
    own = [told for name, told in getattr(kind, "__annotations__", {}).items() if name[0] != "_"]
    for name, value in vars(kind).items():
        function = value.fget if isinstance(value, property) else value
        if inspect.isfunction(function) and name[0] != "_":
            own.append(function.__annotations__.get("return", ""))
    return own


def _class(module, name):
    lines = [f".. autoclass:: {module}.{name}"]
    # The docstring of a named tuple tells its fields; as members they would stand twice.
    if not hasattr(getattr(importlib.import_module(module), name), "_fields"):
        lines += ["   :members:", "   :inherited-members:"]
    return [*lines, ""]


def _schema():
    import digisys.schema as model
    import digisys.schema.programme as programme
    import digisys.schema.programme_base as base
    import digisys.schema.programme_events as events
    import digisys.schema.programme_quality as quality
    import digisys.schema.programme_services as services
    import digisys.schema.programme_state as state
    import digisys.schema.reply as reply
    import digisys.schema.road_map as road_map

    lines = []
    seen = set()
    for home in (model, programme, base, events, quality, services, road_map, state, reply):
        for name in home.__all__:
            thing = getattr(home, name)
            if inspect.isclass(thing) and hasattr(thing, "model_fields") and thing not in seen:
                seen.add(thing)
                lines += [f".. autoclass:: {thing.__module__}.{name}", "   :members:"]
                lines += ["   :exclude-members: model_config, model_post_init", ""]
    return lines


def _errors():
    import digisys.errors as home

    kinds = [
        thing
        for thing in vars(home).values()
        if inspect.isclass(thing)
        and issubclass(thing, Exception)
        and thing.__module__ == home.__name__
    ]
    lines = []
    for kind in kinds:
        lines += [f".. autoclass:: digisys.errors.{kind.__name__}", "   :show-inheritance:", ""]
    return lines
