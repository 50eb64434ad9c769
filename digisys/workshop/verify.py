"""Whether a saved answer still holds, and if not, which links changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Table
from digisys.errors import DigisysError
from digisys.graph.labels import end_labels
from digisys.schema import Model
from digisys.words import N_, Counted, Message, say
from digisys.workshop.edits import Edit, find_edits
from digisys.workshop.matching import match_variables
from digisys.workshop.saved import SavedAnswer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Difference", "Verification", "verify"]

#: Edits of links that are tried one by one.
_MOST_TRIED = 100
#: Differences that are listed.
_MOST_LISTED = 500
#: Where sentences stand: they follow from the figures beside them.
_TEXTS = frozenset(["text", "question"])


@dataclass(frozen=True)
class Difference:
    """One place where the answer of today is another.

    Attributes
    ----------
    place
        Where in the data, as ``affected.3.verdict``.
    before, after
        The values; None where there is none.
    """

    place: str
    before: Any
    after: Any


@dataclass(frozen=True, eq=False, repr=False)
class Verification(Answer):
    """What became of a saved answer.

    Attributes
    ----------
    saved
        The answer as it was.
    model
        The model that it was asked of again.
    differences
        Where the answer differs; empty where it holds.
    blamed
        Edits of links, each of which by itself changes the answer that the old model gave.
    tried
        How many edits were tried.
    refused
        Why the question could not be asked again; None where it could.
    """

    saved: SavedAnswer = field(repr=False)
    model: Model = field(repr=False)
    differences: tuple[Difference, ...]
    blamed: tuple[Edit, ...]
    tried: int
    refused: Message | None = None

    @property
    def holds(self) -> bool:
        """Whether the answer is the same, sentence by sentence and figure by figure."""
        return not self.differences and self.refused is None

    @property
    def conclusion(self) -> Conclusion:
        """Whether it holds, and what changed it."""
        parts = {"holds": self.holds, "differences": len(self.differences)}
        if self.holds:
            message: Message | Counted = Message("The saved answer still holds.")
            return self._said(Statement("holds", message, parts))
        if self.refused is not None:
            values = {"why": self.refused}
            message = Message("The question can be asked no more: {why}", values)
            return self._said(Statement("refused", message, parts))
        message = Counted(
            "The saved answer does not hold: {count} place differs.",
            "The saved answer does not hold: {count} places differ.",
            len(self.differences),
        )
        statements = [Statement("holds", message, parts)]
        links = [edit.key for edit in self.blamed]
        if self.blamed:
            told: Message | Counted = Counted(
                "{count} change of a link alters it by itself.",
                "{count} changes of links alter it, each by itself.",
                len(self.blamed),
            )
        elif self.tried:
            told = Message("No change of a link alters it by itself; together they may.")
        else:
            told = Message(
                "The links are the same; something else of the model, or digisys, is not."
            )
        statements.append(Statement("blamed", told, {"links": links, "tried": self.tried}))
        return self._said(*statements)

    def _said(self, *statements: Statement) -> Conclusion:
        return Conclusion(statements, self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return the links that changed it, then the places that differ."""
        known = language or self.model.default_language
        heads = (N_("What"), N_("Place"), N_("Then"), N_("Now"))
        rows = [*self._links(known)]
        rows += [
            (say("answer", known), each.place, _short(each.before), _short(each.after))
            for each in self.differences
        ]
        caption = say("What has become of the answer", known) if rows else ""
        return Table(tuple(say(head, known) for head in heads), tuple(rows), caption, known)

    def _links(self, language: str) -> Iterator[tuple[str, str, str, str]]:
        for edit in self.blamed:
            model = self.saved.then() if edit.what == "removed" else self.model
            name = " → ".join(end_labels(model, edit.key, language))
            what = {
                "added": N_("link added"),
                "removed": N_("link removed"),
                "changed": N_("link changed"),
                "renamed": N_("link renamed"),
            }[edit.what]
            before = ", ".join(f"{each.name}: {_short(each.before)}" for each in edit.fields)
            after = ", ".join(f"{each.name}: {_short(each.after)}" for each in edit.fields)
            yield say(what, language), name, before, after

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell what was asked, of what, and by which version."""
        known = language or self.model.default_language
        return (
            (say("Command", known), " ".join(("digisys", *self.saved.command))),
            (say("Saved by", known), f"digisys {self.saved.digisys}"),
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data."""
        return {
            **self.concluded(language),
            "holds": self.holds,
            "command": list(self.saved.command),
            "saved_by": self.saved.digisys,
            "refused": None if self.refused is None else self.refused.text(language or "en"),
            "links": [edit.to_dict() for edit in self.blamed],
            "differences": [
                {"place": each.place, "before": each.before, "after": each.after}
                for each in self.differences
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each place that differs: ``place``, ``before``, ``after``."""
        import pandas as pd

        rows = [(each.place, _short(each.before), _short(each.after)) for each in self.differences]
        return pd.DataFrame(rows, columns=["place", "before", "after"])


def verify(saved: SavedAnswer, model: Model, ask: Callable[[Model | None], Any]) -> Verification:
    """Ask a saved question again, and find the links that changed its answer.

    Each edit of a link between the model then and now is put by itself into the model of then;
    where that changes the answer, the edit is blamed.

    Parameters
    ----------
    saved
        The answer as it was.
    model
        The model of today.
    ask
        Asks the saved question of a model, and returns the answer's plain data; None asks the
        model of today where it stands, with what is kept beside it.

    Returns
    -------
    Verification
        Whether it holds, what differs, and which links are to blame.
    """
    try:
        now = ask(None)
    except DigisysError as error:
        return Verification(saved, model, (), (), 0, error.what)
    differences = tuple(_differing(saved.answer, now, ""))[:_MOST_LISTED]
    if not differences:
        return Verification(saved, model, (), (), 0)
    then = saved.then()
    edits = [
        edit
        for edit in find_edits(then, model, match_variables(then, model))
        if edit.kind == "link"
    ][:_MOST_TRIED]
    blamed = []
    base = ask(then) if edits else None
    for edit in edits:
        changed = _with(then, model, edit)
        if changed is None:
            continue
        try:
            answer = ask(changed)
        except DigisysError:
            blamed.append(edit)
            continue
        if any(_differing(base, answer, "")):
            blamed.append(edit)
    return Verification(saved, model, differences, tuple(blamed), len(edits))


def _with(then: Model, now: Model, edit: Edit) -> Model | None:
    """Put one edit of a link into the old model; None where it does not fit there."""
    try:
        kept = then
        if edit.what != "added":
            kept = kept.without(edit.was or edit.key)
        if edit.what != "removed":
            link = next(each for each in now.links if each.id == edit.key)
            if link.source not in kept.variables or link.target not in kept.variables:
                return None
            # The old model may lack the sources of the new link; what it rests on is kept.
            evidence = tuple(each for each in link.evidence if each.source in kept.sources)
            kept = kept.with_link(link.model_copy(update={"evidence": evidence}))
    except DigisysError:
        return None
    return kept


def _differing(before: Any, after: Any, at: str) -> Iterator[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            # How many links a view has is no answer to anything.
            if key not in _TEXTS and f"{at}{key}" != "view.links":
                yield from _differing(before.get(key), after.get(key), f"{at}{key}.")
    elif isinstance(before, list) and isinstance(after, list):
        for place in range(max(len(before), len(after))):
            one = before[place] if place < len(before) else None
            other = after[place] if place < len(after) else None
            yield from _differing(one, other, f"{at}{place}.")
    elif before != after:
        yield Difference(at.rstrip("."), before, after)


def _short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
