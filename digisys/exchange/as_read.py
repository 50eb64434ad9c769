"""A map as another tool's file tells it, before any of it becomes a model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, Literal, NamedTuple, overload

from digisys.exchange.losses import Loss
from digisys.exchange.texts import label_of, note_of
from digisys.words import Message

__all__ = [
    "MOST",
    "MOST_LINKS",
    "FormatError",
    "LinkColumns",
    "LinkRead",
    "LoopRead",
    "MapRead",
    "NodeRead",
    "Reading",
    "RoleRead",
    "Sign",
    "SizeRead",
]

Sign = Literal["+", "-", "?"]
RoleRead = Literal["", "stock", "input", "auxiliary"]

SizeRead = Literal["", "weak", "moderate", "strong"]

#: What may be told of an element in several places.
_MORE_OF_NODE = ("role", "place", "unit", "description", "groups", "notes")
#: A file that holds more than this is no map.
MOST_NODES, MOST_LINKS = 100_000, 500_000
MOST = {"most": MOST_LINKS}


class FormatError(Exception):
    """A file is not what its format asks for.

    Parameters
    ----------
    what
        What is wrong.
    line
        The line of a text, counted from 1, if that is known.
    """

    def __init__(self, what: Message, line: int | None = None) -> None:
        super().__init__(what, line)
        self.what = what
        self.line = line


class NodeRead(NamedTuple):
    """An element of a map: a variable to be.

    Attributes
    ----------
    key
        What the links of the file call it.
    label
        What people call it, on one line.
    item
        Where it stands in the file, in the format's own terms, such as ``Elements!A3``.
    role
        ``stock``, ``input`` or ``auxiliary``; empty where the file does not tell.
    place
        The middle of its box, y downward, in units of the file.
    unit, description
        As told; empty when not.
    groups
        Names of the groups, types or layers that it belongs to.
    notes
        Whatever else is told of it.
    """

    key: str
    label: str
    item: str
    role: RoleRead = ""
    place: tuple[float, float] | None = None
    unit: str = ""
    description: str = ""
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class LinkRead(NamedTuple):
    """A statement that one element acts on another.

    Attributes
    ----------
    source, target
        Keys of the elements.
    sign
        ``+``, ``-``, or ``?`` where the file tells none.
    item
        Where it stands in the file.
    weight
        Size of the effect without its sign, as the file has it.
    size
        ``weak``, ``moderate`` or ``strong``, where the file says it in a word.
    delay
        Whether the file marks a delay.
    said_by, notes
        Who states it, and in which words.
    told
        The word by which the file tells its sign, where the file has words of its own.
    """

    source: str
    target: str
    sign: Sign
    item: str
    weight: float | None = None
    size: SizeRead = ""
    delay: bool = False
    said_by: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    told: str = ""


class LinkColumns(Sequence[LinkRead]):
    """Statements of a large map, kept by columns until one is asked for.

    Parameters
    ----------
    columns
        The fields of :class:`LinkRead`, one after the other, each for all statements.

    Examples
    --------
    >>> column = LinkColumns.of([LinkRead("a", "b", "+", "A2"), LinkRead("b", "a", "-", "A3")])
    >>> column[1].sign, list(column.columns[2])
    ('-', ['+', '-'])
    """

    def __init__(self, columns: Sequence[Sequence[Any]]) -> None:
        self.columns = columns

    @classmethod
    def of(cls, links: Sequence[LinkRead]) -> LinkColumns:
        """Return links by columns."""
        if isinstance(links, LinkColumns):
            return links
        columns = [list(each) for each in zip(*links, strict=True)]
        return cls(columns or [[] for _ in LinkRead._fields])

    def __len__(self) -> int:
        return len(self.columns[0])

    @overload
    def __getitem__(self, at: int) -> LinkRead: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LinkRead]: ...
    def __getitem__(self, at: int | slice) -> LinkRead | Sequence[LinkRead]:
        if isinstance(at, slice):
            return tuple(self)[at]
        return LinkRead(*(column[at] for column in self.columns))

    def __iter__(self) -> Iterator[LinkRead]:
        return map(_new_link, repeat(LinkRead), zip(*self.columns, strict=True))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LinkColumns | tuple):
            return NotImplemented
        return tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


#: Makes a link of all its parts, without looking at their names.
_new_link: Callable[..., LinkRead] = tuple.__new__


@dataclass(frozen=True)
class LoopRead:
    """A feedback loop that the file names.

    Attributes
    ----------
    name
        What the file calls it, such as ``R1``.
    item
        Where it stands in the file.
    pairs
        Keys of source and target of its links; empty where only the name is told.
    sign
        ``+`` if it is called reinforcing, ``-`` if balancing.
    description
        As told.
    """

    name: str
    item: str
    pairs: tuple[tuple[str, str], ...] = ()
    sign: Sign = "?"
    description: str = ""


@dataclass(frozen=True)
class MapRead:
    """A whole map as read.

    Attributes
    ----------
    nodes, links, loops
        What it holds, in the order of the file.
    title, description
        As told; empty when not.
    losses
        What the reader could not carry.
    """

    nodes: tuple[NodeRead, ...] = ()
    links: Sequence[LinkRead] = ()
    loops: tuple[LoopRead, ...] = ()
    title: str = ""
    description: str = ""
    losses: tuple[Loss, ...] = ()


class Reading:
    """Collects what a reader finds; :meth:`done` gives the map."""

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.nodes: dict[str, NodeRead] = {}
        self.links: list[LinkRead] = []
        self._columns: LinkColumns | None = None
        self.loops: list[LoopRead] = []
        self.losses: list[Loss] = []
        self.texts: list[str] = []

    def node(
        self,
        key: str,
        label: str,
        item: str,
        *,
        role: RoleRead = "",
        place: tuple[float, float] | None = None,
        unit: str = "",
        description: str = "",
        groups: str | Iterable[str] = (),
        notes: str | Iterable[str] = (),
    ) -> None:
        """Add an element; what is told of it again fills what was not told before."""
        label = label_of(label)
        unit = label_of(unit) if unit else ""
        description = note_of(description) if description else ""
        within = _cleaned(groups, label_of) if groups else ()
        told = _cleaned(notes, note_of) if notes else ()
        self._add(NodeRead(key, label, item, role, place, unit, description, within, told))

    def add_nodes(self, nodes: Sequence[NodeRead]) -> None:
        """Add elements whose texts are as a model may hold them; see :meth:`node`."""
        keyed = {node.key: node for node in nodes}
        new = len(keyed) == len(nodes) and keyed.keys().isdisjoint(self.nodes)
        if new and len(self.nodes) + len(nodes) <= MOST_NODES:
            self.nodes.update(keyed)
            return
        for node in nodes:
            self._add(node)

    def _add(self, new: NodeRead) -> None:
        found = self.nodes.get(new.key)
        if found is not None:
            empty = {
                name: value
                for name in _MORE_OF_NODE
                if (value := getattr(new, name)) and not getattr(found, name)
            }
            self.nodes[new.key] = found._replace(**empty) if empty else found
            return
        if len(self.nodes) >= MOST_NODES:
            raise FormatError(
                Message("The map has more than {most} elements.", {"most": MOST_NODES})
            )
        self.nodes[new.key] = new

    def label(self, key: str, label: str) -> None:
        """Name an element whose text the file tells after its first arrow."""
        self.nodes[key] = self.nodes[key]._replace(label=label_of(label))

    def link(
        self,
        source: str,
        target: str,
        sign: Sign,
        item: str,
        *,
        weight: float | None = None,
        size: SizeRead = "",
        delay: bool = False,
        said_by: str | Iterable[str] = (),
        notes: str | Iterable[str] = (),
        told: str = "",
    ) -> None:
        """Add a statement on a pair."""
        who = _cleaned(said_by, label_of) if said_by else ()
        words = _cleaned(notes, note_of) if notes else ()
        self.add_links(
            [LinkRead(source, target, sign, item, weight, size, delay, who, words, told)]
        )

    def add_links(self, links: Sequence[LinkRead]) -> None:
        """Add statements on pairs whose texts are as a model may hold them."""
        if len(self._columns or self.links) + len(links) > MOST_LINKS:
            raise FormatError(Message("The map has more than {most} links.", MOST))
        if self._columns is None and not self.links and isinstance(links, LinkColumns):
            self._columns = links  # the only ones, as a rule
            return
        self._unfold()
        self.links.extend(links)

    def _unfold(self) -> None:
        if self._columns is not None:
            self.links.extend(self._columns)
            self._columns = None

    def loop(
        self,
        name: str,
        item: str,
        *,
        pairs: tuple[tuple[str, str], ...] = (),
        sign: Sign = "?",
        description: str = "",
    ) -> None:
        """Add a loop that the file names."""
        if len(self.loops) < MOST_NODES:
            self.loops.append(LoopRead(label_of(name), item, pairs, sign, note_of(description)))

    def text(self, text: str, item: str) -> None:
        """Keep a text that belongs to no element in the description of the map."""
        if text := note_of(text):
            self.texts.append(text)
            self.lose("free-text", item, text=text)

    def lose(self, code: str, item: str, **values: object) -> None:
        """Report what could not be carried."""
        if len(self.losses) < MOST_LINKS:
            self.losses.append(Loss(code, item, values))

    def done(self) -> MapRead:
        """Return the map; an end of a link that the file does not list becomes an element."""
        links = tuple(self.links) if self._columns is None else self._columns
        sources, targets = LinkColumns.of(links).columns[:2]
        if not self.nodes.keys() >= {*sources, *targets}:
            for link in links:
                for key in (link.source, link.target):
                    if key not in self.nodes:
                        self.node(key, key, link.item)
        if not self.nodes:
            raise FormatError(Message("The file holds no elements."))
        return MapRead(
            tuple(self.nodes.values()),
            links,
            tuple(self.loops),
            label_of(self.title),
            "\n\n".join(self.texts),
            tuple(self.losses),
        )


def _cleaned(texts: str | Iterable[str], clean: Callable[[str], str]) -> tuple[str, ...]:
    """Make texts such as a model may hold, each once; drop those that are blank."""
    texts = (texts,) if isinstance(texts, str) else texts
    found = [text for each in texts if each and (text := clean(each))]
    return tuple(dict.fromkeys(found))
