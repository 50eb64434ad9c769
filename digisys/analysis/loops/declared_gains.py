"""What the loops that a model declares do by themselves."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.analysis.loops.gain import GAIN_SAMPLES, Gain, loop_gains
from digisys.answers.agreement import CONVENTION_WORDS
from digisys.schema import Model
from digisys.schema.link import cycle_pairs
from digisys.words import say

__all__ = ["declared_gains", "gains_sentence"]


def declared_gains(
    model: Model, name: str, *, samples: int = GAIN_SAMPLES, seed: int = 1
) -> Mapping[str, Gain]:
    """Tell for each cycle of a declared loop how often it grows by itself, amplifies or fades.

    Parameters
    ----------
    model
        The model.
    name
        The loop, such as ``R1``.
    samples, seed
        How many draws, and their seed.

    Returns
    -------
    dict
        By cycle, such as ``R1a``; without those that do nothing near rest.

    Examples
    --------
    >>> import digisys
    >>> round(declared_gains(digisys.load("digikompassi"), "R4")["R4a"].fades, 1)
    0.5
    """
    links: dict[tuple[str, str], list[str]] = {}
    for link in model.links:
        links.setdefault(link.pair, []).append(link.id)
    # Several links between the same two are one step, known by its ends.
    steps = {pair: ids[0] if len(ids) == 1 else "->".join(pair) for pair, ids in links.items()}
    cycles = {
        instance: [steps.get(pair) for pair in cycle_pairs(cycle)]
        for instance, cycle in model.loops[name].cycles.items()
    }
    whole = {
        instance: [step for step in found if step is not None]
        for instance, found in cycles.items()
        if None not in found
    }
    gains = zip(whole, loop_gains(model, whole.values(), samples=samples, seed=seed), strict=True)
    return {instance: gain for instance, gain in gains if gain is not None}


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
    if not gains:
        return say(
            "What {name} does hangs on levels: near rest it does nothing.", language, name=name
        )
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
