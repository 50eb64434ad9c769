"""What people say of links: votes of one ballot, or counts of a pile of cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digisys.words import N_

__all__ = [
    "OPINIONS",
    "OPINION_WORDS",
    "SIGNS",
    "SIGN_WORDS",
    "STRENGTHS",
    "STRENGTH_WORDS",
    "Ballot",
    "Opinion",
    "Sign",
    "StrengthVote",
    "Tally",
    "Vote",
]

Opinion = Literal["agree", "disagree", "not_sure"]
Sign = Literal["positive", "negative", "unknown"]
StrengthVote = Literal["weak", "moderate", "strong"]

OPINIONS: tuple[Opinion, ...] = ("agree", "disagree", "not_sure")
SIGNS: tuple[Sign, ...] = ("positive", "negative", "unknown")
STRENGTHS: tuple[StrengthVote, ...] = ("weak", "moderate", "strong")

#: Words for people.
OPINION_WORDS: dict[Opinion, str] = {
    "agree": N_("agree"),
    "disagree": N_("disagree"),
    "not_sure": N_("not sure"),
}
SIGN_WORDS: dict[Sign, str] = {
    "positive": N_("strengthens (+)"),
    "negative": N_("weakens (\u2212)"),
    "unknown": N_("it varies (?)"),
}
STRENGTH_WORDS: dict[StrengthVote, str] = {
    "weak": N_("weak"),
    "moderate": N_("moderate"),
    "strong": N_("strong"),
}


@dataclass(frozen=True)
class Vote:
    """What one participant says of one link.

    Attributes
    ----------
    link
        Id of the link.
    opinion
        ``agree``, ``disagree`` or ``not_sure``; None where nothing was ticked.
    sign
        The sign that the participant gives it; None where none was ticked.
    strength
        How strong it is; None where nothing was ticked.
    note
        What the participant wrote; empty for nothing.
    """

    link: str
    opinion: Opinion | None = None
    sign: Sign | None = None
    strength: StrengthVote | None = None
    note: str = ""

    @property
    def empty(self) -> bool:
        """Whether it says nothing."""
        return self == Vote(self.link)


@dataclass(frozen=True)
class Ballot:
    """The votes of one participant, whom nothing names.

    Attributes
    ----------
    key
        What tells it from other ballots; a random id or a digest, never a name.
    votes
        One a link at most, in the order of the model.
    """

    key: str
    votes: tuple[Vote, ...]


@dataclass(frozen=True)
class Tally:
    """How many paper cards of one link say what.

    Attributes
    ----------
    link
        Id of the link.
    opinions, signs, strengths
        Counts in the order of ``OPINIONS``, ``SIGNS`` and ``STRENGTHS``.
    notes
        What was written on them.
    """

    link: str
    opinions: tuple[int, int, int] = (0, 0, 0)
    signs: tuple[int, int, int] = (0, 0, 0)
    strengths: tuple[int, int, int] = (0, 0, 0)
    notes: tuple[str, ...] = ()
