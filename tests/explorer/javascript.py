"""The page's own JavaScript, run without a browser."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import quickjs

import digisys
from digisys.report.page.data import model_data
from digisys.report.page.modules import PAGE_FOLDER, join_modules
from digisys.report.page.scenarios import ranges
from digisys.report.page.sizes import size_data
from digisys.report.page.words import catalogue
from digisys.schema import Model

#: Rooms of modules that need no browser.
ROOMS = ("analysis", "answers", "edit", "graph", "io", "simulation", "uncertainty")


def pure_modules() -> list[str]:
    """Name the modules that need no browser."""
    scripts = PAGE_FOLDER / "scripts"
    return [
        path.relative_to(scripts).with_suffix("").as_posix()
        for room in ROOMS
        for path in sorted((scripts / room).rglob("*.js"))
    ]


@cache
def pure_script() -> str:
    """What needs no browser, with all that it exports as globals."""
    return join_modules(pure_modules(), expose=True)


@cache
def words_of(script: str, language: str) -> str:
    return json.dumps(catalogue(script, language))


def page_data(model: Model) -> dict[str, Any]:
    return {**model_data(model), "ranges": ranges(), "sizes": size_data(model)}


class Page:
    """The answers of a page about a model."""

    def __init__(self, model: Model, language: str = "en") -> None:
        script = pure_script()
        self.context = quickjs.Context()
        self.context.eval(script)
        self.context.eval(f"const model = indexModel({json.dumps(page_data(model))});")
        self.speak(script, language)

    def speak(self, script: str, language: str) -> None:
        self.context.eval(f"useLanguage({json.dumps(language)}, {words_of(script, language)});")

    def ask(self, expression: str, **values: Any) -> Any:
        """Evaluate an expression; ``values`` are its names, as JSON."""
        names = ", ".join(values)
        given = ", ".join(json.dumps(value) for value in values.values())
        return json.loads(
            self.context.eval(f"JSON.stringify((({names}) => {expression})({given}))")
        )


@cache
def compass_page(language: str = "en") -> Page:
    """The page of Digikompassi, for questions that change nothing in it."""
    return Page(digisys.load("digikompassi"), language)
