"""The model as plain data inside a page, from which its editor starts."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from digisys.io.deflate import deflated
from digisys.io.plain_model import plain_model
from digisys.schema import Model

__all__ = ["packed_data", "packed_plain", "plain_data"]


def plain_data(model: Model) -> dict[str, Any]:
    """Return a model as plain data: what its file has to tell, without what goes without saying.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    dict
        JSON data with the keys of the model file. ``Model.model_validate_json`` of it is equal
        to the model.
    """
    return plain_model(model)


def packed_plain(model: Model) -> str:
    """Return the plain data of a model as its page carries it: JSON, deflated, in base64.

    Parameters
    ----------
    model
        The model.

    Returns
    -------
    str
        Base64 of a zlib stream, which ``DecompressionStream("deflate")`` of a browser reads.
    """
    return packed_data(plain_data(model))


def packed_data(data: object) -> str:
    """Return data as a page carries what it does not need when it opens.

    Parameters
    ----------
    data
        JSON data.

    Returns
    -------
    str
        JSON, deflated, in base64.

    Examples
    --------
    >>> from base64 import b64decode
    >>> import zlib
    >>> zlib.decompress(b64decode(packed_data({"a": "ä"}))).decode()
    '{"a":"ä"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(deflated(text.encode())).decode("ascii")
