"""What the feedback loops of a model come to, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from digisys.analysis.loops.listing import FoundLoop
from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import Counted, Listed, Message, SaidShare

if TYPE_CHECKING:
    from digisys.analysis.loops.gain import Gain

__all__ = ["conclude_loop_set", "conclude_loops"]

#: Loops of more than this are not looked through one by one.
_MOST_LOOKED = 2000
#: Shares of draws below this are not told as any.
_LEAST_TOLD = 0.005


def conclude_loops(
    model: Model,
    view: View,
    loops: Sequence[FoundLoop],
    *,
    named: int,
    whole: bool,
    gains: Mapping[int, Gain],
    first: int,
) -> Conclusion:
    """Tell how many loops there are, of which kind, which is strongest, and what they rest on.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    loops
        The loops found.
    named
        How many of them the model names.
    whole
        Whether these are all that were asked for.
    gains, first
        What the reinforcing ones of the first so many loops do by themselves, by place.
    """
    count = len(loops)
    parts = {"loops": count, "named": named, "whole": whole}
    if not count:
        none = Message("No feedback loop was found before the search ended.")
        if whole:
            none = Message("There is no feedback loop here: nothing comes back to where it began.")
        return Conclusion((Statement("reach", none, parts),), model.default_language)
    values = {"named": named}
    found = Counted(
        "{count} feedback loop was found, and there may be more; the model names {named} of them.",
        "{count} feedback loops were found, and there may be more; the model names {named} of "
        "them.",
        count,
        values,
    )
    if whole and not named:
        found = Counted(
            "There is {count} feedback loop here; the model does not name it.",
            "There are {count} feedback loops here; the model names none of them.",
            count,
        )
    elif whole:
        found = Counted(
            "There is {count} feedback loop here; the model names {named} of them.",
            "There are {count} feedback loops here; the model names {named} of them.",
            count,
            values,
        )
    statements = [Statement("reach", found, parts), *_kinds(view, loops)]
    statements += _strongest(loops, gains, first)
    if count <= _MOST_LOOKED:
        pairs = {
            pair
            for loop in loops
            for pair in zip(loop.variables, (*loop.variables[1:], loop.variables[0]), strict=True)
        }
        links = [link for link in view.links if link.pair in pairs]
        statements.append(basis(model, view, links))
    return Conclusion(tuple(statements), model.default_language)


def _kinds(view: View, loops: Sequence[FoundLoop]) -> list[Statement]:
    """Tell the kinds; nothing where there are too many loops to look through."""
    if all(link.polarity == "positive" for link in view.links):
        every = Message("All are reinforcing, because every link in view is positive.")
        if len(loops) == 1:
            every = Message("It is reinforcing, because every link in view is positive.")
        return [Statement("direction", every, {"reinforcing": len(loops)})]
    if len(loops) > _MOST_LOOKED:
        return []
    counts = Counter(loop.kind for loop in loops)
    told = (
        Counted("{count} is reinforcing", "{count} are reinforcing", counts["reinforcing"]),
        Counted("{count} is balancing", "{count} are balancing", counts["balancing"]),
        Counted("{count} is of unknown kind", "{count} are of unknown kind", counts["unknown"]),
    )
    parts = Listed(tuple(part for part in told if part.count))
    message = Message("Of the loops, {parts}.", {"parts": parts})
    return [Statement("direction", message, dict(counts))]


def _strongest(
    loops: Sequence[FoundLoop], gains: Mapping[int, Gain], first: int
) -> list[Statement]:
    """Tell which of the first loops is strongest by itself."""
    if not gains:
        return []
    at = max(gains, key=lambda at: (gains[at].grows, gains[at].amplifies, -at))
    gain = gains[at]
    name = loops[at].instance or f"#{at + 1}"
    parts = {"loop": name, "grows": gain.grows, "amplifies": gain.amplifies, "first": first}
    share = SaidShare(gain.grows or gain.amplifies)
    values = {"loop": name, "share": share, "first": first}
    if len(loops) == 1:
        message = _alone(gain, share)
    elif not gain.grows and gain.amplifies < _LEAST_TOLD:
        message = Message("No loop grows by itself or amplifies a push noticeably.")
        if first < len(loops):
            message = Message(
                "Of the first {first} loops none grows by itself or amplifies a push noticeably.",
                values,
            )
    elif gain.grows and first < len(loops):
        message = Message(
            "Of the first {first} loops {loop} grows by itself most often, in {share} of the "
            "draws of strengths.",
            values,
        )
    elif gain.grows:
        message = Message(
            "Loop {loop} grows by itself most often, in {share} of the draws of strengths.", values
        )
    elif first < len(loops):
        message = Message(
            "Of the first {first} loops none grows by itself; {loop} amplifies a push most often, "
            "in {share} of the draws of strengths.",
            values,
        )
    else:
        message = Message(
            "No loop grows by itself; loop {loop} amplifies a push most often, in {share} of the "
            "draws of strengths.",
            values,
        )
    return [Statement("strength", message, parts)]


def _alone(gain: Gain, share: SaidShare) -> Message:
    """Tell what a loop does that has no other beside it."""
    if not gain.grows and gain.amplifies < _LEAST_TOLD:
        return Message("It neither grows by itself nor amplifies a push noticeably.")
    if gain.grows >= 1.0:
        return Message("It grows by itself whatever the strengths.")
    if gain.grows:
        return Message("It grows by itself in {share} of the draws of strengths.", {"share": share})
    return Message(
        "It does not grow by itself; it amplifies a push in {share} of the draws of strengths.",
        {"share": share},
    )


def conclude_loop_set(
    model: Model,
    view: View,
    loops: Sequence[FoundLoop],
    *,
    covering: int,
    rank: int,
    complete: bool,
) -> Conclusion:
    """Tell how few loops use every link that is on a loop.

    Parameters
    ----------
    model, view, loops
        The model, the links that count, and the loops of the set.
    covering, rank, complete
        As in :class:`digisys.analysis.loops.loop_set.LoopSet`.
    """
    parts = {"covering": covering, "rank": rank, "complete": complete}
    if not covering:
        message: Message | Counted = Message(
            "There is no feedback loop here: nothing comes back to where it began."
        )
    elif complete:
        message = Counted(
            "{count} short loop uses every link that is on any loop; with those added, every loop "
            "is a combination of {rank}.",
            "{count} short loops together use every link that is on any loop; with those added, "
            "every loop is a combination of {rank}.",
            covering,
            {"rank": rank},
        )
    else:
        message = Counted(
            "{count} short loop uses every link that is on any loop.",
            "{count} short loops together use every link that is on any loop.",
            covering,
        )
    kinds = _kinds(view, loops) if loops else []
    return Conclusion((Statement("reach", message, parts), *kinds), model.default_language)
