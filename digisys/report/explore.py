"""The page inside a notebook, and as a file for the browser."""

from __future__ import annotations

import tempfile
from base64 import b64encode
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.report.page.make import Page, make_page
from digisys.schema import Model
from digisys.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["explore", "frame_html", "temporary_file"]

#: Height of the page in a notebook, in CSS pixels.
_HEIGHT = 760


def explore(
    model: Model,
    *,
    language: str | None = None,
    progress: Callable[[float], None] | None = None,
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


def frame_html(page: Page) -> str:
    """Return HTML that shows a page inside another one, cut off from it.

    The page runs in a sandbox: it can reach neither the notebook nor a network. Where
    frames are taken out, as in notebooks that are not trusted, the picture of the map and
    a list of its texts are left.

    Parameters
    ----------
    page
        The page.

    Returns
    -------
    str
        A frame and, for when that is not shown, a picture.
    """
    from digisys.render.backends.svg import svg
    from digisys.render.compose.build import build_scene

    title = page.model.title.text(page.language)
    scene = build_scene(page.model, language=page.language)
    picture = b64encode(svg(scene).encode("utf-8")).decode("ascii")
    caption = say("Picture of the map, where the page cannot run", page.language)
    return (
        f'<iframe title="{escape(title)}" srcdoc="{escape(page.html)}" '
        f'sandbox="allow-scripts allow-downloads allow-modals" '
        f'style="width:100%;height:{_HEIGHT}px;border:1px solid #c9d0da;border-radius:8px">'
        "</iframe>"
        f"<details><summary>{escape(caption)}</summary>"
        f'<img alt="{escape(scene.description)}" style="max-width:100%" '
        f'src="data:image/svg+xml;base64,{picture}"></details>'
    )


def temporary_file(page: Page) -> Path:
    """Write a page into the folder for temporary files, under a name of its content."""
    content = page.html.encode("utf-8")
    name = f"digisys-{page.model.id}-{sha256(content).hexdigest()[:10]}.html"
    folder = Path(tempfile.mkdtemp(prefix="digisys-"))
    return page.save(folder / name)
