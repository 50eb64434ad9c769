"""How several groups' maps are told as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.influence.verdict import VERDICT_WORDS
from digisys.analysis.loops.find_loops import KIND_WORDS
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Share, Table
from digisys.schema import Model
from digisys.words import N_, Counted, Message, say
from digisys.workshop.alignment import Alignment
from digisys.workshop.verdicts import GroupQuestion

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Combined", "HeldConclusion", "HeldLink", "Which"]

Which = Literal["majority", "union", "contested"]

_VERDICTS: dict[str, str] = dict(VERDICT_WORDS) | dict(KIND_WORDS) | {"none": N_("none")}
_KINDS = {
    "influence": N_("influence"),
    "loop": N_("loop"),
    "lever": N_("first lever"),
}
_SIGNS = {"positive": "+", "negative": "−", "unknown": "?", None: "·"}


@dataclass(frozen=True)
class HeldLink:
    """A link, and who holds it.

    Attributes
    ----------
    source, target
        Common keys.
    signs
        For each group its polarity; None where the group has no such link.
    """

    source: str
    target: str
    signs: tuple[str | None, ...]

    @property
    def id(self) -> str:
        """The ends as ``source->target``."""
        return f"{self.source}->{self.target}"

    @property
    def held(self) -> int:
        """How many groups hold it, whatever its sign."""
        return sum(sign is not None for sign in self.signs)

    @property
    def share(self) -> float:
        """The same as a share of the groups, 0 to 1."""
        return self.held / len(self.signs)

    @property
    def contested(self) -> bool:
        """Whether groups give it opposite signs."""
        return {"positive", "negative"} <= set(self.signs)

    @property
    def sign(self) -> str:
        """The sign that most of those who hold it give it; ``unknown`` where no one has most."""
        counts = Counter(sign for sign in self.signs if sign is not None).most_common(2)
        if len(counts) > 1 and counts[0][1] == counts[1][1]:
            return "unknown"
        return str(counts[0][0])


@dataclass(frozen=True)
class HeldConclusion:
    """A conclusion, and which groups' maps support it.

    Attributes
    ----------
    question
        What was asked.
    answer
        The answer that most maps give: a verdict, the kind of a loop, the key of a lever, or
        ``none``.
    told
        What each map answers; None where it cannot be asked.
    deciding
        The links on which those who conclude so and the others differ most, as pairs of
        common keys.
    """

    question: GroupQuestion
    answer: str
    told: tuple[str | None, ...]
    deciding: tuple[tuple[str, str], ...]

    @property
    def support(self) -> int:
        """How many maps give the answer."""
        return sum(each == self.answer for each in self.told)

    @property
    def share(self) -> float:
        """The share of all maps that give it, 0 to 1."""
        return self.support / len(self.told)


@dataclass(frozen=True, eq=False, repr=False)
class Combined(Answer):
    """Several groups' maps as one.

    Attributes
    ----------
    models
        The maps.
    groups
        What the groups are called.
    alignment
        Which variables are the same, and which may be.
    links
        Every link with who holds it.
    conclusions
        Every conclusion with its support.
    loop_length
        Loops of up to so many links were compared; None for loops of any length.
    """

    models: tuple[Model, ...] = field(repr=False)
    groups: tuple[str, ...]
    alignment: Alignment = field(repr=False)
    links: tuple[HeldLink, ...]
    conclusions: tuple[HeldConclusion, ...]
    loop_length: int | None = None

    @property
    def contested(self) -> tuple[HeldConclusion, ...]:
        """Conclusions that not all maps share, the most divided first."""
        apart = [each for each in self.conclusions if each.share < 1.0]
        return tuple(sorted(apart, key=lambda each: (each.share, each.question)))

    @property
    def conclusion(self) -> Conclusion:
        """How much the maps share, and what divides them most."""
        count = len(self.links)
        all_held = sum(each.held == len(self.groups) and not each.contested for each in self.links)
        opposed = [each for each in self.links if each.contested]
        parts = {"groups": len(self.groups), "links": count, "held_by_all": all_held}
        message: Message | Counted = Counted(
            "Of {count} link, all {groups} maps hold {all} with one sign.",
            "Of {count} links, all {groups} maps hold {all} with one sign.",
            count,
            {"groups": len(self.groups), "all": all_held},
        )
        statements = [Statement("links", message, parts)]
        if opposed:
            told = Counted(
                "{count} has opposite signs in different maps.",
                "{count} have opposite signs in different maps.",
                len(opposed),
            )
            statements.append(
                Statement("contested", told, {"contested": [each.id for each in opposed]})
            )
        shared = sum(each.share == 1.0 for each in self.conclusions)
        told = Counted(
            "{shared} of {count} conclusion is that of all maps.",
            "{shared} of {count} conclusions are those of all maps.",
            len(self.conclusions),
            {"shared": shared},
        )
        figures = {"conclusions": len(self.conclusions), "shared": shared}
        statements.append(Statement("conclusions", told, figures))
        if self.alignment.near:
            told = Counted(
                "{count} pair of names is alike and may be one variable.",
                "{count} pairs of names are alike and may be one variable.",
                len(self.alignment.near),
            )
            statements.append(Statement("near", told, {"near": len(self.alignment.near)}))
        return Conclusion(tuple(statements), self.models[0].default_language)

    def model(self, which: Which = "union") -> Model:
        """Return one map of all.

        Parameters
        ----------
        which
            ``majority``: links that more than half of the groups hold; ``union``: all links;
            ``contested``: links that not all hold with one sign. A link has the sign that most
            who hold it give it, ``unknown`` where they are divided evenly; who holds it stands
            in ``said_by``.

        Returns
        -------
        Model
            A map with the common keys as ids.
        """
        half = len(self.groups) / 2
        kept = [
            each
            for each in self.links
            if which == "union"
            or (which == "majority" and each.held > half)
            or (which == "contested" and (each.held < len(self.groups) or each.contested))
        ]
        first = self.models[0]
        names = dict.fromkeys(name for each in kept for name in (each.source, each.target))
        if which != "contested":
            names = dict.fromkeys(self.alignment.variables)
        raw: dict[str, Any] = {
            "schema": 1,
            "id": f"{first.id}_{which}",
            "title": first.title.model_dump(mode="json"),
            "languages": list(first.languages),
            "variables": {name: self._variable(name) for name in names},
            "links": [self._link(each) for each in kept],
        }
        return Model.model_validate(raw)

    def _variable(self, name: str) -> dict[str, Any]:
        """Return a variable without what points to things that only its own map has."""
        raw: dict[str, Any] = self.alignment.variables[name].model_dump(
            mode="json", by_alias=True, exclude_defaults=True
        )
        for key in ("area", "targets", "evidence", "reading"):
            raw.pop(key, None)
        languages = self.models[0].languages
        for key in ("label", "short_label", "description", "unit"):
            text = raw.get(key)
            if isinstance(text, dict):
                any_text = next(iter(text.values()))
                raw[key] = {code: text.get(code, any_text) for code in languages}
            elif isinstance(text, str) and len(languages) > 1:
                raw[key] = dict.fromkeys(languages, text)
        return raw

    def _link(self, each: HeldLink) -> dict[str, Any]:
        pairs = zip(self.groups, each.signs, strict=True)
        said = [f"{group} ({_SIGNS[sign]})" for group, sign in pairs if sign is not None]
        ends = {"from": each.source, "to": each.target}
        return {**ends, "polarity": each.sign, "said_by": said}

    def table(self, language: str | None = None) -> Table:
        """Return the conclusions as rows, the most divided first."""
        known = language or self.models[0].default_language
        heads = (N_("What"), N_("About"), N_("Conclusion"), N_("Support"), N_("Decided by"))
        ordered = (*self.contested, *(each for each in self.conclusions if each.share == 1.0))
        rows = tuple(
            (
                say(_KINDS[each.question.kind], known),
                self._about(each.question, known),
                self._answer(each, known),
                Share(each.share),
                "; ".join(self._pair(pair, known) for pair in each.deciding),
            )
            for each in ordered
        )
        caption = say("What the maps conclude together", known)
        return Table(tuple(say(head, known) for head in heads), rows, caption, known)

    def shown(self, language: str | None = None) -> Table:
        """Return the conclusions that divide the maps; all where none does."""
        table = self.table(language)
        return table.head(len(self.contested)) if self.contested else table

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Tell the groups, the links that divide them, and names that are alike."""
        known = language or self.models[0].default_language
        told = [(say("Maps", known), ", ".join(self.groups))]
        divided = sorted(
            (each for each in self.links if each.share < 1.0 or each.contested),
            key=lambda each: (not each.contested, abs(each.share - 0.5), each.id),
        )
        if divided:
            texts = [
                f"{self._pair((each.source, each.target), known)} "
                f"({''.join(_SIGNS[sign] for sign in each.signs)})"
                for each in divided[:10]
            ]
            if len(divided) > len(texts):
                more = len(divided) - len(texts)
                texts.append(Counted("{count} more", "{count} more", more).text(known))
            told.append((say("Links that divide the maps", known), "; ".join(texts)))
        if self.loop_length is not None:
            text = say(
                "only loops of up to {count} links; there are too many longer ones to list",
                known,
                count=self.loop_length,
            )
            told.append((say("Loops", known), text))
        for each in self.alignment.near[:5]:
            label = self.models[each.group].variables[each.variable].label.text(known)
            other = self.alignment.variables[each.other].label.text(known)
            told.append((say("Perhaps one variable", known), f"“{label}” – “{other}”"))
        return tuple(told)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data."""
        return {
            **self.concluded(language),
            "groups": list(self.groups),
            "links": [
                {
                    "id": each.id,
                    "held": each.held,
                    "share": each.share,
                    "contested": each.contested,
                    "signs": dict(zip(self.groups, each.signs, strict=True)),
                }
                for each in self.links
            ],
            "conclusions": [
                {
                    "kind": each.question.kind,
                    "about": list(each.question.about),
                    "answer": each.answer,
                    "support": each.support,
                    "share": each.share,
                    "answers": dict(zip(self.groups, each.told, strict=True)),
                    "decided_by": ["->".join(pair) for pair in each.deciding],
                }
                for each in self.conclusions
            ],
            "near": [
                {
                    "group": self.groups[each.group],
                    "variable": each.variable,
                    "other": each.other,
                    "likeness": round(each.likeness, 3),
                }
                for each in self.alignment.near
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each conclusion.

        Returns
        -------
        pandas.DataFrame
            ``kind``, ``about``, ``answer``, ``support``, ``share``, ``decided_by``.
        """
        import pandas as pd

        columns = ["kind", "about", "answer", "support", "share", "decided_by"]
        rows = [
            (
                each.question.kind,
                "->".join(each.question.about),
                each.answer,
                each.support,
                each.share,
                ",".join("->".join(pair) for pair in each.deciding),
            )
            for each in self.conclusions
        ]
        return pd.DataFrame(rows, columns=columns)

    def _name(self, key: str, language: str) -> str:
        if key.startswith("target:"):
            return say("target {number}", language, number=key.partition(":")[2])
        variable = self.alignment.variables[key]
        return (variable.short_label or variable.label).text(language)

    def _pair(self, pair: tuple[str, str], language: str) -> str:
        return " → ".join(self._name(key, language) for key in pair)

    def _about(self, question: GroupQuestion, language: str) -> str:
        names = [self._name(key, language) for key in question.about]
        if question.kind == "loop":
            names.append(names[0])
        return " → ".join(names)

    def _answer(self, each: HeldConclusion, language: str) -> str:
        if each.question.kind == "lever":
            return self._name(each.answer, language)
        words: Mapping[str, str] = _VERDICTS
        return say(words[each.answer], language)
