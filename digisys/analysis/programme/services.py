"""The road map of services: what is asked, what each service lacks, by life event."""

from __future__ import annotations

from datetime import date

from digisys.analysis.programme.one_service_result import OneService
from digisys.analysis.programme.quality import named_service, quality_of_all
from digisys.analysis.programme.service_check import check_service
from digisys.analysis.programme.services_result import RoadMap, ServicesChecked
from digisys.errors import QuestionError
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.io.services.read_services import ServicesChoice, read_services
from digisys.io.tables.cells import Names
from digisys.io.tables.dates import read_day
from digisys.io.tables.lines import near
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_services import ServiceMap
from digisys.words import Message

__all__ = ["service_map", "service_on_map", "services"]


def service_map(model: Model, *, programme: ProgrammeChoice = None) -> RoadMap:
    """List what a service must be to stand on the road map.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.

    Returns
    -------
    RoadMap
        The definition, the criteria and the deadline, with their places.

    Raises
    ------
    QuestionError
        If the programme holds no road map.

    Examples
    --------
    >>> import digisys
    >>> part = service_map(digisys.load("digikompassi")).part
    >>> len(part.criteria), part.deadline.months
    (10, 3)
    """
    programme = load_programme(model, programme, notes=True)
    return RoadMap(model, programme, _part(programme))


def services(
    model: Model,
    services: ServicesChoice,
    *,
    event: str | None = None,
    day: date | str | None = None,
    programme: ProgrammeChoice = None,
) -> ServicesChecked:
    r"""Check services against the road map, and tell what each lacks, by life event.

    Parameters
    ----------
    model
        The model.
    services
        The path of a file on services, or several (see
        :func:`~digisys.io.services.read_services.read_services`); or what was read of them.
    event
        Only services of this life or business event: its id or name.
    day
        The day to judge deadlines by, such as ``2026-11-27``; when absent, the last day for a
        self-assessment is told, not whether it is over.
    programme
        As :func:`service_map` takes it.

    Returns
    -------
    ServicesChecked
        The services with what each lacks.

    Raises
    ------
    QuestionError
        If the programme holds no road map, or there is no such event or day.
    ModelFileError
        If a file cannot be read.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> rows = "service,event,proposed\npermit,permits,2026-01-15\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "services.csv")
    ...     _ = path.write_text(rows)
    ...     answer = services(digisys.load("digikompassi"), path, day="2026-05-01")
    >>> checked = answer.checked["permit"]
    >>> str(checked.due), [each.state for each in checked.checks if each.name.startswith("self")]
    ('2026-04-15', ['not_met'])
    """
    programme = load_programme(model, programme)
    part = _part(programme)
    told = read_services(programme, services)
    chosen = None
    if event is not None:
        known = (
            {key: item.label.every() for key, item in programme.life_events.events.items()}
            if programme.life_events is not None
            else {}
        )
        chosen = Names("unknown-event", known).get(event)
        if chosen is None:
            raise QuestionError(
                Message("There is no event “{name}”.", {"name": event}),
                near(event, list(known)) if known else None,
                code="unknown-event",
            )
    today = _day(day)
    names = [name for name, item in told.services.items() if chosen is None or item.event == chosen]
    order = list(programme.life_events.events) if programme.life_events is not None else []
    places = {name: at for at, name in enumerate(order)}
    names.sort(key=lambda name: places.get(told.services[name].event or "", len(places)))
    checked = {name: check_service(part, told, name, today) for name in names}
    found = {} if programme.quality is None else quality_of_all(programme.quality, told)
    quality = {name: found[name] for name in names if name in found}
    return ServicesChecked(model, programme, part, told, checked, quality, chosen, today)


def service_on_map(
    model: Model,
    services: ServicesChoice,
    name: str,
    *,
    day: date | str | None = None,
    programme: ProgrammeChoice = None,
) -> OneService:
    r"""Check one service against all that the road map asks.

    Parameters
    ----------
    model, services, day, programme
        As :func:`services` takes them.
    name
        The service: its id or name.

    Returns
    -------
    OneService
        Whether each thing is met, and what shows it.

    Raises
    ------
    QuestionError
        If there is no such service.
    ModelFileError
        If a file cannot be read.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "services.csv")
    ...     _ = path.write_text("service,customers\npermit,builders\n")
    ...     answer = service_on_map(digisys.load("digikompassi"), path, "permit")
    >>> [each.name for each in answer.checked.checks if each.state == "met"]
    ['customer_group_identified']
    """
    programme = load_programme(model, programme)
    part = _part(programme)
    told = read_services(programme, services)
    found = named_service(told, name)
    checked = check_service(part, told, found, _day(day))
    quality = None if programme.quality is None else quality_of_all(programme.quality, told)[found]
    return OneService(model, programme, part, told, checked, quality)


def _day(day: date | str | None) -> date | None:
    if day is None or isinstance(day, date):
        return day
    found = read_day(day)
    if found is None:
        raise QuestionError(
            Message("“{text}” is no date.", {"text": day}),
            Message("Write a day, such as 2024-05-17 or 17.5.2024."),
            code="impossible-date",
        )
    return found


def _part(programme: Programme) -> ServiceMap:
    if programme.service_map is None:
        raise QuestionError(
            Message("The programme “{name}” holds no road map of services.",
                    {"name": programme.id}),
            Message("Write them under “{key}” in its file.", {"key": "service_map"}),
            code="no-such-part",
        )  # fmt: skip
    return programme.service_map
