"""A sharp picture beside the dots in an office file: newer programs show it, older the dots."""

from __future__ import annotations

from typing import Any

__all__ = ["add_vector"]

_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_VECTOR = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def add_vector(blip: Any, relation: str) -> None:
    """Tell a picture of an office file where its SVG is.

    Parameters
    ----------
    blip
        The element ``a:blip`` of the picture.
    relation
        The id of the relation to the part that holds the SVG.
    """
    from lxml import etree

    extensions = etree.SubElement(blip, f"{{{_DRAWING}}}extLst")
    extension = etree.SubElement(extensions, f"{{{_DRAWING}}}ext", {"uri": _EXTENSION})
    etree.SubElement(
        extension,
        f"{{{_VECTOR}}}svgBlip",
        {f"{{{_RELATIONS}}}embed": relation},
        nsmap={"asvg": _VECTOR},
    )
