"""What an answer rests on: the links behind it, and where each of them is stated."""

from __future__ import annotations

from collections.abc import Iterable

from digisys.analysis.chains.chains import Chains
from digisys.analysis.influence.conclude import links_on_the_way
from digisys.analysis.influence.result import Influence
from digisys.analysis.loops.find_loops import Loops
from digisys.analysis.sources import claims_of_links
from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.answers.wording import chain_text, evidence_label, link_basis
from digisys.graph.chain import Chain
from digisys.graph.directions import assumed_pairs
from digisys.graph.labels import label
from digisys.graph.view import View
from digisys.schema import Link, Model
from digisys.words import N_, say

__all__ = ["chain_table", "evidence_table", "links_behind", "view_behind"]

#: So many chains are listed of an answer; the answer itself has all.
_MOST_CHAINS = 10_000


def view_behind(answer: Answer) -> View | None:
    """Return the links that an answer looked at; None of an answer that looks at none."""
    found = getattr(answer, "view", None)
    return found if isinstance(found, View) else None


def links_behind(answer: Answer) -> tuple[Link, ...]:
    """Return the links that an answer rests on, in the order of the model.

    Parameters
    ----------
    answer
        Any answer.

    Returns
    -------
    tuple of Link
        Of influence, chains and loops those on the way; of other answers every link in view;
        none of an answer that looks at no links.
    """
    view = view_behind(answer)
    if view is None:
        return ()
    if isinstance(answer, Influence):
        return links_on_the_way(view, answer.subject, answer.direction, answer.affected)
    if isinstance(answer, Chains | Loops):
        pairs = {pair for variables in _paths(answer) for pair in variables}
        return tuple(link for link in view.links if link.pair_id in pairs)
    return tuple(view.links)


def _paths(answer: Chains | Loops) -> Iterable[tuple[str, ...]]:
    if isinstance(answer, Loops):
        for loop in list(answer)[:_MOST_CHAINS]:
            yield tuple(pair.partition("#")[0] for pair in loop.links)
        return
    for chain in answer:
        ends = zip(chain.variables, chain.variables[1:], strict=False)
        yield tuple(f"{one}->{other}" for one, other in ends)


def evidence_table(
    model: Model, links: Iterable[Link], language: str, *, cited: bool = False
) -> Table:
    """Tell where links are stated, and how surely.

    Parameters
    ----------
    model
        The model.
    links
        Links of it.
    language
        Language of the texts.
    cited
        Whether a column tells what the sources cite.

    Returns
    -------
    Table
        A row for each link and source.
    """
    heads = [N_("Claim"), N_("How it is known"), N_("Source"), N_("Place"), N_("It cites")]
    rows = [
        (claim, link_basis(link, language), source, place, cites)
        for link in links
        for claim, source, place, cites in claims_of_links(model, (link,), language)
    ]
    kept = len(heads) if cited else len(heads) - 1
    return Table(
        tuple(say(head, language) for head in heads[:kept]),
        tuple(row[:kept] for row in rows),
        language=language,
    )


def chain_table(answer: Answer, model: Model, language: str) -> Table | None:
    """List the chains of an answer.

    Parameters
    ----------
    answer
        Any answer.
    model
        Its model.
    language
        Language of the texts.

    Returns
    -------
    Table or None
        A row for each chain; None where the answer has none.
    """
    view = view_behind(answer)
    if view is None:
        return None
    read = assumed_pairs(view.links)
    chains: list[Chain] = []
    if isinstance(answer, Influence):
        for effect in answer.affected:
            chains.append(effect.chain)
            if effect.other_chain is not None:
                chains.append(effect.other_chain)
    elif isinstance(answer, Chains):
        chains = list(answer)[:_MOST_CHAINS]
    elif isinstance(answer, Loops):
        chains = [
            Chain((*loop.variables, loop.variables[0]), loop.signs, loop.weakest_evidence, ())
            for loop in list(answer)[:_MOST_CHAINS]
        ]
    if not chains:
        return None
    heads = (
        N_("From"), N_("To"), N_("Steps"), N_("Sign"), N_("Chain"), N_("Weakest evidence"),
    )  # fmt: skip
    signs = {1: "+", -1: "\N{MINUS SIGN}", 0: "?"}
    rows = tuple(
        (
            label(model, chain.variables[0], language),
            label(model, chain.variables[-1], language),
            chain.steps,
            signs[chain.sign],
            chain_text(chain, model, language, read),
            evidence_label(model, chain.weakest_evidence, language),
        )
        for chain in chains
    )
    return Table(tuple(say(head, language) for head in heads), rows, language=language)
