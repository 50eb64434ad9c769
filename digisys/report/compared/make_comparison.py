"""Two maps side by side, with what is written and concluded differently, as one page."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape
from pathlib import Path

from digisys.answers.table import Cell, Table
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.progress import Progress
from digisys.render.scene import Scene, arrow_id
from digisys.report.page.map import bounds_of
from digisys.words import N_, say
from digisys.workshop.diff_result import ModelDiff

__all__ = ["comparison_page"]

_FOLDER = Path(__file__).parent
_LEGENDS = (N_("What the signs of the map before mean"), N_("What the signs of the map after mean"))


def comparison_page(
    diff: ModelDiff,
    *,
    language: str | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    progress: Progress | None = None,
    time_limit: float | None = None,
) -> bytes:
    """Write two maps side by side as one page that needs nothing else.

    Both maps are zoomed, moved and chosen in together, by mouse and by keyboard. Below them
    stands what is concluded and what is written differently; each difference of a variable or a
    link shows itself on the maps.

    Parameters
    ----------
    diff
        What differs, as of :func:`digisys.compare_models`.
    language
        Language of every text; the new map's first when absent.
    evidence, certainty
        Which links to draw.
    progress
        Called with the share done while the maps are laid out.
    time_limit
        Seconds to search for places at most.

    Returns
    -------
    bytes
        The page, in UTF-8; nothing is loaded from elsewhere.

    Raises
    ------
    DrawingError
        If a map has nothing to draw, or more than a drawing can show.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> cut = model.without("digital_skills->digital_service_use")
    >>> page = comparison_page(digisys.compare_models(model, cut, samples=0), language="en")
    >>> b"What is written differently" in page
    True
    """
    from digisys.render.draw_difference import difference_scenes

    known = language or diff.new.default_language
    scenes = difference_scenes(
        diff.old,
        diff.new,
        evidence=evidence,
        certainty=certainty,
        language=known,
        progress=progress,
        time_limit=time_limit,
    )
    style, script = _style(scenes), (_FOLDER / "compared.js").read_text("utf-8")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "font-src data:; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    title = say("Two maps side by side: {title}", known, title=diff.new.title.text(known))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(known)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f'<header>\n<h1>{escape(title)}</h1>\n<p id="answer-title">'
        f"{escape(diff.conclusion.text(known))}</p>\n"
        f"</header>\n<main>\n{_maps(diff, scenes, known)}\n{_lists(diff, scenes, known)}\n"
        f"</main>\n<script>{script}</script>\n</body>\n</html>\n"
    ).encode()


def _style(scenes: Sequence[Scene]) -> str:
    from digisys.render.backends.font_subset import font_face
    from digisys.render.scene import Text

    texts = (
        shape
        for scene in scenes
        for element in scene.elements
        for shape in element.shapes
        if isinstance(shape, Text)
    )
    return font_face(texts) + (_FOLDER / "compared.css").read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}"


def _maps(diff: ModelDiff, scenes: tuple[Scene, Scene], language: str) -> str:
    from digisys.render.backends.svg import svg

    titles = [model.title.text(language) for model in (diff.old, diff.new)]
    parts = [f'<section aria-label="{escape(say("The maps", language))}">', _tools(language)]
    parts.append('<div class="maps">')
    box = " ".join(map(str, _shared_box(scenes)))
    for prefix, word, title, scene in zip(
        ("a-", "b-"), (N_("Before"), N_("After")), titles, scenes, strict=True
    ):
        heading = f"{say(word, language)}: {title}"
        # The heading, sources and signs stand around the map, which fills its frame.
        bare = replace(scene, captions=(), legend=())
        picture = _framed(svg(bare, embed_font=False, prefix=prefix), box)
        parts += [
            f"<figure><figcaption>{escape(heading)}</figcaption>",
            f'<div class="map" tabindex="0" role="group" aria-label="{escape(heading)}">',
            f"{picture}</div></figure>",
        ]
    legends = (
        _legend(scene, prefix, say(title, language))
        for scene, prefix, title in zip(scenes, ("a-", "b-"), _LEGENDS, strict=True)
    )
    parts += ["</div>", *legends, "</section>"]
    return "\n".join(parts)


def _shared_box(scenes: Sequence[Scene]) -> list[float]:
    """Return the box that holds both maps, so that what both have is at one place."""
    return bounds_of(
        shape
        for scene in scenes
        for part in (scene.panels, scene.loops, scene.arrows, scene.boxes, scene.badges)
        for element in part
        for shape in element.shapes
    )


def _framed(document: str, box: str) -> str:
    """Return a picture as a part of a page, of which a box is shown."""
    return re.sub(r'viewBox="[^"]*"', f'viewBox="{box}"', document.split("\n", 1)[1], count=1)


def _legend(scene: Scene, prefix: str, title: str) -> str:
    from digisys.render.backends.svg import svg

    if not scene.legend:
        return ""
    _, top, _, height = bounds_of(shape for item in scene.legend for shape in item.shapes)
    alone = Scene(
        scene.width,
        height,
        scene.background,
        scene.language,
        scene.theme,
        title,
        "",
        legend=scene.legend,
    )
    picture = svg(alone, embed_font=False, prefix=f"{prefix}legend-")
    return f'<div class="legend">{_framed(picture, f"0 {top} {scene.width} {height}")}</div>'


def _tools(language: str) -> str:
    buttons = (
        ("closer", N_("Zoom in")),
        ("wider", N_("Zoom out")),
        ("whole", N_("Whole map")),
    )
    made = "".join(
        f'<button type="button" data-does="{does}">{escape(say(word, language))}</button>'
        for does, word in buttons
    )
    hint = say(
        "Both maps move together: drag, or arrow keys, + and −; choose a box or an arrow to see "
        "it in both.",
        language,
    )
    none = escape(say("Nothing is chosen.", language))
    return (
        f'<div class="tools">{made}<p class="hint">{escape(hint)}</p></div>\n'
        f'<p role="status" data-none="{none}">{none}</p>'
    )


def _lists(diff: ModelDiff, scenes: Sequence[Scene], language: str) -> str:
    table = diff.table(language)
    compared = diff.compared
    concluded = len(compared.effects) + len(compared.loops) + len(compared.levers)
    drawn = {box.id for scene in scenes for box in scene.boxes}
    drawn |= {arrow.id for scene in scenes for arrow in scene.arrows}
    places = [None] * concluded + list(_places(diff, drawn))
    groups = (
        (N_("What is concluded differently"), slice(0, concluded)),
        (N_("What is written differently"), slice(concluded, None)),
    )
    parts = []
    for head, part in groups:
        heading = say(head, language)
        parts.append(f"<section>\n<h2>{escape(heading)}</h2>")
        rows = table.rows[part]
        if rows:
            parts.append(_rows(table, rows, places[part], heading, language))
        else:
            parts.append(f"<p>{escape(say('Nothing.', language))}</p>")
        parts.append("</section>")
    return "\n".join(parts)


def _places(diff: ModelDiff, drawn: set[str]) -> Iterator[str | None]:
    """Tell for each row of edits which element of the maps it is about, if any."""
    for edit in diff.edits:
        rows = 1 if edit.what in ("added", "removed") else len(edit.fields) + bool(edit.was)
        key = edit.key
        if edit.what == "removed":
            key = diff.matching.link(key) if edit.kind == "link" else key
        place = {"variable": f"variable-{key}", "link": arrow_id(key)}.get(edit.kind)
        if edit.kind == "link" and edit.what == "removed" and place not in drawn:
            place = arrow_id(_kept(diff, edit.key))
        yield from [place if place in drawn else None] * rows


def _kept(diff: ModelDiff, link: str) -> str:
    """Return what a link of the old map is called in its picture."""
    from digisys.schema.link import link_ends

    source, target, rest = link_ends(link)
    pairs = diff.matching.pairs
    return f"{pairs.get(source, source)}->{pairs.get(target, target)}{rest}"


def _rows(
    table: Table,
    rows: Sequence[tuple[Cell, ...]],
    places: Sequence[str | None],
    heading: str,
    language: str,
) -> str:
    shown = any(places)
    show = say("Show on the maps", language)
    heads = [*table.heads, *([show] if shown else [])]
    name = escape(heading)
    parts = [
        f'<div class="rows" tabindex="0" role="region" aria-label="{name}">',
        f"<table>\n<caption>{name}</caption>\n<thead><tr>",
        *(f'<th scope="col">{escape(head)}</th>' for head in heads),
        "</tr></thead>\n<tbody>",
    ]
    for row, place in zip(rows, places, strict=True):
        cells = "".join(f"<td>{escape(str(cell))}</td>" for cell in row)
        if shown:
            label = escape(f"{show}: {row[1]}")
            button = (
                f'<button type="button" aria-pressed="false" data-shows="{escape(place)}" '
                f'aria-label="{label}">{escape(say("Show", language))}</button>'
                if place
                else ""
            )
            cells += f"<td>{button}</td>"
        parts.append(f"<tr>{cells}</tr>")
    parts.append("</tbody></table></div>")
    return "\n".join(parts)
