"""One call draws; the drawing shows itself and saves itself in every form."""

import json
import re
import xml.etree.ElementTree as ET
from base64 import b64decode
from html.parser import HTMLParser

import pytest

import digisys
from digisys import draw
from digisys.errors import DrawingError, OutputError, UnknownNameError
from digisys.render.compose.selection import Selection
from digisys.render.drawing import ENDINGS, check_name

STARTS = {
    ".svg": b"<?xml",
    ".png": b"\x89PNG\r\n",
    ".pdf": b"%PDF-1.4",
    ".dot": b"digraph {",
    ".gv": b"digraph {",
    ".mmd": b"---\ntitle:",
}


@pytest.fixture(scope="module")
def drawing(small_model):
    return draw(small_model, language="en", highlight="R1")


@pytest.mark.parametrize("ending", sorted(ENDINGS))
def test_the_ending_tells_the_format(drawing, tmp_path, ending):
    path = drawing.save(tmp_path / f"map{ending.upper()}")
    assert path.read_bytes().startswith(STARTS[ending])
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["map.jpg", "map", "map.svg.txt"])
def test_another_ending_is_an_error_that_lists_those_that_work(drawing, tmp_path, name):
    with pytest.raises(OutputError, match=r"\.svg, \.png, \.pdf, \.dot, \.gv, \.mmd"):
        drawing.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_file_is_not_overwritten_unasked(drawing, tmp_path):
    path = tmp_path / "map.svg"
    path.write_text("mine")
    with pytest.raises(OutputError):
        drawing.save(path)
    with pytest.raises(OutputError):
        check_name(path)
    assert path.read_text() == "mine"
    drawing.save(path, force=True)
    assert path.read_text(encoding="utf-8") == drawing.svg()


def test_all_backends_draw_the_same_elements(drawing):
    """The ids in SVG, DOT and Mermaid are those of the one scene."""
    document, dot, chart = drawing.svg(), drawing.dot(), drawing.mermaid()
    for box in drawing.scene.boxes:
        assert f'id="{box.id}"' in document
        assert f'id="{box.id}"' in dot
        assert f"var_{box.variable}[" in chart
    for arrow in drawing.scene.arrows:
        assert f'id="{arrow.id}"' in document
        assert f'id="{arrow.id}"' in dot
        assert re.search(rf"var_{arrow.source} -\.?->\|.*\| var_{arrow.target}\n", chart)


def test_paper_sets_the_size_of_files(small_model, tmp_path):
    drawing = draw(small_model).with_options(paper="a3")
    assert drawing.paper == "A3"
    assert 'width="420mm" height="297mm"' in drawing.svg()
    drawing.save(tmp_path / "a.svg", paper="slide")
    assert 'width="338.67mm"' in (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert drawing.figure().get_size_inches() * 25.4 == pytest.approx([420, 297])


def test_tiles_are_for_pdf_only(drawing, tmp_path):
    drawing.save(tmp_path / "a.pdf", tiles=True, paper="A2")
    assert (tmp_path / "a.pdf").read_bytes().count(b"/MediaBox") > 4
    for wrong in ({"path": "a.png"}, {"path": "b.pdf", "backend": "print"}):
        with pytest.raises(DrawingError, match="Only a PDF"):
            drawing.save(tmp_path / wrong.pop("path"), tiles=True, **wrong)


def test_the_same_question_gives_the_same_bytes(small_model, tmp_path):
    for ending in sorted(ENDINGS):
        first = draw(small_model, highlight="trust").save(tmp_path / f"a{ending}")
        second = draw(small_model, highlight="trust").save(tmp_path / f"b{ending}")
        assert first.read_bytes() == second.read_bytes()


def test_options_that_do_not_exist_are_told(small_model):
    with pytest.raises(DrawingError, match="A0"):
        draw(small_model).with_options(paper="letter")
    with pytest.raises(DrawingError, match="digisys, dot"):
        draw(small_model).with_options(engine="neato")
    with pytest.raises(UnknownNameError):
        draw(small_model, theme="pink")
    with pytest.raises(UnknownNameError):
        draw(small_model, highlight="nothing of the kind")


def test_researchers_draw_into_their_own_axes(small_model):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    ax = figure.add_subplot()
    drawing = draw(small_model)
    assert drawing.on(ax) is ax
    FigureCanvasAgg(figure).draw()
    assert ax.get_xlim() == (0, drawing.scene.width)
    with pytest.raises(DrawingError, match="axes"):
        draw(small_model).with_options(engine="dot").on(ax)


def test_savefig_of_pyplot_works_as_usual(small_model, tmp_path):
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, ax = plt.subplots()
    draw(small_model).on(ax)
    plt.savefig(tmp_path / "a.pdf", bbox_inches="tight")
    plt.savefig(tmp_path / "a.svg")
    plt.close(figure)
    assert (tmp_path / "a.pdf").stat().st_size > 5000


# --- levels of a result --------------------------------------------------------------------


def test_levels_come_from_numbers_a_run_or_an_ensemble(small_model):
    from digisys.render.draw import levels_of
    from digisys.simulation.simulate_once import simulate_once

    assert levels_of({"trust": 1}) == {"trust": 1.0}
    run = simulate_once(small_model)
    assert levels_of(run) == dict.fromkeys(small_model.variables, 0.0)
    with pytest.raises(DrawingError, match="simulate"):
        levels_of([0.5])


def test_levels_are_named_by_their_scenario_and_year():
    from digisys.simulation.ensemble.simulate import simulate
    from digisys.simulation.simulate_once import simulate_once

    model = digisys.load("digikompassi")

    def subtitle(heat, language):
        scene = draw(model, highlight=Selection(focus="trust"), heat=heat, language=language).scene
        return next(caption.name for caption in scene.captions if caption.id == "subtitle")

    run = simulate_once(model, "leadership-push")
    named = run.experiment.scenario.title
    assert subtitle(run, "fi").endswith(f"{named.text('fi')}: yhden ajon tasot vuonna 2030")
    assert subtitle(run, "en").endswith(f"{named.text('en')}: levels of one run in 2030")
    many = simulate(model, "leadership-push", samples=4, seed=1)
    assert subtitle(many, "sv").endswith(f"{named.text('sv')}: nivåernas medianer år 2030")
    assert subtitle({next(iter(model.variables)): 0.2}, "en").endswith("levels of the variables")


# --- in notebooks --------------------------------------------------------------------------


class Tags(HTMLParser):
    """Collects the start tags of a page."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_notebook_gets_every_form_that_it_may_show(drawing):
    bundle = drawing._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    # Exports to PDF fail on an SVG where Inkscape is missing; untrusted notebooks hide it.
    assert not hasattr(drawing, "_repr_svg_")
    assert b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "Small model" in bundle["text/plain"]
    json.dumps(bundle)


def test_untrusted_notebooks_show_an_image_with_alternative_text(drawing):
    """What notebooks strip (scripts, styles, inline SVG, frames) is not needed."""
    tags = Tags(drawing._repr_html_()).found
    assert {tag for tag, _ in tags} == {
        "figure", "img", "details", "summary", "section", "h3", "h4", "h5", "p", "ul", "li",
    }  # fmt: skip
    (image,) = [attrs for tag, attrs in tags if tag == "img"]
    assert image["alt"].startswith(
        "Loop R1 strengthens change: Habit Causal-loop diagram: Small model."
    )
    kind, _, data = image["src"].partition(";base64,")
    assert kind == "data:image/svg+xml"
    assert ET.fromstring(b64decode(data)).get("role") == "graphics-document"


def test_a_hostile_title_cannot_break_out_of_the_notebooks_page(small_model, hostile):
    legal = " ".join(re.sub(r"[\x00-\x1f\ufffe]", " ", hostile).split())
    data = small_model.model_dump(by_alias=True)
    data["title"] = {"en": legal, "fi": legal, "sv": legal}
    data["variables"]["trust"]["label"] = {"en": legal, "fi": legal, "sv": legal}
    model = type(small_model).model_validate(data)
    shown = draw(model).with_options(paper="A4")
    tags = Tags(shown._repr_html_()).found
    assert {tag for tag, _ in tags} <= {
        "figure", "img", "details", "summary", "section", "h3", "h4", "h5", "p", "ul", "li",
    }  # fmt: skip
    ET.fromstring(shown.svg().encode())


# --- as data -------------------------------------------------------------------------------


def test_a_drawing_is_data_too(drawing):
    frame = drawing.to_frame()
    assert list(frame.columns) == ["kind", "id", "name", "state"]
    assert frame.set_index("id").loc["variable-trust", "state"] == "highlighted"
    data = drawing.to_dict()
    assert json.loads(json.dumps(data))["scene"]["boxes"][0]["label"][0]["text"]


def test_the_graph_is_an_object_of_the_graphviz_package(drawing):
    assert drawing.graphviz().source.startswith("digraph {")


def test_it_is_part_of_the_facade():
    assert digisys.draw is draw
