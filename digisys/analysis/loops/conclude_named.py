"""What a loop that the model names comes to, in plain sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from digisys.analysis.loops.listing import FoundLoop
from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.graph.view import View
from digisys.schema import Model
from digisys.words import N_, Counted, Message, SaidShare

if TYPE_CHECKING:
    from digisys.analysis.loops.gain import Gain

__all__ = ["conclude_named_loop"]


def conclude_named_loop(
    model: Model,
    view: View,
    name: str,
    loops: Sequence[FoundLoop],
    gains: Mapping[int, Gain],
) -> Conclusion:
    """Tell of which kind a loop is and why, what it does by itself, and what it rests on.

    Parameters
    ----------
    model, view
        The model, and the links that count.
    name
        The loop, such as ``R1``, or one of its routes, such as ``R1a``.
    loops
        Its routes that are whole in the view.
    gains
        What the reinforcing ones do by themselves, by place; without those that do nothing
        near rest.
    """
    if not loops:
        broken = Message("The loop is not whole in this view: one of its links is left out.")
        return Conclusion((Statement("reach", broken, {"routes": 0}),), model.default_language)
    pairs = {
        pair
        for loop in loops
        for pair in zip(loop.variables, (*loop.variables[1:], loop.variables[0]), strict=True)
    }
    links = [link for link in view.links if link.pair in pairs]
    kinds = {loop.kind for loop in loops}
    kind = kinds.pop() if len(kinds) == 1 else "mixed"
    positive = all(link.polarity == "positive" for link in links)
    values = {"loop": Message("loop {name}", {"name": name})}
    statements = [
        Statement(
            "direction",
            _told(kind, len(loops), values, positive=positive),
            {"loop": name, "routes": len(loops), "loop_kind": kind, "all_positive": positive},
        )
    ]
    if any(loop.kind == "reinforcing" for loop in loops):
        statements.append(_strength(name, loops, gains))
    statements.append(basis(model, view, links))
    return Conclusion(tuple(statements), model.default_language)


#: A share short of all draws is not rounded up to all of them.
_MOST_TOLD = 0.994

#: What a loop does by itself, by the name that a gain has for it.
_DOINGS = {
    "grows": N_(
        "By itself it grows: in {share} of the draws of strengths even a small change gets larger."
    ),
    "amplifies": N_(
        "By itself it settles: in {share} of the draws of strengths it amplifies a lasting push "
        "and goes no further."
    ),
    "fades": N_(
        "By itself it fades: in {share} of the draws of strengths less than a tenth of a change "
        "comes back."
    ),
}


def _told(kind: str, count: int, values: Mapping[str, object], *, positive: bool) -> Counted:
    if kind == "reinforcing" and positive:
        return Counted(
            "{loop} is reinforcing, as each of its links strengthens: a change in it comes back "
            "in the same direction.",
            "{loop} runs along {count} routes, all reinforcing, as each of their links "
            "strengthens: a change in it comes back in the same direction.",
            count,
            values,
        )
    if kind == "reinforcing":
        return Counted(
            "{loop} is reinforcing, as an even number of its links weaken: a change in it comes "
            "back in the same direction.",
            "{loop} runs along {count} routes, all reinforcing, as an even number of links "
            "weaken on each: a change in it comes back in the same direction.",
            count,
            values,
        )
    if kind == "balancing":
        return Counted(
            "{loop} is balancing, as an odd number of its links weaken: a change in it comes back "
            "in the opposite direction.",
            "{loop} runs along {count} routes, all balancing, as an odd number of links weaken on "
            "each: a change in it comes back in the opposite direction.",
            count,
            values,
        )
    if kind == "unknown":
        return Counted(
            "{loop} may be reinforcing or balancing, as not every direction on it is known.",
            "{loop} runs along {count} routes, which may be reinforcing or balancing, as not "
            "every direction on them is known.",
            count,
            values,
        )
    return Counted(
        "{loop} runs along {count} route of several kinds.",
        "{loop} runs along {count} routes of several kinds.",
        count,
        values,
    )


def _strength(name: str, loops: Sequence[FoundLoop], gains: Mapping[int, Gain]) -> Statement:
    """Tell what the loop mostly does by itself, in how many draws at least."""
    by_route = {loops[at].instance or name: gain for at, gain in gains.items()}
    parts = {"gains": {route: gain.to_dict() for route, gain in by_route.items()}}
    if not by_route:
        nothing = "What {name} does hangs on levels: near rest it does nothing."
        return Statement("strength", Message(nothing, {"name": name}), parts)
    mostly = {_mostly(gain) for gain in by_route.values()}
    if len(mostly) > 1:
        return Statement("strength", Message("By itself it does more on some routes."), parts)
    (doing,) = mostly
    least = min(getattr(gain, doing) for gain in by_route.values())
    share: Message | SaidShare = SaidShare(least if least >= 1 else min(least, _MOST_TOLD))
    if len(by_route) > 1:
        share = Message("at least {share}", {"share": share})
    return Statement("strength", Message(_DOINGS[doing], {"share": share}), parts)


def _mostly(gain: Gain) -> str:
    """Tell what a loop does by itself in most draws."""
    return max(_DOINGS, key=lambda doing: float(getattr(gain, doing)))
