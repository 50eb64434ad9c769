"""The interface reference: every public name with its result, from the docstrings."""

import importlib
import inspect

#: Headings by the layer that a name lives in.
LAYERS = {
    "io": ("Reading and writing", "Files to models, and back."),
    "analysis": ("Questions about structure", "Each takes a model and returns one frozen result."),
    "simulation": ("Dynamics", "Runs, ensembles and what drives them."),
    "render": ("Pictures and descriptions", "What to draw, and the same in words."),
    "report": ("Pages", "Whole documents."),
    "schema": ("What a model holds", "Frozen values that mirror the YAML file one to one."),
    "errors": ("Errors", "Whatever goes wrong for a user's reason is one of these."),
}
#: Verbs that live beside the facade: import them from their module.
BESIDE = (
    ("digisys.io", "parse_model"),
    ("digisys.analysis.facts", "show"),
    ("digisys.analysis.sources", "sources"),
    ("digisys.analysis.loops.shared_links", "loop_links"),
    ("digisys.analysis.press.predict", "press"),
    ("digisys.analysis.press.structures", "weigh_structures"),
    ("digisys.analysis.robustness.levers", "robust"),
    ("digisys.analysis.robustness.flips", "questions"),
    ("digisys.simulation.ensemble", "run_ensembles"),
    ("digisys.simulation.storage", "save_result"),
    ("digisys.simulation.storage", "to_xarray"),
    ("digisys.render.layout.solver", "propose_layout"),
)


def pages():
    """Return one page a layer, and the schema and errors, by file name."""
    import digisys

    found = {layer: [] for layer in LAYERS}
    for name in digisys.__all__:
        thing = getattr(digisys, name)
        layer = thing.__module__.split(".")[1]
        if inspect.isfunction(thing):
            found[layer].append((f"digisys.{name}", thing))
    for module, name in BESIDE:
        home = importlib.import_module(module)
        if not hasattr(home, name):
            raise LookupError(f"{module}.{name} is not there; mend docs/_ext/api_pages.py")
        if name not in digisys.__all__:
            found[module.split(".")[1]].append((f"{module}.{name}", getattr(home, name)))
    made = {}
    shown = set()
    for layer, (title, about) in LAYERS.items():
        lines = [title, "=" * len(title), "", about, ""]
        if layer == "schema":
            lines += _schema()
        elif layer == "errors":
            lines += _errors()
        else:
            for path, function in found[layer]:
                lines += _function(path, function, shown)
        if len(lines) > 5:
            made[f"api-{layer}.rst"] = "\n".join(lines)
    if found["simulation"]:
        made["api-simulation.rst"] += "\n" + "\n".join(
            _class("digisys.simulation.options", "Settings")
        )
    return made


def _function(path, function, shown):
    name = path.rsplit(".", 1)[-1]
    lines = [name, "-" * len(name), "", f".. autofunction:: {path}", ""]
    result = _result(function)
    if result is not None and result not in shown:
        shown.add(result)
        lines += _class(result.__module__, result.__name__)
    return lines


def _result(function):
    """Find the class that a function of ours returns."""
    told = function.__annotations__.get("return")
    if not isinstance(told, str):
        kind = told
    else:
        kind = function.__globals__.get(told)
    if not inspect.isclass(kind) or not kind.__module__.startswith("digisys."):
        return None
    return None if kind.__module__.startswith("digisys.schema") else kind


def _class(module, name):
    return [f".. autoclass:: {module}.{name}", "   :members:", "   :inherited-members:", ""]


def _schema():
    lines = []
    import digisys.schema as home

    for name in home.__all__:
        thing = getattr(home, name)
        if inspect.isclass(thing) and hasattr(thing, "model_fields"):
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
