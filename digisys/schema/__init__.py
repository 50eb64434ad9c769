"""The model file as frozen values; the attribute docstrings are its manual."""

from digisys.schema.base import FrozenDict, Text
from digisys.schema.evidence import Citation, Evidence, Part, Source
from digisys.schema.layout import Layout, Panel, Point, Time
from digisys.schema.link import Link, Loop
from digisys.schema.model import FORMAT_VERSION, Model
from digisys.schema.variable import Area, Target, TargetRef, Variable

__all__ = [
    "FORMAT_VERSION",
    "Area",
    "Citation",
    "Evidence",
    "FrozenDict",
    "Layout",
    "Link",
    "Loop",
    "Model",
    "Panel",
    "Part",
    "Point",
    "Source",
    "Target",
    "TargetRef",
    "Text",
    "Time",
    "Variable",
]
