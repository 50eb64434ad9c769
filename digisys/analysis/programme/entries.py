"""Everything that a programme holds, as one list of entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digisys.analysis.programme.event_words import KIND_WORDS, POINT_WORDS
from digisys.schema import Text
from digisys.schema.programme import Programme, Reference
from digisys.schema.programme_events import Event, LifeEvents
from digisys.words import N_, Message

__all__ = ["KINDS", "ProgrammeEntry", "entries_of", "told_around"]

#: What sorts of things a programme has besides its notes.
KINDS: Mapping[str, str] = {
    "actor": N_("actor"),
    "key_result": N_("key result"),
    "indicator": N_("indicator"),
    "meaning": N_("what a target means"),
    "need": N_("need"),
    "way_forward": N_("way forward"),
    "action": N_("action"),
    "action_step": N_("step of an action"),
    "question": N_("question of the road map"),
    "keyword": N_("keyword"),
    "resource": N_("source of help"),
    "timeline": N_("date of the timeline"),
    "event": N_("event"),
    "party": N_("actor in an event"),
    "committed": N_("party that has signed up"),
    "event_point": N_("what is told of an event"),
    "trait": N_("trait of an event"),
    "assessment_criterion": N_("criterion for events"),
    "assessment_part": N_("sub-criterion for events"),
    "quality_area": N_("area of quality"),
    "quality_criterion": N_("quality criterion"),
    "statement": N_("statement of the self-assessment"),
    "customer_question": N_("question to customers"),
    "quality_scope": N_("what the quality criteria are for"),
    "recommendation": N_("recommendation"),
    "definition": N_("part of the definition of a service"),
    "selection_criterion": N_("criterion of selection"),
    "condition": N_("condition"),
}
#: Closer words for some of a kind.
_CLOSER: Mapping[tuple[str, str | None], str] = {
    **{("event", key): word for key, word in KIND_WORDS.items()},
    **{("event_point", key): word for key, word in POINT_WORDS.items()},
}


@dataclass(frozen=True)
class ProgrammeEntry:
    """One thing that a programme holds.

    Attributes
    ----------
    kind
        A key of :data:`KINDS`, or one of the programme's ``note_kinds``.
    key
        Its id; with the id of what it is a part of before a full stop where it has none itself.
    label
        What people call it, or what it says.
    description
        More of it.
    targets
        Numbers of the targets that it is filed under.
    when, owner
        When, and who has it or does it, where the documents say so.
    belongs_to
        Ids of what it belongs to.
    reading
        How an unclear place was read.
    evidence
        Where it is stated.
    address
        Its address on the web.
    part
        Which part of its kind it is: of a point what kind of point, of a resource what help.
    is_note
        Whether it is a note; its kind is then one of the programme's own.
    """

    kind: str
    key: str
    label: Text
    description: Text | None = None
    targets: tuple[int, ...] = ()
    when: Text | None = None
    owner: Text | None = None
    belongs_to: tuple[str, ...] = ()
    reading: Text | None = None
    evidence: tuple[Reference, ...] = ()
    address: str | None = None
    part: str | None = None
    is_note: bool = False

    def kind_word(self, programme: Programme, language: str) -> str:
        """Say what kind of thing it is."""
        if not self.is_note:
            word = _CLOSER.get((self.kind, self.part), KINDS[self.kind])
            return Message(word).text(language)
        return programme.note_kinds[self.kind].label.text(language)

    def texts(self) -> Iterator[str]:
        """Yield every text of it in every language."""
        for each in (self.label, self.description, self.when, self.owner, self.reading):
            if each is not None:
                yield from each.every()


def entries_of(programme: Programme) -> tuple[ProgrammeEntry, ...]:
    """List everything that a programme holds, in the order of its file.

    Parameters
    ----------
    programme
        The programme.

    Returns
    -------
    tuple of ProgrammeEntry
        Its actors, key results, indicators, actions and so on, then its notes.

    Examples
    --------
    >>> import digisys
    >>> programme = digisys.load_programme(digisys.load("digikompassi"))
    >>> sum(entry.kind == "action_step" for entry in entries_of(programme))
    29
    """
    return (
        *_of_targets(programme),
        *_of_road_map(programme),
        *(_of_events(programme.life_events) if programme.life_events else ()),
        *_of_quality(programme),
        *_of_services(programme),
        *_notes(programme),
    )


def told_around(programme: Programme, keys: Iterable[str]) -> tuple[ProgrammeEntry, ...]:
    """Return the notes that belong to some of what a programme holds.

    Parameters
    ----------
    programme
        The programme.
    keys
        Ids of what they are to belong to.
    """
    wanted = set(keys)
    return tuple(each for each in _notes(programme) if not wanted.isdisjoint(each.belongs_to))


def _entry(kind: str, key: str, item: Any, **more: Any) -> ProgrammeEntry:
    """Make an entry of what an item of any part has."""
    return ProgrammeEntry(
        kind,
        key,
        item.label,
        description=getattr(item, "description", None),
        reading=getattr(item, "reading", None),
        evidence=tuple(getattr(item, "evidence", ())),
        **more,
    )


def _of_targets(programme: Programme) -> Iterator[ProgrammeEntry]:
    for key, actor in programme.actors.items():
        yield _entry("actor", key, actor)
    for key, result in programme.key_results.items():
        yield _entry("key_result", key, result, targets=(result.target,), part=result.short_id)
    for key, indicator in programme.indicators.items():
        results = tuple(indicator.key_results)
        targets = sorted(
            {*indicator.targets, *(programme.key_results[name].target for name in results)}
        )
        yield _entry(
            "indicator",
            key,
            indicator,
            targets=tuple(targets),
            owner=indicator.owner,
            belongs_to=results,
            part=indicator.scale.kind,
        )


def _of_road_map(programme: Programme) -> Iterator[ProgrammeEntry]:
    for key, meaning in programme.meanings.items():
        yield _entry("meaning", key, meaning, targets=(meaning.target,))
    for key, need in programme.needs.items():
        yield _entry("need", key, need, targets=(need.target,))
        way = need.way_forward
        if way is not None:
            yield _entry(
                "way_forward",
                f"{key}.way_forward",
                way,
                targets=(need.target,),
                when=way.when,
                belongs_to=(key, *way.actors),
            )
    for key, action in programme.actions.items():
        filed = () if action.target is None else (action.target,)
        yield _entry(
            "action", key, action, targets=filed, when=action.when, belongs_to=tuple(action.actors)
        )
        for number, step in enumerate(action.steps, 1):
            yield _entry(
                "action_step",
                f"{key}.{number}",
                step,
                targets=filed,
                when=step.when,
                belongs_to=(key,),
            )
    for key, question in programme.questions.items():
        yield _entry("question", key, question, targets=(question.target,), part=question.about)
    for key, word in programme.keywords.items():
        yield _entry("keyword", key, word, targets=tuple(word.targets))
    for key, help_ in programme.resources.items():
        yield _entry(
            "resource",
            key,
            help_,
            targets=tuple(help_.targets),
            owner=help_.owner,
            part=help_.kind,
        )
    for key, item in programme.timeline.items():
        yield _entry("timeline", key, item, when=item.when, belongs_to=tuple(item.actors))


def _of_events(part: LifeEvents) -> Iterator[ProgrammeEntry]:
    for key, trait in part.traits.items():
        yield _entry("trait", key, trait)
    for set_name, assessment in part.assessments.items():
        for key, criterion in assessment.criteria.items():
            yield _entry("assessment_criterion", key, criterion, part=set_name)
            for name, sub in criterion.parts.items():
                yield _entry("assessment_part", name, sub, belongs_to=(key,), part=set_name)
    for key, event in part.events.items():
        yield _entry("event", key, event, when=event.when, part=event.kind)
        yield from _of_event(key, event)


def _of_event(name: str, event: Event) -> Iterator[ProgrammeEntry]:
    for key, party in event.parties.items():
        kind = "committed" if key in event.committed else "party"
        yield _entry(kind, f"{name}.{key}", party, belongs_to=(name,), part=party.sector)
    for key, point in event.points.items():
        yield _entry("event_point", f"{name}.{key}", point, belongs_to=(name,), part=point.kind)


def _of_quality(programme: Programme) -> Iterator[ProgrammeEntry]:
    part = programme.quality
    if part is None:
        return
    for key, area in part.areas.items():
        yield _entry("quality_area", key, area)
    for key, criterion in part.criteria.items():
        yield _entry(
            "quality_criterion", key, criterion, belongs_to=(criterion.area,), part=criterion.number
        )
    for key, statement in part.statements.items():
        yield _entry("statement", key, statement, belongs_to=(statement.criterion,))
    for key, question in part.questions.items():
        yield _entry("customer_question", key, question)
    for number, scope in enumerate(part.scope, 1):
        yield _entry("quality_scope", f"quality.scope.{number}", scope)
    for key, advice in part.recommendations.items():
        yield _entry("recommendation", key, advice)


def _of_services(programme: Programme) -> Iterator[ProgrammeEntry]:
    part = programme.service_map
    if part is None:
        return
    for kind, items in (
        ("definition", part.definition),
        ("selection_criterion", part.criteria),
        ("condition", part.conditions),
    ):
        for key, item in items.items():
            yield _entry(kind, key, item)


def _notes(programme: Programme) -> Iterator[ProgrammeEntry]:
    for key, note in programme.notes.items():
        yield _entry(
            note.kind,
            key,
            note,
            targets=tuple(note.targets),
            when=note.when,
            owner=note.owner,
            belongs_to=tuple(note.belongs_to),
            address=note.address,
            is_note=True,
        )
