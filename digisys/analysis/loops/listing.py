"""Loops as values, and long lists of them that are written out only where looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from digisys.analysis.loops.store import Numbered, Store
from digisys.answers.frames import along, joined
from digisys.answers.wording import polarity_mark
from digisys.graph.labels import short_label
from digisys.schema import Model
from digisys.words import say_count

if TYPE_CHECKING:
    from digisys.analysis.loops.order import LoopOrder

__all__ = ["FoundLoop", "LoopList", "declared_cycles", "found_loop", "listed"]

#: Stores up to this size are sorted and written out at once, without NumPy.
_FEW = 300

#: The names of each declared cycle, as loop and cycle: several if it is declared again.
Declared = Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class FoundLoop:
    """A simple cycle of the graph.

    Attributes
    ----------
    name
        The declared loop that it is an instance of, such as ``R1``; None if unnamed.
    instance
        Which cycle of that loop, such as ``R1a``; None if unnamed.
    kind
        ``reinforcing``, ``balancing``, or ``unknown`` if a polarity is unknown.
    variables
        Ids in causal order, rotated so that the smallest id comes first.
    links
        The ids of the links, in the same order; where several run between the same two,
        those two, as ``source->target``.
    signs
        Sign of each link; 0 where it is unknown or several between the same two differ.
    weakest_evidence
        The weakest kind of evidence among its links.
    also
        Further names of the same cycle, each as loop and cycle: ``(("R3", "R3a"),)``.
    """

    name: str | None
    instance: str | None
    kind: str
    variables: tuple[str, ...]
    links: tuple[str, ...]
    signs: tuple[int, ...]
    weakest_evidence: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def instances(self) -> tuple[str, ...]:
        """All names under which the cycle is declared; empty if unnamed."""
        return () if self.instance is None else (self.instance, *(name for _, name in self.also))

    def text(self, model: Model, language: str, *, most: int | None = None) -> str:
        """Write the loop with short labels and a sign on each arrow.

        Parameters
        ----------
        model
            The model.
        language
            Language of the labels.
        most
            How many variables to name at most; a longer loop tells how many more it has.

        Returns
        -------
        str
            The loop, back to where it begins.
        """
        following = (*self.variables[1:], self.variables[0])
        steps = [
            f"{polarity_mark(sign)}→ {short_label(model, name, language)}"
            for sign, name in zip(self.signs[:most], following, strict=False)
        ]
        left = len(self.signs) - len(steps)
        if left > 1:
            more = say_count("{count} more", "{count} more", left, language)
            steps.append(f"… ({more})")
        elif left:
            return self.text(model, language)
        return " ".join((short_label(model, self.variables[0], language), *steps))

    def to_dict(self) -> dict[str, Any]:
        """Return the loop as plain data."""
        return {
            "name": self.name,
            "instance": self.instance,
            "instances": list(self.instances),
            "kind": self.kind,
            "variables": list(self.variables),
            "links": list(self.links),
            "evidence": self.weakest_evidence,
        }


#: Columns of loops in a data frame.
FRAME = ["name", "instance", "kind", "variables", "instances"]


def frame_row(loop: FoundLoop) -> tuple[Any, ...]:
    """Return a loop as a row of a data frame."""
    cells = along(loop.variables), joined(loop.instances)
    return loop.name, loop.instance, loop.kind, *cells


def declared_cycles(model: Model) -> Declared:
    """Map each declared cycle, rotated to its smallest id, to its loops and its own names."""
    found: dict[tuple[str, ...], tuple[tuple[str, str], ...]] = {}
    for name, loop in model.loops.items():
        for instance, cycle in loop.cycles.items():
            key = _rotated(cycle)
            found[key] = (*found.get(key, ()), (name, instance))
    return found


def _rotated(cycle: tuple[str, ...]) -> tuple[str, ...]:
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]


def found_loop(numbered: Numbered, links: Sequence[int], declared: Declared) -> FoundLoop:
    """Write out the loop along some links, which are given by their numbers."""
    first = min(range(len(links)), key=lambda i: numbered.ends[links[i]][0])
    arcs = [numbered.arcs[link] for link in (*links[first:], *links[:first])]
    sign = 1
    for arc in arcs:
        sign *= arc.sign
    variables = tuple(arc.link.source for arc in arcs)
    names = declared.get(variables, ())
    name, instance = names[0] if names else (None, None)
    return FoundLoop(
        name,
        instance,
        {1: "reinforcing", -1: "balancing", 0: "unknown"}[sign],
        variables,
        tuple(arc.id for arc in arcs),
        tuple(arc.sign for arc in arcs),
        numbered.graph.evidence_name(max(arc.rank for arc in arcs)),
        names[1:],
    )


def _order(loop: FoundLoop) -> tuple[bool, str, int, tuple[str, ...]]:
    return loop.instance is None, loop.instance or "", len(loop.variables), loop.variables


def listed(store: Store) -> Sequence[FoundLoop]:
    """Return the loops of a store in order: the declared first, then by length and ids."""
    declared = declared_cycles(store.numbered.graph.model)
    if store.count > _FEW:
        return LoopList(store, declared)
    loops = [
        found_loop(store.numbered, store.parts.links(loop), declared) for loop in _tuples(store)
    ]
    return tuple(sorted(loops, key=_order))


def _tuples(store: Store) -> Iterator[tuple[int, ...]]:
    yield from store.few
    for batch in store.many:
        arcs, sizes = batch.flat()
        begin = 0
        for size in sizes:
            yield tuple(int(arc) for arc in arcs[begin : begin + size])
            begin += size


class LoopList(Sequence[FoundLoop]):
    """A long list of loops, sorted when it is first looked at and written out piecewise."""

    def __init__(self, store: Store, declared: Declared) -> None:
        self._store = store
        self._declared = declared

    def __len__(self) -> int:
        return self._store.count

    def __repr__(self) -> str:
        return f"<{len(self)} loops>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return NotImplemented if not isinstance(other, Sequence) else False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash((len(self), self[0]))

    @property
    def named(self) -> tuple[FoundLoop, ...]:
        """The loops that are instances of a declared one; they come first."""
        return tuple(self[i] for i in range(len(self._order.first)))

    @cached_property
    def _order(self) -> LoopOrder:
        from digisys.analysis.loops.order import LoopOrder

        return LoopOrder(self._store, self._declared)

    @overload
    def __getitem__(self, index: int) -> FoundLoop: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[FoundLoop, ...]: ...
    def __getitem__(self, index: int | slice) -> FoundLoop | tuple[FoundLoop, ...]:
        """Return one loop, or some as a tuple."""
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        return found_loop(self._store.numbered, self._order.loop(place), self._declared)

    def link_counts(self) -> dict[str, int]:
        """Count the loops through each link, without writing the loops out."""
        links = self._store.numbered.arcs
        counts = self._order.link_counts()
        return {arc.id: int(count) for arc, count in zip(links, counts, strict=True) if count}
