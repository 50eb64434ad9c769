"""Names that several things of a model share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from digisys.graph.folding import fold
from digisys.graph.names import Meaning, Name, every_name, meanings, target_names
from digisys.schema import Model

__all__ = ["Clash", "name_clashes"]


@dataclass(frozen=True)
class Clash:
    """Names that the same things share, and what a question takes them for.

    Attributes
    ----------
    names
        The names as the model spells them.
    things
        What is called so.
    meant
        What a question takes the names for: one thing, or several if it asks.
    """

    names: tuple[str, ...]
    things: tuple[Meaning, ...]
    meant: tuple[Meaning, ...]


def name_clashes(model: Model) -> tuple[Clash, ...]:
    """Find the names that several things share, of any kind and in any language.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    tuple of Clash
        One for each set of things that share names and are told apart alike.

    Examples
    --------
    >>> import digisys
    >>> clash = name_clashes(digisys.load("digikompassi"))[0]
    >>> clash.things, clash.meant
    ((('variable', 'cost_efficiency'), ('loop', 'R5')), (('variable', 'cost_efficiency'),))
    """
    called: dict[str, dict[Meaning, bool]] = {}
    spelt: dict[str, dict[str, None]] = {}
    for item in every_name(model):
        folded = fold(item.text)
        things = called.setdefault(folded, {})
        things[item.meaning] = things.get(item.meaning, False) or not item.is_key
        spelt.setdefault(folded, {})[item.text] = None
    for item in _numbers(model):
        if fold(item.text) in called:
            called[fold(item.text)].setdefault(item.meaning, False)
    found: dict[tuple[tuple[Meaning, ...], tuple[Meaning, ...]], list[str]] = {}
    for folded, things in called.items():
        if len(things) > 1:
            for text in spelt[folded]:
                meant = meanings(model, text, called=things)
                found.setdefault((tuple(things), meant), []).append(text)
    return tuple(Clash(tuple(texts), *pair) for pair, texts in found.items())


def _numbers(model: Model) -> Iterator[Name]:
    yield from target_names(model)
    for number in model.targets:
        yield Name(str(number), "target", number)
        yield Name(f"T{number}", "target", number)
