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
from digisys.workshop.suggestions import SAID_BY, Change, Suggestion

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Waiting"]

_POLARITIES = {"positive": N_("positive"), "negative": N_("negative"), "unknown": N_("unknown")}
_VALUES: dict[str, str] = {
    **_POLARITIES,
    "weak": N_("weak"),
    "moderate": N_("moderate"),
    "strong": N_("strong"),
    "dominant": N_("dominant"),
    "explicit": N_("explicit"),
    "ambiguous": N_("ambiguous"),
}
_FIELDS = {
    "polarity": N_("polarity"),
    "strength": N_("strength"),
    "certainty": N_("certainty"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Waiting(Answer):
    """Links that an assistant proposes to a model, and changes that votes propose.

    Attributes
    ----------
    suggestions
        Links that wait, in the order in which they came.
    changes
        Changes of links that wait, likewise.
    gathered
        Variables and links of groups that wait, factors first.
    """

    model: Model = field(repr=False)
    suggestions: tuple[Suggestion, ...]
    changes: tuple[Change, ...] = ()
    gathered: Gathered = field(default_factory=Gathered)

    @property
    def of_groups(self) -> bool:
        """Whether groups propose variables or links."""
        return bool(self.gathered.variables or self.gathered.links)

    def table(self, language: str | None = None) -> Table:
        """Return them as rows."""
        known = language or self.model.default_language
        if not self.suggestions and self.changes and not self.of_groups:
            return self._changed(known)
        heads = (N_("Link"), N_("Name"), N_("Polarity"), N_("Reason"))
        rows: list[tuple[Cell, ...]] = [
            (
                " → ".join(end_labels(self.model, each.id, known)),
                each.id,
                Formatted(say(_POLARITIES[each.polarity], known), each.polarity),
                each.reason,
            )
            for each in self.suggestions
        ]
        rows += self._changed(known).rows
        rows += [
            self._variable(name, each, known) for name, each in self.gathered.variables.items()
        ]
        rows += [self._link(each, known) for each in self.gathered.links]
        title = say("Suggestions", known) if self.of_groups else say("Suggested links", known)
        caption = title if rows else ""
        return Table(tuple(say(head, known) for head in heads), tuple(rows), caption, known)

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

    def _changed(self, language: str) -> Table:
        """Return proposed changes as rows, each with the votes behind it."""
        known = {link.id for link in self.model.links}
        rows = tuple(
            (
                " → ".join(end_labels(self.model, each.link, language))
                if each.link in known
                else each.link,
                each.id,
                Formatted(self.told(each, language), each.value),
                _votes(each, language),
            )
            for each in self.changes
        )
        heads = (N_("Link"), N_("Name"), N_("Proposed"), N_("Votes"))
        caption = say("Suggested changes of links", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    @staticmethod
    def told(change: Change, language: str) -> str:
        """Say a change in words."""
        before, value = (
            say(_VALUES[text], language) if text in _VALUES else text
            for text in (change.before, change.value)
        )
        return f"{say(_FIELDS[change.field], language)}: {before} → {value}"

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell that nothing counts them, and who said them."""
        known = language or self.model.default_language
        if self.of_groups:
            text = say("no answer counts them until they are taken", known)
            return ((say("Suggestions", known), text),)
        if self.changes and not self.suggestions:
            text = say("from votes; no answer counts them until they are taken", known)
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
        changes = [{"id": each.id, **each.model_dump(mode="json")} for each in self.changes]
        told: dict[str, Any] = {"changes": changes} if changes else {}
        if self.of_groups:
            told["gathered"] = self.gathered.model_dump(mode="json", by_alias=True)
        return {"model": self.model.id, "suggestions": rows, **told}

    def to_frame(self) -> pd.DataFrame:
        """Return a row each: ``from``, ``to``, ``polarity``, ``reason``, ``said_by``.

        Where only changes wait: ``link``, ``field``, ``before``, ``value``, ``said_by`` and the
        votes behind them.
        """
        import pandas as pd

        if self.changes and not self.suggestions and not self.of_groups:
            told = [each.model_dump(mode="json") for each in self.changes]
            return pd.DataFrame([{**each, **each.pop("votes")} for each in told])

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


def _votes(change: Change, language: str) -> str:
    """Write the votes behind a change as short as they can be read."""
    votes = change.votes
    if change.field == "polarity":
        return f"+ {votes.positive} / \N{MINUS SIGN} {votes.negative} / ? {votes.unknown}"
    counts = (
        {N_("weak"): votes.weak, N_("moderate"): votes.moderate, N_("strong"): votes.strong}
        if change.field == "strength"
        else {
            N_("agree"): votes.agree,
            N_("disagree"): votes.disagree,
            N_("not sure"): votes.not_sure,
        }
    )
    return " / ".join(f"{say(word, language)} {count}" for word, count in counts.items())
