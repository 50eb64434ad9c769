"""A model made ready to run: its equations, its moments and its arrays."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from digisys.answers.times import Duration
from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.io.scenarios import scenario_for
from digisys.schema import Model, Scenario
from digisys.simulation.integrate.program import (
    Floats,
    Program,
    check_step,
    compile_program,
    shortest_time,
)
from digisys.simulation.system.options import Clock, Settings, make_clock
from digisys.simulation.system.stock_flow import System, build_system
from digisys.uncertainty.options import Draws
from digisys.uncertainty.posterior import Posterior
from digisys.uncertainty.sampling import DrawTable
from digisys.words import Message

__all__ = ["Experiment", "ScenarioChoice", "draws_of"]

#: A scenario, the name of a bundled one, the path of a scenario file, or none.
ScenarioChoice = Scenario | str | Path | None


@dataclass(frozen=True)
class Experiment:
    """A system with the moments and arrays of its runs.

    Attributes
    ----------
    system
        The equations.
    settings
        How it is run.
    evidence, certainty
        The view, as it was asked for.
    clock
        The moments.
    program
        The arrays.
    """

    system: System
    settings: Settings
    evidence: EvidenceChoice
    certainty: CertaintyChoice
    clock: Clock = field(repr=False)
    program: Program = field(repr=False)

    @classmethod
    def of(
        cls,
        model: Model,
        scenario: ScenarioChoice = None,
        *,
        settings: Settings | None = None,
        evidence: EvidenceChoice = None,
        certainty: CertaintyChoice = "explicit",
        beside: Sequence[ScenarioChoice] = (),
    ) -> Experiment:
        """Make a model under a scenario ready to run.

        The parameters and errors are those of :func:`digisys.simulate`. A step that is
        refused is answered with one that suits the scenarios `beside` it too.
        """
        settings = (settings or Settings()).for_model(model)
        kinds = evidence if evidence is None or isinstance(evidence, str) else tuple(evidence)
        found = scenario_for(model, scenario)
        system = build_system(model, found, settings=settings, evidence=kinds, certainty=certainty)
        shortest = [shortest_time(system)]
        for other in beside:
            others = scenario_for(model, other)
            shortest.append(
                shortest_time(
                    build_system(
                        model,
                        others,
                        settings=settings,
                        evidence=kinds,
                        certainty=certainty,
                        beside=system,
                    )
                )
            )
        longest, what = min(shortest, key=lambda item: item[0])
        clock = make_clock(model, settings.start, settings.end, settings.step, longest)
        check_step(longest, what, clock)
        _check_years(found, clock)
        program = compile_program(system, clock, settings.method)
        return cls(system, settings, kinds, certainty, clock, program)

    def under(self, scenario: ScenarioChoice) -> Experiment:
        """Return the same model, settings and view under another scenario.

        Where neither scenario touches the links, all but what the scenarios do is shared.
        """
        found = scenario_for(self.model, scenario)
        system = build_system(
            self.model,
            found,
            settings=self.settings,
            evidence=self.evidence,
            certainty=self.certainty,
            beside=self.system,
        )
        _check_years(found, self.clock)
        shared = system.arcs is self.system.arcs
        program = (
            self.program.under(system)
            if shared
            else compile_program(system, self.clock, self.settings.method)
        )
        return replace(self, system=system, program=program)

    @property
    def model(self) -> Model:
        """The model."""
        return self.system.model

    @property
    def scenario(self) -> Scenario | None:
        """The scenario, if any."""
        return self.system.scenario

    @property
    def posterior(self) -> Posterior | None:
        """What observations have narrowed, unless the settings know better."""
        found = self.settings.known_strengths.posterior
        return found and found.without(self.settings.inertias)

    def middle(self) -> Floats:
        """Return the draw of one run, by key: the middles of ranges, and every link there."""
        means = self.posterior.middle if self.posterior else {}
        shares = np.zeros((len(self.system.draw_keys), 1))
        for row, unknown in enumerate(self.system.unknowns):
            shares[row] = means.get(unknown.key, 0.5)
        return shares

    def midpoint(self) -> tuple[Floats, Floats]:
        """Return strengths and rates at the midpoints of all ranges, for one sample.

        A link that may be absent is there, unless its chance is 0.
        """
        return self.program.parameters(self.middle())

    def draw_table(self, draws: Draws) -> DrawTable:
        """Return the draws of all that is unknown."""
        return draws_of([self], draws)

    def parameters(self, table: DrawTable, start: int, stop: int) -> tuple[Floats, Floats]:
        """Return the strengths of arcs and the rates of stocks in some draws.

        Parameters
        ----------
        table
            The draws, of this experiment or of several.
        start, stop
            The first draw, a multiple of 16, and the one after the last.

        Returns
        -------
        ndarray, ndarray
            As :meth:`Program.parameters` gives them.
        """
        shares = table.block(start, stop)
        keys = self.system.draw_keys
        if keys != table.keys:
            rows = {key: row for row, key in enumerate(table.keys)}
            shares = shares[[rows[key] for key in keys]]
        return self.program.parameters(shares)

    def to_dict(self) -> dict[str, Any]:
        """Return all that is needed to make it again, as plain data."""
        evidence = self.evidence
        posterior = self.settings.known_strengths.posterior
        narrowed = {} if posterior is None else {"posterior": posterior.to_dict()}
        return {
            "model": self.model.model_dump(mode="json", by_alias=True),
            "scenario": self.scenario and self.scenario.model_dump(mode="json", by_alias=True),
            "settings": self.settings.to_dict(),
            "evidence": evidence
            if evidence is None or isinstance(evidence, str)
            else list(evidence),
            "certainty": self.certainty,
            **narrowed,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Experiment:
        """Make an experiment from plain data."""
        scenario = data["scenario"]
        settings = Settings.from_dict(data["settings"])
        if "posterior" in data:
            posterior = Posterior.from_dict(data["posterior"])
            strengths = replace(settings.known_strengths, posterior=posterior)
            settings = replace(settings, strengths=strengths)
        return cls.of(
            Model.model_validate_json(json.dumps(data["model"])),
            scenario and Scenario.model_validate_json(json.dumps(scenario)),
            settings=settings,
            evidence=data["evidence"],
            certainty=data["certainty"],
        )

    def fingerprint(self) -> str:
        """Return a short text that differs whenever anything in the experiment does."""
        text = json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def draws_of(experiments: Iterable[Experiment], draws: Draws) -> DrawTable:
    """Return the draws of all that is unknown to some experiments, each once."""
    experiments = tuple(experiments)
    systems = {id(item.system.unknowns): item.system for item in experiments}
    keys = dict.fromkeys(key for system in systems.values() for key in system.draw_keys)
    posterior = experiments[0].posterior
    return DrawTable(tuple(keys), draws.count, draws.seed, draws.sampler, posterior)


def _check_years(scenario: Scenario | None, clock: Clock) -> None:
    for item in scenario.interventions if scenario else ():
        if item.start >= clock.end:
            raise QuestionError(
                Message(
                    "The scenario has an intervention that begins in {year}, after the end of "
                    "the run in {end}.",
                    {"year": f"{item.start:g}", "end": f"{clock.end:g}"},
                )
                if clock.unit == "years"
                else Message(
                    "The scenario has an intervention that begins at {time}, after the end of "
                    "the run at {end}.",
                    {
                        "time": Duration(item.start, clock.unit),
                        "end": Duration(clock.end, clock.unit),
                    },
                ),
                Message("Correct the year, or run to a later end.")
                if clock.unit == "years"
                else Message("Correct the start, or run to a later end."),
            )
