"""What slides hold: a finding as title, a picture, and what a speaker says."""

from __future__ import annotations

from dataclasses import dataclass

from digisys.render.scene import Scene
from digisys.report.document.blocks import Picture

__all__ = ["Deck", "Slide"]


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide.

    Attributes
    ----------
    title
        The finding, as a sentence.
    notes
        What a speaker can say, with the evidence; a paragraph each.
    scene
        A picture to be drawn as shapes, if any.
    picture
        A picture to be put on as it is, if any.
    alternative
        What the picture shows; never empty where there is one.
    bullets
        What stands on a slide without a picture.
    """

    title: str
    notes: tuple[str, ...]
    scene: Scene | None = None
    picture: Picture | None = None
    alternative: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides in order.

    Attributes
    ----------
    title, subtitle
        What they are about; in the properties of the file and on the last slide.
    language
        Language of every text.
    slides
        The slides.
    date
        A date as ``2026-11-27``; None where none was given.
    """

    title: str
    subtitle: str
    language: str
    slides: tuple[Slide, ...]
    date: str | None = None

    def texts(self) -> tuple[str, ...]:
        """Return every text, notes and alternative texts included."""
        found = [self.title, self.subtitle]
        for slide in self.slides:
            found += [slide.title, slide.alternative, *slide.bullets, *slide.notes]
        return tuple(text for text in found if text)
