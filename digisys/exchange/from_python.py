"""Maps that are values of Python: a graph of networkx, a data frame of links or a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digisys.exchange.as_read import MapRead, Reading
from digisys.exchange.format import ReadOptions
from digisys.exchange.formats.tables import read_tables
from digisys.exchange.graph_fields import add_edge, add_node
from digisys.io.tables.table import Row, Table

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["read_frame", "read_graph"]


def read_graph(graph: nx.DiGraph[Any]) -> MapRead:
    """Read a graph: signs in ``polarity``, ``sign`` or ``label`` of its edges, or in ``weight``."""
    reading = Reading(str(graph.name or ""))
    for name, fields in graph.nodes(data=True):
        add_node(reading, str(name), f"node {name}", fields)
    for source, target, fields in graph.edges(data=True):
        item = f"edge {source} {target}"
        both = not graph.is_directed()
        add_edge(reading, str(source), str(target), item, fields, both=both)
    return reading.done()


def read_frame(frame: pd.DataFrame, options: ReadOptions) -> MapRead:
    """Read a frame with a row a link, or a matrix whose index names what its columns do."""
    heads = [str(name) for name in frame.columns]
    square = [str(name) for name in frame.index] == heads
    values = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    rows = [Row(1, (None, *heads) if square else tuple(heads))]
    for at, cells in enumerate(values):
        labelled = (heads[at], *cells) if square else tuple(cells)
        rows.append(Row(at + 2, labelled))
    return read_tables((Table("DataFrame", tuple(rows)),), options)
