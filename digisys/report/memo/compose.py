"""From the answers to a question to a memo."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.answers.answer import MOST_ROWS, Answer
from digisys.answers.conclusion import Conclusion
from digisys.answers.table import Table
from digisys.answers.wording import READ, read_note
from digisys.graph.directions import assumed_direction
from digisys.render.description.describe import describe
from digisys.report.document.blocks import (
    Block,
    Bullets,
    Document,
    Grid,
    Heading,
    Note,
    Paragraph,
)
from digisys.report.evidence import evidence_table, links_behind
from digisys.report.memo.changes import changes
from digisys.report.memo.charts import scenario_figure, scenario_table
from digisys.report.memo.findings import Findings
from digisys.report.memo.maps import asked_key, subject_map
from digisys.report.memo.pictures import map_figure
from digisys.report.method import method_pairs
from digisys.schema import Link
from digisys.simulation.wording import level_caveat, scenario_title
from digisys.words import N_, say, say_count

__all__ = ["memo_document", "sentences"]

#: A grid of what influences what has as many columns as a page has room for.
_MOST_COLUMNS = 16
#: So many loops without a name, levers, questions and actions are told.
_FIRST = 10


def memo_document(found: Findings, language: str) -> Document:
    """Write the answers to a question as a memo.

    Parameters
    ----------
    found
        The answers.
    language
        Language of the memo.

    Returns
    -------
    Document
        The memo.
    """
    sections = (
        _conclusion, changes, _map, _chains, _loops, _evidence, _scenario, _sureness, _open,
        _programme, _method,
    )  # fmt: skip
    blocks = [block for section in sections for block in section(found, language)]
    title, subtitle = found.title(language), found.subtitle(language)
    return Document(title, subtitle, language, tuple(blocks), found.date)


def sentences(conclusion: Conclusion | None, language: str) -> tuple[str, ...]:
    """Return the sentences of a conclusion, without those that name other commands."""
    if conclusion is None:
        return ()
    return tuple(item.text(language) for item in conclusion.statements if item.kind != "more")


def _conclusion(found: Findings, language: str) -> Iterator[Block]:
    answer = found.loops if found.influence is None else found.influence
    yield Heading(say("Conclusion", language))
    if found.influence is None and found.model.description is not None:
        yield Paragraph(found.model.description.text(language))
    first, *rest = sentences(answer.conclusion, language)
    yield Paragraph(first, leads=True)
    yield from map(Paragraph, rest)
    if found.causes is not None:
        yield Heading(found.causes.question(language), 2)
        yield from map(Paragraph, sentences(found.causes.conclusion, language))
    if found.matrix is not None:
        yield Heading(found.matrix.table(language).caption, 2)
        yield from map(Paragraph, sentences(found.matrix.conclusion, language))


def _map(found: Findings, language: str) -> Iterator[Block]:
    drawing = subject_map(found, language, highlight=asked_key(found))
    if drawing is None:
        return
    yield Heading(say("Map", language))
    yield map_figure(drawing, language)


def _chains(found: Findings, language: str) -> Iterator[Block]:
    if found.matrix is not None:
        grid = found.matrix.shown(language)
        if len(grid.heads) > _MOST_COLUMNS:
            grid = found.matrix.table(language)
        yield Heading(say("What influences what", language))
        yield from _grid(grid, language)
        yield from _told(found.matrix, language, (say("View", language),))
        return
    answer = found.influence
    if answer is None or not answer.affected:
        return
    yield Heading(say("Chains", language))
    if any(assumed_direction(link) for link in links_behind(answer)):
        yield Note(read_note(language)[1], READ)
    yield from _grid(answer.table(language).without_same(3), language)


def _loops(found: Findings, language: str) -> Iterator[Block]:
    model, loops = found.model, found.loops
    yield Heading(say("Loops", language))
    named = tuple(model.loops) if found.influence is None else found.influence.loops_entered
    if found.influence is not None:
        if len(loops) or not named:
            yield from map(Paragraph, sentences(loops.conclusion, language))
        else:
            text = N_("No loop runs through what is asked about. What it sets off runs into these:")
            yield Paragraph(say(text, language))
    for name in named:
        told = describe(model, name, language=language)
        yield Heading(told.title, 2)
        if told.summary:
            yield Paragraph(told.summary)
        yield Bullets(told.sections[0].items)
    if not named and len(loops):
        yield from _grid(loops.first(_FIRST).table(language), language)


def _evidence(found: Findings, language: str) -> Iterator[Block]:
    links = _links(found)
    if not links:
        return
    yield Heading(say("Evidence", language))
    yield from _grid(evidence_table(found.model, links, language), language)


def _links(found: Findings) -> tuple[Link, ...]:
    return found.view.links if found.influence is None else links_behind(found.influence)


def _scenario(found: Findings, language: str) -> Iterator[Block]:
    ensemble = found.ensemble
    if ensemble is None:
        return
    title = scenario_title(ensemble.experiment.scenario, language)
    yield Heading(say("Scenario: {name}", language, name=title))
    yield from map(Paragraph, sentences(ensemble.conclusion, language))
    yield scenario_figure(ensemble, language)
    yield Note(level_caveat(language), say("Level", language))
    yield Grid(scenario_table(ensemble, language))
    yield from _told(ensemble, language, (say("Level", language),))


def _sureness(found: Findings, language: str) -> Iterator[Block]:
    yield Heading(say("How sure this is, and why", language))
    yield Paragraph(
        say(
            "A verdict such as “strengthens” is given only where every chain agrees. Sizes follow "
            "from draws of strengths within the range of each link's class; nobody has measured "
            "them.",
            language,
        )
    )
    for answer in (found.robustness, found.questions):
        if answer is None:
            continue
        first = answer.first(_FIRST) if answer is found.questions else answer
        table = first.table(language)
        yield Heading(table.caption, 2)
        yield from map(Paragraph, sentences(answer.conclusion, language))
        rows = _agenda(table) if answer is found.questions else table
        if rows.rows:
            yield from _grid(_untitled(rows).head(_FIRST), language)
        yield from _told(answer, language, (say("View", language),))
    for item in found.lacking:
        yield Note(item.why.text(language), say(item.what.text(language), language))


def _told(answer: Answer, language: str, known: tuple[str, ...]) -> Iterator[Block]:
    """Tell how an answer was reckoned, without what stands elsewhere."""
    lines = [f"{head}: {text}" for head, text in answer.summary(language) if head not in known]
    if lines:
        yield Bullets(tuple(lines))


def _agenda(table: Table) -> Table:
    """Keep the number, the question and what turns, which a reader of a memo acts on."""
    from dataclasses import replace

    return replace(table, heads=table.heads[:3], rows=tuple(row[:3] for row in table.rows))


def _open(found: Findings, language: str) -> Iterator[Block]:
    model = found.model
    links = _links(found)
    near = set(model.variables)
    if found.influence is not None:
        near = set(found.influence.sources) | {item.variable for item in found.influence.affected}
    ambiguous = [
        link for link in model.links if link.certainty == "ambiguous" and link.source in near
    ]
    assumed = [link for link in links if assumed_direction(link)]
    if not ambiguous and not assumed:
        return
    yield Heading(say("What is open", language))
    if ambiguous:
        yield Heading(say("Places that can be read in two ways", language), 2)
        yield Bullets(tuple(_claim(found, link, language, reading=True) for link in ambiguous))
    if assumed:
        count = say_count(
            "{count} direction is our reading of the source",
            "{count} directions are our reading of the source",
            len(assumed),
            language,
        )
        yield Heading(count[:1].upper() + count[1:], 2)
        yield Bullets(tuple(_claim(found, link, language) for link in assumed[:MOST_ROWS]))


def _claim(found: Findings, link: Link, language: str, *, reading: bool = False) -> str:
    from digisys.analysis.effects import link_claim

    claim = link_claim(found.model, link, language)
    text = link.reading.text(language) if reading and link.reading is not None else ""
    return f"{claim}: {text}" if text else claim


def _programme(found: Findings, language: str) -> Iterator[Block]:
    for answer, head in ((found.indicators, N_("Indicators")), (found.actions, N_("Actions"))):
        if answer is None:
            continue
        yield Heading(say(head, language))
        yield from map(Paragraph, sentences(answer.conclusion, language))
        table = answer.table(language)
        if table.rows:
            yield from _grid(table, language)


def _method(found: Findings, language: str) -> Iterator[Block]:
    yield Heading(say("Method", language))
    yield Paragraph(
        say(
            "The model is a causal-loop diagram: variables and links between them, each with its "
            "place in a source. An influence follows links in their direction, and the sign of a "
            "chain is the product of the signs of its links.",
            language,
        )
    )
    pairs = list(method_pairs(found.model, found.view, language, date=found.date))
    pairs.append((say("Seed", language), str(found.seed)))
    heads = (say("What", language), say("Value", language))
    yield Grid(Table(heads, tuple(pairs), language=language))


def _untitled(table: Table) -> Table:
    from dataclasses import replace

    return replace(table, caption="")


def _grid(table: Table, language: str) -> Iterator[Block]:
    """Show the rows that a person reads, and tell how many there are."""
    yield Grid(_untitled(table).head(MOST_ROWS))
    if len(table.rows) > MOST_ROWS:
        text = say(
            "the first {shown} of {count}; {how}",
            language,
            shown=MOST_ROWS,
            count=len(table.rows),
            how=say("--format csv writes all rows", language),
        )
        yield Note(text, say("Rows", language))
