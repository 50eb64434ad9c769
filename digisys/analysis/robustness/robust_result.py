"""The answer to how sure a ranking of levers is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.press.sampling import Sampled
from digisys.analysis.press.system import PressSystem
from digisys.analysis.robustness.conclude import conclude_robust
from digisys.answers.agreement import Agreement
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.later import Later
from digisys.answers.table import Cell, Formatted, Table, draws_text
from digisys.answers.touched import Touched
from digisys.answers.wording import view_text
from digisys.graph.labels import short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model
from digisys.schema.variable import Desired
from digisys.words import N_, say, say_count, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RankedLever", "Ranking", "Robustness"]


@dataclass(frozen=True)
class RankedLever:
    """What a push on one variable does to what was asked about.

    Attributes
    ----------
    variable
        Id of the lever.
    effect
        Median effect of a push of size 1, on the scale of levels.
    low, high
        5 % and 95 % quantiles of the effect.
    positive
        Share of the draws in which the effect is positive.
    best, best_interval
        Share of the draws in which its effect is the largest of all levers (the most
        lowering, where the model says that down is better), and the 95 % Wilson interval
        of that probability.
    top, top_interval
        The same for the three largest.
    mean_rank
        Mean of its rank, 1 for the largest effect.
    """

    variable: str
    effect: float
    low: float
    high: float
    positive: float
    best: float
    best_interval: tuple[float, float]
    top: float
    top_interval: tuple[float, float]
    mean_rank: float


@dataclass(frozen=True)
class Ranking:
    """The levers of one subject.

    Attributes
    ----------
    subject
        What the levers move: the mean of its variables.
    levers
        Those that reach it, the surest best first.
    idle
        Levers that do not reach it, in the order of the model.
    desired
        Which way is better for it; None where the model does not say so of all its
        variables alike. Only where it is ``up`` or ``down`` a lever is told to be best.
    """

    subject: Subject
    levers: tuple[RankedLever, ...]
    idle: tuple[str, ...]
    desired: Desired | None = None

    @property
    def judged(self) -> bool:
        """Whether it is known which way is better."""
        return self.desired in ("up", "down")


@dataclass(frozen=True, eq=False, repr=False)
class Robustness(Answer):
    """How sure it is which levers move something most.

    Attributes
    ----------
    rankings
        One for each subject: the one asked about, or every target.
    view
        The links that the answer rests on.
    every_variable
        Whether all variables count as levers, or only some.
    sampled
        Seed, samples, draws and acceptance.
    system
        How strengths and damping are drawn.
    later
        What :attr:`agreement` gives, found when first asked for.
    """

    model: Model = field(repr=False)
    rankings: tuple[Ranking, ...]
    view: View = field(repr=False)
    every_variable: bool
    sampled: Sampled = field(repr=False)
    system: PressSystem = field(repr=False)
    later: Later[Agreement | None] = field(repr=False, compare=False)

    @property
    def agreement(self) -> Agreement | None:
        """What turns round under the other convention of strengths.

        None where the convention changes nothing, or :class:`~digisys.Strengths` say not to
        look. Signs of effects are compared, and which lever comes first.
        """
        return self.later.value

    @property
    def conclusion(self) -> Conclusion:
        """Which lever moves it most, in how many draws, and whether that holds."""
        return conclude_robust(self)

    @property
    def ranking(self) -> Ranking:
        """The first ranking; the only one if one subject was asked about."""
        return self.rankings[0]

    @property
    def touched(self) -> Touched:
        """What was asked about, and the levers."""
        subjects = (name for each in self.rankings for name in each.subject.variables)
        rows = ((lever.variable,) for each in self.rankings for lever in each.levers)
        return Touched.by_rows(rows, tuple(dict.fromkeys(subjects)))

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if len(self.rankings) > 1:
            return say("Which lever moves each target most, and how sure is that?", language)
        name = self.ranking.subject.quoted(language)
        return say("Which levers move {name} most, and how sure is that?", language, name=name)

    def table(self, language: str | None = None) -> Table:
        """Return the levers, the surest best first; for several subjects, the best of each."""
        language = language or self.model.default_language
        if len(self.rankings) > 1:
            return self._overview(language)
        heads = (
            N_("Lever"),
            N_("Effect"),
            N_("90%, from … to"),
            *self._heads(),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                self._label(lever.variable, language),
                lever.effect,
                Formatted.numbers((lever.low, lever.high), language, ".2g", " … "),
                _with_interval(lever.best, lever.best_interval, language),
                _with_interval(lever.top, lever.top_interval, language),
            )
            for lever in self.ranking.levers
        ]
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    @property
    def _judged(self) -> bool:
        return all(ranking.judged for ranking in self.rankings)

    def _heads(self) -> tuple[str, str]:
        """Return the heads of ranks: best only where it is known which way is better."""
        if self._judged:
            return N_("Best"), N_("Among best three")
        return N_("First"), N_("Among first three")

    def _overview(self, language: str) -> Table:
        first_lever = N_("Best lever") if self._judged else N_("First lever")
        heads = (N_("Target"), first_lever, *self._heads())
        rows: list[tuple[Cell, ...]] = []
        for ranking in self.rankings:
            first = ranking.levers[0] if ranking.levers else None
            rows.append(
                (
                    _subject_label(ranking.subject, language),
                    self._label(first.variable, language) if first else say("no lever", language),
                    _with_interval(first.best, first.best_interval, language) if first else None,
                    _with_interval(first.top, first.top_interval, language) if first else None,
                )
            )
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def _name(self, language: str) -> Callable[[str], str]:
        """Return what names levers and subjects."""
        subjects = {
            str(ranking.subject.key): _subject_label(ranking.subject, language)
            for ranking in self.rankings
        }
        return lambda key: subjects.get(key) or self._label(key, language)

    def _label(self, name: str, language: str) -> str:
        return short_label(self.model, name, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what counts as a lever, and how the answer was found."""
        language = language or self.model.default_language
        lines = []
        if len(self.rankings) == 1 and self.ranking.idle:
            count = say_count("{count} lever", "{count} levers", len(self.ranking.idle), language)
            lines.append((say("Do not reach it", language), count))
        if self.every_variable:
            text = say("every variable but those asked about", language)
        else:
            text = say("variables on which nothing acts in the view, or those named", language)
        lines.append((say("Levers", language), text))
        lines.append(
            (
                say("Effect", language),
                say(
                    "change of the level, on average over the variables asked about, once a "
                    "push of size 1 has settled; median of the draws",
                    language,
                ),
            )
        )
        share = say("share of the draws; in brackets its 95-per-cent interval", language)
        lines.append((say(self._heads()[0], language), share))
        if not self._judged:
            text = say(
                "the lever that raises it most comes first, unless the model says that down is "
                "better; which way is better it does not say of all that is asked about",
                language,
            )
            lines.append((say("Order", language), text))
        elif any(ranking.desired == "down" for ranking in self.rankings):
            text = say("the lever that lowers it most comes first where down is better", language)
            lines.append((say("Order", language), text))
        lines.append(self.sampled.summary(language))
        lines += self.system.summary(language)
        if self.agreement is not None:
            lines.append(self.agreement.summary(language, self._name(language)))
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return the levers as a data frame, one row for each subject and lever.

        Returns
        -------
        pandas.DataFrame
            Column ``subject`` and the attributes of :class:`RankedLever`; intervals as two
            columns each.
        """
        import pandas as pd

        return pd.DataFrame.from_records(
            [
                {"subject": str(ranking.subject.key), **_record(lever)}
                for ranking in self.rankings
                for lever in ranking.levers
            ]
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            **self.sampled.to_dict(),
            **self.system.to_dict(),
            "agreement": self.agreement and self.agreement.to_dict(),
            "view": self.view.to_dict(),
            "rankings": [
                {
                    "subject": ranking.subject.key,
                    "variables": list(ranking.subject.variables),
                    "levers": [_record(lever) for lever in ranking.levers],
                    "idle": list(ranking.idle),
                    "desired": ranking.desired,
                }
                for ranking in self.rankings
            ],
        }


def _record(lever: RankedLever) -> dict[str, Any]:
    return {
        "variable": lever.variable,
        "effect": lever.effect,
        "low": lever.low,
        "high": lever.high,
        "positive": lever.positive,
        "best": lever.best,
        "best_low": lever.best_interval[0],
        "best_high": lever.best_interval[1],
        "top": lever.top,
        "top_low": lever.top_interval[0],
        "top_high": lever.top_interval[1],
        "mean_rank": lever.mean_rank,
    }


def _subject_label(subject: Subject, language: str) -> str:
    label = subject.label.text(language)
    return f"{subject.key} {label}" if subject.kind == "target" else label


def _with_interval(share: float, interval: tuple[float, float], language: str) -> Formatted:
    low, high = say_number(100 * interval[0], language, ".0f"), say_share(interval[1], language)
    text = draws_text(share, language)
    if 0.0 < share < 1.0:
        text += f" [{low}–{high}]"
    return Formatted(text, f"{share:.4g} [{interval[0]:.4g}–{interval[1]:.4g}]")
