"""How questions are asked and answers are taken: those given, how sure they are, what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from digisys.errors import QuestionError
from digisys.schema.reply import Reply
from digisys.words import Message

__all__ = ["Elicitation"]


@dataclass(frozen=True)
class Elicitation:
    """How a group or an expert is asked, and what is known before the next question.

    Attributes
    ----------
    replies
        What was answered already; any iterable becomes a tuple.
    reliability
        How likely the answer to come is right, 0.5 to 1; the wrong ones share the rest.
    costs
        What it costs to ask, above 0, in any unit: by kind of question (``existence``,
        ``sign``, ``strength``), or of one question (``a->b sign``), which comes first. 1 where
        nothing is told.
    assumed
        How likely a direction that is assumed, and not stated by a source, is wrong; 0 to 1.

    Raises
    ------
    QuestionError
        If a number is out of its range.

    Examples
    --------
    >>> reply = Reply(link="a->b", doubt="sign", answer="positive")
    >>> Elicitation([reply], reliability=0.8).replies == (reply,)
    True
    """

    replies: Iterable[Reply] = ()
    reliability: float = 1.0
    costs: Mapping[str, float] = field(default_factory=dict, hash=False)
    assumed: float = 0.1

    def __post_init__(self) -> None:
        object.__setattr__(self, "replies", tuple(self.replies))
        object.__setattr__(self, "costs", dict(self.costs))
        if not 0.5 <= self.reliability <= 1:
            raise QuestionError(
                Message("{value} is not a reliability.", {"value": self.reliability}),
                Message("Give a number from 0.5 to 1."),
            )
        if not 0 <= self.assumed <= 1:
            raise QuestionError(
                Message("{value} is not a probability.", {"value": self.assumed}),
                Message("Give a number from 0 to 1."),
            )
