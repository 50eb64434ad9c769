"""The answer to which loops drive what: scores over time, leaders and periods."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.answers.answer import Answer
from digisys.answers.table import Cell, Share, Table
from digisys.answers.times import time_column
from digisys.errors import UnknownNameError
from digisys.graph.labels import short_label
from digisys.schema import Model
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.simulation.wording import scenario_title, spark, strength_notes
from digisys.uncertainty.sampling import DrawTable
from digisys.words import N_, Message, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Dominance", "DrivingLoop", "Period"]

#: Unnamed loops under this share of all change are told together.
_LEAST_SHARE = 0.01
#: Years from which a period is told in words.
_SHORTEST_PERIOD = 0.25
#: So many variables of an unnamed loop are spelt out.
_LONGEST_COURSE = 5

_KINDS = {**KIND_WORDS, "erosion": N_("erosion")}


@dataclass(frozen=True)
class DrivingLoop:
    """A loop that is scored.

    Attributes
    ----------
    name, instance
        The declared loop and cycle that it is, such as ``R1`` and ``R1a``; None if unnamed.
    kind
        ``reinforcing``, ``balancing``, ``unknown``, or ``erosion``: a stock and its own
        outflow.
    variables
        Ids in causal order, the smallest first.
    links
        The links, in the same order; none for erosion.
    group
        Number of its group of stocks that feed back on each other.
    also
        Further names under which the same cycle is declared, as loop and cycle.
    """

    name: str | None
    instance: str | None
    kind: str
    variables: tuple[str, ...]
    links: tuple[str, ...]
    group: int
    also: tuple[tuple[str, str], ...] = ()

    @property
    def entry(self) -> str:
        """What it is counted under: the declared loop, ``erosion``, or its own course.

        A declared loop of the name ``erosion`` is ``loop:erosion``.
        """
        if self.kind == "erosion":
            return f"erosion:{self.group}" if self.group else "erosion"
        if self.name == "erosion":
            return "loop:erosion"
        return self.name or " → ".join(self.variables) + self.mark

    @property
    def mark(self) -> str:
        """Which links it takes, where several run between the same two: ``" (a->b#2)"``."""
        links = [link for link in self.links if "#" in link]
        return f" ({', '.join(links)})" if links else ""


@dataclass(frozen=True)
class Period:
    """A time in which one entry leads.

    Attributes
    ----------
    start, end
        Years.
    entry
        What leads: a declared loop or the course of an unnamed one.
    """

    start: float
    end: float
    entry: str


@dataclass(frozen=True, eq=False, repr=False)
class Dominance(Answer):
    """Scores of loops over time.

    Attributes
    ----------
    experiment
        What was run.
    draws
        The draws of an ensemble; None for a single run.
    times
        Ends of the steps scored, in years; shape ``(steps,)``.
    loops
        The loops, declared ones first, then unnamed ones, then erosion.
    links
        The links, as ``link_scores`` has them.
    link_scores, loop_scores
        Scores by step, and by link or loop; of a single run only.
    relative
        Relative loop scores, -1 to 1, by step and loop; means of an ensemble.
    bands
        Relative scores by quantile (5, 25, 50, 75, 95 %), step and entry: instances of a
        declared loop are added up, and so is erosion.
    leading
        Share of draws in which an entry has the largest score, by step and entry; erosion
        never leads.
    truncated
        Whether there are more loops than were scored.
    """

    experiment: Experiment = field(repr=False)
    draws: DrawTable | None = field(repr=False)
    times: Floats = field(repr=False)
    loops: tuple[DrivingLoop, ...] = field(repr=False)
    links: tuple[str, ...] = field(repr=False)
    link_scores: Floats | None = field(repr=False)
    loop_scores: Floats | None = field(repr=False)
    relative: Floats = field(repr=False)
    bands: Floats = field(repr=False)
    leading: Floats = field(repr=False)
    truncated: bool

    @property
    def model(self) -> Model:
        """The model."""
        return self.experiment.model

    @property
    def entries(self) -> tuple[str, ...]:
        """What scores are told for: declared loops, unnamed loops, erosion."""
        return tuple(self.entry_rows())

    def entry_rows(self) -> dict[str, list[int]]:
        """Return the positions of the loops of each entry."""
        rows: dict[str, list[int]] = {}
        for position, loop in enumerate(self.loops):
            rows.setdefault(loop.entry, []).append(position)
        return rows

    def entry_groups(self) -> dict[int, list[int]]:
        """Return, for each group, the positions of the entries that may lead it."""
        groups: dict[int, list[int]] = {}
        for position, rows in enumerate(self.entry_rows().values()):
            loop = self.loops[rows[0]]
            if loop.kind != "erosion":
                groups.setdefault(loop.group, []).append(position)
        return groups

    def course(self, entry: str) -> Floats:
        """Return the median relative score of an entry over time.

        Parameters
        ----------
        entry
            A declared loop (``R1``), a course as in ``entries``, or ``erosion``.

        Returns
        -------
        ndarray
            From -1 to 1; shape ``(steps,)``.
        """
        if entry not in self.entries:
            raise UnknownNameError(
                entry,
                (),
                Message("Choose one of: {names}.", {"names": ", ".join(self.entries[:8])}),
            )
        row: Floats = self.bands[2, :, self.entries.index(entry)]
        return row

    def leaders(self, start: float | None = None, end: float | None = None) -> tuple[str, ...]:
        """Return the entries by how large their scores are over some years, erosion left out.

        Parameters
        ----------
        start, end
            Years; the whole run when absent.

        Returns
        -------
        tuple of str
            Entries with a score, the largest first.
        """
        size = np.abs(self.bands[2][self._between(start, end)]).mean(axis=0)
        candidates = [row for members in self.entry_groups().values() for row in members]
        order = sorted(candidates, key=lambda row: (-size[row], row))
        return tuple(self.entries[row] for row in order if size[row] > 0)

    def _between(self, start: float | None, end: float | None) -> slice:
        first = 0 if start is None else int(np.searchsorted(self.times, start))
        last = None if end is None else int(np.searchsorted(self.times, end, side="right"))
        return slice(first, last)

    def periods(self) -> tuple[Period, ...]:
        """Return who leads when, group by group; steps in which nothing moves are left out."""
        found: list[Period] = []
        step = self.experiment.clock.step
        for members in self.entry_groups().values():
            part = self.leading[:, members]
            best = np.where(part.max(axis=1) > 0, part.argmax(axis=1), -1)
            edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
            found += [
                Period(
                    float(self.times[first] - step),
                    float(self.times[last - 1]),
                    self.entries[members[int(best[first])]],
                )
                for first, last in pairwise(edges)
                if best[first] >= 0
            ]
        return tuple(found)

    def polarity(self) -> Floats:
        """Return how far each group is driven by reinforcing or balancing loops.

        Returns
        -------
        ndarray
            By step and group: the sum of relative scores, from -1 (all balancing) to 1
            (all reinforcing).
        """
        numbers = sorted({loop.group for loop in self.loops})
        groups = np.array([loop.group for loop in self.loops])
        return np.stack([self.relative[:, groups == number].sum(axis=1) for number in numbers], 1)

    def entry_label(self, entry: str, language: str) -> str:
        """Name an entry in a language."""
        members = [self.loops[row] for row in self.entry_rows()[entry]]
        loop = members[0]
        if loop.kind == "erosion":
            return self._erosion_label(members, language)
        if loop.name is not None:
            declared = self.model.loops[loop.name]
            label = f"{loop.name} {(declared.short_label or declared.label).text(language)}"
            others = [instance for member in members for _, instance in member.also]
            if not others:
                return label
            return say("{name} (also {others})", language, name=label, others=", ".join(others))
        names = [short_label(self.model, name, language) for name in loop.variables]
        if len(names) <= _LONGEST_COURSE or self._seems_another(loop):
            return " → ".join(names) + loop.mark
        shown = " → ".join([*names[: _LONGEST_COURSE - 2], "…", names[-1]])
        count = say_count("{count} variable", "{count} variables", len(names), language)
        return f"{shown} ({count}){loop.mark}"

    def _erosion_label(self, members: list[DrivingLoop], language: str) -> str:
        """Name erosion; by the stocks of its group where there are several groups."""
        label = say("Erosion of stocks", language)
        if len(self.entry_groups()) == 1:
            return label
        names = [short_label(self.model, item.variables[0], language) for item in members]
        shown = ", ".join(names[:_LONGEST_COURSE])
        return f"{label}: {shown}{', …' if len(names) > _LONGEST_COURSE else ''}"

    def _seems_another(self, loop: DrivingLoop) -> bool:
        """Tell whether another loop would read the same with its middle left out."""
        shown = _ends(loop.variables)
        return sum(item.name is None and _ends(item.variables) == shown for item in self.loops) > 1

    def table(self, language: str | None = None) -> Table:
        """Return the entries with a score, the largest first."""
        language = language or self.model.default_language
        heads = (N_("Loop"), N_("Kind"), N_("Of change"), N_("Peak"), N_("Leads"), N_("Course"))
        rows: list[tuple[Cell, ...]] = []
        middle = self.bands[2]
        size = np.abs(middle)
        moved = size.sum(axis=1) > 0
        share = size[moved].mean(axis=0) if moved.any() else size[:0].sum(axis=0)
        members = self.entry_rows()
        small: list[int] = []
        for row in sorted(range(len(self.entries)), key=lambda at: (-share[at], at)):
            entry = self.entries[row]
            if share[row] <= 0:
                continue
            if share[row] < _LEAST_SHARE and self.loops[members[entry][0]].name is None:
                small.append(row)
                continue
            lead = self.leading[moved, row].mean()
            rows.append(
                (
                    self.entry_label(entry, language),
                    say(_KINDS[self.loops[members[entry][0]].kind], language),
                    Share(share[row], 1),
                    Share(size[:, row].max()),
                    Share(lead) if lead else None,
                    spark(middle[:, row], width=12),
                )
            )
        if small:
            rest = say_count(
                "{count} more unnamed loop", "{count} more unnamed loops", len(small), language
            )
            rows.append((rest, None, Share(share[small].sum(), 1), None, None, None))
        title = scenario_title(self.experiment.scenario, language)
        caption = say("{title}: loops that drive it", language, title=title)
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return who leads when and what shares mean, as pairs of heading and text."""
        language = language or self.model.default_language
        pairs = []
        long = [item for item in self.periods() if item.end - item.start >= _SHORTEST_PERIOD]
        for period in long[:6]:
            years = "–".join(
                say_number(year, language, ".1f") for year in (period.start, period.end)
            )
            pairs.append((years, self.entry_label(period.entry, language)))
        if self.draws is not None:
            text = say_count("{count} draw", "{count} draws", self.draws.samples, language)
            pairs.append((say("Draws", language), text))
        pairs += strength_notes(self.experiment, language)
        if self.truncated:
            text = say("there are more loops than were scored", language)
            pairs.append((say("Left out", language), text))
        text = say(
            "share of all change that loops account for within a group of stocks that feed "
            "back on each other (Loops That Matter); erosion is each stock's own way back to "
            "what its causes support",
            language,
        )
        pairs.append((say("Of change", language), text))
        return tuple(pairs)

    def to_frame(self) -> pd.DataFrame:
        """Return median relative scores as a data frame: years by entries."""
        import pandas as pd

        index = pd.Index(self.times, name=time_column(self.model.time.unit))
        return pd.DataFrame(self.bands[2], index=index, columns=list(self.entries))

    def to_dict(self) -> dict[str, Any]:
        """Return the scores as plain data."""
        scenario = self.experiment.scenario
        return {
            "scenario": scenario.id if scenario else None,
            "view": self.experiment.system.view.to_dict(),
            "samples": self.draws.samples if self.draws else None,
            "truncated": self.truncated,
            "times": self.times.tolist(),
            "polarity": self.polarity().tolist(),
            "periods": [
                {"start": period.start, "end": period.end, "entry": period.entry}
                for period in self.periods()
            ],
            "entries": {
                entry: {
                    "relative": self.bands[2, :, row].tolist(),
                    "leading": self.leading[:, row].tolist(),
                }
                for row, entry in enumerate(self.entries)
            },
            "loops": [
                {
                    "instance": loop.instance,
                    "instances": [name for name in (loop.instance,) if name]
                    + [name for _, name in loop.also],
                    "kind": loop.kind,
                    "variables": list(loop.variables),
                    "relative": self.relative[:, row].tolist(),
                }
                for row, loop in enumerate(self.loops)
            ],
        }


def _ends(course: tuple[str, ...]) -> tuple[int, tuple[str, ...], str]:
    """Return what a long course is told by: its length, its first variables and its last."""
    return len(course), course[: _LONGEST_COURSE - 2], course[-1]
