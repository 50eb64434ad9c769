"""Themes: points of view that cut across the areas of a model."""

from __future__ import annotations

from typing import Literal

from digisys.schema.base import Frozen, Id, Items, Text
from digisys.schema.evidence import Evidence

__all__ = ["Theme", "ThemeBasis", "ThemeRef"]

ThemeBasis = Literal["stated", "reading"]


class Theme(Frozen):
    """A point of view from which a model is read. Its key is its id."""

    label: Text
    """What people call it."""
    short_label: Text | None = None
    """A shorter name for drawings and tables; the label when absent."""
    description: Text | None = None
    """What belongs to it, in a sentence."""
    evidence: Items[Evidence] = ()
    """Where the theme comes from, such as the workshop that read the model so."""


class ThemeRef(Frozen):
    """That a part of a model carries a theme."""

    theme: Id
    """One of the model's ``themes``."""
    basis: ThemeBasis = "reading"
    """``stated`` if a source ties it to the theme, ``reading`` if we do."""
    reason: Text | None = None
    """Why it carries the theme, in a sentence."""
    evidence: Items[Evidence] = ()
    """Where it is stated, or what the reading rests on."""
