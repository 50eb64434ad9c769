"""What is known of services, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from digisys.errors import Place, Problem
from digisys.io.tables.dates import Period

__all__ = ["Answer", "Answered", "Goal", "Rating", "Service", "Services", "Statement", "Usage"]

Answered = Literal["yes", "no", "not_applicable"]
_NOWHERE = Place()


@dataclass(frozen=True)
class Service:
    """One service.

    Attributes
    ----------
    id, name
        What it is called: in files, and by people.
    organisation
        Who offers it; empty where nobody told, as other texts are.
    event
        The life or business event that it belongs to, an id of the programme; or None.
    proposed
        When it was proposed for the road map, if it was.
    catalogue
        Where it stands in the catalogue of services: an id or an address there.
    customers
        Its group of customers.
    decision, interface, published
        Whether management has decided to join the road map, whether it offers an interface,
        and whether its results are published; None where nobody told.
    """

    id: str
    name: str
    organisation: str = ""
    event: str | None = None
    proposed: date | None = None
    catalogue: str = ""
    customers: str = ""
    decision: bool | None = None
    interface: bool | None = None
    published: bool | None = None


@dataclass(frozen=True)
class Statement:
    """A statement of a self-assessment.

    Attributes
    ----------
    criterion
        The criterion that it belongs to.
    text
        The sentence.
    own
        The service that wrote it for itself; empty where it is listed for all.
    """

    criterion: str
    text: str
    own: str = ""


@dataclass(frozen=True)
class Answer:
    """An answer about a service.

    Attributes
    ----------
    service
        The service.
    part
        ``quality``, ``definition``, ``criteria`` or ``conditions``: what is answered.
    criterion
        The criterion or condition, an id of the programme.
    statement
        The statement, where one is answered; empty for the criterion as a whole.
    value
        ``yes``, ``no``, ``not_applicable``, or None where the row says nothing.
    remark
        What the group noted.
    day
        When it was answered, if told.
    assessors
        Who answered together: roles or units, as the file has them.
    place
        Where it stands.
    """

    service: str
    part: str
    criterion: str
    statement: str
    value: Answered | None
    remark: str = ""
    day: date | None = None
    assessors: str = ""
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True)
class Rating:
    """Stars that customers gave.

    Attributes
    ----------
    service
        The service.
    stars
        From 1 to 5.
    count
        How many customers gave them.
    question
        The question that was drawn: an id of the programme, or the service's own in words;
        empty where nobody told.
    text
        What the customer wrote.
    period
        When, if told.
    """

    service: str
    stars: int
    count: int = 1
    question: str = ""
    text: str = ""
    period: Period | None = None


@dataclass(frozen=True)
class Usage:
    """How often a service was used through a channel in a period.

    Attributes
    ----------
    service, channel
        The service and the channel, as the file names it.
    period
        The period.
    count
        How often; None where it is not known, which is not zero.
    estimate
        Whether the number is an estimate.
    """

    service: str
    channel: str
    period: Period
    count: float | None
    estimate: bool = False


@dataclass(frozen=True)
class Goal:
    """The share of digital channels that is aimed at.

    Attributes
    ----------
    service
        The service.
    period
        When it is to be reached.
    share
        From 0 to 1.
    """

    service: str
    period: Period
    share: float


@dataclass(frozen=True)
class Services:
    """All that some files tell of services.

    Attributes
    ----------
    services
        The services by id, in the order of the files.
    statements
        Statements of the self-assessment by id: those of the programme, then those of files.
    answers, ratings, usage, goals
        What is told of them.
    digital
        For each channel whether it is digital, where that is told.
    problems
        What is wrong with rows that are left out, each with its place and its cure.
    """

    services: Mapping[str, Service]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    ratings: tuple[Rating, ...] = ()
    usage: tuple[Usage, ...] = ()
    goals: tuple[Goal, ...] = ()
    digital: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
