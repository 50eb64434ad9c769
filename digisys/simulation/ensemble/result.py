"""The answer of an ensemble: bands, probabilities and years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digisys.answers.agreement import Agreement
from digisys.answers.conclusion import Conclusion
from digisys.answers.later import Later
from digisys.answers.table import Cell, DrawShare, Formatted, Table
from digisys.answers.times import say_at, time_column
from digisys.answers.touched import Touched
from digisys.errors import QuestionError
from digisys.moved import refuse_of_one_run
from digisys.schema import Model
from digisys.simulation.conclude import conclude_ensemble, pushed_outcomes, touched_at_end
from digisys.simulation.ensemble.agreement import agreement_of_ensemble
from digisys.simulation.ensemble.sketch import RELATIVE_ERROR
from digisys.simulation.ensemble.statistics import Statistics
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.stored import StoredAnswer
from digisys.simulation.timing import NO_EFFECT
from digisys.simulation.wording import (
    OUTCOME_WORDS,
    agreement_notes,
    course_scale,
    level_caveat,
    mean_caveat,
    scenario_title,
    spark,
    strength_notes,
    system_text,
)
from digisys.uncertainty.sampling import DrawTable
from digisys.words import N_, Message, say, say_count, say_share

if TYPE_CHECKING:
    import pandas as pd

    from digisys.simulation.storage import Packed

__all__ = ["Ensemble"]


@dataclass(frozen=True, eq=False, repr=False)
class Ensemble(StoredAnswer):
    """What became of many runs.

    Attributes
    ----------
    experiment
        What was run.
    draws
        The unknowns drawn; ``draws.block(0, draws.samples)`` gives them again.
    times
        Recorded instants, in years; shape ``(instants,)``.
    quantiles
        Shares of draws, from 0 to 1.
    final
        Levels at the end, by draw; shape ``(samples, outcomes)``.
    shares
        Shares of the final effect.
    exact
        Whether bands are exact; if not, they are within 0.5 % of a level of that rank.
    statistics
        What the next four properties give; taken when first asked for where that is quick.
    """

    experiment: Experiment = field(repr=False)
    draws: DrawTable = field(repr=False)
    times: Floats = field(repr=False)
    quantiles: tuple[float, ...]
    final: Floats = field(repr=False)
    shares: tuple[float, ...]
    exact: bool
    statistics: Later[Statistics] = field(repr=False)

    @property
    def bands(self) -> Floats:
        """Quantiles of levels; shape ``(quantiles, instants, outcomes)``."""
        return self.statistics.value.bands

    @property
    def means(self) -> Floats:
        """Mean levels; shape ``(instants, outcomes)``."""
        return self.statistics.value.means

    @property
    def reached(self) -> npt.NDArray[np.int64]:
        """How many draws first reach each share at each instant.

        The last column counts those without a final effect. Shape
        ``(shares, outcomes, instants + 1)``.
        """
        return self.statistics.value.reached

    @property
    def unstable(self) -> int:
        """How many draws have a reference state that the smallest nudge would leave."""
        return self.statistics.value.unstable

    @cached_property
    def conclusion(self) -> Conclusion:
        """What moves by when and which way, how sure that is, and on what basis."""
        return conclude_ensemble(self)

    def __getattr__(self, name: str) -> object:
        refuse_of_one_run(name)
        return object.__getattribute__(self, name)  # tells why a property failed

    @cached_property
    def agreement(self) -> Agreement | None:
        """What turns round under the other convention of strengths, found when first asked for.

        None where the convention changes nothing, or :class:`~digisys.Strengths` say not to
        look. Signs of final levels and the order of targets are compared.
        """
        return agreement_of_ensemble(self.experiment, self.draws, self.final)

    @property
    def model(self) -> Model:
        """The model."""
        return self.experiment.model

    @property
    def samples(self) -> int:
        """How many draws there are."""
        return self.draws.samples

    @property
    def outcomes(self) -> Outcomes:
        """Targets, areas and variables, in the order of the arrays."""
        return outcomes_of(self.model)

    @property
    def unstable_share(self) -> float:
        """Share of draws whose reference state is unstable."""
        return self.unstable / self.samples

    def band(self, name: str | int, quantile: float = 0.5) -> Floats:
        """Return a quantile of the level of a variable, target or area over time.

        Parameters
        ----------
        name
            Any name of it.
        quantile
            One of ``quantiles``.

        Returns
        -------
        ndarray
            Shape ``(instants,)``.
        """
        if quantile not in self.quantiles:
            raise QuestionError(
                Message("The quantile {value} was not kept.", {"value": quantile}),
                Message("Choose one of: {names}.", {"names": ", ".join(map(str, self.quantiles))}),
            )
        row: Floats = self.bands[self.quantiles.index(quantile), :, self.outcomes.position(name)]
        return row

    def rise(self, name: str | int, *, threshold: float = 0.0) -> float:
        """Return the probability that a level ends above the reference path.

        Parameters
        ----------
        name
            A variable, target or area.
        threshold
            By how much, on the scale of levels.

        Returns
        -------
        float
            Share of draws, from 0 to 1.
        """
        return float(self._risen(threshold)[self.outcomes.position(name)])

    def improvement(self, name: str | int, *, threshold: float = 0.0) -> float | None:
        """Return the probability that a level ends on the better side of the reference path.

        Parameters
        ----------
        name
            A variable, target or area.
        threshold
            By how much, on the scale of levels.

        Returns
        -------
        float or None
            Share of draws, from 0 to 1; None where the model does not tell for all of its
            variables alike that up is better, or down (``desired``).
        """
        return self._improved(self.outcomes.position(name), threshold)

    def _risen(self, threshold: float) -> Floats:
        share: Floats = (self.final > max(threshold, NO_EFFECT)).mean(axis=0)
        return share

    def _improved(self, position: int, threshold: float = 0.0) -> float | None:
        desired = self.outcomes.desired(position)
        if desired not in ("up", "down"):
            return None
        better = self.final[:, position] if desired == "up" else -self.final[:, position]
        return float((better > max(threshold, NO_EFFECT)).mean())

    def year_of_share(self, name: str | int, share: float = 0.5) -> float | None:
        """Return the year by which half of the draws have reached a share of their end.

        Parameters
        ----------
        name
            A variable, target or area.
        share
            One of ``shares``.

        Returns
        -------
        float or None
            Median year over the draws with an effect; None if most draws have none.
        """
        if share not in self.shares:
            raise QuestionError(
                Message("The share {value} was not counted.", {"value": share}),
                Message("Choose one of: {names}.", {"names": ", ".join(map(str, self.shares))}),
            )
        return self._year(self.shares.index(share), self.outcomes.position(name))

    def _year(self, share: int, outcome: int) -> float | None:
        counts = self.reached[share, outcome]
        if 2 * counts[-1] >= counts.sum():
            return None
        moved = np.cumsum(counts[:-1])
        return float(self.times[int(np.argmax(2 * moved >= moved[-1]))])

    def table(self, language: str | None = None) -> Table:
        """Return the levels at the end: targets, areas, then variables."""
        language = language or self.model.default_language
        odds = self._odds()
        heads = (
            say("What", language),
            say("Name", language),
            say("Median", language),
            say_share(0.05, language),
            say_share(0.95, language),
            *(say(name, language) for name in odds),
            say("Half by" if self.model.time.unit == "years" else "Half at", language),
            say("Over time", language),
        )
        low, middle, high = (self._line(share) for share in (0.05, 0.5, 0.95))
        moved = np.abs(self.final).max(axis=0) > NO_EFFECT
        rows: list[tuple[Cell, ...]] = []
        pushed = pushed_outcomes(self.experiment, self.outcomes)
        scale = course_scale(middle, pushed)
        for at, outcome in enumerate(self.outcomes.items):
            year = self._year(0, at)
            rows.append(
                (
                    say(OUTCOME_WORDS[outcome.kind], language),
                    outcome.label(self.model, language),
                    *(round(float(line[-1, at]), 3) + 0.0 for line in (middle, low, high)),
                    *(_share(shares[at]) if moved[at] else None for shares in odds.values()),
                    None if year is None else Formatted.numbers([year], language, ".1f"),
                    spark(middle[:, at], width=12, scale=scale),
                )
            )
        title = scenario_title(self.experiment.scenario, language)
        caption = say_at(
            N_("{title}: levels in {year}"),
            N_("{title}: levels at {time}"),
            float(self.times[-1]),
            self.model.time.unit,
            language,
            title=title,
        )
        return Table(heads, tuple(rows), caption, language)

    @property
    def touched(self) -> Touched:
        """What the scenario pushes and what moves, with the way of its median at the end."""
        return touched_at_end(self.experiment, self.outcomes, self._line(0.5)[-1])

    def _odds(self) -> dict[str, Sequence[float | None]]:
        """Return the shares of draws that a table tells, by the head of their column.

        "Rises" says the same as "improves" where up is better for all.
        """
        improved = [self._improved(at) for at in range(len(self.outcomes))]
        ways = {self.outcomes.desired(at) for at in range(len(self.outcomes))}
        if ways == {"up"}:
            return {N_("Improves"): improved}
        odds: dict[str, Sequence[float | None]] = {N_("Rises"): self._risen(0.0).tolist()}
        if ways & {"up", "down"}:
            odds[N_("Improves")] = improved
        return odds

    def _line(self, quantile: float) -> Floats:
        line: Floats = self.bands[self.quantiles.index(quantile)]
        return line

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what was run and how sure it is, as pairs of heading and text."""
        language = language or self.model.default_language
        return (
            (say("Equations", language), system_text(self.experiment, language)),
            (say("Draws", language), self._draws_text(language)),
            (
                say("Unstable", language),
                say(
                    "in {share} of the draws the reference state would not hold by itself",
                    language,
                    share=say_share(self.unstable_share, language),
                ),
            ),
            *strength_notes(self.experiment, language),
            *agreement_notes(self.agreement, self.outcomes, language),
            (say("Level", language), level_caveat(language)),
            (say("Targets and areas", language), mean_caveat(language)),
        )

    def _draws_text(self, language: str) -> str:
        words = {
            "sobol": N_("Sobol sequence"),
            "latin": N_("Latin hypercube"),
            "random": N_("random"),
        }
        parts = [
            say_count("{count} draw", "{count} draws", self.samples, language),
            say(words[self.draws.sampler], language),
            say("seed {seed}", language, seed=self.draws.seed),
        ]
        if not self.exact:
            error = say_share(RELATIVE_ERROR, language, 1)
            parts.append(say("bands within {error} of their level", language, error=error))
        return "; ".join(parts)

    def to_frame(self) -> pd.DataFrame:
        """Return the bands as a data frame: year, kind, key, and a column a quantile."""
        import pandas as pd

        items = self.outcomes.items
        instants = len(self.times)
        data: dict[str, Any] = {
            time_column(self.model.time.unit): np.repeat(self.times, len(items)),
            "kind": [item.kind for item in items] * instants,
            "key": [item.key for item in items] * instants,
            "mean": self.means.reshape(-1),
        }
        for position, quantile in enumerate(self.quantiles):
            data[f"q{quantile:g}"] = self.bands[position].reshape(-1)
        return pd.DataFrame(data)

    def packed(self) -> Packed:
        """Return the ensemble as arrays and plain data (see :mod:`digisys.simulation.storage`)."""
        from digisys.simulation.storage import Packed

        draws = self.draws
        about = {
            "experiment": self.experiment.to_dict(),
            "keys": list(draws.keys),
            "samples": draws.samples,
            "seed": draws.seed,
            "sampler": draws.sampler,
            "quantiles": list(self.quantiles),
            "shares": list(self.shares),
            "unstable": self.unstable,
            "exact": self.exact,
        }
        arrays = {
            "years": (("year",), self.times),
            "bands": (("quantile", "year", "outcome"), self.bands),
            "means": (("year", "outcome"), self.means),
            "final": (("draw", "outcome"), self.final),
            "reached": (("share", "outcome", "instant"), self.reached),
        }
        labels = {"outcome": self.outcomes.ids}
        return Packed("Ensemble", about, arrays, labels, time_column(self.model.time.unit))

    @classmethod
    def unpacked(cls, about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Ensemble:
        """Make an ensemble again of what was packed."""
        experiment = Experiment.from_dict(about["experiment"])
        drawn = (about["samples"], about["seed"], about["sampler"], experiment.posterior)
        return cls(
            experiment,
            DrawTable(tuple(about["keys"]), *drawn),
            arrays["years"],
            tuple(about["quantiles"]),
            arrays["final"],
            tuple(about["shares"]),
            about["exact"],
            Later.known(
                Statistics(arrays["bands"], arrays["means"], arrays["reached"], about["unstable"])
            ),
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the ensemble as plain data; final levels as bands only."""
        scenario = self.experiment.scenario
        risen = self._risen(0.0)
        return {
            "scenario": scenario.id if scenario else None,
            **self.concluded(language),
            "view": self.experiment.system.view.to_dict(),
            "settings": self.experiment.settings.to_dict(),
            "samples": self.samples,
            "seed": self.draws.seed,
            "sampler": self.draws.sampler,
            "unstable_share": self.unstable_share,
            "exact": self.exact,
            "agreement": self.agreement and self.agreement.to_dict(),
            "times": self.times.tolist(),
            "quantiles": list(self.quantiles),
            "outcomes": {
                item.id: {
                    "rise": float(risen[at]),
                    "improvement": self._improved(at),
                    "year_of_share": {
                        f"{share:g}": self._year(position, at)
                        for position, share in enumerate(self.shares)
                    },
                    "mean": self.means[:, at].tolist(),
                    "bands": self.bands[:, :, at].tolist(),
                }
                for at, item in enumerate(self.outcomes.items)
            },
        }


def _share(value: float | None) -> DrawShare | None:
    return None if value is None else DrawShare(value)
