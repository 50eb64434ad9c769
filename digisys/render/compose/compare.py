"""Two versions of a model in one drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from digisys.render.parts.marks import SIGN_MARKS
from digisys.render.scene import Change
from digisys.schema import FrozenDict, Layout, Link, Model, Variable

__all__ = ["Changes", "compare_shown"]


@dataclass(frozen=True)
class Changes:
    """How a model differs from an earlier one, by id; what is absent is the same.

    Attributes
    ----------
    variables, links
        How each differs.
    signs
        Of links that work another way, the sign before and the sign after, as ``+ → −``.
    """

    variables: Mapping[str, Change]
    links: Mapping[str, Change]
    signs: Mapping[str, str] = field(default_factory=dict)


def compare_shown(model: Model, earlier: Model) -> tuple[Model, Changes]:
    """Join two versions of a model and tell what differs.

    Parameters
    ----------
    model
        The version to draw.
    earlier
        The version that it is compared with.

    Returns
    -------
    tuple
        The model together with what only the earlier one has, and the differences. A
        variable counts as changed when its texts, area, role, inertia or targets differ; a
        link when its polarity, strength, delay or certainty does.
    """
    variables: dict[str, Change] = {}
    links: dict[str, Change] = {}
    for name, variable in model.variables.items():
        before = earlier.variables.get(name)
        if before is None:
            variables[name] = "added"
        elif _facts(before) != _facts(variable):
            variables[name] = "changed"
    gone = {name: v for name, v in earlier.variables.items() if name not in model.variables}
    variables.update(dict.fromkeys(gone, "removed"))
    now = {link.id: link for link in model.links}
    then = {link.id: link for link in earlier.links}
    for key, link in now.items():
        if key not in then:
            links[key] = "added"
        elif _effect(then[key]) != _effect(link):
            links[key] = "changed"
    lost = [link for key, link in then.items() if key not in now]
    links.update({link.id: "removed" for link in lost})
    signs = {
        key: f"{SIGN_MARKS[then[key].polarity]} → {SIGN_MARKS[link.polarity]}"
        for key, link in now.items()
        if key in then and then[key].polarity != link.polarity
    }
    return _joined(model, earlier, gone, lost), Changes(variables, links, signs)


def _facts(variable: Variable) -> tuple[object, ...]:
    return (
        variable.label, variable.short_label, variable.area, variable.role, variable.inertia,
        variable.targets,
    )  # fmt: skip


def _effect(link: Link) -> tuple[object, ...]:
    return link.polarity, link.strength, link.delay, link.delay_order, link.certainty


def _joined(model: Model, earlier: Model, gone: Mapping[str, Variable], lost: list[Link]) -> Model:
    areas = {**model.areas}
    targets = {**model.targets}
    for variable in gone.values():
        if variable.area is not None:
            areas.setdefault(variable.area, earlier.areas[variable.area])
        for ref in variable.targets:
            targets.setdefault(ref.target, earlier.targets[ref.target])
    return model.model_copy(
        update={
            "variables": FrozenDict({**model.variables, **gone}),
            "links": (*model.links, *lost),
            "areas": FrozenDict(areas),
            "targets": FrozenDict(targets),
            "sources": FrozenDict({**earlier.sources, **model.sources}),
            "layout": _joined_layout(model.layout, earlier.layout),
        }
    )


def _joined_layout(layout: Layout | None, earlier: Layout | None) -> Layout | None:
    """Keep the positions of the newer model; only what it lacks comes from the earlier."""
    if layout is None or earlier is None:
        return layout or earlier
    return layout.model_copy(
        update={
            "width": max(layout.width, earlier.width),
            "height": max(layout.height, earlier.height),
            "areas": FrozenDict({**earlier.areas, **layout.areas}),
            "variables": FrozenDict({**earlier.variables, **layout.variables}),
        }
    )
