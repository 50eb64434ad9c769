"""The scene as SVG: text stays text, every element has one name, any viewer can draw it.

Only presentation attributes are used, as LibreOffice and print tools read no style
sheets; the one style sheet holds the letters of the font. The root is a
``graphics-document``; each element is a group with its own id, the role
``graphics-symbol`` and a ``title`` that is its accessible name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from digisys.render.backends.font_subset import font_face
from digisys.render.paper import Sheet
from digisys.render.scene import (
    Arrow,
    Box,
    Caption,
    Circle,
    Element,
    LegendItem,
    LoopBadge,
    Paint,
    Panel,
    Path,
    Poly,
    Rect,
    Scene,
    Shape,
    TargetBadge,
    Text,
)

__all__ = ["FONT_FAMILY", "shape_svg", "svg"]

#: The shipped font, and what stands in for it where it is not installed.
FONT_FAMILY = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"

_KINDS: tuple[tuple[type[Element], str], ...] = (
    (Panel, "area"),
    (LoopBadge, "loop"),
    (Arrow, "link"),
    (Box, "variable"),
    (TargetBadge, "target"),
    (LegendItem, "legend"),
    (Caption, "caption"),
)


def svg(
    scene: Scene, *, sheet: Sheet | None = None, embed_font: bool = True, prefix: str = ""
) -> str:
    """Write a scene as an SVG document.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet of paper that it is put on; its own size when absent.
    embed_font
        Whether the document is for computers without the font: the letters that are used
        travel in it (about 13 kB a weight), and each text keeps its width in any other font.
        Browsers use them; other programs need Inter installed and stand in a similar font
        otherwise, as wide as Inter.
    prefix
        What every id starts with, for several drawings on one page.

    Returns
    -------
    str
        The document, in UTF-8 when it is written to a file; the same bytes for the same
        scene everywhere.

    Examples
    --------
    >>> print(svg(Scene(20, 10, "#ffffff", "en", "screen", "Tiny", "Nothing.")))
    <?xml version="1.0" encoding="UTF-8"?>
    <svg xmlns="http://www.w3.org/2000/svg" width="20" height="10" viewBox="0 0 20 10" ...>
    <title id="picture-title">Tiny</title>
    <desc id="picture-description">Nothing.</desc>
    <rect x="0" y="0" width="20" height="10" fill="#ffffff"/>
    <g font-family="..." stroke-linecap="round" stroke-linejoin="round">
    </g>
    </svg>
    """
    view = sheet.view if sheet else (0.0, 0.0, scene.width, scene.height)
    size = (f"{_n(sheet.width)}mm", f"{_n(sheet.height)}mm") if sheet else map(_n, view[2:])
    width, height = size
    title, description = f"{prefix}picture-title", f"{prefix}picture-description"
    root = _tag(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=" ".join(_n(number) for number in view),
        role="graphics-document",
        lang=scene.language,
        aria_labelledby=title,
        aria_describedby=description,
    )
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"{root}>",
        f"{_tag('title', id=title)}>{_text(scene.title)}</title>",
        f"{_tag('desc', id=description)}>{_text(scene.description)}</desc>",
    ]
    if embed_font and (rules := font_face(_texts(scene))):
        lines.append(f"<style>{rules}</style>")
    background = Rect(*view, 0, Paint(fill=scene.background))
    lines += [
        shape_svg(background),
        _tag("g", font_family=FONT_FAMILY, stroke_linecap="round", stroke_linejoin="round") + ">",
        *_groups(scene.elements, prefix, fitted=embed_font),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _groups(elements: Sequence[Element], prefix: str, *, fitted: bool) -> Iterator[str]:
    """Write one named group an element; those of a kind stand together in the scene."""
    for element in elements:
        kind = next(name for type_, name in _KINDS if isinstance(element, type_))
        state = "" if element.state == "normal" else f" {element.state}"
        yield _tag("g", id=prefix + element.id, class_=kind + state, role="graphics-symbol") + ">"
        yield f"<title>{_text(element.name)}</title>"
        yield from (shape_svg(shape, fitted=fitted) for shape in element.shapes)
        yield "</g>"


def shape_svg(shape: Shape, *, fitted: bool = False) -> str:
    """Write one shape as one SVG element, with nothing but presentation attributes.

    A text that is fitted keeps its measured width in whatever font.
    """
    match shape:
        case Rect():
            radius = _n(shape.radius) if shape.radius else None
            size = {"width": _n(shape.width), "height": _n(shape.height)}
            place = {"x": _n(shape.x), "y": _n(shape.y), **size, "rx": radius, "ry": radius}
            return _tag("rect", **place, **_paint(shape.paint)) + "/>"
        case Circle():
            place = {"cx": _n(shape.x), "cy": _n(shape.y), "r": _n(shape.radius)}
            return _tag("circle", **place, **_paint(shape.paint)) + "/>"
        case Path():
            pieces = "".join(
                f"C{_points((piece.control1, piece.control2, piece.end))}" for piece in shape.curves
            )
            line = f"M{_points((shape.start,))}{pieces}"
            return _tag("path", d=line, **_paint(shape.paint)) + "/>"
        case Poly():
            name = "polygon" if shape.closed else "polyline"
            return _tag(name, points=_points(shape.points), **_paint(shape.paint)) + "/>"
        case Text():
            return _line(shape, fitted=fitted)


def _line(text: Text, *, fitted: bool) -> str:
    x, anchor = text.x, text.anchor
    if text.rtl and anchor != "middle":
        # There "start" would mean the right edge; the middle means the same both ways.
        x += text.width / 2 if anchor == "start" else -text.width / 2
        anchor = "middle"
    squeezed = fitted and text.width > 0
    attributes = _tag(
        "text",
        x=_n(x),
        y=_n(text.y),
        font_size=_n(text.size),
        font_weight=None if text.weight == 400 else str(text.weight),
        text_anchor=None if anchor == "start" else anchor,
        direction="rtl" if text.rtl else None,
        # Another font is squeezed to what was measured, so that words stay inside their boxes.
        textLength=_n(text.width) if squeezed else None,
        lengthAdjust="spacingAndGlyphs" if squeezed else None,
        fill=text.colour,
    )
    return f"{attributes}>{_text(text.text)}</text>"


def _texts(scene: Scene) -> Iterator[Text]:
    for element in scene.elements:
        yield from (shape for shape in element.shapes if isinstance(shape, Text))


def _paint(paint: Paint) -> dict[str, str | None]:
    stroked = paint.stroke is not None and paint.width > 0
    return {
        "fill": paint.fill or "none",
        "stroke": paint.stroke if stroked else None,
        "stroke_width": _n(paint.width) if stroked else None,
        "stroke_dasharray": " ".join(map(_n, paint.dash)) if stroked and paint.dash else None,
    }


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)


def _n(number: float) -> str:
    """Write a number with at most two decimals and no needless zeros."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _text(text: str) -> str:
    """Escape a text and take out what XML cannot hold (most control characters)."""
    legal = "".join(
        sign if sign >= " " and not "\ud800" <= sign <= "\udfff" and sign not in "\ufffe\uffff"
        else " " if sign in "\t\n\r" else ""
        for sign in text
    )  # fmt: skip
    return escape(legal)


def _tag(name: str, /, **attributes: str | None) -> str:
    """Open a tag, without its closing bracket; ``a_b`` is written ``a-b``."""
    parts = [f"<{name}"]
    for key, value in attributes.items():
        if value is not None:
            quoted = _text(value).replace('"', "&quot;")
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{quoted}"')
    return " ".join(parts)
