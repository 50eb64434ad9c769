"""Empty forms to fill in a spreadsheet: scores of events, and what services tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from digisys.io.tables.table import Row, Table, Value
from digisys.schema.programme import Programme
from digisys.words import N_, say

__all__ = ["scores_form", "services_form", "states_form"]

_FILE = "form.xlsx"


def scores_form(programme: Programme, language: str) -> tuple[Table, ...]:
    """Make the form in which a group scores events.

    Parameters
    ----------
    programme
        The programme with the events and the criteria.
    language
        ``fi``, ``sv`` or ``en``.

    Returns
    -------
    tuple of Table
        A sheet for scores, with a row for each event and sub-criterion, one for weights and
        one each for scales, traits and states.

    Examples
    --------
    >>> import digisys
    >>> programme = digisys.load_programme(digisys.load("digikompassi"))
    >>> [(sheet.sheet, len(sheet.rows) - 1) for sheet in scores_form(programme, "en")]
    [('Scores', 336), ('Weights', 32), ('Scales', 2), ('Traits', 42), ('States', 14)]
    """
    part = programme.life_events
    if part is None:
        return ()
    events = [(key, item.label.text(language)) for key, item in part.events.items()]
    criteria = [
        (key, item.label.text(language))
        for each in part.assessments.values()
        for key, item in each.criteria.items()
    ]
    parts = [
        (sub, f"{criterion.label.text(language)}: {item.label.text(language)}")
        for each in part.assessments.values()
        for criterion in each.criteria.values()
        for sub, item in criterion.parts.items()
    ]
    traits = [(key, item.label.text(language)) for key, item in part.traits.items()]
    name = N_("name")
    return (
        _sheet(
            N_("Scores"),
            (N_("event"), name, N_("criterion"), name, N_("score"), N_("scorer"), N_("remark")),
            ((*event, *sub) for event in events for sub in parts),
            language,
        ),
        _sheet(N_("Weights"), (N_("criterion"), name, N_("weight")), criteria + parts, language),
        _sheet(
            N_("Scales"),
            (N_("set"), name, N_("low"), N_("high")),
            ((key, item.label.text(language), 1, 5) for key, item in part.assessments.items()),
            language,
        ),
        _sheet(
            N_("Traits"),
            (N_("event"), name, N_("trait"), name, N_("answer")),
            ((*event, *trait) for event in events for trait in traits),
            language,
        ),
        _sheet(
            N_("States"),
            (N_("event"), name, N_("state"), N_("date")),
            ((key, text, part.events[key].state) for key, text in events),
            language,
        ),
    )


def services_form(programme: Programme, language: str, service: str = "") -> tuple[Table, ...]:
    """Make the form in which an organisation tells of its services.

    Parameters
    ----------
    programme
        The programme with the criteria.
    language
        ``fi``, ``sv`` or ``en``.
    service
        The service that its self-assessment is for; empty to fill in.

    Returns
    -------
    tuple of Table
        A sheet for the list of services, one for the self-assessment with a row for each
        criterion, one for what the road map asks, and one each for statements, ratings, use,
        channels and goals.

    Examples
    --------
    >>> import digisys
    >>> programme = digisys.load_programme(digisys.load("digikompassi"))
    >>> sheets = services_form(programme, "en", "permit")
    >>> [(sheet.sheet, len(sheet.rows) - 1) for sheet in sheets[:3]]
    [('Services', 1), ('Self-assessment', 22), ('Road map', 14)]
    """
    quality, road_map = programme.quality, programme.service_map
    name, remark = N_("name"), N_("remark")
    criteria: list[tuple[Value, ...]] = []
    if quality is not None:
        criteria = [
            (service, item.number, item.label.text(language)) for item in quality.criteria.values()
        ]
    asked: list[tuple[Value, ...]] = []
    if road_map is not None:
        asked = [
            (service, key, item.label.text(language))
            for items in (road_map.definition, road_map.criteria, road_map.conditions)
            for key, item in items.items()
        ]
    of_service = (
        *(N_("service"), name, N_("organisation"), N_("event"), N_("proposed"), N_("catalogue")),
        *(N_("customers"), N_("decision"), N_("interface"), N_("published")),
    )
    return (
        _sheet(N_("Services"), of_service, [(service,)] if service else [], language),
        _sheet(
            N_("Self-assessment"),
            (
                *(N_("service"), N_("criterion"), name, N_("answer"), remark, N_("date")),
                N_("assessors"),
            ),
            criteria,
            language,
        ),
        _sheet(
            N_("Road map"),
            (N_("service"), N_("criterion"), name, N_("answer"), remark),
            asked,
            language,
        ),
        _sheet(N_("Statements"), (N_("statement"), N_("criterion"), N_("text")), [], language),
        _sheet(
            N_("Ratings"),
            (N_("service"), N_("date"), N_("stars"), N_("question"), N_("text")),
            [],
            language,
        ),
        _sheet(
            N_("Use"),
            (N_("service"), N_("channel"), N_("period"), N_("count"), N_("estimate")),
            [],
            language,
        ),
        _sheet(N_("Channels"), (N_("channel"), N_("digital")), [], language),
        _sheet(N_("Goals"), (N_("service"), N_("period"), N_("goal")), [], language),
    )


def states_form(programme: Programme, language: str, organisation: str = "") -> tuple[Table, ...]:
    """Make the form in which an organisation tells what it does of a programme.

    Parameters
    ----------
    programme
        The programme with actions, needs and questions.
    language
        ``fi``, ``sv`` or ``en``.
    organisation
        Whose form it is; empty to fill in.

    Returns
    -------
    tuple of Table
        A sheet for the states of actions, their steps and needs, one for answers to
        questions, and one for cases that compare before and after.

    Examples
    --------
    >>> import digisys
    >>> programme = digisys.load_programme(digisys.load("digikompassi"))
    >>> [(sheet.sheet, len(sheet.rows) - 1) for sheet in states_form(programme, "en")]
    [('Actions', 63), ('Answers', 9), ('Before and after', 14)]
    """
    who, name = N_("organisation"), N_("name")
    actions: list[tuple[Value, ...]] = []
    for key, action in programme.actions.items():
        actions.append((organisation, key, action.label.text(language), None))
        actions += [
            (organisation, key, step.label.text(language), number)
            for number, step in enumerate(action.steps, 1)
        ]
    actions += [
        (organisation, key, need.label.text(language), None)
        for key, need in programme.needs.items()
    ]
    questions = [
        (organisation, key, item.label.text(language)) for key, item in programme.questions.items()
    ]
    cases = [
        (organisation, None, None, None, None, None, None, key, action.label.text(language))
        for key, action in programme.actions.items()
    ]
    return (
        _sheet(
            N_("Actions"),
            (
                *(who, N_("action"), name, N_("step"), N_("state"), N_("start"), N_("end")),
                *(N_("important"), N_("join"), N_("person months"), N_("note")),
            ),
            actions,
            language,
        ),
        _sheet(N_("Answers"), (who, N_("question"), name, N_("answer")), questions, language),
        _sheet(
            N_("Before and after"),
            (
                *(who, N_("case"), N_("figure"), N_("before"), N_("after"), N_("unit")),
                *(N_("better"), N_("action"), name, N_("benefit"), N_("changed"), N_("estimate")),
            ),
            cases,
            language,
        ),
    )


def _sheet(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], language: str
) -> Table:
    cells = [tuple(say(head, language) for head in heads), *map(tuple, rows)]
    numbered = tuple(Row(number, row) for number, row in enumerate(cells, 1))
    return Table(_FILE, numbered, say(title, language))
