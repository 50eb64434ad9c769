"""The page inside a notebook."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from digisys.schema import Model
from digisys.words import say

__all__ = ["frame_html"]

#: Height of the page in a notebook, in CSS pixels.
_HEIGHT = 760


def frame_html(model: Model, language: str, html: str) -> str:
    """Return HTML that shows a page inside another one, cut off from it.

    The page runs in a sandbox: it can reach neither the notebook nor a network. Where
    frames are taken out, as in notebooks that are not trusted, the picture of the map and
    a list of its texts are left.

    Parameters
    ----------
    model
        What the page shows.
    language
        The language that it opens in.
    html
        The page.

    Returns
    -------
    str
        A frame and, for when that is not shown, a picture.
    """
    from digisys.render.backends.svg import svg
    from digisys.render.compose.build import build_scene

    title = model.title.text(language)
    scene = build_scene(model, language=language)
    picture = b64encode(svg(scene).encode("utf-8")).decode("ascii")
    caption = say("Picture of the map, where the page cannot run", language)
    return (
        f'<iframe title="{escape(title)}" srcdoc="{escape(html)}" '
        f'sandbox="allow-scripts allow-downloads allow-modals" '
        f'style="width:100%;height:{_HEIGHT}px;border:1px solid #c9d0da;border-radius:8px">'
        "</iframe>"
        f"<details><summary>{escape(caption)}</summary>"
        f'<img alt="{escape(scene.description)}" style="max-width:100%" '
        f'src="data:image/svg+xml;base64,{picture}"></details>'
    )
