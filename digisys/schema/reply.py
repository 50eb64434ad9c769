"""What a group or an expert answered to questions about links: a file beside the model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from digisys.schema.base import Frozen, Id, Items, Words
from digisys.schema.link import LinkId

__all__ = ["REPLIES", "Doubted", "Replies", "Reply", "Said"]

#: What may be in doubt about a link.
Doubted = Literal["existence", "sign", "strength"]
Said = Literal[
    "present", "absent", "positive", "negative", "weak", "moderate", "strong", "dominant"
]

#: What may be answered to each kind of question.
REPLIES: dict[Doubted, tuple[Said, ...]] = {
    "existence": ("present", "absent"),
    "sign": ("positive", "negative"),
    "strength": ("weak", "moderate", "strong", "dominant"),
}


class Reply(Frozen):
    """One answer to one question about one link."""

    link: LinkId
    """The id of the link, ``from->to``."""
    doubt: Doubted
    """What was asked: its ``existence``, ``sign`` or ``strength``."""
    answer: Said
    """``present`` or ``absent``; ``positive`` or ``negative``; ``weak``, ``moderate``,
    ``strong`` or ``dominant``."""
    reliability: Annotated[float, Field(ge=0.5, le=1)] = 1.0
    """Probability, 0.5 to 1, that such an answer is right; the wrong ones share the rest."""
    note: Words | None = None
    """What else was said. It counts for nothing."""


class Replies(Frozen):
    """A file of answers."""

    model: Id | None = None
    """The id of the model whose links they are about; any when absent."""
    answers: Items[Reply] = ()
    """The answers, in the order in which they were given."""
