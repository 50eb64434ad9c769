"""How votes on links are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from digisys.answers.answer import Answer
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.table import Cell, Formatted, Share, Table
from digisys.errors import Problem
from digisys.graph.labels import end_labels
from digisys.schema import Model
from digisys.words import N_, Counted, Message, say, say_count, say_share
from digisys.workshop.votes.ballots import STRENGTH_WORDS
from digisys.workshop.votes.summed import OUTCOME_WORDS, LinkVotes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Votes"]

#: So many notes and problems are told in words; plain data has all.
_MOST_NOTES, _MOST_PROBLEMS = 40, 20


@dataclass(frozen=True, eq=False, repr=False)
class Votes(Answer):
    """What participants say of the links of a model. They are counted, never named.

    Attributes
    ----------
    model
        The model.
    links
        Every link of which something is said, the one to discuss again first: those with a
        contested direction, then by how far the participants are from one mind.
    participants
        How many ballots were read.
    cards
        The most cards that were counted of one link; 0 where no cards were.
    files
        How many files were read.
    gone
        Ids of links that were voted on and that the model does not have, and how many votes.
    repeated
        How many files were left out because the same ballot is in another one.
    problems
        What could not be used, each with its place and its cure.
    """

    model: Model = field(repr=False)
    links: tuple[LinkVotes, ...]
    participants: int
    cards: int = 0
    files: int = 0
    gone: Mapping[str, int] = field(default_factory=dict)
    repeated: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def conclusion(self) -> Conclusion:
        """How many spoke, and what they agree on and what divides them."""
        first: Message | Counted
        if self.participants or not self.cards:
            first = Counted(
                "{count} participant voted on {links} links.",
                "{count} participants voted on {links} links.",
                self.participants,
                {"links": len(self.links)},
            )
        else:
            first = Counted(
                "Up to {count} card was counted on each of {links} links.",
                "Up to {count} cards were counted on each of {links} links.",
                self.cards,
                {"links": len(self.links)},
            )
        parts = {"participants": self.participants, "cards": self.cards, "links": len(self.links)}
        statements = [Statement("voices", first, parts)]
        if self.participants and self.cards:
            told: Message | Counted = Counted(
                "Up to {count} card was counted on one link besides.",
                "Up to {count} cards were counted on one link besides.",
                self.cards,
            )
            statements.append(Statement("cards", told, {"cards": self.cards}))
        if not self.links:
            return Conclusion(tuple(statements), self.model.default_language)
        counts: dict[str, Any] = {
            name: sum(each.outcome == name for each in self.links) for name in OUTCOME_WORDS
        }
        told = Message(
            "Agreed: {agreed}. Divided: {divided}. Most disagree: {rejected}. Direction "
            "contested: {contested}.",
            counts,
        )
        statements.append(Statement("outcomes", told, counts))
        again = self.links[0]
        if again.discord > 0:
            link = _Link(self.model, again.link)
            told = Message("Discuss again first: {link}.", {"link": link})
            statements.append(Statement("again", told, {"link": again.link}))
        return Conclusion(tuple(statements), self.model.default_language)

    def of(self, link: str) -> LinkVotes | None:
        """Return what is said of a link; None where it is nothing."""
        return next((each for each in self.links if each.link == link), None)

    def table(self, language: str | None = None) -> Table:
        """Return a row for each link, the one to discuss again first."""
        language = language or self.model.default_language
        heads = (
            N_("Link"), N_("Agree"), N_("Disagree"), N_("Not sure"), N_("Share who agree"),
            N_("95%, from … to"), N_("+ / \u2212 / ?"), N_("Weak / moderate / strong"),
            N_("Median strength"), N_("What it comes to"), N_("Not of one mind"), N_("Notes"),
        )  # fmt: skip
        rows = tuple(self._row(each, language) for each in self.links)
        caption = say("Votes on links: {title}", language, title=self.model.title.text(language))
        return Table(tuple(say(head, language) for head in heads), rows, caption, language)

    def _row(self, each: LinkVotes, language: str) -> tuple[Cell, ...]:
        low, high = each.interval
        known = each.share is not None
        median = each.median_strength
        return (
            " → ".join(end_labels(self.model, each.link, language)),
            each.agree,
            each.disagree,
            each.not_sure,
            Share(each.share) if each.share is not None else None,
            f"{say_share(low, language)}–{say_share(high, language)}" if known else "",
            f"{each.positive} / {each.negative} / {each.unknown}",
            f"{each.weak} / {each.moderate} / {each.strong}",
            "" if median is None else Formatted(say(STRENGTH_WORDS[median], language), median),
            Formatted(say(OUTCOME_WORDS[each.outcome], language), each.outcome),
            Share(each.discord),
            " · ".join(each.notes),
        )

    def shown(self, language: str | None = None) -> Table:
        """Return the columns that fit a terminal."""
        whole = self.table(language)
        kept = (0, 1, 2, 3, 6, 9)
        return replace(
            whole,
            heads=tuple(whole.heads[at] for at in kept),
            rows=tuple(tuple(row[at] for at in kept) for row in whole.rows),
        )

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the rules, the notes, and what could not be used."""
        known = language or self.model.default_language
        pairs = [
            (
                say("Order", known),
                say(
                    "what to discuss again first: contested directions, then the share that is "
                    "not of one mind",
                    known,
                ),
            ),
            (
                say("Direction contested", known),
                say(
                    "both signs are given and neither by 75% of those who give one "
                    "(doi:10.1016/j.jclinepi.2013.12.002)",
                    known,
                ),
            ),
        ]
        pairs += self.notes_told(known)
        if self.gone:
            text = "; ".join(f"{link} ({count})" for link, count in self.gone.items())
            pairs.append((say("No longer in the model (votes)", known), text))
        if self.repeated:
            text = say_count(
                "{count} file holds a ballot that another one holds too, and is counted once",
                "{count} files hold ballots that others hold too, and are counted once",
                self.repeated,
                known,
            )
            pairs.append((say("Counted once", known), text))
        if self.problems:
            count = say_count(
                "{count} problem; see below",
                "{count} problems; see below",
                len(self.problems),
                known,
            )
            pairs.append((say("Left out", known), count))
        for problem in self.problems[:_MOST_PROBLEMS]:
            cure = problem.cure.text(known) if problem.cure else ""
            pairs.append((problem.place.text(known), f"{problem.what.text(known)} {cure}"))
        return tuple(pairs)

    def notes_told(self, language: str) -> list[tuple[str, str]]:
        """Return notes with the link that they are about, those of many cut short."""
        notes = [
            (" → ".join(end_labels(self.model, each.link, language)), note)
            for each in self.links
            for note in each.notes
        ]
        told = [
            (say("Note on {link}", language, link=link), note) for link, note in notes[:_MOST_NOTES]
        ]
        rest = len(notes) - _MOST_NOTES
        if rest > 0:
            text = say_count("and {count} more", "and {count} more", rest, language)
            told.append((say("Notes", language), text))
        return told

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each link.

        Returns
        -------
        pandas.DataFrame
            Columns ``link``, ``agree``, ``disagree``, ``not_sure``, ``share``, ``low``, ``high``
            (95 %), ``positive``, ``negative``, ``unknown``, ``weak``, ``moderate``, ``strong``,
            ``median_strength``, ``outcome``, ``discord`` and ``notes``.
        """
        import pandas as pd

        columns = [*_record(LinkVotes("a->b")), "notes"]
        rows = [{**_record(each), "notes": " · ".join(each.notes)} for each in self.links]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return plain data, the JSON contract of the command line."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "model": self.model.id,
            "participants": self.participants,
            "cards": self.cards,
            "files": self.files,
            "links": [
                {
                    **_record(each),
                    "other_sign": each.other_sign,
                    "notes": list(each.notes),
                }
                for each in self.links
            ],
            "gone": dict(self.gone),
            "repeated": self.repeated,
            "problems": [problem.to_dict(language) for problem in self.problems],
        }


@dataclass(frozen=True)
class _Link:
    """A link as its two ends in the reader's language."""

    model: Model
    link: str

    def text(self, language: str = "en") -> str:
        return " → ".join(end_labels(self.model, self.link, language))


def _record(each: LinkVotes) -> dict[str, Any]:
    low, high = each.interval
    return {
        "link": each.link,
        "agree": each.agree,
        "disagree": each.disagree,
        "not_sure": each.not_sure,
        "share": None if each.share is None else round(each.share, 6),
        "low": round(low, 6),
        "high": round(high, 6),
        "positive": each.positive,
        "negative": each.negative,
        "unknown": each.unknown,
        "weak": each.weak,
        "moderate": each.moderate,
        "strong": each.strong,
        "median_strength": each.median_strength,
        "outcome": each.outcome,
        "discord": round(each.discord, 6),
    }
