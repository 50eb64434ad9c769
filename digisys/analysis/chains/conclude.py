"""What the chains from one thing to another come to, and what cuts them, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.chain import Chain
from digisys.graph.labels import labels_of
from digisys.graph.names import Subject
from digisys.graph.view import View
from digisys.schema import Model
from digisys.schema.link import link_ends
from digisys.words import Counted, Listed, Message

__all__ = ["conclude_chains", "conclude_cut"]

#: Links of a cut that are named in its sentence.
_MOST_NAMED = 3


def conclude_chains(
    model: Model,
    view: View,
    ends: tuple[Subject, Subject],
    chains: Sequence[Chain],
    *,
    whole: bool,
    bounded: bool,
) -> Conclusion:
    """Tell how many chains there are, which way they go, and what they rest on.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    ends
        Where the chains lead from and to.
    chains
        The chains found.
    whole
        Whether these are all chains of the lengths asked for.
    bounded
        Whether only some lengths were asked for.
    """
    count = _count(ends, chains, whole=whole, bounded=bounded)
    statements = [Statement("reach", count, {"chains": len(chains), "whole": whole})]
    if chains:
        pairs = {pair for chain in chains for pair in pairwise(chain.variables)}
        links = [link for link in view.links if link.pair in pairs]
        statements += [_direction(view, chains, whole=whole), basis(model, view, links)]
    return Conclusion(tuple(statements), model.default_language)


def _count(
    ends: tuple[Subject, Subject], chains: Sequence[Chain], *, whole: bool, bounded: bool
) -> Message | Counted:
    values: dict[str, object] = {"source": ends[0].brief, "target": ends[1].brief}
    if not chains:
        if not whole:
            return Message(
                "No chain from {source} to {target} was found before the search ended.", values
            )
        if bounded:
            return Message("No chain of this length leads from {source} to {target}.", values)
        return Message(
            "No chain leads from {source} to {target} in this view, so there is no influence.",
            values,
        )
    values["steps"] = Counted("{count} step", "{count} steps", min(each.steps for each in chains))
    if not whole:
        return Counted(
            "The first {count} chain from {source} to {target} is told ({steps}); there may be "
            "more.",
            "The first {count} chains from {source} to {target} are told (the shortest: {steps}); "
            "there may be more.",
            len(chains),
            values,
        )
    if bounded:
        return Counted(
            "{count} chain of this length leads from {source} to {target} ({steps}).",
            "{count} chains of this length lead from {source} to {target} (the shortest: {steps}).",
            len(chains),
            values,
        )
    return Counted(
        "{count} chain leads from {source} to {target} ({steps}).",
        "{count} chains lead from {source} to {target} (the shortest: {steps}).",
        len(chains),
        values,
    )


def _direction(view: View, chains: Sequence[Chain], *, whole: bool) -> Statement:
    counts = Counter(chain.sign for chain in chains)
    parts = {"strengthen": counts[1], "weaken": counts[-1], "unknown": counts[0]}
    if all(link.polarity == "positive" for link in view.links):
        message: Message | Counted = Message(
            "Every chain strengthens, because every link in view is positive."
        )
    elif not whole:
        told = Listed(_told(counts))
        message = Message("Of those told, {parts}; others may go another way.", {"parts": told})
    elif len(counts) == 1 and counts[1]:
        message = Message("Every chain strengthens.")
    elif len(counts) == 1 and counts[-1]:
        message = Message("Every chain weakens.")
    elif len(counts) == 1:
        message = Message("No direction is known, as a link of each chain has an unknown sign.")
    else:
        message = Message("Of the chains, {parts}.", {"parts": Listed(_told(counts))})
    return Statement("direction", message, parts)


def _told(counts: Counter[int]) -> tuple[Counted, ...]:
    told = (
        Counted("{count} strengthens", "{count} strengthen", counts[1]),
        Counted("{count} weakens", "{count} weaken", counts[-1]),
        Counted("{count} is of unknown direction", "{count} are of unknown direction", counts[0]),
    )
    return tuple(part for part in told if part.count)


def conclude_cut(
    model: Model,
    asked: tuple[Subject, Subject | None],
    links: Sequence[str],
    *,
    sets: int,
    all_counted: bool,
    exact: bool,
) -> Conclusion:
    """Tell how many links it takes, which, and whether other sets are as small.

    Parameters
    ----------
    model
        The model.
    asked
        The ends of the influence; for loops what they run through, and None.
    links
        The first of the smallest sets; empty if there is nothing to cut.
    sets, all_counted
        How many sets are as small, and whether that is all of them.
    exact
        Whether no smaller set exists.
    """
    if not links:
        none = Message("There is nothing to cut: in this view the one does not reach the other.")
        if asked[1] is None:
            none = Message("There is nothing to cut: no loop runs through it in this view.")
        statement = Statement("reach", none, {"links": [], "sets": 0})
        return Conclusion((statement,), model.default_language)
    names = labels_of(model).short_variables
    told: list[Message] = []
    for link in links[:_MOST_NAMED]:
        source, target, _ = link_ends(link)
        ends = {"source": names[source], "target": names[target]}
        told.append(Message("“{source}” → “{target}”", ends))
    size = Counted("{count} link", "{count} links", len(links))
    values = {"size": size, "links": Listed(tuple(told))}
    if len(links) > _MOST_NAMED:
        first = Message("It takes the removal of {size}, no fewer.", values)
        if not exact:
            first = Message("It takes the removal of {size} at most.", values)
    elif exact:
        first = Message("It takes the removal of {size}, no fewer: {links}.", values)
    else:
        first = Message("It takes the removal of {size} at most: {links}.", values)
    statements = [Statement("size", first, {"links": list(links), "exact": exact})]
    others = {"sets": sets, "all_counted": all_counted}
    if sets == 1 and all_counted:
        only = Message("No other set of links is as small.")
        statements.append(Statement("more", only, others))
    elif all_counted:
        many = Counted(
            "{count} set of links is as small.", "{count} sets of links are as small.", sets
        )
        statements.append(Statement("more", many, others))
    return Conclusion(tuple(statements), model.default_language)
