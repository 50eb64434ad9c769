"""Several groups' maps as one: what each link and each conclusion is held by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from digisys.errors import QuestionError
from digisys.schema import Model
from digisys.schema.link import cycle_pairs
from digisys.uncertainty.options import OF_RUNS, Draws
from digisys.words import Message
from digisys.workshop.alignment import align
from digisys.workshop.combined_result import Combined, HeldConclusion, HeldLink
from digisys.workshop.verdicts import GroupQuestion, answers_of, loops_of_all, questions_kind

__all__ = ["Combined", "HeldConclusion", "HeldLink", "combine"]

#: Draws that rank levers in each map, where nobody says how many.
_DRAWS = 200
_MOST_DECIDING = 3


def combine(
    models: Sequence[Model],
    names: Sequence[str] | None = None,
    *,
    samples: int | Draws | None = None,
    seed: int | None = None,
) -> Combined:
    """Combine the maps of several groups, and tell how far each conclusion is shared.

    Variables are the same where an id, label or alias is; names that are only alike are
    proposed, never taken. Every map is then asked the same: how targets (or the variables that
    most maps have) influence each other, which loops close, which lever comes first. A
    conclusion is told with the share of the groups that support it, and with the links on
    which those who do and those who do not differ most.

    Parameters
    ----------
    models
        The maps, two or more. Only explicit links count.
    names
        What the groups are called; ``1``, ``2`` … when absent. No names of people.
    samples
        How many stable draws rank the levers of each map, or
        :class:`~digisys.uncertainty.options.Draws`; 200 when absent, 0 leaves levers out.
    seed
        Seed of the draws, a whole number from 0 up; 1 when absent.

    Returns
    -------
    Combined
        The links with who holds them, and the conclusions with their support.

    Raises
    ------
    QuestionError
        If there are fewer than two maps, or not a name for each.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> found = combine([model, model.without("digital_skills->digital_service_use")], samples=0)
    >>> [(link.id, link.share) for link in found.links if link.share < 1]
    [('digital_skills->digital_service_use', 0.5)]
    """
    if len(models) < 2:
        raise QuestionError(
            Message("There are no two maps to combine."), Message("Name two maps or more.")
        )
    called = [str(number) for number in range(1, len(models) + 1)] if names is None else [*names]
    if len(called) != len(models):
        raise QuestionError(Message("There is not one name for each map."))
    draws = None
    if samples != 0:
        draws = Draws.of(samples, seed, usual=_DRAWS, without=OF_RUNS)
    alignment = align(models)
    counts = Counter(key for keys in alignment.keys for key in keys.values())
    shared = sorted(alignment.variables, key=lambda key: -counts[key])
    kind = questions_kind(models)
    loops, longest = loops_of_all(models)
    answers = [
        answers_of(model, keys, kind, shared, draws, own)
        for model, keys, own in zip(models, alignment.keys, loops, strict=True)
    ]
    links = _links(models, alignment.keys)
    held = tuple(
        HeldLink(source, target, tuple(signs.get(group) for group in range(len(models))))
        for (source, target), signs in links.items()
    )
    members = _members(models, alignment.keys)
    conclusions = _conclusions(answers, links, len(models), members)
    return Combined(tuple(models), tuple(called), alignment, held, conclusions, longest)


Signs = Mapping[tuple[str, str], Mapping[int, str]]


def _links(models: Sequence[Model], keys: Sequence[Mapping[str, str]]) -> Signs:
    """Find who draws which link with which sign; several between the same two are one."""
    found: dict[tuple[str, str], dict[int, str]] = {}
    for group, (model, names) in enumerate(zip(models, keys, strict=True)):
        for link in model.links:
            if link.certainty != "explicit" or link.source == link.target:
                continue
            signs = found.setdefault((names[link.source], names[link.target]), {})
            before = signs.get(group)
            signs[group] = link.polarity if before in (None, link.polarity) else "unknown"
    return found


def _members(
    models: Sequence[Model], keys: Sequence[Mapping[str, str]]
) -> Mapping[str, frozenset[str]]:
    """Find the common keys of what stands for each target in any map."""
    found: dict[str, set[str]] = {}
    for model, names in zip(models, keys, strict=True):
        for name, variable in model.variables.items():
            for ref in variable.targets:
                found.setdefault(f"target:{ref.target}", set()).add(names[name])
    return {name: frozenset(each) for name, each in found.items()}


def _on_the_way(
    question: GroupQuestion, links: Signs, members: Mapping[str, frozenset[str]]
) -> list[tuple[str, str]]:
    """List the links of any map that an answer can hang on."""
    if question.kind == "loop":
        return [pair for pair in cycle_pairs(question.about) if pair in links]
    ahead: dict[str, set[str]] = {}
    behind: dict[str, set[str]] = {}
    for source, target in links:
        ahead.setdefault(source, set()).add(target)
        behind.setdefault(target, set()).add(source)
    outcome = members.get(question.about[-1], frozenset([question.about[-1]]))
    into = _reached(outcome, behind)
    if question.kind == "lever":
        return [pair for pair in links if pair[1] in into]
    starts = members.get(question.about[0], frozenset([question.about[0]]))
    out = _reached(starts, ahead)
    return [pair for pair in links if pair[0] in out and pair[1] in into]


def _reached(starts: Iterable[str], ways: Mapping[str, Iterable[str]]) -> set[str]:
    reached, waiting = set(starts), list(starts)
    while waiting:
        for name in ways.get(waiting.pop(), ()):
            if name not in reached:
                reached.add(name)
                waiting.append(name)
    return reached


def _conclusions(
    answers: Sequence[Mapping[GroupQuestion, str]],
    links: Signs,
    groups: int,
    members: Mapping[str, frozenset[str]],
) -> tuple[HeldConclusion, ...]:
    every = dict.fromkeys(question for each in answers for question in each)
    found = []
    for question in every:
        told = tuple(
            each.get(question, "none" if question.kind != "lever" else None) for each in answers
        )
        counts = Counter(answer for answer in told if answer is not None)
        answer, support = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if answer == "none" and question.kind == "influence" and support == groups:
            continue  # nobody says that it does
        deciding: tuple[tuple[str, str], ...] = ()
        if support < groups:
            near = {pair: links[pair] for pair in _on_the_way(question, links, members)}
            deciding = _deciding(told, answer, near, groups)
        found.append(HeldConclusion(question, answer, told, deciding))
    return tuple(found)


def _deciding(
    told: Sequence[str | None], answer: str, links: Signs, groups: int
) -> tuple[tuple[str, str], ...]:
    """List the links whose drawing differs most between those who conclude so and the others."""
    yes = [group for group in range(groups) if told[group] == answer]
    no = [group for group in range(groups) if told[group] != answer]
    scores: list[tuple[float, tuple[str, str]]] = []
    for pair, signs in links.items():
        drawn = [Counter(signs.get(group, "") for group in side) for side in (yes, no)]
        kinds = drawn[0].keys() | drawn[1].keys()
        # Half of the summed differences of shares: 1 where the sides have nothing in common.
        apart = sum(abs(drawn[0][key] / len(yes) - drawn[1][key] / len(no)) for key in kinds) / 2
        if apart > 0:
            scores.append((apart, pair))
    scores.sort(key=lambda item: (-item[0], item[1]))
    return tuple(pair for _, pair in scores[:_MOST_DECIDING])
