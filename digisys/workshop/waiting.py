"""The suggestions that wait for a person, as an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Formatted, Table
from digisys.graph.labels import end_labels, short_label
from digisys.schema import Model
from digisys.words import N_, say, say_number
from digisys.workshop.gathered import Gathered, GatheredLink, GatheredVariable
from digisys.workshop.suggestions import SAID_BY, Suggestion

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Waiting"]

_POLARITIES = {"positive": N_("positive"), "negative": N_("negative"), "unknown": N_("unknown")}


@dataclass(frozen=True, eq=False, repr=False)
class Waiting(Answer):
    """What an assistant or groups propose to a model.

    Attributes
    ----------
    suggestions
        Links of an assistant, in the order in which they came.
    gathered
        Variables and links of groups.
    """

    model: Model = field(repr=False)
    suggestions: tuple[Suggestion, ...]
    gathered: Gathered = field(default_factory=Gathered)

    def table(self, language: str | None = None) -> Table:
        """Return them as rows."""
        known = language or self.model.default_language
        heads = (N_("Link"), N_("Name"), N_("Polarity"), N_("Reason"))
        rows = (
            *(
                (
                    " → ".join(end_labels(self.model, each.id, known)),
                    each.id,
                    Formatted(say(_POLARITIES[each.polarity], known), each.polarity),
                    each.reason,
                )
                for each in self.suggestions
            ),
            *(self._variable(name, each, known) for name, each in self.gathered.variables.items()),
            *(self._link(each, known) for each in self.gathered.links),
        )
        of_groups = bool(self.gathered.variables or self.gathered.links)
        title = say("Suggestions", known) if of_groups else say("Suggested links", known)
        caption = title if rows else ""
        return Table(tuple(say(head, known) for head in heads), rows, caption, known)

    def _variable(self, name: str, each: GatheredVariable, language: str) -> tuple[Cell, ...]:
        near = ", ".join(
            f"{self._label(other, language)} ({say_number(like, language, '.2f')})"
            for other, like in each.near.items()
        )
        looks = [", ".join(each.said_by), *each.aliases]
        if near:
            looks.append(say("is it the same? {names}", language, names=near))
        return each.label, name, "", "; ".join(filter(None, looks))

    def _link(self, each: GatheredLink, language: str) -> tuple[Cell, ...]:
        ends = (self._label(end, language) for end in (each.source, each.target))
        sign = Formatted(say(_POLARITIES[each.polarity], language), each.polarity)
        looks = [", ".join(each.said_by), *each.statements]
        if each.link is not None:
            looks.append(say("the model has it", language))
        return " → ".join(ends), each.id, sign, "; ".join(filter(None, looks))

    def _label(self, variable: str, language: str) -> str:
        if variable in self.gathered.variables:
            return self.gathered.variables[variable].label
        if variable in self.model.variables:
            return short_label(self.model, variable, language)
        return variable

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell that nothing counts them, and who said them."""
        known = language or self.model.default_language
        if self.gathered.variables or self.gathered.links:
            text = say("no answer counts them until they are taken", known)
            return ((say("Suggestions", known), text),)
        if not self.suggestions:
            return ((say("Suggestions", known), say("none wait", known)),)
        text = say(
            "said by “{who}”; no answer counts them until they are taken", known, who=SAID_BY
        )
        return ((say("Suggestions", known), text),)

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain data."""
        rows = [each.model_dump(mode="json", by_alias=True) for each in self.suggestions]
        told = self.gathered.model_dump(mode="json", by_alias=True)
        return {"model": self.model.id, "suggestions": rows, "gathered": told}

    def to_frame(self) -> pd.DataFrame:
        """Return a row each: ``from``, ``to``, ``polarity``, ``reason``, ``said_by``."""
        import pandas as pd

        columns = ["from", "to", "polarity", "reason", "said_by"]
        rows = [each.model_dump(mode="json", by_alias=True) for each in self.suggestions]
        rows += [
            {
                "from": each.source,
                "to": each.target,
                "polarity": each.polarity,
                "reason": "; ".join(each.statements),
                "said_by": "; ".join(each.said_by),
            }
            for each in self.gathered.links
        ]
        return pd.DataFrame(rows, columns=columns)
