"""What every part of a programme shares: places in documents, and ties to the model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, Id, Items, Text, Words

__all__ = ["Basis", "Confidence", "Connection", "Number", "Reference", "Stated"]

Confidence = Literal["high", "medium", "low"]
Basis = Literal["stated", "assumed"]
Number = Annotated[int, Field(ge=1)]


class Reference(Frozen):
    """A place in a document."""

    source: Id
    """The document, one of the programme's ``sources``."""
    heading: Words
    """The heading that the place stands under, in the document's own words."""
    lines: Annotated[tuple[Number, ...], Field(strict=False, min_length=1, max_length=2)]
    """First and last line of the place in the text of the document; one number for one line."""


class Connection(Frozen):
    """What an indicator shows of a variable, or what an action does to it."""

    variable: Id
    """A variable of the model."""
    polarity: Literal["positive", "negative"] = "positive"
    """``negative`` where more of one is less of the other: a longer permit time, a service
    that works worse."""
    confidence: Confidence
    """How well the one stands for the other, or how surely it pushes it."""
    reason: Text
    """Why, in a sentence."""


class Stated(Frozen):
    """Something that a document states in a sentence."""

    label: Text
    """What is stated, in our own words."""
    reading: Text | None = None
    """How an unclear place was read."""
    evidence: Items[Reference] = ()
    """Where it is stated."""
