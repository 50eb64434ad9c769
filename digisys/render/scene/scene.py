"""A whole picture."""

from __future__ import annotations

from dataclasses import dataclass

from digisys.answers.content import Content
from digisys.render.scene.elements import (
    Arrow,
    Box,
    Caption,
    Element,
    LegendItem,
    LoopBadge,
    Panel,
    TargetBadge,
)

__all__ = ["Scene"]


@dataclass(frozen=True, slots=True, repr=False)
class Scene(Content):
    """A whole picture.

    Attributes
    ----------
    width, height
        Size in scene units.
    background
        Colour of the paper.
    language
        Language of every text in it.
    theme
        Name of the theme (see :mod:`digisys.render.style`).
    title
        The title as plain text; it is also drawn, as the caption ``title``.
    description
        One or two sentences on what the picture shows, for a short accessible description.
    panels, arrows, boxes, badges, loops, legend, captions
        The elements. Dimmed ones come first within each kind.
    notes
        What the reader should know of this drawing, such as variables placed by the
        program because the layout has no position for them.
    """

    width: float
    height: float
    background: str
    language: str
    theme: str
    title: str
    description: str
    panels: tuple[Panel, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    boxes: tuple[Box, ...] = ()
    badges: tuple[TargetBadge, ...] = ()
    loops: tuple[LoopBadge, ...] = ()
    legend: tuple[LegendItem, ...] = ()
    captions: tuple[Caption, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def elements(self) -> tuple[Element, ...]:
        """Every element in drawing order, the lowest first."""
        return (
            *self.panels,
            *self.loops,
            *self.arrows,
            *self.boxes,
            *self.badges,
            *self.legend,
            *self.captions,
        )
