"""What a modeller wants to know of a model beyond its being valid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from digisys.analysis.loops.find_loops import FoundLoop, find_loops
from digisys.analysis.loops.listing import declared_cycles
from digisys.analysis.positions import outside_sheet, piled_up
from digisys.answers.answer import Answer
from digisys.answers.basis import basis
from digisys.answers.conclusion import Conclusion, Statement
from digisys.answers.frames import joined
from digisys.answers.table import Table
from digisys.answers.times import Duration
from digisys.answers.wording import view_text
from digisys.graph.clashes import name_clashes
from digisys.graph.components import strong_components
from digisys.graph.labels import short_label
from digisys.graph.names import way
from digisys.graph.view import CertaintyChoice, EvidenceChoice, Graph, View
from digisys.io.scenarios import scenario_of_slide
from digisys.schema import FrozenDict, Link, Model
from digisys.schema.link import cycle_pairs, link_ends
from digisys.uncertainty.effects import curve_of
from digisys.uncertainty.steps import divides, shortest_time, working_step
from digisys.words import N_, Counted, Message, Quoted, quote, say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Audit", "Finding", "audit"]

Severity = Literal["problem", "note", "good"]

SEVERITY_WORDS = {"problem": N_("Problem"), "note": N_("To review"), "good": N_("In order")}

#: Loops counted at most for one statement of the audit.
_MOST_LOOPS = 10_000
#: More findings of a kind than this are told together, with so many places.
_MOST_ALIKE = 6
_PLACES_SHOWN = 5
#: Rows that people are shown unless more are asked for.
_SHOWN = 12
#: Names told of that the same things share, and how many such findings there are.
_MOST_NAMES, _MOST_CLASHES = 6, 20


_ORDER = ("problem", "note", "good")


@dataclass(frozen=True)
class Finding:
    """One thing that the audit found.

    Attributes
    ----------
    code
        What sort of thing, such as ``broken-loop``; stable, for programs
        (see :data:`digisys.codes.CODES`).
    severity
        ``problem`` if the model contradicts itself, ``note`` if a modeller may want to
        look, ``good`` if something was confirmed.
    what
        The finding in words.
    subjects
        Ids of variables or links, target numbers or loop names that it is about.
    """

    code: str
    severity: Severity
    what: Message
    subjects: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Audit(Answer):
    """What an audit found, the problems first.

    Attributes
    ----------
    view
        The links that the audit looked at.
    findings
        Problems, then notes, then what is in order.
    listed
        How many rows people are shown; the first dozen when None.
    ids
        Whether findings name variables and links by their ids rather than their labels.
    """

    model: Model = field(repr=False)
    view: View = field(repr=False)
    findings: tuple[Finding, ...]
    listed: int | None = None
    ids: bool = False

    def by_id(self) -> Audit:
        """Return the same audit, whose findings name variables and links by their ids."""
        findings = tuple(replace(each, what=_by_id(each.what)) for each in self.findings)
        return replace(self, findings=findings, ids=True)

    def first(self, count: int) -> Audit:
        """Return the same audit, of which people are shown the first rows only.

        Parameters
        ----------
        count
            How many rows to show, one or more; data has all findings.
        """
        return replace(self, listed=max(count, 1))

    def with_findings(self, more: Iterable[Finding]) -> Audit:
        """Return the same audit with more findings, such as those of quotations."""
        findings = sorted((*self.findings, *more), key=lambda each: _ORDER.index(each.severity))
        return replace(self, findings=tuple(findings))

    @property
    def total(self) -> int:
        """How many rows there are, those that are not shown included."""
        return len(self._alike(self.model.default_language).rows)

    @property
    def passed(self) -> bool:
        """Whether there are no problems."""
        return all(finding.severity != "problem" for finding in self.findings)

    @property
    def conclusion(self) -> Conclusion:
        """Whether the model contradicts itself, how much there is to look at, and its basis."""
        counts = Counter(finding.severity for finding in self.findings)
        parts = {"problems": counts["problem"], "notes": counts["note"], "good": counts["good"]}
        notes = Counted(
            "there is {count} thing to review",
            "there are {count} things to review",
            counts["note"],
        )
        message: Message | Counted = Message(
            "No problems were found: the model does not contradict itself; {notes}.",
            {"notes": notes},
        )
        if counts["problem"]:
            message = Counted(
                "{count} problem was found, which comes first in the list; {notes}.",
                "{count} problems were found, which come first in the list; {notes}.",
                counts["problem"],
                {"notes": notes},
            )
        statements = [Statement("problems", message, parts)]
        if self.view.links:
            statements.append(basis(self.model, self.view, self.view.links))
        return Conclusion(tuple(statements), self.model.default_language)

    def table(self, language: str | None = None) -> Table:
        """Return the findings as a table in a language."""
        language = language or self.model.default_language
        rows = tuple(
            (say(SEVERITY_WORDS[finding.severity], language), finding.what.text(language))
            for finding in self.findings
        )
        heads = (say("Finding", language), say("What", language))
        title = self.model.title.text(language)
        return Table(heads, rows, say("Check of “{title}”", language, title=title))

    def shown(self, language: str | None = None) -> Table:
        """Return the first findings, with many of a kind in one row; the others hold them all."""
        table = self._alike(language or self.model.default_language)
        return replace(table, rows=table.rows[: self.listed or _SHOWN])

    def in_notebook(self, language: str | None = None) -> Table:
        """Return the first findings, as in a terminal."""
        return self.shown(language)

    def _alike(self, language: str) -> Table:
        table = self.table(language)
        kinds = [(finding.code, finding.severity) for finding in self.findings]
        counts = Counter(kinds)
        rows = []
        told = set()
        for kind, row in zip(kinds, table.rows, strict=True):
            if counts[kind] <= _MOST_ALIKE:
                rows.append(row)
            elif kind not in told:
                told.add(kind)
                alike = [item for item, of in zip(self.findings, kinds, strict=True) if of == kind]
                others = alike[1 : 1 + _PLACES_SHOWN]
                named = (_Things(self.model, each.subjects, 3, self.ids) for each in others)
                places = "; ".join(each.text(language) for each in named)
                more = say(
                    "And {count} more like it, such as: {places}. --format json lists them all.",
                    language,
                    count=len(alike) - 1,
                    places=places,
                )
                rows.append((row[0], f"{row[1]} {more}"))
        return replace(table, rows=tuple(rows))

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the counts and the view, as pairs of heading and text."""
        language = language or self.model.default_language
        counts = Counter(finding.severity for finding in self.findings)
        found = say(
            "problems {problems}, notes {notes}, in order {good}",
            language,
            problems=counts["problem"],
            notes=counts["note"],
            good=counts["good"],
        )
        return (
            (say("Found", language), found),
            (say("View", language), view_text(self.model, self.view, language)),
        )

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the findings as a data frame: ``code``, ``severity``, ``what``, ``subjects``."""
        import pandas as pd

        records = [
            {**found, "subjects": joined(found["subjects"])}
            for found in self.to_dict(language)["findings"]
        ]
        return pd.DataFrame.from_records(records, columns=["code", "severity", "what", "subjects"])

    def to_dict(self, language: str | None = None) -> dict[str, Any]:
        """Return the audit as plain data."""
        language = language or self.model.default_language
        return {
            **self.concluded(language),
            "view": self.view.to_dict(),
            "passed": self.passed,
            "findings": [
                {
                    "code": finding.code,
                    "severity": finding.severity,
                    "what": finding.what.text(language),
                    "subjects": list(finding.subjects),
                }
                for finding in self.findings
            ],
        }


def audit(
    model: Model,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Audit:
    """Look through a model for what its maker would want to know.

    Parameters
    ----------
    model
        The model.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Audit
        Declared loops confirmed or broken, loops without a stock, diagrams without any, a
        time step that does not fit, unnamed loops, isolated variables, targets without a
        variable, claims without evidence, assumed directions, positions outside the sheet or
        on each other, slides of scenarios that are not there, and what each ambiguous link would
        change.

    Raises
    ------
    QuestionError
        If no link has the kind of evidence.

    Examples
    --------
    >>> import digisys
    >>> report = audit(digisys.load("digikompassi"), evidence="table")
    >>> [finding.subjects[0] for finding in report.findings if finding.code == "broken-loop"]
    ['R1a', 'R1b']
    """
    graph = Graph.of(model, evidence=evidence, certainty=certainty)
    findings = [
        *_declared_loops(graph),
        *_algebraic_loops(graph),
        *_step(graph),
        *_unnamed_loops(graph, evidence, certainty),
        *_isolated(graph),
        *_targets(model),
        *_without_evidence(model),
        *_assumed(graph),
        *_ambiguous(model, evidence),
        *_effects(graph),
        *_same_names(model),
        *_positions(model),
        *_slides(model),
    ]
    findings.sort(key=lambda finding: _ORDER.index(finding.severity))
    return Audit(model, graph.view, tuple(findings))


def _listed(names: tuple[str, ...], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return f"{shown}, … (+{len(names) - most})" if len(names) > most else shown


@dataclass(frozen=True)
class _Things:
    """Variables or links that a finding names: by their labels, or by their ids if asked for."""

    model: Model = field(repr=False)
    keys: tuple[str, ...]
    most: int = 12
    ids: bool = False

    def text(self, language: str = "en") -> str:
        if self.ids:
            return _listed(self.keys, self.most)
        return _listed(tuple(self._label(key, language) for key in self.keys), self.most)

    def _label(self, key: str, language: str) -> str:
        source, target, mark = link_ends(key)
        if not target:
            return self._quoted(key, language)
        ends = f"{self._quoted(source, language)} → {self._quoted(target, language)}"
        return f"{ends} {mark}" if mark else ends

    def _quoted(self, key: str, language: str) -> str:
        known = key in self.model.variables
        return quote(short_label(self.model, key, language), language) if known else key

    def __str__(self) -> str:
        return self.text()


def _by_id(what: Message) -> Message:
    """Return the same sentence with ids in place of labels."""
    values = dict(what.values)
    for name, told in tuple(values.items()):
        if isinstance(told, _Things):
            values[name] = replace(told, ids=True)
    return replace(what, values=values)


def _declared_loops(graph: Graph) -> Iterator[Finding]:
    present = {(link.source, link.target) for link in graph.view.links}
    confirmed = []
    for loop in graph.model.loops.values():
        for instance, cycle in loop.cycles.items():
            pairs = cycle_pairs(cycle)
            missing = tuple(f"{a}->{b}" for a, b in pairs if (a, b) not in present)
            if missing:
                what = Message(
                    "Loop {name} ({label}) cannot close in this view; it lacks: {links}.",
                    {
                        "name": instance,
                        "label": loop.label,
                        "links": _Things(graph.model, missing),
                    },
                )
                yield Finding("broken-loop", "problem", what, (instance, *missing))
            else:
                confirmed.append(instance)
    for declared in declared_cycles(graph.model).values():
        if len(declared) > 1:
            instances = tuple(instance for _, instance in declared)
            what = Message(
                "These are one and the same cycle: {names}. Leave one, or correct the order of "
                "its variables.",
                {"names": ", ".join(instances)},
            )
            yield Finding("same-cycle", "note", what, instances)
    if confirmed:
        names = tuple(confirmed)
        what = Message("Declared loops that close: {names}.", {"names": ", ".join(names)})
        yield Finding("confirmed-loops", "good", what, names)


def _algebraic_loops(graph: Graph) -> Iterator[Finding]:
    variables = graph.model.variables
    instant = {
        name: [
            arc.link.target
            for arc in arcs
            if variables[arc.link.target].role != "stock"
            and any(part.link.lag == 0 for part in arc.each)
        ]
        if variables[name].role != "stock"
        else []
        for name, arcs in graph.out.items()
    }
    components = [each for each in strong_components(instant) if len(each) > 1]
    damping = [
        link
        for link in graph.view.damping
        if variables[link.target].role != "stock" and link.lag == 0
    ]
    timeless = [name for component in components for name in component]
    timeless += [link.target for link in damping]
    if timeless and all(variable.role != "stock" for variable in variables.values()):
        names = tuple(dict.fromkeys(timeless))
        what = Message(
            "No variable is a stock: the model is a plain causal-loop diagram, whose structure "
            "can be asked about; it cannot be simulated before its feedback loops hold stocks "
            "(variables in such loops: {count}). Proposals, with reasons: digisys roles MODEL",
            {"count": len(names)},
        )
        yield Finding("without-stocks", "note", what, names)
        return
    for link in damping:
        what = Message(
            "{name} damps itself but is no stock, so that a run cannot be made. Give it the "
            "role stock, or its link to itself a delay.",
            {"name": _Things(graph.model, (link.source,))},
        )
        yield Finding("algebraic-loop", "problem", what, (link.source,))
    for component in components:
        what = Message(
            "A feedback loop among these holds no stock, so nothing in it takes time: "
            "{names}. Give one of them the role stock.",
            {"names": _Things(graph.model, tuple(component))},
        )
        yield Finding("algebraic-loop", "problem", what, tuple(component))
    if not timeless and graph.view.links:
        what = Message("Every feedback loop holds a stock or a delay.")
        yield Finding("timed-loops", "good", what, ())


def _step(graph: Graph) -> Iterator[Finding]:
    """Tell of a time step that a run would refuse, with one that it takes."""
    time = graph.model.time
    span = time.end - time.start
    longest, name = shortest_time(graph.model, graph.view.every)
    values = {
        "step": f"{time.step:g}",
        "name": _Things(graph.model, (name,)),
        "shortest": f"{longest:g}",
        "span": f"{span:g}",
        "works": repr(working_step(span, min(time.step, longest))).removesuffix(".0"),
    }
    if time.step > longest * (1 + 1e-9) and time.unit != "years":
        times = {"step": Duration(time.step, time.unit), "shortest": Duration(longest, time.unit)}
        what = Message(
            "The time step of {step} is longer than the inertia or delay of {name}, which can be "
            "{shortest}, so that no run can take it; {works} works.",
            values | times,
        )
        yield Finding("step-does-not-fit", "problem", what, (name,))
    elif time.step > longest * (1 + 1e-9):
        what = Message(
            "The time step, {step}, is longer than the inertia or delay of {name}, which can be "
            "{shortest}, so that no run can take it; {works} works.",
            values,
        )
        yield Finding("step-does-not-fit", "problem", what, (name,))
    elif not divides(time.step, span) and time.unit != "years":
        times = {"step": Duration(time.step, time.unit), "span": Duration(span, time.unit)}
        what = Message(
            "The time step of {step} does not divide the {span} of a run, so that no run can take "
            "it; {works} works.",
            values | times,
        )
        yield Finding("step-does-not-fit", "problem", what, ())
    elif not divides(time.step, span):
        what = Message(
            "The time step, {step}, does not divide the time of a run, {span}, so that no run can "
            "take it; {works} works.",
            values,
        )
        yield Finding("step-does-not-fit", "problem", what, ())


def _unnamed_loops(
    graph: Graph, evidence: EvidenceChoice, certainty: CertaintyChoice
) -> Iterator[Finding]:
    found = find_loops(
        graph.model,
        max_loops=_MOST_LOOPS,
        time_limit=5,
        evidence=evidence,
        certainty=certainty,
    )
    named = len(found.named)
    shortest = found.loops[named : named + 100]
    if not shortest:
        return
    counts = {"count": len(found) - named, "length": len(shortest[0].links)}
    what = Message("Loops without a name: {count}; the shortest holds {length} links.", counts)
    if found.truncated:
        what = Message("Loops without a name: at least {count}.", counts)
    yield Finding("unnamed-loops", "note", what, _loop_ids(shortest))


def _effects(graph: Graph) -> Iterator[Finding]:
    """Tell where a polarity is not the whole truth, and where rest is none."""
    for link in graph.view.links:
        values = {"link": _Things(graph.model, (link.id,))}
        if link.modulates is not None:
            values["base"] = _Things(graph.model, (link.modulates,))
            what = Message(
                "The link {link} multiplies the effect of {base}: its sign holds while that is "
                "positive, is turned round where it is negative, and neither acts while the "
                "other is at rest.",
                values,
            )
            yield Finding("sign-of-product", "note", what, (link.id, link.modulates))
        elif effect := curve_of(link.effect).at_rest:
            what = Message(
                "The effect of {link} at rest is {effect} times its strength, so that its target "
                "moves without any intervention.",
                {**values, "effect": f"{effect:g}"},
            )
            yield Finding("moving-rest", "note", what, (link.id,))


def _loop_ids(loops: Sequence[FoundLoop]) -> tuple[str, ...]:
    return tuple(" ".join(loop.variables) for loop in loops)


def _isolated(graph: Graph) -> Iterator[Finding]:
    names = tuple(name for name in graph.out if not graph.out[name] and not graph.into[name])
    if names:
        what = Message(
            "No link in this view touches: {names}.", {"names": _Things(graph.model, names)}
        )
        yield Finding("isolated", "note", what, names)


def _targets(model: Model) -> Iterator[Finding]:
    used = {ref.target for variable in model.variables.values() for ref in variable.targets}
    missing = tuple(str(number) for number in model.targets if number not in used)
    if missing:
        what = Message("Targets without a variable: {numbers}.", {"numbers": _listed(missing)})
        yield Finding("targets-without-variable", "note", what, missing)
    elif model.targets:
        what = Message("Every target has a variable.")
        yield Finding(
            "covered-targets", "good", what, tuple(str(number) for number in model.targets)
        )


def _without_evidence(model: Model) -> Iterator[Finding]:
    variables = tuple(name for name, item in model.variables.items() if not item.evidence)
    if variables:
        what = Message("Variables without evidence: {names}.", {"names": _Things(model, variables)})
        yield Finding("variables-without-evidence", "note", what, variables)
    links = tuple(link.id for link in model.links if not link.evidence)
    if links:
        what = Message("Links without evidence: {names}.", {"names": _Things(model, links)})
        yield Finding("links-without-evidence", "note", what, links)
    if model.sources and not variables and not links:
        yield Finding(
            "complete-evidence", "good", Message("Every variable and link has evidence."), ()
        )


def _assumed(graph: Graph) -> Iterator[Finding]:
    assumed = tuple(link.id for link in graph.view.links if link.direction == "assumed")
    if assumed:
        counts = {
            "count": len(assumed),
            "total": len(graph.view.links),
            "names": _Things(graph.model, assumed, 3),
        }
        what = Message(
            "The source does not say in words whether {count} of {total} links strengthen or "
            "weaken; their direction is assumed: {names}.",
            counts,
        )
        yield Finding("assumed-directions", "note", what, assumed)


def _positions(model: Model) -> Iterator[Finding]:
    """Tell which stored positions a drawing cannot follow."""
    outside = outside_sheet(model)
    if outside:
        what = Message(
            "Placed outside the sheet of the layout: {names}. A drawing is made to hold them; "
            "widen the sheet, or place them anew: digisys layout FILE --force",
            {"names": _Things(model, outside)},
        )
        yield Finding("positions-outside", "note", what, outside)
    piled = piled_up(model)
    if piled:
        what = Message(
            "Placed on each other in the layout: {names}. A drawing moves them apart; place them "
            "where they should be, or anew: digisys layout FILE --force",
            {"names": _Things(model, piled)},
        )
        yield Finding("positions-piled-up", "note", what, piled)


def _slides(model: Model) -> Iterator[Finding]:
    """Tell which slides show a scenario that is not there."""
    slides = () if model.presentation is None else model.presentation.slides
    for number, slide in enumerate(slides, 1):
        for name in (slide.scenario, slide.compare):
            if name not in (None, "none") and scenario_of_slide(model, str(name)) is None:
                what = Message(
                    "Slide {number} shows the scenario “{name}”, which is not there.",
                    {"number": number, "name": name},
                )
                yield Finding("slide-without-scenario", "note", what, ())


def _ambiguous(model: Model, evidence: EvidenceChoice) -> Iterator[Finding]:
    """Say what each ambiguous link would add to the explicit ones."""
    explicit = Graph.of(model, evidence=evidence)
    candidates = Graph.of(model, evidence=evidence, certainty="ambiguous").view.links
    for link in candidates:
        what = Message(
            "Ambiguous link {link} would add: loops {loops}, pairs of cause and effect {pairs}.",
            {
                "link": _Things(model, (link.id,)),
                "loops": _new_loops(model, link, explicit),
                "pairs": _new_pairs(explicit, link),
            },
        )
        yield Finding("ambiguous-link", "note", what, (link.id,))


def _new_loops(model: Model, link: Link, explicit: Graph) -> int:
    """Count the loops that run through a further link."""
    chosen = {item.id for item in explicit.view.links}
    if any(arc.link.target == link.target for arc in explicit.out[link.source]):
        return 0
    stated = link.model_copy(update={"certainty": "explicit"})
    links = tuple(
        stated if item is link else item
        for item in model.links
        if item is link or item.id in chosen
    )
    widened = model.model_copy(update={"links": links, "loops": FrozenDict()})
    found = find_loops(widened, link.source, max_loops=_MOST_LOOPS, time_limit=5)
    return sum(link.id in loop.links for loop in found)


def _new_pairs(graph: Graph, link: Link) -> int:
    """Count the pairs that only a further link would connect."""
    causes = {link.source, *_reach(graph, link.source, upstream=True)}
    effects = {link.target, *_reach(graph, link.target, upstream=False)}
    total = 0
    for cause in causes:
        known = _reach(graph, cause, upstream=False)
        total += len(effects - known - {cause})
    return total


def _reach(graph: Graph, name: str, *, upstream: bool) -> set[str]:
    follow = graph.into if upstream else graph.out
    reached: set[str] = set()
    stack = [name]
    while stack:
        for arc in follow[stack.pop()]:
            far = arc.link.source if upstream else arc.link.target
            if far not in reached:
                reached.add(far)
                stack.append(far)
    return reached


def _same_names(model: Model) -> Iterator[Finding]:
    clashes = name_clashes(model)
    for clash in clashes[:_MOST_CLASHES]:
        values = {
            "texts": Quoted(clash.names[:_MOST_NAMES]),
            "names": _listed(tuple(map(way, clash.things))),
        }
        what = Message("{texts} can mean: {names}. Questions ask which is meant.", values)
        if len(clash.meant) == 1:
            values["meant"] = way(clash.meant[0])
            what = Message("{texts} can mean: {names}. Questions take it for {meant}.", values)
        yield Finding("shared-name", "note", what, tuple(str(key) for _, key in clash.things))
    rest = clashes[_MOST_CLASHES:]
    if rest:
        names = _listed(tuple(name for clash in rest for name in clash.names))
        subjects = tuple(str(key) for clash in rest for _, key in clash.things)
        what = Message("Further names that several things share: {names}.", {"names": names})
        yield Finding("shared-name", "note", what, subjects)
