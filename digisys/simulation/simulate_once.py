"""One run of a model: every level over time, at the midpoints of what is unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digisys.answers.agreement import Agreement
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Formatted, Table
from digisys.answers.times import say_at, time_column
from digisys.answers.touched import Touched
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.schema import Model
from digisys.simulation.behaviour import Behaviour, behaviour
from digisys.simulation.conclude import pushed_outcomes, touched_at_end
from digisys.simulation.ensemble.agreement import agreement_of_run
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.kernel import Paths, check_finite, integrate
from digisys.simulation.integrate.program import Floats
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.stored import StoredAnswer
from digisys.simulation.system.options import Settings
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
from digisys.uncertainty.strengths import StrengthChoice
from digisys.words import N_, Message, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

    from digisys.simulation.storage import Packed

__all__ = ["Run", "simulate_once"]

#: So many sizes of links are told, those that most links have.
_MOST_SIZES = 4


@dataclass(frozen=True, eq=False, repr=False)
class Run(StoredAnswer):
    """Levels and flows of one run.

    Attributes
    ----------
    experiment
        What was run.
    times
        Instants, in years; shape ``(instants,)``.
    levels
        Level of each variable, dimensionless; shape ``(instants, variables)``, in the
        order of the model.
    inflows, outflows
        Flows of each stock, in levels a year; shape ``(instants, stocks)``. A stock that
        only accumulates has no outflow.
    paths
        What the integrator recorded.
    """

    experiment: Experiment = field(repr=False)
    times: Floats
    levels: Floats = field(repr=False)
    inflows: Floats = field(repr=False)
    outflows: Floats = field(repr=False)
    paths: Paths = field(repr=False)

    @cached_property
    def agreement(self) -> Agreement | None:
        """What turns round under the other convention of strengths, found when first asked for.

        None where the convention changes nothing, or :class:`~digisys.Strengths` say not to
        look. Signs of final levels and the order of targets are compared.
        """
        return agreement_of_run(self.experiment, self.levels[-1])

    @property
    def model(self) -> Model:
        """The model."""
        return self.experiment.model

    @property
    def variables(self) -> tuple[str, ...]:
        """Ids of the variables, as ``levels`` has them."""
        return self.experiment.system.variables

    @property
    def stocks(self) -> tuple[str, ...]:
        """Ids of the stocks, as the flows have them."""
        return self.experiment.system.stocks

    @property
    def outcomes(self) -> Outcomes:
        """Targets, areas and variables that levels are told for."""
        return outcomes_of(self.model)

    @property
    def strengths(self) -> dict[str, float]:
        """The strength that the run took of each link, with its sign, by the link's id.

        0 where the polarity is unknown, so that the link has no effect in one run.
        """
        weights, _ = self.experiment.midpoint()
        arcs = self.experiment.system.arcs
        return {arc.link: float(weights[at, 0]) for at, arc in enumerate(arcs)}

    @property
    def conclusion(self) -> Conclusion:
        """That one run tells nothing of how sure it is."""
        message = Message(
            "This is one run, with every strength and inertia at the middle of its range: it does "
            "not tell how sure anything is. Many runs do: digisys simulate."
        )
        return Conclusion((Statement("basis", message),), self.model.default_language)

    def level(self, name: str | int) -> Floats:
        """Return the level of a variable, target or area over time.

        Parameters
        ----------
        name
            Any name of it, such as ``"target 14"``.

        Returns
        -------
        ndarray
            Shape ``(instants,)``; of a target or an area, the mean of its variables.
        """
        outcomes = self.outcomes
        row: Floats = outcomes.levels(self.levels[..., None])[:, outcomes.position(name), 0]
        return row

    def behaviour(self, name: str | int) -> Behaviour:
        """Name the mode of behaviour of a variable, target or area.

        Parameters
        ----------
        name
            Any name of it.

        Returns
        -------
        Behaviour
            See :func:`digisys.behaviour`; worse and better are told where the model says
            which way is better (``desired``).
        """
        desired = self.outcomes.desired(self.outcomes.position(name))
        return behaviour(
            self.times, self.level(name), desired=desired if desired in ("up", "down") else None
        )

    def table(self, language: str | None = None) -> Table:
        """Return the levels of the last year: targets, areas, then variables."""
        language = language or self.model.default_language
        levels = self.outcomes.levels(self.levels[..., None])[..., 0]
        half = N_("Half by") if self.model.time.unit == "years" else N_("Half at")
        scale = course_scale(levels, pushed_outcomes(self.experiment, self.outcomes))
        heads = (N_("What"), N_("Name"), N_("Level"), half, N_("Over time"))
        rows = tuple(
            (
                say(OUTCOME_WORDS[outcome.kind], language),
                outcome.label(self.model, language),
                round(float(levels[-1, at]), 3) + 0.0,
                _half_year(self.times, levels[:, at], language),
                spark(levels[:, at], scale=scale),
            )
            for at, outcome in enumerate(self.outcomes.items)
        )
        title = scenario_title(self.experiment.scenario, language)
        caption = say_at(
            N_("{title}: levels of one run in {year}"),
            N_("{title}: levels of one run at {time}"),
            float(self.times[-1]),
            self.model.time.unit,
            language,
            title=title,
        )
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    @property
    def touched(self) -> Touched:
        """What the scenario pushes and what moves, with its way at the end."""
        ends = self.outcomes.levels(self.levels[..., None])[-1, :, 0]
        found = touched_at_end(self.experiment, self.outcomes, ends)
        return Touched(found.variables, found.about, ())

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what was run and what levels mean, as pairs of heading and text."""
        language = language or self.model.default_language
        pairs = [
            (say("Equations", language), system_text(self.experiment, language)),
            (
                say("Unknowns", language),
                say("every strength and inertia at the midpoint of its range", language)
                if self.experiment.posterior is None
                else say(
                    "what observations narrowed at the mean of what they leave possible, all else "
                    "at the midpoint of its range",
                    language,
                ),
            ),
        ]
        silent = sum(
            unknown.sign == 0 and unknown.low < unknown.high
            for unknown in self.experiment.system.unknowns
        )
        if silent:
            text = say_count(
                "{count} link of unknown polarity has no effect in a single run; an ensemble "
                "draws its direction",
                "{count} links of unknown polarity have no effect in a single run; an ensemble "
                "draws their direction",
                silent,
                language,
            )
            pairs.append((say("Left out", language), text))
        pairs.append((say("Strengths taken", language), _taken_text(self.strengths, language)))
        pairs += strength_notes(self.experiment, language, drawn=False)
        pairs += agreement_notes(self.agreement, self.outcomes, language)
        pairs.append((say("Level", language), level_caveat(language)))
        pairs.append((say("Targets and areas", language), mean_caveat(language)))
        return tuple(pairs)

    def to_frame(self) -> pd.DataFrame:
        """Return the levels as a data frame: years by variables."""
        import pandas as pd

        return pd.DataFrame(
            self.levels,
            index=pd.Index(self.times, name=time_column(self.model.time.unit)),
            columns=list(self.variables),
        )

    def packed(self) -> Packed:
        """Return the run as arrays and plain data (see :mod:`digisys.simulation.storage`)."""
        from digisys.simulation.storage import Packed

        system, paths = self.experiment.system, self.paths
        arrays = {
            "years": (("year",), self.times),
            "levels": (("year", "variable"), paths.levels[..., 0]),
            "inflows": (("year", "stock"), self.inflows),
            "outflows": (("year", "stock"), self.outflows),
            "drives": (("year", "target"), paths.drives[..., 0]),
            "states": (("year", "state"), paths.states[..., 0]),
            "shifted": (("year", "shift"), paths.shifted[..., 0]),
        }
        labels = {"variable": system.variables, "stock": system.stocks, "target": system.targets}
        about = {"experiment": self.experiment.to_dict()}
        return Packed("Run", about, arrays, labels, time_column(self.model.time.unit))

    @classmethod
    def unpacked(cls, about: dict[str, Any], arrays: dict[str, npt.NDArray[Any]]) -> Run:
        """Make a run again of what was packed."""
        names = ("levels", "drives", "states", "shifted")
        paths = Paths(*(arrays[name][..., None] for name in names))
        experiment = Experiment.from_dict(about["experiment"])
        years, inflows, outflows = (arrays[name] for name in ("years", "inflows", "outflows"))
        return cls(experiment, years, arrays["levels"], inflows, outflows, paths)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the run as plain data."""
        levels = self.outcomes.levels(self.levels[..., None])[..., 0]
        scenario = self.experiment.scenario
        return {
            "scenario": scenario.id if scenario else None,
            **self.concluded(language),
            "view": self.experiment.system.view.to_dict(),
            "settings": self.experiment.settings.to_dict(),
            "agreement": self.agreement and self.agreement.to_dict(),
            "strengths": self.strengths,
            "times": self.times.tolist(),
            "final": {
                outcome.id: float(levels[-1, at]) for at, outcome in enumerate(self.outcomes.items)
            },
            "levels": {
                outcome.id: levels[:, at].tolist() for at, outcome in enumerate(self.outcomes.items)
            },
        }

    @classmethod
    def of(cls, experiment: Experiment, paths: Paths) -> Run:
        """Make a run from what the integrator recorded at every step."""
        program = experiment.program
        times = np.array([program.clock.time(step) for step in range(program.clock.steps + 1)])
        levels = paths.levels[:, :, 0]
        drives = paths.drives[:, program.auxiliaries :, 0]
        if program.accumulating:
            return cls(experiment, times, levels, drives, np.zeros_like(drives), paths)
        _, rates = experiment.midpoint()
        inflows = (np.tanh(drives) if program.bounded else drives) * rates[:, 0]
        return cls(
            experiment, times, levels, inflows, levels[:, program.stocks] * rates[:, 0], paths
        )


def _taken_text(strengths: Mapping[str, float], language: str) -> str:
    """Say which sizes the links of one run have, and how many links have each."""
    sizes = Counter(round(abs(strength), 3) for strength in strengths.values() if strength)
    most = [
        say_count(
            "{size} on {count} link",
            "{size} on {count} links",
            count,
            language,
            size=say_number(size, language, "g"),
        )
        for size, count in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SIZES]
    ]
    if len(sizes) > _MOST_SIZES:
        most.append(say("and {count} other sizes", language, count=len(sizes) - _MOST_SIZES))
    return ", ".join(most) or say("none", language)


def _half_year(times: Floats, levels: Floats, language: str) -> Formatted | None:
    from digisys.simulation.timing import first_reaching

    at = int(first_reaching(levels[:, None, None], 0.5)[0, 0])
    return None if at < 0 else Formatted.numbers([float(times[at])], language, ".1f")


def simulate_once(
    model: Model,
    scenario: ScenarioChoice = None,
    *,
    strengths: StrengthChoice = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Run:
    """Run a model once under a scenario, at the midpoints of all that is unknown.

    A stock moves towards what its causes support, ``dx/dt = (phi(sum of effects + push)
    - x) / tau``; an auxiliary follows at once, ``x = phi(sum of effects + push)``; the
    effect of a link is sign times strength times the level of its source, some time ago
    if the link has a delay. See Sterman (2000), Business Dynamics, chapters 5 to 8.

    Parameters
    ----------
    model
        The model.
    scenario
        What is done to it: the name of a bundled scenario, the path of a scenario file, or
        a :class:`~digisys.schema.Scenario`; nothing when absent.
    strengths
        How strong links are: ``classes``, ``uniform``, a range, or by link (see
        :class:`~digisys.uncertainty.strengths.Strengths`); a single run takes the middle.
    settings
        Dynamics, method, years and known values; conventions when absent.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Run
        Levels and flows at every step.

    Raises
    ------
    QuestionError
        If there is no such scenario, or a setting is not possible.
    ModelError
        If the scenario does not fit the model.
    AlgebraicLoopError
        If a feedback loop holds neither a stock nor a delay.
    StepError
        If the step is too long for the fastest stock or delay, or does not divide the span.
    NonFiniteError
        If a level left the finite numbers.

    Examples
    --------
    >>> import digisys
    >>> run = simulate_once(digisys.load("digikompassi"), "leadership-push")
    >>> run.levels.shape
    (113, 42)
    """
    experiment = Experiment.of(
        model,
        scenario,
        settings=Settings.of(settings, strengths),
        evidence=evidence,
        certainty=certainty,
    )
    weights, rates = experiment.midpoint()
    with np.errstate(over="ignore", invalid="ignore"):
        paths = integrate(experiment.program, weights, rates, details=True)
    check_finite(experiment.program, experiment.system.variables, paths.levels, 1)
    return Run.of(experiment, paths)
