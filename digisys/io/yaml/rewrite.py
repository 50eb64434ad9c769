"""A model file as another model: what differs is edited in the text, every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digisys.io.yaml.compose import compose
from digisys.io.yaml.edit import Awkward, Kept, New, Part, TextEditor
from digisys.io.yaml.format import format_model, plain_data
from digisys.io.yaml.read import parse_model
from digisys.io.yaml.tree import Node
from digisys.schema import Model
from digisys.schema.link import link_ends, link_ids

__all__ = [
    "BASE_COMMENT",
    "Rewritten",
    "paired_items",
    "rewrite",
    "rewrite_model",
    "same_plain",
    "without_base",
]

Path = tuple[Any, ...]

#: What begins the last line of a file that a page wrote: the model that it was made from.
BASE_COMMENT = "# digisys-base:"
_BASE_LINES = re.compile(rf"(?:^{BASE_COMMENT}[^\r\n]*(?:\r\n|[\r\n]|$)\s*)+\Z", re.MULTILINE)
#: Two parts are one that was changed if they share so much of what they tell.
_ALIKE = 0.5


@dataclass(frozen=True)
class Rewritten:
    """A text that was rewritten.

    Attributes
    ----------
    text
        The new text.
    anew
        The sections that could not be edited in their place and were laid out anew, their
        comments lost; ``*`` for the whole file. Empty in all but very unusual files.
    """

    text: str
    anew: tuple[str, ...] = ()


def rewrite_model(text: str, new: Model) -> str:
    r"""Write a model into the text of another one; what is the same stays byte for byte.

    Parameters
    ----------
    text
        A model file: YAML in any layout, or JSON. A byte order mark, line ends, comments,
        order and layout stay. Comments that say which model a page was made from
        (``# digisys-base:``), at the end of the file, are left out.
    new
        The model that the new text shall hold.

    Returns
    -------
    str
        The new text; reading it gives ``new``.

    Raises
    ------
    ModelFileError
        If the text is no valid model.
    OutputError
        If a text of the new model holds half of a surrogate pair.

    Examples
    --------
    >>> from digisys.io import parse_model
    >>> text = '''schema: 1
    ... id: tiny  # mine
    ... title: Tiny
    ... languages: [en]
    ... variables:
    ...   a: {label: A}   # first
    ...   b: {label: B}
    ... links:
    ... - {from: a, to: b, polarity: positive}
    ... '''
    >>> new = parse_model(text.replace("positive", "negative"))
    >>> print(rewrite_model(text, new.with_link("b", "a")).partition("links:")[2])
    <BLANKLINE>
    - {from: a, to: b, polarity: negative}
    - {from: b, to: a, polarity: positive}
    <BLANKLINE>
    """
    return rewrite(text, new).text


def rewrite(text: str, new: Model) -> Rewritten:
    """Write a model into the text of another one, and tell what had to be laid out anew.

    Parameters
    ----------
    text, new
        As of :func:`rewrite_model`.

    Returns
    -------
    Rewritten
        The new text.

    Raises
    ------
    ModelFileError
        If the text is no valid model.
    OutputError
        If a text of the new model holds half of a surrogate pair.
    """
    text = without_base(text)
    old = parse_model(text)
    change = _Change(text, old, plain_data(old), new, plain_data(new))
    if same_plain(change.before, change.after):
        return Rewritten(text)
    made = change.edited(frozenset())
    if made is not None and _holds(made, change.after):
        return Rewritten(made)
    anew = frozenset(name for name in change.differing() if not change.can_edit(name))
    made = change.edited(anew)
    if anew and made is not None and _holds(made, change.after):
        return Rewritten(made, tuple(sorted(anew)))
    return Rewritten(format_model(new), ("*",))


def without_base(text: str) -> str:
    """Leave out the comments at the end that say which model a page was made from."""
    return _BASE_LINES.sub("", text) if BASE_COMMENT in text else text


def same_plain(one: Any, other: Any) -> bool:
    """Whether plain data is the same: truth is no number, and order counts."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and len(one) == len(other)
            and all(
                key == name and same_plain(value, item)
                for (key, value), (name, item) in zip(one.items(), other.items(), strict=True)
            )
        )
    if isinstance(one, list):
        return (
            isinstance(other, list)
            and len(one) == len(other)
            and all(same_plain(value, item) for value, item in zip(one, other, strict=True))
        )
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _holds(text: str, after: Any) -> bool:
    read = _read(text)
    return read is not None and same_plain(plain_data(read), after)


def _read(text: str) -> Model | None:
    """Read a text whose parts agree if it holds what it should, which is seen afterwards."""
    document = compose(text.removeprefix("\ufeff"), "<text>")
    if document.problems or not isinstance(document.data, dict):
        return None
    try:
        return Model.model_validate(
            document.data, context={"references_checked": True}, by_alias=True, by_name=False
        )
    except ValueError:
        return None


@dataclass(frozen=True)
class _Change:
    """From one model to another, both as plain data."""

    text: str
    old: Model
    before: Mapping[str, Any]
    new: Model
    after: Mapping[str, Any]

    def differing(self) -> list[str]:
        """Return the sections that are not the same."""
        names = dict.fromkeys((*self.before, *self.after))
        return [
            name
            for name in names
            if (name in self.before) != (name in self.after)
            or not same_plain(self.before[name], self.after[name])
        ]

    def can_edit(self, name: str) -> bool:
        """Whether a section can be edited in its place while all others stay."""
        part = {key: value for key, value in self.before.items() if key != name}
        if name in self.after:
            part = {
                key: self.after[name] if key == name else self.before[key]
                for key in dict.fromkeys((*self.before, *self.after))
                if key == name or key in self.before
            }
        made = self.edited(frozenset(), part)
        if made is None:
            return False
        read = _read(made)
        return read is not None and same_plain(plain_data(read).get(name), self.after.get(name))

    def edited(self, anew: frozenset[str], after: Mapping[str, Any] | None = None) -> str | None:
        """Return the text with everything edited in its place, but some sections anew."""
        try:
            editor = TextEditor(self.text)
            told = self.after if after is None else after
            renamed = _renamed(self.before.get("variables", {}), told.get("variables", {}))
            before, goal = self._as_told(editor, told, renamed)
            _Edits(editor, anew, renamed).update((), before, goal)
            return editor.text()
        except (Awkward, KeyError, RecursionError):
            return None

    def _as_told(
        self, editor: TextEditor, after: Mapping[str, Any], renamed: Mapping[str, str]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Leave ids of links out that the text does not tell, as they follow from the rest."""
        before, goal = dict(self.before), dict(after)
        names = editor.node().names()
        if "links" not in names and "links" not in after:
            return before, goal
        told: set[int] = set()
        if "links" in names:
            items = editor.node(("links",)).items
            told = {index for index, item in enumerate(items) if "id" in item.names()}
        links = [
            link if index in told else _without_id(link)
            for index, link in enumerate(before.get("links", ()))
        ]
        if links:
            before["links"] = links
        pairs = dict(_paired_links(goal.get("links", []), renamed, _ids(self.before)))
        explicit = [
            pairs.get(place) in told if place in pairs else False
            for place in range(len(goal.get("links", ())))
        ]
        wanted = [link.get("id") for link in goal.get("links", ())]
        explicit = [told and own is not None for told, own in zip(explicit, wanted, strict=True)]
        while True:
            ends = [
                (link["from"], link["to"], link.get("id") if shown else None)
                for link, shown in zip(goal.get("links", ()), explicit, strict=True)
            ]
            wrong = [
                place
                for place, (name, (source, target, own)) in enumerate(
                    zip(link_ids(ends), ends, strict=True)
                )
                if not explicit[place]
                and wanted[place] is not None
                and (own or (name if name != f"{source}->{target}" else None)) != wanted[place]
            ]
            if not wrong:
                break
            explicit[wrong[0]] = True
        if "links" in goal:
            goal["links"] = [
                link if shown else _without_id(link)
                for link, shown in zip(goal["links"], explicit, strict=True)
            ]
        return before, goal


def _without_id(link: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in link.items() if key != "id"}


def _ids(plain: Mapping[str, Any]) -> list[str]:
    links = plain.get("links", ())
    return list(link_ids((link["from"], link["to"], link.get("id")) for link in links))


@dataclass(frozen=True)
class _Edits:
    """Tells an editor what is otherwise, from the top down."""

    editor: TextEditor
    anew: frozenset[str]
    renamed: Mapping[str, str]

    def update(self, path: Path, before: Any, after: Any) -> None:
        """Make one value of the text another one."""
        if same_plain(before, after):
            return
        if len(path) == 1 and path[0] in self.anew:
            self.editor.replace(path, after)
            return
        node = self.editor.node(path)
        if isinstance(before, Mapping) and isinstance(after, Mapping) and node.items and after:
            self._mapping(path, node, before, after)
        elif isinstance(before, list) and isinstance(after, list) and node.items and after:
            self._list(path, before, after)
        else:
            self.editor.replace(path, after)

    def _mapping(
        self, path: Path, node: Node, before: Mapping[Any, Any], after: Mapping[Any, Any]
    ) -> None:
        names = node.names()
        gone = [name for name in before if name not in after]
        come = [name for name in after if name not in before and name not in names]
        pairs = _keys_renamed(before, after, gone, come)
        if path == ("variables",):
            pairs = {new: old for old, new in self.renamed.items()}
        emptied = self._emptied(path, gone, pairs)
        left_out = set(gone) - set(pairs.values()) - set(emptied)
        parts = _ordered(
            [name for name in names if name not in left_out], names, before, after, pairs
        )
        if not parts:
            self.editor.replace(path, after)
            return
        self.editor.arrange(path, parts)
        for name, value in emptied.items():
            self.editor.replace((*path, name), value)
        for name, value in after.items():
            own = pairs.get(name, name)
            if own in before:
                self.update((*path, own), before[own], value)
            elif own in names:
                self.editor.replace((*path, own), value)

    def _emptied(self, path: Path, gone: Sequence[Any], pairs: Mapping[Any, Any]) -> dict[Any, Any]:
        """Return the sections that stay, with nothing in them, as a comment is above them."""
        if path:
            return {}
        found = {}
        for name in gone:
            field = next(
                (
                    field
                    for key, field in Model.model_fields.items()
                    if (field.alias or key) == name
                ),
                None,
            )
            if name in pairs.values() or field is None:
                continue
            usual = plain_data(field.get_default(call_default_factory=True))
            if usual in ([], {}):
                found[name] = usual
        return found

    def _list(self, path: Path, before: list[Any], after: list[Any]) -> None:
        if path == ("links",):
            old = list(link_ids((link["from"], link["to"], link.get("id")) for link in before))
            pairs = dict(_paired_links(after, self.renamed, old))
        else:
            pairs = paired_items(before, after)
        parts: list[Part] = [
            Kept(pairs[place]) if place in pairs else New(value)
            for place, value in enumerate(after)
        ]
        self.editor.arrange(path, parts)
        for place, index in pairs.items():
            self.update((*path, index), before[index], after[place])


def _ordered(
    kept: Sequence[Any],
    names: Sequence[Any],
    before: Mapping[Any, Any],
    after: Mapping[Any, Any],
    pairs: Mapping[Any, Any],
) -> list[Part]:
    """Return the parts of a mapping in their new order; each new one follows what it should."""
    places = {name: index for index, name in enumerate(names)}
    now = {old: new for new, old in pairs.items()}
    order: list[tuple[Any, Part]] = []  # each with the key that it gets
    for name in kept:
        key = now.get(name, name)
        order.append((key, Kept(places[name], key if key != name else None)))
    common = [name for name in after if pairs.get(name, name) in places]
    # Fields come in the order of the schema, in whatever order the text has them.
    were = [key for key in (now.get(name, name) for name in before) if key in after]
    if were != [name for name in common if name in were]:
        known = dict(order)
        order = [(name, known[name]) for name in common] + [
            entry for entry in order if entry[0] not in after
        ]
    at = 0
    for name in after:
        if pairs.get(name, name) not in places:
            order.insert(at, (name, New(after[name], name)))
        at = next(place for place, (key, _) in enumerate(order, 1) if key == name)
    return [part for _, part in order]


def _renamed(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return the new keys of variables that have another one, by the old ones."""
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    return {old: new for new, old in _keys_renamed(before, after, gone, come).items()}


def _keys_renamed(
    before: Mapping[Any, Any], after: Mapping[Any, Any], gone: Sequence[Any], come: Sequence[Any]
) -> dict[Any, Any]:
    """Pair keys that came with those that went, where what they hold is much the same."""
    if not gone or not come:
        return {}
    scores = sorted(
        (
            (-_likeness(before[old], after[new]), place, other, old, new)
            for place, old in enumerate(gone)
            for other, new in enumerate(come)
        ),
        key=lambda entry: entry[:3],
    )
    pairs: dict[Any, Any] = {}
    for score, _, _, old, new in scores:
        if -score >= _ALIKE and new not in pairs and old not in pairs.values():
            pairs[new] = old
    return pairs


def _likeness(one: Any, other: Any) -> float:
    """Return how much of what two values tell they share, from 0 to 1."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        keys = dict.fromkeys((*one, *other))
        if not keys:
            return 1.0
        if "label" in one and same_plain(one["label"], other.get("label")):
            return 1.0
        shared = sum(_likeness(one[key], other[key]) for key in keys if key in one and key in other)
        return shared / len(keys)
    return float(same_plain(one, other))


def _paired_links(
    after: Sequence[Mapping[str, Any]],
    renamed: Mapping[str, str],
    old_ids: Sequence[str],
) -> Iterator[tuple[int, int]]:
    """Pair links by their ids; then those between the same two that are left, in turn."""

    def moved(name: str) -> str:
        source, target, rest = link_ends(name)
        return f"{renamed.get(source, source)}->{renamed.get(target, target)}{rest}"

    ids = link_ids((link["from"], link["to"], link.get("id")) for link in after)
    places = {moved(name): index for index, name in enumerate(old_ids)}
    left: list[tuple[int, str]] = []
    for place, name in enumerate(ids):
        if (index := places.pop(name, None)) is not None:
            yield place, index
        else:
            left.append((place, name))
    waiting: dict[tuple[str, str], list[int]] = {}
    for name, index in places.items():
        waiting.setdefault(link_ends(name)[:2], []).append(index)
    for place, name in left:
        if found := waiting.get(link_ends(name)[:2]):
            yield place, found.pop(0)


def paired_items(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """Pair the items of two lists: the same ones, then in turn those that are alike."""
    pairs: dict[int, int] = {}
    low = 0
    high = min(len(before), len(after))
    while low < high and same_plain(before[low], after[low]):
        pairs[low] = low
        low += 1
    ends = 0
    while ends < high - low and same_plain(before[-1 - ends], after[-1 - ends]):
        ends += 1
        pairs[len(after) - ends] = len(before) - ends
    rest = list(range(low, len(before) - ends))
    waiting = list(range(low, len(after) - ends))
    if len(rest) * len(waiting) <= _MOST_COMPARED:
        _pair(pairs, rest, waiting, lambda one, other: same_plain(before[one], after[other]))
        _pair(
            pairs, rest, waiting, lambda one, other: _likeness(before[one], after[other]) >= _ALIKE
        )
    if len(rest) == len(waiting):
        pairs.update(zip(waiting, rest, strict=True))
    return pairs


#: More pairs of items than this are not compared one with another.
_MOST_COMPARED = 250_000


def _pair(
    pairs: dict[int, int], rest: list[int], waiting: list[int], fits: Callable[[int, int], bool]
) -> None:
    for place in list(waiting):
        found = next((index for index in rest if fits(index, place)), None)
        if found is not None:
            pairs[place] = found
            rest.remove(found)
            waiting.remove(place)
