"""Quality of services: the criteria, all services side by side, and one service in full."""

from __future__ import annotations

from dataclasses import replace

from digisys.analysis.programme.one_quality_result import OneQuality
from digisys.analysis.programme.quality_of_service import ServiceQuality, place_among, quality_of
from digisys.analysis.programme.quality_result import Criteria, QualityOfServices
from digisys.analysis.programme.requirements_result import Requirements
from digisys.errors import QuestionError
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.io.services.read_services import ServicesChoice, read_services
from digisys.io.services.records import Services, Statement
from digisys.io.tables.cells import Names
from digisys.io.tables.lines import near
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_quality import Quality
from digisys.words import Message

__all__ = ["draw_question", "quality", "quality_criteria", "quality_of_service", "requirements"]


def quality_criteria(model: Model, *, programme: ProgrammeChoice = None) -> Criteria:
    """List what the quality of services is assessed by.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.

    Returns
    -------
    Criteria
        The criteria in their areas, with their places and what meeting them pushes.

    Raises
    ------
    QuestionError
        If the programme holds no criteria.

    Examples
    --------
    >>> import digisys
    >>> answer = quality_criteria(digisys.load("digikompassi"))
    >>> len(answer.part.areas), len(answer.part.criteria)
    (6, 22)
    """
    programme = load_programme(model, programme, notes=True)
    return Criteria(model, programme, quality_part(programme))


def quality(
    model: Model, services: ServicesChoice, *, programme: ProgrammeChoice = None
) -> QualityOfServices:
    r"""Put what services say of themselves beside what customers say, and how they are used.

    Parameters
    ----------
    model
        The model.
    services
        The path of a file on services, or several (see
        :func:`~digisys.io.services.read_services.read_services`); or what was read of them.
    programme
        As :func:`quality_criteria` takes it.

    Returns
    -------
    QualityOfServices
        The services side by side, each on three scales that are never added up.

    Raises
    ------
    QuestionError
        If the programme holds no criteria.
    ModelFileError
        If a file cannot be read.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> rows = "service,criterion,answer\npermit,2.4,yes\npermit,3.1,no\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "answers.csv")
    ...     _ = path.write_text(rows)
    ...     answer = quality(digisys.load("digikompassi"), path)
    >>> latest = answer.services["permit"].latest
    >>> latest.count("yes"), latest.count("no"), latest.count(None)
    (1, 1, 20)
    """
    programme = load_programme(model, programme)
    part = quality_part(programme)
    told = read_services(programme, services)
    found = quality_of_all(part, told)
    return QualityOfServices(model, programme, part, told, found)


def quality_of_service(
    model: Model, services: ServicesChoice, name: str, *, programme: ProgrammeChoice = None
) -> OneQuality:
    r"""Tell the quality of one service in full.

    Parameters
    ----------
    model, services, programme
        As :func:`quality` takes them.
    name
        The service: its id or name.

    Returns
    -------
    OneQuality
        Its answers by criterion, what to develop, its place among others, its ratings and use.

    Raises
    ------
    QuestionError
        If there is no such service.
    ModelFileError
        If a file cannot be read.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> rows = "service,criterion,answer,remark\npermit,3.1,no,Test with screen readers\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "answers.csv")
    ...     _ = path.write_text(rows)
    ...     answer = quality_of_service(digisys.load("digikompassi"), path, "permit")
    >>> [(each.criterion, each.remark) for each in answer.to_develop]
    [('criterion_3_1_accessibility', 'Test with screen readers')]
    """
    programme = load_programme(model, programme)
    part = quality_part(programme)
    told = read_services(programme, services)
    found = named_service(told, name)
    return OneQuality(model, programme, part, told, quality_of_all(part, told)[found])


def requirements(
    model: Model,
    services: ServicesChoice | None = None,
    *,
    programme: ProgrammeChoice = None,
) -> Requirements:
    """List the criteria and statements as requirements for procurement.

    Parameters
    ----------
    model, programme
        As :func:`quality_criteria` takes them.
    services
        Files with statements of an organisation, if there are any.

    Returns
    -------
    Requirements
        A row for each statement, and for each criterion without one.

    Raises
    ------
    QuestionError
        If the programme holds no criteria.

    Examples
    --------
    >>> import digisys
    >>> len(requirements(digisys.load("digikompassi")).rows)
    22
    """
    programme = load_programme(model, programme)
    part = quality_part(programme)
    told = Services({}) if services is None else read_services(programme, services)
    statements = dict(told.statements)
    if services is None:
        statements = {
            key: Statement(item.criterion, str(item.label)) for key, item in part.statements.items()
        }
    rows = tuple(
        (criterion, statement)
        for criterion in part.criteria
        for statement in (
            [key for key, item in statements.items() if item.criterion == criterion] or [""]
        )
    )
    return Requirements(model, programme, part, statements, rows, told.problems)


def draw_question(programme: Programme, *, own: str = "", seed: int = 1) -> str:
    """Draw the question that a customer is asked at the end of a transaction.

    Parameters
    ----------
    programme
        The programme with the questions that all services share.
    own
        A question of the service's own, drawn with the same chance.
    seed
        Seed of the draw, such as the number of the transaction.

    Returns
    -------
    str
        The id of a question, or the service's own.

    Raises
    ------
    QuestionError
        If there is no question.

    Examples
    --------
    >>> import digisys
    >>> programme = digisys.load_programme(digisys.load("digikompassi"))
    >>> sorted({draw_question(programme, own="Was it quick?", seed=seed) for seed in range(40)})
    ['Was it quick?', 'how_easy', 'how_well', 'recommend']
    """
    import numpy as np

    known = [*quality_part(programme).questions, *([own] if own else [])]
    if not known:
        raise QuestionError(
            Message("There is no question to draw."),
            Message("Write questions in the programme, or give one of the service's own."),
            code="no-such-part",
        )
    return known[int(np.random.default_rng(seed).random() * len(known))]


def needs_files() -> QuestionError:
    """Return the error of a question on services without any file."""
    return QuestionError(
        Message("Nothing tells of services yet."),
        Message("Name a file of services, or write an empty one: digisys quality --form FILE.xlsx"),
        code="no-services",
    )


def quality_part(programme: Programme) -> Quality:
    """Return the criteria of quality of a programme.

    Raises
    ------
    QuestionError
        If it has none.
    """
    if programme.quality is None:
        raise QuestionError(
            Message("The programme “{name}” holds no criteria of quality.", {"name": programme.id}),
            Message("Write them under “{key}” in its file.", {"key": "quality"}),
            code="no-such-part",
        )
    return programme.quality


def quality_of_all(part: Quality, told: Services) -> dict[str, ServiceQuality]:
    """Join what is told of the quality of each service, with its place among the others."""
    found = {name: quality_of(part, told, name) for name in told.services}
    latest = {
        name: each.latest
        for name, each in found.items()
        if each.latest is not None and each.latest.share is not None
    }
    return {name: replace(each, place=place_among(latest, name)) for name, each in found.items()}


def named_service(told: Services, name: str) -> str:
    """Find a service by id or name.

    Raises
    ------
    QuestionError
        If there is none.
    """
    known = {key: (item.name,) for key, item in told.services.items()}
    found = Names("unknown-service", known).get(name)
    if found is None:
        raise QuestionError(
            Message("There is no service “{name}”.", {"name": name}),
            near(name, list(known)) if known else None,
            code="unknown-service",
        )
    return found
