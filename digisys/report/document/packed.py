"""Office files with the same bytes in every run."""

from __future__ import annotations

import io
import zipfile

__all__ = ["as_document", "packed_alike"]

_WHEN = (1980, 1, 1, 0, 0, 0)
#: What a template says that it is, and what the file that is made of it says.
_TYPES = (
    (b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml"),
    (b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"),
)


def packed_alike(content: bytes) -> bytes:
    """Pack an office file anew, without the time at which it was packed.

    Parameters
    ----------
    content
        A ZIP file.

    Returns
    -------
    bytes
        A ZIP file with the same parts in the same order.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as after,
    ):
        for name in before.namelist():
            part = zipfile.ZipInfo(name, _WHEN)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            part.create_system = 3  # the same on every platform
            after.writestr(part, before.read(name))
    return out.getvalue()


def as_document(content: bytes) -> bytes:
    """Turn a template (``.dotx``, ``.potx``) into what can be filled; others stay as they are.

    Parameters
    ----------
    content
        An office file.

    Returns
    -------
    bytes
        The same as a document or presentation.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "[Content_Types].xml":
                for template, document in _TYPES:
                    part = part.replace(template, document)
            after.writestr(name, part)
    return out.getvalue()
