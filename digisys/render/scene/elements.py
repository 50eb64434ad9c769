"""What the shapes of a scene mean: panels, boxes, arrows, badges, legend, captions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digisys.render.scene.primitives import Circle, Path, Poly, Rect, Shape, Text

__all__ = [
    "Arrow",
    "Box",
    "Caption",
    "Change",
    "Element",
    "LegendItem",
    "LoopBadge",
    "Panel",
    "SignMark",
    "State",
    "Tag",
    "TargetBadge",
    "arrow_id",
]

#: Whether an element answers the question that the picture shows.
State = Literal["normal", "highlighted", "dimmed"]
#: How an element differs from the model that it is compared with.
Change = Literal["same", "added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Tag:
    """A word or number in a small plate on another element (``new``, ``+0.4``)."""

    plate: Rect
    text: Text

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return (self.plate, self.text)


@dataclass(frozen=True, slots=True)
class Caption:
    """Free text: the title, the subtitle, the source line, notes.

    Attributes
    ----------
    id
        ``title``, ``subtitle``, ``source`` or ``note-1``.
    name
        The whole text, unbroken.
    lines
        The placed lines.
    """

    id: str
    name: str
    lines: tuple[Text, ...]
    state: State = "normal"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return self.lines


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of an area.

    Attributes
    ----------
    id
        ``area-<id of the area>``.
    area
        The area's id in the model.
    name
        Accessible name: the area's label.
    plate
        The rectangle behind everything.
    bar
        The coloured bar beside the heading.
    heading
        The lines of the heading.
    """

    id: str
    area: str
    name: str
    plate: Rect
    bar: Rect
    heading: tuple[Text, ...]
    state: State = "normal"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return (self.plate, self.bar, *self.heading)


@dataclass(frozen=True, slots=True)
class SignMark:
    """The sign of a link: a disc with ``+``, ``−`` or ``?`` near the arrowhead.

    ``+`` and ``−`` are drawn as strokes, so that they look alike everywhere; ``?`` is text.
    """

    symbol: Literal["+", "−", "?"]
    disc: Circle
    strokes: tuple[Poly, ...]
    text: Text | None = None

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return (self.disc, *self.strokes, *((self.text,) if self.text else ()))


def arrow_id(link: str) -> str:
    """Return the id of the arrow of a link, without signs that mean something in addresses.

    Examples
    --------
    >>> arrow_id("a->b"), arrow_id("a->b#2")
    ('link-a--b', 'link-a--b-2')
    """
    return f"link-{link.replace('->', '--').replace('#', '-')}"


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link.

    Attributes
    ----------
    id
        ``link-<source>--<target>``, and more where several run between the two: see
        :func:`arrow_id`.
    source, target
        Ids of the variables.
    polarity
        ``positive``, ``negative`` or ``unknown``.
    certainty
        ``explicit`` or ``ambiguous`` (dotted line, hollow head).
    direction
        ``stated``, or ``assumed`` where its sign is a reading of the source (long dashes, barbed
        head).
    name
        Accessible name, such as ``Trust strengthens data use``.
    line
        The curve. It ends where the head begins.
    head
        The arrowhead.
    sign
        The sign beside the head.
    signed
        Whether the sign is drawn.
    delay
        The two bars of a delay mark, broken where nobody knows how long the delay is; empty
        without a delay.
    tag
        How the link differs in a comparison, if it does.
    loops
        Names of the declared loops that the link belongs to (``R1``).
    """

    id: str
    source: str
    target: str
    polarity: Literal["positive", "negative", "unknown"]
    certainty: Literal["explicit", "ambiguous"]
    name: str
    line: Path
    head: Poly
    sign: SignMark
    delay: tuple[Poly, ...] = ()
    tag: Tag | None = None
    loops: tuple[str, ...] = ()
    state: State = "normal"
    change: Change = "same"
    direction: Literal["stated", "assumed"] = "stated"
    signed: bool = True

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        sign = self.sign.shapes if self.signed else ()
        tag = self.tag.shapes if self.tag else ()
        return (self.line, *self.delay, self.head, *sign, *tag)


@dataclass(frozen=True, slots=True)
class Box:
    """A variable.

    Attributes
    ----------
    id
        ``variable-<id of the variable>``.
    variable
        The variable's id in the model.
    area
        Its area's id, if any.
    name
        Accessible name: the full label, the area and the targets.
    outline
        The box.
    label
        The lines of the (short) label.
    heat
        Level of the variable in a simulation result, if one is shown.
    tag
        The level in figures, or how the variable differs in a comparison.
    marks
        Small marks of what is known of the variable besides the model.
    """

    id: str
    variable: str
    area: str | None
    name: str
    outline: Rect
    label: tuple[Text, ...]
    heat: float | None = None
    tag: Tag | None = None
    state: State = "normal"
    change: Change = "same"
    marks: tuple[Shape, ...] = ()

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        tag = self.tag.shapes if self.tag else ()
        return (self.outline, *self.label, *self.marks, *tag)


@dataclass(frozen=True, slots=True)
class TargetBadge:
    """The number of a policy target on the box of a variable that stands for it.

    Attributes
    ----------
    id
        ``target-<number>`` on the first box that carries the target, then
        ``target-<number>-<variable>``.
    target
        The target's number.
    variable
        The variable's id.
    name
        Accessible name: number and title of the target.
    plate
        The disc (a rectangle with half its height as radius).
    text
        The number.
    """

    id: str
    target: int
    variable: str
    name: str
    plate: Rect
    text: Text
    state: State = "normal"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return (self.plate, self.text)


@dataclass(frozen=True, slots=True)
class LoopBadge:
    """The badge of a loop, in the middle of its ring, with an arrow the way it runs.

    Attributes
    ----------
    id
        ``loop-<name>``.
    loop
        The loop's short name, such as ``R1``.
    kind
        ``reinforcing``, ``balancing`` or ``unknown``.
    turning
        The way that the loop runs on this map.
    variables, arrows
        Ids of its boxes' variables and of its arrows (``link-a--b``), all cycles together.
    name
        Accessible name: kind, short name, label and the variables in order.
    disc
        The disc behind the text.
    text
        The short name, then the lines of the label.
    arc, head
        The turning arrow.
    """

    id: str
    loop: str
    kind: Literal["reinforcing", "balancing", "unknown"]
    turning: Literal["clockwise", "counterclockwise"]
    variables: tuple[str, ...]
    arrows: tuple[str, ...]
    name: str
    disc: Circle
    text: tuple[Text, ...]
    arc: Path
    head: Poly
    state: State = "normal"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return (self.disc, self.arc, self.head, *self.text)


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One mark and what it means.

    Attributes
    ----------
    id
        ``legend-<what>``.
    name
        The explanation.
    marks
        The sample, drawn like the real thing.
    text
        The explanation, placed.
    """

    id: str
    name: str
    marks: tuple[Shape, ...]
    text: Text
    state: State = "normal"

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Shapes in drawing order."""
        return (*self.marks, self.text)


Element = Caption | Panel | Arrow | Box | TargetBadge | LoopBadge | LegendItem
