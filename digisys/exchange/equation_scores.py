"""Which feedback loops drive a model with equations, by an engine that is made for them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Share, Table
from digisys.errors import QuestionError, SimulationError
from digisys.exchange.equations import Equations, change_title, changes_of, open_equations
from digisys.exchange.texts import name_key
from digisys.simulation.wording import spark
from digisys.words import N_, Message, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EquationScores", "ScoredLoop", "ScoredRun", "score_equations"]

#: What a loop does over a run, by the engine's sign for it.
_KINDS = {
    "R": "reinforcing",
    "B": "balancing",
    "Rux": "mostly-reinforcing",
    "Bux": "mostly-balancing",
    "U": "changing",
}
_KIND_WORDS = {
    "reinforcing": N_("reinforcing"),
    "balancing": N_("balancing"),
    "mostly-reinforcing": N_("mostly reinforcing"),
    "mostly-balancing": N_("mostly balancing"),
    "changing": N_("sometimes reinforcing, sometimes balancing"),
}
#: Loops under this share of all change, and periods after so many, are not shown to people.
_LEAST_SHOWN, _MOST_PERIODS = 0.001, 4
#: Scores that are the same to so many decimals are a tie, in which the first loop leads.
_TIE_DECIMALS = 6


@dataclass(frozen=True)
class ScoredLoop:
    """A feedback loop of a model with equations.

    Attributes
    ----------
    name
        The engine's name, such as ``r1``.
    label
        Its variables as the file writes them, in causal order.
    variables
        The same, as the engine has them; flows that the engine adds are among them.
    kind
        What it did during the run: ``reinforcing``, ``balancing``, ``mostly-reinforcing``,
        ``mostly-balancing`` or ``changing``.
    group
        Number of its group of stocks that feed back on each other, from 0.
    """

    name: str
    label: str
    variables: tuple[str, ...]
    kind: str
    group: int


@dataclass(frozen=True, eq=False)
class ScoredRun:
    """The loops of one run and their scores.

    Attributes
    ----------
    changed
        The constants that the run changes, with their values.
    loops
        The loops.
    relative
        Relative loop scores, -1 to 1, by time and loop: the share of a loop in all change
        within its group; above 0 where it reinforces.
    """

    changed: Mapping[str, float]
    loops: tuple[ScoredLoop, ...]
    relative: npt.NDArray[np.float64]

    @cached_property
    def leading(self) -> npt.NDArray[np.bool_]:
        """Whether a loop has the largest score of its group, by time and loop."""
        size = np.abs(self.relative).round(_TIE_DECIMALS)
        out = np.zeros(size.shape, dtype=bool)
        for members in self.groups.values():
            part = size[:, members]
            moved = np.flatnonzero(part.max(axis=1) > 0)
            out[moved, np.array(members)[part[moved].argmax(axis=1)]] = True
        return out

    @property
    def groups(self) -> dict[int, list[int]]:
        """Positions of the loops of each group of stocks that feed back on each other."""
        found: dict[int, list[int]] = {}
        for at, loop in enumerate(self.loops):
            found.setdefault(loop.group, []).append(at)
        return found


@dataclass(frozen=True, eq=False, repr=False)
class EquationScores(Answer):
    """Loop scores of a model with equations.

    Attributes
    ----------
    path
        The file.
    engine
        The engine and its version, such as ``pysimlin 0.8.5``.
    unit
        Unit of time as the file has it; empty when it tells none.
    start
        When the runs begin.
    times
        Ends of the steps whose change is scored, in that unit.
    groups
        The stocks of each group that feed back on each other.
    runs
        The runs, one a value of a sweep.
    truncated
        Whether there are more loops than were scored.
    """

    path: str
    engine: str
    unit: str
    start: float
    times: npt.NDArray[np.float64]
    groups: tuple[tuple[str, ...], ...]
    runs: tuple[ScoredRun, ...]
    truncated: bool = False

    def run_title(self, run: int, language: str = "en") -> str:
        """Say what a run changes."""
        return change_title(self.runs[run].changed, language)

    def periods(self, run: int, loop: int) -> tuple[tuple[float, float], ...]:
        """Return from when to when a loop has the largest score of its group.

        Parameters
        ----------
        run, loop
            Positions of the run and of the loop in it.

        Returns
        -------
        tuple
            Pairs of start and end, in the unit of the file.
        """
        leads = self.runs[run].leading[:, loop]
        starts = np.concatenate(([self.start], self.times[:-1]))
        edges = [0, *(np.flatnonzero(np.diff(leads)) + 1).tolist(), len(leads)]
        return tuple(
            (float(starts[first]), float(self.times[last - 1]))
            for first, last in pairwise(edges)
            if leads[first]
        )

    def table(self, language: str | None = None) -> Table:
        """Return the loops of each run, group by group, those that drive it most first."""
        return self._rows(language or "en", compact=False)

    def shown(self, language: str | None = None) -> Table:
        """Return the same rows for a terminal: without peaks, and groups only if several."""
        return self._rows(language or "en", compact=True)

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the same rows as in a terminal."""
        return self.shown(language)

    def _rows(self, language: str, *, compact: bool) -> Table:
        several = len(self.runs) > 1 or not compact
        grouped = len(self.groups) > 1 or not compact
        heads = [*([N_("Run")] if several else []), N_("Loop"), N_("Kind"), N_("Of change")]
        heads += [N_("Leads"), N_("When it leads")]
        heads += [] if compact else [N_("Peak"), N_("Over time")]
        heads += [N_("Group")] if grouped else []
        rows: list[tuple[Cell, ...]] = []
        for number, run in enumerate(self.runs):
            share, leads = self._shares(run)
            order = sorted(
                range(len(run.loops)), key=lambda at: (run.loops[at].group, -share[at], at)
            )
            for at in order:
                loop = run.loops[at]
                if compact and share[at] < _LEAST_SHOWN:
                    continue
                size = np.abs(run.relative[:, at])
                peak: list[Cell] = [] if compact else [Share(size.max()), spark(size, width=12)]
                told: tuple[Cell, ...] = (
                    *([self.run_title(number, language)] if several else []),
                    loop.label,
                    say(_KIND_WORDS[loop.kind], language),
                    Share(share[at], 1),
                    *self._lead(number, at, float(leads[at]), language, compact=compact),
                    *peak,
                    *([self.group_label(loop.group)] if grouped else []),
                )
                rows.append(told)
        caption = say("{title}: loops that drive it", language, title=self.path)
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    @staticmethod
    def _shares(run: ScoredRun) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the share of change of each loop, and how much of the time it leads."""
        share, leads = np.zeros(len(run.loops)), np.zeros(len(run.loops))
        size = np.abs(run.relative)
        for members in run.groups.values():
            moved = size[:, members].sum(axis=1) > 0
            if moved.any():
                share[members] = size[moved][:, members].mean(axis=0)
                leads[members] = run.leading[moved][:, members].mean(axis=0)
        return share, leads

    def _lead(
        self, run: int, loop: int, share: float, language: str, *, compact: bool
    ) -> tuple[Cell, Cell]:
        """Tell how much of the time a loop leads, and when; one that is alone leads nobody."""
        if self._is_alone(run, loop):
            return say("alone", language), None
        periods = self.periods(run, loop)
        style = f".{self._decimals}f" if compact else "g"
        ends = [tuple(say_number(each, language, style) for each in period) for period in periods]
        # A moment too short to be told apart at this scale is left out for people.
        told = ["–".join(pair) for pair in ends if not compact or pair[0] != pair[1]]
        if compact and len(told) > _MOST_PERIODS:
            told = [*told[:_MOST_PERIODS], "…"]
        return Share(share) if share else None, ", ".join(told) or None

    def _is_alone(self, run: int, loop: int) -> bool:
        found = self.runs[run]
        return len(found.groups[found.loops[loop].group]) == 1

    @property
    def _decimals(self) -> int:
        """Decimals of a moment of which a run has some hundreds: 1 of a run of 50 years."""
        return max(0, 2 - floor(log10(max(self.times[-1] - self.start, 1e-6))))

    def group_label(self, group: int) -> str:
        """Name a group by its number and its stocks.

        Where the engine keeps the stock to itself, as that of a smoothed value, the first
        variable of its first loop stands for it.
        """
        stocks = self.groups[group]
        if not stocks:
            loop = next(each for each in self.runs[0].loops if each.group == group)
            stocks = (loop.label.partition(" → ")[0],)
        return f"{group + 1}: {', '.join(stocks[:2])}{', …' if len(stocks) > 2 else ''}"

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the times, the engine, and what shares mean."""
        language = language or "en"
        ends = "–".join(
            say_number(float(moment), language, "g") for moment in (self.start, self.times[-1])
        )
        pairs = [
            (say("Time", language), f"{ends} {self.unit}".rstrip()),
            (say("Computed by", language), self.engine),
        ]
        text = say(
            "share of all change that loops account for within a group of stocks that feed "
            "back on each other (Loops That Matter); the flow of a stock that its level steers "
            "is a loop too",
            language,
        )
        pairs.append((say("Of change", language), text))
        if any(self._is_alone(0, at) for at in range(len(self.runs[0].loops))):
            text = say(
                "a loop that is alone has nobody in its group to lead: its share says nothing of "
                "other groups",
                language,
            )
            pairs.append((say("Alone", language), text))
        if self.truncated:
            text = say("there are more loops than were scored", language)
            pairs.append((say("Left out", language), text))
        return tuple(pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as plain data."""
        return {
            "path": self.path,
            "engine": self.engine,
            "unit": self.unit,
            "truncated": self.truncated,
            "groups": [
                {"group": number, "stocks": list(stocks)}
                for number, stocks in enumerate(self.groups)
            ],
            "times": self.times.tolist(),
            "runs": [
                {"changed": dict(run.changed), "loops": self._loops_of(number)}
                for number, run in enumerate(self.runs)
            ],
        }

    def _loops_of(self, number: int) -> list[dict[str, Any]]:
        run = self.runs[number]
        share, leads = self._shares(run)
        return [
            {
                "name": loop.name,
                "label": loop.label,
                "variables": list(loop.variables),
                "kind": loop.kind,
                "group": loop.group,
                "alone": self._is_alone(number, at),
                "of_change": float(share[at]),
                "leads": float(leads[at]),
                "periods": [list(period) for period in self.periods(number, at)],
                "relative": run.relative[:, at].tolist(),
            }
            for at, loop in enumerate(run.loops)
        ]

    def to_frame(self, run: int = 0) -> pd.DataFrame:
        """Return the relative scores of a run: a row a time, a column a loop by its label."""
        import pandas as pd

        index = pd.Index(self.times, name="time")
        found = self.runs[run]
        return pd.DataFrame(found.relative, index=index, columns=[x.label for x in found.loops])


def score_equations(
    path: str | os.PathLike[str],
    *,
    constants: Mapping[str, float] | None = None,
    sweep: Mapping[str, Sequence[float]] | None = None,
) -> EquationScores:
    """Ask which feedback loops drive a model of Vensim or XMILE, and when.

    pysimlin (the extra ``engines``) runs the equations and scores each loop by the method
    Loops That Matter [1]_: the score of a link is the share of its target's change that its
    source accounts for, that of a loop the product of its links' scores, and its relative
    score its share among all loops of the stocks that feed back on each other. A score is
    dated at the end of the step whose change it measures.

    Parameters
    ----------
    path
        The file; nothing beside it is read.
    constants
        New values of constants, by name.
    sweep
        One constant and the values that it takes, a run each.

    Returns
    -------
    EquationScores
        Loops and their scores over time; the same input gives the same values.

    Raises
    ------
    MissingPackageError
        If pysimlin is not installed.
    QuestionError
        If the file has no equations or no feedback loop, or the engine cannot run them, or too
        much is asked.
    UnknownNameError
        If the model has no such constant.
    SimulationError
        If a score leaves the finite numbers.

    References
    ----------
    .. [1] W. Schoenberg, P. Davidsen & R. Eberlein (2020), Understanding model behavior using
       the Loops that Matter method, System Dynamics Review 36(2), doi:10.1002/sdr.1658.

    Examples
    --------
    >>> scores = score_equations("arms.xmile", constants={"lead": 2})  # doctest: +SKIP

    A map without equations cannot be run:

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "map.txt")
    ...     _ = file.write_text("Trust + Use of services")
    ...     try:
    ...         score_equations(file)
    ...     except QuestionError as error:
    ...         print(error.cure)
    Give a model of Vensim (.mdl) or XMILE (.xmile, .stmx).
    """
    equations = open_equations(path)
    model = equations.engine.model
    changes = changes_of(equations.engine, constants or {}, sweep or {})
    found = [_loops_of(equations, changed) for changed in changes]
    loops, truncated = found[0]
    if not loops:
        raise QuestionError(
            Message("{path} has no feedback loop with a stock.", {"path": equations.path}),
            Message("Leave out the scores; its variables can still be run."),
        )
    times = model.run(overrides=changes[0], analyze_loops=False).results.index.to_numpy(float)
    numbers = _group_numbers(loops)
    runs = tuple(
        _scored(equations, changed, each, numbers)
        for changed, (each, _) in zip(changes, found, strict=True)
    )
    return EquationScores(
        equations.path, equations.engine.name, model.time_spec.units or "", float(times[0]),
        times[1:], _stocks(equations, runs[0]), runs, truncated,
    )  # fmt: skip


def _loops_of(equations: Equations, changed: Mapping[str, float]) -> tuple[Sequence[Any], bool]:
    """Return the loops of a run as the engine has them, and whether there are more."""
    import simlin

    model, name = equations.engine.model, equations.engine.name
    with warnings.catch_warnings():
        # That there are too many loops to list them first is told below.
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            run = model.run(overrides=dict(changed), analyze_loops=True)
        except simlin.SimlinError as error:
            raise _no_scores(name, equations.path, str(error)) from None
    if run.ltm_mode != "discovery":
        found, truncated = run.loops, False
    elif changed:
        raise QuestionError(
            Message("{path} has so many loops that they are scored only as the file is.",
                    {"path": equations.path}),
            Message("Change the constants in the file itself."),
        )  # fmt: skip
    else:
        analysis = model.analyze()
        if analysis.analysis_error is not None:
            raise _no_scores(name, equations.path, analysis.analysis_error)
        found = analysis.loops
        truncated = not analysis.enumeration_complete or analysis.agg_recovery_truncated
        truncated = truncated or analysis.retained_loops > len(found)
    if any(loop.behavior_time_series is None for loop in found):
        raise _no_scores(name, equations.path, "LTM")
    return found, truncated


def _no_scores(engine: str, path: str, why: str) -> QuestionError:
    return QuestionError(
        Message("{engine} cannot score the loops of {path}: {why}",
                {"engine": engine, "path": path, "why": why}),
        Message("Leave out the scores; its variables can still be run."),
    )  # fmt: skip


def _group_numbers(loops: Sequence[Any]) -> Mapping[str, int]:
    """Return the number of the group of each loop; one inside a module has its own."""
    keys = {loop.id: (loop.id if loop.partition is None else loop.partition) for loop in loops}
    place = {key: number for number, key in enumerate(dict.fromkeys(keys.values()))}
    return {name: place[key] for name, key in keys.items()}


def _scored(
    equations: Equations, changed: Mapping[str, float], loops: Sequence[Any],
    numbers: Mapping[str, int],
) -> ScoredRun:  # fmt: skip
    """Return the loops of a run with their scores; the first moment has no change to share."""
    relative = np.stack([loop.behavior_time_series[1:] for loop in loops], axis=1)
    if not np.isfinite(relative).all():
        bad = loops[int(np.argwhere(~np.isfinite(relative))[0][1])]
        raise SimulationError(
            Message("The score of the loop {name} leaves the finite numbers during the run.",
                    {"name": _label(equations, bad.variables)}),
            Message("Look at its equations, or take a smaller time step in the file."),
        )  # fmt: skip
    scored = tuple(
        ScoredLoop(
            loop.id,
            _label(equations, loop.variables),
            tuple(loop.variables),
            _KINDS[str(loop.polarity)],
            numbers[loop.id],
        )
        for loop in loops
    )
    return ScoredRun(changed, scored, relative)


def _label(equations: Equations, variables: Sequence[str]) -> str:
    """Name a loop by its variables that the file has; flows that the engine adds are left out."""
    named = [equations.label(name) for name in variables]
    return " → ".join(name for name in named if name) or " → ".join(variables)


def _stocks(equations: Equations, run: ScoredRun) -> tuple[tuple[str, ...], ...]:
    """Return the stocks of each group of loops."""
    stocks = equations.engine.stocks
    return tuple(
        tuple(
            equations.label(name) or name
            for name in dict.fromkeys(name for at in members for name in run.loops[at].variables)
            if name_key(name.partition("[")[0]) in stocks
        )
        for members in run.groups.values()
    )
