"""The look of an organisation: its template, its colour, its logo and its name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digisys.errors import OutputError
from digisys.words import Message

__all__ = ["PLAIN", "House", "Logo", "read_house"]

#: Headings and rules where no organisation says otherwise: the ink of the drawings' blue.
_BLUE = "#1f4e8c"
#: A logo is no larger than so many bytes, which is much for one.
_MOST_BYTES = 5_000_000
#: Contrast of text on white that WCAG 2.2 asks for (success criterion 1.4.3).
_CONTRAST = 4.5
_KEYS = ("organisation", "colour", "logo", "logo_text", "docx", "pptx")
_LOGOS = {".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".svg": "svg"}


@dataclass(frozen=True)
class Logo:
    """A logo.

    Attributes
    ----------
    content
        The bytes of the file.
    kind
        ``png``, ``jpg`` or ``svg``.
    alternative
        What it is, for those who do not see it.
    """

    content: bytes
    kind: str
    alternative: str


@dataclass(frozen=True)
class House:
    """How an organisation's documents look.

    Attributes
    ----------
    organisation
        Its name; empty for none.
    colour
        Colour of headings and rules, as ``#rrggbb``; dark enough to read on white.
    logo
        Its logo, if any.
    docx, pptx
        Templates of its documents and slides (``.docx`` or ``.dotx``, ``.pptx`` or ``.potx``).
    """

    organisation: str = ""
    colour: str = _BLUE
    logo: Logo | None = None
    docx: Path | None = None
    pptx: Path | None = None

    def with_options(
        self,
        *,
        template: str | os.PathLike[str] | None = None,
        colour: str | None = None,
        logo: str | os.PathLike[str] | None = None,
        organisation: str | None = None,
    ) -> House:
        """Return the same look with what is given in place.

        Parameters
        ----------
        template
            A template; its ending tells whether it is for documents or for slides.
        colour
            A colour as ``#rrggbb``.
        logo
            A PNG, JPEG or SVG file.
        organisation
            The organisation's name.

        Returns
        -------
        House
            The look.

        Raises
        ------
        OutputError
            If a file is missing or of another kind, or the colour is none or too pale.
        """
        house = self
        if organisation is not None:
            house = replace(house, organisation=organisation.strip())
        if template is not None:
            path = _there(Path(template))
            endings = {".docx": "docx", ".dotx": "docx", ".pptx": "pptx", ".potx": "pptx"}
            kind = endings.get(path.suffix.lower())
            if kind is None:
                raise OutputError(
                    Message("“{path}” is no template.", {"path": str(template)}),
                    Message("Let the name end in one of: {names}.", {"names": ", ".join(endings)}),
                )
            house = replace(house, docx=path) if kind == "docx" else replace(house, pptx=path)
        if colour is not None:
            house = replace(house, colour=_colour(colour))
        if logo is not None:
            house = replace(house, logo=_logo(Path(logo), house.organisation))
        return house


#: The look where no organisation says otherwise.
PLAIN = House()


def read_house(path: str | os.PathLike[str]) -> House:
    r"""Read the look of an organisation from a YAML file.

    Parameters
    ----------
    path
        The file: a mapping with any of ``organisation``, ``colour``, ``logo``, ``logo_text``,
        ``docx`` and ``pptx``. Names of files are relative to it.

    Returns
    -------
    House
        The look.

    Raises
    ------
    OutputError
        If the file or one that it names cannot be read, or holds something else.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "house.yaml")
    ...     _ = file.write_text("organisation: Ministry\ncolour: '#5b1f69'\n")
    ...     read_house(file).colour
    '#5b1f69'
    """
    import yaml

    file = _there(Path(path))
    try:
        found = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise _unread(file, str(error).splitlines()[0]) from error
    if not isinstance(found, Mapping):
        raise OutputError(
            Message("“{path}” does not tell a look.", {"path": str(path)}),
            Message("It may hold: {names}.", {"names": ", ".join(_KEYS)}),
        )
    unknown = [str(key) for key in found if key not in _KEYS]
    if unknown:
        raise OutputError(
            Message("“{path}” has “{key}”.", {"path": str(path), "key": unknown[0]}),
            Message("It may hold: {names}.", {"names": ", ".join(_KEYS)}),
        )
    values: dict[str, Any] = {key: str(value) for key, value in found.items() if value is not None}
    beside = file.parent
    house = PLAIN.with_options(organisation=values.get("organisation"), colour=values.get("colour"))
    for key in ("docx", "pptx"):
        if key in values:
            template = beside / values[key]
            house = house.with_options(template=template)
    if "logo" in values:
        house = replace(
            house, logo=_logo(beside / values["logo"], values.get("logo_text", house.organisation))
        )
    return house


def _there(path: Path) -> Path:
    if not path.is_file():
        raise OutputError(
            Message("There is no file “{path}”.", {"path": str(path)}),
            Message("Check the name and the folder."),
        )
    return path


def _unread(path: Path, reason: str) -> OutputError:
    return OutputError(
        Message("“{path}” cannot be read: {reason}", {"path": str(path), "reason": reason}),
        Message("Check the name and the folder."),
    )


def _colour(text: str) -> str:
    found = re.fullmatch(r"#?([0-9a-fA-F]{6})", text.strip())
    if found is None:
        raise OutputError(
            Message("“{colour}” is no colour.", {"colour": text}),
            Message("Write it as six digits, for example #1f4e8c."),
        )
    colour = f"#{found[1].lower()}"
    contrast = 1.05 / (_brightness(colour) + 0.05)
    if contrast < _CONTRAST:
        raise OutputError(
            Message("The colour {colour} is too pale for text on white.", {"colour": colour}),
            Message("Choose a darker one: its contrast must be 4.5 to 1 at least (WCAG 2.2)."),
        )
    return colour


def _brightness(colour: str) -> float:
    """Return the relative luminance of WCAG, from 0 (black) to 1 (white)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _logo(path: Path, alternative: str) -> Logo:
    kind = _LOGOS.get(path.suffix.lower())
    if kind is None:
        raise OutputError(
            Message("“{path}” is no picture for a logo.", {"path": str(path)}),
            Message("Let the name end in one of: {names}.", {"names": ", ".join(_LOGOS)}),
        )
    content = _there(path).read_bytes()
    if len(content) > _MOST_BYTES:
        raise OutputError(
            Message("The logo “{path}” is larger than 5 MB.", {"path": str(path)}),
            Message("Save it smaller, for example 1,000 pixels wide."),
        )
    signs = {"png": b"\x89PNG", "jpg": b"\xff\xd8", "svg": b"<"}
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(signs[kind]):
        raise OutputError(
            Message("“{path}” is not what its ending tells.", {"path": str(path)}),
            Message("Save it anew as PNG, JPEG or SVG."),
        )
    return Logo(content, kind, alternative)
