"""Whether conclusions hold under the other convention of strengths too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from digisys.answers.conclusion import Statement
from digisys.schema.link import Convention
from digisys.words import N_, Counted, Message, say, say_count

__all__ = ["CONVENTION_WORDS", "Agreement", "Reversal", "draws_statement"]

CONVENTION_WORDS: Mapping[Convention, str] = {
    "independent": N_("each link by itself"),
    "shares": N_("causes share"),
}
#: So many reversals are told in words.
_TOLD = 3


@dataclass(frozen=True)
class Reversal:
    """A conclusion that turns round.

    Attributes
    ----------
    kind
        ``sign`` (something moves the other way) or ``order`` (two change places).
    items
        What it is about: one id; or two, the first of which is above the second here.
    here, there
        Share of the draws in which the thing is above 0, or the first above the second:
        under the convention of the answer, and under the other one.
    subject
        What the order is about, where an answer tells several.
    """

    kind: Literal["sign", "order"]
    items: tuple[str, ...]
    here: float
    there: float
    subject: str | None = None

    def text(self, language: str, name: Callable[[str], str]) -> str:
        """Say what is otherwise."""
        names = [name(item) for item in self.items]
        if self.kind == "sign":
            text = say("{name} the other way", language, name=names[0])
        else:
            first, second = names
            text = say("{second} above {first}", language, second=second, first=first)
        return f"{name(self.subject)}: {text}" if self.subject else text

    def to_dict(self) -> dict[str, Any]:
        """Return the reversal as plain data."""
        return {
            "kind": self.kind,
            "items": list(self.items),
            "here": round(self.here, 6),
            "there": round(self.there, 6),
            "subject": self.subject,
        }


@dataclass(frozen=True)
class Agreement:
    """What the other convention of strengths says of the conclusions of an answer.

    Attributes
    ----------
    convention
        The other convention.
    samples
        How many draws of it were made; 0 for a single run at midpoints.
    reversals
        What turns round under it; none where the two agree on every sign and order told.
    problem
        Why it could not be asked, if it could not.
    """

    convention: Convention
    samples: int
    reversals: tuple[Reversal, ...] = ()
    problem: Message | None = None

    @property
    def agrees(self) -> bool | None:
        """Whether both conventions come to the same; None where one could not be asked."""
        return None if self.problem else not self.reversals

    def summary(self, language: str, name: Callable[[str], str]) -> tuple[str, str]:
        """Return heading and text; short where both agree."""
        heading = say("Under the other convention", language)
        text = say(CONVENTION_WORDS[self.convention], language)
        if self.samples:
            text += ", " + say_count("{count} draw", "{count} draws", self.samples, language)
        if self.problem is not None:
            told = self.problem.text(language)
        elif not self.reversals:
            told = say("the same conclusions", language)
        else:
            told = "; ".join(item.text(language, name) for item in self.reversals[:_TOLD])
            more = len(self.reversals) - _TOLD
            if more > 0:
                told += "; " + say_count("{count} more", "{count} more", more, language)
        return heading, f"{told} ({text})"

    def to_dict(self) -> dict[str, Any]:
        """Return the agreement as plain data."""
        return {
            "other": self.convention,
            "samples": self.samples,
            "agrees": self.agrees,
            "reversals": [item.to_dict() for item in self.reversals],
        }


def draws_statement(samples: int, agreement: Agreement | None) -> Statement:
    """Tell from how many draws something follows, and what turns under the other convention."""
    turned = None
    if agreement is not None and agreement.problem is None:
        turned = len(agreement.reversals)
    parts = {"samples": samples, "turned": turned}
    count = {"draws": Counted("{count} draw", "{count} draws", samples)}
    if turned is None:
        message: Message | Counted = Message("It follows from {draws}.", count)
    elif not turned:
        message = Message(
            "It follows from {draws}, and the other convention of strengths comes to the same.",
            count,
        )
    else:
        message = Counted(
            "It follows from {draws}; under the other convention of strengths {count} sign or "
            "order turns round.",
            "It follows from {draws}; under the other convention of strengths {count} signs or "
            "orders turn round.",
            turned,
            count,
        )
    return Statement("sureness", message, parts)
