"""The equations of Vensim and XMILE as pysimlin, an engine for them, sees them."""

from __future__ import annotations

import tempfile
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from digisys.errors import MissingPackageError, QuestionError
from digisys.exchange.as_read import LinkRead, MapRead, Sign
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format
from digisys.exchange.losses import Loss
from digisys.exchange.texts import name_key
from digisys.words import Message

__all__ = ["Engine", "open_engine", "with_derived_signs"]

_SUFFIXES = {"vensim": ".mdl", "xmile": ".xmile"}


@dataclass(frozen=True)
class Engine:
    """A model with equations, open in the engine.

    Attributes
    ----------
    name
        The engine and its version, such as ``pysimlin 0.8.5``.
    model
        The model, as the engine has it.
    """

    name: str
    model: Any

    @property
    def stocks(self) -> frozenset[str]:
        """Names of its stocks, by :func:`name_key`."""
        found = (each for each in self.model.variables if type(each).__name__ == "Stock")
        return frozenset(name_key(each.name) for each in found)


def open_engine(file: ForeignFile, kind: Format | None) -> Engine:
    """Open a model with equations in the engine; nothing beside the file is read.

    Raises
    ------
    MissingPackageError
        If the engine is not installed.
    QuestionError
        If the file has no equations, or the engine cannot read it.
    """
    suffix = _SUFFIXES.get(kind.name) if kind else None
    if suffix is None:
        raise QuestionError(
            Message("{path} has no equations.", {"path": file.name}),
            Message("Give a model of Vensim (.mdl) or XMILE (.xmile, .stmx)."),
        )
    try:
        import simlin
    except ImportError:
        raise MissingPackageError("pysimlin", "engines") from None
    # A copy in a folder of its own: the ending says its kind, and nothing lies beside it.
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, f"model{suffix}")
        copy.write_text(file.text, encoding="utf-8")
        try:
            model = simlin.load(copy)
        except simlin.SimlinError as error:
            told = str(error).replace(str(copy), file.name)
            raise QuestionError(
                Message("The engine cannot read {path}: {why}", {"path": file.name, "why": told}),
                Message("Save the map anew in the program that made it."),
            ) from None
    return Engine(f"pysimlin {version('pysimlin')}", model)


def with_derived_signs(read: MapRead, engine: Engine) -> MapRead:
    """Give links without a drawn or stated sign the one that their equation has.

    Where a drawn or stated sign is the opposite, it stays, and the losses tell so.

    Parameters
    ----------
    read
        The map.
    engine
        The same file, open in the engine.

    Returns
    -------
    MapRead
        The map; its losses tell each sign that was derived, and by what.
    """
    labels = {node.key: node.label for node in read.nodes}
    signs = _signs(engine, labels)
    losses = list(read.losses)
    links: list[LinkRead] = []
    for link in read.links:
        sign = signs.get((link.source, link.target))
        if sign in (None, link.sign):
            links.append(link)
            continue
        name = f"{labels[link.source]} → {labels[link.target]}"
        if link.sign == "?":
            values = {"link": name, "sign": sign, "engine": engine.name}
            losses.append(Loss("derived-sign", link.item, values))
            note = f"Sign derived from the equation by {engine.name}."
            links.append(link._replace(sign=sign, notes=(*link.notes, note)))
            continue
        values = {"link": name, "sign": link.sign, "engine": engine.name}
        losses.append(Loss("sign-against-derived", link.item, values))
        note = f"The sign derived from the equation by {engine.name} is the opposite."
        links.append(link._replace(notes=(*link.notes, note)))
    return replace(read, links=tuple(links), losses=tuple(losses))


def _signs(engine: Engine, named: Container[str]) -> Mapping[tuple[str, str], Sign]:
    """Return the signs that the engine knows, by the names of both ends.

    A flow that the engine adds to a stock, such as ``workers_net_flow``, is no variable of the
    file: what acts on it acts on the stock, with the product of both signs.
    """
    known: dict[str, Sign] = {"+": "+", "-": "-"}
    signs = {
        (name_key(link.from_var), name_key(link.to_var)): known[str(link.polarity)]
        for link in engine.model.get_links()
        if str(link.polarity) in known
    }
    filled = {flow: (stock, sign) for (flow, stock), sign in signs.items() if flow not in named}
    for (cause, flow), first in tuple(signs.items()):
        if flow in filled:
            stock, second = filled[flow]
            signs[cause, stock] = "+" if first == second else "-"
    return signs
