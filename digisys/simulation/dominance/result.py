"""The answer to which loops drive what: scores over time, leaders and periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.analysis.loops.gain import Gain, gain_text
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.content import Content
from digisys.answers.table import Cell, Share, Table
from digisys.answers.times import Moment, time_column
from digisys.errors import UnknownNameError
from digisys.graph.labels import short_label
from digisys.schema import Model
from digisys.simulation.dominance.gains import gains_of_run
from digisys.simulation.dominance.histogram import ERROR
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.program import Floats
from digisys.simulation.wording import scenario_title, spark, strength_notes
from digisys.uncertainty.sampling import DrawTable
from digisys.words import N_, Counted, Message, Named, say, say_count, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Dominance", "DrivingLoop", "Period", "Presence", "entry_rows"]

#: Unnamed loops under this share of all change are told together.
_LEAST_SHARE = 0.01
#: Years from which a period is told in words.
_SHORTEST_PERIOD = 0.25
#: So many variables of an unnamed loop are spelt out.
_LONGEST_COURSE = 5
#: So many variables of a group are named.
_GROUP_NAMED = 2

#: So many of those that drive most are told as data.
_NAMED = 5

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
    leads
        Whether it may lead; erosion does not unless that was asked for.
    """

    name: str | None
    instance: str | None
    kind: str
    variables: tuple[str, ...]
    links: tuple[str, ...]
    group: int
    also: tuple[tuple[str, str], ...] = ()
    leads: bool = True

    @property
    def entry(self) -> str:
        """What it is counted under: the declared loop, ``erosion``, or its own course.

        A declared loop of the name ``erosion`` is ``loop:erosion``; erosion that may lead is
        counted by its stock, ``erosion:trust``.
        """
        if self.kind == "erosion":
            if self.leads:
                return f"erosion:{self.variables[0]}"
            return f"erosion:{self.group}" if self.group else "erosion"
        if self.name == "erosion":
            return "loop:erosion"
        return self.name or " → ".join(self.variables) + self.mark

    @property
    def mark(self) -> str:
        """Which links it takes, where several run between the same two: ``" (a->b#2)"``."""
        links = [link for link in self.links if "#" in link]
        return f" ({', '.join(links)})" if links else ""


def entry_rows(loops: Sequence[DrivingLoop]) -> dict[str, list[int]]:
    """Return the positions of the loops of each entry, in the order of the loops."""
    rows: dict[str, list[int]] = {}
    for position, loop in enumerate(loops):
        rows.setdefault(loop.entry, []).append(position)
    return rows


@dataclass(frozen=True)
class Period:
    """A time in which one entry leads.

    Attributes
    ----------
    start, end
        Years.
    entry
        What leads: a declared loop or the course of an unnamed one.
    group
        Number of the group of stocks that it leads in.
    """

    start: float
    end: float
    entry: str
    group: int = 0


@dataclass(frozen=True, eq=False, repr=False)
class Presence(Content):
    """How often loops exist whose links may be absent, and which way they work.

    Attributes
    ----------
    loops
        Share of draws in which all links of a loop exist; one entry a loop.
    reinforcing
        Share of those draws in which it is reinforcing, one entry a loop; NaN where it
        never exists.
    entries
        Share of draws in which an entry (a declared loop with all its cycles, or an unnamed
        loop) exists.
    sizes
        Mean size of an entry's relative score over all draws, by step and entry; 0 in a draw
        in which it does not exist.
    """

    loops: Floats
    reinforcing: Floats
    entries: Floats
    sizes: Floats


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
        Share of draws in which an entry has the largest score among those that share
        feedback with it, by step and entry; erosion leads only if that was asked for.
    truncated
        Whether there are more loops than were scored.
    presence
        How often loops exist and which way they work, where links of them may be absent or
        have no known sign; None where draws do not differ in that.
    exact
        Whether bands are exact; if not, they are within 0.0005 of a score of that rank.
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
    presence: Presence | None = field(default=None, repr=False)
    exact: bool = True

    @property
    def model(self) -> Model:
        """The model."""
        return self.experiment.model

    @property
    def entries(self) -> tuple[str, ...]:
        """What scores are told for: declared loops, unnamed loops, erosion."""
        return self._entries

    @cached_property
    def _entries(self) -> tuple[str, ...]:
        return tuple(self._entry_rows)

    def entry_rows(self) -> dict[str, list[int]]:
        """Return the positions of the loops of each entry."""
        return self._entry_rows

    @cached_property
    def _entry_rows(self) -> dict[str, list[int]]:
        return entry_rows(self.loops)

    def entry_groups(self) -> dict[int, list[int]]:
        """Return, for each group, the positions of the entries that may lead it."""
        groups: dict[int, list[int]] = {}
        for position, rows in enumerate(self.entry_rows().values()):
            loop = self.loops[rows[0]]
            if loop.leads:
                groups.setdefault(loop.group, []).append(position)
        return groups

    @cached_property
    def gains(self) -> Mapping[int, Gain]:
        """What each reinforcing loop does by itself, by its position; found when asked for."""
        places = [at for at, loop in enumerate(self.loops) if loop.kind == "reinforcing"]
        links = [self.loops[at].links for at in places]
        seed = self.draws.seed if self.draws else 1
        found = gains_of_run(self.experiment, links, seed)
        return {at: gain for at, gain in zip(places, found, strict=True) if gain is not None}

    def entry_gain(self, entry: str) -> Gain | None:
        """Return the gain of the strongest loop of an entry; None if none is reinforcing."""
        found = [self.gains[row] for row in self.entry_rows()[entry] if row in self.gains]
        return max(found, key=lambda gain: gain.median, default=None)

    def is_alone(self, entry: str) -> bool:
        """Tell whether an entry has no other to share the lead of its group with."""
        return entry in self._alone

    @cached_property
    def _alone(self) -> frozenset[str]:
        groups = self.entry_groups().values()
        return frozenset(self.entries[members[0]] for members in groups if len(members) == 1)

    def group_label(self, group: int, language: str) -> str:
        """Name a group of stocks that feed back on each other by its number and members."""
        names = self._members(group)
        shown = ", ".join(short_label(self.model, name, language) for name in names[:_GROUP_NAMED])
        return (
            f"{self._numbers.index(group) + 1}: {shown}{', …' if len(names) > _GROUP_NAMED else ''}"
        )

    @property
    def _numbers(self) -> list[int]:
        """Numbers of the groups, in the order of their first variables in the model."""
        rows = {name: row for row, name in enumerate(self.model.variables)}
        first: dict[int, int] = {}
        for loop in self.loops:
            row = min(rows[name] for name in loop.variables)
            first[loop.group] = min(first.get(loop.group, row), row)
        return sorted(first, key=first.__getitem__)

    def _members(self, group: int) -> list[str]:
        inside = {name for loop in self.loops if loop.group == group for name in loop.variables}
        return [name for name in self.model.variables if name in inside]

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
        size = self._sizes()[self._between(start, end)].mean(axis=0)
        candidates = [row for members in self.entry_groups().values() for row in members]
        order = sorted(candidates, key=lambda row: (-size[row], row))
        return tuple(self.entries[row] for row in order if size[row] > 0)

    def _sizes(self) -> Floats:
        """Return how large the score of each entry is, by step.

        That of the median draw; where draws differ in which loops there are and which way
        they work, the mean, as a loop in less than half of them has a median of 0.
        """
        return np.abs(self.bands[2]) if self.presence is None else self.presence.sizes

    def _between(self, start: float | None, end: float | None) -> slice:
        first = 0 if start is None else int(np.searchsorted(self.times, start))
        last = None if end is None else int(np.searchsorted(self.times, end, side="right"))
        return slice(first, last)

    @property
    def conclusion(self) -> Conclusion:
        """Which loop drives most, and when it leads; from how many draws."""
        leaders = self.leaders()
        if not leaders:
            message = Message("No feedback loop drives this scenario.")
            return Conclusion((Statement("drives", message),), self.model.default_language)
        first = leaders[0]
        times = [
            (period.start, period.end)
            for period in self.periods()
            if period.entry == first and period.end - period.start >= _SHORTEST_PERIOD
        ]
        name = Named(lambda language: self.entry_label(first, language))
        values: dict[str, Any] = {"name": name}
        parts = {"first": first, "leaders": list(leaders[:_NAMED]), "leads": times}
        if times:
            unit = self.model.time.unit
            start, end = max(times, key=lambda period: period[1] - period[0])
            values |= {"start": Moment(round(start, 2), unit), "end": Moment(round(end, 2), unit)}
            message = Message(
                "Of the feedback loops, {name} drives most over the whole run; it leads from "
                "{start} to {end}.",
                values,
            )
        else:
            message = Message(
                "Of the feedback loops, {name} drives most over the whole run.", values
            )
        if self.draws is None:
            rest: Message | Counted = Message(
                "This is one run, with every strength at the middle of its range: it does not tell "
                "how sure that is; --samples does."
            )
        else:
            count = self.draws.samples
            rest = Counted("It follows from {count} draw.", "It follows from {count} draws.", count)
        statements = (Statement("drives", message, parts), Statement("sureness", rest))
        return Conclusion(statements, self.model.default_language)

    def periods(self) -> tuple[Period, ...]:
        """Return who leads when, group by group; steps in which nothing moves are left out."""
        found: list[Period] = []
        step = self.experiment.clock.step
        for group, members in self.entry_groups().items():
            part = self.leading[:, members]
            best = np.where(part.max(axis=1) > 0, part.argmax(axis=1), -1)
            edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
            found += [
                Period(
                    float(self.times[first] - step),
                    float(self.times[last - 1]),
                    self.entries[members[int(best[first])]],
                    group,
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
        if members[0].leads:
            name = short_label(self.model, members[0].variables[0], language)
            return say("Erosion of: {name}", language, name=name)
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
        """Return the entries with a score, group by group, the largest first."""
        return self._rows(language, compact=False)

    def shown(self, language: str | None = None) -> Table:
        """Return the same rows for a terminal: gains beside kinds, groups if there are several."""
        return self._rows(language, compact=True)

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the same rows as in a terminal."""
        return self.shown(language)

    def _rows(self, language: str | None, *, compact: bool) -> Table:
        language = language or self.model.default_language
        presence = self.presence
        exists = presence is not None and bool((presence.entries < 1).any())
        grouped = not compact or len(self._numbers) > 1
        told = [] if compact else [N_("Grows"), N_("Amplifies"), N_("Fades")]
        told += [N_("Exists")] if exists else []
        heads = [N_("Loop"), N_("Kind"), *told, N_("Of change"), N_("Peak"), N_("Leads")]
        heads += [N_("Over time"), *([N_("Group")] if grouped else [])]
        rows: list[tuple[Cell, ...]] = []
        size = self._sizes()
        middle = self.bands[2] if presence is None else size
        moved = size.sum(axis=1) > 0
        share = size[moved].mean(axis=0) if moved.any() else size[:0].sum(axis=0)
        members = self.entry_rows()
        groups = [self.loops[rows[0]].group for rows in members.values()]
        place = {group: at for at, group in enumerate(self._numbers)}
        order = sorted(range(len(self.entries)), key=lambda at: (place[groups[at]], -share[at], at))
        for group, found in groupby(order, key=groups.__getitem__):
            label = [self.group_label(group, language)] if grouped else []
            small: list[int] = []
            for row in found:
                entry = self.entries[row]
                loop = self.loops[members[entry][0]]
                if share[row] <= 0:
                    continue
                if share[row] < _LEAST_SHARE and loop.name is None and loop.kind != "erosion":
                    small.append(row)
                    continue
                rows.append(
                    (
                        self.entry_label(entry, language),
                        *self._kind_cells(entry, loop.kind, language, compact=compact),
                        *([Share(presence.entries[row])] if presence and exists else []),
                        Share(share[row], 1),
                        Share(size[:, row].max()),
                        self._lead(entry, float(self.leading[moved, row].mean()), language),
                        spark(middle[:, row], width=12),
                        *label,
                    )
                )
            if small:
                rest = say_count(
                    "{count} more unnamed loop",
                    "{count} more unnamed loops",
                    len(small),
                    language,
                )
                blank = [None] * (1 + len(told))
                together = Share(share[small].sum(), 1)
                rows.append((rest, *blank, together, None, None, None, *label))
        title = scenario_title(self.experiment.scenario, language)
        caption = say("{title}: loops that drive it", language, title=title)
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def _kind_cells(
        self, entry: str, kind: str, language: str, *, compact: bool
    ) -> tuple[Cell, ...]:
        """Tell the kind of an entry, and what its strongest reinforcing loop does by itself."""
        word, gain = self._kind_text(entry, kind, language), self.entry_gain(entry)
        if compact:
            return (word if gain is None else f"{word}: {gain.text(language)}",)
        if gain is None:
            return (word, None, None, None)
        return (word, *(Share(part) for part in (gain.grows, gain.amplifies, gain.fades)))

    def _kind_text(self, entry: str, kind: str, language: str) -> str:
        """Say which way a loop works; where draws differ in that, in how many."""
        row = self.entry_rows()[entry][0]
        if self.presence is None or kind != "unknown" or not self.presence.loops[row]:
            return say(_KINDS[kind], language)
        share = float(self.presence.reinforcing[row])
        return say(
            "reinforcing {share}, balancing {rest}",
            language,
            share=say_share(share, language),
            rest=say_share(1 - share, language),
        )

    def _lead(self, entry: str, share: float, language: str) -> Cell:
        """Tell how much of the time an entry leads; one that is alone leads nobody."""
        if self.is_alone(entry):
            return say("alone", language)
        return Share(share) if share else None

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return who leads when and what shares mean, as pairs of heading and text."""
        language = language or self.model.default_language
        pairs = []
        several = len(self._numbers) > 1
        long = [
            item
            for item in self.periods()
            if item.end - item.start >= _SHORTEST_PERIOD and not self.is_alone(item.entry)
        ]
        for period in long[:6]:
            years = "–".join(
                say_number(year, language, ".1f") for year in (period.start, period.end)
            )
            label = self.entry_label(period.entry, language)
            if several:
                label = f"{label} ({self.group_label(period.group, language)})"
            pairs.append((years, label))
        if self.draws is not None:
            text = say_count("{count} draw", "{count} draws", self.draws.samples, language)
            if not self.exact:
                error = say_share(ERROR, language, 2)
                text += "; " + say("shares within {error} of their own", language, error=error)
            pairs.append((say("Draws", language), text))
        pairs += strength_notes(self.experiment, language, drawn=self.draws is not None)
        if self.presence is not None and (self.presence.loops < 1).any():
            text = say(
                "share of the draws in which all links of the loop are there; in the others "
                "its share of change counts as 0",
                language,
            )
            pairs.append((say("Exists", language), text))
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
        if any(self.is_alone(entry) for entry in self.entries):
            text = say(
                "a loop that is alone has nobody in its group to lead: its share says nothing of "
                "other groups",
                language,
            )
            pairs.append((say("Alone", language), text))
        if self.gains:
            adds_up = self.experiment.program.accumulating
            pairs.append((say("Gain", language), gain_text(language, adds_up=adds_up)))
        if self._length_counts():
            text = say(
                "each link by itself passes on a part only, so a loop scores lower the more "
                "links it is spelled out in",
                language,
            )
            pairs.append((say("Length of loops", language), text))
        return tuple(pairs)

    def _length_counts(self) -> bool:
        """Tell whether loops of several lengths are scored by strengths that do not share."""
        lengths = {len(loop.links) for loop in self.loops if loop.kind != "erosion"}
        system = self.experiment.system
        ranges = any(item.kind == "strength" and item.low < item.high for item in system.unknowns)
        return len(lengths) > 1 and ranges and not system.sharings

    def to_frame(self) -> pd.DataFrame:
        """Return median relative scores as a data frame: years by entries."""
        import pandas as pd

        index = pd.Index(self.times, name=time_column(self.model.time.unit))
        return pd.DataFrame(self.bands[2], index=index, columns=list(self.entries))

    def program_frame(self, language: str | None = None) -> pd.DataFrame:  # noqa: ARG002
        """Return median relative scores, a row for each time and entry."""
        frame = self.to_frame()
        return frame.reset_index().melt(
            [str(frame.index.name)], var_name="entry", value_name="score"
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the scores as plain data."""
        scenario, presence = self.experiment.scenario, self.presence
        rows, gains = self.entry_rows(), self.gains
        return {
            "scenario": scenario.id if scenario else None,
            **self.concluded(language),
            "view": self.experiment.system.view.to_dict(),
            "samples": self.draws.samples if self.draws else None,
            **({} if self.exact else {"exact": False}),
            "truncated": self.truncated,
            "groups": [
                {"group": group, "variables": self._members(group)} for group in self._numbers
            ],
            "times": self.times.tolist(),
            "polarity": self.polarity().tolist(),
            "periods": [
                {
                    "start": period.start,
                    "end": period.end,
                    "entry": period.entry,
                    "group": period.group,
                }
                for period in self.periods()
            ],
            "entries": {
                entry: {
                    "relative": self.bands[2, :, row].tolist(),
                    "leading": self.leading[:, row].tolist(),
                    "group": self.loops[rows[entry][0]].group,
                    "alone": self.is_alone(entry),
                    **({} if presence is None else {"exists": float(presence.entries[row])}),
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
                    "group": loop.group,
                    "gain": gains[row].to_dict() if row in gains else None,
                    "relative": self.relative[:, row].tolist(),
                    **self._presence_of(row),
                }
                for row, loop in enumerate(self.loops)
            ],
        }

    def _presence_of(self, row: int) -> dict[str, float | None]:
        """Return how often a loop exists and is reinforcing then, as plain data."""
        if self.presence is None:
            return {}
        reinforcing = float(self.presence.reinforcing[row])
        return {
            "exists": float(self.presence.loops[row]),
            "reinforcing": None if np.isnan(reinforcing) else reinforcing,
        }


def _ends(course: tuple[str, ...]) -> tuple[int, tuple[str, ...], str]:
    """Return what a long course is told by: its length, its first variables and its last."""
    return len(course), course[: _LONGEST_COURSE - 2], course[-1]
