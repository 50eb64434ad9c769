"""A model as an interactive page, in a notebook or as a file for the browser."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from pathlib import Path

from digisys.progress import Progress
from digisys.report.page.make import Page, make_page
from digisys.schema import Model

__all__ = ["explore", "temporary_file"]


def explore(
    model: Model,
    *,
    language: str | None = None,
    progress: Progress | None = None,
) -> Page:
    """Show a model as an interactive page: the last value of a notebook cell shows it inline.

    Parameters
    ----------
    model
        The model.
    language
        The language that it opens in; the model's first when absent.
    progress
        Called with the share done, from 0 to 1.

    Returns
    -------
    Page
        The page. ``page.save("model.html")`` writes it as one file that works without
        network.

    Examples
    --------
    >>> import digisys
    >>> page = explore(digisys.load("digikompassi"), language="sv")
    >>> page.language
    'sv'
    """
    return make_page(model, language=language, progress=progress)


def temporary_file(page: Page) -> Path:
    """Write a page into the folder for temporary files, under a name of its content."""
    content = page.html.encode("utf-8")
    name = f"digisys-{page.model.id}-{sha256(content).hexdigest()[:10]}.html"
    folder = Path(tempfile.mkdtemp(prefix="digisys-"))
    return page.save(folder / name)
