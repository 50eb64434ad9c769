"""The parts of a model that nothing links, each to be laid out for itself."""

from __future__ import annotations

from collections.abc import Sequence

from digisys.schema import Model

__all__ = ["linked_parts"]


def linked_parts(model: Model, names: Sequence[str], *, by_area: bool = True) -> list[list[str]]:
    """Group variables that hang together by links, or by a panel that they share.

    Parameters
    ----------
    model
        The model.
    names
        The variables.
    by_area
        Whether the variables of an area belong together, linked or not.

    Returns
    -------
    list of list of str
        The parts, those and what is in them in the order given.
    """
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(names)
    inside = set(names)
    graph.add_edges_from(
        (link.source, link.target)
        for link in model.links
        if link.source in inside and link.target in inside
    )
    if by_area:
        first: dict[str, str] = {}
        for name in names:
            area = model.variables[name].area
            if area is not None:
                graph.add_edge(first.setdefault(area, name), name)
    order = {name: n for n, name in enumerate(names)}
    return [sorted(part, key=order.__getitem__) for part in nx.connected_components(graph)]
