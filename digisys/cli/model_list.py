"""The bundled models, as an answer to print."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.schema import Model
from digisys.words import N_, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ModelList"]


@dataclass(frozen=True, eq=False, repr=False)
class ModelList(Answer):
    """Models that come with digisys, and what they are about.

    Attributes
    ----------
    names
        What ``-m`` takes.
    models
        The models of these names.
    """

    names: tuple[str, ...]
    models: tuple[Model, ...]

    @classmethod
    def bundled(cls) -> ModelList:
        """Read the models that come with digisys."""
        from digisys.io.bundled import bundled_models, load

        names = bundled_models()
        return cls(names, tuple(load(name) for name in names))

    def table(self, language: str | None = None) -> Table:
        """Return the models, one a row."""
        language = language or "en"
        heads = (N_("Model"), N_("Title"), N_("Description"))
        rows = tuple(
            (
                name,
                model.title.text(language),
                model.description.text(language) if model.description else "",
            )
            for name, model in zip(self.names, self.models, strict=True)
        )
        return Table(tuple(say(head, language) for head in heads), rows, say("Models", language))

    def shown(self, language: str | None = None) -> Table:
        """Return the names and titles, which fit a line each."""
        table = self.table(language)
        return replace(table, heads=table.heads[:2], rows=tuple(row[:2] for row in table.rows))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how to ask about one of them."""
        language = language or "en"
        text = say("name it after -m; “digisys scenarios -m MODEL” lists its scenarios", language)
        return ((say("To ask about one", language), text),)

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the models as a data frame: ``model``, ``title``, ``description``."""
        import pandas as pd

        columns = ["model", "title", "description"]
        return pd.DataFrame(list(self.table(language).rows), columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return names, titles and descriptions as plain data."""
        return {
            "models": [
                {"name": name}
                | model.model_dump(
                    mode="json", include={"id", "title", "description"}, exclude_none=True
                )
                for name, model in zip(self.names, self.models, strict=True)
            ]
        }
