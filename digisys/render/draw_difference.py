"""Two maps as one picture, or side by side: what both have stands at the same place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.progress import Progress, part_of
from digisys.render.compose.look import Look
from digisys.render.drawing import Drawing
from digisys.render.limits import deadline_of
from digisys.render.scene import Scene
from digisys.schema import FrozenDict, Layout, Link, Model, Panel, Point
from digisys.schema.link import link_ends
from digisys.workshop.matching import Matching, match_variables

if TYPE_CHECKING:
    from digisys.render.compose.compare import Changes

__all__ = ["difference_scenes", "draw_difference"]

Value = TypeVar("Value")

#: Share of the work of a picture that finding places is told as.
_PLACES = 0.5
#: How much farther apart things stand where the program chooses: words on arrows need room.
_ROOM = 1.45


def draw_difference(
    old: Model,
    new: Model,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    language: str | None = None,
    theme: str = "screen",
    progress: Progress | None = None,
    time_limit: float | None = None,
) -> Drawing:
    """Draw two maps as one picture that marks what differs.

    What both maps have stands where the old one has it (where the new one tells, if it stores
    positions); what is new is put near its neighbours, and nothing else moves. What is
    added has thick lines and the word for new, what is removed is dashed and says so, and a link
    that works another way shows the sign before and the sign after: colours only repeat it.

    Parameters
    ----------
    old, new
        The maps. A variable that has another id in the new one, but the same label or the same
        links, is the same (see :func:`digisys.compare_models`).
    evidence, certainty, language, theme, progress, time_limit
        As of :func:`digisys.draw`.

    Returns
    -------
    Drawing
        The picture of the new map, with what only the old one has beside it.

    Raises
    ------
    DrawingError
        If nothing is left to draw, or it is more than a drawing can show.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> cut = model.without("digital_skills->digital_service_use")
    >>> drawing = draw_difference(model, cut, language="en")
    >>> [arrow.id for arrow in drawing.scene.arrows if arrow.change == "removed"]
    ['link-digital_skills--digital_service_use']
    """
    from digisys.render.compose.build import build_scene

    before = _renamed(old, match_variables(old, new))
    places, rest = part_of(progress, 0.0, _PLACES), part_of(progress, _PLACES, 1.0)
    before, after = _at_the_same_places(before, new, places, time_limit)
    make = partial(
        build_scene,
        after,
        evidence=evidence,
        certainty=certainty,
        language=language,
        theme=theme,
        compare_with=before,
        time_limit=time_limit,
    )
    # Loops are not sought: one could close along a link that is gone and one that is new.
    look = Look()
    return Drawing(after, make(look=look, progress=rest), look=look, make=make)


def difference_scenes(
    old: Model,
    new: Model,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    language: str | None = None,
    theme: str = "screen",
    progress: Progress | None = None,
    time_limit: float | None = None,
) -> tuple[Scene, Scene]:
    """Draw two maps to stand side by side, each with what only it has marked.

    Parameters
    ----------
    old, new, evidence, certainty, language, theme, progress, time_limit
        As of :func:`draw_difference`.

    Returns
    -------
    Scene, Scene
        The old map and the new one; what both have stands at the same place, and has the same
        id even where it was renamed.
    """
    from digisys.render.compose.build import build_scene
    from digisys.render.compose.compare import compare_shown

    joined = draw_difference(
        old,
        new,
        evidence=evidence,
        certainty=certainty,
        language=language,
        theme=theme,
        progress=part_of(progress, 0.0, _PLACES),
        time_limit=time_limit,
    )
    before = _renamed(old, match_variables(old, new))
    _, changes = compare_shown(new, before)
    layout = _layout_of(joined.scene)
    scenes = []
    for model, gone in ((before, "added"), (new, "removed")):
        own = _own(changes, gone)
        placed = model.model_copy(update={"layout": _for(layout, model)})
        scenes.append(
            build_scene(
                placed,
                evidence=evidence,
                certainty=certainty,
                language=language or new.default_language,
                theme=theme,
                changes=own,
                time_limit=time_limit,
            )
        )
    first, second = scenes
    return first, second


def _own(changes: Changes, gone: str) -> Changes:
    """Leave out the changes of what a map does not have."""
    from digisys.render.compose.compare import Changes

    def kept(every: Mapping[str, Value]) -> dict[str, Value]:
        return {name: change for name, change in every.items() if change != gone}

    return Changes(kept(changes.variables), kept(changes.links), changes.signs)


def _layout_of(scene: Scene) -> Layout:
    """Return where the boxes and panels of a picture stand."""
    return Layout(
        width=scene.width,
        height=scene.height,
        areas={
            panel.area: Panel(
                x=panel.plate.x,
                y=panel.plate.y,
                width=panel.plate.width,
                height=panel.plate.height,
            )
            for panel in scene.panels
        },
        variables={
            box.variable: Point(
                x=box.outline.x + box.outline.width / 2, y=box.outline.y + box.outline.height / 2
            )
            for box in scene.boxes
        },
    )


def _for(layout: Layout, model: Model) -> Layout:
    """Leave out the places of what a model does not have."""
    return layout.model_copy(
        update={
            "variables": FrozenDict(
                {name: at for name, at in layout.variables.items() if name in model.variables}
            ),
            "areas": FrozenDict(
                {name: at for name, at in layout.areas.items() if name in model.areas}
            ),
        }
    )


def _at_the_same_places(
    old: Model, new: Model, progress: Progress | None, time_limit: float | None
) -> tuple[Model, Model]:
    """Give both maps positions that agree; new variables without one are left to be placed."""
    from digisys.render.layout.solver import propose_layout

    layout = old.layout
    if layout is None or not layout.variables:
        if new.layout is not None and new.layout.variables:
            layout = new.layout
        else:
            layout = _wider(
                propose_layout(
                    old, effort="quick", progress=progress, deadline=deadline_of(time_limit)
                )
            )
    told = new.layout.variables if new.layout is not None else {}
    areas = new.layout.areas if new.layout is not None else {}
    # Where the new map stores positions, they count; a map made anew may store a few only.
    whole = all(name in told for name in new.variables)
    own = told if whole else {name: at for name, at in told.items() if name not in layout.variables}
    both = layout.model_copy(
        update={
            "variables": FrozenDict({**layout.variables, **own}),
            "areas": FrozenDict({**layout.areas, **(areas if whole else {})}),
            "loops": FrozenDict(new.layout.loops if whole and new.layout is not None else {}),
        }
    )
    if whole and new.layout is not None:
        size = {"width": new.layout.width, "height": new.layout.height}
        both = both.model_copy(update=size)
    return tuple(  # type: ignore[return-value]
        model.model_copy(update={"layout": _for(both, model)}) for model in (old, new)
    )


def _wider(layout: Layout) -> Layout:
    """Put things farther from each other, so that there is room for words on arrows."""
    return Layout(
        width=layout.width * _ROOM,
        height=layout.height * _ROOM,
        areas={
            name: Panel(
                x=panel.x * _ROOM,
                y=panel.y * _ROOM,
                width=panel.width * _ROOM,
                height=panel.height * _ROOM,
            )
            for name, panel in layout.areas.items()
        },
        variables={
            name: Point(x=at.x * _ROOM, y=at.y * _ROOM) for name, at in layout.variables.items()
        },
    )


def _renamed(model: Model, matching: Matching) -> Model:
    """Call the variables of the old map as the new one does, and its links accordingly."""
    if all(name == new for name, new in matching.pairs.items()):
        return model

    def called(name: str) -> str:
        return matching.pairs.get(name, name)

    def link_of(link: Link) -> Link:
        own = None if link.own_id is None else _link_called(link.own_id, called)
        modulates = None if link.modulates is None else _link_called(link.modulates, called)
        return link.model_copy(
            update={
                "source": called(link.source),
                "target": called(link.target),
                "own_id": own,
                "modulates": modulates,
            }
        )

    loops = {
        name: loop.model_copy(
            update={
                "cycles": FrozenDict(
                    {key: tuple(map(called, cycle)) for key, cycle in loop.cycles.items()}
                )
            }
        )
        for name, loop in model.loops.items()
    }
    layout = model.layout and model.layout.model_copy(
        update={
            "variables": FrozenDict(
                {called(name): at for name, at in model.layout.variables.items()}
            )
        }
    )
    return model.model_copy(
        update={
            "variables": FrozenDict({called(name): each for name, each in model.variables.items()}),
            "links": tuple(map(link_of, model.links)),
            "loops": FrozenDict(loops),
            "layout": layout,
        }
    )


def _link_called(name: str, called: Callable[[str], str]) -> str:
    source, target, rest = link_ends(name)
    return f"{called(source)}->{called(target)}{rest}"
