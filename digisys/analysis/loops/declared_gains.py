"""What the loops that a model declares do by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.analysis.loops.gain import Gain, loop_gains
from digisys.answers.agreement import CONVENTION_WORDS
from digisys.schema import Model
from digisys.schema.link import cycle_pairs
from digisys.words import say

__all__ = ["declared_gains", "gains_sentence"]


def declared_gains(model: Model, name: str) -> Mapping[str, Gain]:
    """Tell for each cycle of a declared loop how often it grows by itself, amplifies or fades.

    Parameters
    ----------
    model
        The model.
    name
        The loop, such as ``R1``.

    Returns
    -------
    dict
        By cycle, such as ``R1a``; without those that miss a link in the model.

    Examples
    --------
    >>> import digisys
    >>> round(declared_gains(digisys.load("digikompassi"), "R4")["R4a"].fades, 1)
    0.5
    """
    links = {(link.source, link.target): link.id for link in reversed(model.links)}
    cycles = {
        instance: [links.get(pair) for pair in cycle_pairs(cycle)]
        for instance, cycle in model.loops[name].cycles.items()
    }
    whole = {
        instance: [link for link in found if link is not None]
        for instance, found in cycles.items()
        if None not in found
    }
    return dict(zip(whole, loop_gains(model, whole.values()), strict=True))


def gains_sentence(model: Model, name: str, gains: Mapping[str, Gain], language: str) -> str:
    """Say what a reinforcing loop does by itself, cycle by cycle where they differ.

    Parameters
    ----------
    model
        The model.
    name
        The loop.
    gains
        By cycle, as of :func:`declared_gains`.
    language
        ``fi``, ``sv`` or ``en``.
    """
    told: dict[str, list[str]] = {}
    for instance, gain in gains.items():
        told.setdefault(gain.sentence(language), []).append(instance)
    return say(
        "Over the unknown strengths ({convention}): {gains}.",
        language,
        convention=say(CONVENTION_WORDS[model.strengths or "independent"], language),
        gains="; ".join(
            f"{name if len(told) == 1 else ', '.join(names)} {clause}"
            for clause, names in told.items()
        ),
    )
