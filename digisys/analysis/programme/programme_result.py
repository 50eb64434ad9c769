"""The answer to what a programme holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.analysis.programme.entries import KINDS, ProgrammeEntry
from digisys.analysis.programme.joined import place_text
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Table
from digisys.schema import Model
from digisys.schema.programme import Programme
from digisys.words import N_, Counted, Message, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ProgrammeContents"]


@dataclass(frozen=True, eq=False, repr=False)
class ProgrammeContents(Answer):
    """The answer to "what does the programme hold?".

    Attributes
    ----------
    everything
        All entries of the programme.
    entries
        Those that were asked for.
    named
        Those that bear the name that was asked for; the rest of the entries belongs to them.
    kind, target, name
        What was asked for; None where it was not.
    """

    model: Model = field(repr=False)
    programme: Programme = field(repr=False)
    everything: tuple[ProgrammeEntry, ...] = field(repr=False)
    entries: tuple[ProgrammeEntry, ...]
    named: tuple[ProgrammeEntry, ...]
    kind: str | None
    target: int | None
    name: str | None

    @property
    def narrowed(self) -> bool:
        """Whether a kind, a target or a name was asked for."""
        return any(each is not None for each in (self.kind, self.target, self.name))

    @property
    def counts(self) -> dict[str, int]:
        """How many entries there are of each kind, in the order of the programme."""
        kinds = [entry.kind for entry in self.entries]
        return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if self.name is not None:
            return say("What does the programme tell of “{name}”?", language, name=self.name)
        return say("What does the programme hold?", language)

    @property
    def conclusion(self) -> Conclusion:
        """How much there is, and what belongs to the thing that was named."""
        count = len(self.entries)
        language = self.model.default_language
        if self.named:
            return Conclusion(tuple(self._named()), language)
        parts = {"entries": count, "kinds": self.counts}
        message: Message | Counted
        if not self.narrowed:
            notes = sum(entry.is_note for entry in self.entries)
            message = Message(
                "The programme holds {rest}, and {notes} around them.",
                {
                    "rest": Counted("{count} thing", "{count} things", count - notes),
                    "notes": Counted("{count} note", "{count} notes", notes),
                },
            )
        elif self.name is not None:
            message = Counted(
                "{count} entry of the programme tells of “{name}”.",
                "{count} entries of the programme tell of “{name}”.",
                count,
                {"name": self.name},
            )
        elif count:
            message = Counted(
                "{count} entry of the programme.", "{count} entries of the programme.", count
            )
        else:
            message = Message("The programme has none of this.")
        return Conclusion((Statement("entries", message, parts),), language)

    def _named(self) -> list[Statement]:
        first = self.named[0]
        belonging = len(self.entries) - len(self.named)
        statements = [
            Statement(
                "named",
                Message("“{name}”: {kind}.", {"name": first.label, "kind": _Kind(first, self)}),
                {"key": first.key, "kind": first.kind},
            )
        ]
        if belonging:
            message = Counted(
                "{count} entry belongs to it.", "{count} entries belong to it.", belonging
            )
            statements.append(Statement("belonging", message, {"belonging": belonging}))
        return statements

    def table(self, language: str | None = None) -> Table:
        """Return kinds with their counts, or entries with their places."""
        language = language or self.model.default_language
        if not self.narrowed:
            heads: tuple[str, ...] = (N_("What"), N_("Name of the kind"), N_("Count"))
            rows: tuple[tuple[Cell, ...], ...] = tuple(
                (self._kind_word(kind, language), kind, count)
                for kind, count in self.counts.items()
            )
        else:
            heads = (N_("What"), N_("Told"), N_("Place"))
            rows = tuple(
                (
                    Formatted(entry.kind_word(self.programme, language), entry.kind),
                    Formatted(_told(entry, language), entry.key),
                    place_text(self.programme, entry.evidence, language),
                )
                for entry in self.entries
            )
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def _kind_word(self, kind: str, language: str) -> str:
        own = self.programme.note_kinds.get(kind)
        return say(KINDS[kind], language) if own is None else own.label.text(language)

    def _label(self, key: str, language: str) -> str:
        found = next((each for each in self.everything if each.key == key), None)
        return found.label.text(language) if found is not None else key

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return more of the thing that was named, and the programme."""
        language = language or self.model.default_language
        pairs = [(say("Programme", language), self.programme.title.text(language))]
        for entry in self.named:
            belongs = "; ".join(self._label(key, language) for key in entry.belongs_to)
            pairs += [
                (say("Id", language), entry.key),
                (say("Targets", language), ", ".join(map(str, entry.targets))),
                (say("When", language), entry.when.text(language) if entry.when else ""),
                (say("Owner", language), entry.owner.text(language) if entry.owner else ""),
                (say("Belongs to", language), belongs),
                (say("Address", language), entry.address or ""),
                (say("Reading", language), entry.reading.text(language) if entry.reading else ""),
            ]
        if not self.narrowed:
            text = say("digisys programme and a name, words, or --kind", language)
            pairs.append((say("More", language), text))
        return tuple(pair for pair in pairs if pair[1])

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return a data frame with a row for each entry.

        Returns
        -------
        pandas.DataFrame
            Columns ``kind``, ``id``, ``label``, ``description``, ``targets``, ``when``,
            ``owner``, ``belongs_to`` and ``place``.
        """
        import pandas as pd

        language = language or self.model.default_language
        columns = ("kind", "id", "label", "description", "targets", "when", "owner", "belongs_to")
        rows = [
            (
                *(each if not isinstance(each, list) else ", ".join(map(str, each))
                  for each in (_plain(entry, language)[name] for name in columns)),
                place_text(self.programme, entry.evidence, language),
            )
            for entry in self.entries
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=[*columns, "place"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data; texts in a language, the model's first when absent."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "programme": self.programme.id,
            "counts": self.counts,
            "named": [entry.key for entry in self.named],
            "entries": [_plain(entry, language) for entry in self.entries],
        }


@dataclass(frozen=True)
class _Kind:
    """The word for the kind of an entry, said in a language."""

    entry: ProgrammeEntry
    answer: ProgrammeContents

    def text(self, language: str) -> str:
        return self.entry.kind_word(self.answer.programme, language)


def _told(entry: ProgrammeEntry, language: str) -> str:
    text = entry.label.text(language)
    if entry.description is not None:
        text = f"{text}: {entry.description.text(language)}"
    return text if entry.when is None else f"{text} ({entry.when.text(language)})"


def _plain(entry: ProgrammeEntry, language: str) -> dict[str, Any]:
    texts = {
        "description": entry.description,
        "when": entry.when,
        "owner": entry.owner,
        "reading": entry.reading,
    }
    return {
        "kind": entry.kind,
        "id": entry.key,
        "label": entry.label.text(language),
        **{key: text.text(language) if text else None for key, text in texts.items()},
        "part": entry.part,
        "targets": list(entry.targets),
        "belongs_to": list(entry.belongs_to),
        "address": entry.address,
        "evidence": [
            {"source": each.source, "heading": each.heading, "lines": list(each.lines)}
            for each in entry.evidence
        ],
    }
