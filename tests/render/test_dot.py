"""Graphviz reads what we write, whichever Graphviz there is."""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from digisys import draw
from digisys.errors import DrawingError
from digisys.render.backends.dot import dot, find_dot, render_dot

SVG = "{http://www.w3.org/2000/svg}"
HERE = Path(sys.executable).parent


def graphviz_pure():
    return shutil.which("graphviz-pure") or shutil.which("graphviz-pure", path=str(HERE))


needs_pure = pytest.mark.skipif(not graphviz_pure(), reason="graphviz-pure is not installed")


@pytest.fixture(params=["dot", "graphviz-pure"])
def program(request, monkeypatch, tmp_path):
    """Leave only one of the two programs to be found."""
    found = shutil.which("dot") if request.param == "dot" else graphviz_pure()
    if not found:
        pytest.skip(f"{request.param} is not installed")
    monkeypatch.setattr("digisys.render.backends.dot.find_dot", lambda: Path(found))
    return request.param


def test_the_graph_of_a_tiny_scene(tiny_scene):
    golden = Path(__file__).parent / "golden" / "tiny.dot"
    assert dot(tiny_scene) == golden.read_text(encoding="utf-8")


def test_svg_has_our_ids_names_and_roles(program, tiny_scene):
    root = ET.fromstring(render_dot(tiny_scene, "svg"))
    assert root.get("role") == "graphics-document"
    assert root.find(f"{SVG}title").text == tiny_scene.title
    assert root.find(f"{SVG}desc").text == tiny_scene.description
    groups = {group.get("id"): group for group in root.iter(f"{SVG}g")}
    for element in (*tiny_scene.boxes, *tiny_scene.arrows, *tiny_scene.panels):
        titles = [title.text for title in groups[element.id].findall(f"{SVG}title")]
        assert titles == [element.name]
        assert groups[element.id].get("role") == "graphics-symbol"


def test_png(program, tiny_scene):
    assert render_dot(tiny_scene, "png").startswith(b"\x89PNG")


def test_pdf_is_made_or_refused_with_a_cure(program, tiny_scene):
    if program == "dot":
        assert render_dot(tiny_scene, "pdf").startswith(b"%PDF")
    else:
        with pytest.raises(DrawingError, match=r"graphviz\.org"):
            render_dot(tiny_scene, "pdf")


def test_hostile_texts_are_shown_as_they_are(program, hostile_scene, hostile):
    """Entities, escapes, quotes and HTML reach the picture as the letters they are."""
    root = ET.fromstring(render_dot(hostile_scene, "svg"))
    from digisys.render.labels import clean_text

    shown = {"".join(text.itertext()).replace("\xa0", " ") for text in root.iter(f"{SVG}text")}
    lines = {clean_text(line) for line in hostile.split("\n")}
    assert lines <= {clean_text(words) for words in shown}
    assert not list(root.iter(f"{SVG}script"))


@needs_pure
def test_without_graphviz_the_small_one_is_found_even_off_the_path(monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    assert find_dot().stem == "graphviz-pure"


def test_with_neither_the_error_tells_the_cure(monkeypatch, tiny_scene):
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    assert find_dot() is None
    with pytest.raises(DrawingError, match="needs Graphviz") as error:
        render_dot(tiny_scene, "svg")
    assert 'pip install "digisys[dot]"' in str(error.value)


def test_the_systems_own_graphviz_comes_first(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name, **_: f"/somewhere/{name}")
    assert find_dot() == Path("/somewhere/dot")


def test_a_failing_graphviz_is_told_not_thrown(monkeypatch, tiny_scene):
    monkeypatch.setattr("digisys.render.backends.dot.find_dot", lambda: Path(sys.executable))
    with pytest.raises(DrawingError, match="could not draw"):
        render_dot(tiny_scene, "svg")
    monkeypatch.setattr("digisys.render.backends.dot.find_dot", lambda: Path("/no/such/program"))
    with pytest.raises(DrawingError, match=r"No such file|cannot find"):
        render_dot(tiny_scene, "svg")


def test_a_graphviz_that_hangs_is_given_up(monkeypatch, tiny_scene):
    def hang(command, **_):
        raise subprocess.TimeoutExpired(command, 300)

    monkeypatch.setattr(subprocess, "run", hang)
    monkeypatch.setattr("digisys.render.backends.dot.find_dot", lambda: Path("dot"))
    with pytest.raises(DrawingError, match="timed out"):
        render_dot(tiny_scene, "svg")


def test_the_engine_draws_svg_and_png(program, small_model, tmp_path):
    drawing = draw(small_model, language="sv", certainty="all").with_options(engine="dot")
    assert "Förtroende" in drawing.svg()
    assert drawing.save(tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert set(drawing._repr_mimebundle_()) >= {"text/html", "image/png"}
