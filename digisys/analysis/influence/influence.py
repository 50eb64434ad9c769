"""What something influences, or what influences it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digisys.analysis.influence.result import Direction, Effect, Influence
from digisys.analysis.influence.verdict import VERDICT_WORDS, Tracer, Verdict
from digisys.errors import QuestionError
from digisys.graph.components import strong_components
from digisys.graph.names import Subject, resolve
from digisys.graph.reach import search
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph
from digisys.schema import Model, Text
from digisys.schema.link import cycle_pairs
from digisys.words import Message

__all__ = ["VERDICT_WORDS", "Direction", "Effect", "Influence", "Verdict", "influence"]


def influence(
    model: Model,
    name: str | int | Iterable[str],
    *,
    direction: Direction = "downstream",
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Influence:
    """Trace what a variable, target, area or loop influences, or what influences it.

    The sign of an influence is the product of the polarities along a chain. A variable is
    strengthened or weakened when all simple chains to it have that sign, and ambiguous when
    there are chains of both signs [1]_. Reach and signs come from one breadth-first search
    over pairs of variable and sign, so the cost grows linearly with the links; where a sign
    comes from going round a loop, a simple chain of it is searched for, within a bound.

    Of a group (a target, area, loop or several names), the question is what a push on all
    of its members does: every chain from any of them counts, those that pass another
    included. Upstream it is what a variable does to the members: the verdicts on each are
    joined (see :func:`digisys.analysis.influence.verdict.join_verdicts`).

    Parameters
    ----------
    model
        The model.
    name
        What to ask about: an id, a label in any language, an alias, a target (``14`` or
        ``"target 14"``), an area or a loop (``"R1"``), as
        :func:`digisys.graph.names.resolve` takes them; or several ids of variables.
    direction
        ``downstream`` for effects, ``upstream`` for causes.
    evidence
        Kinds of evidence that count; all when absent.
    certainty
        ``explicit``, ``ambiguous`` or ``all`` links.

    Returns
    -------
    Influence
        The variables reached with verdict, chain and evidence, and what they add up to.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.
    QuestionError
        If the name stands for no variable, or no link has the kind of evidence.

    Notes
    -----
    Signs tell the direction of a push through each chain, not its size; where feedback
    loops of negative sign take part, a lasting push may settle elsewhere than the sign of
    its first effect suggests.

    References
    ----------
    .. [1] C. J. Puccia and R. Levins (1985), Qualitative Modeling of Complex Systems,
       Harvard University Press, doi:10.4159/harvard.9780674435070.

    Examples
    --------
    >>> import digisys
    >>> answer = influence(digisys.load("digikompassi"), 14)
    >>> answer.targets_reached
    (3, 4, 7, 9, 10, 11, 12)
    >>> answer.affected[0].chain.variables
    ('cross_government_leadership', 'life_event_services')
    """
    if direction not in ("downstream", "upstream"):
        raise QuestionError(
            Message("There is no direction “{name}”.", {"name": direction}),
            Message("Choose downstream (effects) or upstream (causes)."),
        )
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    subject = resolve(model, name) if isinstance(name, str | int) else _several(model, name)
    upstream = direction == "upstream"
    sources = subject.variables
    tracer = Tracer.of(graph, sources, upstream=upstream)
    forward = tracer.found
    backward = search(graph, sources, upstream=not upstream)
    counts, all_counted = forward.count_chains()
    affected = tuple(_effects(graph, tracer, set(backward.reached), counts))
    reached = {number for effect in affected for number in effect.targets}
    asked = {subject.key} if subject.kind == "target" else set()
    own = {ref.target for name in sources for ref in model.variables[name].targets}
    touched = {*sources, *(effect.variable for effect in affected)}
    areas = {effect.area for effect in affected}
    return Influence(
        model,
        subject,
        direction,
        graph.view,
        sources,
        affected,
        tuple(number for number in model.targets if number in reached - asked),
        tuple(number for number in model.targets if number not in reached | own),
        tuple(area for area in model.areas if area in areas),
        _loops_entered(model, graph, touched),
        _self_influencing(graph, sources),
        all_counted,
    )


def _several(model: Model, names: Iterable[str]) -> Subject:
    subjects = [resolve(model, name) for name in names]
    if not subjects:
        raise QuestionError(
            Message("The question names nothing to ask about."),
            Message("Name a variable, target, area or loop."),
        )
    if len(subjects) == 1:
        return subjects[0]
    members = {variable for subject in subjects for variable in subject.variables}
    label = " + ".join(str(subject.key) for subject in subjects)
    variables = tuple(key for key in model.variables if key in members)
    return Subject("variable", label, Text(label), variables)


def _effects(
    graph: Graph, tracer: Tracer, backward: set[str], counts: Mapping[str, int]
) -> Iterable[Effect]:
    for name in tracer.found.reached:
        traced = tracer.trace(name)
        best = traced.chains[0]
        variable = graph.model.variables[name]
        yield Effect(
            name,
            variable.area,
            tuple(reference.target for reference in variable.targets),
            best.steps,
            traced.verdict,
            best,
            traced.other,
            best.weakest_evidence,
            name in backward,
            counts[name],
        )


def _loops_entered(model: Model, graph: Graph, touched: set[str]) -> tuple[str, ...]:
    if not model.loops:
        return ()
    links = {(link.source, link.target) for link in graph.view.links}
    entered = []
    for name, loop in model.loops.items():
        for cycle in loop.cycles.values():
            pairs = cycle_pairs(cycle)
            if touched.intersection(cycle) and links.issuperset(pairs):
                entered.append(name)
                break
    return tuple(entered)


def _self_influencing(graph: Graph, sources: tuple[str, ...]) -> tuple[str, ...]:
    successors = {name: [arc.link.target for arc in arcs] for name, arcs in graph.out.items()}
    cyclic = {
        name
        for component in strong_components(successors)
        if len(component) > 1
        for name in component
    }
    return tuple(name for name in sources if name in cyclic)
