"""The links of a model as a matrix, and as a graph of networkx."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from digisys.answers.answer import Answer
from digisys.answers.table import Table
from digisys.answers.wording import view_text
from digisys.graph.labels import label
from digisys.graph.view import (
    POLARITY_SIGNS,
    CertaintyChoice,
    EvidenceChoice,
    View,
    select_view,
)
from digisys.schema import Link, Model
from digisys.words import say

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = ["Adjacency", "adjacency", "to_networkx"]


@dataclass(frozen=True, eq=False, repr=False)
class Adjacency(Answer):
    """Which variable acts on which: rows act on columns.

    Attributes
    ----------
    model
        The model.
    view
        The links that count.
    names
        The ids of the variables, in the order of rows and columns.
    array
        Signs, of shape (variables, variables): ``array[i, j]`` is how ``names[i]`` acts on
        ``names[j]``: 1 strengthens, -1 weakens, 0 no link; NaN where the direction is not
        known or links of one pair differ in it. The diagonal has what damps itself.
    """

    model: Model
    view: View
    names: tuple[str, ...]
    array: NDArray[np.float64]

    def to_frame(self, language: str | None = None) -> pd.DataFrame:
        """Return the matrix as a data frame: rows act on columns.

        Parameters
        ----------
        language
            Rows and columns are labelled in this language; by id when absent.

        Returns
        -------
        pandas.DataFrame
            Signs as in ``array``.
        """
        import pandas as pd

        heads = [
            name if language is None else label(self.model, name, language) for name in self.names
        ]
        frame = pd.DataFrame(self.array, index=heads, columns=heads)
        return frame.rename_axis(index="from", columns="to")

    def table(self, language: str | None = None) -> Table:
        """Return the matrix as a table: rows act on columns."""
        known = language or self.model.default_language
        heads = [label(self.model, name, known) for name in self.names]
        rows = tuple(
            (head, *(_cell(float(value)) for value in row))
            for head, row in zip(heads, self.array, strict=True)
        )
        caption = say("What acts on what: rows act on columns", known)
        return Table((say("Variable", known), *heads), rows, caption, known)

    def summary(self, language: str | None = None) -> tuple[tuple[str, str], ...]:
        """Return the view."""
        known = language or self.model.default_language
        return ((say("View", known), view_text(self.model, self.view, known)),)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data; None where the direction is not known."""
        rows = [[None if np.isnan(value) else int(value) for value in row] for row in self.array]
        return {"rows_act_on_columns": True, "names": list(self.names), "signs": rows}


def _cell(value: float) -> str:
    if np.isnan(value):
        return "?"
    return {1.0: "+", -1.0: "\N{MINUS SIGN}"}.get(value, "")


def adjacency(
    model: Model, *, evidence: EvidenceChoice = None, certainty: CertaintyChoice = "explicit"
) -> Adjacency:
    """Return the signs of all links as a matrix in which rows act on columns.

    Parameters
    ----------
    model
        The model.
    evidence
        Kinds of evidence that count; all when None.
    certainty
        ``explicit``, ``ambiguous`` or ``all``.

    Returns
    -------
    Adjacency
        The ``array`` with its ``names``; ``to_frame()`` has both.

    Examples
    --------
    >>> import digisys
    >>> signs = adjacency(digisys.load("digikompassi"))
    >>> signs.array.shape
    (42, 42)
    >>> float(signs.to_frame().loc["participation", "trust_in_society"])
    1.0
    """
    view = select_view(model, evidence=evidence, certainty=certainty)
    names = tuple(model.variables)
    places = {name: at for at, name in enumerate(names)}
    signs: dict[tuple[int, int], set[int]] = {}
    for link in view.every:
        pair = places[link.source], places[link.target]
        signs.setdefault(pair, set()).add(POLARITY_SIGNS[link.polarity])
    array = np.zeros((len(names), len(names)))
    for pair, found in signs.items():
        sign = found.pop() if len(found) == 1 else 0
        array[pair] = sign or np.nan
    array.setflags(write=False)
    return Adjacency(model, view, names, array)


def to_networkx(
    model: Model,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    language: str | None = None,
) -> nx.MultiDiGraph[str]:
    """Return the model as a graph of networkx, for its algorithms and drawings.

    Parameters
    ----------
    model
        The model.
    evidence
        Kinds of evidence that count; all when None.
    certainty
        ``explicit``, ``ambiguous`` or ``all``.
    language
        Language of the labels; that of the session, else the model's first, when absent.

    Returns
    -------
    networkx.MultiDiGraph
        A node a variable, by its id, with ``label``, ``role``, ``area`` and ``targets``; an
        edge a link from what acts to what it acts on, its key the link's id, with
        ``polarity``, ``sign`` (1, -1, or 0 where it is not known), ``strength``, ``delay`` in
        the model's unit of time, ``certainty`` and ``direction``. All are plain values, as
        files of graphs take them.

    Examples
    --------
    >>> import digisys
    >>> graph = to_networkx(digisys.load("digikompassi"), language="en")
    >>> graph.number_of_nodes(), graph.number_of_edges()
    (42, 69)
    >>> graph.nodes["participation"]["label"]
    'Participation'
    >>> graph.edges["participation", "trust_in_society", "participation->trust_in_society"]["sign"]
    1
    """
    import networkx as nx

    known = language or model.default_language
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=model.title.text(known))
    for name, variable in model.variables.items():
        graph.add_node(
            name,
            label=label(model, name, known),
            role=variable.role,
            area=variable.area or "",
            targets=" ".join(str(item.target) for item in variable.targets),
        )
    for link in select_view(model, evidence=evidence, certainty=certainty).every:
        graph.add_edge(link.source, link.target, key=link.id, **_facts(link))
    return graph


def _facts(link: Link) -> dict[str, str | int | float]:
    strength = link.strength
    return {
        "polarity": link.polarity,
        "sign": POLARITY_SIGNS[link.polarity],
        "strength": strength if isinstance(strength, str) else str(strength),
        "delay": link.lag,
        "certainty": link.certainty,
        "direction": link.direction,
    }
