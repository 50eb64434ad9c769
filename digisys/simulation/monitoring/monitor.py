"""What has moved since last time, what is not known, and what the model expects next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digisys.errors import QuestionError
from digisys.graph.names import subject_of
from digisys.graph.view import CertaintyChoice, EvidenceChoice, select_view
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.schema.programme_state import OrganisationState
from digisys.simulation.experiment import ScenarioChoice
from digisys.simulation.monitoring.attainment import attainment
from digisys.simulation.monitoring.changes import changes_between, changes_since
from digisys.simulation.monitoring.expectation import Expectation, expected
from digisys.simulation.monitoring.measurements import Measurements
from digisys.simulation.monitoring.monitor_result import (
    Group,
    KeyResultRow,
    Monitor,
    Reason,
    Watched,
)
from digisys.simulation.monitoring.moves import Move, joined_move, move_of
from digisys.simulation.monitoring.standing import Seen, last_by, seen_levels, starting_levels
from digisys.simulation.observations.dates import moment
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import OF_STABLE_DRAWS, Draws
from digisys.words import Message

__all__ = ["monitor"]

#: A measured level in the outer twentieth of what the model expected is a surprise.
_SURPRISE = 0.05


def monitor(
    measurements: Measurements,
    *,
    since: float | str | Measurements | None = None,
    meanwhile: ScenarioChoice | OrganisationState = None,
    until: float | str | None = None,
    samples: int | Draws = 512,
    seed: int | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Monitor:
    r"""Tell what has moved in an organisation, and what the model would expect next.

    For every target, key result and declared loop: how the variables behind it have moved
    since last time by what was measured, what of it nobody has measured, and what the model
    expects by the next time from where the organisation stands. What is not measured is never
    zero: it is told as not known, and its stocks start at the reference.

    Parameters
    ----------
    measurements
        Of one organisation, as :func:`digisys.read_measurements` gives them; ``of`` chooses
        one of several.
    since
        The date of last time, or an older file, to tell revised values and those that went
        too; the last date but one when absent.
    meanwhile
        What is done meanwhile, for what the model expects: a scenario, or what the
        organisation does of the programme, as :func:`digisys.read_states` gives it.
    until
        The date of next time; a year after the last measurement, or after the model's start
        where that is later, when absent (a tenth of the
        model's time where its unit is another).
    samples, seed
        As of :func:`digisys.simulate`; 512 draws when absent.
    settings, evidence, certainty
        As of :func:`digisys.simulate`.

    Returns
    -------
    Monitor
        The answer, and a memo of it.

    Raises
    ------
    QuestionError
        If a date makes no sense, or there is nothing to go by.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> text = "indicator,value,date\nautomation_rate,20 %,2024\nautomation_rate,60 %,2025\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "town.csv")
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     answer = monitor(digisys.read_measurements(path, model), samples=64)
    >>> answer.moves["service_automation"].kind
    'rises'
    """
    own = measurements.of(None)
    model, programme = own.model, own.programme
    who = next(iter(own.organisations), "")
    draws = Draws.of(samples, seed, usual=512, without=(*OF_STABLE_DRAWS, "checkpoint", "record"))
    known = sorted({item.time for item in own.items if item.value is not None})
    if not known:
        raise QuestionError(
            Message("No measurement of “{name}” has a value.", {"name": who or "–"}),
            Message("Add values with their dates."),
            code="no-observations",
        )
    now = known[-1]
    older = None
    if isinstance(since, Measurements):
        older = since.of(who if who in since.organisations else None)
    then = _then(model, None if isinstance(since, Measurements) else since, older, known)
    levels = seen_levels(own)
    moves = {name: move_of(levels.get(name, ()), then, now) for name in model.variables}
    ahead = _ahead(model, until, now)
    state = meanwhile if isinstance(meanwhile, OrganisationState) else None
    done: ScenarioChoice = None
    if isinstance(meanwhile, OrganisationState):
        done = _own(model, programme, meanwhile, now)
    else:
        done = meanwhile

    def run(start: float, end: float) -> Expectation | None:
        return expected(
            model, done, starting_levels(levels, model, start), start, end, draws,
            settings=settings, evidence=evidence, certainty=certainty,
        )  # fmt: skip

    was = run(then, now) if then is not None and starting_levels(levels, model, then) else None
    coming = run(now, ahead)
    return Monitor(
        own,
        own.organisations[0] if own.organisations else who,
        then,
        now,
        ahead,
        state,
        done,
        levels,
        moves,
        {name: _watched(name, levels.get(name, ()), moves[name], then, now, was)
         for name in levels},
        _targets(model, moves, coming),
        _key_results(own, then, moves, coming),
        _loops(model, moves, coming),
        tuple(changes_between(older, own) if older is not None else changes_since(own, then)),
        _reasons(model, programme, state, moves, evidence, certainty),
        coming,
        draws.count,
        draws.seed,
    )  # fmt: skip


def _then(
    model: Model, since: float | str | None, older: Measurements | None, known: Sequence[float]
) -> float | None:
    """Return the moment of last time."""
    if since is not None:
        found = _date(model, since)
        if found >= known[-1]:
            raise QuestionError(
                Message("Nothing was measured after {date}.", {"date": since}),
                Message("Give an earlier date, or add what was measured since."),
            )
        return found
    if older is not None:
        times = [item.time for item in older.items if item.value is not None]
        earlier = [time for time in times if time < known[-1]]
        if earlier:
            return max(earlier)
    return known[-2] if len(known) > 1 else None


def _date(model: Model, text: float | str) -> float:
    try:
        return moment(text, model.time.start, calendar_years=model.time.unit == "years")
    except ValueError:
        raise QuestionError(
            Message("“{text}” is no date in the model's time.", {"text": text}),
            Message("Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-17."),
        ) from None


def _ahead(model: Model, until: float | str | None, now: float) -> float:
    if until is None:
        years = model.time.unit == "years"
        return max(now, model.time.start) + (
            1.0 if years else (model.time.end - model.time.start) / 10
        )
    found = _date(model, until)
    if found <= now:
        raise QuestionError(
            Message("The next date, {date}, is not after the last measurement.", {"date": until}),
            Message("Give a later date."),
        )
    return found


def _own(
    model: Model, programme: Programme, state: OrganisationState, start: float
) -> ScenarioChoice:
    from digisys.analysis.programme.own_scenario import own_scenario

    try:
        return own_scenario(model, programme, state, start=start)
    except QuestionError:  # nothing is done that pushes anything
        return None


def _watched(
    name: str,
    seen: Sequence[Seen],
    move: Move,
    then: float | None,
    now: float,
    was: Expectation | None,
) -> Watched:
    """Tell how a variable moved, and whether the model expected it."""
    last = last_by(seen, now)
    if was is None or move.change is None or last is None or then is None:
        return Watched(move, None, None)
    band = was.band(f"variable:{name}")
    tail = was.tail(name, last.level, last.uncertainty)
    told = 1 if tail > 1 - _SURPRISE else -1 if tail < _SURPRISE else 0
    return Watched(move, band, told)


def _group(
    variables: Sequence[str],
    moves: Mapping[str, Move],
    coming: Expectation | None,
    outcome: str | None = None,
) -> Group:
    inner = {name: moves[name] for name in variables}
    return Group(
        tuple(variables),
        joined_move(inner),
        tuple(name for name, move in inner.items() if move.kind == "not_known"),
        None if coming is None or outcome is None else coming.band(outcome),
        None if coming is None else coming.change(variables),
        {} if coming is None else {name: coming.direction(name) for name in variables},
    )


def _targets(
    model: Model, moves: Mapping[str, Move], coming: Expectation | None
) -> dict[int, Group]:
    found = {}
    for number in model.targets:
        members = subject_of(model, "target", number).variables
        if members:
            found[number] = _group(members, moves, coming, f"target:{number}")
    return found


def _loops(model: Model, moves: Mapping[str, Move], coming: Expectation | None) -> dict[str, Group]:
    return {
        name: _group(subject_of(model, "loop", name).variables, moves, coming)
        for name in model.loops
    }


def _key_results(
    own: Measurements,
    then: float | None,
    moves: Mapping[str, Move],
    coming: Expectation | None,
) -> dict[str, KeyResultRow]:
    """Tell of each key result whether it is reached, was, and what its indicators may show."""
    earlier = None if then is None else own.until(then)
    found = {}
    for name in own.programme.key_results:
        observed = dict.fromkeys(
            each.variable
            for item in own.programme.indicators.values()
            if name in item.key_results
            for each in item.observes
            if each.confidence != "low"
        )
        group = _group(tuple(observed), moves, coming) if observed else None
        was = None if earlier is None else attainment(earlier, name)
        found[name] = KeyResultRow(attainment(own, name), was, group)
    return found


def _reasons(
    model: Model,
    programme: Programme,
    state: OrganisationState | None,
    moves: Mapping[str, Move],
    evidence: EvidenceChoice,
    certainty: CertaintyChoice,
) -> dict[str, tuple[Reason, ...]]:
    """Tell what of the model may have moved what moved: causes that moved so, and actions."""
    view = select_view(model, evidence=evidence, certainty=certainty)
    ways = {"rises": 1, "falls": -1}
    found = {}
    for name, move in moves.items():
        if move.kind not in ways:
            continue
        reasons = []
        for link in view.links:
            cause = moves[link.source]
            sign = {"positive": 1, "negative": -1}.get(link.polarity, 0)
            if link.target == name and sign * ways.get(cause.kind, 0) == ways[move.kind]:
                reasons.append(Reason("cause", link.source))
        for key, told in state.actions.items() if state else ():
            if told.state not in ("done", "under_way") or key not in programme.actions:
                continue
            for push in programme.actions[key].pushes:
                sign = -1 if push.polarity == "negative" else 1
                if push.variable == name and sign == ways[move.kind]:
                    reasons.append(Reason("action", key))
        found[name] = tuple(reasons)
    return found
