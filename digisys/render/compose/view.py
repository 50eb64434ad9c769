"""What a drawing shows and what it brings out, before anything is placed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from digisys.analysis.chains.chains import chains
from digisys.analysis.influence.influence import influence
from digisys.answers.conclusion import Conclusion
from digisys.errors import DrawingError, QuestionError
from digisys.graph.labels import short_label
from digisys.graph.names import Kind, Subject, cycles_of, resolve
from digisys.graph.view import CertaintyChoice, EvidenceChoice, View, select_view
from digisys.render.compose.compare import Changes
from digisys.render.compose.selection import Highlight, Names, Selection
from digisys.render.scene import Change
from digisys.schema import Link, Model
from digisys.schema.link import cycle_pairs
from digisys.words import N_, Message, say

__all__ = ["Shown", "choose_shown", "headline"]

_LOOPS = {
    "reinforcing": N_("Loop {name} strengthens change: {label}"),
    "balancing": N_("Loop {name} resists change: {label}"),
    "unknown": N_("Loop {name}, which may strengthen or resist change: {label}"),
}
#: How many chains between two things are brought out at most.
_CHAINS = 200


@dataclass(frozen=True)
class Lit:
    """What a highlight brings out.

    Attributes
    ----------
    variables, links
        Ids of the variables and of the links (``a->b``).
    origins
        The variables that the question starts from.
    loops
        Declared loops whose badges are brought out.
    caption
        What the highlight is, in any language.
    finding
        What it shows, as one sentence without a full stop; what it is where nothing is concluded.
    """

    variables: frozenset[str]
    links: frozenset[str]
    origins: frozenset[str]
    loops: tuple[str, ...]
    caption: Callable[[str], str]
    finding: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Shown:
    """What a drawing shows.

    Attributes
    ----------
    model
        The model; in a comparison, with what the other one has beside it.
    view
        The links that were asked for.
    variables
        Ids of the variables drawn, in the order of the model.
    links
        The links drawn, in the order of the model.
    loops
        Loops with a name of which at least one cycle is drawn: name to cycles.
    paths
        The links that ways are sought for: those drawn and those that another view would draw
        between the same variables, so that ways are the same in every view. Those that a source
        states come first.
    rings
        Loops with a name that close along those ways, likewise.
    lit
        What is brought out, if anything.
    variable_changes, link_changes
        Differences in a comparison, by id; what is absent is the same.
    turned
        Of links that work another way in a comparison, the signs before and after, by id.
    narrowed
        Whether parts of the model are left out.
    captions
        What was left out and why, in any language.
    """

    model: Model
    view: View
    variables: tuple[str, ...]
    links: tuple[Link, ...]
    loops: Mapping[str, tuple[tuple[str, ...], ...]]
    paths: tuple[Link, ...]
    rings: Mapping[str, tuple[tuple[str, ...], ...]]
    lit: Lit | None = None
    variable_changes: Mapping[str, Change] = field(default_factory=dict)
    link_changes: Mapping[str, Change] = field(default_factory=dict)
    turned: Mapping[str, str] = field(default_factory=dict)
    narrowed: bool = False
    captions: tuple[Callable[[str], str], ...] = ()

    @property
    def damped(self) -> tuple[str, ...]:
        """Ids of the variables drawn that have a link to themselves, which is not drawn."""
        found = {link.source for link in self.view.damping}
        return tuple(name for name in self.variables if name in found)


@dataclass(frozen=True)
class _Asked:
    """The options of a drawing that searches need."""

    model: Model
    view: View
    evidence: EvidenceChoice
    certainty: CertaintyChoice
    selection: Selection


def headline(conclusion: Conclusion | None) -> Callable[[str], str] | None:
    """Return the first sentence of a conclusion as a headline, in any language."""
    if conclusion is None or not conclusion.statements:
        return None
    first = conclusion.statements[0]
    return lambda language: first.text(language).removesuffix(".")


def choose_shown(
    model: Model,
    selection: Selection,
    *,
    evidence: EvidenceChoice,
    certainty: CertaintyChoice,
    changes: Changes | None = None,
) -> Shown:
    """Choose what a drawing shows; see :func:`digisys.render.compose.build.build_scene`."""
    view = select_view(model, evidence=evidence, certainty=certainty)
    asked = _Asked(model, view, evidence, certainty, selection)
    lit = None if selection.highlight is None else _lit(asked, selection.highlight)
    kept = dict.fromkeys(model.variables)
    links = list(view.links)
    paths = [link for link in model.links if not link.damps]
    paths.sort(key=lambda link: link.certainty == "ambiguous")
    captions: list[Callable[[str], str]] = []
    if selection.areas is not None:
        inside = _inside(model, selection.areas, "area")
        kept = {name: None for name in kept if name in inside}
        captions.append(_only(model, selection.areas, "area"))
    if selection.targets is not None:
        stated = _of_targets(model, selection.targets)
        kept = {name: None for name in kept if name in stated}
        captions.append(_only_targets(model, selection.targets))
    if selection.focus is not None:
        centre = _inside(model, selection.focus, None)
        links = [link for link in links if {link.source, link.target} & centre]
        paths = [link for link in paths if {link.source, link.target} & centre]
        near = centre | {end for link in links for end in (link.source, link.target)}
        kept = {name: None for name in kept if name in near}
        captions.append(_focused(model, selection.focus))
    links = [link for link in links if link.source in kept and link.target in kept]
    if not kept:
        raise DrawingError(
            Message("There is nothing left to draw."),
            Message("Ask for more areas, targets or variables."),
        )
    paths = [link for link in paths if link.source in kept and link.target in kept]
    return Shown(
        model,
        view,
        tuple(kept),
        tuple(links),
        _closed(model, links),
        tuple(paths),
        _closed(model, paths),
        lit,
        changes.variables if changes else {},
        changes.links if changes else {},
        changes.signs if changes else {},
        narrowed=len(kept) < len(model.variables),
        captions=tuple(captions),
    )


def _closed(model: Model, links: Iterable[Link]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return the loops with a name that close along some links."""
    pairs = {link.pair_id for link in links}
    return {
        name: cycles
        for name, loop in model.loops.items()
        if (cycles := tuple(c for c in loop.cycles.values() if _cycle_links(c) <= pairs))
    }


def _cycle_links(cycle: Sequence[str]) -> set[str]:
    """Return the pairs of variables along a cycle, as links are called that have no own id."""
    return {f"{a}->{b}" for a, b in cycle_pairs(cycle)}


def _between(view: View, pairs: Collection[str]) -> frozenset[str]:
    """Return the ids of all links between some pairs."""
    return frozenset(link.id for link in view.links if link.pair_id in pairs)


def _listed(names: Names) -> tuple[str | int, ...]:
    return (names,) if isinstance(names, str | int) else tuple(names)


def _inside(model: Model, names: Names, kind: Kind | None) -> set[str]:
    """Variables of the things named; only things of one kind when it is given."""
    found: set[str] = set()
    for name in _listed(names):
        subject = resolve(model, name, kind=kind)
        if kind is not None and subject.kind != kind:
            raise QuestionError(
                Message("“{name}” is not an area.", {"name": str(name)}),
                Message("The areas are: {names}.", {"names": ", ".join(model.areas)}),
            )
        found.update(subject.variables)
    return found


def _of_targets(model: Model, targets: Names) -> set[str]:
    """Variables that stand for the targets; for any target when ``all``."""
    if targets == "all":
        return {name for name, variable in model.variables.items() if variable.targets}
    found: set[str] = set()
    for name in _listed(targets):
        subject = resolve(model, name, kind="target")
        if subject.kind != "target":
            known = ", ".join(str(number) for number in model.targets)
            raise QuestionError(
                Message("“{name}” is not a target.", {"name": str(name)}),
                Message("The model's targets are: {numbers}.", {"numbers": known}),
            )
        found.update(subject.variables)
    return found


# --- captions ----------------------------------------------------------------------------


def _names_text(model: Model, names: Names, kind: Kind | None) -> Callable[[str], str]:
    subjects = [resolve(model, name, kind=kind) for name in _listed(names)]
    return lambda language: ", ".join(subject.text(language) for subject in subjects)


def _only(model: Model, names: Names, kind: Kind) -> Callable[[str], str]:
    named = _names_text(model, names, kind)
    return lambda language: say("Only {names}", language, names=named(language))


def _only_targets(model: Model, targets: Names) -> Callable[[str], str]:
    if targets == "all":
        return lambda language: say("Only variables with a target", language)
    return _only(model, targets, "target")


def _focused(model: Model, names: Names) -> Callable[[str], str]:
    named = _names_text(model, names, None)
    return lambda language: say("{names} and neighbours", language, names=named(language))


# --- highlights --------------------------------------------------------------------------


def _lit(asked: _Asked, highlight: Highlight) -> Lit:
    if isinstance(highlight, str) and ("->" in highlight or "→" in highlight):
        parts = [part.strip() for part in highlight.replace("→", "->").split("->")]
        return _lit_chains(asked, parts)
    if not isinstance(highlight, str | int):
        names = tuple(highlight)
        if len(names) != 1:
            return _lit_path(asked, names)
        highlight = names[0]
    subject = resolve(asked.model, highlight)
    if subject.kind in ("loop", "instance") and asked.selection.direction is None:
        return _lit_loop(asked, subject)
    if (
        subject.kind == "area"
        and asked.selection.direction is None
        and asked.selection.steps is None
    ):
        return _lit_area(asked, subject)
    return _lit_reach(asked, subject)


def _lit_loop(asked: _Asked, subject: Subject) -> Lit:
    name, cycles = cycles_of(asked.model, subject)
    visible = {link.pair_id for link in asked.view.links}
    whole = [cycle for cycle in cycles.values() if _cycle_links(cycle) <= visible]
    if not whole:
        raise QuestionError(
            Message("Loop {name} does not close in this view.", {"name": str(subject.key)}),
            Message("Widen the view: more kinds of evidence, or ambiguous links too."),
        )
    links = _between(asked.view, set().union(*(_cycle_links(cycle) for cycle in whole)))
    variables = frozenset(name for cycle in whole for name in cycle)

    def finding(language: str) -> str:
        loop = asked.model.loops[name]
        label = loop.label.text(language)
        return say(_LOOPS[loop.kind], language, name=str(subject.key), label=label)

    return Lit(variables, links, frozenset(), (name,), subject.text, finding)


def _lit_area(asked: _Asked, subject: Subject) -> Lit:
    inside = frozenset(subject.variables)
    links = frozenset(
        link.id for link in asked.view.links if link.source in inside and link.target in inside
    )
    return Lit(inside, links, frozenset(), (), subject.text)


def _lit_reach(asked: _Asked, subject: Subject) -> Lit:
    """Bring out everything reached, and the links on the shortest ways there."""
    direction = asked.selection.direction or "downstream"
    ways: tuple[Literal["downstream", "upstream"], ...] = (
        ("upstream", "downstream") if direction == "both" else (direction,)
    )
    variables, links = set(subject.variables), set()
    concluded = None
    for way in ways:
        answer = influence(
            asked.model,
            subject.key if subject.kind != "instance" else list(subject.variables),
            direction=way,
            evidence=asked.evidence,
            certainty=asked.certainty,
        )
        if len(ways) == 1 and asked.selection.steps is None:
            concluded = answer.conclusion
        steps = dict.fromkeys(answer.sources, 0)
        for effect in answer.affected:
            if asked.selection.steps is None or effect.steps <= asked.selection.steps:
                steps[effect.variable] = effect.steps
        variables.update(steps)
        for link in asked.view.links:
            near, far = link.source, link.target
            if way == "upstream":
                near, far = far, near
            if near in steps and far in steps and steps[far] == steps[near] + 1:
                links.add(link.id)

    def caption(language: str) -> str:
        if direction == "upstream":
            return subject.upstream_question.text(language)
        name = subject.quoted(language)
        if direction == "downstream":
            return say("What does {name} influence?", language, name=name)
        return say("What influences {name}, and what it influences", language, name=name)

    origins = frozenset(subject.variables)
    return Lit(frozenset(variables), frozenset(links), origins, (), caption, headline(concluded))


def _lit_chains(asked: _Asked, parts: Sequence[str]) -> Lit:
    """Bring out the shortest chains between things, in turn."""
    if len(parts) < 2 or not all(parts):
        raise QuestionError(
            Message("A chain needs a name on each side of every arrow."),
            Message("Write for example: 14 -> 10"),
        )
    variables: set[str] = set()
    links: set[str] = set()
    concluded = None
    for start, end in pairwise(parts):
        answer = chains(
            asked.model,
            start,
            end,
            max_steps=asked.selection.steps or None,
            limit=_CHAINS,
            evidence=asked.evidence,
            certainty=asked.certainty,
        )
        if not answer.chains:
            raise QuestionError(
                Message(
                    "No chain leads from “{start}” to “{end}” in this view.",
                    {"start": start, "end": end},
                ),
                Message("Widen the view: more kinds of evidence, or ambiguous links too."),
            )
        if len(parts) == 2 and asked.selection.steps is None:
            concluded = answer.conclusion
        shortest = answer.chains[0].steps
        for chain in answer.chains:
            if asked.selection.steps is None and chain.steps > shortest:
                break
            variables.update(chain.variables)
            links.update(_path_links(chain.variables))
    subjects = [resolve(asked.model, part) for part in parts]
    return Lit(
        frozenset(variables),
        _between(asked.view, links),
        frozenset(subjects[0].variables) & frozenset(variables),
        (),
        lambda language: " → ".join(subject.text(language) for subject in subjects),
        headline(concluded),
    )


def _path_links(path: Sequence[str]) -> set[str]:
    return {f"{a}->{b}" for a, b in pairwise(path)}


def _lit_path(asked: _Asked, names: Sequence[str | int]) -> Lit:
    """Bring out a chain that is given variable by variable."""
    path = []
    for name in names:
        subject = resolve(asked.model, name)
        if len(subject.variables) != 1:
            raise QuestionError(
                Message("“{name}” stands for several variables.", {"name": str(name)}),
                Message("Name the variables of the chain one by one."),
            )
        path.append(subject.variables[0])
    visible = {link.pair_id for link in asked.view.links}
    for source, target in pairwise(path):
        if f"{source}->{target}" not in visible:
            raise QuestionError(
                Message(
                    "There is no link from “{source}” to “{target}” in this view.",
                    {"source": source, "target": target},
                ),
                Message("Name the variables of the chain one by one."),
            )

    def caption(language: str) -> str:
        return " → ".join(short_label(asked.model, name, language) for name in path)

    links = _between(asked.view, _path_links(path))
    return Lit(frozenset(path), links, frozenset(path[:1]), (), caption)
