"""Graphviz: a DOT file of any picture, and Graphviz's own layout of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.errors import DrawingError
from digisys.render.labels import clean_text
from digisys.render.scene import Arrow, Box, Element, Scene
from digisys.words import Message, say

if TYPE_CHECKING:
    import graphviz

__all__ = ["dot", "find_dot", "render_dot"]

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
#: Scene units are CSS pixels; Graphviz counts points.
_POINTS = 0.75
#: Graphviz needs minutes for models of many hundred links.
_PATIENCE = 300


def dot(scene: Scene) -> str:
    """Write a picture as a graph in the DOT language, without positions.

    Areas become clusters, signs stand at the arrowheads, negative links are dashed,
    ambiguous ones dotted with a hollow head. Ids are those of the SVG.

    Parameters
    ----------
    scene
        The picture.

    Returns
    -------
    str
        The graph, as UTF-8 text when written to a file.

    Examples
    --------
    >>> print(dot(Scene(9, 9, "#ffffff", "en", "screen", "Tiny", "Nothing.")))
    digraph {
    ...
    }
    """
    return _graph(scene, "LR")


def _graph(scene: Scene, rankdir: str) -> str:
    import graphviz

    graph = graphviz.Digraph()
    graph.attr(
        "graph",
        charset="UTF-8",
        rankdir=rankdir,
        newrank="true",
        label=_text(scene.title),
        labelloc="t",
        fontname="Arial",
        fontsize="20",
        fontcolor=next((line.colour for one in scene.captions for line in one.lines), "#000000"),
        tooltip=_text(scene.description),
        bgcolor=scene.background,
        nodesep="0.3",
        ranksep="0.6",
        pad="0.3",
    )
    graph.attr("node", shape="box", style="rounded,filled", fontname="Arial", margin="0.16,0.08")
    graph.attr("edge", fontname="Arial", fontsize="14", labeldistance="1.6")
    for panel in scene.panels:
        with graph.subgraph(name=f"cluster_{panel.area}") as cluster:
            cluster.attr(
                label=_text(panel.name),
                id=panel.id,
                style="rounded,filled",
                fillcolor=panel.plate.paint.fill or scene.background,
                color=panel.bar.paint.fill or "#000000",
                fontcolor=panel.heading[0].colour if panel.heading else "#000000",
                fontsize="16",
                margin="14",
            )
            for box in scene.boxes:
                if box.area == panel.area:
                    _node(cluster, box, scene)
    inside = {panel.area for panel in scene.panels}
    for box in scene.boxes:
        if box.area not in inside:
            _node(graph, box, scene)
    for arrow in scene.arrows:
        _edge(graph, arrow)
    return str(graph.source)


def _text(text: str) -> str:
    r"""Keep a text from being read as an escape, an entity or HTML; ``\n`` breaks lines."""
    import graphviz

    lines = [clean_text(line) for line in text.split("\n")]
    told = "\\n".join(str(graphviz.escape(line.replace("&", "&amp;"))) for line in lines)
    quoted: str = graphviz.nohtml(told)
    return quoted


def _node(graph: graphviz.Digraph, box: Box, scene: Scene) -> None:
    lines = [line.text for line in box.label]
    numbers = [badge.text.text for badge in scene.badges if badge.variable == box.variable]
    if numbers:
        lines.append(say("Target {numbers}", scene.language, numbers=", ".join(numbers)))
    if box.tag:
        lines.append(box.tag.text.text)
    paint = box.outline.paint
    graph.node(
        box.variable,
        _text("\n".join(lines)),
        id=box.id,
        tooltip=_text(box.name),
        fillcolor=paint.fill or scene.background,
        color=paint.stroke or "#000000",
        penwidth=f"{paint.width * _POINTS:.2f}",
        fontcolor=box.label[0].colour if box.label else "#000000",
        fontsize="12",
    )


def _edge(graph: graphviz.Digraph, arrow: Arrow) -> None:
    paint = arrow.line.paint
    style = "dotted" if arrow.certainty == "ambiguous" else "solid"
    if style == "solid" and arrow.polarity == "negative":
        style = "dashed"
    words = [*(("‖",) if arrow.delay else ()), *arrow.loops]
    if arrow.tag:
        words.append(arrow.tag.text.text)
    graph.edge(
        arrow.source,
        arrow.target,
        label=_text(" ".join(words)) if words else None,
        headlabel=arrow.sign.symbol if arrow.signed else None,
        id=arrow.id,
        tooltip=_text(arrow.name),
        style=style,
        arrowhead=_head(arrow),
        color=paint.stroke or "#000000",
        fontcolor=paint.stroke or "#000000",
        penwidth=f"{paint.width * _POINTS:.2f}",
    )


def _head(arrow: Arrow) -> str:
    if arrow.certainty == "ambiguous":
        return "empty"
    return "vee" if arrow.direction == "assumed" else "normal"


def find_dot() -> Path | None:
    """Find a program that lays out DOT files: Graphviz, else the pip package graphviz-pure.

    Returns
    -------
    pathlib.Path or None
        The program; None when there is neither.
    """
    scripts = (sysconfig.get_path("scripts"), str(Path(sys.executable).parent))
    for name, folder in (
        ("dot", None),
        ("graphviz-pure", None),
        *(("graphviz-pure", s) for s in scripts),
    ):
        found = shutil.which(name, path=folder)
        if found:
            return Path(found)
    return None


def render_dot(scene: Scene, kind: str) -> bytes:
    """Draw a picture in Graphviz's own layout.

    Parameters
    ----------
    scene
        What to draw; its positions are not used.
    kind
        ``svg``, ``png`` or ``pdf``.

    Returns
    -------
    bytes
        The file. In an SVG every element has its accessible name.

    Raises
    ------
    DrawingError
        If there is no Graphviz, or it fails or cannot write this kind of file.
    """
    program = find_dot()
    if program is None:
        raise DrawingError(
            Message("The engine “dot” needs Graphviz, and there is none on this computer."),
            Message(
                'Install a small one with: pip install "digisys[dot]" – or the whole of it from '
                "graphviz.org. Without the engine “dot”, digisys draws by itself."
            ),
        )
    if kind == "pdf" and program.stem == "graphviz-pure":
        raise DrawingError(
            Message("The small Graphviz (graphviz-pure) cannot write PDF files."),
            Message("Save as SVG or PNG, or install Graphviz itself from graphviz.org."),
        )
    reason = ""
    # Graphviz gives up on some graphs with clusters one way and draws them the other way.
    for rankdir in ("LR", "TB"):
        done = _run(program, kind, _graph(scene, rankdir))
        if done.returncode == 0 and done.stdout:
            return _named(done.stdout, scene) if kind == "svg" else done.stdout
        reason = done.stderr.decode("utf-8", "replace").strip()
    raise _failed(reason)


def _run(program: Path, kind: str, graph: str) -> subprocess.CompletedProcess[bytes]:
    command = [str(program), "-Kdot", f"-T{kind}", *(["-Gdpi=192"] if kind == "png" else [])]
    try:
        return subprocess.run(  # noqa: S603 - the program was looked up, the input is our own
            command, input=graph.encode(), capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error


def _failed(reason: str) -> DrawingError:
    return DrawingError(
        Message("Graphviz could not draw this model: {reason}", {"reason": reason[-300:]}),
        Message("Draw it without the engine “dot”."),
    )


def _named(document: bytes, scene: Scene) -> bytes:
    """Give each element of Graphviz's SVG the name and role that ours has."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(document)  # noqa: S314 - written by Graphviz from our own graph
    by_id: dict[str, Element] = {element.id: element for element in scene.elements}
    for group in root.iter(f"{{{_SVG}}}g"):
        element = by_id.get(group.get("id", ""))
        title = group.find(f"{{{_SVG}}}title")
        if title is None:
            continue
        if element is not None:
            title.text = clean_text(element.name)
            group.set("role", "graphics-symbol")
        else:
            group.remove(title)
    for part in root.iter():
        part.attrib.pop(f"{{{_XLINK}}}title", None)
        if part.get("font-family") == "Arial":
            part.set("font-family", "Arial, 'Liberation Sans', Arimo, Helvetica, sans-serif")
        if part.get("stroke") == "transparent":
            part.set("stroke", "none")
    root.set("role", "graphics-document")
    root.set("lang", scene.language)
    root.set("aria-labelledby", "picture-title")
    root.set("aria-describedby", "picture-description")
    for position, (tag, words) in enumerate((("title", scene.title), ("desc", scene.description))):
        name = "picture-title" if tag == "title" else "picture-description"
        made = ET.Element(f"{{{_SVG}}}{tag}", {"id": name})
        made.text = clean_text(words)
        root.insert(position, made)
    made_again = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{made_again}\n'.encode()
