"""Notes of a programme: what documents tell beside targets, actions, events and services."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Text, Words
from digisys.schema.programme_base import Number, Stated

__all__ = ["Note", "NoteKind", "ProgrammeNotes"]


class NoteKind(Frozen):
    """What sort of thing a note tells, such as an idea, a meeting or a figure."""

    label: Text
    """What people call one of the kind."""


class Note(Stated):
    """Something that a document tells around the rest of a programme.

    It has no rules of its own: it is listed, searched, and told with what it belongs to.

    Examples
    --------
    >>> note = Note(kind="idea", label="Share one wiki page.", belongs_to=["wiki_page"])
    >>> note.belongs_to
    ('wiki_page',)
    """

    kind: Id
    """One of the programme's ``note_kinds``."""
    description: Text | None = None
    """More of it, in a sentence or two."""
    belongs_to: Items[Id] = ()
    """Ids of what it belongs to, anywhere in the programme: an action, a need, an event, a
    criterion, an actor, another note."""
    targets: Items[Number] = ()
    """Numbers of the targets that it is about."""
    when: Text | None = None
    """When, where the documents say so."""
    owner: Text | None = None
    """Who has it, or had it."""
    address: Words | None = Field(default=None, pattern=r"^[^\s<>]+$")
    """Its address on the web, where a document gives one."""


class ProgrammeNotes(Frozen):
    """A file of notes beside a programme file, which questions without notes need not read.

    Languages, sources and everything that notes belong to are those of the programme.
    """

    schema_version: Literal[1] = Field(default=1, alias="schema")
    """Version of the file format (key ``schema``); ``1``."""
    programme: Id
    """Id of the programme that it belongs to."""
    note_kinds: FrozenMap[Id, NoteKind] = Field(default_factory=FrozenDict)
    """Kinds of notes, besides those of the programme file."""
    notes: FrozenMap[Id, Note] = Field(default_factory=FrozenDict)
    """The notes, besides those of the programme file."""
