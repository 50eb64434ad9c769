"""The answer to how a group's scores rank events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.event_ranking import Ranked
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Share, Table
from digisys.io.scores.read_scores import Scores
from digisys.schema import Model, Text
from digisys.schema.programme import Programme
from digisys.schema.programme_events import LifeEvents
from digisys.words import N_, Counted, Message, Named, SaidNumber, say, say_count, say_share

__all__ = ["RankedSet", "ScoredEvents"]

#: So many sets of criteria are told in the conclusion.
_TOLD = 2


@dataclass(frozen=True)
class RankedSet:
    """Events ranked by one set of criteria.

    Attributes
    ----------
    assessment
        The set.
    scale
        The lowest and the highest score that can be given.
    weights
        For each sub-criterion its share of the whole, by the group's weights.
    ranked
        The events, the first first.
    apart
        Where scorers are furthest apart: how far, the event and the sub-criterion; None where
        they agree.
    """

    assessment: str
    scale: tuple[float, float]
    weights: Mapping[str, float]
    ranked: tuple[Ranked, ...]
    apart: tuple[float, str, str] | None

    @property
    def missing(self) -> int:
        """How many scores are missing."""
        return sum(each.missing for each in self.ranked)


@dataclass(frozen=True, eq=False, repr=False)
class ScoredEvents(Answer):
    """The answer to "which events come first?".

    Attributes
    ----------
    part
        What the programme says of events.
    names
        What events of the programme are called.
    said
        What the group said.
    sets
        The ranking by each set of criteria that anything is scored by; never mixed.
    samples
        How many draws of weights and of missing scores tell how sure a ranking is.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: LifeEvents = field(repr=False)
    names: Mapping[str, Text] = field(repr=False)
    said: Scores = field(repr=False)
    sets: tuple[RankedSet, ...]
    samples: int

    @property
    def conclusion(self) -> Conclusion:
        """Which event leads by each set of criteria, and what that depends on."""
        return _conclude(self)

    def label(self, name: str, language: str) -> str:
        """Return what people call an event."""
        if name in self.said.proposals:
            return self.said.proposals[name].name
        return self.names[name].text(language)

    def set_label(self, name: str) -> Text:
        """Return what people call a set of criteria."""
        return self.part.assessments[name].label

    def table(self, language: str | None = None) -> Table:
        """Return the events by set and rank, and how sure each place is."""
        language = language or self.model.default_language
        heads = (
            *(N_("Criteria"), N_("Rank"), N_("Event"), N_("Score"), N_("If scores are missing")),
            *(N_("Missing"), N_("Leads by any weights"), N_("Ranks by any weights")),
        )
        rows = tuple(self._row(each, item, language) for each in self.sets for item in each.ranked)
        caption = say("Which events come first?", language)
        table = Table(tuple(say(head, language) for head in heads), rows, caption, language)
        return table if len(self.sets) > 1 else table.without_same(0)

    def _row(self, each: RankedSet, item: Ranked, language: str) -> tuple[Cell, ...]:
        bounds = ""
        if item.missing:
            bounds = " … ".join(say_share(share, language) for share in item.bounds)
        best, worst = item.ranks_any
        return (
            Formatted(self.set_label(each.assessment).text(language), each.assessment),
            item.rank,
            Formatted(self.label(item.name, language), item.name),
            Share(item.score),
            bounds,
            item.missing or None,
            Share(item.leads_any),
            Formatted(f"{best}–{worst}" if best < worst else str(best), f"{best}-{worst}"),
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return scales, weights, where scorers differ, draws, and rows that were left out."""
        language = language or self.model.default_language
        pairs = []
        for each in self.sets:
            name = self.set_label(each.assessment).text(language)
            low, high = (f"{end:g}" for end in each.scale)
            scale = say("{low} to {high}", language, low=low, high=high)
            if each.assessment not in self.said.scales:
                scale = say(
                    "{scale}, which is ours: the documents give none", language, scale=scale
                )
            pairs.append((say("Scale, {set}", language, set=name), scale))
            pairs.append((say("Weights, {set}", language, set=name), self._weights(each, language)))
            if each.apart is not None:
                far, event, sub = each.apart
                text = say(
                    "by {far}, on “{event}”: {criterion}",
                    language,
                    far=f"{far:g}",
                    event=self.label(event, language),
                    criterion=self._sub_label(each.assessment, sub, language),
                )
                pairs.append((say("Scorers differ most", language), text))
        how = say_count(
            "{count} draw of any weights, and of any score where one is missing",
            "{count} draws of any weights, and of any score where one is missing",
            self.samples,
            language,
        )
        pairs.append((say("Sureness", language), how))
        return (*pairs, *problem_pairs(self.said.problems, language))

    def _weights(self, each: RankedSet, language: str) -> str:
        criteria = self.part.assessments[each.assessment].criteria
        told = [
            f"{item.label.text(language)} "
            f"{say_share(sum(each.weights[sub] for sub in item.parts), language)}"
            for item in criteria.values()
        ]
        text = "; ".join(told)
        names = [*criteria, *(sub for item in criteria.values() for sub in item.parts)]
        if any(name in self.said.weights for name in names):
            return text
        return say("{weights} (the group gave none)", language, weights=text)

    def _sub_label(self, assessment: str, sub: str, language: str) -> str:
        criteria = self.part.assessments[assessment].criteria
        return next(
            item.parts[sub].label.text(language) for item in criteria.values() if sub in item.parts
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "samples": self.samples,
            "sets": [
                {
                    "id": each.assessment,
                    "scale": list(each.scale),
                    "weights": {key: round(share, 6) for key, share in each.weights.items()},
                    "ranking": [
                        {
                            "id": item.name,
                            "label": self.label(item.name, language),
                            "rank": item.rank,
                            "score": round(item.score, 6),
                            "bounds": [round(end, 6) for end in item.bounds],
                            "missing": item.missing,
                            "ranks_by_own_weights": list(item.rank_bounds),
                            "leads_by_own_weights": round(item.leads, 6),
                            "leads_by_any_weights": round(item.leads_any, 6),
                            "ranks_by_any_weights": list(item.ranks_any),
                        }
                        for item in each.ranked
                    ],
                }
                for each in self.sets
            ],
            "problems": [problem.to_dict(language) for problem in self.said.problems],
        }


def _conclude(answer: ScoredEvents) -> Conclusion:
    statements = [_lead(answer, each) for each in answer.sets[:_TOLD]]
    missing = sum(each.missing for each in answer.sets)
    cells = sum(len(each.weights) * len(each.ranked) for each in answer.sets)
    if missing:
        could = [
            each.assessment
            for each in answer.sets
            if sum(item.rank_bounds[0] == 1 for item in each.ranked) > 1
        ]
        values = {"all": cells}
        if could:
            message: Counted = Counted(
                "{count} of {all} scores is missing, and could change who leads.",
                "{count} of {all} scores are missing, and could change who leads.",
                missing,
                values,
            )
        else:
            message = Counted(
                "{count} of {all} scores is missing; whatever it is, the same event leads.",
                "{count} of {all} scores are missing; whatever they are, the same events lead.",
                missing,
                values,
            )
        statements.append(
            Statement("missing", message, {"missing": missing, "all": cells, "open": could})
        )
    return Conclusion(tuple(statements), answer.model.default_language)


def _lead(answer: ScoredEvents, each: RankedSet) -> Statement:
    first = each.ranked[0]
    level = [item.name for item in each.ranked if item.rank == 1]
    values = {
        "set": answer.set_label(each.assessment),
        "event": Named(lambda language: answer.label(first.name, language)),
        "leads": SaidNumber(round(first.leads_any * answer.samples)),
        "all": SaidNumber(answer.samples),
    }
    parts = {
        "set": each.assessment,
        "events": level,
        "leads_by_any_weights": round(first.leads_any, 6),
    }
    if len(each.ranked) == 1:
        message = Message("{set}: only “{event}” is scored.", values)
    elif len(level) > 1:
        message = Message("{set}: {count} events lead level by the group's weights.",
                          {**values, "count": len(level)})  # fmt: skip
    else:
        message = Message(
            "{set}: “{event}” leads by the group's weights, and in {leads} of {all} draws of "
            "any weights.",
            values,
        )
    return Statement("leads", message, parts)
