"""A logo as dots, for office programs that show no SVG."""

from __future__ import annotations

from digisys.report.document.house import Logo
from digisys.report.document.typesetting import compile_page

__all__ = ["logo_dots"]

_PAGE = """\
#set page(width: auto, height: auto, margin: 0mm, fill: none)
#image(bytes(sys.inputs.picture), format: "svg", height: 20mm)
"""


def logo_dots(logo: Logo) -> bytes:
    """Return a logo as PNG or JPEG.

    Parameters
    ----------
    logo
        The logo.

    Returns
    -------
    bytes
        The file itself, or an SVG turned into a PNG.
    """
    if logo.kind != "svg":
        return logo.content
    text = logo.content.decode("utf-8", "replace")
    return compile_page(_PAGE, {"picture": text}, format="png", ppi=300.0)
