"""What a conclusion rests on: how its links are stated, and whose reading their directions are."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.answers.conclusion import Statement
from digisys.graph.directions import directions_of
from digisys.graph.labels import labels_of
from digisys.graph.view import NO_EVIDENCE, View
from digisys.schema import Link, Model, Text
from digisys.words import Counted, Message

__all__ = ["basis"]


def basis(model: Model, view: View, links: Sequence[Link]) -> Statement:
    """Tell what some links rest on.

    Parameters
    ----------
    model, view
        The model, and the view that the answer looked at.
    links
        The links that the answer rests on; at least one.

    Returns
    -------
    Statement
        The sentence, of kind ``basis``. The evidence of a link is the strongest that it has in
        the view; the weakest of these is told.
    """
    found = directions_of(links)
    kinds = _kinds(view, links)
    parts = {
        "links": len(links),
        "certainty": list(view.certainty),
        "weakest_evidence": kinds[-1],
        **found.to_dict(),
    }
    values: dict[str, object] = {"stated": _stated(model, view, len(links), kinds)}
    assumed = len(found.assumed)
    nobody = kinds[-1] == NO_EVIDENCE and not assumed  # says which way some links go
    if not found.links or kinds == (NO_EVIDENCE,) or nobody:
        message: Message | Counted = Message("{stated}.", values)
    elif not assumed:
        message = Message("{stated}; it states every direction too.", values)
    elif found.links == 1:
        message = Message("{stated}; the direction is our reading of the source.", values)
    elif assumed == found.links:
        message = Message("{stated}; all directions are our reading of the source.", values)
    else:
        message = Counted(
            "{stated}; {count} of {total} directions is our reading of the source.",
            "{stated}; {count} of {total} directions are our reading of the source.",
            assumed,
            values | {"total": found.links},
        )
    return Statement("basis", message, parts)


def _kinds(view: View, links: Sequence[Link]) -> tuple[str, ...]:
    """List the kinds of evidence of links, each by its strongest, from the strongest on."""
    ranks = {kind: rank for rank, kind in enumerate(view.evidence)}
    last = len(ranks)
    found = {
        min((ranks.get(item.part or item.source, last) for item in link.evidence), default=last)
        for link in links
    }
    return tuple((*view.evidence, NO_EVIDENCE)[rank] for rank in sorted(found))


def _stated(model: Model, view: View, count: int, kinds: tuple[str, ...]) -> Message | Counted:
    weakest = kinds[-1]
    if kinds == (NO_EVIDENCE,):
        return Counted(
            "The model gives no evidence for the {count} link that this rests on",
            "The model gives no evidence for the {count} links that this rests on",
            count,
        )
    if weakest == NO_EVIDENCE:
        return Counted(
            "The {count} link that this rests on has no evidence",
            "Some of the {count} links that this rests on have no evidence",
            count,
        )
    part = {"part": _evidence_text(model, weakest)}
    if view.certainty != ("explicit",):
        return Counted(
            "The {count} link that this rests on may be open to interpretation, stated in “{part}”",
            "Some of the {count} links that this rests on may be open to interpretation, and some "
            "are stated only in “{part}”",
            count,
            part,
        )
    if len(kinds) == 1:
        return Counted(
            "The source states outright the {count} link that this rests on, in “{part}”",
            "The source states outright the {count} links that this rests on, in “{part}”",
            count,
            part,
        )
    return Message(
        "The source states outright the {count} links that this rests on, some only in “{part}”",
        {"count": count, **part},
    )


def _evidence_text(model: Model, kind: str) -> Text:
    for name, source in model.sources.items():
        if kind in source.parts:
            return labels_of(model).parts[name][kind]
    return labels_of(model).sources[kind]
