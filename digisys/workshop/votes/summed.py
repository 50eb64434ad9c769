"""What the votes on one link come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from digisys.analysis.robustness.robust import wilson_interval
from digisys.schema import Link, Model
from digisys.words import N_
from digisys.workshop.votes.ballots import (
    OPINIONS,
    SIGNS,
    STRENGTHS,
    Ballot,
    Sign,
    StrengthVote,
    Tally,
    Vote,
)

__all__ = ["CONSENSUS", "OUTCOME_WORDS", "LinkVotes", "Outcome", "sum_votes"]

#: The share of voices that counts as consensus: the median of what Delphi studies take
#: (I. R. Diamond et al. 2014, doi:10.1016/j.jclinepi.2013.12.002).
CONSENSUS = 0.75

Outcome = Literal["contested", "rejected", "agreed", "divided"]
OUTCOME_WORDS: dict[Outcome, str] = {
    "contested": N_("direction contested"),
    "rejected": N_("most disagree"),
    "agreed": N_("agreed"),
    "divided": N_("divided"),
}

_OPPOSITE: dict[str, Sign] = {"positive": "negative", "negative": "positive"}


@dataclass(frozen=True)
class LinkVotes:
    """What participants say of one link.

    Attributes
    ----------
    link
        Id of the link.
    agree, disagree, not_sure
        How many agree with the link as it is drawn, do not, or are not sure.
    positive, negative, unknown
        How many give it which sign. Who agrees and ticks no sign stands for the sign drawn.
    weak, moderate, strong
        How many find it how strong.
    other_sign
        How many of those who disagree give it the other sign: to them there is a link.
    notes
        What was written about it, in alphabetical order.
    """

    link: str
    agree: int = 0
    disagree: int = 0
    not_sure: int = 0
    positive: int = 0
    negative: int = 0
    unknown: int = 0
    weak: int = 0
    moderate: int = 0
    strong: int = 0
    other_sign: int = 0
    notes: tuple[str, ...] = ()

    @property
    def voices(self) -> int:
        """How many say whether they agree."""
        return self.agree + self.disagree + self.not_sure

    @property
    def share(self) -> float | None:
        """The share of those who agree among those who agree or disagree; None of nobody."""
        sides = self.agree + self.disagree
        return self.agree / sides if sides else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of that share; from 0 to 1 where nobody takes a side."""
        return wilson_interval(self.agree, self.agree + self.disagree)

    @property
    def contested(self) -> bool:
        """Whether both signs are given, and neither by a consensus of those who give one."""
        signs = self.positive + self.negative
        more = max(self.positive, self.negative)
        return min(self.positive, self.negative) > 0 and more < CONSENSUS * signs

    @property
    def rejected(self) -> bool:
        """Whether more than half of the voices find that there is no such link."""
        return 2 * (self.disagree - self.other_sign) > self.voices

    @property
    def agreed(self) -> bool:
        """Whether a consensus of the voices agrees."""
        return self.voices > 0 and self.agree >= CONSENSUS * self.voices

    @property
    def outcome(self) -> Outcome:
        """The first of: direction contested, most disagree, agreed; else divided."""
        if self.contested:
            return "contested"
        if self.rejected:
            return "rejected"
        return "agreed" if self.agreed else "divided"

    @property
    def discord(self) -> float:
        """How far from one mind they are, 0 to 1.

        The larger of two shares: of the voices that are not on the greater side, those who
        are not sure among them, and of the signs that are not the one most give.
        """
        sides = max(self.agree, self.disagree)
        apart = 1 - sides / self.voices if self.voices else 0.0
        signs = (self.positive, self.negative, self.unknown)
        split = 1 - max(signs) / sum(signs) if sum(signs) else 0.0
        return max(apart, split)

    @property
    def strength_count(self) -> int:
        """How many say how strong it is."""
        return self.weak + self.moderate + self.strong

    @property
    def median_strength(self) -> StrengthVote | None:
        """The class that lies in the middle; None where the middle is between two."""
        count = self.strength_count
        if not count:
            return None
        ordered = [
            name
            for name, times in zip(STRENGTHS, (self.weak, self.moderate, self.strong), strict=True)
            for _ in range(times)
        ]
        low, high = ordered[(count - 1) // 2], ordered[count // 2]
        return low if low == high else None

    @property
    def agreed_sign(self) -> Sign | None:
        """The sign that a consensus of those who give one gives; None without."""
        counts = dict(zip(SIGNS, (self.positive, self.negative, self.unknown), strict=True))
        most = max(SIGNS, key=lambda sign: counts[sign])
        total = sum(counts.values())
        return most if total and counts[most] >= CONSENSUS * total else None


def sum_votes(
    model: Model, ballots: Iterable[Ballot], tallies: Iterable[Tally] = ()
) -> tuple[LinkVotes, ...]:
    """Sum up what is said of each link.

    Parameters
    ----------
    model
        The model.
    ballots
        One a participant.
    tallies
        Counts of cards; those of a link add up.

    Returns
    -------
    tuple of LinkVotes
        Of every link of which something is said, in the order of the model.
    """
    votes: dict[str, list[Vote]] = {}
    for ballot in ballots:
        for vote in ballot.votes:
            votes.setdefault(vote.link, []).append(vote)
    counts: dict[str, list[Tally]] = {}
    for tally in tallies:
        counts.setdefault(tally.link, []).append(tally)
    return tuple(
        _summed(link, votes.get(link.id, ()), counts.get(link.id, ()))
        for link in model.links
        if link.id in votes or link.id in counts
    )


def _summed(link: Link, votes: Sequence[Vote], tallies: Sequence[Tally]) -> LinkVotes:
    drawn = link.polarity
    opposite = _OPPOSITE.get(drawn)
    opinions = {name: sum(vote.opinion == name for vote in votes) for name in OPINIONS}
    given = [
        drawn if vote.sign is None and vote.opinion == "agree" else vote.sign for vote in votes
    ]
    signs = {name: given.count(name) for name in SIGNS}
    strengths = {name: sum(vote.strength == name for vote in votes) for name in STRENGTHS}
    other = sum(
        vote.opinion == "disagree" and vote.sign is not None and vote.sign == opposite
        for vote in votes
    )
    for tally in tallies:
        for opinion, number in zip(OPINIONS, tally.opinions, strict=True):
            opinions[opinion] += number
        ticked = dict(zip(SIGNS, tally.signs, strict=True))
        # A pile does not tell who ticked what: whoever agrees stands for the sign drawn.
        ticked[drawn] = max(ticked[drawn], tally.opinions[0])
        for sign in SIGNS:
            signs[sign] += ticked[sign]
        for strength, number in zip(STRENGTHS, tally.strengths, strict=True):
            strengths[strength] += number
        if opposite is not None:
            other += min(tally.signs[SIGNS.index(opposite)], tally.opinions[1])
    notes = [vote.note for vote in votes] + [note for tally in tallies for note in tally.notes]
    return LinkVotes(
        link.id,
        opinions["agree"],
        opinions["disagree"],
        opinions["not_sure"],
        signs["positive"],
        signs["negative"],
        signs["unknown"],
        strengths["weak"],
        strengths["moderate"],
        strengths["strong"],
        other,
        tuple(sorted(note for note in notes if note)),
    )
