"""All variables and all links of a model as tables, with ids beside labels."""

from __future__ import annotations

from digisys.analysis.facts import ROLE_WORDS, Facts, heads_in
from digisys.answers.table import Cell, Formatted
from digisys.answers.wording import polarity_mark
from digisys.graph.directions import assumed_direction, assumed_pairs
from digisys.graph.labels import area_label, label
from digisys.graph.view import POLARITY_SIGNS
from digisys.schema import Link, Model
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


def links(model: Model, *, language: str | None = None) -> Facts:
    """List the links with their ids and signs, whatever their evidence and certainty.

    Where the direction of some is a reading of the source, each tells whether it is stated.

    Parameters
    ----------
    model
        The model.
    language
        Language of the texts; the model's first when absent.

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
                link.id,
                source,
                Formatted(polarity_mark(POLARITY_SIGNS[link.polarity]), link.polarity),
                target,
                *([_direction(link, language)] if read else []),
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
    direction = [N_("Direction")] if read else []
    heads = heads_in(language, N_("Id"), N_("From"), N_("Sign"), N_("To"), *direction)
    return Facts(language, say("Links", language), (), heads, tuple(rows), tuple(records))


def _direction(link: Link, language: str) -> Formatted:
    text = N_("our reading") if assumed_direction(link) else N_("stated in the source")
    return Formatted(say(text if link.polarity != "unknown" else "", language), link.direction)
