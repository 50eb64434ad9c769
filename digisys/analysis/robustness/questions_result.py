"""The answer to which link to discuss first."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.influence.verdict import VERDICT_WORDS, Verdict
from digisys.analysis.press.sampling import Sampled
from digisys.analysis.press.system import PressSystem
from digisys.answers.agreement import Agreement, draws_statement
from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.later import Later
from digisys.answers.table import Cell, Share, Table
from digisys.answers.wording import evidence_label, view_text
from digisys.graph.desired import desired_of
from digisys.graph.labels import end_labels, short_label
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model
from digisys.schema.link import Polarity
from digisys.words import N_, Counted, Message, Named, SaidShare, quote, say, say_count, say_share

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Change", "Doubt", "Flip", "Questions", "VerdictChange", "question_words"]

Doubt = Literal["existence", "sign", "strength"]

_NO_EFFECT = N_("no effect")
#: How much a doubt counts where the source settles it; 1 where it does not.
SETTLED = 0.1
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
    link_polarity
        ``positive``, ``negative`` or ``unknown``.
    ambiguous
        Whether the source can be read so that the link is not there.
    strength_told
        Whether the model says how strong it is.
    """

    link: str
    in_view: bool
    changes: tuple[Change, ...]
    evidence: str
    assumed: bool
    link_polarity: Polarity = "positive"
    ambiguous: bool = False
    strength_told: bool = False

    @property
    def open(self) -> bool:
        """Whether the source leaves its direction or its existence open."""
        return self.assumed or self.ambiguous or self.link_polarity == "unknown"

    def doubt(self, change: Change) -> float:
        """Return how much a doubt counts: 1 where the source leaves it open, else 0.1."""
        if change.doubt == "existence":
            return 1.0 if self.ambiguous else SETTLED
        if change.doubt == "sign":
            return 1.0 if self.assumed or self.link_polarity == "unknown" else SETTLED
        return SETTLED if self.strength_told else 1.0

    @property
    def asked(self) -> Change:
        """The change that is asked about: that of the most impact times doubt."""
        return max(self.changes, key=lambda change: change.weight * self.doubt(change))

    @property
    def priority(self) -> float:
        """Impact times doubt of what is asked, 0 to 1; links are put in order by it."""
        return self.asked.weight * self.doubt(self.asked)

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
    hidden_open
        How many of those the source leaves open.
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
    hidden_open: int = 0
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

    @property
    def conclusion(self) -> Conclusion:
        """How many links the source leaves open, and what hangs on the first."""
        count = sum(flip.open for flip in self.flips) + self.hidden_open
        parts = {"open": count, "links": len(self.flips) + self.hidden}
        if not self.flips:
            message: Message | Counted = Message("No link decides what is concluded here.")
        elif not count:
            message = Message("The source leaves none of these links open.")
        else:
            message = Counted(
                "The source leaves {count} of {total} links open: discuss it first.",
                "The source leaves {count} of {total} links open: discuss them first.",
                count,
                {"total": parts["links"]},
            )
        statements = [Statement("questions", message, parts)]
        if self.flips:
            first = self.flips[0].asked
            values = {"share": SaidShare(first.weight), "subject": Named(self._brief)}
            hangs = Message("On the first hang {share} of the conclusions about {subject}.", values)
            statements.append(Statement("weight", hangs, {"share": round(first.weight, 6)}))
        if self.sampled is not None:
            statements.append(draws_statement(self.sampled.stable, self.agreement))
        return Conclusion(tuple(statements), self.model.default_language)

    def first(self, count: int) -> Questions:
        """Return the answer with no more than so many links."""
        rest = self.flips[count:]
        hidden_open = sum(flip.open for flip in rest)
        return replace(self, flips=self.flips[:count], hidden=len(rest), hidden_open=hidden_open)

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

    def _brief(self, language: str) -> str:
        if self.subject is not None:
            return self.subject.brief.text(language)
        return self._subject_text(language)

    def table(self, language: str | None = None) -> Table:
        """Return the links to discuss, the weightiest first."""
        language = language or self.model.default_language
        heads = (
            *(N_("No"), N_("Question"), N_("If it is otherwise")),
            *(N_("Weight"), N_("Doubt"), N_("Link"), N_("Evidence")),
        )
        rows: list[tuple[Cell, ...]] = [
            (
                number,
                self.asked(flip, language),
                self.otherwise(flip, language),
                Share(flip.asked.weight),
                Share(flip.doubt(flip.asked)),
                self.link_text(flip.link, language),
                self._evidence(flip, language),
            )
            for number, flip in enumerate(self.flips, start=1)
        ]
        return Table(
            tuple(say(head, language) for head in heads),
            tuple(rows),
            self.question(language),
            language,
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the table that fits a terminal: an agenda of questions."""
        whole = self.table(language)
        return replace(whole, heads=whole.heads[:3], rows=tuple(row[:3] for row in whole.rows))

    def asked(self, flip: Flip, language: str) -> str:
        """Ask a room about a link, and say what its source tells of it."""
        first, second = end_labels(self.model, flip.link, language)
        ends = {"first": quote(first, language), "second": quote(second, language)}
        return say(_asked(flip), language, **ends)

    def otherwise(self, flip: Flip, language: str) -> str:
        """Say what would change if a link were not as it is taken to be."""
        change = flip.asked
        told = self.told(change, language)
        if change.doubt == "strength":
            return say("By how strong it is: {told}", language, told=told)
        if change.doubt == "existence":
            if flip.in_view:
                return say("If it does not: {told}", language, told=told)
            return say("If it does: {told}", language, told=told)
        if flip.link_polarity == "negative":
            return say("If it strengthens: {told}", language, told=told)
        return say("If it weakens: {told}", language, told=told)

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
                "{changed} of {count} conclusions about {name} turn, such as on {variable}: "
                "{before} → {after}",
                language,
                changed=len(turned),
                count=count,
                name=self._brief(language),
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
                say("Order", language),
                say(
                    "by the share of the conclusions that turn, times the doubt; what the source "
                    "leaves open comes first, what it states last",
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
            **self.concluded(language),
            "subjects": [subject.key for subject in self.subjects],
            "links": [
                {
                    "link": flip.link,
                    "question": self.asked(flip, language),
                    "otherwise": self.otherwise(flip, language),
                    "priority": round(flip.priority, 6),
                    "open": flip.open,
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


def _asked(flip: Flip) -> str:
    """Return the question about a link, an English text of the catalogues."""
    return question_words(
        flip.asked.doubt,
        flip.link_polarity,
        assumed=flip.assumed,
        ambiguous=flip.ambiguous,
        told=flip.strength_told,
    )


def question_words(
    doubt: Doubt, polarity: Polarity, *, assumed: bool, ambiguous: bool, told: bool
) -> str:
    """Return the question about a link, an English text of the catalogues.

    Parameters
    ----------
    doubt
        What is asked.
    polarity
        What the model says of its direction.
    assumed, ambiguous, told
        Whether the direction is assumed, whether the source can be read without the link,
        and whether the model says how strong it is.
    """
    if doubt == "strength":
        text = N_("Is the effect of {first} on {second} weak or strong? The source does not say.")
        as_said = N_("Is the effect of {first} on {second} as strong as the model says?")
        return as_said if told else text
    if doubt == "existence":
        text = N_("Does {first} influence {second}? The source can be read either way.")
        as_said = N_("Does {first} really influence {second}, as the source says?")
        return text if ambiguous else as_said
    if polarity == "unknown":
        return N_("Does {first} strengthen or weaken {second}? The source does not say.")
    if polarity == "positive":
        text = N_(
            "Does {first} strengthen or weaken {second}? The source does not say; we took it to "
            "strengthen."
        )
        as_said = N_("Does {first} really strengthen {second}, as the source says?")
    else:
        text = N_(
            "Does {first} strengthen or weaken {second}? The source does not say; we took it to "
            "weaken."
        )
        as_said = N_("Does {first} really weaken {second}, as the source says?")
    return text if assumed else as_said


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
