"""Whether what the layout places and the presentation shows is there."""

from __future__ import annotations

from digisys.errors import Problem
from digisys.schema.checks.dangling import Dangling, Found
from digisys.schema.checks.raw import Raw, mapping, slides_of
from digisys.words import N_, Message

__all__ = ["layout_problems", "presentation_problems"]


def layout_problems(raw: Raw) -> Found:
    """Find places given to what is not there."""
    layout = mapping(raw.get("layout"))
    whats = {
        "areas": N_("There is no area “{name}”."),
        "variables": N_("There is no variable “{name}”."),
        "loops": N_("There is no loop “{name}”."),
    }
    for section, what in whats.items():
        known = mapping(raw.get(section))
        for name in mapping(layout.get(section)):
            if name not in known:
                path = ("layout", section, name)
                yield Dangling(path, Message(what, {"name": name}), name, known)


def presentation_problems(raw: Raw) -> Found:
    """Find slides that show what is not there, or several things."""
    loops = mapping(raw.get("loops"))
    cycles = {
        name: loop for loop in loops.values() for name in mapping(mapping(loop).get("cycles"))
    }
    whats = {
        "variable": (N_("There is no variable “{name}”."), mapping(raw.get("variables"))),
        "target": (N_("There is no target {name}."), mapping(raw.get("targets"))),
        "area": (N_("There is no area “{name}”."), mapping(raw.get("areas"))),
        "loop": (N_("There is no loop “{name}”."), {**loops, **cycles}),
    }
    for position, slide in slides_of(raw):
        path = ("presentation", "slides", position)
        shown = [kind for kind in whats if slide.get(kind) is not None]
        for kind in shown:
            what, known = whats[kind]
            name = slide[kind]
            if isinstance(name, str | int) and name not in known:
                yield Dangling((*path, kind), Message(what, {"name": name}), name, known)
        if len(shown) > 1:
            yield Problem(
                path,
                Message("The slide shows several things: {names}.", {"names": ", ".join(shown)}),
                Message("Keep one of them, and make a slide of each other one."),
            )
