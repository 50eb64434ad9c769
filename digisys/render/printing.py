"""The extra ``[print]``: tagged PDF with alternative text (typst), and fast PNG (resvg)."""

from __future__ import annotations

from typing import Literal

from digisys.errors import DrawingError, MissingPackageError
from digisys.render.labels import FONTS
from digisys.render.paper import Sheet, natural
from digisys.render.scene import Scene
from digisys.render.svg import svg
from digisys.words import Message

__all__ = ["fast_png", "tagged_pdf"]

#: Everything that is a user's text comes in through ``sys.inputs``, never as markup.
_PAGE = """\
#set document(title: sys.inputs.title, date: none)
#set text(lang: sys.inputs.language)
#set page(width: {width}mm, height: {height}mm, margin: 0mm)
#image(bytes(sys.inputs.picture), format: "svg", width: 100%, height: 100%, alt: sys.inputs.alt)
"""


def tagged_pdf(scene: Scene, sheet: Sheet | None = None) -> bytes:
    """Draw a scene as a tagged PDF (PDF/UA-1) with alternative text and embedded fonts.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet of paper; the scene's own size when absent.

    Returns
    -------
    bytes
        The file; the same bytes for the same scene and fonts.

    Raises
    ------
    MissingPackageError
        If typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingPackageError("typst", "print") from error
    sheet = sheet or natural(scene)
    page = _PAGE.format(width=round(sheet.width, 3), height=round(sheet.height, 3))
    inputs = {
        "title": scene.title.strip() or "–",
        "language": scene.language,
        "alt": scene.description.strip() or scene.title.strip() or "–",
        "picture": svg(scene, sheet=sheet),
    }
    fonts = typst.Fonts(font_paths=[str(FONTS)])
    try:
        try:
            standards: list[Literal["ua-1"]] = ["ua-1"]
            made = typst.compile(
                page.encode(),
                output=None,
                format="pdf",
                font_paths=fonts,
                sys_inputs=inputs,
                pdf_standards=[*standards],
                timestamp=0,
            )
        except typst.TypstError as error:
            if "PDF/UA" not in str(error):
                raise
            # The standard forbids letters that no font has; tags and words remain.
            made = typst.compile(
                page.encode(),
                output=None,
                format="pdf",
                font_paths=fonts,
                sys_inputs=inputs,
                timestamp=0,
            )
    except typst.TypstError as error:
        raise DrawingError(
            Message("The PDF could not be made: {reason}", {"reason": str(error)[:500]}),
            Message("Make it without the extra print."),
        ) from error
    return bytes(made)


def fast_png(scene: Scene, sheet: Sheet | None = None, *, dpi: float) -> bytes:
    """Draw a scene as PNG with resvg, several times faster than with matplotlib.

    Parameters
    ----------
    scene
        The scene.
    sheet
        The sheet of paper; the scene's own size when absent.
    dpi
        Pixels per inch.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    MissingPackageError
        If resvg_py is not installed.
    """
    try:
        import resvg_py
    except ImportError as error:
        raise MissingPackageError("resvg_py", "print") from error
    sheet = sheet or natural(scene)
    made = resvg_py.svg_to_bytes(
        svg_string=svg(scene, sheet=sheet),
        dpi=dpi,
        font_dirs=[str(FONTS)],
    )
    return bytes(made)
