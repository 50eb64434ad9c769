"""How the differences between two maps are told."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from digisys.analysis.influence.verdict import VERDICT_WORDS
from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Table
from digisys.graph.labels import area_label, end_labels, label, short_label
from digisys.schema import Model
from digisys.words import N_, Counted, Listed, Message, say, say_number, say_share
from digisys.workshop.consequences import Compared, EffectChange, LeverChange, LoopChange
from digisys.workshop.edits import Edit, FieldChange
from digisys.workshop.matching import Matching

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ModelDiff"]

_VERDICTS: dict[str, str] = dict(VERDICT_WORDS) | {"none": N_("does not reach it")}
_EDITS = {
    ("variable", "added"): N_("variable added"),
    ("variable", "removed"): N_("variable removed"),
    ("variable", "renamed"): N_("variable renamed"),
    ("variable", "changed"): N_("variable changed"),
    ("link", "added"): N_("link added"),
    ("link", "removed"): N_("link removed"),
    ("link", "renamed"): N_("link renamed"),
    ("link", "changed"): N_("link changed"),
    ("loop", "added"): N_("loop name added"),
    ("loop", "removed"): N_("loop name removed"),
    ("loop", "changed"): N_("loop text changed"),
    ("target", "added"): N_("target added"),
    ("target", "removed"): N_("target removed"),
    ("target", "changed"): N_("target changed"),
    ("area", "added"): N_("area added"),
    ("area", "removed"): N_("area removed"),
    ("area", "changed"): N_("area changed"),
    ("source", "added"): N_("source added"),
    ("source", "removed"): N_("source removed"),
    ("source", "changed"): N_("source changed"),
    ("model", "changed"): N_("model changed"),
}
_LOOPS = {
    "created": N_("loop created"),
    "destroyed": N_("loop destroyed"),
    "turned": N_("loop turns"),
    "gain": N_("loop gain passes 1"),
}
_POLARITIES = {"positive": N_("positive"), "negative": N_("negative"), "unknown": N_("unknown")}
#: A loop of more variables is told by its first ones, and so is a long text.
_MOST_NAMES, _LONGEST = 6, 60
_MOST_LISTED = 3


@dataclass(frozen=True, eq=False, repr=False)
class ModelDiff(Answer):
    """What differs between two maps, and what that does to their conclusions.

    Attributes
    ----------
    old, new
        The maps.
    matching
        Which variables of them are the same.
    edits
        What is written differently.
    compared
        What is concluded differently, and how far that was compared.
    """

    old: Model = field(repr=False)
    new: Model = field(repr=False)
    matching: Matching = field(repr=False)
    edits: tuple[Edit, ...]
    compared: Compared

    @property
    def same(self) -> bool:
        """Whether nothing differs: neither what is written nor what is concluded."""
        compared = self.compared
        return not (self.edits or compared.effects or compared.loops or compared.levers)

    @property
    def conclusion(self) -> Conclusion:
        """How many things changed, and which conclusions with them."""
        return Conclusion(tuple(self._statements()), self.new.default_language)

    def _statements(self) -> Iterator[Statement]:
        if self.same:
            yield Statement("edits", Message("The maps say the same."), {"edits": {}})
            return
        yield self._edited()
        compared = self.compared
        if not (compared.effects or compared.loops or compared.levers):
            message = Message("None of the conclusions that were compared changes.")
            yield Statement("unchanged", message, {})
            return
        if compared.effects:
            yield self._reach()
        if compared.loops:
            yield self._feedback()
        if compared.levers:
            yield self._ranks()

    def _edited(self) -> Statement:
        if not self.edits:
            message: Message | Counted = Message("Nothing is written differently.")
            return Statement("edits", message, {"edits": {}})
        counts = Counter((edit.kind, edit.what) for edit in self.edits)
        told = Listed(
            tuple(
                Message("{what} ({count})", {"what": Message(_EDITS[key]), "count": count})
                for key, count in counts.items()
            )
        )
        message = Message("Between the maps: {changes}.", {"changes": told})
        parts = {"edits": {f"{kind}-{what}": count for (kind, what), count in counts.items()}}
        return Statement("edits", message, parts)

    def _reach(self) -> Statement:
        effects = self.compared.effects
        gained = [each for each in effects if each.before == "none"]
        lost = [each for each in effects if each.after == "none"]
        turned = [each for each in effects if "none" not in (each.before, each.after)]
        groups = (
            (gained, N_("newly reached: {pairs}")),
            (lost, N_("no longer reached: {pairs}")),
            (turned, N_("another direction: {pairs}")),
        )
        told = [Message(text, {"pairs": self._pairs(group)}) for group, text in groups if group]
        message = Message("Influences: {parts}.", {"parts": _Joined(tuple(told))})
        counts = {"gained": len(gained), "lost": len(lost), "turned": len(turned)}
        return Statement("reach", message, {"effects": counts})

    def _pairs(self, effects: Iterable[EffectChange]) -> Listed:
        every = list(effects)
        told: list[object] = [_Pair(self, each) for each in every[:_MOST_LISTED]]
        if len(every) > _MOST_LISTED:
            more = len(every) - _MOST_LISTED
            told.append(Counted("{count} more", "{count} more", more))
        return Listed(tuple(told))

    def _feedback(self) -> Statement:
        loops = self.compared.loops
        counts = Counter(each.what for each in loops)
        told = []
        for what, count in counts.items():
            names = [each.name for each in loops if each.what == what and each.name]
            values = {"what": Message(_LOOPS[what]), "count": count, "names": ", ".join(names)}
            told.append(
                Message("{what} ({count}: {names} …)", values)
                if names and len(names) < count
                else Message("{what} ({names})", values)
                if names
                else Message("{what} ({count})", values)
            )
        message = Message("Feedback: {parts}.", {"parts": _Joined(tuple(told))})
        return Statement("loops", message, {"loops": dict(counts)})

    def _ranks(self) -> Statement:
        levers = self.compared.levers
        first = [each for each in levers if each.rank_after == 1]
        message: Message | Counted = Counted(
            "{count} lever ranks otherwise.",
            "{count} levers rank otherwise.",
            len(levers),
        )
        if first:
            listed = Listed(tuple(_Lead(self, each) for each in first[:_MOST_LISTED]))
            message = Counted(
                "{count} lever ranks otherwise; now first: {names}.",
                "{count} levers rank otherwise; now first: {names}.",
                len(levers),
                {"names": listed},
            )
        return Statement("levers", message, {"levers": len(levers), "first": len(first)})

    def table(self, language: str | None = None) -> Table:
        """Return every difference as a row: conclusions first, then what is written."""
        known = language or self.new.default_language
        heads = (N_("Change"), N_("Of what"), N_("Before"), N_("After"))
        rows = [
            *(self._effect_row(each, known) for each in self.compared.effects),
            *(self._loop_row(each, known) for each in self.compared.loops),
            *(self._lever_row(each, known) for each in self.compared.levers),
        ]
        for edit in self.edits:
            rows += self._edit_rows(edit, known)
        caption = say("What changed, and what follows from it", known) if rows else ""
        return Table(tuple(say(head, known) for head in heads), tuple(rows), caption, known)

    def shown(self, language: str | None = None) -> Table:
        """Return the differences with influences of one kind on one thing in one row."""
        table = self.table(language)
        known = table.language
        groups: dict[tuple[str | int, str, str], list[EffectChange]] = {}
        for each in self.compared.effects:
            groups.setdefault((each.outcome, each.before, each.after), []).append(each)
        rows = tuple(self._group_row(group, known) for group in groups.values())
        return replace(table, rows=rows + table.rows[len(self.compared.effects) :])

    def _group_row(self, group: Sequence[EffectChange], language: str) -> tuple[Cell, ...]:
        first = group[0]
        what, pair, before, after = self._effect_row(first, language)
        if len(group) == 1:
            return what, pair, before, after
        names = [self._name(each.kind, each.source, language) for each in group]
        if first.kind == "target":
            numbers = Listed(tuple(each.source for each in group))
            names = [say("targets {numbers}", language, numbers=numbers)]
        outcome = self._name(first.kind, first.outcome, language)
        verdicts = [say(_VERDICTS[each], language) for each in (first.before, first.after)]
        return what, f"{'; '.join(names)} → {outcome}", *verdicts

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what was compared, and what was not."""
        known = language or self.new.default_language
        told = [(say("Compared", known), self._compared_text(known))]
        compared = self.compared
        if compared.loop_length is not None:
            text = say(
                "only loops of up to {count} links; there are too many longer ones to list",
                known,
                count=compared.loop_length,
            )
            told.append((say("Loops", known), text))
        if compared.open_levers is not None:
            text = say("not compared: {why}", known, why=compared.open_levers)
            told.append((say("Levers", known), text))
        return tuple(told)

    def _compared_text(self, language: str) -> str:
        compared = self.compared
        texts = {
            "target": N_("how the targets influence each other ({count}), loops, levers"),
            "area": N_("how the areas influence each other ({count}), loops, levers"),
            "variable": N_("how the variables influence each other ({count}), loops, levers"),
        }
        text = texts.get(compared.by or "", N_("loops and levers"))
        if not compared.every and compared.by is not None:
            text = N_(
                "how the variables at changed links influence each other ({count}), loops, levers"
            )
        return say(text, language, count=compared.asked)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data: the conclusion, what changed in conclusions, and the edits."""
        compared = self.compared
        why = compared.open_levers
        return {
            **self.concluded(language),
            "same": self.same,
            "effects": [asdict(each) for each in compared.effects],
            "loops": [
                {**asdict(each), "variables": list(each.variables)} for each in compared.loops
            ],
            "levers": [asdict(each) for each in compared.levers],
            "edits": [edit.to_dict() for edit in self.edits],
            "compared": {
                "by": compared.by,
                "count": compared.asked,
                "every": compared.every,
                "loop_length": compared.loop_length,
                "levers": None if why is None else why.text(language or "en"),
            },
        }

    def to_frame(self) -> pd.DataFrame:
        """Return every difference as a row with fixed columns.

        Returns
        -------
        pandas.DataFrame
            ``kind``, ``what``, ``source``, ``outcome``, ``field``, ``before``, ``after``: of a
            conclusion the keys that it is about, of an edit its id (and field).
        """
        import pandas as pd

        columns = ("kind", "what", "source", "outcome", "field", "before", "after")
        rows: list[tuple[object, ...]] = [
            ("effect", one.kind, one.source, one.outcome, "", one.before, one.after)
            for one in self.compared.effects
        ]
        for loop in self.compared.loops:
            names = " ".join(loop.variables)
            told = (loop.before or "", loop.after or "")
            if loop.what == "gain":
                told = (f"{loop.gain_before:.6g}", f"{loop.gain_after:.6g}")
            rows.append(("loop", loop.what, loop.name or "", names, "", *told))
        for lever in self.compared.levers:
            ranks = (lever.rank_before, lever.rank_after)
            rows.append(("lever", lever.kind, lever.lever, lever.outcome, "rank", *ranks))
        for edit in self.edits:
            begin = (edit.kind, edit.what, edit.key, "")
            if edit.what != "changed":
                rows.append((*begin, "id", edit.was or "", edit.key if edit.was else ""))
            rows += [
                (*begin, each.name, _data(each.before), _data(each.after)) for each in edit.fields
            ]
        return pd.DataFrame(rows, columns=list(columns)).astype(str)

    def _name(self, kind: str, key: str | int, language: str) -> str:
        if kind == "target":
            return say("target {number}", language, number=key)
        if kind == "area":
            model = self.new if key in self.new.areas else self.old
            return area_label(model, str(key), language)
        return self._variable(str(key), language)

    def _variable(self, name: str, language: str) -> str:
        model = self.new if name in self.new.variables else self.old
        return short_label(model, name, language) if name in model.variables else name

    def _effect_row(self, each: EffectChange, language: str) -> tuple[Cell, ...]:
        what = N_("another direction")
        if each.before == "none":
            what = N_("newly reached")
        elif each.after == "none":
            what = N_("no longer reached")
        return (
            say(what, language),
            _Pair(self, each).text(language),
            _with_steps(each.before, each.steps_before, language),
            _with_steps(each.after, each.steps_after, language),
        )

    def _loop_row(self, each: LoopChange, language: str) -> tuple[Cell, ...]:
        names = [self._variable(name, language) for name in each.variables[:_MOST_NAMES]]
        if len(each.variables) > _MOST_NAMES:
            names.append("…")
        told = " → ".join((*names, names[0]))
        return (
            say(_LOOPS[each.what], language),
            f"{each.name}: {told}" if each.name else told,
            _with_gain(each.before, each.gain_before, language),
            _with_gain(each.after, each.gain_after, language),
        )

    def _lever_row(self, each: LeverChange, language: str) -> tuple[Cell, ...]:
        return (
            say("lever ranks otherwise", language),
            _Lead(self, each).text(language),
            _rank(each.rank_before, each.best_before, language),
            _rank(each.rank_after, each.best_after, language),
        )

    def _edit_rows(self, edit: Edit, language: str) -> Iterator[tuple[Cell, ...]]:
        what, name = say(_EDITS[edit.kind, edit.what], language), self._edited_name(edit, language)
        if edit.what in ("added", "removed"):
            told = self._at_a_glance(edit, language)
            yield what, name, *((told, "") if edit.what == "removed" else ("", told))
            return
        if edit.was is not None:
            yield what, name, edit.was, edit.key
        for each in edit.fields:
            yield (
                what,
                f"{name} · {each.name}",
                _told(each, each.before, language),
                _told(each, each.after, language),
            )

    def _edited_name(self, edit: Edit, language: str) -> str:
        model = self.old if edit.what == "removed" else self.new
        if edit.kind == "variable":
            return label(model, edit.key, language)
        if edit.kind == "link":
            return " → ".join(end_labels(model, edit.key, language))
        if edit.kind == "area":
            return area_label(model, edit.key, language)
        if edit.kind == "target":
            return say("target {number}", language, number=edit.key)
        if edit.kind == "model":
            return model.title.text(language)
        return edit.key

    def _at_a_glance(self, edit: Edit, language: str) -> str:
        model = self.old if edit.what == "removed" else self.new
        if edit.kind == "link":
            found = next(link for link in model.links if link.id == edit.key)
            return say(_POLARITIES[found.polarity], language)
        return edit.key


@dataclass(frozen=True)
class _Joined:
    """Things in a row, each of which is a list itself."""

    items: tuple[Message, ...]

    def text(self, language: str = "en") -> str:
        """Return the things in a row."""
        return "; ".join(item.text(language) for item in self.items)


@dataclass(frozen=True)
class _Pair:
    """Two things, the one acting on the other."""

    diff: ModelDiff = field(repr=False)
    change: EffectChange

    def text(self, language: str = "en") -> str:
        """Name them in a language."""
        each = self.change
        source = self.diff._name(each.kind, each.source, language)
        return f"{source} → {self.diff._name(each.kind, each.outcome, language)}"


@dataclass(frozen=True)
class _Lead:
    """A lever and what it moves."""

    diff: ModelDiff = field(repr=False)
    change: LeverChange

    def text(self, language: str = "en") -> str:
        """Name them in a language."""
        each = self.change
        lever = self.diff._variable(each.lever, language)
        return f"{lever} → {self.diff._name(each.kind, each.outcome, language)}"


def _with_steps(verdict: str, steps: int | None, language: str) -> str:
    text = say(_VERDICTS[verdict], language)
    if steps is None:
        return text
    return f"{text} ({_steps(steps, language)})"


def _steps(steps: int, language: str) -> str:
    return Counted("{count} step", "{count} steps", steps).text(language)


def _with_gain(kind: str | None, gain: float | None, language: str) -> str:
    if kind is None:
        return ""
    text = say(KIND_WORDS[kind], language)
    if gain is None:
        return text
    return say("{kind}, gain {gain}", language, kind=text, gain=say_number(gain, language, ".2g"))


def _rank(rank: int | None, best: float, language: str) -> str:
    if rank is None:
        return say("does not reach it", language)
    share = say_share(best, language)
    return say("{rank}. (first in {share} of draws)", language, rank=rank, share=share)


def _told(change: FieldChange, value: Any, language: str) -> str:
    """Write a value of the file for people: as it stands there, cut where it is long."""
    if value is None:
        return "–"
    if change.name == "polarity" and value in _POLARITIES:
        return say(_POLARITIES[value], language)
    text = _data(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _data(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
