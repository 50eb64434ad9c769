"""What to draw and where: the picture as pure data.

A :class:`Scene` is made by :func:`digisys.render.compose.build.build_scene` and drawn by a
backend (SVG, matplotlib, ...). Everything is decided and measured beforehand: colours are
resolved from the theme, text is broken into placed lines, links are Bézier curves. A
backend walks :attr:`Scene.elements` in order and draws the :attr:`shapes` of each: only
five primitives occur (:data:`Shape`). What an element *means* stands in its other fields,
for accessible names, text twins and interactive pages.

One scene unit is one CSS pixel at normal size; the origin is the top left corner and y
grows downward. Colours are ``#rrggbb``. Nothing is ever transparent.

::

    Scene
    ├── captions    title, subtitle, source line, notes   (Caption)
    ├── panels      one an area                           (Panel)
    ├── arrows      one a link                            (Arrow with SignMark)
    ├── boxes       one a variable                        (Box)
    ├── badges      targets on boxes                      (TargetBadge)
    ├── loops       loops                                 (LoopBadge)
    └── legend      what the marks mean                   (LegendItem)
"""

from digisys.render.scene.elements import (
    Arrow,
    Box,
    Caption,
    Change,
    Element,
    LegendItem,
    LoopBadge,
    Panel,
    SignMark,
    State,
    Tag,
    TargetBadge,
    arrow_id,
)
from digisys.render.scene.primitives import (
    XY,
    Circle,
    Curve,
    Paint,
    Path,
    Poly,
    Rect,
    Rectangle,
    Shape,
    Text,
)
from digisys.render.scene.scene import Scene

__all__ = [
    "XY",
    "Arrow",
    "Box",
    "Caption",
    "Change",
    "Circle",
    "Curve",
    "Element",
    "LegendItem",
    "LoopBadge",
    "Paint",
    "Panel",
    "Path",
    "Poly",
    "Rect",
    "Rectangle",
    "Scene",
    "Shape",
    "SignMark",
    "State",
    "Tag",
    "TargetBadge",
    "Text",
    "arrow_id",
]
