"""The address at which a page shows an answer."""

from __future__ import annotations

from urllib.parse import quote

from digisys.graph.names import resolve
from digisys.schema import Model

__all__ = ["deep_link"]


def deep_link(model: Model, about: str | int | None, language: str, page: str) -> str:
    """Return the address of a page that opens on something.

    Parameters
    ----------
    model
        The model of the page.
    about
        A variable, target, area or loop; None for the page as it opens.
    language
        The language that it opens in.
    page
        The address of the page itself.

    Returns
    -------
    str
        The address, with what is shown after ``#``.

    Raises
    ------
    UnknownNameError
        If the name means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> deep_link(digisys.load("digikompassi"), "tavoite 14", "fi", "digikompassi.html")
    'digikompassi.html#target-14&lang=fi'
    """
    parts = []
    if about is not None:
        subject = resolve(model, about)
        kind, key = subject.kind, str(subject.key)
        if kind == "instance":  # the page tells a loop with all its cycles
            kind = "loop"
            key = next(name for name, loop in model.loops.items() if key in loop.cycles)
        parts.append(f"{kind}-{quote(key)}")
    return f"{page}#{'&'.join([*parts, f'lang={quote(language)}'])}"
