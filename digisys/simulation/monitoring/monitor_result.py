"""The answer to what has moved, what is not known and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Table
from digisys.answers.times import say_at
from digisys.graph.desired import desired_of
from digisys.graph.labels import short_label
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_state import OrganisationState
from digisys.simulation.experiment import ScenarioChoice
from digisys.simulation.monitoring.attainment import Attained, Attainment
from digisys.simulation.monitoring.changes import ValueChange
from digisys.simulation.monitoring.expectation import Expectation
from digisys.simulation.monitoring.measurements import Measurements, value_text
from digisys.simulation.monitoring.moves import Move, MoveKind
from digisys.simulation.monitoring.standing import Seen
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.wording import level_caveat
from digisys.words import N_, Counted, Listed, Message, say, say_count, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ATTAINED_WORDS", "Group", "KeyResultRow", "Monitor", "Part", "Reason", "Watched"]

#: The parts of the answer.
Part = Literal["targets", "key_results", "loops", "variables"]

ATTAINED_WORDS: Mapping[Attained, str] = {
    "reached": N_("reached"),
    "not_reached": N_("not reached"),
    "unknown": N_("not known: values are missing"),
    "no_data": N_("no data"),
    "no_goal": N_("no goal in numbers"),
}
_MOVE_WORDS: Mapping[MoveKind, str] = {
    "rises": N_("rises"),
    "falls": N_("falls"),
    "unclear": N_("no clear change"),
    "first": N_("measured once"),
    "not_again": N_("not measured since"),
    "not_known": N_("not known"),
}
_TOLD_WORDS = {1: N_("higher than the model expected"), 0: N_("as the model expected"),
               -1: N_("lower than the model expected")}  # fmt: skip
#: Changes of level below this are told as none.
_STAYS = 0.005
#: Up to so many targets are named of which nothing was measured; more are counted.
_NAMED = 4


@dataclass(frozen=True)
class Watched:
    """A variable that is measured.

    Attributes
    ----------
    move
        How it has moved.
    band
        5 %, median and 95 % of the level that the model expected now, from last time; None
        where there is no last time.
    told
        1 if it is higher than the model expected, -1 if lower, 0 if neither; likewise.
    """

    move: Move
    band: tuple[float, float, float] | None
    told: int | None


@dataclass(frozen=True)
class Group:
    """Several variables that belong together: a target's, a loop's, those of a key result.

    Attributes
    ----------
    variables
        Their ids.
    move
        How the mean of those that are known twice has moved.
    not_known
        Those that nobody has measured.
    level
        5 %, median and 95 % of the level that the model expects next time; None without.
    change
        The same of the change until then.
    directions
        1 or -1 for each that rises or falls in nine tenths of the draws, else 0.
    """

    variables: tuple[str, ...]
    move: Move
    not_known: tuple[str, ...]
    level: tuple[float, float, float] | None
    change: tuple[float, float, float] | None
    directions: Mapping[str, int]


@dataclass(frozen=True)
class KeyResultRow:
    """A key result: whether it is reached, whether it was, and what its indicators may show."""

    now: Attainment
    before: Attainment | None
    group: Group | None


@dataclass(frozen=True)
class Reason:
    """What of the model may have moved something.

    Attributes
    ----------
    kind
        ``cause``: a direct cause that has moved in the direction that fits; ``action``: an
        action that is done or under way and pushes it.
    name
        The id of the variable or the action.
    """

    kind: Literal["cause", "action"]
    name: str


@dataclass(frozen=True, eq=False, repr=False)
class Monitor(Answer):
    """What has moved in an organisation since last time.

    Attributes
    ----------
    measurements
        What it measured.
    organisation
        Its name.
    since, now, until
        Last time (None if this is the first), the last measurement, and next time.
    state
        What it does of the programme, if that was told.
    scenario
        What the model's expectations rest on.
    levels
        The levels of each variable that anything shows.
    moves
        How each variable of the model has moved.
    watched
        Each variable that is measured, with what the model expected.
    targets, key_results, loops
        The same for each of them.
    changes
        Values that came, were revised or went.
    reasons
        For each variable that moved clearly what may have moved it.
    coming
        What the model expects next; None where no step lies before.
    samples, seed
        How many draws, and their seed.
    """

    measurements: Measurements = field(repr=False)
    organisation: str
    since: float | None
    now: float
    until: float
    state: OrganisationState | None = field(repr=False)
    scenario: ScenarioChoice = field(repr=False)
    levels: Mapping[str, tuple[Seen, ...]] = field(repr=False)
    moves: Mapping[str, Move] = field(repr=False)
    watched: Mapping[str, Watched] = field(repr=False)
    targets: Mapping[int, Group] = field(repr=False)
    key_results: Mapping[str, KeyResultRow] = field(repr=False)
    loops: Mapping[str, Group] = field(repr=False)
    changes: tuple[ValueChange, ...] = field(repr=False)
    reasons: Mapping[str, tuple[Reason, ...]] = field(repr=False)
    coming: Expectation | None = field(repr=False)
    samples: int
    seed: int

    @property
    def model(self) -> Model:
        """The model."""
        return self.measurements.model

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self.measurements.programme

    @property
    def made_up(self) -> bool:
        """Whether the organisation is made up, as an example."""
        told = self.state is not None and self.state.made_up
        return told or self.organisation in self.measurements.made_up

    def name(self, language: str) -> str:
        """Name the organisation, and say so where it is made up."""
        name = self.organisation or say("(not named)", language)
        return say("{name} (made up)", language, name=name) if self.made_up else name

    def date(self, time: float) -> str:
        """Return a date as the file has it, else the moment."""
        for item in self.measurements.items:
            if item.time == time and item.date:
                return item.date
        return f"{time:.6g}"

    @property
    def conclusion(self) -> Conclusion:
        """What moved, what is reached, what is not known, and what surprised the model."""
        moved = [
            name for name, item in self.watched.items() if item.move.kind in ("rises", "falls")
        ]
        statements = [self._moved(moved)]
        goals = [name for name, item in self.programme.key_results.items() if item.goal is not None]
        if goals:
            reached = sum(self.key_results[name].now.state == "reached" for name in goals)
            missing = sum(
                self.key_results[name].now.state in ("no_data", "unknown") for name in goals
            )
            statements.append(
                Statement(
                    "goals",
                    Message(
                        "Of {all} key results with a goal: {reached} reached, {missing} not known.",
                        {"all": len(goals), "reached": reached, "missing": missing},
                    ),
                    {"reached": reached, "not_known": missing, "goals": len(goals)},
                )
            )
        dark = [number for number, group in self.targets.items()
                if len(group.not_known) == len(group.variables)]  # fmt: skip
        if dark:
            statements.append(self._dark(dark))
        surprises = [name for name, item in self.watched.items() if item.told]
        if any(item.told is not None for item in self.watched.values()):
            statements.append(
                Statement(
                    "surprises",
                    Counted(
                        "{count} measured variable is other than the model expected.",
                        "{count} measured variables are other than the model expected.",
                        len(surprises),
                    )
                    if surprises
                    else Message("What was measured twice is as the model expected."),
                    {"variables": surprises},
                )
            )
        return Conclusion(tuple(statements[:4]), self.model.default_language)

    def _dark(self, dark: list[int]) -> Statement:
        parts = {"targets": dark}
        if len(dark) > _NAMED:
            values = {"count": len(dark), "all": len(self.targets)}
            message = Message("Nothing was measured of {count} of {all} targets.", values)
        elif len(dark) > 1:
            listed = Listed(tuple(dark))
            message = Message("Nothing was measured of targets {names}.", {"names": listed})
        else:
            message = Message("Nothing was measured of target {name}.", {"name": dark[0]})
        return Statement("not_known", message, parts)

    def _moved(self, moved: list[str]) -> Statement:
        parts = {"moved": moved, "measured": len(self.watched)}
        if self.since is None:
            message: Message | Counted = Counted(
                "{count} variable is measured, for the first time.",
                "{count} variables are measured, for the first time.",
                len(self.watched),
            )
            return Statement("first", message, parts)
        values = {"date": self.date(self.since), "all": len(self.watched)}
        return Statement(
            "moved",
            Counted(
                "Since {date}, {count} of {all} measured variables has moved clearly.",
                "Since {date}, {count} of {all} measured variables have moved clearly.",
                len(moved),
                values,
            ),
            parts,
        )

    def _move(self, move: Move, language: str) -> str:
        word = say(_MOVE_WORDS[move.kind], language)
        if move.change is None or move.uncertainty is None:
            return word
        change = say_number(round(move.change, 2) + 0.0, language, "+.2f")
        spread = say_number(round(1.645 * move.uncertainty, 2), language, ".2f")
        return f"{word} ({change} ± {spread})"

    def _band(self, band: tuple[float, float, float] | None, language: str) -> str:
        if band is None:
            return ""
        if max(map(abs, band)) < _STAYS:
            return say("no change", language)
        low, middle, high = (say_number(round(x, 2) + 0.0, language, "+.2f") for x in band)
        return f"{middle} ({low} … {high})"

    def _outcome(self, name: str, language: str) -> str:
        outcomes = outcomes_of(self.model)
        return outcomes.items[outcomes.position(name)].label(self.model, language)

    def _known(self, group: Group, language: str) -> str:
        count = len(group.variables)
        return say(
            "{known} of {all} measured",
            language,
            known=count - len(group.not_known),
            all=count,
        )

    def _attained(self, row: KeyResultRow, language: str) -> str:
        """Say whether a key result is reached, with its values and what they were."""
        now = row.now
        text = say(ATTAINED_WORDS[now.state], language)
        if now.asked > 1 and now.state not in ("no_data", "no_goal"):
            text += " (" + say("{met} of {asked}", language, met=now.met, asked=now.asked) + ")"
        values = [(old, item) for old, item in zip(now.earlier, now.last, strict=True)
                  if item.value is not None]  # fmt: skip
        if len(values) == 1:
            old, item = values[0]
            told = value_text(item, language)
            if old is not None and old.value is not None:
                told = f"{value_text(old, language)} → {told}"
            text += f": {told}"
            if now.wanted is not None:
                wanted = say_number(now.wanted, language, "g")
                text += " (" + say("goal {number}", language, number=wanted) + ")"
        return text

    def _next(self, group: Group, language: str) -> str:
        """Say what the model expects of a group: the change of its mean, and how many rise."""
        return self._band(group.change, language)

    def shown(self, language: str | None = None) -> Table:
        """Return the table without targets, key results and loops of which nothing is to be said.

        Those are counted in the summary; the table has all.
        """
        return self._table(language or self.model.default_language, everything=False)

    @property
    def _silent(self) -> set[str]:
        """Name what nothing is measured of and nothing is expected of."""
        found = {f"targets:{number}" for number, group in self.targets.items() if _still(group)}
        found |= {f"loops:{name}" for name, group in self.loops.items() if _still(group)}
        return found | {
            f"key_results:{name}"
            for name, row in self.key_results.items()
            if row.now.state == "no_data" and (row.group is None or _still(row.group))
        }

    def rows(self, language: str, part: Part) -> list[tuple[Cell, ...]]:
        """Return the rows of a part of the answer: what, moved, known, expected next."""
        if part == "targets":
            return [
                (
                    self._outcome(f"target:{number}", language),
                    self._move(group.move, language),
                    self._known(group, language),
                    self._next(group, language),
                )
                for number, group in self.targets.items()
            ]
        if part == "loops":
            return [
                (
                    say(
                        "{number} {label}",
                        language,
                        number=name,
                        label=self.model.loops[name].label.text(language),
                    ),
                    self._move(group.move, language),
                    self._known(group, language),
                    self._next(group, language),
                )
                for name, group in self.loops.items()
            ]
        if part == "key_results":
            return [
                (
                    say(
                        "{number} {label}",
                        language,
                        number=self.programme.key_results[name].short_id,
                        label=self.programme.key_results[name].label.text(language),
                    ),
                    self._attained(row, language),
                    self._known(row.group, language) if row.group else "",
                    self._next(row.group, language) if row.group else "",
                )
                for name, row in self.key_results.items()
            ]
        found: list[tuple[Cell, ...]] = []
        for name, item in self.watched.items():
            told = "" if item.told is None else say(_TOLD_WORDS[item.told], language)
            coming = None
            if self.coming is not None:
                coming = self.coming.change([name])
            found.append(
                (
                    short_label(self.model, name, language),
                    self._move(item.move, language),
                    told,
                    self._band(coming, language),
                )
            )
        return found

    def heads(self, language: str, part: Part | None = None) -> tuple[str, ...]:
        """Return the headings of the rows of a part, or of all."""
        return (
            say("Name", language),
            say("Since last time", language),
            say(N_("By the model") if part == "variables" else N_("Known"), language),
            say("Expected change (5–95%)", language),
        )

    def table(self, language: str | None = None) -> Table:
        """Return targets, key results, loops and measured variables, under a heading each."""
        return self._table(language or self.model.default_language, everything=True)

    def _table(self, language: str, *, everything: bool) -> Table:
        rows: list[tuple[Cell, ...]] = []
        silent = set() if everything else self._silent
        names: dict[Part, list[str]] = {
            "targets": [str(number) for number in self.targets],
            "key_results": list(self.key_results),
            "loops": list(self.loops),
            "variables": list(self.watched),
        }
        parts: tuple[tuple[Part, str], ...] = (
            ("targets", N_("Targets")),
            ("key_results", N_("Key results")),
            ("loops", N_("Loops")),
            ("variables", N_("Measured variables")),
        )
        for part, heading in parts:
            found = [
                row
                for name, row in zip(names[part], self.rows(language, part), strict=True)
                if f"{part}:{name}" not in silent
            ]
            if found:
                rows.append((f"[{say(heading, language)}]", "", "", ""))
                rows += found
        caption = say("Monitoring of {name}", language, name=self.name(language))
        return Table(self.heads(language), tuple(rows), caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the answer rests on."""
        language = language or self.model.default_language
        draws = say_count("{count} draw", "{count} draws", self.samples, language)
        unit = self.model.time.unit
        period = self.date(self.now)
        if self.since is not None:
            period = f"{self.date(self.since)} → {period}"
        pairs = [(say("Period", language), period)]
        if self.coming is not None:
            text = say_at(
                N_("by {year}, from where the organisation stands; {draws}"),
                N_("by {time}, from where the organisation stands; {draws}"),
                self.coming.end,
                unit,
                language,
                draws=draws,
            )
            pairs.append((say("Expected", language), text))
        if self._silent:
            text = say_count(
                "{count} row of which nothing is measured or expected; --format csv has all",
                "{count} rows of which nothing is measured or expected; --format csv has all",
                len(self._silent),
                language,
            )
            pairs.append((say("Left out", language), text))
        stocks = [name for name, item in self.model.variables.items() if item.role == "stock"]
        unseen = sum(name not in self.levels for name in stocks)
        pairs += [
            (
                say("Meanwhile", language),
                say("what the organisation does, as its state file tells", language)
                if self.state is not None and self.scenario is not None
                else say("no intervention", language)
                if self.scenario is None
                else say("the scenario that was named", language),
            ),
            (
                say("Not known", language),
                say(
                    "{count} of {all} stocks are not measured and start at the reference; how sure "
                    "the starting levels are is not drawn",
                    language,
                    count=unseen,
                    all=len(stocks),
                ),
            ),
            (
                say("Clear", language),
                say("a change that is larger than its uncertainty in nine cases of ten", language),
            ),
        ]
        pairs.append((say("Level", language), level_caveat(language)))
        if self.made_up:
            pairs.append((say("Note", language), say("the organisation is made up", language)))
        return tuple(pairs)

    def desired(self, name: str) -> str | None:
        """Return which way a variable should go, where the model says so."""
        return desired_of(self.model, [name])

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each target, key result, loop and measured variable."""
        import pandas as pd

        rows: list[dict[str, Any]] = []
        for number, group in self.targets.items():
            rows.append({"kind": "target", "name": str(number), **_group_data(group)})
        for name, row in self.key_results.items():
            data = _group_data(row.group) if row.group else {}
            rows.append({"kind": "key_result", "name": name, **data, "state": row.now.state})
        for name, group in self.loops.items():
            rows.append({"kind": "loop", "name": name, **_group_data(group)})
        for name, item in self.watched.items():
            told = {"expected_then": item.told}
            rows.append({"kind": "variable", "name": name, **_move_data(item.move), **told})
        return pd.DataFrame(rows)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "organisation": self.organisation,
            "made_up": self.made_up,
            "since": self.since,
            "now": self.now,
            "until": None if self.coming is None else self.coming.end,
            "targets": {str(n): _group_dict(group) for n, group in self.targets.items()},
            "key_results": {
                name: {
                    "state": row.now.state,
                    "state_before": None if row.before is None else row.before.state,
                    "wanted": row.now.wanted,
                    "met": row.now.met,
                    "asked": row.now.asked,
                    "missing": list(row.now.missing),
                    "values": [item.to_dict() for item in row.now.last],
                    "observed": None if row.group is None else _group_dict(row.group),
                }
                for name, row in self.key_results.items()
            },
            "loops": {name: _group_dict(group) for name, group in self.loops.items()},
            "variables": {
                name: {
                    **_move_data(item.move),
                    "expected": None if item.band is None else list(item.band),
                    "told": item.told,
                    "reasons": [
                        {"kind": each.kind, "name": each.name}
                        for each in self.reasons.get(name, ())
                    ],
                }
                for name, item in self.watched.items()
            },
            "changes": [
                {
                    "kind": each.kind,
                    **each.item.to_dict(),
                    "earlier": None if each.earlier is None else each.earlier.value,
                }
                for each in self.changes
            ],
            "samples": self.samples,
            "seed": self.seed,
        }


def _still(group: Group) -> bool:
    """Tell whether nothing of a group is measured, and no change of it expected."""
    change = group.change or (0.0,)
    return group.move.kind == "not_known" and max(map(abs, change)) < _STAYS


def _move_data(move: Move) -> dict[str, Any]:
    return {
        "move": move.kind,
        "before": move.before,
        "level": move.now,
        "change": move.change,
        "uncertainty": move.uncertainty,
    }


def _group_data(group: Group) -> dict[str, Any]:
    low, middle, high = group.change or (None, None, None)
    return {
        **_move_data(group.move),
        "variables": len(group.variables),
        "measured": len(group.variables) - len(group.not_known),
        "expected_change": middle,
        "expected_change_05": low,
        "expected_change_95": high,
    }


def _group_dict(group: Group) -> dict[str, Any]:
    return {
        **_move_data(group.move),
        "variables": list(group.variables),
        "not_known": list(group.not_known),
        "expected_level": None if group.level is None else list(group.level),
        "expected_change": None if group.change is None else list(group.change),
        "directions": dict(group.directions),
    }
