"""The model file as frozen values; the attribute docstrings are its manual.

The parts of a scenario are loaded when they are first asked for, as most questions need none.
"""

from typing import TYPE_CHECKING, Any

from digisys.schema.base import FrozenDict, Text
from digisys.schema.effect import EffectShape
from digisys.schema.evidence import Citation, Evidence, Part, Source
from digisys.schema.layout import Layout, Panel, Point, Time
from digisys.schema.link import Link, Loop
from digisys.schema.model import FORMAT_VERSION, Model
from digisys.schema.presentation import Presentation, Slide
from digisys.schema.variable import Area, Target, TargetRef, Variable

if TYPE_CHECKING:
    from digisys.schema.scenario import (
        AddLink,
        CutLink,
        Push,
        Scenario,
        SetLevel,
        StrengthenLink,
        WeakenLink,
    )

__all__ = [
    "FORMAT_VERSION",
    "AddLink",
    "Area",
    "Citation",
    "CutLink",
    "EffectShape",
    "Evidence",
    "FrozenDict",
    "Layout",
    "Link",
    "Loop",
    "Model",
    "Panel",
    "Part",
    "Point",
    "Presentation",
    "Push",
    "Scenario",
    "SetLevel",
    "Slide",
    "Source",
    "StrengthenLink",
    "Target",
    "TargetRef",
    "Text",
    "Time",
    "Variable",
    "WeakenLink",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'digisys.schema' has no attribute {name!r}")
    from digisys.schema import scenario

    return getattr(scenario, name)
