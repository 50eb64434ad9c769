"""The answer to what it would take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from digisys.answers.agreement import CONVENTION_WORDS
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, DrawShare, Formatted, Share, Table, draws_text
from digisys.answers.times import say_at
from digisys.answers.wording import view_text
from digisys.schema import Model
from digisys.simulation.experiment import Experiment
from digisys.simulation.outcomes import Outcomes, outcomes_of
from digisys.simulation.reach.effects import PushEffect
from digisys.simulation.reach.front import TOLERANCE
from digisys.simulation.reach.options import Lever, Search
from digisys.simulation.reach.search import Combination
from digisys.simulation.wording import level_caveat, strength_notes, system_text
from digisys.words import N_, Message, Named, say, say_count, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Choice", "Pushed", "Reach"]

#: Side effects that move less than this on the scale of levels are not told to people.
_LEAST_TOLD = 0.005
#: Side effects of a kind that people are told.
_MOST_TOLD = 4


@dataclass(frozen=True)
class Pushed:
    """One push of a combination.

    Attributes
    ----------
    lever
        What is pushed.
    size
        From -1 to 1; below 0 down.
    """

    lever: Lever
    size: float


@dataclass(frozen=True)
class Choice:
    """A combination of pushes and what it comes to.

    Attributes
    ----------
    pushes
        The pushes, in the order of the levers; none where nothing needs to be done.
    effects
        What they come to, one a way of running the model.
    """

    pushes: tuple[Pushed, ...]
    effects: tuple[PushEffect, ...] = field(repr=False)

    @classmethod
    def of(
        cls, combination: Combination, levers: tuple[Lever, ...], effects: tuple[PushEffect, ...]
    ) -> Choice:
        """Put levers in the place of their positions."""
        return cls(tuple(Pushed(levers[at], size) for at, size in combination), tuple(effects))

    @property
    def total(self) -> float:
        """The sizes of the pushes together."""
        return round(sum(abs(push.size) for push in self.pushes), 9)

    @property
    def cost(self) -> float | None:
        """What the pushes cost together; None where nobody told of one of them."""
        costs = [
            push.lever.cost * abs(push.size) for push in self.pushes if push.lever.cost is not None
        ]
        return round(sum(costs), 9) if len(costs) == len(self.pushes) else None

    def text(self, model: Model, language: str) -> str:
        """Write the pushes with their sizes."""
        if not self.pushes:
            return say("no push", language)
        return ", ".join(
            f"{push.lever.label(model, language)} {say_number(push.size, language, '+g')}"
            for push in self.pushes
        )


@dataclass(frozen=True, eq=False, repr=False)
class Reach(Answer):
    """The smallest and the cheapest combinations of pushes that reach a level.

    Attributes
    ----------
    model
        The model.
    goals
        Id of each outcome that is to be reached, such as ``target:14``, with its level.
    search
        Which pushes were tried, and in which share of the draws a goal must be reached.
    levers
        What could be pushed.
    experiments
        How the model was run; the combinations were searched under the first.
    samples, seed
        The draws.
    smallest, cheapest
        Combinations that reach all goals, those of the fewest levers first (then of the
        smallest sizes) and the cheapest first (those of the smallest sizes where no cost is
        known). None holds another one of its list. Empty where none was found.
    best
        Where none was found: the combination that comes nearest, if any comes nearer.
    nearness
        How near the best comes: the level that the share of the draws reaches, as a share of
        the level wanted.
    possible, run
        How many combinations there are, and how many were run. The others were excluded by a
        bound that holds, or come later in the order.
    sure
        Whether the first of the lists are the smallest and the cheapest of all combinations.
    whole
        Whether the whole answer is settled: no other combination belongs in a list, and,
        where none was found, there is none.
    front, front_whole
        Of several goals: combinations that no other one beats in all of them, by the levels
        that the share of the draws reaches, with those that bring the first goal furthest
        first; and whether all combinations are settled for that.
    """

    model: Model = field(repr=False)
    goals: tuple[tuple[str, float], ...]
    search: Search = field(repr=False)
    levers: tuple[Lever, ...] = field(repr=False)
    experiments: tuple[Experiment, ...] = field(repr=False)
    samples: int
    seed: int
    smallest: tuple[Choice, ...]
    cheapest: tuple[Choice, ...]
    best: Choice | None
    nearness: float
    possible: int
    run: int
    sure: bool
    whole: bool
    front: tuple[Choice, ...] = ()
    front_whole: bool = True

    @property
    def outcomes(self) -> Outcomes:
        """Targets, areas and variables, in the order of the arrays of :class:`PushEffect`."""
        return outcomes_of(self.model)

    @property
    def by(self) -> float:
        """The year in which the goals are to stand."""
        return self.experiments[0].clock.end

    @property
    def choices(self) -> tuple[Choice, ...]:
        """All combinations told of, each once."""
        best = () if self.best is None else (self.best,)
        found: dict[int, Choice] = {}
        for choice in (*self.smallest, *self.cheapest, *best, *self.front):
            found.setdefault(id(choice), choice)
        return tuple(found.values())

    def regret(self, choice: Choice) -> tuple[float, ...]:
        """Return what is lost by a choice where another one would have been better.

        Parameters
        ----------
        choice
            One of :attr:`choices`.

        Returns
        -------
        tuple of float
            For each way of running the model, by how much smaller the share of the draws is
            in which it reaches the goals than that of the best of :attr:`choices`; 0 to 1.
        """
        return tuple(
            max(other.effects[at].share for other in self.choices) - effect.share
            for at, effect in enumerate(choice.effects)
        )

    def ways(self, language: str | None = None) -> tuple[str, ...]:
        """Name the ways of running the model: by convention of strengths, else by number."""
        language = language or self.model.default_language
        told = [
            item.settings.known_strengths.for_model(self.model).convention or "independent"
            for item in self.experiments
        ]
        if len(set(told)) < len(told):
            return tuple(str(number) for number in range(1, len(told) + 1))
        return tuple(say(CONVENTION_WORDS[convention], language) for convention in told)

    @property
    def conclusion(self) -> Conclusion:
        """What it would take, in a sentence (see :meth:`finding`)."""
        message = Message("{finding}", {"finding": Named(self.finding)})
        parts = {"possible": self.possible, "sure": self.sure, "samples": self.samples}
        return Conclusion((Statement("finding", message, parts),), self.model.default_language)

    def finding(self, language: str | None = None) -> str:
        """Say in a sentence what it would take."""
        language = language or self.model.default_language
        about = {
            "goals": self._goals_text(language),
            "when": say_at(
                N_("by {year}"), N_("by {time}"), self.by, self.model.time.unit, language
            ),
            "share": say_share(self.search.share, language),
            "most": self.search.most,
        }
        if self.smallest and not self.smallest[0].pushes:
            return say(
                "{goals} {when} in at least {share} of the draws: no push is needed.",
                language,
                **about,
            )
        if self.smallest:
            smallest = self.smallest[0].text(self.model, language)
            cheapest = self.cheapest[0].text(self.model, language) if self.cheapest else smallest
            if not self.sure:
                text = N_(
                    "{goals} {when} in at least {share} of the draws: {smallest} does it, the "
                    "smallest of the combinations tried."
                )
            elif cheapest == smallest:
                text = N_(
                    "{goals} {when} in at least {share} of the draws: the smallest "
                    "combination that does it is {smallest}."
                )
            elif self._costed:
                text = N_(
                    "{goals} {when} in at least {share} of the draws: the smallest "
                    "combination that does it is {smallest}, the cheapest {cheapest}."
                )
            else:
                text = N_(
                    "{goals} {when} in at least {share} of the draws: the combination of the "
                    "fewest levers that does it is {smallest}, that of the smallest pushes "
                    "{cheapest}."
                )
            found = say(text, language, **about, smallest=smallest, cheapest=cheapest)
            return " ".join((found, *self._elsewhere(language)))
        if self.whole:
            none = say(
                "{goals} {when} in at least {share} of the draws: no combination of up to "
                "{most} pushes does it.",
                language,
                **about,
            )
        else:
            none = say(
                "{goals} {when} in at least {share} of the draws: none of the combinations "
                "tried does it.",
                language,
                **about,
            )
        return f"{none} {self._how_far(language)}".rstrip()

    def _elsewhere(self, language: str) -> tuple[str, ...]:
        """Say in how many draws the smallest holds under the other ways of running."""
        choice = self.smallest[0]
        others = zip(self.ways(language)[1:], choice.effects[1:], strict=True)
        return tuple(
            say(
                "Under another assumption ({way}) it holds in {share} of the draws.",
                language,
                way=way,
                share=say_share(effect.share, language),
            )
            for way, effect in others
        )

    def _how_far(self, language: str) -> str:
        """Say how far the best gets."""
        if self.best is None:
            return say("No push brings it nearer.", language) if self.whole else ""
        levels = ", ".join(
            say_number(round(self.nearness * level, 3) + 0.0, language, ".3g")
            for _, level in self.goals
        )
        return say(
            "The one that comes nearest, {pushes}, gets to {levels}.",
            language,
            pushes=self.best.text(self.model, language),
            levels=levels,
        )

    def _goals_text(self, language: str) -> str:
        outcomes = self.outcomes
        return "; ".join(
            say(
                "{goal} to {level}",
                language,
                goal=outcomes.items[outcomes.ids.index(name)].label(self.model, language),
                level=say_number(level, language, "g"),
            )
            for name, level in self.goals
        )

    @property
    def _costed(self) -> bool:
        """Whether the cost of any lever is known."""
        return any(lever.cost is not None for lever in self.levers)

    def _lists(self) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
        """Return the lists of combinations with their headings."""
        cheap = N_("Cheapest") if self._costed else N_("Smallest pushes in all")
        best = () if self.best is None else (self.best,)
        same = not self._costed and self.cheapest[:1] == self.smallest[:1]
        lists = (
            (N_("Fewest levers"), self.smallest),
            (cheap, () if same else self.cheapest),
            (N_("Comes nearest"), best),
            (N_("Trade-off between the goals"), self.front),
        )
        return tuple((head, choices) for head, choices in lists if choices)

    def table(self, language: str | None = None) -> Table:
        """Return the combinations: the smallest, then the cheapest, or the one that is nearest."""
        language = language or self.model.default_language
        several = len(self.experiments) > 1
        heads = [
            say("List", language),
            say("Pushes", language),
            say("Cost", language) if self._costed else say("Size", language),
            say("Holds in", language),
            *(say("Holds in ({way})", language, way=way) for way in self.ways(language)[1:]),
            *((say("Regret", language),) if several else ()),
            *self._level_heads(language),
            say("Since", language),
        ]
        rows = tuple(
            (say(head, language), *self._row(choice, language))
            for head, choices in self._lists()
            for choice in choices
        )
        return Table(tuple(heads), rows, self._question(language), language)

    def _level_heads(self, language: str) -> tuple[str, ...]:
        if len(self.goals) == 1:
            return (
                say("Median", language),
                say_share(0.05, language),
                say_share(0.95, language),
            )
        return tuple(
            say("Median {number}", language, number=at + 1) for at in range(len(self.goals))
        )

    def _row(self, choice: Choice, language: str) -> tuple[Cell, ...]:
        first = choice.effects[0]
        ids = self.outcomes.ids
        at = [ids.index(name) for name, _ in self.goals]
        levels = (
            (first.median[at[0]], first.low[at[0]], first.high[at[0]])
            if len(at) == 1
            else tuple(first.median[at])
        )
        regrets = self.regret(choice)
        cost = choice.cost if self._costed else choice.total
        return (
            choice.text(self.model, language),
            None if cost is None else float(cost),
            *(DrawShare(effect.share) for effect in choice.effects),
            *((Share(max(regrets)),) if len(regrets) > 1 else ()),
            *(round(float(level), 3) + 0.0 for level in levels),
            None
            if first.year is None
            else Formatted.numbers((round(first.year, 1),), language, ".1f"),
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the combinations under a heading for each list, all shares in one column."""
        table = self.table(language)
        count = len(self.experiments)
        rows: list[tuple[Cell, ...]] = []
        for row in table.rows:
            heading = f"[{row[0]}]"
            if not any(other[0] == heading for other in rows):
                rows.append((heading, *("",) * (len(table.heads) - 1 - count)))
            cells = [cell for cell in row[3 : 3 + count] if isinstance(cell, Share)]
            shares = ", ".join(draws_text(cell, table.language) for cell in cells)
            rows.append((*row[1:3], shares, *row[3 + count :]))
        heads = (*table.heads[1:4], *table.heads[3 + count :])
        return replace(table, heads=heads, rows=tuple(rows))

    def trade_offs(self, language: str | None = None) -> Table:
        """Return what each combination does to the other targets, beside its goals.

        Parameters
        ----------
        language
            ``fi``, ``sv`` or ``en``; the model's first when absent.

        Returns
        -------
        Table
            A row for each combination and target (each variable in a model without targets)
            that it moves: the median of the change, and the share of the draws in which it
            rises and falls.
        """
        language = language or self.model.default_language
        rows: list[tuple[Cell, ...]] = []
        for choice in self.choices:
            effect = choice.effects[0]
            for at in self._others(choice):
                label = self.outcomes.items[at].label(self.model, language)
                rows.append(
                    (
                        choice.text(self.model, language),
                        label,
                        round(float(effect.change[at]), 3) + 0.0,
                        DrawShare(effect.higher[at]),
                        DrawShare(effect.lower[at]),
                    )
                )
        heads = (N_("Pushes"), N_("Outcome"), N_("Change"), N_("Rises"), N_("Falls"))
        caption = say("What the combinations do besides", language)
        return Table(tuple(say(head, language) for head in heads), tuple(rows), caption, language)

    def _others(self, choice: Choice) -> list[int]:
        """Return the outcomes beside the goals that a combination moves, most moved first."""
        outcomes = self.outcomes
        goals = {name for name, _ in self.goals}
        names = list(self.model.variables)
        pushed = {
            names.index(name) for push in choice.pushes for name in push.lever.subject.variables
        }
        rows = outcomes.of_kind("target") or outcomes.of_kind("variable")
        moved = np.maximum(choice.effects[0].higher, choice.effects[0].lower)
        size = np.abs(choice.effects[0].change)
        others = [
            at
            for at in rows
            if outcomes.ids[at] not in goals
            and moved[at] > 0
            and not pushed.issuperset(outcomes.items[at].members)
        ]
        return sorted(others, key=lambda at: (-round(float(size[at]), 9), at))

    def _besides(self, choice: Choice, language: str) -> str:
        """Say which other outcomes rise and which fall under a combination."""
        words = {
            (1, "up"): N_("improves: {names}"),
            (-1, "down"): N_("improves: {names}"),
            (1, "down"): N_("worsens: {names}"),
            (-1, "up"): N_("worsens: {names}"),
        }
        either = {1: N_("rises: {names}"), -1: N_("falls: {names}")}
        parts: dict[str, list[str]] = {}
        outcomes = self.outcomes
        for at in self._others(choice):
            change = float(choice.effects[0].change[at])
            if abs(change) < _LEAST_TOLD:
                continue
            sign = 1 if change > 0 else -1
            desired = outcomes.desired(at)
            text = words.get((sign, desired or ""), either[sign])
            name = outcomes.items[at].label(self.model, language)
            told = say_number(round(change, 3), language, "+.3f")
            parts.setdefault(text, []).append(f"{name} {told}")
        return "; ".join(
            say(
                text,
                language,
                names=", ".join((*names[:_MOST_TOLD], *(("…",) if names[_MOST_TOLD:] else ()))),
            )
            for text, names in parts.items()
        )

    def _question(self, language: str) -> str:
        """Return the question in words."""
        goals = self._goals_text(language)
        return say_at(
            N_("What does it take by {year}: {goals}?"),
            N_("What does it take by {time}: {goals}?"),
            self.by,
            self.model.time.unit,
            language,
            goals=goals,
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what else the combinations do, what was searched, and what the words mean."""
        language = language or self.model.default_language
        lines = []
        told = [choices[0] for _, choices in self._lists() if choices is not self.front]
        for choice in {id(each): each for each in told}.values():
            besides = self._besides(choice, language)
            if besides and choice.pushes:
                pushes = choice.text(self.model, language)
                lines.append((say("Besides", language), f"{pushes}: {besides}"))
        lines.append((say("Searched", language), self._searched(language)))
        if not self._costed:
            text = say("none is known; --cost NAME=3 or “cost” in the model tells them", language)
            lines.append((say("Costs", language), text))
        elif any(lever.cost is None for lever in self.levers):
            left = sum(lever.cost is None for lever in self.levers)
            text = say_count(
                "{count} lever without a known cost is in no cheapest combination",
                "{count} levers without a known cost are in no cheapest combination",
                left,
                language,
            )
            lines.append((say("Costs", language), text))
        lines.append(
            (
                say("Holds in", language),
                say_at(
                    N_(
                        "share of the draws in which all goals stand in {year} ({ways}); since: "
                        "the year from which on they stand in the share wanted"
                    ),
                    N_(
                        "share of the draws in which all goals stand at {time} ({ways}); since: "
                        "the time from which on they stand in the share wanted"
                    ),
                    self.by,
                    self.model.time.unit,
                    language,
                    ways=", ".join(self.ways(language)),
                ),
            )
        )
        if len(self.experiments) > 1:
            text = say(
                "how much smaller that share is than that of the best combination listed, the "
                "larger of the ways of running the model",
                language,
            )
            lines.append((say("Regret", language), text))
        if self.front:
            text = say(
                "no combination brings one goal more than {share} of its level further without "
                "falling behind on another, in {least} of the draws",
                language,
                share=say_share(TOLERANCE, language),
                least=say_share(self.search.share, language),
            )
            if not self.front_whole:
                text += say(N_("; not all are settled, as there are too many"), language)
            lines.append((say("Trade-off between the goals", language), text))
        count = say_count("{count} draw", "{count} draws", self.samples, language)
        lines.append((say("Draws", language), count))
        ways = self.ways(language)
        for at, experiment in enumerate(self.experiments):
            head = say("Equations", language)
            if len(self.experiments) > 1:
                head = f"{head} ({ways[at]})"
            texts = [system_text(experiment, language)]
            if at and texts[0] == system_text(self.experiments[0], language):
                texts = []
            texts += [text for _, text in strength_notes(experiment, language)]
            if texts:
                lines.append((head, "; ".join(texts)))
        lines.append((say("Level", language), level_caveat(language)))
        view = self.experiments[0].system.view
        lines.append((say("View", language), view_text(self.model, view, language)))
        return tuple(lines)

    def _searched(self, language: str) -> str:
        """Say what was tried, and whether that was all."""
        sizes = ", ".join(say_number(size, language, "g") for size in self.search.sizes)
        text = say(
            "{levers} levers, up to {most} at a time, pushed up or down by {sizes}: {possible} "
            "combinations; run: {run}",
            language,
            levers=len(self.levers),
            most=self.search.most,
            sizes=sizes,
            possible=self.possible,
            run=self.run,
        )
        if self.whole:
            rest = N_("; the others are settled without a run")
        else:
            rest = N_("; not all are settled, as there are too many")
        return text + say(rest, language)

    def to_frame(self) -> pd.DataFrame:
        """Return a data frame with a row for each list, combination and way of running.

        Returns
        -------
        pandas.DataFrame
            Columns ``list``, ``rank``, ``pushes``, ``cost``, ``total``, ``run``, ``share``,
            ``regret``, ``year``, and median, low and high end of each goal.
        """
        import pandas as pd

        outcomes = self.outcomes.ids
        best = () if self.best is None else (self.best,)
        lists = (
            ("smallest", self.smallest),
            ("cheapest", self.cheapest),
            ("best", best),
            ("front", self.front),
        )
        records = []
        for name, choices in lists:
            for rank, choice in enumerate(choices, 1):
                for at, effect in enumerate(choice.effects):
                    record = {
                        "list": name,
                        "rank": rank,
                        "pushes": {push.lever.id: push.size for push in choice.pushes},
                        "cost": choice.cost,
                        "total": choice.total,
                        "run": at,
                        "share": effect.share,
                        "regret": self.regret(choice)[at],
                        "year": effect.year,
                    }
                    for goal, _ in self.goals:
                        place = outcomes.index(goal)
                        record[f"{goal} median"] = float(effect.median[place])
                        record[f"{goal} low"] = float(effect.low[place])
                        record[f"{goal} high"] = float(effect.high[place])
                    records.append(record)
        return pd.DataFrame.from_records(records)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        choices = self.choices
        place = {id(choice): at for at, choice in enumerate(choices)}
        return {
            **self.concluded(language),
            "goals": [{"outcome": name, "level": level} for name, level in self.goals],
            "by": self.by,
            "share": self.search.share,
            "samples": self.samples,
            "seed": self.seed,
            "levers": [{"id": lever.id, "cost": lever.cost} for lever in self.levers],
            "sizes": list(self.search.sizes),
            "most": self.search.most,
            "settings": [experiment.settings.to_dict() for experiment in self.experiments],
            "possible": self.possible,
            "run": self.run,
            "sure": self.sure,
            "whole": self.whole,
            "choices": [self._choice_dict(choice, language) for choice in choices],
            "smallest": [place[id(choice)] for choice in self.smallest],
            "cheapest": [place[id(choice)] for choice in self.cheapest],
            "best": None if self.best is None else place[id(self.best)],
            "nearness": self.nearness,
            "front": [place[id(choice)] for choice in self.front],
            "front_whole": self.front_whole,
        }

    def _choice_dict(self, choice: Choice, language: str) -> dict[str, Any]:
        ids, ways = self.outcomes.ids, self.ways(language)
        return {
            "pushes": [{"lever": push.lever.id, "size": push.size} for push in choice.pushes],
            "cost": choice.cost,
            "total": choice.total,
            "effects": [
                {
                    "way": way,
                    "share": effect.share,
                    "regret": regret,
                    "year": effect.year,
                    "outcomes": {
                        ids[at]: {
                            "median": float(effect.median[at]),
                            "low": float(effect.low[at]),
                            "high": float(effect.high[at]),
                            "change": float(effect.change[at]),
                            "higher": float(effect.higher[at]),
                            "lower": float(effect.lower[at]),
                        }
                        for at in range(len(ids))
                    },
                }
                for way, effect, regret in zip(
                    ways, choice.effects, self.regret(choice), strict=True
                )
            ],
        }
