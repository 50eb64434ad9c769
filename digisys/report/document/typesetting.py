"""What typst does for documents: whole ones as PDF, pictures as dots."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from digisys.errors import DrawingError, MissingPackageError
from digisys.render.labels import FONTS
from digisys.report.document.blocks import Picture
from digisys.words import Message

__all__ = ["check_typesetting", "compile_page", "dots"]

_PICTURE = """\
#set page(width: {width}mm, height: {height}mm, margin: 0mm)
#image(bytes(sys.inputs.picture), format: "svg", width: 100%, height: 100%)
"""


def check_typesetting() -> ModuleType:
    """Return typst, or refuse before any work is done.

    Raises
    ------
    MissingPackageError
        If it is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingPackageError("typst", "report") from error
    return typst


def dots(picture: Picture, dpi: float = 220.0) -> bytes:
    """Turn a picture into a PNG.

    Parameters
    ----------
    picture
        The picture.
    dpi
        Dots per inch of its own size.

    Returns
    -------
    bytes
        The file; the same bytes for the same picture and fonts.
    """
    page = _PICTURE.format(width=round(picture.width, 3), height=round(picture.height, 3))
    return compile_page(page, {"picture": picture.svg}, format="png", ppi=dpi)


def compile_page(page: str, inputs: dict[str, str], **options: Any) -> bytes:
    """Run typst on a page of ours; all that is a user's comes in through the inputs.

    Parameters
    ----------
    page
        The page in typst's language. It loads no packages and reads no files.
    inputs
        Texts that the page takes from ``sys.inputs``.
    **options
        Options of ``typst.compile``.

    Returns
    -------
    bytes
        What typst made.

    Raises
    ------
    DrawingError
        If typst refuses the page.
    """
    typst = check_typesetting()
    fonts = typst.Fonts(font_paths=[str(FONTS)])
    try:
        return bytes(typst.compile(page.encode(), font_paths=fonts, sys_inputs=inputs, **options))
    except typst.TypstError as error:
        raise DrawingError(
            Message("The document could not be made: {reason}", {"reason": str(error)[:500]}),
            Message("Make it as HTML or Word instead."),
        ) from error
