"""Whether a reinforcing loop grows by itself, only amplifies what is pushed, or fades.

The gain of a loop is the product of the sizes of its links. A stock that moves towards what
its causes support answers to a small change with slope 1, so that by itself the loop leaves
rest if and only if its gain is above 1; below, a lasting push on one of its variables is
amplified to ``1 / (1 - gain)``. A link of a variable to itself of size d divides the gain by
``1 + d``. Where effects add up in stocks, a loop with a stock that nothing damps grows
whatever its gain is; where all its stocks damp themselves, if the product of its strengths is
above that of their damping. Delays and inertias change how fast that goes, and not
whether it does. See J. D. Sterman (2000), Business Dynamics, chapters 5 and 8.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from digisys.schema import Link, Model
from digisys.uncertainty.draws import draw_values
from digisys.uncertainty.effects import slopes_at_rest
from digisys.uncertainty.sharing import share, sharings_among
from digisys.uncertainty.strengths import StrengthChoice, Strengths, link_unknown
from digisys.words import N_, say, say_share

__all__ = ["GAIN_SAMPLES", "Gain", "gain_of", "gain_text", "loop_gain", "loop_gains"]

Floats = npt.NDArray[np.float64]

#: Draws that gains are told from.
GAIN_SAMPLES = 256
#: The part of a change that comes back, below which it is told to fade: it amplifies a push
#: by a ninth at most.
_FADES = 0.1
#: Shares of draws below this are not told in words.
_LEAST_TOLD = 0.005

#: Words for a table, and for a sentence.
_SHORT = {
    "grows": N_("grows {share}"),
    "amplifies": N_("amplifies {share}"),
    "fades": N_("fades {share}"),
}
_LONG = {
    "grows": N_("grows by itself in {share} of the draws"),
    "amplifies": N_("only amplifies what is pushed in {share} of the draws"),
    "fades": N_("fades in {share} of the draws"),
}


#: The same where it holds in every draw.
_EVERY_SHORT = {
    "grows": N_("grows in every draw"),
    "amplifies": N_("amplifies in every draw"),
    "fades": N_("fades in every draw"),
}
_EVERY_LONG = {
    "grows": N_("grows by itself in every draw"),
    "amplifies": N_("only amplifies what is pushed in every draw"),
    "fades": N_("fades in every draw"),
}
#: A share short of all draws is not rounded up to all of them.
_MOST_TOLD = 0.994


@dataclass(frozen=True)
class Gain:
    """What a reinforcing loop does by itself, over the unknown strengths.

    Attributes
    ----------
    grows, amplifies, fades
        Shares of the draws, 0 to 1: those in which the smallest change comes back larger
        and grows until something holds it; those in which a lasting push is amplified and
        the loop settles; and those in which less than a tenth of a change comes back.
    median
        Median of the gain, the product of the sizes of its links; dimensionless.
    """

    grows: float
    amplifies: float
    fades: float
    median: float

    def text(self, language: str) -> str:
        """Say it for a table: ``grows 47%, amplifies 53%``."""
        return ", ".join(self._parts(_SHORT, language))

    def _parts(self, words: Mapping[str, str], language: str) -> list[str]:
        for name, text in (_EVERY_SHORT if words is _SHORT else _EVERY_LONG).items():
            if getattr(self, name) >= 1.0:
                return [say(text, language)]
        return [
            say(text, language, share=say_share(min(getattr(self, name), _MOST_TOLD), language))
            for name, text in words.items()
            if getattr(self, name) >= _LEAST_TOLD
        ]

    def sentence(self, language: str) -> str:
        """Say it in a clause, such as "grows by itself in 47% of the draws"."""
        return ", ".join(self._parts(_LONG, language))

    def to_dict(self) -> dict[str, Any]:
        """Return the gain as plain data."""
        return {
            "grows": self.grows,
            "amplifies": self.amplifies,
            "fades": self.fades,
            "median": round(self.median, 6),
        }


def gain_of(product: Floats, *, adds_up: bool = False) -> Gain:
    """Tell how often a loop grows, amplifies or fades.

    Parameters
    ----------
    product
        The gain of the loop in each draw, 0 or more.
    adds_up
        Whether effects add up in a stock of the loop that nothing erodes: then any gain
        above 0 makes it grow.

    Returns
    -------
    Gain
        The shares.

    Examples
    --------
    >>> gain_of(np.array([1.2, 0.5, 0.05, 0.01]))
    Gain(grows=0.25, amplifies=0.25, fades=0.5, median=0.275)
    """
    grows = product > (0.0 if adds_up else 1.0)
    fades = ~grows & (product < _FADES)
    share_grows, share_fades = float(grows.mean()), float(fades.mean())
    between = float((~grows & ~fades).mean())
    return Gain(share_grows, between, share_fades, float(np.median(product)))


def loop_gain(
    sizes: Sequence[Floats],
    targets: Sequence[str],
    *,
    damping: Mapping[str, Floats],
    stocks: Collection[str] = (),
) -> Gain | None:
    """Tell what a loop does by itself from the sizes of its steps.

    Parameters
    ----------
    sizes
        Of each step in each draw, near rest; all 0 where a step does nothing near rest, as a
        product of two causes or a threshold.
    targets
        The variable that each step acts on.
    damping
        How strongly variables damp themselves by a link of their own, by draw.
    stocks
        Stocks in which effects add up; none where they move towards what causes support.

    Returns
    -------
    Gain or None
        None where the loop does nothing near rest: what it does hangs on levels.

    Examples
    --------
    >>> half = np.array([0.5])
    >>> loop_gain([half, half], ["a", "b"], damping={"b": np.array([1.0])}).median
    0.125
    """
    if not all(size.any() for size in sizes):
        return None
    product: Floats = np.prod(sizes, axis=0)
    there = product > 0  # a loop of which a link is absent from a draw is not there
    product = product[there]
    adds_up = False
    for name in targets:
        if name not in damping:
            adds_up |= name in stocks
        else:
            own = damping[name][there]
            product = product / (own if name in stocks else 1.0 + own)
    return gain_of(product, adds_up=adds_up)


def loop_gains(
    model: Model,
    loops: Iterable[Sequence[str]],
    *,
    links: Iterable[Link] | None = None,
    strengths: StrengthChoice = None,
    samples: int = GAIN_SAMPLES,
    seed: int = 1,
) -> tuple[Gain | None, ...]:
    """Tell for loops how often each grows by itself, only amplifies or fades.

    Parameters
    ----------
    model
        The model; its dynamics say whether effects add up in stocks.
    loops
        Each by its links: an id, or the two ends (``a->b``) for all links between them.
    links
        The links that share the movement of variables where causes share, and that damp;
        all explicit ones when absent. Those of the loops count in any case, as if they
        exist.
    strengths
        As of :func:`digisys.press`; the model's convention when absent.
    samples, seed
        How many draws, and their seed.

    Returns
    -------
    tuple of Gain or None
        One a loop; None where the loop does nothing near rest.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> first = next(loop for loop in digisys.find_loops(model) if loop.name == "R1")
    >>> loop_gains(model, [first.links])[0].grows
    0.0
    """
    known = Strengths.of(strengths).for_model(model)
    chosen = [tuple(loop) for loop in loops]
    wanted = {link for loop in chosen for link in loop}
    if links is None:
        links = (link for link in model.links if link.certainty == "explicit")
    standing = {link.id for link in links}
    steps: dict[str, list[Link]] = {}
    for link in model.links:
        if link.id in standing or link.id in wanted:
            for step in {link.id, link.pair_id}:
                steps.setdefault(step, []).append(link)
    targets = {link.target for step in wanted for link in steps[step]}
    drawn = [
        link
        for link in model.links
        if link.target in targets and (link.id in standing or link.id in wanted)
    ]
    unknowns = [replace(link_unknown(link, known), chance=1.0) for link in drawn]
    totals, sharings = sharings_among(unknowns, [link.target for link in drawn], len(drawn))
    values = draw_values((*unknowns, *totals), seed, 0, samples)
    share(values, sharings)
    slopes = slopes_at_rest(model.links)
    sizes = {link.id: row * slopes[link.id] for link, row in zip(drawn, values, strict=False)}
    damping: dict[str, Floats] = {}
    for link in drawn:
        if link.damps:
            own = damping.get(link.target, np.zeros(samples))
            damping[link.target] = own + np.abs(sizes[link.id])
    adding = model.dynamics == "accumulating"
    stocks = {name for name, item in model.variables.items() if adding and item.role == "stock"}
    return tuple(
        loop_gain(
            [np.abs(np.sum([sizes[link.id] for link in steps[step]], axis=0)) for step in loop],
            [steps[step][0].target for step in loop],
            damping=damping,
            stocks=stocks,
        )
        for loop in chosen
    )


def gain_text(language: str, *, adds_up: bool = False) -> str:
    """Say what the words for gains mean; also where effects add up in stocks."""
    text = say(
        "what a reinforcing loop does by itself: grows, if the product of its strengths is "
        "above 1; else it only amplifies what is pushed; it fades where less than a tenth of a "
        "change comes back",
        language,
    )
    if not adds_up:
        return text
    return f"{text}; " + say(
        "a loop with a stock in which effects add up, and which nothing damps, grows whatever "
        "the product",
        language,
    )
