"""A matplotlib figure as a file, the same bytes in every run."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.errors import OutputError
from digisys.io.write import check_target, write_bytes
from digisys.render.labels import LettersWarning
from digisys.words import Message

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["check_figure_name", "figure_bytes", "save_figure"]

_KINDS = {".png": "png", ".svg": "svg", ".pdf": "pdf"}


def check_figure_name(path: str | os.PathLike[str], *, force: bool = False) -> str:
    """Tell before any work whether a figure can be saved under a name.

    Parameters
    ----------
    path
        The file.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    str
        ``png``, ``svg`` or ``pdf``.

    Raises
    ------
    OutputError
        If the ending is unknown, or the file is there already or cannot be written.
    """
    ending = Path(path).suffix.lower()
    if ending not in _KINDS:
        raise OutputError(
            Message("The name “{path}” does not tell the format.", {"path": str(path)}),
            Message("Let the name end in one of: {names}.", {"names": ", ".join(_KINDS)}),
        )
    check_target(path, force=force)
    return _KINDS[ending]


def save_figure(figure: Figure, path: str | os.PathLike[str], *, force: bool = False) -> Path:
    """Save a figure; the ending of the name tells the format.

    Parameters
    ----------
    figure
        The figure.
    path
        The file: ``.png`` (200 dots per inch), ``.svg`` or ``.pdf``.
    force
        Whether an existing file is overwritten.

    Returns
    -------
    pathlib.Path
        The file.

    Raises
    ------
    OutputError
        If the ending is unknown, or the file is there already or cannot be written.

    Warns
    -----
    LettersWarning
        If no font on the computer has some letters; it names them.

    Examples
    --------
    >>> import digisys, tempfile
    >>> figure = digisys.plot(digisys.measures(digisys.load("digikompassi")), language="en")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save_figure(figure, f"{folder}/measures.png").name
    'measures.png'
    """
    kind = check_figure_name(path, force=force)
    content, letters = figure_bytes(figure, kind)
    write_bytes(content, path, force=force)
    if letters:
        warnings.warn(LettersWarning(letters), stacklevel=2)
    return Path(path)


def figure_bytes(figure: Figure, kind: str) -> tuple[bytes, tuple[str, ...]]:
    """Return a figure as a file, and the letters that no font on the computer has.

    Parameters
    ----------
    figure
        The figure.
    kind
        ``png`` (200 dots per inch), ``svg`` (letters are outlines) or ``pdf``.

    Returns
    -------
    tuple
        The bytes, and the letters.
    """
    import matplotlib as mpl

    from digisys.render.letters import add_fonts

    dated = {"png": None, "svg": {"Date": None}, "pdf": {"CreationDate": None}}
    content = io.BytesIO()
    letters = add_fonts(figure)
    rules = mpl.rc_context({"svg.hashsalt": "digisys", "pdf.fonttype": 42})
    with rules, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure.savefig(content, format=kind, dpi=200, metadata=dated[kind])
    return content.getvalue(), tuple(letters)
