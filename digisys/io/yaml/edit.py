"""Changes to a YAML text, place by place; every byte that is not part of a change stays.

An editor is told what should be otherwise, by paths into the text as it was, and then
makes the new text at once. What is new is written as its neighbours are: in brackets or in
lines, indented as deep, in the same quotes.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from digisys.errors import OutputError
from digisys.io.yaml.format import (
    USUAL,
    Look,
    entry_lines,
    flow_text,
    is_lines,
    is_prose,
    item_lines,
    key_text,
    value_lines,
    word,
    wrapped,
)
from digisys.io.yaml.tree import Node, read_tree
from digisys.words import Message

__all__ = ["Awkward", "Kept", "New", "Part", "TextEditor"]

Path = tuple[Any, ...]

_BREAK = re.compile(r"\r\n|[\r\n]")
_COMMENT = re.compile(r"[ \t]*#")
_BLANK = re.compile(r"[ \t]*(?:\r\n|[\r\n]|$)")
#: The rest of a line in brackets, if nothing but a comment is on it.
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|[\r\n])")
_TO_COMMA = re.compile(r"(?:[\s]|#[^\r\n]*)*,")
_TO_COLON = re.compile(r"(?:\s|#[^\r\n]*)*:")
_HEADER = re.compile(r"[|>][-+0-9]*")
_QUOTABLE = re.compile(
    "[\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*"
)
#: How many nodes are looked at to learn how a text is indented.
_LOOKED_AT = 400


class Kept(NamedTuple):
    """A part that a mapping or list has already: its position; ``key`` renames it."""

    place: int
    key: Any = None


class New(NamedTuple):
    """A part that comes in: its value, and in a mapping its key."""

    value: Any
    key: Any = None


Part = Kept | New


class _Ref(NamedTuple):
    """A stretch of the text as it was, with whatever changes within it."""

    start: int
    stop: int


class _Chunk(NamedTuple):
    """A part of a block with its lines.

    ``lead`` is where comments right above it begin, ``core`` where it begins itself,
    ``stop`` where the line after it begins, and ``ends`` where comments that are indented
    as deep as what it holds have ended, too.
    """

    lead: int
    core: int
    stop: int
    ends: int


class _Entry(NamedTuple):
    """A part of a collection in brackets.

    It begins at ``lead`` with the space before it, stands from ``start`` to ``end``;
    ``comma`` is the place of its comma, or ``end``, and ``tail`` where it is over.
    """

    lead: int
    start: int
    end: int
    comma: int
    tail: int
    has_comma: bool
    own_line: bool


@dataclass(slots=True)
class _Splice:
    """Puts pieces in the place of a stretch of text; ``depth`` says which holds which."""

    start: int
    stop: int
    depth: int
    pieces: list[str | _Ref]
    #: Whether the line feed at its end goes, as the text had none.
    open_end: bool = False


@dataclass(slots=True)
class _Plan:
    """What a mapping or list shall hold."""

    node: Node
    path: Path
    parts: list[Part]

    def new(self, place: int) -> New:
        """Return a part that is new."""
        part = self.parts[place]
        return part if isinstance(part, New) else New(None)


@dataclass(frozen=True)
class _Place:
    """A node with what holds it."""

    node: Node
    holder: Node | None
    index: int
    path: Path


@dataclass
class TextEditor:
    r"""Takes changes to a YAML text, and makes the new text.

    Positions and keys are always those of the text as it was.

    Parameters
    ----------
    source
        The text, a mapping in lines or in brackets.

    Raises
    ------
    OutputError
        If the text is no mapping that can be read.

    Examples
    --------
    >>> editor = TextEditor("a: 1  # one\nb: [x]\n")
    >>> editor.replace(("a",), 2)
    >>> editor.insert(("b",), "z")
    >>> print(editor.text(), end="")
    a: 2  # one
    b: [x, z]
    """

    source: str
    _text: str = field(init=False, repr=False)
    _root: Node = field(init=False, repr=False)
    _plans: dict[int, _Plan] = field(init=False, default_factory=dict, repr=False)
    _splices: list[_Splice] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self._text = self.source.removeprefix("\ufeff")
        root = read_tree(self._text)
        if root is None:
            raise OutputError(
                Message("The file cannot be changed in its place: it is not valid YAML."),
                Message("Check the model first: digisys check FILE"),
            )
        if root.kind != "mapping":
            raise OutputError(
                Message("The file cannot be changed in its place: it has no keys and values."),
                Message("Check the model first: digisys check FILE"),
            )
        self._root = root
        found = _BREAK.search(self._text)
        self._break = found[0] if found else "\n"
        self._json = root.flow and bool(root.keys) and root.keys[0].style == '"'
        self._look = self._learn([root], USUAL)

    # -- what is asked ------------------------------------------------------------

    def node(self, path: Path = ()) -> Node:
        """Return where a value stands.

        Raises
        ------
        KeyError
            If there is no such value.
        """
        return self._place(path).node

    def replace(self, path: Path, value: Any) -> None:
        """Write another value in the place of one.

        Parameters
        ----------
        path
            Keys and positions from the top.
        value
            The value as plain data.
        """
        self._set(self._place(path), value)

    def insert(self, path: Path, value: Any, *, key: Any = None, at: int | None = None) -> None:
        """Put one more part into a mapping (with ``key``) or a list.

        Parameters
        ----------
        path
            The mapping or list.
        value
            The value as plain data.
        key
            The key that it has in a mapping.
        at
            Its position among what is there by now; at the end when absent.
        """
        parts = self._plan(self._place(path)).parts
        parts.insert(len(parts) if at is None else at, New(value, key))

    def remove(self, path: Path) -> None:
        """Take out a part, with the comments right above and beside it."""
        place = self._place(path)
        parts = self._plan(self._place(path[:-1])).parts
        parts[:] = [part for part in parts if not _is_at(part, place.index)]

    def reorder(self, path: Path, order: Sequence[int]) -> None:
        """Put the parts of a mapping or list in another order.

        Parameters
        ----------
        path
            The mapping or list.
        order
            The positions as they were, as they should follow each other; parts that it
            does not name are taken out.
        """
        self._plan(self._place(path)).parts[:] = [Kept(index) for index in order]

    def rename(self, path: Path, key: Any) -> None:
        """Write another key before a value."""
        place = self._place(path)
        parts = self._plan(self._place(path[:-1])).parts
        parts[:] = [Kept(place.index, key) if _is_at(part, place.index) else part for part in parts]

    def arrange(self, path: Path, parts: Iterable[Part]) -> None:
        """Tell at once what a mapping or list should hold, and in which order."""
        self._plan(self._place(path)).parts[:] = list(parts)

    def text(self) -> str:
        """Return the text with all that was asked for."""
        splices = list(self._splices)
        for plan in self._plans.values():
            splices += self._arranged(plan)
        splices.sort(key=lambda splice: (splice.start, splice.depth))
        starts = [splice.start for splice in splices]
        return self.source[: len(self.source) - len(self._text)] + self._resolve(
            _Ref(0, len(self._text)), -1, splices, starts
        )

    # -- places -------------------------------------------------------------------

    def _place(self, path: Path) -> _Place:
        place = _Place(self._root, None, 0, ())
        for part in path:
            node = place.node
            if node.kind == "mapping":
                index = node.names().index(part) if part in node.names() else -1
            else:
                index = part if node.kind == "list" and 0 <= part < len(node.items) else -1
            if index < 0:
                raise KeyError(path)
            place = _Place(node.items[index], node, index, (*place.path, part))
        return place

    def _plan(self, place: _Place) -> _Plan:
        node = place.node
        found = self._plans.get(id(node))
        if found is None:
            parts: list[Part] = [Kept(index) for index in range(len(node.items))]
            found = self._plans[id(node)] = _Plan(node, place.path, parts)
        return found

    def _line_start(self, at: int) -> int:
        start = self._text.rfind("\n", 0, at) + 1
        return max(start, self._text.rfind("\r", start, at) + 1)

    def _line_end(self, at: int) -> int:
        """Return where the next line begins."""
        found = _BREAK.search(self._text, at)
        return found.end() if found else len(self._text)

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    # -- the new text -------------------------------------------------------------

    def _resolve(
        self, ref: _Ref, depth: int, splices: Sequence[_Splice], starts: Sequence[int]
    ) -> str:
        """Return a stretch of the text with all changes within it that lie deeper."""
        out = []
        at = ref.start
        place = bisect_left(starts, ref.start)
        while place < len(splices) and splices[place].start < ref.stop:
            splice = splices[place]
            place += 1
            if splice.depth <= depth or splice.start < at or splice.stop > ref.stop:
                continue
            out.append(self._text[at : splice.start])
            made = "".join(
                piece
                if isinstance(piece, str)
                else self._resolve(piece, splice.depth, splices, starts)
                for piece in splice.pieces
            )
            out.append(made.removesuffix(self._break) if splice.open_end else made)
            at = splice.stop
        out.append(self._text[at : ref.stop])
        return "".join(out)

    def _arranged(self, plan: _Plan) -> Iterator[_Splice]:
        node, parts = plan.node, plan.parts
        if parts == [Kept(index) for index in range(len(node.items))]:
            return
        if not parts or not any(isinstance(part, Kept) for part in parts):
            value = _built(node, [part for part in parts if isinstance(part, New)])
            yield from self._replaced(self._place(plan.path), value)
            return
        for part in parts:
            if isinstance(part, Kept) and part.key is not None:
                key = node.keys[part.place]
                told = self._styled(key, part.key, flow=node.flow, is_key=True)
                # A key lies deeper than the lines that it stands in.
                yield _Splice(key.start, key.end, len(plan.path) * 2 + 1, [told])
        if [part.place if isinstance(part, Kept) else -1 for part in parts] == list(
            range(len(node.items))
        ):
            return
        yield (self._in_brackets(plan) if node.flow else self._in_lines(plan))

    # -- blocks -------------------------------------------------------------------

    def _chunks(self, node: Node) -> list[_Chunk]:
        text = self._text
        chunks: list[_Chunk] = []
        column = 0
        for index, item in enumerate(node.items):
            bound = chunks[-1].ends if chunks else 0
            if node.kind == "mapping":
                core = node.keys[index].start
                before = text[self._line_start(core) : core].rstrip()
                if before.endswith("?"):
                    core = self._line_start(core) + len(before) - 1
                end = max(item.end, node.keys[index].end)
            else:
                core = node.start if not chunks else self._dash(bound, item.start, column)
                end = max(item.end, core + 1)
            if not chunks:
                column = self._column(core)
            stop = self._line_end(end)
            start = self._line_start(core)
            if text[start:core].strip(" "):
                lead = core  # behind the dash of what holds it
            else:
                lead = start
                # What stands above the first key of a file is about the whole of it.
                while lead > bound and (chunks or node is not self._root):
                    above = self._line_start(lead - 1)
                    if above < bound or not _COMMENT.match(text, above):
                        break
                    lead = above
            chunks.append(_Chunk(lead, core, stop, self._comments_below(stop, column)))
        return chunks

    def _dash(self, start: int, stop: int, column: int) -> int:
        """Find the dash of an item that begins a line."""
        margin = " " * column
        at = start
        while at <= stop:
            if self._text.startswith(margin + "-", at):
                return at + column
            at = self._line_end(at)
            if at >= len(self._text):
                break
        raise Awkward

    def _comments_below(self, at: int, column: int) -> int:
        """Return where comments that are indented deeper than a column have ended."""
        text = self._text
        ends = at
        while at < len(text):
            following = self._line_end(at)
            line = text[at:following]
            stripped = line.lstrip(" ")
            if stripped.startswith("#") and len(line) - len(stripped) > column:
                ends = following
            elif stripped.strip():
                break
            at = following
        return ends

    def _in_lines(self, plan: _Plan) -> _Splice:
        node, text, end = plan.node, self._text, self._break
        chunks = self._chunks(node)
        column = self._column(chunks[0].core)
        first = chunks[0]
        inline = first.lead == first.core and bool(
            text[self._line_start(first.core) : first.core].strip(" ")
        )
        kept = [part.place for part in plan.parts if isinstance(part, Kept)]
        stays = _longest_run(kept)
        removed = set(range(len(chunks))) - set(kept)
        gaps = {
            index: text[chunks[index - 1].ends : chunks[index].lead]
            for index in range(1, len(chunks))
        }
        apart = self._are_apart(plan, chunks, list(gaps.values()))
        pieces: list[str | _Ref] = []
        last = -1
        loose = False  # whether what came last has moved or is new
        for place, part in enumerate(plan.parts):
            if isinstance(part, Kept) and part.place in stays:
                between = self._between(
                    chunks, gaps, last, part.place, removed, follows=bool(pieces)
                )
                if loose and apart and not _begins_blank(between, text):
                    between.insert(0, end)
                pieces += between
                last, loose = part.place, False
            elif pieces and (apart or self._is_section(plan, place)):
                pieces.append(end)
                loose = True
            else:
                loose = True
            unit: list[str | _Ref]
            if isinstance(part, Kept):
                chunk = chunks[part.place]
                start = chunk.lead
                if (
                    inline
                    and not pieces
                    and part.place
                    and chunk.lead == self._line_start(chunk.core)
                ):
                    start = chunk.core
                unit = [_Ref(start, chunk.ends)]
                if inline and not pieces and start < chunk.core:
                    unit.insert(0, end)
                elif inline and part.place == 0 and pieces:
                    unit.insert(0, " " * column)
                if not text[: chunk.ends].endswith(("\n", "\r")):
                    unit.append(end)
            else:
                made = end.join(self._new_lines(plan, place, column)) + end
                unit = [made[column:] if inline and not pieces else made]
            if inline and not pieces and last >= 0 and isinstance(part, New):
                raise Awkward
            pieces += unit
        pieces += self._between(chunks, gaps, last, len(chunks), removed, follows=True)
        stop = chunks[-1].ends
        closed = text[:stop].endswith(("\n", "\r"))
        return _Splice(first.lead, stop, len(plan.path) * 2, pieces, open_end=not closed)

    def _between(
        self,
        chunks: Sequence[_Chunk],
        gaps: Mapping[int, str],
        last: int,
        index: int,
        removed: Collection[int],
        *,
        follows: bool,
    ) -> list[str | _Ref]:
        """Return what stood between two parts that stay, without what was between them."""
        pieces: list[str | _Ref] = []
        for each in range(last + 1, min(index + 1, len(chunks))):
            gap = gaps.get(each, "")
            is_last = each == index
            if (
                gap.strip()
                or (gap and is_last and follows)
                or (
                    gap
                    and not is_last
                    and follows
                    and not gaps.get(each + 1, "")
                    and each + 1 <= index < len(chunks)
                )
            ):
                pieces.append(_Ref(chunks[each - 1].ends, chunks[each].lead))
            if each in removed and chunks[each].stop < chunks[each].ends:
                pieces.append(_Ref(chunks[each].stop, chunks[each].ends))
        return pieces

    def _are_apart(self, plan: _Plan, chunks: Sequence[_Chunk], gaps: Sequence[str]) -> bool:
        """Whether the parts of a block have empty lines between them."""
        del chunks
        blank = sum(1 for gap in gaps if gap and _BLANK.match(gap))
        return bool(gaps) and plan.path != () and blank * 2 > len(gaps)

    def _is_section(self, plan: _Plan, place: int) -> bool:
        """Whether a part is a section of the file that stands apart from the one above."""
        part = plan.parts[place]
        if plan.path or not isinstance(part, New):
            return False
        return isinstance(part.value, Mapping | list) and len(self._new_lines(plan, place, 0)) > 1

    def _new_lines(self, plan: _Plan, place: int, column: int) -> list[str]:
        """Write a part that is new, as those beside it are written."""
        part = plan.new(place)
        node, depth = plan.node, len(plan.path) + 1
        beside = self._beside(plan, place)
        look = self._learn([beside] if beside else [], self._look)
        value = part.value
        flat = (
            isinstance(value, Mapping | list)
            and beside is not None
            and beside.flow
            and len(beside.items) > 0
        )
        if node.kind == "list":
            start = " " * column + "-"
            if flat and len(text := f"{start} {self._flow(value)}") <= max(
                look.width, self._width(beside)
            ):
                return [text]
            return list(item_lines(value, column, depth, look))
        key = self._key_like(node, part.key)
        start = f"{' ' * column}{key}:"
        if flat and len(text := f"{start} {self._flow(value)}") <= max(
            look.width, self._width(beside)
        ):
            return [text]
        if key != key_text(part.key):
            return list(value_lines(start, value, column, depth, look, in_list=False))
        return list(entry_lines(part.key, value, column, depth, look))

    def _width(self, node: Node | None) -> int:
        """Return how wide the line is on which something begins."""
        if node is None:
            return 0
        start = self._line_start(node.start)
        return len(self._text[start : self._line_end(node.start)].rstrip())

    def _beside(self, plan: _Plan, place: int) -> Node | None:
        """Return the nearest part, of those that were there, of the same kind of value."""
        value = plan.new(place)
        kind = (
            "mapping"
            if isinstance(value.value, Mapping)
            else "list"
            if isinstance(value.value, list)
            else "scalar"
        )
        around = sorted(
            range(len(plan.parts)), key=lambda other: (abs(other - place), other > place)
        )
        for other in around:
            part = plan.parts[other]
            if isinstance(part, Kept) and plan.node.items[part.place].kind == kind:
                return plan.node.items[part.place]
        return None

    def _key_like(self, node: Node, key: Any, *, flow: bool = False) -> str:
        """Write a key, in quotes where all keys beside it are."""
        quotes = {each.style for each in node.keys}
        if len(quotes) == 1 and isinstance(key, str) and (quote := quotes.pop()) in ("'", '"'):
            return _quoted(key, quote)
        return key_text(key, flow=flow)

    def _learn(self, nodes: Iterable[Node], usual: Look) -> Look:
        """Find out how deep things are indented."""
        step = dash = item = 0
        waiting = list(nodes)
        for node in waiting:
            if len(waiting) > _LOOKED_AT or (step and dash and item):
                break
            if node.flow or node.kind == "scalar":
                continue
            column = self._column(node.start)
            for child in node.items:
                if child.kind == "scalar" or child.flow:
                    continue
                waiting.append(child)
                deeper = self._column(child.start) - column
                if node.kind == "list":
                    item = item or max(deeper, 0)
                elif child.kind == "list":
                    dash = dash or deeper + 1
                else:
                    step = step or max(deeper, 0)
        return Look(
            step or usual.step, dash - 1 if dash else usual.dash, item or usual.item, usual.width
        )

    # -- brackets -----------------------------------------------------------------

    def _entries(self, node: Node) -> list[_Entry]:
        text = self._text
        found = _REST.match(text, node.start + 1)
        lead = found.end() if found else node.start + 1
        own = bool(found)
        entries = []
        for index, item in enumerate(node.items):
            start = node.keys[index].start if node.keys else item.start
            end = max(item.end, node.keys[index].end) if node.keys else item.end
            found = _TO_COMMA.match(text, end)
            comma = found.end() - 1 if found else end
            tail = comma + 1 if found else end
            if rest := _REST.match(text, tail):
                tail = rest.end()
            entries.append(_Entry(lead, start, end, comma, tail, bool(found), own))
            lead, own = tail, bool(rest)
        return entries

    def _in_brackets(self, plan: _Plan) -> _Splice:
        node, text, end = plan.node, self._text, self._break
        if text[node.start] not in "[{":
            raise Awkward
        entries = self._entries(node)
        tall = entries[0].own_line
        trailing = entries[-1].has_comma
        closes_apart = text[: entries[-1].tail].endswith(("\n", "\r"))
        margin = text[self._line_start(entries[0].start) : entries[0].start] if tall else " "
        if margin.strip():
            margin = " "
        pieces: list[str | _Ref] = []
        for place, part in enumerate(plan.parts):
            is_last = place == len(plan.parts) - 1
            comma = "," if not is_last or trailing else ""
            if isinstance(part, New):
                lead: str | _Ref = margin
                if not tall and not pieces:
                    lead = _Ref(entries[0].lead, entries[0].start)
                after = end if tall and (not is_last or closes_apart) else ""
                pieces += [
                    lead,
                    self._new_in_brackets(plan, place, margin if tall else ""),
                    comma,
                    after,
                ]
                continue
            entry = entries[part.place]
            if not tall and not pieces:
                pieces.append(_Ref(entries[0].lead, entries[0].start))
            elif not tall and part.place == 0:
                pieces.append(" ")
            else:
                pieces.append(_Ref(entry.lead, entry.start))
            pieces += [_Ref(entry.start, entry.end), _Ref(entry.end, entry.comma), comma]
            after_at = entry.comma + entry.has_comma
            told = text[after_at : entry.tail]
            if is_last and not closes_apart and not told.strip():
                continue
            pieces.append(_Ref(after_at, entry.tail))
            if tall and not is_last and not told.endswith(("\n", "\r")):
                pieces.append(end)
        return _Splice(entries[0].lead, entries[-1].tail, len(plan.path) * 2, pieces)

    def _new_in_brackets(self, plan: _Plan, place: int, margin: str) -> str:
        part = plan.new(place)
        beside = self._beside(plan, place)
        told = self._flow(part.value)
        if (
            self._json
            and beside is not None
            and isinstance(part.value, Mapping | list)
            and _BREAK.search(self._text, beside.start, beside.end)
        ):
            step = self._column(self._root.keys[0].start) or 2
            told = _json_text(part.value, margin, step).replace("\n", self._break)
        elif isinstance(part.value, str) and beside is not None:
            told = self._styled(beside, part.value, flow=True)
        if part.key is None:
            return told
        return f"{self._key_like(plan.node, part.key, flow=True)}: {told}"

    def _flow(self, value: Any) -> str:
        """Write a value on one line."""
        if self._json:
            return _json_text(value)
        return flow_text(value)

    # -- values -------------------------------------------------------------------

    def _set(self, place: _Place, value: Any) -> None:
        self._splices += self._replaced(place, value)

    def _replaced(self, place: _Place, value: Any) -> Iterator[_Splice]:
        """Write a value in the place of another."""
        node, holder, text = place.node, place.holder, self._text
        if holder is None:
            raise Awkward
        depth = len(place.path) * 2
        simple = not isinstance(value, Mapping | list)
        if holder.flow:
            told = self._styled(node, value, flow=True) if simple else self._flow(value)
            yield _Splice(node.start, node.end, depth, [told])
            return
        key = holder.keys[place.index] if holder.kind == "mapping" else None
        after = self._after_key(key.end) if key else self._dash_of(place) + 1
        column = self._column(key.start) if key else self._column(after - 1)
        look = self._learn([node], self._look)
        same_line = not _BREAK.search(text, after, node.start)
        if node.kind == "scalar" and simple and same_line:
            lines = self._word_lines(node, value, column, look, in_list=key is None)
            if len(lines) == 1 and node.style not in ("|", ">"):
                yield _Splice(node.start, node.end, depth, [lines[0]])
                return
        elif (node.flow and same_line and not simple and value and self._fits(after, value)) or (
            not simple and not value and same_line and (node.flow or node.kind == "scalar")
        ):
            yield _Splice(node.start, node.end, depth, [self._flow(value)])
            return
        else:
            start = " " * column + ("-" if key is None else text[key.start : after])
            lines = list(
                value_lines(start, value, column, len(place.path), look, in_list=key is None)
            )
            lines[0] = lines[0][len(start) :].lstrip(" ")
        # A comment on the line of the key stays there.
        if same_line and node.style in ("|", ">"):
            header = _HEADER.match(text, node.start)
            stop = _BREAK.search(text, node.start)
            told = text[header.end() : stop.start()] if header and stop else ""
            rest = node.end
        elif same_line and (node.flow or node.kind == "scalar"):
            found = _BREAK.search(text, node.end)
            rest = found.start() if found else len(text)
            told = text[node.end : rest]
        else:
            found = _BREAK.search(text, after)
            told = "" if same_line or not found else text[after : found.start()]
            rest = node.end
        head = (" " if lines[0] else "") + lines[0]
        made = self._break.join([head + told.rstrip(), *lines[1:]])
        yield _Splice(after, rest, depth, [made])

    def _fits(self, after: int, value: Any) -> bool:
        room = max(
            self._look.width,
            len(self._text[self._line_start(after) : self._line_end(after)].rstrip()),
        )
        return self._column(after) + 1 + len(self._flow(value)) <= room

    def _after_key(self, end: int) -> int:
        found = _TO_COLON.match(self._text, end)
        if not found:
            raise Awkward
        return found.end()

    def _dash_of(self, place: _Place) -> int:
        return self._chunks(place.holder or self._root)[place.index].core

    def _word_lines(
        self, node: Node, value: Any, column: int, look: Look, *, in_list: bool
    ) -> list[str]:
        """Write a word in the place of another, in the same quotes or as lines below."""
        if isinstance(value, str) and node.style in ("|", ">"):
            below = self._below(node, column, look)
            header = node.style + ("" if value.endswith("\n") else "-")
            body = value.removesuffix("\n")
            widest = max(
                len(line) for line in self._text[node.start : node.end].splitlines()[1:] or [""]
            )
            if node.style == ">" and is_prose(body) and body and not body.startswith(("#",)):
                return [header, *wrapped(body, below, max(widest + 1, 40))]
            if is_lines(value) or (body and is_prose(body) and node.style == "|"):
                header = "|" + ("" if value.endswith("\n") else "-")
                return [header, *(below + line if line else "" for line in body.split("\n"))]
        if isinstance(value, str) and node.style in ("'", '"'):
            return [self._styled(node, value, flow=False)]
        start = " " * column + ("-" if in_list else "k:")
        lines = list(value_lines(start, value, column, 1, look, in_list=in_list))
        if (
            len(lines) > 1
            and node.style == ""
            and is_prose(str(value))
            and not _BREAK.search(self._text, node.start, node.end)
        ):
            plain = word(value)
            if len(plain) <= max(look.width, self._width(node)) - self._column(node.start):
                return [plain]
        lines[0] = lines[0][len(start) + 1 :]
        return lines

    def _below(self, node: Node, column: int, look: Look) -> str:
        """Return how deep the lines of a text of several lines are indented."""
        for line in self._text[node.start : node.end].splitlines()[1:]:
            if line.strip():
                return line[: len(line) - len(line.lstrip(" "))]
        return " " * (column + look.step)

    def _styled(self, node: Node, value: Any, *, flow: bool, is_key: bool = False) -> str:
        """Write a word in the quotes of another."""
        if self._json:
            return _json_text(value)
        if isinstance(value, str) and node.style in ("'", '"'):
            return _quoted(value, node.style)
        return key_text(value, flow=flow) if is_key else word(value, flow=flow)


class Awkward(Exception):
    """Something is written in a way that is not changed in its place."""


def _is_at(part: Part, index: int) -> bool:
    return isinstance(part, Kept) and part.place == index


def _built(node: Node, parts: Sequence[New]) -> Any:
    if node.kind == "mapping":
        return {part.key: part.value for part in parts}
    return [part.value for part in parts]


def _begins_blank(pieces: Sequence[str | _Ref], text: str) -> bool:
    if not pieces:
        return False
    first = pieces[0]
    told = first if isinstance(first, str) else text[first.start : first.stop]
    return _BLANK.match(told) is not None


def _quoted(value: str, quote: str) -> str:
    if quote == "'" and _QUOTABLE.fullmatch(value):
        return "'" + value.replace("'", "''") + "'"
    told = word(value)
    if told.startswith('"'):
        return told
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _json_text(value: Any, margin: str = "", step: int | None = None) -> str:
    """Write a value as JSON does, on one line or on several; keys that are numbers stay numbers."""
    if not value or not isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else flow_text(value)
    if isinstance(value, Mapping):
        parts = [
            (f"{json.dumps(key, ensure_ascii=False) if isinstance(key, str) else key}: ", item)
            for key, item in value.items()
        ]
    else:
        parts = [("", item) for item in value]
    opening, closing = "{}" if isinstance(value, Mapping) else "[]"
    below = margin + " " * (step or 0)
    told = [start + _json_text(item, below, step) for start, item in parts]
    if step is None:
        return opening + ", ".join(told) + closing
    return f"{opening}\n{below}" + f",\n{below}".join(told) + f"\n{margin}{closing}"


def _longest_run(order: Sequence[int]) -> frozenset[int]:
    """Return the most positions that already follow each other, so that fewest are moved."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for index in order:
        place = bisect_left(tails, index)
        before[index] = tails[place - 1] if place else None
        tails[place : place + 1] = [index]
    found = set()
    at = tails[-1] if tails else None
    while at is not None:
        found.add(at)
        at = before[at]
    return frozenset(found)
