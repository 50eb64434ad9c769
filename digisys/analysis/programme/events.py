"""Life and business events: what is proposed, one event in full, and a group's ranking."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.analysis.programme.event_ranking import rank_proposals
from digisys.analysis.programme.events_result import Events, Told
from digisys.analysis.programme.one_event_result import OneEvent
from digisys.analysis.programme.scored_events_result import RankedSet, ScoredEvents
from digisys.errors import QuestionError
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.io.scores.read_scores import USUAL_SCALE, Scores, ScoresChoice, read_scores
from digisys.io.tables.cells import Names
from digisys.io.tables.lines import near
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_events import AssessmentSet, EventState, LifeEvents
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.words import Message

__all__ = ["event", "events", "score_events"]


def events(
    model: Model,
    *,
    programme: ProgrammeChoice = None,
    scores: ScoresChoice | None = None,
    with_business: bool = False,
) -> Events:
    """List life and business events, and tell the state of their packages.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    scores
        What a group says of the events, or the path of its file or files: states, answers to
        the traits, proposals of its own (see :func:`~digisys.io.scores.read_scores.read_scores`).
    with_business
        Whether it is decided that packages of every kind count towards the key result.

    Returns
    -------
    Events
        The events, and how many packages are in which state.

    Raises
    ------
    QuestionError
        If the programme holds no events.
    ModelFileError
        If a file cannot be read.

    Examples
    --------
    >>> import digisys
    >>> answer = digisys.events(digisys.load("digikompassi"))
    >>> len(answer.events), answer.wanted, answer.counted["pilot"]
    (14, 40.0, 1)
    """
    programme = load_programme(model, programme)
    part = life_events_of(programme)
    said = Scores({}) if scores is None else read_scores(programme, scores)
    told = _told(part, said)
    counts = set(part.packages.counts) if part.packages is not None else set()
    if with_business or part.packages is None:
        counts = {"life_event", "business_event"}
    counted: dict[EventState, int] = {}
    for each in told.values():
        if each.kind in counts:
            counted[each.state] = counted.get(each.state, 0) + 1
    wanted = None
    if part.packages is not None:
        goal = programme.key_results[part.packages.key_result].goal
        if goal is not None:
            wanted = goal.about if goal.about is not None else goal.at_least
    return Events(model, programme, part, told, counted, wanted, frozenset(counts), said.problems)


def event(
    model: Model,
    name: str,
    *,
    programme: ProgrammeChoice = None,
    scores: ScoresChoice | None = None,
) -> OneEvent:
    """Tell all that is known of one life or business event.

    Parameters
    ----------
    model
        The model.
    name
        The event: its id, or its name in any language.
    programme, scores
        As :func:`events` takes them.

    Returns
    -------
    OneEvent
        Who takes part, in which situations, where it hurts, and what is not known.

    Raises
    ------
    QuestionError
        If there is no such event.

    Examples
    --------
    >>> import digisys
    >>> told = event(digisys.load("digikompassi"), "youth_independence")
    >>> len(told.actors), len(told.event.committed), sum(told.traits.values())
    (9, 5, 3)
    """
    programme = load_programme(model, programme, notes=True)
    part = life_events_of(programme)
    known = {key: item.label.every() for key, item in part.events.items()}
    found = Names("unknown-event", known).get(name)
    if found is None:
        raise QuestionError(
            Message("There is no event “{name}”.", {"name": name}),
            near(name, list(known)),
            code="unknown-event",
        )
    said = Scores({}) if scores is None else read_scores(programme, scores)
    told = _told(part, said)[found]
    return OneEvent(model, programme, part, found, told.state, told.traits, said.problems)


def score_events(
    model: Model,
    scores: ScoresChoice,
    *,
    assessment: str | None = None,
    programme: ProgrammeChoice = None,
    samples: int | Draws | None = None,
    seed: int | None = None,
) -> ScoredEvents:
    r"""Rank events by the scores of a group, with what the order depends on.

    Parameters
    ----------
    model
        The model.
    scores
        The path of a file with scores, or several (see
        :func:`~digisys.io.scores.read_scores.read_scores`); or what was read of them.
    assessment
        Only this set of criteria: its id or name. Sets are never mixed.
    programme
        As :func:`events` takes it.
    samples
        How many draws of weights and of missing scores, one or more, 2,000 when absent; or
        :class:`~digisys.uncertainty.options.Draws`.
    seed
        Seed of the draws, a whole number from 0 up.

    Returns
    -------
    ScoredEvents
        For each set of criteria the order by the group's weights, and how sure it is.

    Raises
    ------
    QuestionError
        If nothing is scored, or there is no such set.
    ModelFileError
        If a file cannot be read.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> rows = "event,criterion,score\npermits,vm_human_smoother,4\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "scores.csv")
    ...     _ = path.write_text(rows)
    ...     answer = score_events(digisys.load("digikompassi"), path, samples=100)
    >>> [(each.name, each.score, each.missing) for each in answer.sets[0].ranked]
    [('permits', 0.75, 11)]
    """
    programme = load_programme(model, programme)
    part = life_events_of(programme)
    said = read_scores(programme, scores)
    chosen = list(part.assessments)
    if assessment is not None:
        known = {key: item.label.every() for key, item in part.assessments.items()}
        found = Names("unknown-set", known).get(assessment)
        if found is None:
            raise QuestionError(
                Message("There is no set of criteria “{name}”.", {"name": assessment}),
                near(assessment, chosen) if chosen else None,
                code="unknown-set",
            )
        chosen = [found]
    draws = Draws.of(samples, seed, usual=2_000, without=OF_RUNS)
    count = draws.samples or 2_000
    sets = tuple(
        ranked
        for name in chosen
        if (ranked := _ranked_set(name, part.assessments[name], said, count, draws.seed))
    )
    if not sets:
        raise QuestionError(
            Message("Nothing is scored."),
            Message("Give a score for at least one event and sub-criterion."),
            code="no-scores",
        )
    names = {key: item.label for key, item in part.events.items()}
    return ScoredEvents(model, programme, part, names, said, sets, count)


def life_events_of(programme: Programme) -> LifeEvents:
    """Return the events of a programme.

    Raises
    ------
    QuestionError
        If it has none.
    """
    if programme.life_events is None:
        raise QuestionError(
            Message("The programme “{name}” holds no events.", {"name": programme.id}),
            Message("Write them under “{key}” in its file.", {"key": "life_events"}),
            code="no-such-part",
        )
    return programme.life_events


def _told(part: LifeEvents, said: Scores) -> dict[str, Told]:
    """Join what the programme and the group say of each event; the group's word is newer."""
    told = {
        key: Told(item.label, item.kind, item.state, _traits(part, key, said))
        for key, item in part.events.items()
    }
    for key, proposal in said.proposals.items():
        told[key] = Told(proposal.name, proposal.kind, proposal.state, _traits(part, key, said))
    newest = sorted(said.states, key=lambda each: each.day.toordinal() if each.day else 0)
    for state in newest:
        old = told[state.event]
        told[state.event] = Told(old.label, old.kind, state.state, old.traits)
    return told


def _traits(part: LifeEvents, name: str, said: Scores) -> dict[str, bool | None]:
    answers = part.events[name].traits if name in part.events else {}
    return {
        trait: said.traits.get((name, trait), answers[trait].holds if trait in answers else None)
        for trait in part.traits
    }


def _ranked_set(
    name: str, assessment: AssessmentSet, said: Scores, samples: int, seed: int
) -> RankedSet | None:
    low, high = said.scales.get(name, USUAL_SCALE)
    parts: list[str] = []
    groups: list[int] = []
    weights: list[float] = []
    whole = [
        said.weights.get(key, _usual(said, assessment.criteria)) for key in assessment.criteria
    ]
    for at, criterion in enumerate(assessment.criteria.values()):
        shares = [said.weights.get(key, _usual(said, criterion.parts)) for key in criterion.parts]
        for sub, share in zip(criterion.parts, shares, strict=True):
            parts.append(sub)
            groups.append(at)
            weights.append(_part(whole, at) * share / sum(shares) if sum(shares) else 0.0)
    by_event: dict[str, dict[str, list[float]]] = {}
    for (event_name, sub, _), score in said.scores.items():
        if sub in parts:
            by_event.setdefault(event_name, {}).setdefault(sub, []).append(score)
    if not by_event:
        return None
    if not sum(weights):
        raise QuestionError(
            Message("No criterion has a weight above 0."),
            Message("Give at least one criterion a weight."),
            code="no-scores",
        )
    total = sum(weights)
    values = {
        each: [
            (sum(given[sub]) / len(given[sub]) - low) / (high - low) if sub in given else None
            for sub in parts
        ]
        for each, given in sorted(by_event.items())
    }
    ranked = rank_proposals(
        values, groups, [weight / total for weight in weights], samples=samples, seed=seed
    )
    apart = max(
        (
            (max(given) - min(given), each, sub)
            for each, of in sorted(by_event.items())
            for sub, given in of.items()
        ),
        key=lambda item: item[0],
    )
    of_parts = dict(zip(parts, (weight / total for weight in weights), strict=True))
    return RankedSet(name, (low, high), of_parts, ranked, apart if apart[0] > 0 else None)


def _usual(said: Scores, names: Mapping[str, object]) -> float:
    """Return the weight of what has none: 1 where none of its kind has one, else 0."""
    return 0.0 if any(name in said.weights for name in names) else 1.0


def _part(weights: list[float], at: int) -> float:
    return weights[at] / sum(weights) if sum(weights) else 0.0
