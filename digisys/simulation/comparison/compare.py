"""Scenarios side by side, draw by draw under the same unknowns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digisys.answers.agreement import Agreement, draws_statement
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, DrawShare, Table
from digisys.answers.times import say_at
from digisys.answers.touched import Touched, Way
from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.schema.variable import Desired
from digisys.simulation.conclude import pushed_variables
from digisys.simulation.ensemble.agreement import agreement_of_scenarios
from digisys.simulation.ensemble.parts import Task, after_some, expect_tasks
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.ensemble.simulate import run_ensembles
from digisys.simulation.experiment import Experiment, ScenarioChoice, draws_of
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.stored import StoredAnswer
from digisys.simulation.system.options import Settings
from digisys.simulation.timing import NO_EFFECT
from digisys.simulation.wording import level_caveat, scenario_title, strength_notes
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.uncertainty.ranks import rank_acceptability
from digisys.words import N_, Counted, Message, Named, SaidShare, say, say_count, say_share

if TYPE_CHECKING:
    import pandas as pd

    from digisys.simulation.storage import Packed

__all__ = ["Comparison", "compare"]

#: A folder of finished parts holds those of one ensemble.
_WITHOUT = (*OF_STABLE_DRAWS, "checkpoint")


#: A share above this is told with a decimal, so that it does not read as all.
_NEARLY_ALL = 0.995

#: Heads of what is counted where it is known which way is better, and where it is not.
_JUDGED = N_("Improves"), N_("Best"), N_("Last")
_COUNTED = N_("Rises"), N_("Highest"), N_("Lowest")


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(StoredAnswer):
    """Ensembles of several scenarios over the same draws.

    Attributes
    ----------
    ensembles
        One a scenario; draw ``i`` has the same unknowns in each.
    outcome
        Id of the outcome that ranks them, such as ``target:14``; None for the mean of all
        targets (of all variables in a model without targets), without what any of the
        scenarios pushes itself.
    """

    ensembles: tuple[Ensemble, ...] = field(repr=False)
    outcome: str | None

    @cached_property
    def agreement(self) -> Agreement | None:
        """What turns round under the other convention of strengths, found when first asked for.

        None where the convention changes nothing, or :class:`~digisys.Strengths` say not to
        look. The order of the scenarios is compared, and whether each rises.
        """
        return agreement_of_scenarios(
            [ensemble.experiment for ensemble in self.ensembles],
            self.ensembles[0].draws,
            self.names,
            self.final(),
            lambda levels: self._ranking(np.swapaxes(levels, 1, 2), self.outcome),
        )

    @property
    def model(self) -> Model:
        """The model."""
        return self.ensembles[0].model

    @property
    def outcomes(self) -> Outcomes:
        """Targets, areas and variables, in the order of the ensembles' arrays."""
        return self.ensembles[0].outcomes

    @property
    def names(self) -> tuple[str, ...]:
        """Ids of the scenarios; ``none`` for no intervention."""
        return tuple(_name(ensemble.experiment) for ensemble in self.ensembles)

    def final(self, outcome: str | int | None = None) -> Floats:
        """Return the final levels that rank the scenarios.

        Parameters
        ----------
        outcome
            A variable, target or area; the comparison's own when absent.

        Returns
        -------
        ndarray
            By scenario and draw.
        """
        outcomes = self.outcomes
        chosen = self.outcome if outcome is None else outcomes.items[outcomes.position(outcome)].id
        return self._ranking([item.final for item in self.ensembles], chosen)

    def _ranking(self, finals: Iterable[Floats], chosen: str | None) -> Floats:
        """Take what ranks scenarios from final levels by draw and outcome, one a scenario."""
        outcomes = self.outcomes
        if chosen is None:
            weights = self._mean_weights
            return np.stack([final @ weights for final in finals])
        row = outcomes.position(chosen)
        return np.stack([final[:, row] for final in finals])

    @cached_property
    def pushed(self) -> frozenset[str]:
        """What any of the scenarios pushes or sets itself; means of all leave it out."""
        return pushed_variables([ensemble.experiment for ensemble in self.ensembles])

    @cached_property
    def _mean_weights(self) -> Floats:
        """How much each outcome counts in the mean of all targets, or of all variables.

        A target counts by those of its variables that no scenario pushes; one all of whose
        variables are pushed does not count.
        """
        outcomes = self.outcomes
        names = tuple(self.model.variables)
        first = len(outcomes) - len(names)
        weights = np.zeros(len(outcomes))
        for row in outcomes.of_kind("target") or outcomes.of_kind("variable"):
            own = outcomes.items[row].members
            left = [member for member in own if names[member] not in self.pushed]
            for member in left:
                weights[first + member] += 1 / len(left)
        if not weights.any():  # all is pushed
            weights[first:] = 1
        mean: Floats = weights / weights.sum()
        return mean

    @cached_property
    def conclusion(self) -> Conclusion:
        """Which scenario ends first, in how many draws, and whether that holds."""
        final, ranks = self.final(), self.acceptability()
        sign = -1.0 if self.desired == "down" else 1.0
        if sign < 0:
            ranks = ranks[:, ::-1]
        medians = np.median(final, axis=1)
        first = int(np.argsort(-sign * medians, kind="stable")[0])
        share = float(ranks[first, 0])
        parts = {
            "first": self.names[first],
            "share": share,
            "medians": dict(zip(self.names, medians.tolist(), strict=True)),
            "left_out": sorted(self.pushed) if self.outcome is None else [],
        }
        scenario = self.ensembles[first].experiment.scenario
        title = Message("No intervention") if scenario is None else scenario.title
        values: dict[str, Any] = {"title": title, "what": Named(self.outcome_label)}
        if np.ptp(medians) <= NO_EFFECT:
            message = Message("{what}: no scenario ends above another.", values)
        elif share >= 1:
            message = Message(
                N_("{what}: “{title}” comes first in all draws.")
                if self.desired in ("up", "down")
                else N_("{what}: “{title}” ends highest in all draws."),
                values,
            )
        else:
            values["share"] = SaidShare(min(share, 0.999), 1 if share > _NEARLY_ALL else 0)
            message = Message(
                N_("{what}: “{title}” comes first, in {share} of the draws.")
                if self.desired in ("up", "down")
                else N_("{what}: “{title}” ends highest, in {share} of the draws."),
                values,
            )
        statements = [Statement("order", message, parts)]
        if self.outcome is None and self.pushed:
            statements.append(_left_out(len(self.pushed)))
        statements.append(draws_statement(self.ensembles[0].samples, self.agreement))
        return Conclusion(tuple(statements), self.model.default_language)

    def better(self, outcome: str | int | None = None) -> Floats:
        """Return how often each scenario ends above each other.

        Parameters
        ----------
        outcome
            A variable, target or area; the comparison's own when absent.

        Returns
        -------
        ndarray
            Share of draws in which the scenario of the row ends higher than that of the
            column, by more than rounding.
        """
        final = self.final(outcome)
        above: Floats = (final[:, None] > final[None] + NO_EFFECT).mean(axis=2)
        return above

    def acceptability(self, outcome: str | int | None = None) -> Floats:
        """Return how often each scenario takes each rank.

        The rank acceptability indices of stochastic multicriteria acceptability analysis:
        R. Lahdelma & P. Salminen (2001), SMAA-2, Operations Research 49(3),
        doi:10.1287/opre.49.3.444.11220. Scenarios that tie share their ranks.

        Parameters
        ----------
        outcome
            A variable, target or area; the comparison's own when absent.

        Returns
        -------
        ndarray
            Share of draws, by scenario and rank; rank 0 is the highest level. Rows and
            columns add up to 1.
        """
        return rank_acceptability(self.final(outcome), NO_EFFECT)

    @moved(DRAWS)
    def again(self, samples: int | Draws | None = None, seed: int | None = None) -> Comparison:
        """Compare the same scenarios over other draws.

        Shows whether ranks hang on the luck of the draw. The equations are made already,
        so that only drawing and running are left to do.

        Parameters
        ----------
        samples, seed
            As of :func:`digisys.compare`. Without
            :class:`~digisys.uncertainty.options.Draws`, what is absent and the sampler are
            those of this comparison.

        Returns
        -------
        Comparison
            The same question, answered anew.

        Raises
        ------
        DigisysError
            As :func:`digisys.simulate`.

        Examples
        --------
        >>> import digisys
        >>> model = digisys.load("digikompassi")
        >>> first = compare(model, ["leadership-push", "network-cut"], samples=64)
        >>> second = first.again(seed=2)
        >>> first.table("en").rows[0][0] == second.table("en").rows[0][0]
        True
        """
        before = self.ensembles[0].draws
        if not isinstance(samples, Draws):
            samples = Draws(samples, sampler=before.sampler)
            seed = before.seed if seed is None else seed
        draws = Draws.of(samples, seed, usual=before.samples, without=_WITHOUT)
        experiments = [ensemble.experiment for ensemble in self.ensembles]
        table = draws_of(experiments, draws)
        return _run(Task.each(experiments, table, draws), self.outcome, draws)

    @property
    def touched(self) -> Touched:
        """What any scenario pushes and moves, with the way where all of them agree on it."""
        ways: dict[str, Way | None] = {}
        about: dict[str, None] = {}
        for ensemble in self.ensembles:
            found = ensemble.touched
            about |= dict.fromkeys(found.about)
            for name, way in found.variables.items():
                ways[name] = way if ways.get(name, way) == way else None
        return Touched(ways, tuple(about), ())

    def table(self, language: str | None = None) -> Table:
        """Return the scenarios, the best first: levels, odds of the best and last rank.

        Where the model does not say which way is better, the highest comes first.
        """
        language = language or self.model.default_language
        final, ranks = self.final(), self.acceptability()
        desired = self.desired
        judged = desired in ("up", "down")
        heads = (
            say("Scenario", language),
            say("Median", language),
            say_share(0.05, language),
            say_share(0.95, language),
            *(say(head, language) for head in (_JUDGED if judged else _COUNTED)),
            say("Mean rank", language),
        )
        sign = -1.0 if desired == "down" else 1.0
        if sign < 0:
            ranks = ranks[:, ::-1]
        order = np.argsort(-sign * np.median(final, axis=1), kind="stable")
        titles = self.titles(language)
        rows: list[tuple[Cell, ...]] = []
        for at in order:
            low, middle, high = np.quantile(final[at], (0.05, 0.5, 0.95))
            rows.append(
                (
                    titles[at],
                    *(round(float(level), 3) + 0.0 for level in (middle, low, high)),
                    DrawShare((sign * final[at] > NO_EFFECT).mean()),
                    DrawShare(ranks[at, 0]),
                    DrawShare(ranks[at, -1]),
                    round(float(ranks[at] @ np.arange(1, len(ranks) + 1)), 2),
                )
            )
        caption = say_at(
            N_("{what} in {year}, by scenario"),
            N_("{what} at {time}, by scenario"),
            float(self.ensembles[0].times[-1]),
            self.model.time.unit,
            language,
            what=self.outcome_label(language),
        )
        return Table(heads, tuple(rows), caption, language)

    @property
    def desired(self) -> Desired | None:
        """Which way the outcome should go; None where the model does not say so."""
        outcomes = self.outcomes
        if self.outcome is not None:
            return outcomes.desired(outcomes.position(self.outcome))
        rows = outcomes.of_kind("target") or outcomes.of_kind("variable")
        said = {outcomes.desired(row) for row in rows}
        return said.pop() if len(said) == 1 else None

    def titles(self, language: str) -> tuple[str, ...]:
        """Name the scenarios, those of one title with their ids."""
        scenarios = [item.experiment.scenario for item in self.ensembles]
        titles = [scenario_title(scenario, language) for scenario in scenarios]
        return tuple(
            f"{title} ({scenario.id})" if scenario and titles.count(title) > 1 else title
            for title, scenario in zip(titles, scenarios, strict=True)
        )

    def outcome_label(self, language: str) -> str:
        """Name what ranks the scenarios."""
        if self.outcome is None:
            if self.outcomes.of_kind("target"):
                return say("Mean of all targets", language)
            return say("Mean of all variables", language)
        item = self.outcomes.items[self.outcomes.position(self.outcome)]
        return item.label(self.model, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how the scenarios were compared, as pairs of heading and text."""
        language = language or self.model.default_language
        samples = self.ensembles[0].samples
        titles = dict(zip(self.names, self.titles(language), strict=True))
        agreement = self.agreement
        return (
            (
                say("Draws", language),
                say_count(
                    "{count} draw, the same for every scenario",
                    "{count} draws, the same for every scenario",
                    samples,
                    language,
                ),
            ),
            (
                say("Ranks", language),
                say("share of the draws in which the scenario ends highest or lowest", language),
            ),
            *strength_notes(self.ensembles[0].experiment, language),
            *([] if agreement is None else [agreement.summary(language, titles.__getitem__)]),
            (say("Level", language), level_caveat(language)),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return final levels as a data frame: a row a draw, a column a scenario."""
        import pandas as pd

        return pd.DataFrame(self.final().T, columns=list(self.names))

    def program_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return a row a scenario, in the order asked: levels, odds of each rank."""
        import pandas as pd

        final, ranks = self.final(), self.acceptability()
        low, middle, high = np.quantile(final, (0.05, 0.5, 0.95), axis=1)
        return pd.DataFrame(
            {
                "scenario": list(self.names),
                "title": list(self.titles(language or self.model.default_language)),
                "median": middle,
                "low": low,
                "high": high,
                "rises": (final > NO_EFFECT).mean(axis=1),
                "falls": (final < -NO_EFFECT).mean(axis=1),
                "highest": ranks[:, 0],
                "lowest": ranks[:, -1],
                "mean_rank": ranks @ np.arange(1, len(ranks) + 1),
            }
        )

    def packed(self) -> Packed:
        """Return the comparison as arrays and plain data."""
        from digisys.simulation.storage import Packed

        each = [ensemble.packed() for ensemble in self.ensembles]
        arrays = {"years": each[0].arrays["years"]}
        for name, (axes, _) in each[0].arrays.items():
            if name != "years":
                stacked = np.stack([part.arrays[name][1] for part in each])
                arrays[name] = (("scenario", *axes), stacked)
        about = {
            **each[0].about,
            "experiment": None,
            "experiments": [part.about["experiment"] for part in each],
            "unstable": [part.about["unstable"] for part in each],
            "outcome": self.outcome,
        }
        labels = {**each[0].labels, "scenario": self.names}
        return Packed("Comparison", about, arrays, labels, each[0].time)

    @classmethod
    def unpacked(cls, about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Comparison:
        """Make a comparison again of what was packed."""
        ensembles = [
            Ensemble.unpacked(
                {**about, "experiment": experiment, "unstable": about["unstable"][at]},
                {name: array if name == "years" else array[at] for name, array in arrays.items()},
            )
            for at, experiment in enumerate(about["experiments"])
        ]
        return cls(tuple(ensembles), about["outcome"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the comparison as plain data."""
        final = self.final()
        return {
            **self.concluded(language),
            "outcome": self.outcome,
            "desired": self.desired,
            "scenarios": list(self.names),
            "samples": self.ensembles[0].samples,
            "median": np.median(final, axis=1).tolist(),
            "better": self.better().tolist(),
            "acceptability": self.acceptability().tolist(),
            "agreement": self.agreement and self.agreement.to_dict(),
        }


@moved(DRAWS)
def compare(
    model: Model,
    scenarios: Sequence[ScenarioChoice],
    *,
    outcome: str | int | None = None,
    samples: int | Draws = 1024,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Comparison:
    """Run several scenarios over the same draws and compare where they end.

    Every scenario meets the same strengths and inertias (common random numbers), so
    differences between scenarios are not differences of luck.

    Parameters
    ----------
    model
        The model.
    scenarios
        Two or more; None among them stands for no intervention.
    outcome
        What ranks them: a variable, target or area; the mean of all targets when absent.
    samples, seed, settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    Comparison
        The ensembles, with odds and ranks.

    Raises
    ------
    QuestionError
        If there are fewer than two scenarios, or two of one name.
    DigisysError
        As :func:`digisys.simulate`.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> result = compare(model, ["leadership-push", "network-cut"], samples=64, outcome=11)
    >>> float(result.better()[0, 1]) > 0.8
    True
    """
    draws = Draws.of(samples, seed, usual=1024, without=_WITHOUT)
    if len(scenarios) < 2:
        raise QuestionError(
            Message("There is nothing to compare with."), Message("Name two scenarios or more.")
        )
    first = Experiment.of(
        model,
        scenarios[0],
        settings=settings,
        evidence=evidence,
        certainty=certainty,
        beside=scenarios[1:],
    )
    experiments = [first, *(first.under(scenario) for scenario in scenarios[1:])]
    if len({_name(experiment) for experiment in experiments}) < len(experiments):
        raise QuestionError(
            Message("Two of the scenarios have the same id."), Message("Give each its own.")
        )
    outcomes = outcomes_of(model)
    chosen = None if outcome is None else outcomes.items[outcomes.position(outcome)].id
    return _run(Task.each(experiments, draws_of(experiments, draws), draws), chosen, draws)


def _run(tasks: Sequence[Task], outcome: str | None, draws: Draws) -> Comparison:
    """Run all scenarios and put them in their own order."""
    scenarios = sum(len(task.experiments) for task in tasks)
    ensembles: dict[int, Ensemble] = {}
    expect_tasks(tasks, draws)
    for task in tasks:
        progress = draws.progress
        told = progress and after_some(progress, len(ensembles), len(task.experiments), scenarios)
        found = run_ensembles(task, replace(draws, progress=told))
        ensembles.update(zip(task.places, found, strict=True))
    return Comparison(tuple(ensembles[place] for place in range(scenarios)), outcome)


def _left_out(count: int) -> Statement:
    message = Counted(
        "The mean leaves out {count} variable that a scenario pushes itself.",
        "The mean leaves out {count} variables that a scenario pushes itself.",
        count,
    )
    return Statement("left-out", message, {"count": count})


def _name(experiment: Experiment) -> str:
    """Return the id of a scenario; ``none`` for no intervention."""
    return experiment.scenario.id if experiment.scenario else "none"
