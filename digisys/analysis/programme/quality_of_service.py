"""The quality of one service: what it says of itself, what customers say, how it is used.

The three stand side by side on scales of their own: answers yes or no, stars, and shares of
channels. Nothing adds them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from digisys.io.services.records import Answer, Services, Usage
from digisys.io.tables.dates import Period
from digisys.io.tables.header import same_word
from digisys.schema.programme_quality import Quality

__all__ = [
    "ChannelUse",
    "Ratings",
    "Round",
    "SelfAnswer",
    "ServiceQuality",
    "Standing",
    "place_among",
    "quality_of",
]


@dataclass(frozen=True)
class SelfAnswer:
    """One question of a self-assessment and its answer.

    Attributes
    ----------
    criterion
        The criterion that it belongs to.
    statement
        The statement; empty where the criterion as a whole is answered.
    value
        ``yes``, ``no``, or None where it is unanswered.
    remark
        What the group noted.
    """

    criterion: str
    statement: str
    value: str | None
    remark: str = ""


@dataclass(frozen=True)
class Round:
    """A self-assessment on a day.

    Attributes
    ----------
    day
        When; None where the file does not say.
    asked
        Every question with its answer, in the order of the criteria.
    assessors
        Who answered together, as the file has it.
    """

    day: date | None
    asked: tuple[SelfAnswer, ...]
    assessors: tuple[str, ...] = ()

    def count(self, value: str | None) -> int:
        """Count the questions with an answer, or without one."""
        return sum(each.value == value for each in self.asked)

    @property
    def share(self) -> Fraction | None:
        """Share of Yes among the answers; None where nothing is answered."""
        answered = self.count("yes") + self.count("no")
        return Fraction(self.count("yes"), answered) if answered else None


@dataclass(frozen=True)
class Standing:
    """Where a self-assessment stands among those of other services, which are not named.

    Attributes
    ----------
    best, worst
        Its place by share of Yes, from 1; they differ where unanswered questions could
        change it.
    among
        How many services are compared, itself included.
    """

    best: int
    worst: int
    among: int


@dataclass(frozen=True)
class Ratings:
    """Stars of customers.

    Attributes
    ----------
    counts
        How many gave 1, 2, 3, 4 and 5 stars.
    by_period
        For each year, in order, mean and number of ratings.
    by_question
        For each question that was drawn mean and number of ratings.
    texts
        What customers wrote, with the stars they gave.
    """

    counts: tuple[int, ...]
    by_period: Mapping[str, tuple[float, int]]
    by_question: Mapping[str, tuple[float, int]]
    texts: tuple[tuple[int, str], ...]

    @property
    def number(self) -> int:
        """How many ratings there are."""
        return sum(self.counts)

    @property
    def mean(self) -> float | None:
        """Mean of the stars; None without ratings."""
        return _mean(self.counts)


@dataclass(frozen=True)
class ChannelUse:
    """Use in a period.

    Attributes
    ----------
    period
        The period.
    counts
        For each channel how often; None where it is not known.
    estimates
        The channels whose number is an estimate.
    share
        Share of digital channels; None where a number is missing, or nobody said which
        channels are digital.
    goal
        The share aimed at in that period, if told.
    """

    period: Period
    counts: Mapping[str, float | None]
    estimates: tuple[str, ...]
    share: float | None
    goal: float | None


@dataclass(frozen=True)
class ServiceQuality:
    """What is known of the quality of a service.

    Attributes
    ----------
    service
        The service.
    rounds
        Its self-assessments, the earliest first.
    ratings
        Stars of customers.
    use
        Use by period, the earliest first.
    place
        Where its latest self-assessment stands among others; None where none can be compared.
    """

    service: str
    rounds: tuple[Round, ...]
    ratings: Ratings
    use: tuple[ChannelUse, ...]
    place: Standing | None = None

    @property
    def latest(self) -> Round | None:
        """The latest self-assessment, if there is one."""
        return self.rounds[-1] if self.rounds else None

    @property
    def latest_share(self) -> ChannelUse | None:
        """The latest period of which the digital share is known."""
        return next((each for each in reversed(self.use) if each.share is not None), None)


def quality_of(quality: Quality, told: Services, service: str) -> ServiceQuality:
    """Join what is told of the quality of a service, without its place among others.

    Parameters
    ----------
    quality
        The criteria.
    told
        What is told of all services.
    service
        The service.
    """
    return ServiceQuality(
        service,
        _rounds(quality, told, service),
        _ratings(told, service),
        _use(told, service),
    )


def place_among(latest: Mapping[str, Round], service: str) -> Standing | None:
    """Find the place of a self-assessment among others, by share of Yes.

    Parameters
    ----------
    latest
        The latest self-assessment of each service that has answered anything.
    service
        The service.

    Returns
    -------
    Standing or None
        None where there is nobody to compare with.

    Examples
    --------
    >>> def of(*values): return Round(None, tuple(SelfAnswer("c", "", value) for value in values))
    >>> rounds = {"a": of("yes", "yes"), "b": of("no", "no"), "c": of("yes", None)}
    >>> place_among(rounds, "b"), place_among(rounds, "c")
    (Standing(best=3, worst=3, among=3), Standing(best=1, worst=2, among=3))
    """
    if service not in latest or len(latest) < 2:
        return None
    bounds = {name: _bounds(each) for name, each in latest.items()}
    low, high = bounds.pop(service)
    best = 1 + sum(other_low > high for other_low, _ in bounds.values())
    worst = 1 + sum(other_high > low for _, other_high in bounds.values())
    return Standing(best, worst, len(latest))


def _bounds(each: Round) -> tuple[Fraction, Fraction]:
    """Return the least and the largest share of Yes, whatever the unanswered would be."""
    total = len(each.asked)
    yes = each.count("yes")
    return Fraction(yes, total), Fraction(yes + each.count(None), total)


def _rounds(quality: Quality, told: Services, service: str) -> tuple[Round, ...]:
    mine = [each for each in told.answers if each.service == service and each.part == "quality"]
    days = sorted({each.day for each in mine}, key=lambda day: day.toordinal() if day else 0)
    return tuple(
        _round(quality, told, service, day, [each for each in mine if each.day == day])
        for day in days
    )


def _round(
    quality: Quality, told: Services, service: str, day: date | None, mine: list[Answer]
) -> Round:
    given = {(each.criterion, same_word(each.statement)): each for each in mine}
    asked = []
    for criterion in quality.criteria:
        statements = [
            key
            for key, item in told.statements.items()
            if item.criterion == criterion and item.own in ("", service)
        ]
        questions = [*statements]
        if not statements or (criterion, "") in given:
            questions.append("")
        for statement in questions:
            answer = given.get((criterion, same_word(statement)))
            asked.append(
                SelfAnswer(criterion, statement, None)
                if answer is None
                else SelfAnswer(criterion, statement, answer.value, answer.remark)
            )
    assessors = tuple(dict.fromkeys(each.assessors for each in mine if each.assessors))
    return Round(day, tuple(asked), assessors)


def _ratings(told: Services, service: str) -> Ratings:
    mine = [each for each in told.ratings if each.service == service]
    counts = [0] * 5
    periods: dict[str, list[int]] = {}
    questions: dict[str, list[int]] = {}
    for each in mine:
        counts[each.stars - 1] += each.count
        if each.period is not None:
            year = str(each.period.start.year)
            periods.setdefault(year, [0] * 5)[each.stars - 1] += each.count
        if each.question:
            questions.setdefault(each.question, [0] * 5)[each.stars - 1] += each.count
    return Ratings(
        tuple(counts),
        {name: (_mean(periods[name]) or 0.0, sum(periods[name])) for name in sorted(periods)},
        {name: (_mean(given) or 0.0, sum(given)) for name, given in questions.items()},
        tuple((each.stars, each.text) for each in mine if each.text),
    )


def _mean(counts: tuple[int, ...] | list[int]) -> float | None:
    number = sum(counts)
    if not number:
        return None
    return sum(stars * count for stars, count in enumerate(counts, 1)) / number


def _use(told: Services, service: str) -> tuple[ChannelUse, ...]:
    mine = [each for each in told.usage if each.service == service]
    goals = {each.period: each.share for each in told.goals if each.service == service}
    periods = sorted({each.period for each in mine} | set(goals))
    return tuple(
        _channel_use(told, period, [each for each in mine if each.period == period],
                     goals.get(period))
        for period in periods
    )  # fmt: skip


def _channel_use(
    told: Services, period: Period, mine: list[Usage], goal: float | None
) -> ChannelUse:
    kinds = [told.digital.get(same_word(each.channel)) for each in mine]
    numbers = [each.count for each in mine]
    share = None
    if mine and None not in kinds and None not in numbers:
        total = sum(number for number in numbers if number is not None)
        if total:
            digital = sum(
                number
                for number, kind in zip(numbers, kinds, strict=True)
                if kind and number is not None
            )
            share = digital / total
    return ChannelUse(
        period,
        {each.channel: each.count for each in mine},
        tuple(each.channel for each in mine if each.estimate),
        share,
        goal,
    )
