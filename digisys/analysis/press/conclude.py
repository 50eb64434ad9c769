"""What a press perturbation comes to, in plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.labels import labels_of
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import Counted, Listed, Message, SaidShare

__all__ = ["conclude_press"]


class _Response(Protocol):
    @property
    def pushed(self) -> str: ...
    @property
    def variable(self) -> str: ...
    @property
    def verdict(self) -> str: ...
    @property
    def sureness(self) -> float: ...


def conclude_press(
    model: Model,
    view: View,
    responses: Sequence[_Response],
    pushed: Collection[str],
    *,
    sampled: int | None,
) -> Conclusion:
    """Tell what one lasting push moves, which way, how sure that is and why.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    responses
        How each variable responds to the push.
    pushed
        The variables that are pushed.
    sampled
        How many stable draws the answer rests on; None if it is exact.
    """
    others = [item for item in responses if item.variable not in pushed]
    counts = Counter(item.verdict for item in others)
    told = (
        Counted("{count} rises", "{count} rise", counts["rises"]),
        Counted("{count} falls", "{count} fall", counts["falls"]),
        Counted("{count} cannot be told", "{count} cannot be told", counts["undecided"]),
        Counted(
            "{count} stays as it is, as no chain leads there",
            "{count} stay as they are, as no chain leads there",
            counts["stays"],
        ),
    )
    parts = {verdict: counts[verdict] for verdict in ("rises", "falls", "undecided", "stays")}
    if others:
        listed = Listed(tuple(part for part in told if part.count))
        values = {"total": len(others), "parts": listed}
        reach = Message("Of the {total} other variables, {parts}.", values)
    else:
        reach = Message("There is nothing else that could change.")
    statements = [Statement("reach", reach, parts)]
    moved = {*pushed, *(item.variable for item in others if item.verdict != "stays")}
    links = [link for link in view.links if link.source in moved and link.target in moved]
    sure = [item for item in others if item.verdict in ("rises", "falls")]
    if sure:
        positive = all(link.polarity == "positive" for link in links)
        statements.append(_sureness(model, sure, positive=positive, sampled=sampled))
    if links and len(moved) > len(pushed):
        statements.append(basis(model, view, links))
    return Conclusion(tuple(statements), model.default_language)


def _sureness(
    model: Model, sure: Sequence[_Response], *, positive: bool, sampled: int | None
) -> Statement:
    least = min(sure, key=lambda item: item.sureness)
    parts: dict[str, Any] = {"least": least.sureness, "least_sure": least.variable}
    parts["every_link_positive"] = positive
    name = labels_of(model).variables[least.variable]
    if positive:
        message = Message(
            "The directions follow from every link being positive, whatever the strengths; they "
            "are as sure as the signs of those links."
        )
    elif sampled is None and least.sureness >= 1.0:
        message = Message(
            "These directions hold whatever the strengths, as all their terms have one sign; the "
            "signs of the links are taken as given."
        )
    elif sampled is None:
        values = {"name": name, "weight": SaidShare(least.sureness)}
        message = Message(
            "The least sure of these directions is that of “{name}”: {weight} of the terms, net of "
            "their signs, point that way.",
            values,
        )
    elif least.sureness >= 1.0:
        message = Message(
            "These directions were the same in every draw of strengths; the signs of the links "
            "are taken as given."
        )
    else:
        near = least.sureness > 0.995  # not all, so not 100 %
        share = SaidShare(min(least.sureness, 0.999), 1 if near else 0)
        values = {"name": name, "share": share}
        message = Message(
            "The least sure of these directions is that of “{name}”: it holds in {share} of the "
            "draws of strengths.",
            values,
        )
    return Statement("sureness", message, parts)
