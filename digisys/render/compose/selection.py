"""Which part of a model a drawing shows and what it brings out, as people ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from digisys.errors import QuestionError
from digisys.words import Message

__all__ = ["Direction", "Highlight", "Names", "Selection"]

Direction = Literal["downstream", "upstream", "both"]
Names = str | int | Iterable[str | int]
Highlight = str | int | Sequence[str | int]


@dataclass(frozen=True)
class Selection:
    """Which part of a model a drawing shows and what it brings out.

    Attributes
    ----------
    highlight
        What to bring out while the rest is dimmed: a loop (``"R1"``, ``"R1a"``), whatever a
        variable or target reaches (``"target 14"``), an area, the shortest chains between
        two things (``"14 -> 10"``), or a chain as a list of variables.
    focus
        Draw only these things (variables, areas, targets, loops) and their neighbours.
    areas
        Draw only these areas.
    targets
        Draw only variables that stand for these targets; ``"all"`` for any target.
    direction
        For a highlight: ``downstream`` (usual), ``upstream`` or ``both``.
    steps
        For a highlight: how many links far, at most; from 0 up.

    Raises
    ------
    QuestionError
        If there is no such direction, or the steps are below 0.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> near = Selection("target 14", direction="upstream", steps=1)
    >>> drawing = digisys.draw(model, highlight=near, language="en")
    """

    highlight: Highlight | None = None
    focus: Names | None = None
    areas: Names | None = None
    targets: Names | None = None
    direction: Direction | None = None
    steps: int | None = None

    def __post_init__(self) -> None:
        for name in ("highlight", "focus", "areas", "targets"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, str | int):
                object.__setattr__(self, name, tuple(value))
        if self.steps is not None and self.steps < 0:
            raise QuestionError(
                Message("The number of steps is below 0."), Message("Give 0 or more, or none.")
            )
        if self.direction not in (None, *get_args(Direction)):
            raise QuestionError(
                Message("There is no direction “{name}”.", {"name": str(self.direction)}),
                Message("Choose one of: {names}.", {"names": ", ".join(get_args(Direction))}),
            )

    @classmethod
    def of(cls, choice: Highlight | Selection | None) -> Selection:
        """Return what a drawing was given as the full value."""
        return choice if isinstance(choice, Selection) else cls(choice)
