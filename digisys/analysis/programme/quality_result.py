"""The answers to what quality is assessed by, and how services stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.joined import connections_text, place_text, pushes_of
from digisys.analysis.programme.notes_told import note_dicts, note_pairs
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.analysis.programme.quality_of_service import ServiceQuality
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Share, Table
from digisys.io.services.records import Services
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_quality import Advice, Quality
from digisys.words import N_, Counted, Message, SaidNumber, SaidShare, say, say_number

__all__ = ["Criteria", "QualityOfServices", "place_words", "quality_dict", "stars_text"]


@dataclass(frozen=True, eq=False, repr=False)
class Criteria(Answer):
    """The answer to "what is the quality of services assessed by?".

    Attributes
    ----------
    part
        The criteria and what belongs to them.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: Quality = field(repr=False)

    @property
    def conclusion(self) -> Conclusion:
        """How many criteria there are, and whether statements are known."""
        part = self.part
        statements = [
            Statement(
                "criteria",
                Message(
                    "There are {criteria} in {areas}, of version {version}.",
                    {
                        "criteria": Counted(
                            "{count} criterion", "{count} criteria", len(part.criteria)
                        ),
                        "areas": Counted("{count} area", "{count} areas", len(part.areas)),
                        "version": part.version,
                    },
                ),
                {"criteria": len(part.criteria), "areas": len(part.areas)},
            )
        ]
        if not part.statements:
            told = Message(
                "The statements of the self-assessment are not known here: an organisation "
                "supplies or writes them, or answers each criterion as a whole."
            )
            statements.append(Statement("statements", told, {"statements": 0}))
        return Conclusion(tuple(statements), self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return the criteria by area with what meeting them pushes."""
        language = language or self.model.default_language
        heads = (N_("No"), N_("Criterion"), N_("Area"), N_("Pushes"))
        rows = tuple(
            (
                item.number,
                Formatted(item.label.text(language), name),
                Formatted(self.part.areas[item.area].label.text(language), item.area),
                connections_text(pushes_of(self.programme, name), self.model, language),
            )
            for name, item in self.part.criteria.items()
        )
        caption = say("What is the quality of services assessed by?", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return scope, questions to customers, recommendations and how it was read."""
        language = language or self.model.default_language
        part = self.part
        pairs = (
            (say("Scope", language), "; ".join(each.label.text(language) for each in part.scope)),
            (
                say("Questions to customers, five stars", language),
                "; ".join(each.label.text(language) for each in part.questions.values()),
            ),
            (
                say("Recommended", language),
                "; ".join(each.label.text(language) for each in part.recommendations.values()),
            ),
            (say("Reading", language), part.reading.text(language) if part.reading else ""),
            *note_pairs(self.programme, self._keys(), language),
        )
        return tuple(pair for pair in pairs if pair[1])

    def _keys(self) -> tuple[str, ...]:
        """Return the ids of all that it is made of."""
        part = self.part
        return (*part.areas, *part.criteria, *part.questions, *part.recommendations)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "version": self.part.version,
            "criteria": [
                {
                    "id": name,
                    "number": item.number,
                    "area": item.area,
                    "label": item.label.text(language),
                    "place": place_text(self.programme, item.evidence, language),
                    "pushes": [each.variable for each in pushes_of(self.programme, name)],
                }
                for name, item in self.part.criteria.items()
            ],
            "questions": {
                name: item.label.text(language) for name, item in self.part.questions.items()
            },
            "notes": note_dicts(self.programme, self._keys(), language),
        }


@dataclass(frozen=True, eq=False, repr=False)
class QualityOfServices(Answer):
    """The answer to "how good are our services?".

    Attributes
    ----------
    part
        The criteria.
    told
        What the files tell.
    services
        What is known of the quality of each service, by id.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: Quality = field(repr=False)
    told: Services = field(repr=False)
    services: Mapping[str, ServiceQuality]

    @property
    def conclusion(self) -> Conclusion:
        """How many services are assessed, rated and measured."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return the services side by side: own answers, stars of customers, digital share."""
        language = language or self.model.default_language
        heads = (
            *(
                N_("Service"),
                N_("Answered yes"),
                N_("Answered no"),
                N_("No answer"),
                N_("Standing"),
            ),
            *(N_("Stars"), N_("Ratings"), N_("Digital share"), N_("Goal")),
        )
        rows = tuple(self._row(name, each, language) for name, each in self.services.items())
        caption = say("How good are the services?", language)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _row(self, name: str, each: ServiceQuality, language: str) -> tuple[Cell, ...]:
        latest = each.latest
        use = each.latest_share
        share: Cell = None if use is None or use.share is None else Share(use.share)
        goal = next((period.goal for period in reversed(each.use) if period.goal is not None), None)
        counts: list[Cell] = [None, None, None]
        if latest is not None:
            counts = [latest.count("yes"), latest.count("no"), latest.count(None)]
        return (
            Formatted(self.told.services[name].name, name),
            *counts,
            place_words(each, language),
            stars_text(each.ratings.mean, language),
            each.ratings.number or None,
            share,
            None if goal is None else Share(goal),
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return which recommendations are followed, and rows that were left out."""
        language = language or self.model.default_language
        scales = say(
            "own answers, customers' stars and use stand beside each other; nothing adds them up",
            language,
        )
        pairs = [(say("Scales", language), scales)]
        for advice in self.part.recommendations.values():
            followed = sum(self._follows(name, advice) for name in self.services)
            text = say(
                "{count} of {all} services",
                language,
                count=say_number(followed, language),
                all=say_number(len(self.services), language),
            )
            pairs.append((advice.label.text(language), text))
        return (*pairs, *problem_pairs(self.told.problems, language))

    def _follows(self, name: str, advice: Advice) -> bool:
        each = self.services[name]
        if advice.shown_by == "assessments":
            return len(each.rounds) > 1
        if advice.shown_by == "ratings":
            return each.ratings.number > 0
        if advice.shown_by == "usage":
            return any(count is not None for use in each.use for count in use.counts.values())
        return self.told.services[name].published is True

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "version": self.part.version,
            "services": [
                {"id": name, "name": self.told.services[name].name, **quality_dict(each)}
                for name, each in self.services.items()
            ],
            "recommendations": {
                key: [name for name in self.services if self._follows(name, advice)]
                for key, advice in self.part.recommendations.items()
            },
            "problems": [problem.to_dict(language) for problem in self.told.problems],
        }


def stars_text(mean: float | None, language: str) -> Cell:
    """Write a mean of stars with one decimal; None without ratings."""
    if mean is None:
        return None
    return Formatted(say_number(mean, language, ".1f"), round(mean, 6))


def place_words(each: ServiceQuality, language: str) -> str:
    """Write the place of a service among others; empty without any."""
    place = each.place
    if place is None:
        return ""
    at = str(place.best) if place.best == place.worst else f"{place.best}–{place.worst}"
    return say("{place} of {among}", language, place=at, among=place.among)


def quality_dict(each: ServiceQuality) -> dict[str, Any]:
    """Return what is known of the quality of a service as plain data."""
    latest, place = each.latest, each.place
    return {
        "own": None
        if latest is None
        else {
            "date": latest.day.isoformat() if latest.day else None,
            "yes": latest.count("yes"),
            "no": latest.count("no"),
            "unanswered": latest.count(None),
        },
        "place": None
        if place is None
        else {"best": place.best, "worst": place.worst, "among": place.among},
        "customers": {
            "mean": None if each.ratings.mean is None else round(each.ratings.mean, 6),
            "ratings": each.ratings.number,
            "counts": list(each.ratings.counts),
        },
        "use": [
            {
                "period": use.period.text,
                "counts": dict(use.counts),
                "estimates": list(use.estimates),
                "digital_share": None if use.share is None else round(use.share, 6),
                "goal": use.goal,
            }
            for use in each.use
        ],
    }


def _conclude(answer: QualityOfServices) -> Conclusion:
    every = list(answer.services.values())
    assessed = [each for each in every if each.latest is not None]
    rated = [each for each in every if each.ratings.number]
    measured = [each for each in every if each.latest_share is not None]
    statements = [
        Statement(
            "known",
            Counted(
                "Of {count} service {assessed} has a self-assessment, {rated} has ratings by "
                "customers, and of {measured} the digital share is known.",
                "Of {count} services {assessed} have a self-assessment, {rated} have ratings by "
                "customers, and of {measured} the digital share is known.",
                len(every),
                {"assessed": len(assessed), "rated": len(rated), "measured": len(measured)},
            ),
            {
                "services": len(every),
                "assessed": len(assessed),
                "rated": len(rated),
                "measured": len(measured),
            },
        )
    ]
    stars = sum(each.ratings.number for each in rated)
    if stars:
        total = sum((each.ratings.mean or 0.0) * each.ratings.number for each in rated)
        message = Counted(
            "Customers gave {stars} stars on average in {count} rating.",
            "Customers gave {stars} stars on average in {count} ratings.",
            stars,
            {"stars": SaidNumber(total / stars, ".1f")},
        )
        statements.append(
            Statement("ratings", message, {"mean": round(total / stars, 6), "ratings": stars})
        )
    missed = [
        name
        for name, each in answer.services.items()
        for use in each.use[-1:]
        if use.goal is not None and use.share is not None and use.share < use.goal
    ]
    if missed:
        told = Counted(
            "{count} service is below the goal that it has set for its digital share.",
            "{count} services are below the goal that they have set for their digital share.",
            len(missed),
        )
        statements.append(Statement("goals", told, {"services": missed}))
    unanswered = sum(each.latest.count(None) for each in assessed if each.latest)
    asked = sum(len(each.latest.asked) for each in assessed if each.latest)
    if unanswered:
        share = Message(
            "{share} of the questions of self-assessments are unanswered, which is not No.",
            {"share": SaidShare(unanswered / asked)},
        )
        statements.append(
            Statement("unanswered", share, {"unanswered": unanswered, "asked": asked})
        )
    return Conclusion(tuple(statements), answer.model.default_language)
