"""The answer to what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.influence.verdict import VERDICT_WORDS, Verdict
from digisys.analysis.programme.joined import connections_text
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, DrawShare, Formatted, Table
from digisys.answers.wording import chain_text, view_text
from digisys.graph.chain import Chain
from digisys.graph.labels import short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model
from digisys.schema.programme import Action, Programme
from digisys.words import N_, Counted, Message, say, say_count

__all__ = ["ActionReach", "Actions", "Placed"]


@dataclass(frozen=True)
class ActionReach:
    """How an action reaches what was asked about.

    Attributes
    ----------
    verdict
        ``strengthens`` or ``weakens`` if every chain from everything that it pushes has that
        sign; ``ambiguous``, ``unknown`` or ``undecided`` as of an influence.
    steps
        Links on the shortest chain; 0 if it pushes the thing itself.
    chain
        The shortest chain, or None if it pushes the thing itself.
    variable
        The variable that it pushes at the start of that chain.
    """

    verdict: Verdict
    steps: int
    chain: Chain | None
    variable: str


@dataclass(frozen=True)
class Placed:
    """The place of an action among others, over draws of strengths.

    Attributes
    ----------
    effect
        Median of its settled effect, on the scale of levels.
    best, best_interval
        Share of the draws in which its effect is the largest, with the 95 % Wilson interval.
    top
        Share of the draws in which it is among the three largest.
    mean
        Mean of its rank, 1 for the largest effect.
    """

    effect: float
    best: float
    best_interval: tuple[float, float]
    top: float
    mean: float


@dataclass(frozen=True, eq=False, repr=False)
class Actions(Answer):
    """The answer to "what can be done?".

    Attributes
    ----------
    view
        The links that chains were looked for among.
    target, actor
        What the actions were narrowed to, if they were.
    asked
        How many actions there were to look at.
    subject
        What they are to reach, or None.
    names
        The actions: in the order of the file, the nearest first, or the surest best first.
    reach
        For each action that reaches the subject how it does.
    placed
        For each of them its place among the others, where a ranking was asked for.
    draws
        How many draws the ranking rests on; 0 without one.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    view: View = field(repr=False)
    target: int | None
    actor: str | None
    asked: int
    subject: Subject | None
    names: tuple[str, ...]
    reach: Mapping[str, ActionReach]
    placed: Mapping[str, Placed]
    draws: int

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if self.subject is None:
            return say("What can be done?", language)
        return say("Which actions reach {name}?", language, name=self.subject.quoted(language))

    @property
    def conclusion(self) -> Conclusion:
        """How many actions there are or reach what was asked about, and which lead."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return the actions with what they push, and how they reach what was asked about."""
        language = language or self.model.default_language
        if self.subject is None:
            heads = [N_("Action"), N_("Target"), N_("Who"), N_("Pushes")]
        else:
            heads = [N_("Action"), N_("Target"), N_("Effect"), N_("Shortest chain")]
        if self.placed:
            heads += [N_("Best"), N_("Among the best 3")]
        rows = tuple(self._row(name, item, language) for name, item in self._items())
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def _row(self, name: str, item: Action, language: str) -> tuple[Cell, ...]:
        row: list[Cell] = [
            Formatted(item.label.text(language), name),
            item.target,
        ]
        if self.subject is None:
            actors = (self.programme.actors[actor].label.text(language) for actor in item.actors)
            row += [", ".join(actors), connections_text(item.pushes, self.model, language)]
        else:
            reach = self.reach[name]
            effect = Formatted(say(VERDICT_WORDS[reach.verdict], language), reach.verdict)
            row += [effect, self._chain(reach, language)]
        if self.placed:
            place = self.placed[name]
            row += [DrawShare(place.best), DrawShare(place.top)]
        return tuple(row)

    def _chain(self, reach: ActionReach, language: str) -> str:
        if reach.chain is None:
            return short_label(self.model, reach.variable, language)
        return chain_text(reach.chain, self.model, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the answer rests on."""
        language = language or self.model.default_language
        pairs = [(say("Programme", language), self.programme.title.text(language))]
        if self.subject is not None:
            pairs.append((say("View", language), view_text(self.model, self.view, language)))
        if self.placed:
            text = say_count("{count} draw", "{count} draws", self.draws, language)
            how = say(
                "each action pushes its variables by 1 in all, in equal shares, as the documents "
                "give no sizes",
                language,
            )
            pairs.append((say("Ranking", language), f"{text}; {how}"))
        return tuple(pairs)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "programme": self.programme.id,
            "actions": [self._item_dict(name, item, language) for name, item in self._items()],
            "draws": self.draws,
        }

    def _item_dict(self, name: str, item: Action, language: str) -> dict[str, Any]:
        found: dict[str, Any] = {
            "id": name,
            "label": item.label.text(language),
            "target": item.target,
            "actors": list(item.actors),
            "steps": [step.label.text(language) for step in item.steps],
            "pushes": [
                {
                    "variable": each.variable,
                    "polarity": each.polarity,
                    "confidence": each.confidence,
                    "reason": each.reason.text(language),
                }
                for each in item.pushes
            ],
        }
        if name in self.reach:
            reach = self.reach[name]
            found["reaches"] = {
                "verdict": reach.verdict,
                "steps": reach.steps,
                "chain": list(reach.chain.variables) if reach.chain else [reach.variable],
            }
        if name in self.placed:
            place = self.placed[name]
            found["rank"] = {
                "effect": round(place.effect, 6),
                "best": round(place.best, 6),
                "best_interval": [round(end, 6) for end in place.best_interval],
                "top": round(place.top, 6),
                "mean_rank": round(place.mean, 6),
            }
        return found

    def _items(self) -> list[tuple[str, Action]]:
        return [(name, self.programme.actions[name]) for name in self.names]


def _conclude(answer: Actions) -> Conclusion:
    """Tell how many actions there are or how many reach, and which lead."""
    language = answer.model.default_language
    count = len(answer.names)
    if answer.subject is None:
        pushed = {
            each.variable for name in answer.names for each in answer.programme.actions[name].pushes
        }
        message = Counted(
            "{count} action pushes {variables} of {all} variables.",
            "{count} actions push {variables} of {all} variables.",
            count,
            {"variables": len(pushed), "all": len(answer.model.variables)},
        )
        parts = {"actions": count, "variables": sorted(pushed)}
        return Conclusion((Statement("reach", message, parts),), language)
    values = {"subject": answer.subject.message, "asked": answer.asked}
    reaches: Message | Counted = Counted(
        "{count} action of {asked} reaches {subject}.",
        "{count} actions of {asked} reach {subject}.",
        count,
        values,
    )
    if not count:
        reaches = Message("None of {asked} actions reaches {subject}.", values)
    statements = [Statement("reach", reaches, {"actions": count, "asked": answer.asked})]
    direct = [name for name in answer.names if answer.reach[name].steps == 0]
    if direct:
        statements.append(
            Statement(
                "direct",
                Counted(
                    "{count} of them pushes it directly.",
                    "{count} of them push it directly.",
                    len(direct),
                ),
                {"actions": direct},
            )
        )
    if answer.placed:
        statements.append(_lead(answer))
    return Conclusion(tuple(statements), language)


def _lead(answer: Actions) -> Statement:
    first = answer.names[0]
    best = answer.placed[first].best
    message = Message(
        "“{action}” moves it most in {best} of {count} draws of unknown strengths, where each "
        "action pushes its variables by 1 in all.",
        {
            "action": answer.programme.actions[first].label,
            "best": round(best * answer.draws),
            "count": answer.draws,
        },
    )
    return Statement("lead", message, {"action": first, "best": round(best, 6)})
