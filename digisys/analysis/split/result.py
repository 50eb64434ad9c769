"""The answer to how much is owed to structure and how much to strength."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.answers.wording import view_text
from digisys.graph.labels import short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model, Scenario
from digisys.uncertainty.split import Split
from digisys.words import N_, Message, SaidShare, say, say_count, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SplitItem", "SplitRow", "VarianceSplit"]

#: What is split: the level at the end of a run, which lever is best, and which way levers work.
SplitItem = Literal["level", "best", "direction"]

_ITEMS: dict[SplitItem, str] = {
    "level": N_("level at the end"),
    "best": N_("best lever"),
    "direction": N_("direction of levers"),
}


@dataclass(frozen=True)
class SplitRow:
    """One outcome or conclusion.

    Attributes
    ----------
    key
        What it is about, by kind and key, such as ``target:10``.
    item
        What is split: ``level``, ``best`` or ``direction``.
    subject
        What it is about.
    split
        The shares.
    """

    key: str
    item: SplitItem
    subject: Subject
    split: Split

    def label(self, model: Model, language: str) -> str:
        """Name what it is about in a language."""
        if self.subject.kind == "variable":
            return short_label(model, str(self.subject.key), language)
        label = self.subject.label.text(language)
        return f"{self.subject.key} {label}" if self.subject.kind == "target" else label


@dataclass(frozen=True, eq=False, repr=False)
class VarianceSplit(Answer):
    """Shares of what differs between draws that are owed to structure and to strength.

    Attributes
    ----------
    rows
        One for each outcome or conclusion.
    samples, seed
        How many draws of four runs each, and the seed.
    used
        How many of them count: those whose four draws are all stable; all of runs.
    doubted
        How many links may be absent, and how many have no known sign. If none, all that
        differs is owed to strength, and nothing was drawn.
    view
        The links that the answer rests on.
    scenario
        What was run; None for settled answers.
    """

    model: Model = field(repr=False)
    rows: tuple[SplitRow, ...]
    samples: int
    seed: int
    used: int
    doubted: tuple[int, int]
    view: View = field(repr=False)
    scenario: Scenario | None = field(default=None, repr=False)

    @property
    def doubtful(self) -> bool:
        """Whether any link may be absent, or has no known sign."""
        return any(self.doubted)

    def of(self, key: str, item: SplitItem = "level") -> Split:
        """Return the shares of one outcome or conclusion."""
        return next(row.split for row in self.rows if (row.key, row.item) == (key, item))

    def sentence(self, language: str | None = None) -> str:
        """Say in one sentence what most is owed to."""
        return self.conclusion.text(language)

    @property
    def conclusion(self) -> Conclusion:
        """What most of the difference is owed to."""
        language = self.model.default_language
        if not self.doubtful:
            message = Message(
                "Nothing in the structure is doubtful in this view: all that differs is owed to "
                "strengths and inertias."
            )
            return Conclusion((Statement("shares", message),), language)
        told = [row.split for row in self.rows if row.split.structure is not None]
        if not told:
            message = Message("Nothing differs between the draws.")
            return Conclusion((Statement("shares", message),), language)
        if not any(item.structure_total for item in told):
            message = Message(
                "Nothing doubtful in the structure makes a difference here: all that differs is "
                "owed to strengths and inertias."
            )
            return Conclusion((Statement("shares", message),), language)
        names = ("structure", "strength", "both")
        mean = [
            sum(max(float(getattr(item, name)), 0.0) for item in told) / len(told) for name in names
        ]
        shares = {name: share / sum(mean) for name, share in zip(names, mean, strict=True)}
        values = {name: SaidShare(share) for name, share in shares.items()}
        message = Message(
            "Of what differs between draws, {structure} is owed to which links there are and "
            "their signs, {strength} to how strong and how slow they are, and {both} to both "
            "together.",
            values,
        )
        if len(told) > 1:
            message = Message(
                "On average, {structure} of what differs between draws is owed to which links "
                "there are and their signs, {strength} to how strong and how slow they are, and "
                "{both} to both together.",
                values,
            )
        parts = {name: round(share, 6) for name, share in shares.items()}
        return Conclusion((Statement("shares", message, parts),), language)

    def table(self, language: str | None = None) -> Table:
        """Return the shares, one row for each outcome or conclusion."""
        language = language or self.model.default_language
        heads = (N_("What"), N_("Differs in"), N_("Structure"), N_("Strength"), N_("Both together"))
        rows: list[tuple[Cell, ...]] = []
        for row in self.rows:
            split = row.split
            label = row.label(self.model, language)
            if row.item != "level":
                label = f"{label}: {say(_ITEMS[row.item], language)}"
            rows.append(
                (
                    label,
                    self._spread(row, language),
                    say("nothing doubtful", language)
                    if split.structure_total == 0
                    else self._share(split.structure, split.strength_error, language),
                    self._share(split.strength, split.structure_error, language),
                    self._share(split.both, split.both_error, language),
                )
            )
        caption = say("What is owed to structure, and what to strength?", language)
        if self.scenario is not None:
            title = self.scenario.title.text(language)
            caption = say(
                "{title}: what is owed to structure, and what to strength?", language, title=title
            )
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    @staticmethod
    def _spread(row: SplitRow, language: str) -> Cell:
        """Tell a standard deviation, or in what share of pairs of draws a conclusion differs."""
        spread = row.split.spread
        if row.item == "level":
            return Formatted.numbers((spread**0.5,), language, ".3f", "")
        return Formatted(say_share(spread, language), f"{spread:.4g}")

    @staticmethod
    def _share(value: float | None, error: float | None, language: str) -> Cell:
        if value is None or error is None:
            return None
        value = max(value, 0.0)
        text = f"{say_share(value, language, 1)} ± {say_number(100 * error, language, '.1f')}"
        return Formatted(text, f"{value:.4g} ± {error:.2g}")

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how the answer was found."""
        language = language or self.model.default_language
        pairs: list[tuple[str, str]] = []
        if self.doubtful:
            absent, unsigned = self.doubted
            doubts = [
                say_count(
                    "{count} link may be absent", "{count} links may be absent", absent, language
                ),
                say_count(
                    "{count} link has no known sign",
                    "{count} links have no known sign",
                    unsigned,
                    language,
                ),
            ]
            pairs.append((say("Structure", language), "; ".join(doubts)))
            text = say_count(
                "{count} draw of four, seed {seed}",
                "{count} draws of four, seed {seed}",
                self.used,
                language,
                seed=self.seed,
            )
            if self.used < self.samples:
                text += "; " + say(
                    "of {samples}, those whose four draws are all stable",
                    language,
                    samples=self.samples,
                )
            pairs.append((say("Draws", language), text))
            pairs.append((say("Differs in", language), self._spread_text(language)))
            pairs.append(
                (
                    say("Shares", language),
                    say(
                        "Sobol indices of two groups of unknowns; ± is half of the 95-per-cent "
                        "interval of the sampling error, in percentage points",
                        language,
                    ),
                )
            )
        pairs.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(pairs)

    def _spread_text(self, language: str) -> str:
        if any(row.item == "level" for row in self.rows):
            return say("standard deviation of the level at the end", language)
        return say(
            "share of pairs of draws that share nothing in which the conclusion differs", language
        )

    def to_frame(self) -> pd.DataFrame:
        """Return the shares as a data frame, one row for each outcome or conclusion."""
        import pandas as pd

        return pd.DataFrame.from_records(self._records())

    def _records(self) -> Sequence[dict[str, Any]]:
        return [{"key": row.key, "item": row.item, **asdict(row.split)} for row in self.rows]

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the shares as plain data."""
        return {
            **self.concluded(language),
            "scenario": self.scenario and self.scenario.id,
            "view": self.view.to_dict(),
            "samples": self.samples,
            "used": self.used,
            "seed": self.seed,
            "doubtful": self.doubtful,
            "links_that_may_be_absent": self.doubted[0],
            "links_of_unknown_sign": self.doubted[1],
            "sentence": self.sentence(language),
            "rows": self._records(),
        }
