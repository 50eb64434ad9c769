"""matplotlib draws the same scene, on paper of any size, and leaves pyplot alone."""

import re
import shutil
import subprocess
import sys
import warnings
import zlib
from dataclasses import replace
from io import BytesIO
from struct import unpack

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread

from digisys.analysis.measures.measures import measures
from digisys.errors import DrawingError
from digisys.render.backends.artist import SceneArtist
from digisys.render.backends.figure import default_dpi, draw_on, figure, pdf, png, tiled_pdf
from digisys.render.backends.pdf_language import with_language
from digisys.render.backends.svg import svg
from digisys.render.draw import draw
from digisys.render.labels import LettersWarning
from digisys.render.letters import font_file, lacking, runs
from digisys.render.paper import fit, tiles
from digisys.render.plots.figure_file import save_figure
from digisys.render.plots.plot import plot
from digisys.render.scene import Paint, Panel, Rect, Scene, Text
from tests.render.maps import map_of


def pixels(picture):
    return imread(BytesIO(picture), format="png")[:, :, :3]


def png_texts(picture):
    found, at = {}, 8
    while at < len(picture):
        (size,) = unpack(">I", picture[at : at + 4])
        kind, body = picture[at + 4 : at + 8], picture[at + 8 : at + 8 + size]
        if kind == b"tEXt":
            key, value = body.split(b"\0", 1)
            found[key.decode()] = value.decode("latin-1")
        elif kind == b"iTXt":
            key, value = body.split(b"\0", 1)
            found[key.decode()] = value.lstrip(b"\0").decode()
        at += 12 + size
    return found


def test_a_png_is_the_scene_at_two_pixels_a_unit(tiny_scene):
    assert pixels(png(tiny_scene)).shape == (400, 640, 3)


def test_the_picture_is_the_one_that_the_svg_shows(tiny_scene):
    """Two independent renderers agree on nearly every pixel."""
    resvg = pytest.importorskip("resvg_py")
    from digisys.render.labels import FONTS

    other = resvg.svg_to_bytes(
        svg_string=svg(tiny_scene, embed_font=False),
        zoom=2,
        skip_system_fonts=True,
        font_dirs=[str(FONTS)],
    )
    difference = np.abs(pixels(png(tiny_scene)) - pixels(bytes(other))).max(axis=2)
    assert (difference > 0.35).mean() < 0.005
    assert difference.mean() < 0.01


def test_the_same_scene_gives_the_same_bytes(tiny_scene):
    assert png(tiny_scene) == png(tiny_scene)
    assert pdf(tiny_scene) == pdf(tiny_scene)
    sheet = fit(tiny_scene, "A3")
    assert tiled_pdf(tiny_scene, sheet) == tiled_pdf(tiny_scene, sheet)


def test_the_users_settings_change_nothing(tiny_scene):
    plain_png, plain_pdf = png(tiny_scene), pdf(tiny_scene)
    own = {
        "text.usetex": True,
        "font.size": 30,
        "savefig.bbox": "tight",
        "savefig.dpi": 30,
        "savefig.transparent": True,
        "lines.scale_dashes": False,
        "path.sketch": (3, 10, 5),
        "pdf.fonttype": 3,
        "axes.facecolor": "red",
        "patch.linewidth": 20,
    }
    with mpl.rc_context(own):
        assert png(tiny_scene) == plain_png
        assert pdf(tiny_scene) == plain_pdf


def test_a_png_tells_what_it_shows(tiny_scene):
    texts = png_texts(png(replace(tiny_scene, title="Luottamus – käyttö")))
    assert texts == {"Title": "Luottamus – käyttö", "Description": tiny_scene.description}


@pytest.mark.parametrize("dpi", [0, 0.01, 100_000])
def test_a_picture_too_large_for_memory_is_refused(tiny_scene, dpi):
    with pytest.raises(DrawingError, match="dots per inch"):
        png(tiny_scene, dpi=dpi)


def test_resolution_follows_the_paper(tiny_scene):
    assert default_dpi(None) == 192
    assert default_dpi(fit(tiny_scene, "A4")) == 300
    assert default_dpi(fit(tiny_scene, "A0")) == 150


def test_a_pdf_has_its_page_title_language_and_real_text(tiny_scene):
    document = pdf(tiny_scene, fit(tiny_scene, "A3"))
    (box,) = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", document)
    assert [round(float(side) / 72 * 25.4) for side in box] == [420, 297]
    assert b"/Title (Trust & use)" in document
    assert b"/Lang (en)" in document
    assert b"/DisplayDocTitle true" in document
    assert b"CreationDate" not in document
    # Whole letters of the shipped font are inside, as TrueType, with a way back to text.
    assert re.findall(rb"/BaseFont /\w+\+(Inter-\w+)", document)
    assert b"/FontFile2" in document
    assert b"/ToUnicode" in document


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_the_text_of_a_pdf_can_be_read_by_another_program(tiny_scene, tmp_path):
    path = tmp_path / "tiny.pdf"
    path.write_bytes(pdf(tiny_scene))
    read = subprocess.run(
        ["pdftotext", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert {"Trust & use", "Skills", "Use", "R1", "+0.4"} <= set(read.splitlines())


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler is not installed")
@pytest.mark.parametrize("fonts", [3, 42])
def test_letters_are_whole_in_a_figure_that_the_user_saves(tiny_scene, tmp_path, fonts):
    """A scene leaves to the user's own figure how its PDF embeds fonts."""
    page = Figure()
    draw_on(tiny_scene, page.subplots())
    path = tmp_path / "paper.pdf"
    with mpl.rc_context({"pdf.fonttype": fonts}):
        page.savefig(path)
    done = subprocess.run(
        ["pdftoppm", "-png", path, tmp_path / "page"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    read = subprocess.run(
        ["pdftotext", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    assert {"Trust & use", "Skills", "Use", "R1"} <= set(read.splitlines())


def test_tiles_are_one_plan_and_one_page_each(tiny_scene):
    sheet = fit(tiny_scene, "A2")
    document = tiled_pdf(tiny_scene, sheet)
    sizes = re.findall(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", document)
    assert len(sizes) == 1 + len(tiles(tiny_scene, sheet))
    assert {tuple(sorted(round(float(n) / 72 * 25.4) for n in size)) for size in sizes} == {
        (210, 297)
    }


def streams(document):
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            yield zlib.decompress(found[1])
        except zlib.error:
            continue


def test_a_tile_holds_only_what_it_shows():
    """A mark far from a tile is not in its page, so that files stay small."""
    corner = Rect(1, 1, 2, 2, 0, Paint(fill="#123456"))
    scene = Scene(1400, 1000, "#ffffff", "en", "screen", "One dot", "")
    scene = replace(scene, panels=(Panel("area-a", "a", "A", corner, corner, ()),))
    document = tiled_pdf(scene, fit(scene, "A1"))
    red = f"{0x12 / 255:.4f}"[:5].encode()
    assert sum(red in body for body in streams(document)) == 2  # the plan and one tile


def test_axes_show_the_scene(tiny_scene):
    made = Figure(figsize=(8, 4))
    ax = made.add_subplot(1, 2, 2)
    assert draw_on(tiny_scene, ax) is ax
    (artist,) = [child for child in ax.get_children() if isinstance(child, SceneArtist)]
    assert artist.scene is tiny_scene
    assert ax.get_xlim() == (0, 320)
    assert ax.get_ylim() == (200, 0)
    FigureCanvasAgg(made).draw()


def test_pyplot_is_not_even_loaded():
    code = (
        "import sys; from digisys.render.scene import Scene;"
        "from digisys.render.backends.figure import *;"
        "png(Scene(9, 9, '#ffffff', 'en', 'screen', 'T', 'D'));"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_letters_and_lines_grow_with_the_figure(tiny_scene):
    """The picture at double size is the same picture, not the same letters further apart."""
    small, large = figure(tiny_scene), figure(tiny_scene)
    large.set_size_inches(*(2 * side for side in small.get_size_inches()))
    first, second = BytesIO(), BytesIO()
    FigureCanvasAgg(small).print_figure(first, format="png", dpi=200)
    FigureCanvasAgg(large).print_figure(second, format="png", dpi=100)
    difference = np.abs(pixels(first.getvalue()) - pixels(second.getvalue()))
    assert difference.mean() < 0.001


def test_a_tight_bounding_box_holds_the_whole_scene(tiny_scene):
    made = Figure(figsize=(6, 6))
    draw_on(tiny_scene, made.add_subplot())
    out = BytesIO()
    FigureCanvasAgg(made).print_figure(out, format="png", dpi=100, bbox_inches="tight")
    height, width, _ = pixels(out.getvalue()).shape
    assert width / height == pytest.approx(320 / 200, rel=0.1)
    artist = SceneArtist(tiny_scene)
    assert artist.get_window_extent().bounds == (0, 0, 1, 1)


def test_an_invisible_artist_draws_nothing(tiny_scene):
    made = Figure()
    ax = draw_on(tiny_scene, made.add_subplot())
    for child in ax.get_children():
        if isinstance(child, SceneArtist):
            child.set_visible(False)
    canvas = FigureCanvasAgg(made)
    canvas.draw()
    assert np.asarray(canvas.buffer_rgba())[:, :, :3].min() == 255


def test_hostile_texts_are_drawn_without_a_warning(hostile_scene):
    assert pixels(png(hostile_scene)).min() < 0.5
    assert pdf(hostile_scene).startswith(b"%PDF")


def test_letters_that_the_font_lacks_come_from_another():
    assert font_file(frozenset(map(ord, "الثقة"))).endswith(".ttf")
    assert font_file(frozenset({0x10FFFE})) is None


def test_fonts_that_cannot_be_read_or_embedded_are_passed_over(tmp_path, monkeypatch):
    from matplotlib import font_manager

    broken = tmp_path / "aaa.ttf"
    broken.write_bytes(b"no font")
    entry = font_manager.FontEntry(fname=str(broken), name="Broken")
    other = font_manager.FontEntry(fname=str(tmp_path / "aaa.otf"), name="Other")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [entry, other])
    font_file.cache_clear()
    assert font_file(frozenset({0x10FFFD})) is None
    font_file.cache_clear()


def test_text_in_another_font_is_not_wider_than_measured(tiny_scene):
    from matplotlib.text import Text as Letters

    box = tiny_scene.boxes[0]
    wide = replace(box.label[0], text="אבגדה" * 8, width=50.0, size=20)
    scene = replace(tiny_scene, boxes=(replace(box, label=(wide,)),))
    made = figure(scene)
    FigureCanvasAgg(made).draw()
    (ax,) = made.axes
    (artist,) = [child for child in ax.get_children() if isinstance(child, SceneArtist)]
    letters = [
        part.artist for part in artist._parts if isinstance(part.artist, Letters)
        and part.artist.get_text() == wide.text
    ]  # fmt: skip
    extent = letters[0].get_window_extent(made.canvas.get_renderer())
    (x0, _), (x1, _) = ax.transData.inverted().transform(extent)
    assert 40 < x1 - x0 <= 51


def test_a_file_that_is_no_pdf_is_not_given_a_language():
    with pytest.raises(ValueError, match="cross-reference"):
        with_language(b"%PDF-1.4 nothing", "fi")
    with pytest.raises(ValueError, match="catalogue"):
        with_language(b"trailer\n<< /Root 7 0 R >>\nstartxref\n9\n%%EOF\n", "fi")


def words_of(text, **more):
    line = Text(text, 100.0, 50.0, 16.0, 600, "middle", "#000000", 0.0, **more)
    return runs(line)[0]


def test_only_the_word_that_the_font_lacks_is_drawn_in_another_font():
    parts = words_of("Trust ☺ matters")
    assert [part.words.strip() for part in parts] == ["Trust", "☺", "matters"]
    own = parts[0].path
    assert own.endswith("Inter-SemiBold.ttf")
    assert parts[2].path == own
    assert parts[1].path != own
    assert [part.left for part in parts] == sorted(part.left for part in parts)


def test_a_word_keeps_to_one_font_and_a_line_from_right_to_left_stays_whole():
    assert [part.words for part in words_of("A♥B")] == ["A♥B"]
    assert len(words_of("الصحة العامة", rtl=True)) == 1


def test_letters_that_no_font_has_are_named_in_the_language_of_the_drawing(tmp_path):
    gone = "\U000e0fff\U0010fffe"  # no font has these
    model = map_of(["a + b"], variables={"a": {"label": f"Trust 🙂{gone}☺"}})
    drawing = draw(model)
    assert lacking(drawing.scene.boxes[0].label) <= ("🙂", *gone)
    with pytest.warns(LettersWarning, match="🙂") as caught:
        drawing.save(tmp_path / "a.png", dpi=30)
    assert "☺" not in str(caught[0].message)
    with pytest.warns(LettersWarning):
        drawing.save(tmp_path / "a.pdf")


def test_usual_letters_need_no_warning(tmp_path):
    model = map_of(["a + b"], variables={"a": {"label": "Größe Ω ρύπανση ☺"}})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw(model).save(tmp_path / "a.png", dpi=30)


def test_a_chart_names_the_letters_that_no_font_has_once(tmp_path):
    model = map_of(["a + b"], variables={"a": {"label": "Trust 🙂☺"}})
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        save_figure(plot(measures(model)), tmp_path / "a.png")
    assert [item.message.letters for item in told] == [("🙂",)]
