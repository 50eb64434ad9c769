"""The answer to which link to discuss first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.influence.verdict import VERDICT_WORDS, Verdict
from digisys.analysis.press.sampling import Sampled
from digisys.analysis.press.system import PressSystem
from digisys.answers.agreement import Agreement
from digisys.answers.answer import Answer
from digisys.answers.later import Later
from digisys.answers.table import Cell, Share, Table
from digisys.answers.wording import evidence_label, view_text
from digisys.graph.desired import desired_of
from digisys.graph.labels import end_labels, short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import N_, Message, say, say_count, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Change", "Doubt", "Flip", "Questions", "VerdictChange"]

Doubt = Literal["existence", "sign", "strength"]

DOUBT_WORDS: Mapping[Doubt, str] = {
    "existence": N_("exists?"),
    "sign": N_("direction?"),
    "strength": N_("strength?"),
}
_NO_EFFECT = N_("no effect")
#: Shares below this are not worth a sentence.
_LEAST_TOLD = 0.005


@dataclass(frozen=True)
class VerdictChange:
    """How the verdict on one variable would change.

    Attributes
    ----------
    variable
        The variable that acts.
    subject
        Key of what it acts on.
    before, after
        The verdicts; None for no effect.
    """

    variable: str
    subject: str | int
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True)
class Change:
    """What would change if one thing about one link were otherwise.

    Attributes
    ----------
    doubt
        ``existence`` (the link is left out, or an ambiguous one is let in), ``sign`` (it
        works the other way) or ``strength`` (weak against strong).
    verdicts
        The verdicts that change.
    verdicts_asked
        How many there are, before or after.
    ranking
        Share of the draws in which another lever becomes the best, averaged over what
        was asked about; 0 to 1.
    best_before, best_after
        Of the draws in which the best lever changes, the most frequent change; for
        ``strength`` from weak to strong. None if there is none.
    """

    doubt: Doubt
    verdicts: tuple[VerdictChange, ...]
    verdicts_asked: int
    ranking: float
    best_before: str | None = None
    best_after: str | None = None

    @property
    def lost(self) -> int:
        """How many influences end."""
        return sum(item.after is None for item in self.verdicts)

    @property
    def gained(self) -> int:
        """How many influences begin."""
        return sum(item.before is None for item in self.verdicts)

    @property
    def weight(self) -> float:
        """The larger of the share of verdicts and the share of rankings that change."""
        share = len(self.verdicts) / self.verdicts_asked if self.verdicts_asked else 0.0
        return max(share, self.ranking)


@dataclass(frozen=True)
class Flip:
    """One link, and what hangs on it.

    Attributes
    ----------
    link
        ``source->target``.
    in_view
        Whether the view holds it; if not, it is an ambiguous link that may be let in.
    changes
        What each doubt would change, the weightiest first.
    evidence
        Kind of its best evidence.
    assumed
        Whether its direction is assumed and not stated.
    """

    link: str
    in_view: bool
    changes: tuple[Change, ...]
    evidence: str
    assumed: bool

    @property
    def weight(self) -> float:
        """Weight of its weightiest doubt, 0 to 1."""
        return self.changes[0].weight


@dataclass(frozen=True, eq=False, repr=False)
class Questions(Answer):
    """Links in the order in which they are worth discussing.

    Attributes
    ----------
    subject
        What the conclusions are about; None for all targets.
    subjects
        The same, one by one.
    flips
        The links, the weightiest first.
    without_weight
        How many links were asked about and would change nothing.
    left_out
        How many links were not asked about, being too far away in a large model.
    view
        The links that the conclusions rest on.
    sampled, system
        How rankings were drawn; None if fewer than two levers reach anything asked about.
    hidden
        Links with less weight that are not shown.
    subjects_left_out
        How many of the subjects were not asked about, as the model is large.
    unranked
        Why levers were not compared, and what would help, if no draw is stable or the model
        is too large for draws.
    later
        What :attr:`agreement` gives, found when first asked for.
    """

    model: Model = field(repr=False)
    subject: Subject | None
    subjects: tuple[Subject, ...] = field(repr=False)
    flips: tuple[Flip, ...]
    without_weight: int
    left_out: int
    view: View = field(repr=False)
    sampled: Sampled | None = field(repr=False)
    system: PressSystem = field(repr=False)
    hidden: int = 0
    subjects_left_out: int = 0
    unranked: tuple[Message, ...] = field(default=(), repr=False)
    later: Later[Agreement | None] = field(
        default_factory=lambda: Later.known(None), repr=False, compare=False
    )

    @property
    def agreement(self) -> Agreement | None:
        """Whether another link comes first under the other convention of strengths.

        None where the convention changes nothing, or :class:`~digisys.Strengths` say not to
        look.
        """
        return self.later.value

    def first(self, count: int) -> Questions:
        """Return the answer with no more than so many links."""
        return replace(self, flips=self.flips[:count], hidden=len(self.flips[count:]))

    def question(self, language: str | None = None) -> str:
        """Return the question in words."""
        language = language or self.model.default_language
        return say(
            "Which links decide what we conclude about {name}?",
            language,
            name=self._subject_text(language),
        )

    def _subject_text(self, language: str) -> str:
        if self.subject is not None:
            return self.subject.quoted(language)
        if self.model.targets:
            return say("the targets", language)
        return say("the variables", language)

    def table(self, language: str | None = None) -> Table:
        """Return the links to discuss, the weightiest first."""
        language = language or self.model.default_language
        heads = (N_("Link"), N_("Question"), N_("Weight"), N_("What changes"), N_("Evidence"))
        rows: list[tuple[Cell, ...]] = [
            (
                self.link_text(flip.link, language),
                say(DOUBT_WORDS[flip.changes[0].doubt], language),
                Share(flip.weight),
                self.told(flip.changes[0], language),
                self._evidence(flip, language),
            )
            for flip in self.flips
        ]
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the table that fits a terminal: of the evidence, only what gives reason to ask."""
        language = language or self.model.default_language
        whole = self.table(language)
        rows = [
            (*row[:3], "; ".join(filter(None, [str(row[3]), self._caution(flip, language)])))
            for flip, row in zip(self.flips, whole.rows, strict=True)
        ]
        return replace(whole, heads=whole.heads[:4], rows=tuple(rows))

    def link_text(self, link: str, language: str) -> str:
        """Write a link with the short labels of its ends."""
        return " → ".join(end_labels(self.model, link, language))

    def _evidence(self, flip: Flip, language: str) -> str:
        text = evidence_label(self.model, flip.evidence, language)
        return "; ".join(filter(None, [text, self._caution(flip, language)]))

    def _caution(self, flip: Flip, language: str) -> str:
        if not flip.in_view:
            return say("ambiguous", language)
        return say("direction assumed", language) if flip.assumed else ""

    def told(self, change: Change, language: str) -> str:
        """Say in words what one doubt about a link would change."""
        parts = []
        count = change.verdicts_asked
        if change.lost:
            text = say(
                "without it, {lost} of {count} influences are lost",
                language,
                lost=change.lost,
                count=count,
            )
            parts.append(text)
        if change.gained:
            text = say_count(
                "with it, {count} influence is added",
                "with it, {count} influences are added",
                change.gained,
                language,
            )
            parts.append(text)
        turned = [item for item in change.verdicts if item.before and item.after]
        if turned:
            text = say(
                "{changed} of {count} verdicts change, such as that of {variable}: {before} → "
                "{after}",
                language,
                changed=len(turned),
                count=count,
                variable=short_label(self.model, turned[0].variable, language),
                before=_verdict(turned[0].before, language),
                after=_verdict(turned[0].after, language),
            )
            parts.append(text)
        if change.ranking >= _LEAST_TOLD and change.best_before and change.best_after:
            judged = all(
                desired_of(self.model, subject.variables) in ("up", "down")
                for subject in self.subjects
            )
            text = say(
                N_("the best lever changes in {share} of the draws, mostly {before} → {after}")
                if judged
                else N_(
                    "the first lever changes in {share} of the draws, mostly {before} → {after}"
                ),
                language,
                share=say_share(change.ranking, language),
                before=short_label(self.model, change.best_before, language),
                after=short_label(self.model, change.best_after, language),
            )
            parts.append(text)
        return "; ".join(parts)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return how the links were weighed."""
        language = language or self.model.default_language
        lines = [
            (
                say("Weight", language),
                say(
                    "share of the conclusions that change if this one thing is otherwise: of "
                    "the verdicts, or of the draws for the best lever, whichever is more",
                    language,
                ),
            )
        ]
        if self.hidden:
            count = say_count("{count} link", "{count} links", self.hidden, language)
            lines.append((say("With less weight", language), count))
        if self.without_weight:
            count = say_count("{count} link", "{count} links", self.without_weight, language)
            lines.append((say("Change nothing", language), count))
        if self.left_out:
            count = say_count("{count} link", "{count} links", self.left_out, language)
            lines.append((say("Not asked about, the farthest away", language), count))
        if self.subjects_left_out:
            text = say(
                "{count} of {all}; name one to ask about it",
                language,
                count=self.subjects_left_out,
                all=len(self.subjects),
            )
            lines.append((say("Conclusions left out", language), text))
        if self.unranked:
            text = " ".join(message.text(language) for message in self.unranked)
            lines.append((say("Levers are not compared", language), text))
        if self.sampled is not None:
            lines.append(self.sampled.summary(language))
            lines += self.system.summary(language)
        if self.agreement is not None:
            named = partial(self.link_text, language=language)
            lines.append(self.agreement.summary(language, named))
        lines.append((say("View", language), view_text(self.model, self.view, language)))
        return tuple(lines)

    def to_frame(self) -> pd.DataFrame:
        """Return the doubts as a data frame, one row for each link and doubt.

        Returns
        -------
        pandas.DataFrame
            Columns ``link``, ``doubt``, ``weight``, ``verdicts_changed``, ``verdicts``,
            ``lost``, ``gained``, ``ranking``, ``best_before``, ``best_after``,
            ``evidence``, ``assumed`` and ``in_view``.
        """
        import pandas as pd

        return pd.DataFrame.from_records(
            [
                {
                    "link": flip.link,
                    **_record(change),
                    "evidence": flip.evidence,
                    "assumed": flip.assumed,
                    "in_view": flip.in_view,
                }
                for flip in self.flips
                for change in flip.changes
            ]
        )

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the answer as plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        return {
            "question": self.question(language),
            "subjects": [subject.key for subject in self.subjects],
            "links": [
                {
                    "link": flip.link,
                    "weight": round(flip.weight, 6),
                    "in_view": flip.in_view,
                    "evidence": flip.evidence,
                    "assumed": flip.assumed,
                    "changes": [
                        {**_record(change), "told": self.told(change, language)}
                        for change in flip.changes
                    ],
                }
                for flip in self.flips
            ],
            "hidden": self.hidden,
            "without_weight": self.without_weight,
            "left_out": self.left_out,
            "subjects_left_out": self.subjects_left_out,
            "unranked": [message.text(language) for message in self.unranked],
            **(self.sampled.to_dict() if self.sampled else {}),
            **self.system.to_dict(),
            "agreement": self.agreement and self.agreement.to_dict(),
            "view": self.view.to_dict(),
        }


def _verdict(verdict: Verdict | None, language: str) -> str:
    return say(VERDICT_WORDS[verdict] if verdict else _NO_EFFECT, language)


def _record(change: Change) -> dict[str, Any]:
    return {
        "doubt": change.doubt,
        "weight": round(change.weight, 6),
        "verdicts_changed": len(change.verdicts),
        "verdicts": change.verdicts_asked,
        "lost": change.lost,
        "gained": change.gained,
        "ranking": round(change.ranking, 6),
        "best_before": change.best_before,
        "best_after": change.best_after,
    }
