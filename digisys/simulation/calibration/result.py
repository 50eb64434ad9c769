"""The answer of a calibration: what observations leave possible, and how well it predicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Formatted, Share, Table
from digisys.graph.labels import short_label
from digisys.schema import FrozenDict, Model
from digisys.simulation.calibration.chain import MOST_STEPS
from digisys.simulation.calibration.score import FEW, Score, coverage_by_chance
from digisys.simulation.experiment import Experiment
from digisys.simulation.observations.observations import Observation
from digisys.simulation.stored import StoredAnswer
from digisys.simulation.system.options import Settings
from digisys.simulation.wording import scenario_title, system_text
from digisys.uncertainty.posterior import Posterior
from digisys.uncertainty.strengths import Strengths
from digisys.uncertainty.unknowns import existence_key
from digisys.words import (
    N_,
    Counted,
    Message,
    Named,
    SaidNumber,
    SaidShare,
    say,
    say_count,
    say_number,
    say_share,
)

if TYPE_CHECKING:
    import pandas as pd

    from digisys.simulation.storage import Arrays, Packed

__all__ = ["Calibration", "Diagnosis", "Fit", "NarrowedUnknown"]


@dataclass(frozen=True)
class Diagnosis:
    """How the draws were found, and how many they are worth.

    Attributes
    ----------
    method
        ``importance``: even draws were weighed; ``chain``: too few of them agreed with what
        was observed, and a Markov chain went on from those.
    samples, seed
        Of the even draws.
    effective
        How many independent draws the answer is worth.
    of_weights
        How many the weighed draws are worth.
    least
        With fewer of those a chain takes over.
    steps
        How many steps the chain made.
    settled
        Whether the chain was long enough, at least 10 autocorrelation times in its kept half.
    """

    method: Literal["importance", "chain"]
    samples: int
    seed: int
    effective: float
    of_weights: float
    least: float
    steps: int = 0
    settled: bool = True


@dataclass(frozen=True)
class NarrowedUnknown:
    """One strength or inertia before and after.

    Attributes
    ----------
    key
        ``source->target`` for a link, the id of a stock for its inertia; with ``exists:`` or
        ``total:`` before it for the others.
    kind
        ``strength`` (dimensionless), ``inertia`` (in the unit of the model's time), ``total``
        (what causes that share pass on together) or ``existence`` (whether a link is there).
    sign
        Of a link; 0 where its direction is not known.
    low, high
        The range before, as sizes.
    deviation_before
        The standard deviation before.
    mean, deviation
        Mean and standard deviation after; signed effects, or times.
    lowest, median, highest
        The 5 %, 50 % and 95 % quantiles after.
    negative
        Probability after that it is negative.
    """

    key: str
    kind: str
    sign: int
    low: float
    high: float
    deviation_before: float
    mean: float
    deviation: float
    lowest: float
    median: float
    highest: float
    negative: float

    @property
    def narrowed(self) -> float:
        """By what share the standard deviation has shrunk; below 0 where it has grown."""
        before = self.deviation_before
        return 1 - self.deviation / before if before else 0.0


@dataclass(frozen=True)
class Fit:
    """The level that a model gives for one observation, before and after.

    Attributes
    ----------
    lowest_before, median_before, highest_before
        The 5 %, 50 % and 95 % quantiles over even draws.
    lowest, median, highest
        The same over what the observations leave possible.
    """

    lowest_before: float
    median_before: float
    highest_before: float
    lowest: float
    median: float
    highest: float


#: Unknowns that were narrowed by less are not told in a sentence.
_WORTH_TELLING = 0.1


@dataclass(frozen=True, eq=False, repr=False)
class Calibration(StoredAnswer):
    """What observations leave possible.

    Attributes
    ----------
    experiment
        What was run, with the levels that observations tell for the start.
    fitted, held
        The observations that draws were weighed by, and those held out.
    initial
        Where stocks start, as observed at or before the start of the run.
    left_out
        How many observations tell the start, or fall outside the run.
    diagnosis
        How the draws were found.
    posterior
        Joint draws of the narrowed unknowns.
    unknowns
        Each strength and inertia that could matter, in the order of the model.
    fits
        Levels for each observation, those held out last.
    score
        How well what was held out was predicted; None where nothing was.
    """

    experiment: Experiment = field(repr=False)
    fitted: tuple[Observation, ...] = field(repr=False)
    held: tuple[Observation, ...] = field(repr=False)
    initial: Mapping[str, float]
    left_out: int
    diagnosis: Diagnosis
    posterior: Posterior = field(repr=False)
    unknowns: tuple[NarrowedUnknown, ...] = field(repr=False)
    fits: tuple[Fit, ...] = field(repr=False)
    score: Score | None

    @property
    def model(self) -> Model:
        """The model, as it was before."""
        return self.experiment.model

    @property
    def method(self) -> str:
        """``importance`` or ``chain``."""
        return self.diagnosis.method

    @property
    def effective(self) -> float:
        """How many independent draws the answer is worth."""
        return self.diagnosis.effective

    @property
    def strengths(self) -> Strengths:
        """Strengths of links as every question takes them (``strengths=``).

        Where a model is run over time, joint draws of strengths and inertias go with them;
        settled answers draw damping instead of inertia, which is not narrowed.
        """
        return self.experiment.settings.known_strengths.narrowed(self.posterior)

    @property
    def settings(self) -> Settings:
        """Settings of a run with these strengths, from where observations start."""
        return replace(self.settings_before, strengths=self.strengths)

    @property
    def settings_before(self) -> Settings:
        """The settings that were run, without the inertias that observations narrow."""
        settings = self.experiment.settings
        known = {
            name: span
            for name, span in settings.inertias.items()
            if name not in self.posterior.ranges
        }
        return replace(settings, inertias=known)

    def narrowed(self, model: Model | None = None) -> Model:
        """Return a model with the narrowed ranges written into it, for pages and files.

        Each link and stock has an even range with about the mean and standard deviation of
        what is left possible; stocks start where observations tell.

        Parameters
        ----------
        model
            The model, if it has been edited since; links and stocks that the calibration
            does not know stay as they are.
        """
        model = model or self.model
        ranges = self.posterior.ranges
        chances = {
            each.key: round(each.mean, 6) for each in self.unknowns if each.kind == "existence"
        }
        links = []
        for link in model.links:
            changed: dict[str, Any] = {}
            if link.id in ranges:
                changed["strength"] = ranges[link.id]
            if existence_key(link.id) in chances and link.certainty == "ambiguous":
                changed["chance"] = chances[existence_key(link.id)]
            links.append(link.model_copy(update=changed))
        variables = {}
        for name, variable in model.variables.items():
            update: dict[str, Any] = {}
            if variable.role == "stock" and name in ranges:
                update["inertia"] = ranges[name]
            if variable.role == "stock" and name in self.initial:
                update["initial"] = self.initial[name]
            variables[name] = variable.model_copy(update=update)
        return model.model_copy(update={"links": tuple(links), "variables": FrozenDict(variables)})

    @property
    def conclusion(self) -> Conclusion:
        """How much observations narrow, what most, and how well that predicts."""
        narrowed = [each for each in self.unknowns if each.narrowed >= _WORTH_TELLING]
        parts: dict[str, Any] = {"narrowed": len(narrowed), "unknowns": len(self.unknowns)}
        count = Counted("{count} observation", "{count} observations", len(self.fitted))
        values: dict[str, Any] = {"observations": count, "total": len(self.unknowns)}
        if not narrowed:
            message: Message | Counted = Message(
                "Of {total} unknowns, {observations} narrow none by a tenth or more.", values
            )
        else:
            most = max(narrowed, key=lambda each: each.narrowed)
            parts |= {"most": most.key, "by": most.narrowed}
            values |= {
                "name": Named(lambda language: self._name(most.key, language)),
                "share": SaidShare(most.narrowed),
            }
            message = Counted(
                "Of {total} unknowns, {observations} narrow {count} by a tenth or more: “{name}” "
                "by {share}.",
                "Of {total} unknowns, {observations} narrow {count} by a tenth or more, most of "
                "all “{name}”, by {share}.",
                len(narrowed),
                values,
            )
        statements = [Statement("narrowed", message, parts)]
        if self.score is not None:
            statements.append(_predicted(self.score))
        return Conclusion(tuple(statements), self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return the strengths and inertias, those that were narrowed most first."""
        language = language or self.model.default_language
        heads = (
            N_("What"),
            N_("Name"),
            N_("Before"),
            N_("5–95% after"),
            N_("Median"),
            N_("Narrower by"),
        )
        kinds = {
            "strength": N_("strength"),
            "inertia": N_("inertia"),
            "total": N_("causes together"),
            "existence": N_("existence"),
        }
        ordered = sorted(self.unknowns, key=lambda each: -round(each.narrowed, 9))
        rows = tuple(
            (
                say(kinds[each.kind], language),
                self._name(each.key, language),
                Formatted.numbers(_before(each), language, ".2f", " … "),
                Formatted.numbers([each.lowest, each.highest], language, ".2f", " … "),
                Formatted.numbers([each.median], language, ".2f"),
                Share(max(each.narrowed, 0.0)),
            )
            for each in ordered
        )
        title = scenario_title(self.experiment.scenario, language)
        caption = say("{title}: what observations leave possible", language, title=title)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _name(self, key: str, language: str) -> str:
        names = key.rpartition(":")[2].partition("#")[0].split("->")
        return " → ".join(short_label(self.model, name, language) for name in names)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how it was found and how well it predicts, as pairs of heading and text."""
        language = language or self.model.default_language
        pairs = [
            (say("Equations", language), system_text(self.experiment, language)),
            (say("Method", language), self._method_text(language)),
            (say("Observations", language), self._observations_text(language)),
        ]
        if self.initial:
            levels = "; ".join(
                f"{short_label(self.model, name, language)} {say_number(level, language, '.2f')}"
                for name, level in self.initial.items()
            )
            pairs.append((say("Starts at", language), levels))
        pairs += self._score_pairs(language)
        pairs.append((say("Not narrowed", language), say(
            "damping, which settled answers draw in the place of inertia; and how sure the "
            "starting levels are",
            language,
        )))  # fmt: skip
        return tuple(pairs)

    def _method_text(self, language: str) -> str:
        found = self.diagnosis
        size = say_number(round(found.effective), language)
        if found.method == "importance":
            return say(
                "{samples} draws weighed by the observations; worth {size} equally likely draws "
                "(effective sample size)",
                language,
                samples=say_number(found.samples, language),
                size=size,
            )
        text = say(
            "of {samples} draws too few agree with the observations (effective sample size "
            "{few}, below {least}); a Markov chain of {steps} steps went on from them, worth "
            "{size} independent draws",
            language,
            samples=say_number(found.samples, language),
            few=say_number(found.of_weights, language, ".1f"),
            least=say_number(found.least, language, "g"),
            steps=say_number(found.steps, language),
            size=size,
        )
        if not found.settled and found.steps < MOST_STEPS:
            text += "; " + say(
                "the time limit ended the chain before it settled: take the ranges as rough, and "
                "give it more time",
                language,
            )
        elif not found.settled:
            text += "; " + say(
                "the chain was too short to settle: take the ranges as rough", language
            )
        return text

    def _observations_text(self, language: str) -> str:
        parts = [
            say_count(
                "{count} to weigh draws by",
                "{count} to weigh draws by",
                len(self.fitted),
                language,
            )
        ]
        if self.held:
            parts.append(
                say_count("{count} held out", "{count} held out", len(self.held), language)
            )
        if self.left_out:
            parts.append(
                say_count(
                    "{count} of the start or outside the years of the run",
                    "{count} of the start or outside the years of the run",
                    self.left_out,
                    language,
                )
            )
        return "; ".join(parts)

    def _score_pairs(self, language: str) -> list[tuple[str, str]]:
        score = self.score
        if score is None:
            return [
                (
                    say("Predictions", language),
                    say(
                        "not tried: hold out the last dates to see how well they are predicted",
                        language,
                    ),
                )
            ]
        parts = []
        for band in (0.5, 0.9):
            low, high = coverage_by_chance(band, score.count)
            parts.append(
                say(
                    "{share} of what was held out lies within the {band} band (by chance {low} to "
                    "{high})",
                    language,
                    share=say_share(score.within(band), language),
                    band=say_share(band, language),
                    low=say_share(low, language),
                    high=say_share(high, language),
                )
            )
        pairs = [(say("Predictions", language), "; ".join(parts))]
        better = score.crps < score.crps_unchanged
        error = say(
            "mean absolute error {error}, and {other} if nothing had changed since",
            language,
            error=say_number(score.error, language, ".3f"),
            other=say_number(score.error_unchanged, language, ".3f"),
        )
        verdict = (
            say("the model predicts better than “nothing changes”", language)
            if better
            else say("the model predicts no better than “nothing changes”", language)
        )
        crps = say(
            "CRPS {score} against {other}",
            language,
            score=say_number(score.crps, language, ".3f"),
            other=say_number(score.crps_unchanged, language, ".3f"),
        )
        pairs.append((say("Compared", language), f"{verdict}: {error}; {crps}"))
        if score.count < FEW:
            few = say_count(
                "{count} observation is few: read the shares as a hint, not as proof",
                "{count} observations are few: read the shares as a hint, not as proof",
                score.count,
                language,
            )
            pairs.append((say("Note", language), few))
        return pairs

    def to_frame(self) -> pd.DataFrame:
        """Return the strengths and inertias as a data frame, one a row."""
        import pandas as pd

        rows = [{**asdict(each), "narrowed": each.narrowed} for each in self.unknowns]
        return pd.DataFrame(rows)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the calibration as plain data; joint draws are in what ``save()`` keeps."""
        scenario = self.experiment.scenario
        ranges = self.posterior.ranges
        return {
            "scenario": scenario.id if scenario else None,
            **self.concluded(language),
            "view": self.experiment.system.view.to_dict(),
            "settings": self.experiment.settings.to_dict(),
            **asdict(self.diagnosis),
            "initial": dict(self.initial),
            "unknowns": [
                {
                    **asdict(each),
                    "narrowed": each.narrowed,
                    "range": list(ranges[each.key]) if each.key in ranges else None,
                }
                for each in self.unknowns
            ],
            "observations": [
                {**item.to_dict(), **asdict(fit), "held_out": at >= len(self.fitted)}
                for at, (item, fit) in enumerate(
                    zip((*self.fitted, *self.held), self.fits, strict=True)
                )
            ],
            "left_out": self.left_out,
            "score": None if self.score is None else self.score.to_dict(),
        }

    def packed(self) -> Packed:
        """Return the calibration as arrays and plain data."""
        from digisys.simulation.storage import Packed

        posterior = {**self.posterior.to_dict(), "shares": ""}
        about = {
            "experiment": self.experiment.to_dict(),
            "fitted": [item.to_dict() for item in self.fitted],
            "held": [item.to_dict() for item in self.held],
            "initial": dict(self.initial),
            "left_out": self.left_out,
            "diagnosis": asdict(self.diagnosis),
            "posterior": posterior,
            "unknowns": [asdict(each) for each in self.unknowns],
            "fits": [asdict(each) for each in self.fits],
            "score": None if self.score is None else asdict(self.score),
        }
        arrays: Arrays = {"shares": (("unknown", "draw"), self.posterior.shares)}
        return Packed("Calibration", about, arrays, {"unknown": self.posterior.keys})

    @classmethod
    def unpacked(cls, about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Calibration:
        """Make a calibration again of what was packed."""
        posterior = Posterior.from_dict(about["posterior"])
        score = about["score"]
        if score is not None:
            score = Score(
                **{**score, "below": tuple(score["below"]), "coverage": tuple(score["coverage"])}
            )
        return cls(
            Experiment.from_dict(about["experiment"]),
            tuple(Observation.from_dict(item) for item in about["fitted"]),
            tuple(Observation.from_dict(item) for item in about["held"]),
            about["initial"],
            about["left_out"],
            Diagnosis(**about["diagnosis"]),
            replace(posterior, shares=np.asarray(arrays["shares"])),
            tuple(NarrowedUnknown(**each) for each in about["unknowns"]),
            tuple(Fit(**each) for each in about["fits"]),
            score,
        )


def _before(unknown: NarrowedUnknown) -> list[float]:
    """Return the ends of the range before, signed as the effects after are."""
    if unknown.sign < 0:
        return [-unknown.high, -unknown.low]
    return [-unknown.high if unknown.sign == 0 else unknown.low, unknown.high]


def _predicted(score: Score) -> Statement:
    """Tell whether predictions of what was held out were better than "nothing changes"."""
    parts = {"error": score.error, "error_unchanged": score.error_unchanged}
    values = {
        "error": SaidNumber(score.error, ".3f"),
        "unchanged": SaidNumber(score.error_unchanged, ".3f"),
    }
    if score.error < score.error_unchanged:
        message = Message(
            "What was held out is predicted better than by no change: the mean error is {error} "
            "instead of {unchanged}.",
            values,
        )
    else:
        message = Message(
            "What was held out is predicted no better than by no change: the mean error is "
            "{error}, that of no change {unchanged}.",
            values,
        )
    return Statement("prediction", message, parts)
