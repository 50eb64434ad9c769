"""All variables and all links of a model as tables, with ids beside labels."""

from __future__ import annotations

from digisys.analysis.facts import ROLE_WORDS, Facts, heads_in
from digisys.answers.table import Cell, Formatted
from digisys.answers.wording import link_basis, polarity_mark
from digisys.graph.directions import assumed_pairs
from digisys.graph.labels import area_label, label
from digisys.graph.view import POLARITY_SIGNS
from digisys.schema import Model
from digisys.words import N_, say

__all__ = ["links", "variables"]


def variables(model: Model, *, language: str | None = None) -> Facts:
    """List the variables with their ids, roles, areas and units.

    Parameters
    ----------
    model
        The model.
    language
        Language of the texts; the model's first when absent.

    Returns
    -------
    Facts
        One row a variable, in the order of the file.

    Examples
    --------
    >>> import digisys
    >>> variables(digisys.load("digikompassi")).records[0]["role"]
    'stock'
    """
    language = language or model.default_language
    rows, records = [], []
    for name, item in model.variables.items():
        text = label(model, name, language)
        area = area_label(model, item.area, language) if item.area else ""
        unit = item.unit.text(language) if item.unit else ""
        role = Formatted(say(ROLE_WORDS[item.role], language), item.role)
        rows.append((name, text, role, area, unit))
        records.append(
            {
                "id": name,
                "label": text,
                "role": item.role,
                "area": item.area,
                "unit": unit or None,
            }
        )
    heads = heads_in(language, N_("Id"), N_("Variable"), N_("Role"), N_("Area"), N_("Unit"))
    return Facts(language, say("Variables", language), (), heads, tuple(rows), tuple(records))


def links(model: Model, *, language: str | None = None, ids: bool = False) -> Facts:
    """List the links with their signs, whatever their evidence and certainty.

    Each tells how it is known: whether the source says so, and whose reading its direction is.

    Parameters
    ----------
    model
        The model.
    language
        Language of the texts; the model's first when absent.
    ids
        Whether people are shown the id of each link too; data always has it.

    Returns
    -------
    Facts
        One row a link, in the order of the file.

    Examples
    --------
    >>> import digisys
    >>> sorted(links(digisys.load("digikompassi")).records[0])
    ['certainty', 'direction', 'from', 'id', 'polarity', 'to']
    """
    language = language or model.default_language
    rows: list[tuple[Cell, ...]] = []
    records = []
    read = assumed_pairs(model.links)
    for link in model.links:
        source, target = (label(model, end, language) for end in (link.source, link.target))
        rows.append(
            (
                *([link.id] if ids else []),
                source,
                Formatted(polarity_mark(POLARITY_SIGNS[link.polarity]), link.polarity),
                target,
                link_basis(link, language),
            )
        )
        records.append(
            {
                "id": link.id,
                "from": link.source,
                "to": link.target,
                "polarity": link.polarity,
                "certainty": link.certainty,
                **({"direction": link.direction} if read else {}),
            }
        )
    first = [N_("Id")] if ids else []
    heads = heads_in(language, *first, N_("From"), N_("Sign"), N_("To"), N_("Basis"))
    return Facts(language, say("Links", language), (), heads, tuple(rows), tuple(records))
