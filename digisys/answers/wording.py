"""How answers name links, evidence and views in a language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from digisys.graph.chain import Chain
from digisys.graph.directions import assumed_direction, directions_of
from digisys.graph.labels import labels_of, short_label
from digisys.graph.resting import Resting
from digisys.graph.view import View
from digisys.schema import Link, Model
from digisys.words import N_, say, say_count

__all__ = [
    "READ",
    "chain_text",
    "evidence_label",
    "link_basis",
    "links_basis",
    "polarity_mark",
    "pushed_basis",
    "read_count",
    "read_note",
    "view_text",
]

#: Beside a sign, or after a name: the direction of the link is read, not stated.
READ = "*"

#: How a sign is written in a chain; a true minus, as a hyphen is hard to see.
_MARKS = {1: "+", -1: "\N{MINUS SIGN}", 0: "?"}


def polarity_mark(sign: int) -> str:
    """Write a sign as ``+``, ``−`` or ``?``."""
    return _MARKS[sign]


def chain_text(chain: Chain, model: Model, language: str, assumed: Collection[str] = ()) -> str:
    """Write a chain with short labels and a sign on each arrow.

    Parameters
    ----------
    chain, model, language
        What to write.
    assumed
        The pairs, as ``source->target``, whose sign is marked as read.
    """
    parts = [short_label(model, chain.variables[0], language)]
    for sign, (before, name) in zip(chain.signs, pairwise(chain.variables), strict=True):
        mark = READ if f"{before}->{name}" in assumed else ""
        parts.append(f"{polarity_mark(sign)}{mark}→ {short_label(model, name, language)}")
    return " ".join(parts)


def read_count(count: int, language: str) -> str:
    """Say after some evidence how many directions are read; empty for none."""
    if not count:
        return ""
    text = say_count(
        "{count} direction is our reading", "{count} directions are our reading", count, language
    )
    return f"; {text}"


def read_note(language: str) -> tuple[str, str]:
    """Explain the mark of a direction that is read, as a pair of heading and text."""
    return READ, say("the direction of this link is our reading of the source", language)


def link_basis(link: Link, language: str) -> str:
    """Say for readers how a link is known, and whose reading its direction is."""
    if link.certainty == "ambiguous":
        text = say("the source can be read without it", language)
    elif link.evidence:
        text = say("the source says so directly", language)
    else:
        text = say("no source given", language)
    read = assumed_direction(link)
    return say("{known}; the direction is our reading", language, known=text) if read else text


def links_basis(links: Sequence[Link], language: str) -> str:
    """Say for readers what a chain of links rests on, as :func:`link_basis` does of one.

    Parameters
    ----------
    links
        The links of the chain, at least one.
    language
        Language of the words.
    """
    if len(links) == 1:
        return link_basis(links[0], language)
    if any(link.certainty == "ambiguous" for link in links):
        text = say("the source can be read without some of it", language)
    elif all(link.evidence for link in links):
        text = say("the source says so directly", language)
    else:
        text = say("no source given for some of it", language)
    found = directions_of(links)
    count = len(found.assumed)
    if not count:
        return text
    if count == found.links:
        return say("{known}; all directions are our reading", language, known=text)
    read = say_count(
        "{count} of {total} directions is our reading",
        "{count} of {total} directions are our reading",
        count,
        language,
        total=found.links,
    )
    return f"{text}; {read}"


def pushed_basis(found: Resting, variable: str, language: str) -> str:
    """Say for readers what an effect of a push rests on, over all chains to it."""
    if variable in found.ambiguous:
        text = say("the source can be read without some of it", language)
    else:
        text = say("the source says so directly", language)
    if variable not in found.assumed:
        return text
    return f"{text}; {say('some directions are our reading', language)}"


def evidence_label(model: Model, kind: str, language: str) -> str:
    """Name a kind of evidence as people do."""
    for name, source in model.sources.items():
        if kind in source.parts:
            return labels_of(model).parts[name][kind].text(language)
        if kind == name:
            return labels_of(model).sources[name].text(language)
    return say("no evidence", language)


def view_text(model: Model, view: View, language: str) -> str:
    """Say in words which links an answer rests on."""
    count = say_count("{count} link", "{count} links", len(view.links), language)
    words = {
        ("explicit",): N_("explicit links"),
        ("ambiguous",): N_("ambiguous links only"),
        ("explicit", "ambiguous"): N_("explicit and ambiguous links"),
    }
    parts = [say(words[view.certainty], language)]
    if view.narrowed:
        kinds = ", ".join(evidence_label(model, kind, language) for kind in view.evidence)
        parts.append(say("evidence: {kinds}", language, kinds=kinds))
    if model.theme is not None:
        theme = model.themes[model.theme].label.text(language)
        parts.append(say("theme: {theme}", language, theme=theme))
    text = f"{'; '.join(parts)} ({count})"
    factors = sum(link.modulates is not None for link in view.links)
    if not factors:
        return text
    signs = say_count(
        "{count} of them multiplies the effect of another, and its sign holds while that is "
        "positive",
        "{count} of them multiply the effect of another, and their signs hold while that is "
        "positive",
        factors,
        language,
    )
    return f"{text}; {signs}"
