"""Alternative structures of a model, weighed by what was observed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from digisys.analysis.press.kernel import Solved
from digisys.analysis.press.sampling import measure_draws
from digisys.analysis.press.structures_result import Observed, Structure, Structures
from digisys.analysis.press.system import PressSystem, damping_keys, press_system
from digisys.errors import QuestionError, TooLargeError, UnknownNameError
from digisys.graph.names import resolve
from digisys.graph.view import EvidenceChoice, Graph
from digisys.moved import DRAWS, moved
from digisys.schema import Model
from digisys.uncertainty.options import OF_RUNS, OF_STABLE_DRAWS, Draws
from digisys.uncertainty.strengths import DampingChoice, StrengthChoice, Strengths
from digisys.words import Message

__all__ = ["Observed", "Structure", "Structures", "posterior", "weigh_structures"]

#: Every combination of so many uncertain links is tried: 64 structures.
_MOST_UNCERTAIN = 6


def posterior(priors: Sequence[float], likelihoods: Sequence[float]) -> tuple[float, ...]:
    """Weigh structures by Bayes' rule.

    Parameters
    ----------
    priors, likelihoods
        One number a structure, from 0 up.

    Returns
    -------
    tuple of float
        They add up to 1, or are all zero if no structure can show what was observed.

    Examples
    --------
    >>> posterior([0.5, 0.5], [0.25, 0.75])
    (0.25, 0.75)
    """
    joint = [prior * likelihood for prior, likelihood in zip(priors, likelihoods, strict=True)]
    total = sum(joint)
    return tuple(part / total if total else 0.0 for part in joint)


@moved({"draws": "samples=...", "workers": DRAWS["workers"]})
def weigh_structures(
    model: Model,
    name: str | int,
    observed: Mapping[str | int, Observed] | Mapping[str, Observed],
    *,
    push: Literal["up", "down"] = "up",
    alternatives: Mapping[str, Collection[str]] | None = None,
    priors: Mapping[str, float] | None = None,
    strengths: StrengthChoice = "classes",
    samples: int | Draws = 10_000,
    seed: int | None = None,
    evidence: EvidenceChoice = None,
) -> Structures:
    """Weigh alternative structures of a model by how variables were seen to respond.

    The likelihood of a structure is the share of all its draws, unstable ones included,
    that are stable and whose responses have the signs observed [1]_.

    Parameters
    ----------
    model
        The model.
    name
        What was pushed: a variable, target, area or loop.
    observed
        For variables, targets or areas, whether they were seen to rise or fall; of
        several variables, their mean.
    push
        ``up`` or ``down``.
    alternatives
        For each structure, the uncertain links that it has, as ``source->target``
        (``a->a`` for self-damping). All other links are those explicit in the view. All
        combinations of the ambiguous links when absent, if there are at most six.
    priors
        How likely each structure was thought before; equal when absent.
    samples
        Draws for each structure, stable or not; else as of :func:`digisys.press`.
    strengths, seed, evidence
        As of :func:`digisys.press`.

    Returns
    -------
    Structures
        Posterior probability of each structure and of each uncertain link.

    Raises
    ------
    UnknownNameError
        If a name or link is not in the model.
    TooLargeError
        If there are more than six ambiguous links and no alternatives are given.
    QuestionError
        If there is nothing to weigh, or a prior or observation is not one.

    References
    ----------
    .. [1] J. Melbourne-Thomas, S. Wotherspoon, B. Raymond and A. Constable (2012),
       Ecological Monographs 82(4), doi:10.1890/12-0207.1.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> result = weigh_structures(
    ...     model, "target 14", {"target 11": "rises"}, alternatives={"as stated": ()}, samples=500
    ... )
    >>> result.structures[0].posterior
    1.0
    """
    draws = Draws.of(samples, seed, usual=10_000, without=(*OF_RUNS, *OF_STABLE_DRAWS))
    if push not in ("up", "down"):
        raise QuestionError(
            Message("“{word}” is not one of the choices.", {"word": push}),
            Message("Choose one of: {names}.", {"names": "up, down"}),
        )
    chosen = _combinations(model) if alternatives is None else alternatives
    weights = _priors(chosen, priors)
    pushed = resolve(model, name)
    seen = tuple((resolve(model, item), _way(way)) for item, way in observed.items())
    if not seen:
        raise QuestionError(
            Message("Nothing was observed."), Message("Say what rises or falls, such as X=falls.")
        )
    whole, uncertain = _whole(model, chosen, Strengths.of(strengths), evidence=evidence)
    rows = {variable: row for row, variable in enumerate(model.variables)}
    pushes = np.zeros((len(rows), 1))
    pushes[[rows[variable] for variable in pushed.variables]] = 1.0 if push == "up" else -1.0

    agreement = _Agreement(
        pushes,
        tuple(([rows[variable] for variable in item.variables], way) for item, way in seen),
    )
    systems = [whole.without(uncertain - set(present)) for present in chosen.values()]
    count = draws.count
    counts = [
        (stable / count, sum(parts) / count)
        for parts, stable in measure_draws(systems, agreement.measure, draws)
    ]
    after = posterior(weights, [agreeing for _, agreeing in counts])
    structures = tuple(
        Structure(title, tuple(present), prior, *shares, later)
        for (title, present), prior, shares, later in zip(
            chosen.items(), weights, counts, after, strict=True
        )
    )
    return Structures(model, pushed, push, seen, structures, count, draws.seed, whole)


@dataclass(frozen=True, eq=False)
class _Agreement:
    """What to find out from each block of draws: how many respond as was observed."""

    pushes: npt.NDArray[np.float64]
    seen: tuple[tuple[list[int], Observed], ...]

    def measure(self, solved: Solved) -> int:
        responses = solved.responses(self.pushes)[:, 0]
        right = np.ones(solved.count, dtype=bool)
        for rows, way in self.seen:
            mean = responses[rows].mean(axis=0)
            right &= mean > 0 if way == "rises" else mean < 0
        return int(right.sum())


def _combinations(model: Model) -> dict[str, tuple[str, ...]]:
    links = [link.id for link in model.links if link.certainty == "ambiguous"]
    if not links:
        raise QuestionError(
            Message("The model has no ambiguous links, so there is nothing to weigh."),
            Message("Name the alternative structures."),
        )
    if len(links) > _MOST_UNCERTAIN:
        raise TooLargeError(
            Message(
                "The model has {count} ambiguous links; every combination is tried for at "
                "most {most}.",
                {"count": len(links), "most": _MOST_UNCERTAIN},
            ),
            Message("Name the alternative structures."),
        )
    sets = chain.from_iterable(combinations(links, size) for size in range(len(links) + 1))
    return {str(number): present for number, present in enumerate(sets, start=1)}


def _priors(
    alternatives: Mapping[str, Collection[str]], priors: Mapping[str, float] | None
) -> list[float]:
    if not alternatives:
        raise QuestionError(
            Message("There is no structure to weigh."), Message("Name the alternative structures.")
        )
    if priors is None:
        return [1 / len(alternatives)] * len(alternatives)
    total = sum(priors.values())
    if set(priors) != set(alternatives) or min(priors.values()) < 0 or not 0 < total < np.inf:
        raise QuestionError(
            Message("The priors do not fit the structures."),
            Message("Give one number from 0 up for each structure."),
        )
    return [priors[title] / total for title in alternatives]


def _way(way: str) -> Observed:
    for known in get_args(Observed):
        if way == known:
            return known  # type: ignore[no-any-return]
    raise QuestionError(
        Message("“{word}” is not one of the choices.", {"word": way}),
        Message("Choose one of: {names}.", {"names": "rises, falls"}),
    )


def _whole(
    model: Model,
    alternatives: Mapping[str, Collection[str]],
    strengths: Strengths,
    *,
    evidence: EvidenceChoice,
) -> tuple[PressSystem, set[str]]:
    """Lay out the matrix with everything that some structure has."""
    uncertain = {link for present in alternatives.values() for link in present}
    own = {key: name for name, key in damping_keys(model).items()}
    known = {link.id for link in model.links} | set(own)
    for link in sorted(uncertain - known):
        raise UnknownNameError(
            link, (), Message("Write a link of the model as source->target, or a->a for damping.")
        )
    extra = [own[link] for link in sorted(uncertain & set(own))]
    damping = strengths.damping
    if damping == "none":
        damped: DampingChoice = extra or "none"
    elif damping == "all":
        damped = "all"
    else:
        damped = [*([damping] if isinstance(damping, str) else damping), *extra]
    everything = press_system(
        Graph.of(model, certainty="all"),
        replace(strengths, damping=damped),
        uncertain=1.0,
    )
    stated = {link.id for link in Graph.of(model, evidence=evidence).view.every}
    unused = {entry.key for entry in (*everything.links, *everything.own)} - stated - uncertain
    return everything.without(unused), uncertain
