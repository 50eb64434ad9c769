"""From a map as read to a model: ids, evidence, one link a pair, positions that fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import eq
from pathlib import Path
from typing import Any

from digisys.errors import ModelFileError
from digisys.exchange.as_read import LinkColumns, LinkRead, LoopRead, MapRead, NodeRead, Sign
from digisys.exchange.ids import slug, unique_ids
from digisys.exchange.losses import Loss
from digisys.exchange.made_model import Parts, made_model, plain_evidence, with_plain_parts
from digisys.exchange.places import spread
from digisys.exchange.texts import label_of
from digisys.schema import Model
from digisys.schema.checks.consistency import find_problems

__all__ = ["Origin", "doubtful", "plain_model", "to_model"]

_POLARITIES: Mapping[Sign, str] = {"+": "positive", "-": "negative", "?": "unknown"}
_KINDS: Mapping[Sign, str] = {"+": "reinforcing", "-": "balancing", "?": "unknown"}
#: Letters of a label, as the checks of a model allow.
_LONGEST_LABEL = 1000
_WEIGHT = LinkRead._fields.index("weight")


@dataclass(frozen=True)
class Origin:
    """Where a map comes from.

    Attributes
    ----------
    file
        Name of the file.
    format
        What people call its format.
    language
        The language of its texts.
    """

    file: str
    format: str
    language: str = "en"


def to_model(read: MapRead, origin: Origin) -> tuple[Model, tuple[Loss, ...]]:
    """Make a model of a map.

    Ids come from labels; the file becomes a source, and the place of each item its evidence.
    Statements on one pair become one link: of opposite signs, one of unknown sign with all
    statements in its note. Negative links of a variable to itself are damping.

    Parameters
    ----------
    read
        The map.
    origin
        Where it comes from.

    Returns
    -------
    tuple
        The model, and what could not be carried, that of the reader first.

    Raises
    ------
    ModelFileError
        If the map holds nothing that a model can.
    """
    making = _Making(read, origin)
    parts = making.parts()
    raw = with_plain_parts(*parts) if read.loops else parts[0]
    if problems := find_problems(doubtful(raw)):
        raise ModelFileError(problems)
    return made_model(*parts), (*read.losses, *making.losses)


def plain_model(read: MapRead, origin: Origin) -> tuple[dict[str, Any], list[Loss]]:
    """Make a model of a map as plain data, not yet checked; see :func:`to_model`."""
    making = _Making(read, origin)
    return with_plain_parts(*making.parts()), making.losses


def doubtful(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the parts of a model made of a map that may contradict each other.

    Variables, links and places are put together here so that they agree; only what a map tells
    of loops is compared with its links.

    Parameters
    ----------
    raw
        The model as plain data.
    """
    if raw["loops"]:
        return raw
    return {key: raw[key] for key in raw if key not in ("variables", "links", "layout")}


class _Making:
    """Puts the parts of a model together, and notes what is lost on the way."""

    def __init__(self, read: MapRead, origin: Origin) -> None:
        self.read, self.origin = read, origin
        self.losses: list[Loss] = []
        self.source = slug(Path(origin.file).name.partition(".")[0])
        blank = not all(node.label for node in read.nodes)
        used = {end for link in read.links for end in link[:2]} if blank else set()
        self.nodes: list[NodeRead] = [] if blank else list(read.nodes)
        for node in read.nodes if blank else ():
            if node.label:
                self.nodes.append(node)
            elif node.key in used:
                self.nodes.append(node._replace(label=label_of(node.key) or "?"))
            else:
                self.lose("no-label", node.item)
        if not self.nodes:  # a map of nothing but blank boxes
            self.nodes = [node._replace(label="?") for node in read.nodes[:1]]
        ids = unique_ids(node.label for node in self.nodes)
        self.ids = {node.key: name for node, name in zip(self.nodes, ids, strict=True)}
        self.areas = self._areas()
        self.closing: list[str] = []

    def lose(self, code: str, item: str, **values: object) -> None:
        self.losses.append(Loss(code, item, values))

    def parts(self) -> tuple[dict[str, Any], Sequence[str], Parts, Parts]:
        """Return the head of the model, ids of variables, and what is told of these and of links.

        As :func:`~digisys.exchange.made_model.made_model` takes them.
        """
        links = self._links()
        loops = self._loops(links)
        raw: dict[str, Any] = {
            "schema": 1,
            "id": self.source,
            "title": self.read.title[:_LONGEST_LABEL]
            or Path(self.origin.file).name.partition(".")[0]
            or "map",
            "languages": [self.origin.language],
            "sources": {
                self.source: {
                    "title": label_of(f"{Path(self.origin.file).name} ({self.origin.format})"),
                    "kind": "model",
                }
            },
            "areas": {name: {"label": label} for label, name in self.areas.items()},
            "loops": loops,
        }
        variables = self._variables()
        description = "\n\n".join(filter(None, [self.read.description, *self.closing]))
        if description:
            raw["description"] = description
        if layout := self._layout():
            raw["layout"] = layout
        return raw, tuple(self.ids.values()), variables, links

    # -- variables ------------------------------------------------------------

    def _areas(self) -> dict[str, str]:
        """Name the areas: groups, where the map has no places that would not fit them."""
        placed = any(node.place for node in self.nodes)
        if placed or any(len(node.groups) > 1 for node in self.nodes):
            return {}
        groups = list(dict.fromkeys(group for node in self.nodes for group in node.groups))
        return dict(zip(groups, unique_ids(groups), strict=True))

    def _variables(self) -> Parts:
        """Return what is told of variables."""
        _, labels, items, roles, _, units, descriptions, groups, notes = map(
            list, zip(*self.nodes, strict=True)
        )
        told = [
            "\n".join(filter(None, (first, *more))) if more else first
            for first, more in zip(descriptions, notes, strict=True)
        ]
        for at, node in enumerate(self.nodes):
            if len(node.label) > _LONGEST_LABEL or (node.groups and not self.areas):
                labels[at], told[at] = self._shortened(node)
            if node.role == "input" and node.key in self._moved:
                # A number in an equation makes no claim; a stated constant does.
                self.lose("input-with-causes", node.item, name=labels[at][:80])
                roles[at] = "auxiliary"
        parts: Parts = {"label": labels, "evidence": list(zip(items, strict=True))}
        within = [self.areas[group[0]] if group else None for group in groups] if self.areas else []
        more = {"role": roles, "area": within, "unit": units, "description": told}
        return parts | _where_told(more)

    def _shortened(self, node: NodeRead) -> tuple[str, str]:
        """Return the label as it can be, and all else that is told."""
        label = node.label
        told = [node.description, *node.notes]
        if len(label) > _LONGEST_LABEL:
            self.lose("long-label", node.item, name=label[:40] + "…", most=_LONGEST_LABEL)
            told.insert(0, label)
            label = label[: _LONGEST_LABEL - 1] + "…"
        if node.groups and not self.areas:
            groups = ", ".join(node.groups)
            self.lose("groups", node.item, name=label[:80], groups=groups)
            told.append(groups)
        return label, "\n".join(filter(None, told))

    def _evidence(self, item: str) -> dict[str, Any]:
        return plain_evidence(self.source, item)

    # -- links ----------------------------------------------------------------

    def _links(self) -> Parts:
        """Return what is told of links."""
        links = LinkColumns.of(self.read.links)
        columns, weights = links.columns, links.columns[_WEIGHT]
        sources, targets = columns[:2]
        if any(map(eq, sources, targets)) or not self.ids.keys() >= {*sources, *targets}:
            links = LinkColumns.of(tuple(self._kept_links()))
            columns = links.columns
            sources, targets = columns[:2]
        pairs: dict[tuple[str, str], list[LinkRead]] = {}
        sizes = self._are_sizes(weights)  # of all that the map tells
        if sizes or len(set(zip(sources, targets, strict=True))) < len(links):
            for link in links:
                pairs.setdefault(link[:2], []).append(link)
            joined = [self._joined(each, sizes=sizes) for each in pairs.values()]
            columns = LinkColumns.of(joined).columns
        sources, targets, signs, items, _, strengths, delays, who, notes, _ = columns
        self._moved = set(targets)
        parts: Parts = {
            "source": list(map(self.ids.__getitem__, sources)),
            "target": list(map(self.ids.__getitem__, targets)),
            "polarity": list(map(_POLARITIES.__getitem__, signs)),
            "evidence": [
                tuple(dict.fromkeys(link.item for link in each)) for each in pairs.values()
            ]
            or list(zip(items, strict=True)),
        }
        more = {
            "strength": strengths,
            "delay": delays,
            "said_by": [tuple(dict.fromkeys(each)) for each in who] if any(who) else who,
            "note": list(map("\n".join, notes)),
        }
        return parts | _where_told(more)

    def _kept_links(self) -> Iterator[LinkRead]:
        """Yield the links that a model can hold."""
        for link in self.read.links:
            if link.source == link.target and link.sign != "-":
                self.lose("positive-self-link", link.item, name=self._label(link.source))
            elif link.source in self.ids and link.target in self.ids:
                yield link

    def _label(self, key: str) -> str:
        found = next((node.label for node in self.nodes if node.key == key), key)
        return found[:80]

    @staticmethod
    def _are_sizes(weights: Iterable[float | None]) -> bool:
        """Tell whether weights are sizes of effects: numbers that are not all 1."""
        return bool(set(weights) - {None, 1.0, 0.0})

    def _joined(self, links: Sequence[LinkRead], *, sizes: bool) -> LinkRead:
        """Return what all statements on a pair say together; as its size, that of its effect."""
        link = links[0] if len(links) == 1 else self._agreed(links)
        weights = [each.weight for each in links if each.weight is not None] if sizes else []
        if weights and min(weights) > 0 and max(weights) <= 1:
            low, high = min(weights), max(weights)
            strength: Any = low if low == high else (low, high)
            return link._replace(size=strength)
        if weights:
            told = ", ".join(f"{weight:g}" for weight in dict.fromkeys(weights))
            name = f"{self.ids[link.source]}->{self.ids[link.target]}"
            self.lose("weight", link.item, weight=told, link=name)
            return link._replace(notes=_once((*link.notes, told)))
        return link

    def _agreed(self, links: Sequence[LinkRead]) -> LinkRead:
        """Return what several statements on a pair say together, but for their weights."""
        name = f"{self.ids[links[0].source]}->{self.ids[links[0].target]}"
        signs = dict.fromkeys(link.sign for link in links if link.sign != "?")
        sign: Sign = next(iter(signs)) if len(signs) == 1 else "?"
        if len(signs) > 1:
            self.lose("opposite-signs", links[0].item, link=name)
            notes = _once(_statement(link) for link in links)
        else:
            self.lose("joined-statements", links[1].item, link=name, count=len(links))
            notes = _once(note for link in links for note in link.notes)
        sizes = {link.size for link in links if link.size}
        return links[0]._replace(
            sign=sign,
            size=sizes.pop() if len(sizes) == 1 else "",
            delay=any(link.delay for link in links),
            said_by=tuple(who for link in links for who in link.said_by),
            notes=notes,
        )

    # -- loops ----------------------------------------------------------------

    def _loops(self, links: Parts) -> dict[str, Any]:
        loops: dict[str, Any] = {}
        if not self.read.loops:
            return loops
        ends = zip(links["source"], links["target"], strict=True)
        signs = dict(zip(ends, links["polarity"], strict=True))
        for loop in self.read.loops:
            pairs = [
                (self.ids[source], self.ids[target])
                for source, target in loop.pairs
                if source in self.ids and target in self.ids
            ]
            cycle = _cycle([pair for pair in dict.fromkeys(pairs) if pair in signs])
            if cycle is None:
                self.lose("unclosed-loop", loop.item, name=loop.name or "?")
                self.closing.append(": ".join(filter(None, [loop.name, loop.description])))
                continue
            key = _loop_id(loop, loops)
            polarities = [signs[pair] for pair in zip(cycle, [*cycle[1:], cycle[0]], strict=True)]
            odd = polarities.count("negative") % 2
            made: Sign = "?" if "unknown" in polarities else "-" if odd else "+"
            raw = {
                "label": (loop.name or key)[:_LONGEST_LABEL],
                "kind": _KINDS[made],
                "cycles": {key: cycle},
                "evidence": [self._evidence(loop.item)],
            }
            told = [loop.description]
            if loop.sign not in ("?", made):
                values = {"name": loop.name or key, "told": loop.sign, "made": made}
                self.lose("loop-kind", loop.item, **values)
                told.append(f"({loop.sign})")
            if text := "\n".join(filter(None, told)):
                raw["description"] = text
            loops[key] = raw
        return loops

    # -- places ---------------------------------------------------------------

    def _layout(self) -> dict[str, Any] | None:
        places = {self.ids[node.key]: node.place for node in self.nodes if node.place}
        if not places:
            return None
        labels = {self.ids[node.key]: node.label for node in self.nodes}
        found, width, height = spread(places, labels)
        return {
            "width": width,
            "height": height,
            "variables": {name: {"x": x, "y": y} for name, (x, y) in found.items()},
        }


def _where_told(parts: Mapping[str, Sequence[Any]]) -> Parts:
    """Return what is told, with None for what is empty; what is empty everywhere is left out."""
    return {
        name: column if all(column) else [value or None for value in column]
        for name, column in parts.items()
        if any(column)
    }


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts that are not empty, each once."""
    return tuple(dict.fromkeys(filter(None, texts)))


def _statement(link: LinkRead) -> str:
    """Tell one of several statements on a pair: its sign, who made it, in which words."""
    said = f" ({', '.join(link.said_by)})" if link.said_by else ""
    return f"{link.sign}{said} [{link.item}] {' '.join(link.notes)}".rstrip()


def _cycle(pairs: Sequence[tuple[str, str]]) -> list[str] | None:
    """Return the variables of a simple cycle that some links make up, in causal order."""
    after = dict(pairs)
    if len(pairs) < 2 or len(after) != len(pairs):
        return None
    cycle = [pairs[0][0]]
    while (following := after.get(cycle[-1])) is not None and following != cycle[0]:
        if following in cycle:
            return None
        cycle.append(following)
    return cycle if following == cycle[0] and len(cycle) == len(pairs) else None


def _loop_id(loop: LoopRead, taken: Mapping[str, Any]) -> str:
    """Name a loop: by a short name such as R1 in its own, else by what it does."""
    first = loop.name.replace(":", " ").replace(".", " ").split()[:1]
    short = first[0] if first and first[0].isascii() and first[0].isalnum() else ""
    key = (
        short
        if short[:1].isalpha() and len(short) <= 8
        else {"+": "R", "-": "B"}.get(loop.sign, "L")
    )
    number = 1
    unique = key if short == key else f"{key}1"
    while unique in taken:
        number += 1
        unique = f"{key}_{number}" if key[-1:].isdigit() else f"{key}{number}"
    return unique
