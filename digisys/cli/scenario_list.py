"""The bundled scenarios, as an answer to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.schema import Model, Scenario
from digisys.words import N_, say

__all__ = ["ScenarioList"]


@dataclass(frozen=True, eq=False, repr=False)
class ScenarioList(Answer):
    """Scenarios and what they are about.

    Attributes
    ----------
    model
        The model whose language the answer takes.
    scenarios
        The scenarios, by name.
    """

    model: Model
    scenarios: tuple[Scenario, ...]

    @classmethod
    def bundled(cls, model: Model) -> ScenarioList:
        """Read the scenarios that come with digisys."""
        from digisys.io.scenarios import bundled_scenarios, load_scenario

        return cls(model, tuple(load_scenario(name) for name in bundled_scenarios()))

    def table(self, language: str | None = None) -> Table:
        """Return the scenarios, one a row."""
        language = language or self.model.default_language
        heads = (N_("Scenario"), N_("Title"), N_("Description"))
        rows = tuple(
            (
                item.id,
                item.title.text(language),
                item.description.text(language) if item.description else "",
            )
            for item in self.scenarios
        )
        return Table(tuple(say(head, language) for head in heads), rows, say("Scenarios", language))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return why each scenario is worth asking about."""
        language = language or self.model.default_language
        return tuple(
            (item.id, item.reasoning.text(language)) for item in self.scenarios if item.reasoning
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the scenarios as plain data."""
        return {
            "scenarios": [
                item.model_dump(mode="json", by_alias=True, exclude_none=True)
                for item in self.scenarios
            ]
        }
