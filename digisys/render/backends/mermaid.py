"""Mermaid: the picture as text that Markdown pages draw by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator

from digisys.render.labels import clean_text
from digisys.render.scene import Arrow, Box, Scene
from digisys.words import say

__all__ = ["mermaid"]

#: Marks that Mermaid or Markdown would read as their own.
_MARKS = frozenset("#;&<>\"'`\\|[](){}*_~^$%@")


def mermaid(scene: Scene) -> str:
    """Write a picture as a Mermaid flowchart, without positions.

    Areas become subgraphs. Each arrow carries its sign; negative and ambiguous links are
    dashed like in the picture.

    Parameters
    ----------
    scene
        The picture.

    Returns
    -------
    str
        The chart, for a file or a fenced block of a Markdown page.

    Examples
    --------
    >>> print(mermaid(Scene(9, 9, "#ffffff", "en", "screen", "Tiny", "Nothing.")))
    ---
    title: "Tiny"
    ---
    flowchart LR
      accTitle: Tiny
      accDescr: Nothing.
    <BLANKLINE>
    """
    lines = ["---", f"title: {json.dumps(clean_text(scene.title), ensure_ascii=False)}", "---"]
    lines.append("flowchart LR")
    lines.append(f"  accTitle: {_plain(scene.title)}")
    lines.append(f"  accDescr: {_plain(scene.description)}")
    inside = {panel.area for panel in scene.panels}
    for panel in scene.panels:
        lines.append(f'  subgraph area_{panel.area}["{_label(panel.name)}"]')
        lines += [f"  {_node(box, scene)}" for box in scene.boxes if box.area == panel.area]
        lines.append("  end")
    lines += [_node(box, scene) for box in scene.boxes if box.area not in inside]
    lines += [_edge(arrow, scene.language) for arrow in scene.arrows]
    lines += _styles(scene)
    return "\n".join(lines) + "\n"


def _node(box: Box, scene: Scene) -> str:
    rows = [_label(line.text) for line in box.label]
    numbers = [badge.text.text for badge in scene.badges if badge.variable == box.variable]
    if numbers:
        told = say("Target {numbers}", scene.language, numbers=", ".join(numbers))
        rows.append(_label(told))
    if box.tag:
        rows.append(_label(box.tag.text.text))
    return f'  var_{box.variable}["{"<br/>".join(rows)}"]'


def _edge(arrow: Arrow, language: str) -> str:
    words: list[str] = [arrow.sign.symbol] if arrow.signed else []
    words += [*(("‖",) if arrow.delay else ()), *arrow.loops]
    if arrow.direction == "assumed":
        words.append(f"({say('the direction is our reading', language)})")
    if arrow.certainty == "ambiguous":
        words.append(f"({say('ambiguous', language)})")
    if arrow.tag:
        words.append(arrow.tag.text.text)
    dashed = arrow.line.paint.dash and (arrow.certainty, arrow.polarity) != ("explicit", "positive")
    line = "-.->" if dashed else "-->"
    said = f'|"{_label(" ".join(words))}"|' if words else ""
    return f"  var_{arrow.source} {line}{said} var_{arrow.target}"


def _styles(scene: Scene) -> Iterator[str]:
    for box in scene.boxes:
        paint = box.outline.paint
        colour = box.label[0].colour if box.label else "#000000"
        yield (
            f"  style var_{box.variable} fill:{paint.fill or scene.background},"
            f"stroke:{paint.stroke or colour},stroke-width:{paint.width:g}px,color:{colour}"
        )
    for panel in scene.panels:
        heading = panel.heading[0].colour if panel.heading else "#000000"
        yield (
            f"  style area_{panel.area} fill:{panel.plate.paint.fill or scene.background},"
            f"stroke:{panel.bar.paint.fill or heading},color:{heading}"
        )
    for number, arrow in enumerate(scene.arrows):
        paint = arrow.line.paint
        yield (
            f"  linkStyle {number} stroke:{paint.stroke or '#000000'},"
            f"stroke-width:{paint.width:g}px"
        )


def _label(text: str) -> str:
    """Write what Mermaid might read as a mark as the number of its letter."""
    return "".join(f"#{ord(mark)};" if mark in _MARKS else mark for mark in clean_text(text))


def _plain(text: str) -> str:
    """Leave out the marks, where Mermaid knows no numbers of letters."""
    kept = "".join(" " if mark in "#;{}<>" else mark for mark in clean_text(text))
    return " ".join(kept.split())
