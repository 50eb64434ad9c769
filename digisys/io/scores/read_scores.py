"""Reading what a group says of events: scores, weights, scales, traits, states, proposals."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, get_args

from digisys.errors import Place, Problem
from digisys.io.tables.cells import Names, day_in, needed_text, truth_in
from digisys.io.tables.header import same_word
from digisys.io.tables.kinds import Kind, read_lists, refuse_without
from digisys.io.tables.lines import Line, RowError, near
from digisys.schema.programme import Programme
from digisys.schema.programme_events import EventKind, EventState, LifeEvents
from digisys.words import Message

__all__ = ["USUAL_SCALE", "Proposal", "Scores", "ScoresChoice", "State", "read_scores"]

W = TypeVar("W", bound=str)
#: The scale of scores where the group tells none.
USUAL_SCALE = (1.0, 5.0)
_EVENT = ("event", "tapahtuma", "elämäntapahtuma", "händelse", "livshändelse")
_CRITERION = ("criterion", "kriteeri", "alakriteeri", "kriterium", "delkriterium")
_STATE = ("state", "tila", "vaihe", "läge", "skede")

_KINDS = (
    Kind(
        "scores",
        {
            "event": _EVENT,
            "criterion": _CRITERION,
            "score": ("score", "pisteet", "arvio", "poäng"),
            "scorer": ("scorer", "arvioija", "ryhmä", "bedömare", "grupp", "group"),
            "remark": ("remark", "huomautus", "perustelu", "anmärkning", "notering", "motivering"),
        },
        (("event",), ("criterion",), ("score",)),
        ("score",),
    ),
    Kind(
        "weights",
        {"criterion": _CRITERION, "weight": ("weight", "paino", "painoarvo", "vikt")},
        (("criterion",), ("weight",)),
        ("weight",),
    ),
    Kind(
        "scales",
        {
            "set": ("set", "kriteeristö", "joukko", "uppsättning"),
            "low": ("low", "lowest", "alin", "pienin", "lägst"),
            "high": ("high", "highest", "ylin", "suurin", "högst"),
        },
        (("low",), ("high",)),
        ("low", "high"),
    ),
    Kind(
        "traits",
        {
            "event": _EVENT,
            "trait": ("trait", "piirre", "ominaisuus", "drag", "egenskap"),
            "answer": ("answer", "vastaus", "svar"),
        },
        (("event",), ("trait",), ("answer",)),
    ),
    Kind(
        "proposals",
        {
            "event": _EVENT,
            "kind": ("kind", "laji", "tyyppi", "slag", "typ"),
            "name": ("name", "nimi", "namn"),
            "state": _STATE,
        },
        (("event",), ("kind",)),
    ),
    Kind(
        "states",
        {"event": _EVENT, "state": _STATE, "date": ("date", "pvm", "päivä", "datum", "dag")},
        (("event",), ("state",)),
    ),
)

_STATE_WORDS: Mapping[str, tuple[str, ...]] = {
    "named": ("nimetty", "nämnd"),
    "studied": ("tutkittu", "selvitetty", "utredd"),
    "proposed": ("ehdotettu", "föreslagen"),
    "pilot": ("pilotissa", "kokeilu", "i pilot", "försök"),
    "under_way": ("käynnissä", "työn alla", "pågår", "under arbete"),
    "done": ("valmis", "tehty", "klar", "färdig"),
}
_KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "life_event": ("elämäntapahtuma", "livshändelse"),
    "business_event": ("liiketoimintatilanne", "liiketoimintatapahtuma", "företagshändelse"),
}


@dataclass(frozen=True)
class Proposal:
    """An event that a group adds to those of the programme.

    Attributes
    ----------
    name
        What people call it.
    kind, state
        As events of a programme have them.
    """

    name: str
    kind: EventKind
    state: EventState = "proposed"


@dataclass(frozen=True)
class State:
    """The state of the package of an event on a day.

    Attributes
    ----------
    event
        The event.
    state
        As events of a programme have it.
    day
        When it was so, if told.
    """

    event: str
    state: EventState
    day: date | None = None


@dataclass(frozen=True)
class Scores:
    """What a group says of events.

    Attributes
    ----------
    scores
        For each event, criterion and scorer the score.
    weights
        For each criterion or sub-criterion that has one its weight.
    scales
        For each set of criteria that has one its lowest and highest score.
    traits
        For each event and trait whether it holds.
    states
        States of packages, in the order of the files.
    proposals
        Events that the group adds.
    problems
        What is wrong with rows that are left out, each with its place and its cure.
    """

    scores: Mapping[tuple[str, str, str], float]
    weights: Mapping[str, float] = field(default_factory=dict)
    scales: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    traits: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    states: tuple[State, ...] = ()
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


ScoresChoice = Scores | str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


def read_scores(programme: Programme, source: ScoresChoice) -> Scores:
    r"""Read what a group says of the events of a programme.

    The files are CSV, XLSX or YAML with lists of known columns, in English, Finnish or Swedish:
    ``scores`` (event, criterion, score, scorer, remark), ``weights`` (criterion, weight),
    ``scales`` (set, low, high), ``traits`` (event, trait, answer), ``states`` (event, state,
    date) and ``proposals`` (event, kind, name, state).

    Parameters
    ----------
    programme
        The programme with the events.
    source
        The path of a file, or several. What is read already is returned as it is.

    Returns
    -------
    Scores
        What can be used, and every row that cannot with its place and its cure. A score that
        is missing is never zero.

    Raises
    ------
    ModelFileError
        If a file cannot be read, or holds no list.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> from digisys.io import load
    >>> from digisys.io.programmes import load_programme
    >>> programme = load_programme(load("digikompassi"))
    >>> rows = "event;criterion;score\npermits;vm_human_smoother;4\npermits;vm_human_smoother;9\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "scores.csv")
    ...     _ = path.write_text(rows)
    ...     found = read_scores(programme, path)
    >>> list(found.scores.values()), str(found.problems[0].what)
    ([4.0], 'The score 9 is outside the scale from 1 to 5.')
    """
    if isinstance(source, Scores):
        return source
    paths = [source] if isinstance(source, str | os.PathLike) else list(source)
    lists, problems = read_lists(paths, _KINDS)
    refuse_without(lists, problems)
    reading = _Reading(programme.life_events or LifeEvents(events={}), problems)
    for kind, read in (
        ("proposals", reading.proposal),
        ("scales", reading.scale),
        ("weights", reading.weight),
        ("scores", reading.score),
        ("traits", reading.trait),
        ("states", reading.state),
    ):
        for each in lists:
            if each.kind == kind:
                for line in each.lines():
                    try:
                        read(line)
                    except RowError as error:
                        problems.append(line.as_problem(error))
    return reading.result()


@dataclass
class _Reading:
    """What has been read so far."""

    events: LifeEvents
    problems: list[Problem]
    scores: dict[tuple[str, str, str], float] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    scales: dict[str, tuple[float, float]] = field(default_factory=dict)
    traits: dict[tuple[str, str], bool] = field(default_factory=dict)
    states: list[State] = field(default_factory=list)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    percents: dict[str, bool] = field(default_factory=dict)
    rows: dict[tuple[object, ...], Place] = field(default_factory=dict)
    contested: set[tuple[str, str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        sets = self.events.assessments
        self.set_of = {
            sub: name
            for name, each in sets.items()
            for criterion in each.criteria.values()
            for sub in criterion.parts
        }
        parts = {
            sub: (f"{criterion.label}: {item.label}",)
            for each in sets.values()
            for criterion in each.criteria.values()
            for sub, item in criterion.parts.items()
        }
        whole = {key: () for each in sets.values() for key in each.criteria}
        self.parts = Names("unknown-criterion", parts)
        self.criteria = Names("unknown-criterion", {**whole, **parts})
        self.sets = Names("unknown-set", {key: each.label.every() for key, each in sets.items()})
        self.trait_names = Names(
            "unknown-trait", {key: item.label.every() for key, item in self.events.traits.items()}
        )

    def names(self) -> Names:
        known: dict[str, Iterable[str]] = {
            key: item.label.every() for key, item in self.events.events.items()
        }
        known |= {key: (item.name,) for key, item in self.proposals.items()}
        return Names("unknown-event", known)

    def result(self) -> Scores:
        for key in self.contested:
            del self.scores[key]
        return Scores(
            self.scores,
            self.weights,
            self.scales,
            self.traits,
            tuple(self.states),
            self.proposals,
            tuple(self.problems),
        )

    def again(self, line: Line, key: tuple[object, ...]) -> Place | None:
        """Return where the same has been told already, if it has."""
        here = line.list.table.place(line.row)
        first = self.rows.setdefault(key, here)
        return None if first is here else first

    def once(self, line: Line, key: tuple[object, ...], column: str) -> None:
        first = self.again(line, key)
        if first is not None:
            raise RowError(
                "duplicate-row",
                column,
                Message("The same is told already: {place}.", {"place": first}),
                Message("Keep one of the two."),
            )

    def proposal(self, line: Line) -> None:
        word = needed_text(line, "event")
        if self.names().get(word):
            raise RowError(
                "duplicate-row",
                "event",
                Message("There is an event “{name}” already.", {"name": word}),
                Message("Choose another id for the proposal."),
            )
        kind: EventKind = _word_in(line, "kind", get_args(EventKind), _KIND_WORDS)
        state: EventState = "proposed"
        if line.text("state"):
            state = _word_in(line, "state", get_args(EventState), _STATE_WORDS)
        self.proposals[word] = Proposal(line.text("name") or word, kind, state)

    def scale(self, line: Line) -> None:
        chosen = (
            [self.sets.in_cell(line, "set")] if line.text("set") else list(self.events.assessments)
        )
        low, high = line.number("low"), line.number("high")
        if low is None or high is None or not low < high:
            raise RowError(
                "wrong-scale",
                "high",
                Message("The highest score must be above the lowest."),
                Message("Give both, such as 1 and 5."),
            )
        for name in chosen:
            self.once(line, ("scale", name), "low")
            self.scales[name] = (low, high)

    def weight(self, line: Line) -> None:
        criterion = self.criteria.in_cell(line, "criterion")
        number = line.number("weight")
        if number is None:
            return
        if number < 0:
            raise RowError(
                "out-of-scale",
                "weight",
                Message("A weight cannot be below 0."),
                Message("Give 0 for a criterion that is not to count."),
            )
        self.once(line, ("weight", criterion), "weight")
        self.weights[criterion] = number
        percent = line.has_percent("weight")
        if self.percents.setdefault(line.list.table.sheet or "", percent) != percent:
            del self.weights[criterion]
            raise RowError(
                "mixed-units",
                "weight",
                Message("Some weights are in per cent, and some are not."),
                Message("Write all of them in one way; only their proportions count."),
            )

    def score(self, line: Line) -> None:
        event = self.names().in_cell(line, "event")
        criterion = self.parts.in_cell(line, "criterion")
        scorer = line.text("scorer")
        if line.has_percent("score"):
            raise RowError(
                "mixed-units",
                "score",
                Message("A number is wanted here, not per cent."),
                Message("Give the score on the scale of the group."),
            )
        score = line.number("score")
        if score is None:
            return
        low, high = self.scales.get(self.set_of[criterion], USUAL_SCALE)
        if not low <= score <= high:
            raise RowError(
                "out-of-scale",
                "score",
                Message(
                    "The score {value} is outside the scale from {low} to {high}.",
                    {"value": f"{score:g}", "low": f"{low:g}", "high": f"{high:g}"},
                ),
                Message("Correct the score, or tell the scale in a list with set, low and high."),
            )
        key = (event, criterion, same_word(scorer))
        first = self.again(line, ("score", *key))
        if first is not None:
            same = self.scores[key] == score
            if not same:
                self.contested.add(key)
            raise RowError(
                "second-answer",
                "score",
                Message("This question is answered already: {place}.", {"place": first})
                if same
                else Message(
                    "This question is answered otherwise too, and neither counts: {place}.",
                    {"place": first},
                ),
                Message("Keep one score, or name who gave each in a column “scorer”."),
            )
        self.scores[key] = score

    def trait(self, line: Line) -> None:
        event = self.names().in_cell(line, "event")
        trait = self.trait_names.in_cell(line, "trait")
        answer = truth_in(line, "answer")
        if answer is not None:
            self.once(line, ("trait", event, trait), "answer")
            self.traits[event, trait] = answer

    def state(self, line: Line) -> None:
        event = self.names().in_cell(line, "event")
        state: EventState = _word_in(line, "state", get_args(EventState), _STATE_WORDS)
        day = day_in(line, "date")
        self.once(line, ("state", event, day), "state")
        self.states.append(State(event, state, day))


def _word_in(
    line: Line, column: str, known: Iterable[W], words: Mapping[str, tuple[str, ...]]
) -> W:
    """Return which of some words a cell says."""
    text = needed_text(line, column)
    each = list(known)
    meant = {same_word(word): key for key in each for word in (key, *words[key])}
    found = meant.get(same_word(text))
    if found is None:
        raise RowError(
            "wrong-choice",
            column,
            Message("“{text}” is not known here.", {"text": text}),
            near(text, each),
        )
    return found
