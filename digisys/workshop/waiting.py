"""The suggestions that wait for a person, as an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Formatted, Table
from digisys.graph.labels import end_labels
from digisys.schema import Model
from digisys.words import N_, say
from digisys.workshop.suggestions import SAID_BY, Suggestion

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Waiting"]

_POLARITIES = {"positive": N_("positive"), "negative": N_("negative"), "unknown": N_("unknown")}


@dataclass(frozen=True, eq=False, repr=False)
class Waiting(Answer):
    """Links that an assistant proposes to a model.

    Attributes
    ----------
    suggestions
        What waits, in the order in which it came.
    """

    model: Model = field(repr=False)
    suggestions: tuple[Suggestion, ...]

    def table(self, language: str | None = None) -> Table:
        """Return them as rows."""
        known = language or self.model.default_language
        heads = (N_("Link"), N_("Name"), N_("Polarity"), N_("Reason"))
        rows = tuple(
            (
                " → ".join(end_labels(self.model, each.id, known)),
                each.id,
                Formatted(say(_POLARITIES[each.polarity], known), each.polarity),
                each.reason,
            )
            for each in self.suggestions
        )
        caption = say("Suggested links", known) if rows else ""
        return Table(tuple(say(head, known) for head in heads), rows, caption, known)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell that nothing counts them, and who said them."""
        known = language or self.model.default_language
        if not self.suggestions:
            return ((say("Suggestions", known), say("none wait", known)),)
        text = say(
            "said by “{who}”; no answer counts them until they are taken", known, who=SAID_BY
        )
        return ((say("Suggestions", known), text),)

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain data."""
        rows = [each.model_dump(mode="json", by_alias=True) for each in self.suggestions]
        return {"model": self.model.id, "suggestions": rows}

    def to_frame(self) -> pd.DataFrame:
        """Return a row each: ``from``, ``to``, ``polarity``, ``reason``, ``said_by``."""
        import pandas as pd

        columns = ["from", "to", "polarity", "reason", "said_by"]
        rows = [each.model_dump(mode="json", by_alias=True) for each in self.suggestions]
        return pd.DataFrame(rows, columns=columns)
