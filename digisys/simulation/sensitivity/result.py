"""The answer to which unknowns decide an outcome."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.graph.labels import end_labels, short_label
from digisys.schema import Model
from digisys.simulation.experiment import Experiment
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.wording import level_caveat, scenario_title, strength_notes
from digisys.uncertainty.sampling import DrawTable
from digisys.uncertainty.unknowns import existence_key
from digisys.words import N_, Counted, Message, SaidNumber, say, say_count

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EffectKind", "Sensitivity", "UnknownEffect"]

EffectKind = Literal["strength", "inertia", "total", "existence"]


@dataclass(frozen=True)
class UnknownEffect:
    """What one unknown has to do with an outcome.

    Attributes
    ----------
    key
        The link as ``source->target``, the id of a stock, ``total:`` and the id of a
        variable whose causes share its movement, or ``exists:source->target`` of whether an
        ambiguous link is there.
    kind
        ``strength``, ``inertia``, ``total``: what such causes pass on together, or
        ``existence``.
    correlation, low, high
        Spearman's rank correlation with the outcome, and its 95 % interval.
    if_low, if_high
        Median outcome over the quarter of draws in which the unknown is smallest, and
        over the quarter in which it is largest; of existence, over the draws in which the
        link is absent, and over those in which it is there.
    first_order, first_order_error, total, total_error
        Sobol indices and half the width of their 95 % intervals; None without them.
    """

    key: str
    kind: EffectKind
    correlation: float
    low: float
    high: float
    if_low: float
    if_high: float
    first_order: float | None = None
    first_order_error: float | None = None
    total: float | None = None
    total_error: float | None = None

    @property
    def size(self) -> float:
        """What unknowns are ordered by: the total index, else the size of the correlation."""
        return abs(self.correlation) if self.total is None else self.total


@dataclass(frozen=True, eq=False, repr=False)
class Sensitivity(Answer):
    """The unknowns that can matter for an outcome, the most decisive first.

    Attributes
    ----------
    experiment
        What was run.
    outcome
        Id of the outcome, such as ``target:10``.
    draws
        The draws of the rank correlations.
    effects
        One entry an unknown on a way from the scenario to the outcome.
    """

    experiment: Experiment = field(repr=False)
    outcome: str
    draws: DrawTable = field(repr=False)
    effects: tuple[UnknownEffect, ...]

    @property
    def model(self) -> Model:
        """The model."""
        return self.experiment.model

    @property
    def conclusion(self) -> Conclusion:
        """Which unknown decides the outcome most, and by how much."""
        if not self.effects:
            message = Message("No unknown lies on a way from the scenario to this outcome.")
            return Conclusion((Statement("decides", message),), self.model.default_language)
        first = self.effects[0]
        values = {
            "name": _Label(self, first.key),
            "low": SaidNumber(first.if_low, ".3f"),
            "high": SaidNumber(first.if_high, ".3f"),
            "count": len(self.effects),
        }
        message = Message(
            "Most is decided by “{name}”: the level ends at {low} where it is small and at {high} "
            "where it is large.",
            values,
        )
        parts = {"first": first.key, "if_low": first.if_low, "if_high": first.if_high}
        rest = Counted(
            "{count} unknown lies on a way from the scenario; it follows from {samples} draws.",
            "{count} unknowns lie on a way from the scenario; it follows from {samples} draws.",
            len(self.effects),
            {"samples": self.draws.samples},
        )
        statements = (
            Statement("decides", message, parts),
            Statement("sureness", rest, {"samples": self.draws.samples}),
        )
        return Conclusion(statements, self.model.default_language)

    def label(self, key: str, language: str) -> str:
        """Name an unknown in a language."""
        link = key.removeprefix(existence_key(""))
        if link != key:
            return say("there at all: {name}", language, name=self.label(link, language))
        if "->" in key:
            return " → ".join(end_labels(self.model, key, language))
        if key.startswith("total:"):
            name = short_label(self.model, key.removeprefix("total:"), language)
            return say("its causes together: {name}", language, name=name)
        name = short_label(self.model, key, language)
        return say("inertia: {name}", language, name=name)

    def table(self, language: str | None = None) -> Table:
        """Return the unknowns, the most decisive first."""
        language = language or self.model.default_language
        heads = [N_("Unknown"), N_("Correlation"), N_("Interval (95%)"), N_("If small")]
        heads.append(N_("If large"))
        with_indices = any(effect.total is not None for effect in self.effects)
        if with_indices:
            heads += [N_("First order"), N_("Total")]
        rows: list[tuple[Cell, ...]] = []
        for effect in self.effects:
            row: list[Cell] = [
                self.label(effect.key, language),
                round(effect.correlation, 2) + 0.0,
                Formatted.numbers((effect.low, effect.high), language, ".2f", " … "),
                round(effect.if_low, 3) + 0.0,
                round(effect.if_high, 3) + 0.0,
            ]
            if with_indices:
                row += [
                    _with_error(effect.first_order, effect.first_order_error, language),
                    _with_error(effect.total, effect.total_error, language),
                ]
            rows.append(tuple(row))
        outcomes = outcomes_of(self.model)
        item = outcomes.items[outcomes.position(self.outcome)]
        caption = say(
            "{title}: what decides {outcome}",
            language,
            title=scenario_title(self.experiment.scenario, language),
            outcome=item.label(self.model, language),
        )
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how the answer was found, as pairs of heading and text."""
        language = language or self.model.default_language
        return (
            (
                say("Draws", language),
                say_count("{count} draw", "{count} draws", self.draws.samples, language),
            ),
            (
                say("Correlation", language),
                say(
                    "Spearman's rank correlation of the unknown with the final level; only "
                    "unknowns on a way from the scenario to the outcome",
                    language,
                ),
            ),
            (
                say("If small, if large", language),
                say(
                    "median level over the quarter of draws where the unknown is smallest or "
                    "largest",
                    language,
                ),
            ),
            *strength_notes(self.experiment, language),
            (say("Level", language), level_caveat(language)),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the unknowns as a data frame."""
        import pandas as pd

        return pd.DataFrame(self.to_dict()["effects"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data."""
        scenario = self.experiment.scenario
        names = (
            *("key", "kind", "correlation", "low", "high", "if_low", "if_high"),
            *("first_order", "first_order_error", "total", "total_error"),
        )
        return {
            "scenario": scenario.id if scenario else None,
            **self.concluded(language),
            "view": self.experiment.system.view.to_dict(),
            "outcome": self.outcome,
            "samples": self.draws.samples,
            "effects": [{name: getattr(item, name) for name in names} for item in self.effects],
        }


@dataclass(frozen=True)
class _Label:
    """The name of an unknown, in any language."""

    answer: Sensitivity
    key: str

    def text(self, language: str = "en") -> str:
        return self.answer.label(self.key, language)


def _with_error(index: float | None, error: float | None, language: str) -> Cell:
    if index is None or error is None:
        return None
    return Formatted.numbers((index, error), language, ".2f", " ± ")
