"""The answer to where each organisation ends under each scenario."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.answers.times import say_at
from digisys.errors import QuestionError
from digisys.schema import Model
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.simulation.monitoring.batch import QUANTILES, Ends
from digisys.simulation.monitoring.measurements import Measurements
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.timing import NO_EFFECT
from digisys.simulation.wording import level_caveat, scenario_title
from digisys.words import (
    N_,
    Counted,
    Message,
    Named,
    SaidNumber,
    say,
    say_count,
    say_number,
    say_share,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Organisations"]


@dataclass(frozen=True, eq=False, repr=False)
class Organisations(Answer):
    """Where organisations end under scenarios, from where each stands.

    Attributes
    ----------
    measurements
        What was measured.
    experiments
        What was run: no intervention, then the scenarios.
    names
        The organisations, in the order of their first measurement.
    starts
        Level of each variable at the start by organisation; NaN where it was not measured.
    ends
        Final levels and effects, by organisation, scenario and outcome.
    samples, seed
        How many draws, and their seed.
    outcome
        Position of the outcome that organisations are ranked by.
    """

    measurements: Measurements = field(repr=False)
    experiments: tuple[Experiment, ...] = field(repr=False)
    names: tuple[str, ...]
    starts: Floats = field(repr=False)
    ends: Ends = field(repr=False)
    samples: int
    seed: int
    outcome: int

    @property
    def model(self) -> Model:
        """The model."""
        return self.measurements.model

    @property
    def outcomes(self) -> Outcomes:
        """Targets, areas and variables."""
        return outcomes_of(self.model)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Ids of the scenarios, without no intervention."""
        found = (item.scenario for item in self.experiments[1:])
        return tuple("none" if each is None else each.id for each in found)

    def titles(self, language: str) -> tuple[str, ...]:
        """Titles of the scenarios in a language, without no intervention."""
        return tuple(scenario_title(item.scenario, language) for item in self.experiments[1:])

    @property
    def sign(self) -> float:
        """1 where more of the outcome is better or nobody says which way is, else -1."""
        return -1.0 if self.outcomes.desired(self.outcome) == "down" else 1.0

    def order(self, scenario: int = 0) -> tuple[str, ...]:
        """Return the organisations, those that end best first.

        Parameters
        ----------
        scenario
            Position of a scenario.
        """
        return tuple(self.names[at] for at in self._order(scenario))

    def _order(self, scenario: int) -> list[int]:
        middle = self.ends.levels[:, scenario + 1, self.outcome, 1]
        order: list[int] = np.argsort(-self.sign * middle, kind="stable").tolist()
        return order

    def of(self, name: str) -> int:
        """Return the position of an organisation.

        Raises
        ------
        QuestionError
            If there is no such organisation.
        """
        if name not in self.names:
            raise QuestionError(
                Message("There is no organisation “{name}”.", {"name": name}),
                Message("Choose one of: {names}.", {"names": ", ".join(self.names[:8])}),
                code="unknown-organisation",
            )
        return self.names.index(name)

    def label(self, name: str, language: str) -> str:
        """Name an organisation, and say so where it is made up."""
        if name in self.measurements.made_up:
            return say("{name} (made up)", language, name=name)
        return name or say("(not named)", language)

    @property
    def best(self) -> tuple[int, ...]:
        """Position of the scenario that changes the outcome most, by organisation."""
        middle = self.sign * self.ends.effects[:, :, self.outcome, 1]
        return tuple(int(at) for at in np.argmax(middle, axis=1))

    @property
    def conclusion(self) -> Conclusion:
        """How many organisations, how far apart they end, and which scenario does most."""
        language = self.model.default_language
        what = Named(lambda tongue: self.outcomes.items[self.outcome].label(self.model, tongue))
        middle = self.ends.levels[:, 1:, self.outcome, 1]
        counts = np.bincount(self.best, minlength=len(self.scenarios))
        first = int(np.argmax(counts))
        scenario = self.experiments[first + 1].scenario
        title = Message("No intervention") if scenario is None else scenario.title
        parts = {
            "organisations": len(self.names),
            "lowest": float(middle.min()),
            "highest": float(middle.max()),
            "most": self.scenarios[first],
            "most_in": int(counts[first]),
        }
        ends = {"low": _number(middle.min()), "high": _number(middle.max())}
        statements = [
            Statement(
                "most",
                Counted(
                    "“{title}” moves “{what}” most in the one organisation.",
                    "“{title}” moves “{what}” most in {best} of {count} organisations.",
                    len(self.names),
                    {"title": title, "what": what, "best": int(counts[first])},
                ),
                parts,
            ),
            Statement(
                "spread",
                Message("They end between {low} and {high}, each from where it stands.", ends)
                if len(self.names) > 1
                else Message("It ends between {low} and {high}, by scenario.", ends),
            ),
        ]
        return Conclusion(tuple(statements), language)

    def table(self, language: str | None = None) -> Table:
        """Return an organisation a row, those that end best under the first scenario first."""
        language = language or self.model.default_language
        titles = self.scenarios
        heads = (
            *(say(head, language) for head in (N_("Who"), N_("Measured"), N_("Now"))),
            say("Without", language),
            *(str(number) for number in range(1, len(titles) + 1)),
            say("Most effect", language),
        )
        measured = (~np.isnan(self.starts)).sum(axis=1)
        rows: list[tuple[Cell, ...]] = []
        now = self.now()
        for at in self._order(0):
            row: list[Cell] = [self.label(self.names[at], language), int(measured[at])]
            row.append(_formatted(now[at], language))
            row += [
                Formatted.numbers([level], language, ".2f")
                for level in self.ends.levels[at, :, self.outcome, 1]
            ]
            best = self.best[at]
            share = self.ends.rises[at, best, self.outcome]
            share = share if self.sign > 0 else 1 - share
            row.append(str(best + 1) if share > 0 else "")
            rows.append(tuple(row))
        caption = say_at(
            N_("{what} in {year}, by organisation and scenario (median of the draws)"),
            N_("{what} at {time}, by organisation and scenario (median of the draws)"),
            self.experiments[0].clock.end,
            self.model.time.unit,
            language,
            what=self.outcomes.items[self.outcome].label(self.model, language),
        )
        return Table(heads, tuple(rows), caption, language)

    def now(self) -> Floats:
        """Return the level of the outcome at the start, of what was measured; NaN if nothing."""
        members = list(self.outcomes.items[self.outcome].members)
        starts = self.starts[:, members]
        known = ~np.isnan(starts)
        total = np.where(known, starts, 0.0).sum(axis=1)
        count = known.sum(axis=1)
        found: Floats = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return found

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the answer rests on."""
        language = language or self.model.default_language
        stocks = sum(item.role == "stock" for item in self.model.variables.values())
        draws = say_count("{count} draw", "{count} draws", self.samples, language)
        runs = len(self.names) * len(self.experiments) * self.samples
        count, scenarios = len(self.names), len(self.scenarios)
        parts = (
            say_count("{count} organisation", "{count} organisations", count, language),
            say_count("{count} scenario", "{count} scenarios", scenarios, language),
        )
        clock = self.experiments[0].clock
        pairs = [(str(at), title) for at, title in enumerate(self.titles(language), 1)]
        pairs += [
            (
                say("Runs", language),
                say(
                    "{runs}: {organisations}, {scenarios} and no intervention, {draws}",
                    language,
                    runs=say_number(runs, language, ",d"),
                    organisations=parts[0],
                    scenarios=parts[1],
                    draws=draws,
                ),
            ),
            (
                say("Starts at", language),
                say(
                    "{start}; stocks where they were last measured, others at the reference "
                    "({count} stocks in all)",
                    language,
                    start=f"{clock.start:g}",
                    count=stocks,
                ),
            ),
            (say("Level", language), level_caveat(language)),
            *self._remains(language),
            (say("Not drawn", language), say("how sure the starting levels are", language)),
        ]
        if self.measurements.made_up:
            names = [name for name in self.names if name in self.measurements.made_up]
            text = say_count(
                "{count} organisation is made up",
                "{count} organisations are made up",
                len(names),
                language,
            )
            pairs.append((say("Note", language), text))
        return tuple(pairs)

    @property
    def remains(self) -> float | None:
        """How much of what organisations differ by at the start is left at the end.

        The ratio of standard deviations of the outcome with no intervention; None where fewer
        than two are measured, or do not differ.
        """
        now = self.now()
        known = ~np.isnan(now)
        if known.sum() < 2 or np.ptp(now[known]) <= NO_EFFECT:
            return None
        left = self.ends.levels[known, 0, self.outcome, 1]
        return float(left.std() / now[known].std())

    def _remains(self, language: str) -> list[tuple[str, str]]:
        if self.remains is None:
            return []
        text = say(
            "{share} of what organisations differ by at the start is left at the end; the model "
            "brings levels back towards the reference where nothing holds them",
            language,
            share=say_share(self.remains, language),
        )
        return [(say("Starts", language), text)]

    def to_frame(self) -> pd.DataFrame:
        """Return every organisation, scenario and outcome as a row, with its quantiles."""
        import pandas as pd

        ids, scenarios = self.outcomes.ids, ("none", *self.scenarios)
        shape = self.ends.levels.shape[:3]
        effects = np.zeros((*shape, len(QUANTILES)))
        effects[:, 1:] = self.ends.effects
        rises = np.full(shape, np.nan)
        rises[:, 1:] = self.ends.rises
        data: dict[str, Any] = {
            "organisation": np.repeat(self.names, shape[1] * shape[2]),
            "scenario": np.tile(np.repeat(scenarios, shape[2]), shape[0]),
            "outcome": np.tile(ids, shape[0] * shape[1]),
        }
        for name, array in (("level", self.ends.levels), ("effect", effects)):
            for at, quantile in enumerate(QUANTILES):
                data[f"{name}_{round(100 * quantile):02d}"] = array[..., at].reshape(-1)
        data["rises"] = rises.reshape(-1)
        return pd.DataFrame(data)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data: each organisation with its start, levels and effects.

        Numbers are of the outcome that ranks them; :meth:`to_frame` has all outcomes.
        """
        row = self.outcome
        variables = tuple(self.model.variables)
        return {
            **self.concluded(language),
            "outcome": self.outcomes.ids[row],
            "scenarios": list(self.scenarios),
            "samples": self.samples,
            "seed": self.seed,
            "start": self.experiments[0].clock.start,
            "end": self.experiments[0].clock.end,
            "organisations": [
                {
                    "organisation": name,
                    "made_up": name in self.measurements.made_up,
                    "starting_levels": {
                        variable: float(level)
                        for variable, level in zip(variables, self.starts[at], strict=True)
                        if not np.isnan(level)
                    },
                    "no_intervention": self.ends.levels[at, 0, row].tolist(),
                    "levels": dict(
                        zip(self.scenarios, self.ends.levels[at, 1:, row].tolist(), strict=True)
                    ),
                    "effects": dict(
                        zip(self.scenarios, self.ends.effects[at, :, row].tolist(), strict=True)
                    ),
                    "rises": dict(
                        zip(self.scenarios, self.ends.rises[at, :, row].tolist(), strict=True)
                    ),
                }
                for at, name in enumerate(self.names)
            ],
        }


def _number(value: float) -> SaidNumber:
    return SaidNumber(round(float(value), 2) + 0.0, ".2f")


def _formatted(value: float, language: str) -> Cell:
    if np.isnan(value):
        return say("not known", language)
    return Formatted.numbers([float(value)], language, ".2f")
