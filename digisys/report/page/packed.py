"""Data inside a page: JSON, deflated, in base64, so that it takes a third of the room."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode, b64encode
from typing import Any

from digisys.io.deflate import deflated

__all__ = ["data_of_page", "packed"]

_DATA = re.compile(r'<script[^>]* id="data">([^<]*)</script>')


def packed(data: object) -> str:
    """Return data as a page carries it.

    Parameters
    ----------
    data
        What JSON can tell.

    Returns
    -------
    str
        Base64 of a zlib stream, which ``DecompressionStream("deflate")`` of a browser reads. No
        text in it can end the element that it stands in. The same on every platform.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(deflated(text.encode())).decode("ascii")


def data_of_page(html: str) -> dict[str, Any]:
    """Return the data that a page carries.

    Parameters
    ----------
    html
        The page.

    Raises
    ------
    ValueError
        If it is no page of ours.

    Examples
    --------
    >>> import digisys
    >>> from digisys.report.page.make import make_page
    >>> page = make_page(digisys.load("archetypes/escalation"))
    >>> data_of_page(page.html)["id"]
    'escalation'
    """
    found = _DATA.search(html)
    if found is None:
        raise ValueError(html[:80])
    data: dict[str, Any] = json.loads(zlib.decompress(b64decode(found[1])))
    return data
