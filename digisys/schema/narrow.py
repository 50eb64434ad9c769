"""A model seen through one of its themes, as a smaller model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from digisys.schema.base import Text
from digisys.schema.edit import loops_along, without_links
from digisys.schema.layout import Layout
from digisys.schema.link import Link, Loop
from digisys.schema.presentation import Presentation
from digisys.schema.theme import Theme
from digisys.schema.variable import Area, Target, Variable

__all__ = ["carries", "facts_of_theme"]


class _Themed(Protocol):
    """What of a model is read."""

    @property
    def title(self) -> Text:
        """What people call it."""

    @property
    def areas(self) -> Mapping[str, Area]:
        """Areas, by id."""

    @property
    def targets(self) -> Mapping[int, Target]:
        """Targets, by number."""

    @property
    def themes(self) -> Mapping[str, Theme]:
        """Themes, by id."""

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Variables, by id."""

    @property
    def links(self) -> tuple[Link, ...]:
        """Links."""

    @property
    def loops(self) -> Mapping[str, Loop]:
        """Declared loops, by name."""

    @property
    def layout(self) -> Layout | None:
        """Curated positions."""

    @property
    def presentation(self) -> Presentation | None:
        """Slides."""


def carries(item: Any, theme: str) -> bool:
    """Tell whether a variable, link, indicator, action or driver carries a theme.

    Parameters
    ----------
    item
        What has ``themes``.
    theme
        The id of a theme.

    Returns
    -------
    bool
        Whether one of its themes is that one.
    """
    return any(each.theme == theme for each in item.themes)


def facts_of_theme(model: _Themed, theme: str) -> dict[str, Any]:
    """Return the facts of a model that a theme leaves, by the names of their fields.

    A link is left if it carries the theme or both its ends do, a variable if it carries the
    theme or a link that does ends there. Areas and targets are those of the variables that
    are left; loops, places and slides are those of which all parts are.

    Parameters
    ----------
    model
        The model.
    theme
        The id of one of its themes.

    Returns
    -------
    dict
        Fields of a model that differ from those of the whole one.
    """
    own = {name for name, variable in model.variables.items() if carries(variable, theme)}
    gone = frozenset(
        link.id
        for link in model.links
        if not carries(link, theme) and not own.issuperset(link.pair)
    )
    links = without_links(model.links, gone)
    left = own.union(*(link.pair for link in links))
    variables = {name: each for name, each in model.variables.items() if name in left}
    areas = {each.area for each in variables.values()}
    targets = {each.target for variable in variables.values() for each in variable.targets}
    loops = loops_along(model.loops.items(), links)
    kept: dict[str, Mapping[Any, Any]] = {
        "variables": variables,
        "areas": {name: each for name, each in model.areas.items() if name in areas},
        "targets": {
            number: _placed(each, areas)
            for number, each in model.targets.items()
            if number in targets
        },
        "loops": loops,
    }
    return {
        **kept,
        "links": links,
        "title": _titled(model.title, model.themes[theme].label),
        "layout": _places(model.layout, kept),
        "presentation": _slides(model.presentation, kept),
    }


def _placed(target: Target, areas: set[str | None]) -> Target:
    """Take a target out of an area that is gone."""
    if target.area is None or target.area in areas:
        return target
    return target.model_copy(update={"area": None})


def _titled(title: Text, theme: Text) -> Text:
    """Add the theme to the title, in each language of the title."""
    if isinstance(title.root, str):
        return Text(f"{title.root}: {theme}")
    return Text({tag: f"{text}: {theme.text(tag)}" for tag, text in title.root.items()})


def _places(layout: Layout | None, kept: Mapping[str, Mapping[Any, Any]]) -> Layout | None:
    if layout is None:
        return None
    facts = {name: getattr(layout, name) for name in layout.model_fields_set}
    for section in ("areas", "variables", "loops"):
        if section in facts:
            places = facts[section].items()
            facts[section] = {name: place for name, place in places if name in kept[section]}
    return Layout.model_validate(facts)


def _slides(
    presentation: Presentation | None, kept: Mapping[str, Mapping[Any, Any]]
) -> Presentation | None:
    """Keep the slides of what is left; None if there are none."""
    if presentation is None:
        return None
    loops = {*kept["loops"], *(cycle for loop in kept["loops"].values() for cycle in loop.cycles)}
    slides = tuple(
        slide
        for slide in presentation.slides
        if (slide.variable is None or slide.variable in kept["variables"])
        and (slide.target is None or slide.target in kept["targets"])
        and (slide.area is None or slide.area in kept["areas"])
        and (slide.loop is None or slide.loop in loops)
    )
    return Presentation(slides=slides) if slides else None
