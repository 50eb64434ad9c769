"""The answer to how good one service is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from digisys.analysis.programme.joined import pushes_of
from digisys.analysis.programme.problems_told import problem_pairs
from digisys.analysis.programme.quality_of_service import ChannelUse, SelfAnswer, ServiceQuality
from digisys.analysis.programme.quality_result import place_words, quality_dict
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Formatted, Table
from digisys.io.services.records import Services
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_quality import Quality
from digisys.words import (
    N_,
    Counted,
    Message,
    SaidNumber,
    SaidShare,
    say,
    say_count,
    say_number,
    say_share,
)

__all__ = ["OneQuality"]

_ANSWER_WORDS = {"yes": N_("yes"), "no": N_("no"), None: N_("unanswered")}
#: So many texts of customers are shown to people; plain data has all.
_MOST_TEXTS = 10


@dataclass(frozen=True, eq=False, repr=False)
class OneQuality(Answer):
    """The answer to "how good is this service?".

    Attributes
    ----------
    part
        The criteria.
    told
        What the files tell.
    quality
        What is known of the service.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    part: Quality = field(repr=False)
    told: Services = field(repr=False)
    quality: ServiceQuality

    @property
    def to_develop(self) -> tuple[SelfAnswer, ...]:
        """What to develop: questions answered No, and others with a remark, in their order."""
        latest = self.quality.latest
        if latest is None:
            return ()
        return tuple(each for each in latest.asked if each.value == "no" or each.remark)

    @property
    def conclusion(self) -> Conclusion:
        """What it says of itself, what customers say, and how it is used."""
        return _conclude(self)

    def table(self, language: str | None = None) -> Table:
        """Return every question with its answer and remark, by area."""
        language = language or self.model.default_language
        heads = (N_("No"), N_("Area"), N_("Question"), N_("Answer"), N_("Remark"))
        latest = self.quality.latest
        rows = tuple(
            (
                self.part.criteria[each.criterion].number,
                self.part.areas[self.part.criteria[each.criterion].area].label.text(language),
                self._question(each, language),
                Formatted(say(_ANSWER_WORDS[each.value], language), each.value or "unanswered"),
                each.remark,
            )
            for each in (latest.asked if latest is not None else ())
        )
        caption = say("How good is “{name}”?", language, name=self.name)
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    @property
    def name(self) -> str:
        """What people call the service."""
        return self.told.services[self.quality.service].name

    def _question(self, each: SelfAnswer, language: str) -> Formatted:
        if each.statement in self.part.statements:
            text = self.part.statements[each.statement].label.text(language)
        elif each.statement:
            text = self.told.statements[each.statement].text
        else:
            text = self.part.criteria[each.criterion].label.text(language)
        return Formatted(text, each.statement or each.criterion)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what to develop, earlier rounds, ratings, use, and rows left out."""
        language = language or self.model.default_language
        pairs = [(say("To develop", language), self._development(language))]
        place = place_words(self.quality, language)
        if place:
            others = say("{place} by share of Yes; the others are not named", language, place=place)
            pairs.append((say("Standing", language), others))
        for each in self.quality.rounds[:-1]:
            day = each.day.isoformat() if each.day else say("without a date", language)
            text = say(
                "{yes} yes, {no} no, {unanswered} unanswered",
                language,
                yes=each.count("yes"),
                no=each.count("no"),
                unanswered=each.count(None),
            )
            pairs.append((say("Earlier self-assessment, {day}", language, day=day), text))
        pairs += self._rating_pairs(language)
        pairs += [
            (say("Use, {period}", language, period=use.period.text), self._use(use, language))
            for use in self.quality.use
        ]
        kept = [pair for pair in pairs if pair[1]]
        return (*kept, *problem_pairs(self.told.problems, language))

    def _development(self, language: str) -> str:
        told = []
        for each in self.to_develop:
            text = f"{self.part.criteria[each.criterion].number} "
            text += self._question(each, language).text
            told.append(f"{text} ({each.remark})" if each.remark else text)
        return "; ".join(told)

    def _rating_pairs(self, language: str) -> list[tuple[str, str]]:
        ratings = self.quality.ratings
        if not ratings.number:
            return []
        spread = ", ".join(
            say_count(
                "{count} star: {number}",
                "{count} stars: {number}",
                stars,
                language,
                number=say_number(count, language),
            )
            for stars, count in reversed(list(enumerate(ratings.counts, 1)))
        )  # fmt: skip
        trend = ", ".join(
            f"{year}: {say_number(mean, language, '.1f')} ({number})"
            for year, (mean, number) in ratings.by_period.items()
        )
        questions = "; ".join(
            f"{self._asked(name, language)} {say_number(mean, language, '.1f')} ({number})"
            for name, (mean, number) in ratings.by_question.items()
        )
        texts = "; ".join(f"{text} ({stars}/5)" for stars, text in ratings.texts[:_MOST_TEXTS])
        return [
            (say("Ratings by customers", language), spread),
            (say("Mean stars by year", language), trend),
            (say("Mean stars by question", language), questions),
            (say("Customers wrote", language), texts),
        ]

    def _asked(self, name: str, language: str) -> str:
        known = self.part.questions.get(name)
        return name if known is None else known.label.text(language)

    def _use(self, use: ChannelUse, language: str) -> str:
        parts = []
        for channel, count in use.counts.items():
            text = say("not known", language) if count is None else say_number(count, language, "g")
            if channel in use.estimates:
                text = say("about {number}, an estimate", language, number=text)
            parts.append(f"{channel} {text}")
        text = ", ".join(parts)
        share = (
            say("digital share not known", language)
            if use.share is None
            else say("digital share {share}", language, share=say_share(use.share, language))
        )
        text = f"{text}; {share}" if text else share
        if use.goal is not None:
            goal = say("goal {share}", language, share=say_share(use.goal, language))
            text = f"{text}; {goal}"
        return text

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        latest = self.quality.latest
        return {
            **self.concluded(language),
            "programme": self.programme.id,
            "version": self.part.version,
            "id": self.quality.service,
            "name": self.name,
            **quality_dict(self.quality),
            "answers": [self._asked_dict(each, language) for each in latest.asked]
            if latest
            else [],
            "to_develop": [self._asked_dict(each, language) for each in self.to_develop],
            "rounds": [
                {
                    "date": each.day.isoformat() if each.day else None,
                    "yes": each.count("yes"),
                    "no": each.count("no"),
                    "unanswered": each.count(None),
                    "assessors": list(each.assessors),
                }
                for each in self.quality.rounds
            ],
            "by_year": {
                year: {"mean": round(mean, 6), "ratings": number}
                for year, (mean, number) in self.quality.ratings.by_period.items()
            },
            "texts": [{"stars": stars, "text": text} for stars, text in self.quality.ratings.texts],
            "problems": [problem.to_dict(language) for problem in self.told.problems],
        }

    def _asked_dict(self, each: SelfAnswer, language: str) -> dict[str, Any]:
        return {
            "criterion": each.criterion,
            "number": self.part.criteria[each.criterion].number,
            "statement": each.statement or None,
            "question": self._question(each, language).text,
            "answer": each.value,
            "remark": each.remark or None,
            "pushes": [push.variable for push in pushes_of(self.programme, each.criterion)],
        }


def _conclude(answer: OneQuality) -> Conclusion:
    found = answer.quality
    latest = found.latest
    if latest is None:
        own = Message("“{name}” has no self-assessment.", {"name": answer.name})
        statements = [Statement("own", own, {})]
    else:
        counts = {
            "yes": latest.count("yes"),
            "no": latest.count("no"),
            "unanswered": latest.count(None),
        }
        own = Message(
            "Own answers of “{name}”: {yes} Yes, {no} No, {unanswered} unanswered.",
            {"name": answer.name, **counts},
        )
        statements = [Statement("own", own, counts)]
    ratings = found.ratings
    if ratings.mean is not None:
        message = Counted(
            "Customers give it {stars} stars of 5 in {count} rating.",
            "Customers give it {stars} stars of 5 in {count} ratings.",
            ratings.number,
            {"stars": SaidNumber(ratings.mean, ".1f")},
        )
        parts = {"mean": round(ratings.mean, 6), "ratings": ratings.number}
        statements.append(Statement("customers", message, parts))
    else:
        statements.append(Statement("customers", Message("No customer has rated it."), {}))
    statements.append(_use_statement(found))
    return Conclusion(tuple(statements), answer.model.default_language)


def _use_statement(found: ServiceQuality) -> Statement:
    known = [use for use in found.use if use.share is not None]
    if not known:
        return Statement("use", Message("Its digital share is not known."), {})
    last = known[-1]
    values: dict[str, object] = {
        "share": SaidShare(last.share or 0.0),
        "period": last.period.text,
    }
    parts: dict[str, Any] = {"share": round(last.share or 0.0, 6), "period": last.period.text}
    if len(known) > 1:
        first = known[0]
        values |= {"before": SaidShare(first.share or 0.0), "start": first.period.text}
        parts["before"] = round(first.share or 0.0, 6)
        message = Message(
            "Its digital share was {before} in {start} and {share} in {period}.", values
        )
    else:
        message = Message("Its digital share was {share} in {period}.", values)
    return Statement("use", message, parts)
