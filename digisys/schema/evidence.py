"""Where a model's claims come from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, FrozenDict, FrozenMap, Id, Items, Text, Words

__all__ = ["Citation", "Evidence", "Fingerprint", "Part", "Source", "SourceKind"]

SourceKind = Literal["document", "interview", "workshop", "dataset", "model", "assumption"]

Fingerprint = Annotated[
    str,
    Field(
        pattern=r"^[1-9][0-9]{0,2}:[0-9a-f]{8}(\.[0-9a-f]{8})*$",
        description="How many words, and eight hexadecimal digits for each four of them.",
    ),
]


class Part(Frozen):
    """A part of a document that makes statements of its own: a table, a narrative."""

    label: Text
    """What people call the part."""


class Source(Frozen):
    """A document, interview or workshop that the model rests on."""

    title: Text
    """Full title, in the source's own words where it has an official one."""
    short_label: Text | None = None
    """A few words for tables; the title when absent."""
    kind: SourceKind = "document"
    """What sort of source it is."""
    publisher: Text | None = None
    """Who published it or who was heard."""
    year: Annotated[int, Field(ge=1000, le=2999)] | None = None
    """Year of publication or of the interview."""
    url: Words | None = None
    """Where it can be read."""
    note: Text | None = None
    """Anything a reader should know of the source."""
    files: Items[Words] = ()
    """Names of the files that hold it, such as ``report.pdf``, where quotations are looked for;
    when absent, files named like the source's id, else any file."""
    parts: FrozenMap[Id, Part] = Field(default_factory=FrozenDict)
    """The document's parts, **from the strongest evidence to the weakest**."""


class Citation(Frozen):
    """What a source itself cites for its claim."""

    source: Id
    """The source that is cited."""
    pages: Items[Annotated[int, Field(ge=1)]] = ()
    """Pages of it, if given."""
    targets: Items[Annotated[int, Field(ge=1)]] = ()
    """Numbers of the policy targets that are cited."""
    key_result: bool = False
    """Whether a key result of the target is cited rather than the target itself."""


class Evidence(Frozen):
    """One place that states a claim."""

    source: Id
    """The source that states it."""
    part: Id | None = None
    """The part of the source (see the source's ``parts``)."""
    slides: Items[Annotated[int, Field(ge=1)]] = ()
    """Slide numbers, if the source is a set of slides."""
    pages: Items[Annotated[int, Field(ge=1)]] = ()
    """Page numbers, if it has pages."""
    cites: Items[Citation] = ()
    """What the source itself cites for the claim."""
    note: Text | None = None
    """How the place is worded, when that matters."""
    quote: Annotated[Words, Field(max_length=400)] | None = None
    """A few words of the place, as they stand there, by which it is found again."""
    fingerprint: Fingerprint | None = None
    """The same without the words: how many they are and what stands for each four of them, as
    ``digisys quote --text`` prints it. Where the words may not be copied."""
