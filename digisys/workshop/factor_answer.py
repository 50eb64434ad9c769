"""What a group says of a variable or target: what enables it, blocks it, or follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from digisys.errors import Place, QuestionError
from digisys.graph.folding import fold
from digisys.schema.link import Polarity
from digisys.words import Message

__all__ = ["FactorAnswer", "FactorQuestion"]

FactorQuestion = Literal["enables", "blocks", "follows"]

_SIGNS: Mapping[FactorQuestion, Polarity] = {"enables": "positive", "blocks": "negative"}


@dataclass(frozen=True)
class FactorAnswer:
    """One line of the form: what enables, blocks or follows from a variable or target.

    Attributes
    ----------
    about
        The variable or target, by any name that questions may use; ``target 14`` of a target.
    question
        ``enables``, ``blocks`` or ``follows``.
    text
        What does, in a few words.
    sign
        Of what follows: ``positive`` if it rises when that which the answer is about rises,
        ``negative`` if it falls, ``unknown`` where nobody told. Not looked at otherwise.
    said_by
        What the group is called; empty for none. No name of a person.
    count
        How many people say so; None where they were not counted.
    language
        The language of the text, a tag of the model; its first language when absent.
    note
        What else was said.
    place
        Where it was read from.

    Raises
    ------
    QuestionError
        If the text is empty, or the count is not at least 1.

    Examples
    --------
    >>> FactorAnswer("trust", "blocks", "Lack of time", said_by="Group 2", count=5).voice
    'Group 2 (5)'
    """

    about: str
    question: FactorQuestion
    text: str
    sign: Polarity = "unknown"
    said_by: str = ""
    count: int | None = None
    language: str | None = None
    note: str = ""
    place: Place | None = None

    def __post_init__(self) -> None:
        if not fold(self.text):
            raise QuestionError(
                Message("An answer says nothing."), Message("Leave out what nobody answered.")
            )
        if self.count is not None and self.count < 1:
            raise QuestionError(
                Message("“{count}” is no number of people.", {"count": self.count}),
                Message("Give a whole number from 1 up, or none."),
            )

    @property
    def voice(self) -> str:
        """Who says it, with how many they are; empty where nobody told."""
        name = " ".join(self.said_by.split())
        if self.count is None:
            return name
        return f"{name} ({self.count})" if name else f"({self.count})"

    @property
    def polarity(self) -> Polarity:
        """The polarity of the link that the answer states."""
        return _SIGNS.get(self.question, self.sign)
