"""Where a model's claims are stated, down to part and slide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digisys.analysis.effects import effect_record, effect_words, link_claim
from digisys.analysis.facts import Facts, Record, heads_in, pairs_in
from digisys.answers.places import cites, place
from digisys.errors import UnknownNameError
from digisys.graph.labels import label
from digisys.graph.names import Subject, cycles_of, meanings, resolve, which_is_meant
from digisys.schema import Evidence, Link, Model
from digisys.schema.link import cycle_pairs
from digisys.words import N_, say

__all__ = ["Row", "claims_of_links", "sources"]


def sources(model: Model, name: str | int, *, language: str | None = None) -> Facts:
    """List where a thing and its links are stated, down to part and slide.

    Parameters
    ----------
    model
        The model.
    name
        A variable, target, area or loop; or the id of a source, for what rests on it.
    language
        Language of the texts; the model's first when absent.

    Returns
    -------
    Facts
        One row for each place that states the thing itself or a link of it.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> rows = sources(digisys.load("digikompassi"), "R3", language="en").records
    >>> rows[0]["source"], rows[0]["part"]
    ('systems_model', 'loop_table')
    """
    language = language or model.default_language
    key = _source(model, name) if isinstance(name, str) else None
    if key is not None:
        source = model.sources[key]
        title = source.title.text(language)
        pairs = pairs_in(
            language,
            (N_("Publisher"), source.publisher.text(language) if source.publisher else ""),
            (N_("Year"), str(source.year or "")),
            (N_("Address"), source.url or ""),
            (N_("Note"), source.note.text(language) if source.note else ""),
        )
        said = []
        found = [item for item in _every_claim(model, language) if _rests_on(item[1], key)]
    else:
        try:
            subject = resolve(model, name)
        except UnknownNameError as error:
            known = [key for key in model.sources if str(name).casefold() in key]
            raise UnknownNameError(str(name), (*error.suggestions, *known)) from error
        title = subject.text(language)
        pairs = ()
        found = list(_claims_of(model, subject, language))
        said = list(_said(model, _links_of(model, subject), language))
    records: list[Record] = [
        {"claim": claim, **evidence.model_dump(mode="json", exclude={"note"})}
        for claim, evidence in found
    ]
    records += [record for record, _ in said]
    rows = (*_joined(model, found, language), *(row for _, row in said))
    heads = heads_in(language, N_("Claim"), N_("Source"), N_("Place"), N_("It cites"))
    caption = say("Sources of {name}", language, name=title)
    return Facts(language, caption, pairs, heads, rows, tuple(records))


def _source(model: Model, name: str) -> str | None:
    """Find the source that a name means: its id, or ``source:`` and its id."""
    key = name.removeprefix("source:").strip()
    if key not in model.sources:
        return None
    others = meanings(model, name)
    if others:
        title = model.sources[key].title
        raise which_is_meant(model, name, others, [(f"source:{key}", title)])
    return key


Claim = tuple[str, Evidence]
Row = tuple[str, str, str, str]


def _joined(model: Model, found: Iterable[Claim], language: str) -> tuple[Row, ...]:
    """Join the places that one source states a claim in into one row."""
    joined: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    for claim, evidence in found:
        source, where = place(model, evidence, language)
        places, cited = joined.setdefault((claim, source), ([], []))
        cites_text = cites(model, evidence.cites, language)
        places += [where] if where and where not in places else []
        cited += [cites_text] if cites_text and cites_text not in cited else []
    return tuple(
        (claim, source, "; ".join(places), "; ".join(cited))
        for (claim, source), (places, cited) in joined.items()
    )


def claims_of_links(model: Model, links: Iterable[Link], language: str) -> tuple[Row, ...]:
    """Tell where links are stated: a row for each link and source.

    Parameters
    ----------
    model
        The model.
    links
        Links of it.
    language
        Language of the texts.

    Returns
    -------
    tuple
        Claim, source, place in it, and what it cites there; a link that nobody states has
        its claim alone.
    """
    rows: list[Row] = []
    for link in links:
        found = _joined(model, _link_claims(model, (link,), language), language)
        rows += found or ((link_claim(model, link, language), "", "", ""),)
    return tuple(rows)


def _rests_on(evidence: Evidence, source: str) -> bool:
    return evidence.source == source or any(item.source == source for item in evidence.cites)


def _link_claims(model: Model, links: Iterable[Link], language: str) -> Iterator[Claim]:
    for link in links:
        claim = link_claim(model, link, language)
        yield from ((claim, evidence) for evidence in link.evidence)


def _said(model: Model, links: Iterable[Link], language: str) -> Iterator[tuple[Record, Row]]:
    """Yield what a link is like, who said it and what was noted, as plain data and as rows."""
    for link in links:
        effect = effect_words(model, link, language)
        if effect:
            claim = link_claim(model, link, language)
            yield (
                {"claim": claim, **effect_record(link)},
                (claim, say("Effect", language), effect, ""),
            )
        note = link.note.text(language) if link.note else None
        if link.said_by or note:
            claim = link_claim(model, link, language)
            who = ", ".join(link.said_by)
            said = say("Said by {names}", language, names=who) if who else say("Note", language)
            record: Record = {"claim": claim, "said_by": list(link.said_by), "note": note}
            yield record, (claim, said, note or "", "")


def _links_of(model: Model, subject: Subject) -> list[Link]:
    if subject.kind == "variable":
        return [link for link in model.links if subject.key in (link.source, link.target)]
    if subject.kind in ("loop", "instance"):
        _, cycles = cycles_of(model, subject)
        pairs = {pair for cycle in cycles.values() for pair in cycle_pairs(cycle)}
        return [link for link in model.links if (link.source, link.target) in pairs]
    return []


def _claims_of(model: Model, subject: Subject, language: str) -> Iterator[Claim]:
    if subject.kind == "variable":
        yield from _own(subject, model.variables[str(subject.key)].evidence, language)
    elif subject.kind in ("loop", "instance"):
        name, _ = cycles_of(model, subject)
        yield from _own(subject, model.loops[name].evidence, language)
    else:
        owner = (
            model.targets[int(subject.key)]
            if subject.kind == "target"
            else model.areas[str(subject.key)]
        )
        yield from _own(subject, owner.evidence, language)
        for key in subject.variables:
            variable = model.variables[key]
            yield from ((label(model, key, language), item) for item in variable.evidence)
    yield from _link_claims(model, _links_of(model, subject), language)


def _own(subject: Subject, evidence: Iterable[Evidence], language: str) -> Iterator[Claim]:
    for item in evidence:
        yield subject.text(language), item


def _every_claim(model: Model, language: str) -> Iterator[Claim]:
    for key, variable in model.variables.items():
        yield from ((label(model, key, language), item) for item in variable.evidence)
    yield from _link_claims(model, model.links, language)
    for name, loop in model.loops.items():
        yield from ((f"{name} {loop.label.text(language)}", item) for item in loop.evidence)
