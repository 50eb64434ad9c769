"""How strong links are: one idea for draws, single runs and settled answers alike."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias, get_args

from digisys.errors import QuestionError
from digisys.graph.view import POLARITY_SIGNS
from digisys.schema import Link, Model
from digisys.schema.link import STRENGTH_RANGES, Convention, Strength, StrengthClass
from digisys.uncertainty.posterior import Posterior
from digisys.uncertainty.sharing import TOTAL_RANGE
from digisys.uncertainty.unknowns import Unknown, strength_span
from digisys.words import Message, say, say_count, say_number

__all__ = [
    "DampingChoice",
    "EveryStrength",
    "LinkStrength",
    "StrengthChoice",
    "Strengths",
    "chances_text",
    "link_unknown",
    "range_text",
]

#: Ranges by class of strength, one range for all links, or "uniform" for 0 to 1.
EveryStrength: TypeAlias = Literal["classes", "uniform"] | tuple[float, float]
#: Of one link: a class, a known size, or the two ends of a range.
LinkStrength: TypeAlias = Strength
#: Which variables damp themselves: all, none, or those named.
DampingChoice: TypeAlias = Literal["all", "none"] | Collection[str]


@dataclass(frozen=True)
class Strengths:
    """How strong links are, dimensionless sizes from 0 up; signs stay the model's.

    Attributes
    ----------
    every
        Of all links: ``classes``, what the model says of each, by class or number;
        ``uniform``, from 0 to 1, the convention of the field; or the two ends of a range.
    links
        Of single links, by id (``source->target``), instead: a class, a known size, or a
        pair of ends. A size of 0 takes the link's effect away.
    damping
        Which variables return to rest by themselves where a settled answer is asked for
        (:func:`digisys.press`, :func:`digisys.robust`, :func:`digisys.questions`): ``all``,
        ``none``, or names. In a run over time, inertia does that.
    damping_range
        Range of damping; 0.5 to 1.5 with classes, else as ``every``. With damping 1, an
        effect of size w moves a variable by w. ``auto`` for as much more as it takes until
        half of the draws are stable, as in maps with many strong loops; the answer tells
        how much.
    uncertain
        Probability, 0 to 1, that an ambiguous link of the view exists in a draw, where the
        link does not tell its ``chance``. A single run at the midpoints, and
        :func:`digisys.questions`, take it to be there.
    convention
        What classes of strength mean together. ``independent``: each link has a size from
        the range of its class. ``shares``: the causes of a variable share its movement; a
        link's size is its share by such sizes of 0.8 to 1.2, which is drawn too. Links of
        known size, and of a known range, keep it and do not share. The model's where absent
        (``independent`` if it does not say either).
    both
        Whether answers of runs, levers and questions tell what of their conclusions turns
        round under the other convention, for which fewer draws are made.
    posterior
        What observations have narrowed, as :func:`digisys.calibrate` gives it
        (``calibration.strengths``): where a model is run over time, its joint draws take the
        place of even ones; elsewhere, its ranges stand among ``links``.

    Raises
    ------
    QuestionError
        If a word is not known, a range or probability is not one, or links are to share by
        class while all have one range.

    Examples
    --------
    >>> Strengths(links={"a->b": "weak", "b->c": 0.4}).span("b->c", "strong")
    (0.4, 0.4)
    >>> Strengths("uniform").span("a->b", "strong")
    (0.0, 1.0)
    """

    every: EveryStrength = "classes"
    links: Mapping[str, LinkStrength] = field(default_factory=dict)
    damping: DampingChoice = "all"
    damping_range: tuple[float, float] | Literal["auto"] | None = None
    uncertain: float = 0.5
    convention: Convention | None = None
    both: bool = True
    posterior: Posterior | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        _every_span(self.every)
        for name, value in self.links.items():
            _link_span(name, value)
        if isinstance(self.damping_range, str) and self.damping_range != "auto":
            raise QuestionError(
                Message("“{word}” is not one of the choices.", {"word": self.damping_range}),
                Message("Choose auto, or a range such as 0.5,1.5."),
            )
        if isinstance(self.damping_range, tuple):
            _checked(self.damping_range)
        if not 0 <= self.uncertain <= 1:
            raise QuestionError(
                Message("{value} is not a probability.", {"value": self.uncertain}),
                Message("Give a number from 0 to 1."),
            )
        if self.convention not in (None, *get_args(Convention)):
            raise QuestionError(
                Message("“{word}” is not one of the choices.", {"word": self.convention}),
                Message("Choose one of: {names}.", {"names": ", ".join(get_args(Convention))}),
            )
        if self.convention == "shares" and self.every != "classes":
            raise QuestionError(
                Message("Links that all have one range of strength do not share by their class."),
                Message("Leave out the range, or choose the convention independent."),
            )

    def __hash__(self) -> int:
        # Links may stand in a dict, which has no hash.
        links = tuple(sorted(self.links))
        return hash((str(self.every), links, self.uncertain, self.convention))

    @classmethod
    def of(cls, choice: StrengthChoice) -> Strengths:
        """Return what a question was given as the full value: words, ranges, sizes by link."""
        if choice is None:
            return cls()
        if isinstance(choice, Strengths):
            return choice
        return cls(links=dict(choice)) if isinstance(choice, Mapping) else cls(choice)

    def span(self, link: str, strength: Strength) -> tuple[float, float]:
        """Return the range of a link by its id and what the model says of it."""
        if link in self.links:
            return _link_span(link, self.links[link])
        return _every_span(self.every) or strength_span(strength)

    def narrowed(self, posterior: Posterior | None) -> Strengths:
        """Return the strengths as observations narrow them; links named here stay as they are.

        Parameters
        ----------
        posterior
            What observations leave possible; nothing to narrow when None.
        """
        if posterior is None:
            return self
        # What was known when observations were weighed is narrowed with the rest.
        own = {key: size for key, size in self.links.items() if posterior.given.get(key) != size}
        kept = posterior.without(own)
        if kept is None:
            return self
        ranges = {key: ends for key, ends in kept.ranges.items() if "->" in key}
        return replace(self, links={**self.links, **ranges}, posterior=kept)

    @property
    def before(self) -> Strengths:
        """The strengths before observations narrowed them, as joint draws need them."""
        if self.posterior is None:
            return self
        narrowed = self.posterior.ranges
        links = {key: size for key, size in self.links.items() if key not in narrowed}
        given = {key: size for key, size in self.posterior.given.items() if key in narrowed}
        return replace(self, links={**links, **given}, posterior=None)

    def for_model(self, model: Model) -> Strengths:
        """Return the strengths with the convention of a model, where they name none."""
        if self.convention is None and self.every == "classes" and model.strengths:
            return replace(self, convention=model.strengths)
        return self

    def other(self, model: Model, links: Iterable[Link]) -> Strengths | None:
        """Return the same strengths under the other convention.

        Parameters
        ----------
        model
            The model.
        links
            The links that an answer looks at.

        Returns
        -------
        Strengths or None
            None where that is not asked for, or would change nothing: no link has a class.
        """
        known = self.for_model(model)
        shared: Convention = "independent" if known.convention == "shares" else "shares"
        if not self.both or self.every != "classes" or self.posterior is not None:
            return None
        other = replace(self, convention=shared)
        either = other if shared == "shares" else known
        return other if any(either.shares(link) for link in links) else None

    def shares(self, link: Link) -> bool:
        """Tell whether a link shares the movement of its target: if it has a class, not a size.

        What a variable does to itself is no cause that shares with others, nor is an effect
        that is not in proportion or that multiplies another.
        """
        known = self.links.get(link.id, link.strength)
        plain = not link.damps and link.effect == "linear" and link.modulates is None
        return self.convention == "shares" and isinstance(known, str) and plain

    @property
    def damped_span(self) -> tuple[float, float] | None:
        """The range of damping, where one is given or follows from that of all links."""
        given = self.damping_range if isinstance(self.damping_range, tuple) else None
        return given or _every_span(self.every)

    def check_links(self, known: Collection[str]) -> None:
        """Refuse strengths of links that are not among those known."""
        elsewhere = () if self.posterior is None else self.posterior.keys
        for name in self.links:
            if name not in known and name not in elsewhere:
                raise QuestionError(
                    Message("There is no link {name} in this view.", {"name": name}),
                    Message(
                        "Write links as source->target, with the ids of variables, or widen "
                        "the view."
                    ),
                )

    def text(self, language: str) -> str:
        """Say how the strengths of links are drawn."""
        span = _every_span(self.every)
        if span is None:
            text = say("evenly from the range of each link's class of strength", language)
        else:
            text = range_text(*span, language)
        if self.convention == "shares":
            text += "; " + say(
                "the causes of a variable share its movement and pass on {low} to {high} of it "
                "together",
                language,
                low=say_number(TOTAL_RANGE[0], language, "g"),
                high=say_number(TOTAL_RANGE[1], language, "g"),
            )
        narrowed = () if self.posterior is None else self.posterior.keys
        own = len(self.links.keys() - set(narrowed))
        if own:
            text += "; " + say_count(
                "{count} link by its own strength",
                "{count} links by their own strengths",
                own,
                language,
            )
        if narrowed:
            text += "; " + say_count(
                "{count} unknown as observations narrow it",
                "{count} unknowns as observations narrow them",
                len(narrowed),
                language,
            )
        return text

    def to_dict(self) -> dict[str, Any]:
        """Return the strengths as plain data; sizes by link alone where nothing else is set."""
        data: dict[str, Any] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in sorted(self.links.items())
        }
        # Ids of links hold an arrow, so that these keys are none.
        others = {
            "every": self.every if isinstance(self.every, str) else list(self.every),
            "damping": self.damping if isinstance(self.damping, str) else list(self.damping),
            "damping_range": (
                list(self.damping_range)
                if isinstance(self.damping_range, tuple)
                else self.damping_range
            ),
            "uncertain": self.uncertain,
            "convention": self.convention,
            "both": self.both,
            "posterior": None if self.posterior is None else self.posterior.digest,
        }
        usual = {
            "every": "classes",
            "damping": "all",
            "damping_range": None,
            "uncertain": 0.5,
            "convention": None,
            "both": True,
            "posterior": None,
        }
        return data | {key: value for key, value in others.items() if value != usual[key]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Strengths:
        """Make strengths from plain data, in which a posterior is only named."""
        data = {key: value for key, value in data.items() if key != "posterior"}
        known: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
        }
        links = {key: known.pop(key) for key in list(known) if "->" in key}
        return cls(links=links, **known)


def range_text(low: float, high: float, language: str) -> str:
    """Say from what range something is drawn."""
    ends = {"low": say_number(low, language, "g"), "high": say_number(high, language, "g")}
    return say("evenly from {low} to {high}", language, **ends)


#: What a question takes: a word, a range, strengths by link, or the full value.
StrengthChoice: TypeAlias = EveryStrength | Mapping[str, LinkStrength] | Strengths | None


def link_unknown(link: Link, strengths: Strengths, *, uncertain: float | None = None) -> Unknown:
    """Return what is unknown of a link: its range, its sign and whether it exists.

    Parameters
    ----------
    link
        The link.
    strengths
        How strong links are.
    uncertain
        Probability, 0 to 1, that an ambiguous link exists which does not tell its chance,
        instead of that of the strengths.

    Returns
    -------
    Unknown
        Keyed by the id of the link.

    Examples
    --------
    >>> link = Link.model_validate({"from": "a", "to": "b", "polarity": "negative"})
    >>> link_unknown(link, Strengths(links={"a->b": (0.1, 0.3)})).midpoint
    -0.2
    """
    low, high = strengths.span(link.id, link.strength)
    chance, sign = 1.0, POLARITY_SIGNS[link.polarity]
    if link.certainty == "ambiguous":
        usual = strengths.uncertain if uncertain is None else uncertain
        chance = usual if link.chance is None else link.chance
    return Unknown(link.id, "strength", low, high, sign, chance, strengths.shares(link))


def chances_text(unknowns: Iterable[Unknown], language: str) -> str | None:
    """Say how likely the links are that may be absent; None where none may."""
    chances = sorted(item.chance for item in unknowns if item.chance < 1)
    if not chances:
        return None
    if chances[0] != chances[-1]:
        return say(
            "{count} ambiguous links exist with probabilities from {low} to {high}",
            language,
            count=len(chances),
            low=say_number(chances[0], language, "g"),
            high=say_number(chances[-1], language, "g"),
        )
    return say_count(
        "{count} ambiguous link exists with probability {chance}",
        "{count} ambiguous links exist with probability {chance} each",
        len(chances),
        language,
        chance=say_number(chances[0], language, "g"),
    )


def _every_span(every: EveryStrength) -> tuple[float, float] | None:
    if every == "classes":
        return None
    if every == "uniform":
        return (0.0, 1.0)
    if isinstance(every, str):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": every}),
            Message("Choose classes, uniform, or a range such as 0.1,0.6."),
        )
    return _checked(every)


def _link_span(name: str, value: LinkStrength) -> tuple[float, float]:
    if isinstance(value, str) and value not in STRENGTH_RANGES:
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": value}),
            Message("Choose one of: {names}.", {"names": ", ".join(get_args(StrengthClass))}),
        )
    low, high = strength_span(value)
    # Such an unknown refuses what is no range, naming the link.
    Unknown(name, "strength", low, high)
    return low, high


def _checked(span: tuple[float, float]) -> tuple[float, float]:
    low, high = span
    if not (0 <= low <= high and high > 0 and math.isfinite(high)):
        raise QuestionError(
            Message("{low} to {high} is not a range of sizes.", {"low": low, "high": high}),
            Message("Give two finite numbers from 0 up, the smaller one first."),
        )
    return float(low), float(high)
