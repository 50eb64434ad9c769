"""What is thought about links before and after answers: which are there, signs, classes.

Doubts about different things are taken to be independent, so that an answer about one changes
what is thought of that one alone (Bayes), and draws can be made anew after each answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.system import Entry, PressSystem
from digisys.errors import QuestionError
from digisys.graph.view import POLARITY_SIGNS
from digisys.schema import Link
from digisys.schema.reply import REPLIES, Doubted, Reply, Said
from digisys.uncertainty.draws import draw_shares, uniform, values_of
from digisys.uncertainty.strengths import Strengths
from digisys.words import Message

__all__ = ["CUTS", "Belief", "BelievedSystem", "beliefs_about", "channel", "updated"]

Floats = npt.NDArray[np.float64]

#: Sizes at which one class of strength gives way to the next: the middles of what
#: neighbouring classes share, and of the gap below ``dominant``.
CUTS = (0.25, 0.45, 0.9)
#: Chances below this are none: rounding after many answers.
_NONE = 1e-12


@dataclass(frozen=True)
class Belief:
    """What is thought about one thing of a link that is in doubt.

    Attributes
    ----------
    link
        The id of the link.
    doubt
        ``existence``, ``sign`` or ``strength``.
    answers
        What may be the case, as answers.
    chances
        How likely each is; they add up to 1.
    ends
        Of a strength, where in the range of sizes, 0 to 1, the classes begin and end.
    """

    link: str
    doubt: Doubted
    answers: tuple[Said, ...]
    chances: tuple[float, ...]
    ends: tuple[float, ...] = ()

    @property
    def open(self) -> bool:
        """Whether more than one answer is possible."""
        return sum(chance > _NONE for chance in self.chances) > 1

    def after(self, reply: Reply) -> Belief:
        """Return what is thought after an answer."""
        if reply.answer not in self.answers:
            raise QuestionError(
                Message(
                    "“{word}” cannot be the answer about {link}.",
                    {"word": reply.answer, "link": self.link},
                ),
                Message("Choose one of: {names}.", {"names": ", ".join(self.answers)}),
            )
        said = channel(len(self.answers), reply.reliability)[self.answers.index(reply.answer)]
        weights = [chance * float(each) for chance, each in zip(self.chances, said, strict=True)]
        if sum(weights) <= _NONE:
            raise QuestionError(
                Message(
                    "The answers about {link} contradict each other ({doubt}).",
                    {"link": self.link, "doubt": self.doubt},
                ),
                Message("Give answers that may be wrong a reliability below 1, such as 0.8."),
            )
        whole = sum(weights)
        return replace(self, chances=tuple(weight / whole for weight in weights))


def channel(count: int, reliability: float) -> Floats:
    """Return how likely each answer is for each truth: (answer, truth).

    Parameters
    ----------
    count
        How many answers there are, two or more.
    reliability
        How likely the true one is given, 0.5 to 1; the others share the rest.

    Examples
    --------
    >>> channel(3, 0.8)[0].round(2).tolist()
    [0.8, 0.1, 0.1]
    """
    table = np.full((count, count), (1 - reliability) / max(count - 1, 1))
    np.fill_diagonal(table, reliability)
    return table


def beliefs_about(
    links: Iterable[Link], strengths: Strengths, *, assumed: float
) -> tuple[Belief, ...]:
    """List what is in doubt about some links before anybody is asked.

    Parameters
    ----------
    links
        The links.
    strengths
        How strong links are: the chance of ambiguous ones, and ranges of sizes.
    assumed
        How likely a direction that is assumed and not stated is wrong, 0 to 1.

    Returns
    -------
    tuple of Belief
        Those of which more than one answer is possible.
    """
    found = []
    for link in links:
        if link.certainty == "ambiguous":
            chance = strengths.uncertain if link.chance is None else link.chance
            found.append(Belief(link.id, "existence", REPLIES["existence"], (chance, 1 - chance)))
        if (wrong := _wrong(link, assumed)) is not None and not link.damps:
            up = 0.5 if not POLARITY_SIGNS[link.polarity] else wrong
            up = 1 - up if link.polarity == "positive" else up
            found.append(Belief(link.id, "sign", REPLIES["sign"], (up, 1 - up)))
        if (ends := _ends(link, strengths)) is not None:
            classes, places = ends
            widths = tuple(after - before for before, after in pairwise(places))
            found.append(Belief(link.id, "strength", classes, widths, places))
    return tuple(belief for belief in found if belief.open)


def _wrong(link: Link, assumed: float) -> float | None:
    if link.polarity == "unknown":
        return 0.5
    return assumed if link.direction == "assumed" else None


def _ends(link: Link, strengths: Strengths) -> tuple[tuple[Said, ...], tuple[float, ...]] | None:
    """Return the classes that the range of a link meets, and where they part it."""
    told = strengths.links.get(link.id, link.strength)
    if isinstance(told, str) and told != "unknown" and strengths.every == "classes":
        return None
    low, high = strengths.span(link.id, link.strength)
    cuts = [cut for cut in CUTS if low < cut < high]
    if not cuts or (link.damps and not high):
        return None
    first = sum(cut <= low for cut in CUTS)
    places = tuple((cut - low) / (high - low) for cut in cuts)
    return REPLIES["strength"][first : first + len(cuts) + 1], (0.0, *places, 1.0)


def updated(
    beliefs: Sequence[Belief], replies: Iterable[Reply], known: Collection[str]
) -> tuple[Belief, ...]:
    """Return what is thought after some answers.

    Parameters
    ----------
    beliefs
        What was thought before.
    replies
        What was answered; each answer to a question counts by itself.
    known
        The ids of all links.

    Returns
    -------
    tuple of Belief
        The same doubts, in the same order.

    Raises
    ------
    QuestionError
        If an answer is about nothing that is in doubt, or answers contradict each other.
    """
    found = {(belief.link, belief.doubt): belief for belief in beliefs}
    for reply in replies:
        key = reply.link, reply.doubt
        if reply.link not in known:
            raise QuestionError(
                Message("There is no link {name} in this view.", {"name": reply.link}),
                Message(
                    "Write links as source->target, with the ids of variables, or widen the view."
                ),
            )
        if key not in found:
            raise QuestionError(
                Message(
                    "The model leaves no doubt about {link} ({doubt}), so that an answer "
                    "changes nothing.",
                    {"link": reply.link, "doubt": reply.doubt},
                ),
                Message("If the model is wrong there, change the model."),
            )
        found[key] = found[key].after(reply)
    return tuple(found.values())


@dataclass(frozen=True)
class BelievedSystem(PressSystem):
    """A system of which draws follow what is thought about links.

    Attributes
    ----------
    beliefs
        What is in doubt. Each has a row of its own at the end of a table of draws: the place
        of its true answer among its answers.
    """

    beliefs: tuple[Belief, ...] = ()

    @classmethod
    def of(cls, system: PressSystem, beliefs: Sequence[Belief]) -> BelievedSystem:
        """Return a system with beliefs about its links; a doubt about others is left out."""
        keys = {entry.key for entry in (*system.links, *system.own)}
        kept = tuple(belief for belief in beliefs if belief.link in keys)
        signs = {belief.link for belief in kept if belief.doubt == "sign"}
        chances = {belief.link: belief.chances[0] for belief in kept if belief.doubt == "existence"}

        def entry_of(entry: Entry) -> Entry:
            # Sizes are drawn positive and turned afterwards, where the sign is in doubt.
            sign = 1 if entry.key in signs else entry.sign
            return replace(entry, sign=sign, chance=chances.get(entry.key, entry.chance))

        parts = {name: getattr(system, name) for name in PressSystem.__dataclass_fields__}
        for name in ("links", "own"):
            parts[name] = tuple(map(entry_of, parts[name]))
        return cls(**parts, beliefs=kept)

    def draw(self, seed: int, start: int, stop: int) -> Floats:
        """Draw the matrix for some draws, and what is the case of each doubt.

        As :meth:`PressSystem.draw`, with one row more for each doubt.
        """
        unknowns = (*self.entries, *self.sharing[0])
        shares = draw_shares(unknowns, seed, start, stop)
        rows = {entry.key: row for row, entry in enumerate(unknowns) if entry.kind == "strength"}
        optional = [entry.key for entry in unknowns if entry.chance < 1]
        truths = np.zeros((len(self.beliefs), stop - start))
        turned = [belief.link for belief in self.beliefs if belief.doubt == "sign"]
        luck = dict(
            zip(turned, uniform(seed, [f"sign:{key}" for key in turned], start, stop), strict=True)
        )
        signs: dict[int, Floats] = {}
        for truth, belief in zip(truths, self.beliefs, strict=True):
            row = rows[belief.link]
            if belief.doubt == "strength":
                shares[row], truth[:] = _placed(shares[row], belief)
            elif belief.doubt == "sign":
                truth[:] = luck[belief.link] >= belief.chances[0]
                signs[row] = 1.0 - 2.0 * truth
            elif belief.link in optional:
                place = len(unknowns) + optional.index(belief.link)
                truth[:] = shares[place] >= belief.chances[0]
        values = values_of(unknowns, shares)
        for row, sign in signs.items():
            values[row] *= sign
        return np.concatenate([self._shared(values), truths])


def _placed(shares: Floats, belief: Belief) -> tuple[Floats, Floats]:
    """Move even shares of a range to where they are by what is thought; and tell the classes."""
    sums = np.concatenate([[0.0], np.cumsum(belief.chances)])
    sums /= sums[-1]
    places = np.interp(shares, sums, belief.ends)
    # A class that is ruled out has no width: the right one is beyond it.
    classes = np.clip(np.searchsorted(sums, shares, side="right") - 1, 0, len(belief.chances) - 1)
    return places, classes.astype(float)


def chances_of(belief: Belief) -> Mapping[Said, float]:
    """Return how likely each answer is."""
    return dict(zip(belief.answers, belief.chances, strict=True))
