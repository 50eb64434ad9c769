"""The answer to what something influences, or what influences it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from digisys.analysis.influence.conclude import conclude
from digisys.analysis.influence.effect import Direction, Effect
from digisys.analysis.influence.verdict import VERDICT_WORDS, Verdict
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.frames import along, joined
from digisys.answers.table import Table
from digisys.answers.touched import Touched, Way
from digisys.answers.wording import (
    READ,
    chain_text,
    evidence_label,
    links_basis,
    read_note,
    view_text,
)
from digisys.graph.directions import assumed_pairs, known_by, links_along, links_by_pair
from digisys.graph.labels import area_label, label, short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Link, Model
from digisys.words import N_, say, say_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["VERDICT_WORDS", "Direction", "Effect", "Influence", "Verdict"]


#: Headings of how many variables, which targets and which not, by direction.
_HEADS: Mapping[Direction, tuple[str, str, str]] = {
    "downstream": (N_("Variables reached"), N_("Targets reached"), N_("Targets not reached")),
    "upstream": (
        N_("Variables that influence it"),
        N_("Targets that influence it"),
        N_("Targets that do not influence it"),
    ),
}


@dataclass(frozen=True, eq=False, repr=False)
class Influence(Answer):
    """The answer to "what does X influence?" or "what influences X?".

    Attributes
    ----------
    subject
        What was asked about.
    direction
        ``downstream`` for effects, ``upstream`` for causes.
    view
        The links that the answer rests on.
    sources
        The variables where the question starts.
    affected
        The variables reached, nearest first; never those in ``sources``.
    targets_reached, targets_not_reached
        Numbers of the targets that are and are not reached. The target asked about is in
        neither, and what ``sources`` stand for themselves does not count as missed.
    areas_reached
        Areas of the variables reached, in the order of the model.
    loops_entered
        Declared loops that hold in this view and that the influence runs into or
        starts in.
    feeds_back
        The variables in ``sources`` that influence themselves through a loop.
    all_chains_counted
        False if the model is too large to count every chain.
    """

    model: Model = field(repr=False)
    subject: Subject
    direction: Direction
    view: View = field(repr=False)
    sources: tuple[str, ...]
    affected: tuple[Effect, ...]
    targets_reached: tuple[int, ...]
    targets_not_reached: tuple[int, ...]
    areas_reached: tuple[str, ...]
    loops_entered: tuple[str, ...]
    feeds_back: tuple[str, ...]
    all_chains_counted: bool

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        if self.direction == "upstream":
            return self.subject.upstream_question.text(language)
        name = self.subject.quoted(language)
        return say("What does {name} influence?", language, name=name)

    @property
    def conclusion(self) -> Conclusion:
        """How far the influence reaches, which way it goes, and what that rests on."""
        return conclude(
            self.model,
            self.view,
            self.subject,
            self.direction,
            self.affected,
            self.targets_reached,
        )

    @property
    def touched(self) -> Touched:
        """What was asked about, and the variables reached, with the way of each effect."""
        ways: dict[Verdict, Way] = {}
        if self.direction == "downstream":
            ways = {"strengthens": "rises", "weakens": "falls"}
        reached = {effect.variable: ways.get(effect.verdict) for effect in self.affected}
        rows = tuple((effect.variable,) for effect in self.affected)
        return Touched({**dict.fromkeys(self.sources), **reached}, self.sources, rows)

    def table(self, language: str | None = None) -> Table:
        """Return the variables reached as a flat table, the nearest first."""
        language = language or self.model.default_language
        heads = (
            N_("Steps"),
            N_("Variable"),
            N_("Target"),
            N_("Effect"),
            N_("Chain"),
            N_("Weakest evidence"),
            N_("Basis"),
        )
        read = self._pairs
        rows = tuple(
            (
                effect.steps,
                label(self.model, effect.variable, language),
                *self._target_and_verdict(effect, language),
                chain_text(effect.chain, self.model, language, read),
                evidence_label(self.model, effect.evidence, language),
                links_basis(self._along(effect), language),
            )
            for effect in self.affected
        )
        return Table(tuple(say(head, language) for head in heads), rows, self.question(language))

    def tree(self, language: str | None = None) -> Table:
        """Return the variables reached as a tree, each below the one before it on its chain.

        Every branch is the best chain to the variable at its end. The short labels of the
        model are used, so that long chains fit a terminal.
        """
        language = language or self.model.default_language
        below: dict[str, list[Effect]] = {}
        for effect in self.affected:
            chain = effect.chain.variables
            parent = chain[-2] if self.direction == "downstream" else chain[1]
            below.setdefault(parent, []).append(effect)
        heads = (N_("Variable"), N_("Target"), N_("Effect"), N_("Weakest evidence"))
        rows: list[tuple[str, ...]] = []
        for source in self.sources:
            rows.append((short_label(self.model, source, language), "", "", ""))
            rows += self._branches(source, below, "", language)
        return Table(
            tuple(say(head, language) for head in heads), tuple(rows), self.question(language)
        )

    def _branches(
        self, parent: str, below: Mapping[str, list[Effect]], lead: str, language: str
    ) -> Iterator[tuple[str, ...]]:
        children = below.get(parent, [])
        for position, effect in enumerate(children):
            last = position == len(children) - 1
            label = short_label(self.model, effect.variable, language)
            mark = f" {READ}" if self._read(effect) else ""
            mark += " ↩" if effect.feeds_back else ""
            yield (
                f"{lead}{'└ ' if last else '├ '}{label}{mark}",
                *self._target_and_verdict(effect, language),
                evidence_label(self.model, effect.evidence, language),
            )
            further = lead + ("  " if last else "│ ")
            yield from self._branches(effect.variable, below, further, language)

    def _read(self, effect: Effect) -> bool:
        """Tell whether the direction of the link nearest to a variable is read."""
        ends = effect.chain.variables
        near = ends[-2:] if self.direction == "downstream" else ends[:2]
        return "->".join(near) in self._pairs

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return assumed_pairs(self.view.links)

    @cached_property
    def _by_pair(self) -> dict[str, tuple[Link, ...]]:
        return links_by_pair(self.view.links)

    def _along(self, effect: Effect) -> tuple[Link, ...]:
        return links_along(self._by_pair, effect.chain.variables)

    def _named_targets(self, numbers: Iterable[int], language: str) -> str:
        names = []
        for number in numbers:
            label = self.model.targets[number].short_label
            names.append(f"{number} {label.text(language)}" if label else str(number))
        return "; ".join(names)

    def _target_and_verdict(self, effect: Effect, language: str) -> tuple[str, str]:
        numbers = ", ".join(str(number) for number in effect.targets)
        return numbers, say(VERDICT_WORDS[effect.verdict], language)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return what the answer comes to, as pairs of heading and text."""
        language = language or self.model.default_language
        areas = [area_label(self.model, area, language) for area in self.areas_reached]
        reached, missed = self.targets_reached, self.targets_not_reached
        variables, targets, others = _HEADS[self.direction]
        told = (
            (variables, say_number(len(self.affected), language)),
            (N_("Areas"), ", ".join(areas)),
            (targets, self._named_targets(reached, language)),
            (others, self._named_targets(missed, language)),
            (N_("Loops"), ", ".join(self.loops_entered)),
        )
        lines = [(say(head, language), text) for head, text in told if text]
        if self.feeds_back:
            names = [label(self.model, name, language) for name in self.feeds_back]
            lines.append((say("Feeds back to", language), ", ".join(names)))
        if self.affected:
            told_by = say(
                "the part of the sources that states the least well stated link of the chain",
                language,
            )
            lines.append((say("Weakest evidence", language), told_by))
        read = self._pairs
        if any(effect.chain.assumed(read) for effect in self.affected):
            lines.append(read_note(language))
        if any(effect.feeds_back for effect in self.affected):
            lines.append(("↩", say("also influences what was asked about", language)))
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def shown(self, language: str | None = None) -> Table:
        """Return the tree: short enough for a terminal, and every chain is in it.

        An effect that all rows have is left to the conclusion, which tells it once.
        """
        return self.tree(language).without_same(2)

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the variables reached as a data frame, one row each.

        Parameters
        ----------
        language
            Language of the labels; that of the session, else the model's first, when absent.

        Returns
        -------
        pandas.DataFrame
            Columns ``variable``, ``label``, ``area``, ``targets``, ``steps``,
            ``verdict``, ``chain``, ``evidence``, ``certainty``, ``direction``, ``feeds_back`` and
            ``chain_count``. Targets have commas between them, the ids of a chain ``->``.
            ``certainty`` is ``explicit`` or ``ambiguous``; ``direction`` is ``assumed`` where a
            link of the chain goes the way that the source was read, else ``stated``.
        """
        import pandas as pd

        records = [
            {
                **row,
                "targets": joined(row["targets"]),
                "chain": along(row["chain"]),
                **dict(zip(("certainty", "direction"), known_by(self._along(effect)), strict=True)),
            }
            for row, effect in zip(self.to_dict(language)["affected"], self.affected, strict=True)
        ]
        columns = [
            "variable", "label", "area", "targets", "steps", "verdict", "chain", "evidence",
            "certainty", "direction", "feeds_back", "chain_count",
        ]  # fmt: skip
        return pd.DataFrame.from_records(records, columns=columns)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            **self.concluded(language),
            "direction": self.direction,
            "view": self.view.to_dict(),
            "sources": list(self.sources),
            "affected": [
                {
                    "variable": effect.variable,
                    "label": label(self.model, effect.variable, language),
                    "area": effect.area,
                    "targets": list(effect.targets),
                    "steps": effect.steps,
                    "verdict": effect.verdict,
                    "chain": list(effect.chain.variables),
                    "evidence": effect.evidence,
                    "feeds_back": effect.feeds_back,
                    "areas": list(effect.chain.areas),
                    "chain_count": effect.chain_count,
                    **({"assumed": effect.chain.assumed(self._pairs)} if self._pairs else {}),
                    "other_chain": (
                        list(effect.other_chain.variables) if effect.other_chain else None
                    ),
                }
                for effect in self.affected
            ],
            "targets_reached": list(self.targets_reached),
            "targets_not_reached": list(self.targets_not_reached),
            "areas_reached": list(self.areas_reached),
            "loops_entered": list(self.loops_entered),
            "feeds_back": list(self.feeds_back),
            "all_chains_counted": self.all_chains_counted,
        }
