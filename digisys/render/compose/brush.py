"""What every element of a map is painted with: the question, the theme, the language."""

from __future__ import annotations

from dataclasses import dataclass

from digisys.graph.labels import label
from digisys.render.compose.look import Look, signs_drawn
from digisys.render.compose.view import Shown
from digisys.render.parts.boxes import SMALL
from digisys.render.scene import State
from digisys.render.style import AreaColours, Theme
from digisys.schema import Model

__all__ = ["Brush"]


@dataclass(frozen=True)
class Brush:
    """Colours, states and words for the elements of one drawing.

    Attributes
    ----------
    shown
        What is drawn.
    theme
        Its colours.
    language
        Language of every text.
    look
        What else the reader chose.
    small
        Size of the smallest type, in scene units.
    """

    shown: Shown
    theme: Theme
    language: str
    look: Look
    small: float = SMALL

    @property
    def model(self) -> Model:
        """The model."""
        return self.shown.model

    @property
    def signed(self) -> bool:
        """Whether arrows have signs."""
        return signs_drawn(self.look.signs, self.shown.links)

    def state(self, lit: bool) -> State:  # noqa: FBT001 - one switch
        """Tell whether something answers the question of the picture."""
        if self.shown.lit is None:
            return "normal"
        return "highlighted" if lit else "dimmed"

    def colours(self, area: str | None, state: State) -> AreaColours:
        """Choose the colours of an area, or of what is dimmed."""
        if state == "dimmed":
            return self.theme.dim
        areas = list((self.model.whole or self.model).areas)  # a theme changes no colours
        return self.theme.area(None if area is None else areas.index(area))

    def text(self, name: str) -> str:
        """Label of a variable."""
        return label(self.model, name, self.language)
