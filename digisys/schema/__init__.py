"""The model file as frozen values; the attribute docstrings are its manual."""

from digisys.schema.base import FrozenDict, Text
from digisys.schema.evidence import Citation, Evidence, Part, Source
from digisys.schema.layout import Layout, Panel, Point, Time
from digisys.schema.link import Link, Loop
from digisys.schema.model import FORMAT_VERSION, Model
from digisys.schema.scenario import (
    AddLink,
    CutLink,
    Push,
    Scenario,
    SetLevel,
    StrengthenLink,
    WeakenLink,
)
from digisys.schema.variable import Area, Target, TargetRef, Variable

__all__ = [
    "FORMAT_VERSION",
    "AddLink",
    "Area",
    "Citation",
    "CutLink",
    "Evidence",
    "FrozenDict",
    "Layout",
    "Link",
    "Loop",
    "Model",
    "Panel",
    "Part",
    "Point",
    "Push",
    "Scenario",
    "SetLevel",
    "Source",
    "StrengthenLink",
    "Target",
    "TargetRef",
    "Text",
    "Time",
    "Variable",
    "WeakenLink",
]
