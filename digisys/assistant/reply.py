"""What an assistant is answered: sentences, and for each claim the links that it follows."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Claim", "Place", "Reply", "Sentence", "Step", "Viewed"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Part):
    """Where a source states a link."""

    source: str = Field(description="The source's title.")
    part: str | None = Field(None, description="The part of it, such as a table.")
    slides: list[int] = Field(default_factory=list)
    pages: list[int] = Field(default_factory=list)


class Step(_Part):
    """One link of the model, as its sources state it."""

    id: str = Field(description="from->to, in ids.")
    source: str = Field(description="Label of the variable that acts.")
    target: str = Field(description="Label of the variable acted on.")
    polarity: Literal["positive", "negative", "unknown"]
    direction: Literal["stated", "assumed", "not told"] = Field(
        description="Whether a source says which way it acts, or it is our reading."
    )
    certainty: Literal["explicit", "ambiguous"]
    evidence: list[Place]
    said_by: list[str] = Field(default_factory=list)


class Claim(_Part):
    """One claim that the model supports, with the chains of links that it follows."""

    text: str
    verdict: str = Field(
        description="strengthens, weakens, ambiguous (chains of both signs), unknown, "
        "undecided (the search was given up), or the kind of a loop."
    )
    paths: list[list[str]] = Field(
        description="Ids of the links of the best chain of each sign, in causal order."
    )
    weakest_evidence: str = Field(description="The weakest kind of evidence on these paths.")
    assumed: list[str] = Field(description="Links on these paths whose direction is our reading.")
    how_sure: str = Field(description="How sure the claim is, and why, in a sentence.")


class Sentence(_Part):
    """One sentence of the conclusion, with the figures that it says."""

    kind: str
    text: str
    rests_on: Literal["links", "runs"] = Field(
        description="links: follows from the links alone; runs: from sampled strengths."
    )
    parts: dict[str, Any] = Field(default_factory=dict)


class Viewed(_Part):
    """Which links counted."""

    evidence: list[str]
    certainty: list[str]
    links: int


class Reply(_Part):
    """An answer, or a refusal with what the model holds instead."""

    status: Literal["answered", "refused"]
    model: str = Field(description="Id of the model.")
    question: str = Field("", description="The question as it was understood.")
    sentences: list[Sentence] = Field(default_factory=list)
    claims: list[Claim] = Field(default_factory=list)
    links: list[Step] = Field(
        default_factory=list, description="Every link that the answer rests on."
    )
    view: Viewed | None = None
    rows: list[dict[str, Any]] = Field(
        default_factory=list, description="The answer's figures, row by row."
    )
    notes: list[str] = Field(default_factory=list, description="What limits the answer.")
    why: str = Field("", description="Of a refusal: what is not in the model.")
    offers: list[str] = Field(
        default_factory=list, description="Of a refusal: what the model does hold."
    )
