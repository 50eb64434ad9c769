"""How a merge is told: what came from the other side, and what both changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Table
from digisys.errors import Problem
from digisys.graph.labels import area_label, end_labels, label
from digisys.schema import Model
from digisys.words import N_, Counted, Message, say
from digisys.workshop.edits import Edit, find_edits
from digisys.workshop.matching import match_variables

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Conflict", "ModelMerge"]

_KINDS = {
    "area": N_("area"),
    "layout": N_("place of a box"),
    "link": N_("link"),
    "loop": N_("loop"),
    "model": N_("model"),
    "slide": N_("slide"),
    "source": N_("source"),
    "target": N_("target"),
    "theme": N_("theme"),
    "variable": N_("variable"),
}
_POLARITIES = {"positive": N_("positive"), "negative": N_("negative"), "unknown": N_("unknown")}
_LONGEST = 60


@dataclass(frozen=True)
class Conflict:
    """Something that both sides changed, and not alike.

    Attributes
    ----------
    key
        What names it, such as ``link a->b polarity``; the same whenever the same three maps
        are merged. Ids are those of the map that both come from.
    kind
        ``variable``, ``link``, ``loop``, ``target``, ``area``, ``source``, ``theme``,
        ``slide``, ``layout``, or ``model`` for what is told of the whole.
    id
        Of what it is: an id, a number, or the field of a model.
    field
        The field, with dots into what it holds; ``removed`` of a variable that one side took
        out and the other linked to; ``id`` of one that was renamed in two ways; empty where
        one side took out what the other changed; else the code of the problem that the
        changes of both sides make together.
    base, mine, theirs
        The three values as plain data; None where there is none.
    evidence_mine, evidence_theirs
        What either side's version of it rests on, as in the file.
    taken
        Which side was taken, where that was said.
    problem
        What would be wrong with both changes together, if each is right alone.
    """

    key: str
    kind: str
    id: str
    field: str
    base: Any
    mine: Any
    theirs: Any
    evidence_mine: tuple[Mapping[str, Any], ...] = ()
    evidence_theirs: tuple[Mapping[str, Any], ...] = ()
    taken: Literal["mine", "theirs"] | None = None
    problem: Problem | None = None

    def to_dict(self, language: str = "en") -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "key": self.key,
            "kind": self.kind,
            "id": self.id,
            "field": self.field,
            "base": self.base,
            "mine": self.mine,
            "theirs": self.theirs,
            "evidence": {
                "mine": [dict(one) for one in self.evidence_mine],
                "theirs": [dict(one) for one in self.evidence_theirs],
            },
            "taken": self.taken,
            "problem": None if self.problem is None else self.problem.what.text(language),
        }


@dataclass(frozen=True, eq=False, repr=False)
class ModelMerge(Answer):
    """Two versions of a map put together.

    Attributes
    ----------
    base
        The map that both come from.
    mine, theirs
        The two versions.
    model
        What comes of both; None while a conflict is open.
    conflicts
        What is open.
    resolved
        The conflicts that were decided by who asked.
    """

    base: Model = field(repr=False)
    mine: Model = field(repr=False)
    theirs: Model = field(repr=False)
    model: Model | None = field(repr=False)
    conflicts: tuple[Conflict, ...]
    resolved: tuple[Conflict, ...] = ()

    @cached_property
    def taken(self) -> tuple[Edit, ...]:
        """What is otherwise than in ``mine``; empty while a conflict is open."""
        if self.model is None:
            return ()
        return find_edits(self.mine, self.model, match_variables(self.mine, self.model))

    @property
    def conclusion(self) -> Conclusion:
        """Whether the versions go together."""
        return Conclusion(tuple(self._statements()), self.mine.default_language)

    def _statements(self) -> Iterator[Statement]:
        if self.conflicts:
            count = len(self.conflicts)
            message: Message | Counted = Counted(
                "Both sides changed {count} thing, and not alike: say which side goes before.",
                "Both sides changed {count} things, and not alike: say which side goes before.",
                count,
            )
            yield Statement("conflicts", message, {"conflicts": count})
            return
        edits = len(self.taken)
        message = Message("The other side adds nothing.")
        if edits:
            message = Counted(
                "The versions go together; {count} change comes from the other side.",
                "The versions go together; {count} changes come from the other side.",
                edits,
            )
        yield Statement("merged", message, {"changes": edits})
        if self.resolved:
            message = Counted(
                "{count} conflict was decided as you said.",
                "{count} conflicts were decided as you said.",
                len(self.resolved),
            )
            yield Statement("resolved", message, {"resolved": len(self.resolved)})

    def table(self, language: str | None = None) -> Table:
        """Return every conflict as a row: where it is, and what each side says."""
        known = language or self.mine.default_language
        heads = [N_("Where"), N_("Before"), N_("Mine"), N_("Theirs")]
        every = (*self.conflicts, *self.resolved)
        if self.resolved:
            heads.append(N_("Taken"))
        rows = tuple(self._row(each, known) for each in every)
        caption = say("What both sides changed", known) if rows else ""
        return Table(tuple(say(head, known) for head in heads), rows, caption, known)

    def _row(self, each: Conflict, language: str) -> tuple[Cell, ...]:
        cells: list[Cell] = [
            self._place(each, language),
            _told(each, each.base, language),
            _with_evidence(_told(each, each.mine, language), each.evidence_mine, language),
            _with_evidence(_told(each, each.theirs, language), each.evidence_theirs, language),
        ]
        if self.resolved:
            names = {"mine": N_("mine"), "theirs": N_("theirs")}
            cells.append("–" if each.taken is None else say(names[each.taken], language))
        return tuple(cells)

    def _place(self, each: Conflict, language: str) -> str:
        name = self._name(each, language)
        place = " ".join(part for part in (say(_KINDS[each.kind], language), name) if part)
        if each.problem is not None:
            return f"{place}: {each.problem.what.text(language)}"
        return f"{place} · {each.field}" if each.field else place

    def _name(self, each: Conflict, language: str) -> str:
        for model in (self.mine, self.theirs, self.base):
            if each.kind == "variable" and each.id in model.variables:
                return label(model, each.id, language)
            if each.kind == "link" and any(link.id == each.id for link in model.links):
                return " → ".join(end_labels(model, each.id, language))
            if each.kind == "area" and each.id in model.areas:
                return area_label(model, each.id, language)
        return each.id

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the keys of open conflicts, by which they are decided."""
        known = language or self.mine.default_language
        if not self.conflicts:
            return ()
        keys = "; ".join(each.key for each in self.conflicts)
        return ((say("Keys of the conflicts", known), keys),)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data: the conclusion, conflicts, what was decided, and what changed."""
        known = language or "en"
        return {
            **self.concluded(language),
            "merged": self.model is not None,
            "conflicts": [each.to_dict(known) for each in self.conflicts],
            "resolved": [each.to_dict(known) for each in self.resolved],
            "changes": [edit.to_dict() for edit in self.taken],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return every conflict as a row with fixed columns.

        Returns
        -------
        pandas.DataFrame
            ``key``, ``kind``, ``id``, ``field``, ``base``, ``mine``, ``theirs`` (values as
            JSON) and ``taken``.
        """
        import pandas as pd

        columns = ("key", "kind", "id", "field", "base", "mine", "theirs", "taken")
        rows = [
            (
                each.key,
                each.kind,
                each.id,
                each.field,
                *(_data(value) for value in (each.base, each.mine, each.theirs)),
                each.taken or "",
            )
            for each in (*self.conflicts, *self.resolved)
        ]
        return pd.DataFrame(rows, columns=list(columns)).astype(str)


def _told(each: Conflict, value: Any, language: str) -> str:
    """Write a value for people: as it stands in the file, cut where it is long."""
    if value is None:
        return "–"
    if each.kind == "link" and isinstance(value, Mapping) and "polarity" in value:
        value = value["polarity"]
    if isinstance(value, str) and value in _POLARITIES:
        return say(_POLARITIES[value], language)
    if isinstance(value, Mapping) and "label" in value:
        value = value["label"]
    if isinstance(value, Mapping) and language in value:
        value = value[language]
    text = _data(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _with_evidence(text: str, evidence: tuple[Mapping[str, Any], ...], language: str) -> str:
    if not evidence or text == "–":
        return text
    places = []
    for one in evidence[:3]:
        numbers = [*one.get("slides", ()), *one.get("pages", ())]
        told = " ".join([str(one["source"]), *([", ".join(map(str, numbers))] if numbers else [])])
        places.append(told)
    more = ["…"] if len(evidence) > len(places) else []
    return say("{value} (says {sources})", language, value=text, sources="; ".join(places + more))


def _data(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
