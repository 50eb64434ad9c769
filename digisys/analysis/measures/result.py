"""The answer of the structural measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Table
from digisys.answers.wording import view_text
from digisys.graph.labels import labels_of, short_label
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import N_, Counted, Message, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Measure", "Measures", "Quadrant"]

Quadrant = Literal["driver", "relay", "result", "autonomous"]

QUADRANT_WORDS: Mapping[Quadrant, str] = {
    "driver": N_("driver"),
    "relay": N_("relay"),
    "result": N_("result"),
    "autonomous": N_("autonomous"),
}


@dataclass(frozen=True)
class Measure:
    """The measures of one variable. All but ``net_influence`` ignore signs.

    Attributes
    ----------
    variable
        Its id.
    acts_on, acted_on_by
        Links that leave and arrive: direct influence and dependence. They see one step.
    influence, dependence
        Shares, 0 to 1, of all walks of the length at which the ranking settled that leave
        from and arrive at it: indirect influence and dependence (MICMAC). They favour what
        lies before, in or after dense feedback, and see walks, not sizes.
    quadrant
        ``driver`` (much influence, little dependence), ``relay`` (much of both), ``result``
        (little influence, much dependence) or ``autonomous``; by indirect shares, against
        their mean.
    direct_quadrant
        The same by direct links.
    closeness
        Nearness of what it can reach, 0 to 1: the share of variables reached over the mean
        number of steps to them. It favours the start of short chains, and does not tell
        how much arrives.
    betweenness
        Share, 0 to 1, of the shortest chains between others that pass it. It finds
        bridges; effects also take longer ways, which it does not see.
    feedback
        How many variables are in feedback with it, itself included; 0 if it is in no loop.
    total_influence
        Walks from it of every length, each step counting less (Katz): a middle way between
        direct and indirect influence, as arbitrary as the attenuation.
    net_influence
        The same with signs: walks that weaken count against those that strengthen. Near 0
        it may hide strong effects that are opposed. None if a direction is unknown.
    """

    variable: str
    acts_on: int
    acted_on_by: int
    influence: float
    dependence: float
    quadrant: Quadrant
    direct_quadrant: Quadrant
    closeness: float
    betweenness: float
    feedback: int
    total_influence: float
    net_influence: float | None


@dataclass(frozen=True, eq=False, repr=False)
class Measures(Answer):
    """Structural measures of every variable.

    Attributes
    ----------
    variables
        The measures, in the order of the model.
    power
        Length of the walks at which the indirect ranking settled.
    settled
        Whether it settled; if not, ``power`` is where counting ended.
    attenuation
        How much less each further step counts in total influence.
    pivots
        How many variables betweenness was estimated from; None if it is exact.
    view
        The links that the measures rest on.
    """

    model: Model = field(repr=False)
    variables: tuple[Measure, ...]
    power: int
    settled: bool
    attenuation: float
    pivots: int | None
    view: View = field(repr=False)

    def measure(self, name: str) -> Measure:
        """Return the measures of a variable, by its id."""
        return self.variables[list(self.model.variables).index(name)]

    @property
    def conclusion(self) -> Conclusion | None:
        """Which variable influences most, which depends most, and how many are in feedback."""
        if not self.view.links:
            return None
        names = labels_of(self.model).short_variables
        most = max(self.variables, key=lambda item: (item.influence, item.total_influence))
        least = max(self.variables, key=lambda item: item.dependence)
        feedback = sum(item.feedback > 0 for item in self.variables)
        values = {"influence": names[most.variable], "dependence": names[least.variable]}
        position = Message(
            "By its links and their walks “{influence}” influences most and “{dependence}” depends "
            "most; signs and strengths do not count here.",
            values,
        )
        parts = {"influences_most": most.variable, "depends_most": least.variable}
        loops = Counted(
            "{count} variable is in a feedback loop.",
            "{count} variables are in a feedback loop.",
            feedback,
        )
        statements = (
            Statement("position", position, parts),
            Statement("feedback", loops, {"in_feedback": feedback}),
        )
        return Conclusion(statements, self.model.default_language)

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        return say("Where does each variable stand in the structure? (signs ignored)", language)

    def table(self, language: str | None = None) -> Table:
        """Return the measures, the largest indirect influence first."""
        language = language or self.model.default_language
        heads = (
            N_("Variable"), N_("Role"), N_("Acts on"), N_("Acted on by"), N_("Influence %"),
            N_("Dependence %"), N_("Closeness"), N_("Between"), N_("In feedback"),
            N_("Total influence"),
        )  # fmt: skip
        order = sorted(self.variables, key=lambda item: (-item.influence, -item.total_influence))
        rows: list[tuple[Cell, ...]] = [
            (
                short_label(self.model, item.variable, language),
                say(QUADRANT_WORDS[item.quadrant], language),
                item.acts_on,
                item.acted_on_by,
                round(100 * item.influence, 1),
                round(100 * item.dependence, 1),
                round(item.closeness, 2),
                round(item.betweenness, 2),
                item.feedback,
                round(item.total_influence, 2),
            )
            for item in order
        ]
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the measures that fit a terminal, the largest indirect influence first."""
        whole = self.table(language)
        kept = [0, 1, 4, 5, 8]
        return replace(
            whole,
            heads=tuple(whole.heads[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in whole.rows),
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the measures mean and what they cannot tell."""
        language = language or self.model.default_language
        walks = say_count(
            "share of the walks of {count} link that leave or arrive",
            "share of the walks of {count} links that leave or arrive",
            self.power,
            language,
        )
        if not self.settled:
            walks += "; " + say("the ranking had not settled", language)
        lines = [
            (say("Influence and dependence", language), walks),
            (
                say("Roles", language),
                say(
                    "driver: much influence, little dependence; relay: much of both; result: "
                    "little influence, much dependence; autonomous: little of both",
                    language,
                ),
            ),
            (
                say("In feedback", language),
                say("variables in feedback with it, itself included", language),
            ),
            (
                say("Total influence", language),
                say(
                    "walks of every length, each further link counting {share} as much",
                    language,
                    share=say_number(self.attenuation, language, ".2g"),
                ),
            ),
            (
                say("Mind", language),
                say(
                    "these count links and ignore their signs and strengths: they tell where "
                    "a variable stands, not whether its effect is good, large or certain",
                    language,
                ),
            ),
        ]
        if self.pivots is not None:
            text = say_count(
                "estimated from {count} variable",
                "estimated from {count} variables",
                self.pivots,
                language,
            )
            lines.append((say("Between", language), text))
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return the measures as a data frame indexed by variable.

        Returns
        -------
        pandas.DataFrame
            The attributes of :class:`Measure` as columns.
        """
        import pandas as pd

        return pd.DataFrame.from_records(self.to_dict()["variables"], index="variable")

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the measures as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "power": self.power,
            "settled": self.settled,
            "attenuation": self.attenuation,
            "betweenness_pivots": self.pivots,
            "view": self.view.to_dict(),
            "variables": [
                {name: getattr(item, name) for name in Measure.__dataclass_fields__}
                for item in self.variables
            ],
        }
