"""The page's own JavaScript, run without a browser."""

from __future__ import annotations

import json
from typing import Any

import quickjs

from digisys.report.page.data import model_data
from digisys.report.page.scenarios import ranges
from digisys.report.page.words import catalogue, read_scripts
from digisys.schema import Model

#: Scripts that need no browser.
PURE = (
    "base/words",
    "model/unpack",
    "model/graph",
    "model/influence",
    "model/chains",
    "model/subjects",
    "model/wording",
    "dynamics/system",
    "dynamics/integrate",
    "dynamics/ensemble",
    "dynamics/pushes",
)


def page_data(model: Model) -> dict[str, Any]:
    return {**model_data(model), "ranges": ranges()}


class Page:
    """The answers of a page about a model."""

    def __init__(self, model: Model, language: str = "en") -> None:
        script = read_scripts(PURE)
        self.context = quickjs.Context()
        self.context.eval(script)
        self.context.eval(f"const model = indexModel({json.dumps(page_data(model))});")
        self.speak(script, language)

    def speak(self, script: str, language: str) -> None:
        words = json.dumps(catalogue(script, language))
        self.context.eval(f"useLanguage({json.dumps(language)}, {words});")

    def ask(self, expression: str, **values: Any) -> Any:
        """Evaluate an expression; ``values`` are its names, as JSON."""
        names = ", ".join(values)
        given = ", ".join(json.dumps(value) for value in values.values())
        return json.loads(
            self.context.eval(f"JSON.stringify((({names}) => {expression})({given}))")
        )
