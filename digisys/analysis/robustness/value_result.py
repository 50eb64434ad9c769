"""The answer to which question to ask next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from digisys.analysis.press.sampling import Sampled
from digisys.analysis.press.system import PressSystem
from digisys.analysis.robustness.conclude_value import conclude_value
from digisys.analysis.robustness.questions_result import question_words
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.later import Later
from digisys.answers.table import Cell, Formatted, Table, draws_text
from digisys.answers.wording import view_text
from digisys.graph.labels import end_labels, short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Link, Model
from digisys.schema.reply import Doubted, Reply, Said
from digisys.words import N_, quote, say, say_count, say_number, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SAID_WORDS", "AfterReply", "Lead", "QuestionValue", "ValueOfInformation"]

#: Answers in words, as the catalogues have them.
SAID_WORDS: Mapping[Said, str] = {
    "present": N_("yes"),
    "absent": N_("no"),
    "positive": N_("strengthens"),
    "negative": N_("weakens"),
    "weak": N_("weak"),
    "moderate": N_("moderate"),
    "strong": N_("strong"),
    "dominant": N_("dominant"),
}


@dataclass(frozen=True)
class Lead:
    """Which lever most often is the best for one subject.

    Attributes
    ----------
    subject
        What is to be moved.
    lever
        Id of the lever; None if none reaches it.
    best, interval
        Share of the draws in which it is the best, and the 95 % Wilson interval of that.
    shares
        The same share of all levers that ever are the best, the first first.
    """

    subject: Subject
    lever: str | None
    best: float
    interval: tuple[float, float]
    shares: Mapping[str, float] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class AfterReply:
    """What one answer would leave, for the first subject.

    Attributes
    ----------
    answer
        The answer.
    chance
        How likely it is given.
    lever, best
        Which lever would then most often be the best, and in what share of the draws.
    """

    answer: Said
    chance: float
    lever: str
    best: float


@dataclass(frozen=True)
class QuestionValue:
    """What the answer to one question is worth.

    Attributes
    ----------
    link, doubt
        What is asked: about which link, and whether it exists, its sign or its strength.
    answers
        What may be answered.
    value
        By how much it is expected to lower the chance of a wrong choice, 0 to 1.
    interval
        What all such intervals of an answer hold together at 95 %.
    apart
        Whether the value is told apart from nothing: the interval is above 0.
    information
        Bits that the answer tells about which lever is best.
    gain, gain_interval
        What the answer is expected to add to the effect of the lever that is chosen for its
        mean effect, on the scale of levels; and the interval.
    cost
        What it costs to ask.
    outcomes
        What each answer would leave.
    """

    link: str
    doubt: Doubted
    answers: tuple[Said, ...]
    value: float
    interval: tuple[float, float]
    apart: bool
    information: float
    gain: float
    gain_interval: tuple[float, float]
    cost: float
    outcomes: tuple[AfterReply, ...] = field(repr=False)

    @property
    def order(self) -> tuple[float, float]:
        """What questions are put in order by, the largest first."""
        value = self.value if self.apart else 0.0
        return value / self.cost, self.information / self.cost


@dataclass(frozen=True, eq=False, repr=False)
class ValueOfInformation(Answer):
    """Who leads, how likely a choice is wrong, and what to ask next.

    Attributes
    ----------
    subject
        What the lever is to move; None for all targets.
    leads
        For each subject, the lever that leads now.
    questions
        The questions, the most valuable first.
    replies
        What was answered.
    reliability
        How likely the answers to come are right.
    assumed
        How likely an assumed direction is wrong.
    priced
        Whether costs were given.
    unused
        How many questions have no value, as nothing hangs on them.
    left_out
        How many were not asked, being too far away in a large model.
    view
        The links that the answer rests on.
    sampled, system
        How it was drawn.
    hidden
        Questions with less value that are not shown.
    later
        What :attr:`earlier` gives, found when first asked for.
    """

    model: Model = field(repr=False)
    subject: Subject | None
    leads: tuple[Lead, ...]
    questions: tuple[QuestionValue, ...]
    replies: tuple[Reply, ...]
    reliability: float
    assumed: float
    priced: bool
    unused: int
    left_out: int
    view: View = field(repr=False)
    sampled: Sampled = field(repr=False)
    system: PressSystem = field(repr=False)
    hidden: int = 0
    later: Later[tuple[Lead, ...]] = field(
        default_factory=lambda: Later.known(()), repr=False, compare=False
    )

    @property
    def earlier(self) -> tuple[Lead, ...]:
        """Which lever led before any answer; empty if nothing was answered."""
        return self.later.value

    @property
    def wrong(self) -> float:
        """The chance of a wrong choice now, 0 to 1; the mean, where there are several subjects."""
        return _wrong(self.leads)

    @property
    def wrong_before(self) -> float | None:
        """The same before any answer; None if nothing was answered."""
        return _wrong(self.earlier) if self.earlier else None

    @property
    def conclusion(self) -> Conclusion:
        """Who leads, what to ask next, and what that may be expected to do."""
        return conclude_value(self)

    def first(self, count: int) -> ValueOfInformation:
        """Return the answer with no more than so many questions."""
        hidden = self.hidden + len(self.questions[count:])
        return replace(self, questions=self.questions[:count], hidden=hidden)

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if self.subject is None:
            return say("What should be asked next, to choose the right levers?", language)
        name = self.subject.quoted(language)
        return say("What should be asked next, to choose a lever for {name}?", language, name=name)

    def table(self, language: str | None = None) -> Table:
        """Return the questions, the most valuable first."""
        language = language or self.model.default_language
        heads: tuple[str, ...] = (N_("No"), N_("Question"), N_("Risk falls by"))
        single = len(self.leads) == 1
        if single:
            heads = (*heads, N_("After each answer"))
        heads = (*heads, N_("Bits"), N_("Gain"), *((N_("Cost"),) if self.priced else ()))
        rows: list[tuple[Cell, ...]] = []
        for number, item in enumerate(self.questions, start=1):
            cells: tuple[Cell, ...] = (number, self.asked(item, language), _fall(item, language))
            if single:
                cells = (*cells, self.afterwards(item, language))
            cells = (*cells, round(item.information, 4), round(item.gain, 4))
            rows.append((*cells, item.cost) if self.priced else cells)
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the table that fits a terminal."""
        whole = self.table(language)
        kept = 4 if len(self.leads) == 1 else 3
        return replace(
            whole, heads=whole.heads[:kept], rows=tuple(row[:kept] for row in whole.rows)
        )

    def asked(self, item: QuestionValue, language: str) -> str:
        """Ask a room about a link, and say what its source tells of it."""
        first, second = end_labels(self.model, item.link, language)
        ends = {"first": quote(first, language), "second": quote(second, language)}
        link = self._link(item.link)
        if item.doubt == "strength":
            listed = ", ".join(say(SAID_WORDS[answer], language) for answer in item.answers)
            return say(
                "How strong is the effect of {first} on {second}: {answers}?",
                language,
                answers=listed,
                **ends,
            )
        words = question_words(
            item.doubt,
            link.polarity,
            assumed=link.direction == "assumed",
            ambiguous=link.certainty == "ambiguous",
            told=link.strength != "unknown",
        )
        return say(words, language, **ends)

    def _link(self, name: str) -> Link:
        return next(link for link in self.model.links if link.id == name)

    def afterwards(self, item: QuestionValue, language: str) -> str:
        """Say which lever would lead after each answer, where another than now does for one."""
        now = self.leads[0].lever
        if all(outcome.lever == now for outcome in item.outcomes):
            return say("the same lever leads", language)
        return "; ".join(
            say(
                "{answer} ({chance}): {lever} leads ({best})",
                language,
                answer=say(SAID_WORDS[outcome.answer], language),
                chance=say_share(outcome.chance, language),
                lever=short_label(self.model, outcome.lever, language),
                best=draws_text(outcome.best, language),
            )
            for outcome in item.outcomes
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return who leads, and how that was found."""
        language = language or self.model.default_language
        lines = [(say("Now in the lead", language), self._leaders(language))]
        if self.earlier:
            count = say_count("{count} answer", "{count} answers", len(self.replies), language)
            text = say(
                "{count}; the chance of a wrong choice was {before} and is {now}",
                language,
                count=count,
                before=say_share(_wrong(self.earlier), language),
                now=say_share(self.wrong, language),
            )
            lines.append((say("Answered", language), text))
        text = say(
            "expected fall of the chance of a wrong choice, in percentage points; the intervals "
            "hold together at 95%",
            language,
        )
        lines.append((say("Risk falls by", language), text))
        text = say("by that, where it is told apart from nothing", language)
        text += "; " + say("then by how much an answer tells about which lever is best", language)
        if self.priced:
            text += "; " + say("each for its cost", language)
        lines.append((say("Order", language), text))
        lines.append((say("Doubt", language), self._doubts(language)))
        for head, number in (
            (N_("With less value"), self.hidden),
            (N_("Nothing hangs on them"), self.unused),
            (N_("Not asked about, the farthest away"), self.left_out),
        ):
            if number:
                count = say_count("{count} question", "{count} questions", number, language)
                lines.append((say(head, language), count))
        lines.append(self.sampled.summary(language))
        lines += self.system.summary(language)
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def _leaders(self, language: str) -> str:
        told = []
        for lead in self.leads:
            name = (
                say("no lever", language)
                if lead.lever is None
                else short_label(self.model, lead.lever, language)
            )
            if lead.lever is not None:
                name += f" ({draws_text(lead.best, language)})"
            told.append(f"{lead.subject.key}: {name}" if len(self.leads) > 1 else name)
        return "; ".join(told)

    def _doubts(self, language: str) -> str:
        text = say(
            "an assumed direction is wrong with a chance of {share}",
            language,
            share=say_share(self.assumed, language),
        )
        if self.reliability < 1:
            share = say_share(self.reliability, language)
            return text + "; " + say("an answer is right with {share}", language, share=share)
        return text + "; " + say("answers are taken to be right", language)

    def to_frame(self) -> pd.DataFrame:
        """Return the questions as a data frame, one row each.

        Returns
        -------
        pandas.DataFrame
            Columns ``link``, ``doubt``, ``value``, ``value_low``, ``value_high``, ``apart``,
            ``information``, ``gain``, ``gain_low``, ``gain_high`` and ``cost``.
        """
        import pandas as pd

        records = [_record(item) for item in self.questions]
        return pd.DataFrame.from_records(records, columns=_COLUMNS)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "wrong": round(self.wrong, 6),
            "leads": [_lead(lead) for lead in self.leads],
            "wrong_before": None if not self.earlier else round(_wrong(self.earlier), 6),
            "earlier": [_lead(lead) for lead in self.earlier],
            "answered": [reply.model_dump(mode="json") for reply in self.replies],
            "reliability": self.reliability,
            "assumed": self.assumed,
            "questions": [
                {
                    **_record(item),
                    "question": self.asked(item, language),
                    "answers": list(item.answers),
                    "after": [
                        {
                            "answer": outcome.answer,
                            "chance": round(outcome.chance, 6),
                            "lever": outcome.lever,
                            "best": round(outcome.best, 6),
                        }
                        for outcome in item.outcomes
                    ],
                }
                for item in self.questions
            ],
            "hidden": self.hidden,
            "unused": self.unused,
            "left_out": self.left_out,
            **self.sampled.to_dict(),
            **self.system.to_dict(),
            "view": self.view.to_dict(),
        }


_COLUMNS = (
    *("link", "doubt", "value", "value_low", "value_high", "apart", "information"),
    *("gain", "gain_low", "gain_high", "cost"),
)


def _record(item: QuestionValue) -> dict[str, Any]:
    return {
        "link": item.link,
        "doubt": item.doubt,
        "value": round(item.value, 6),
        "value_low": round(item.interval[0], 6),
        "value_high": round(item.interval[1], 6),
        "apart": item.apart,
        "information": round(item.information, 6),
        "gain": round(item.gain, 6),
        "gain_low": round(item.gain_interval[0], 6),
        "gain_high": round(item.gain_interval[1], 6),
        "cost": item.cost,
    }


def _lead(lead: Lead) -> dict[str, Any]:
    return {
        "subject": lead.subject.key,
        "lever": lead.lever,
        "best": round(lead.best, 6),
        "best_low": round(lead.interval[0], 6),
        "best_high": round(lead.interval[1], 6),
        "levers": {lever: round(share, 6) for lever, share in lead.shares.items()},
    }


def _wrong(leads: tuple[Lead, ...]) -> float:
    return sum(1 - lead.best for lead in leads) / len(leads)


def _fall(item: QuestionValue, language: str) -> Formatted:
    points = [say_number(100 * end, language, ".1f") for end in (item.value, *item.interval)]
    program = f"{item.value:.4g} [{item.interval[0]:.4g}–{item.interval[1]:.4g}]"
    return Formatted(f"{points[0]} [{points[1]}–{points[2]}]", program)
