"""A model as values of Python: a graph of networkx, a data frame with a row a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digisys.exchange.labels import unique_labels
from digisys.exchange.written import size_of, stored_places
from digisys.schema import Model

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["to_frame", "to_graph"]


def to_graph(model: Model, *, language: str | None = None) -> nx.DiGraph[Any]:
    """Return a model as a directed graph of networkx, which :func:`digisys.read_map` takes back.

    Parameters
    ----------
    model
        The model.
    language
        Of labels and notes; the model's first when absent.

    Returns
    -------
    networkx.DiGraph
        Nodes named by id, with ``label``, ``role``, and where told ``description``, ``unit``,
        ``x`` and ``y`` (y downward); edges with ``polarity`` (``positive``, ``negative``,
        ``unknown``), and where told ``strength`` (dimensionless), ``delay`` and ``notes``. Links
        on one pair that differ in sign are one edge of unknown polarity.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> graph = to_graph(model, language="en")
    >>> len(graph), graph.size()
    (42, 74)
    >>> graph.nodes["data_spaces"]["label"]
    'Data spaces created'
    """
    import networkx as nx

    language = language or model.default_language
    graph: nx.DiGraph[Any] = nx.DiGraph(name=model.title.text(language))
    places = stored_places(model)
    for name, item in model.variables.items():
        told: dict[str, Any] = {"label": item.label.text(language), "role": item.role}
        if item.description:
            told["description"] = item.description.text(language)
        if item.unit:
            told["unit"] = item.unit.text(language)
        if name in places:
            told["x"], told["y"] = places[name]
        graph.add_node(name, **told)
    for link in model.links:
        told = {"polarity": link.polarity}
        size = size_of(link)
        if size is not None:
            told["strength"] = size
        if link.delay:
            told["delay"] = True
        if link.note:
            told["notes"] = link.note.text(language)
        if graph.has_edge(*link.pair) and graph.edges[link.pair]["polarity"] != link.polarity:
            told["polarity"] = "unknown"
        graph.add_edge(*link.pair, **told)
    return graph


def to_frame(model: Model, *, language: str | None = None) -> pd.DataFrame:
    """Return the links of a model as a data frame, which :func:`digisys.read_map` takes back.

    Parameters
    ----------
    model
        The model.
    language
        Of labels and notes; the model's first when absent.

    Returns
    -------
    pandas.DataFrame
        A row a link, by its id: ``from`` and ``to`` (labels), ``polarity``, ``strength``
        (dimensionless, NaN where it is not one number), ``delay`` and ``note``.

    Examples
    --------
    >>> import digisys
    >>> frame = to_frame(digisys.load("digikompassi"), language="en")
    >>> frame.loc["talent_attractiveness->work_and_study_immigration", "polarity"]
    'positive'
    """
    import pandas as pd

    language = language or model.default_language
    labels = unique_labels(model, language)
    rows = [
        {
            "from": labels[link.source],
            "to": labels[link.target],
            "polarity": link.polarity,
            "strength": size_of(link),
            "delay": bool(link.delay),
            "note": link.note.text(language) if link.note else None,
        }
        for link in model.links
    ]
    index = pd.Index([link.id for link in model.links], name="link", dtype=object)
    return pd.DataFrame(rows, index=index, columns=_COLUMNS)


_COLUMNS = ["from", "to", "polarity", "strength", "delay", "note"]
