"""The bundled scenarios, as an answer to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.schema import Model, Scenario
from digisys.words import N_, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ScenarioList"]


@dataclass(frozen=True, eq=False, repr=False)
class ScenarioList(Answer):
    """Scenarios and what they are about.

    Attributes
    ----------
    model
        The model that they are for.
    scenarios
        The scenarios, by name.
    """

    model: Model
    scenarios: tuple[Scenario, ...]

    @classmethod
    def bundled(cls, model: Model) -> ScenarioList:
        """Read the scenarios that come with digisys and fit a model."""
        from digisys.simulation.scenarios import scenarios_for

        return cls(model, scenarios_for(model))

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
        if not self.scenarios:
            none = say(
                "None of the bundled scenarios fits this model. Commands take the path of a "
                "scenario file of your own instead.",
                language,
            )
            return ((say("Scenarios", language), none),)
        return tuple(
            (item.id, item.reasoning.text(language)) for item in self.scenarios if item.reasoning
        )

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the scenarios as a data frame: ``scenario``, ``title``, ``description``."""
        import pandas as pd

        columns = ["scenario", "title", "description"]
        return pd.DataFrame(list(self.table(language).rows), columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return the scenarios as plain data."""
        return {
            "scenarios": [
                item.model_dump(mode="json", by_alias=True, exclude_none=True)
                for item in self.scenarios
            ]
        }
