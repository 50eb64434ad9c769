"""The SVG looks alike in the programs that people open it with."""

import os
import shutil
import subprocess
from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from digisys import draw, load
from digisys.render.backends.svg import svg
from digisys.render.labels import FONTS, text_width
from tools.browsers import find_chromium

CHROMIUM = find_chromium()
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFTOPPM = shutil.which("pdftoppm")


def read(picture):
    return imread(BytesIO(picture), format="png")[:, :, :3]


def by_resvg(document, zoom=1.0):
    resvg = pytest.importorskip("resvg_py")
    return read(bytes(resvg.svg_to_bytes(svg_string=document, zoom=zoom, font_dirs=[str(FONTS)])))


def by_chromium(document, width, height, folder):
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    source, target = folder / "page.html", folder / "shot.png"
    page = f"<!doctype html><body style='margin:0'>{document.partition('?>')[2]}"
    source.write_text(page, encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--user-data-dir={folder / 'profile'}", f"--screenshot={target}",
        f"--window-size={width},{height}", source.as_uri(),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return read(target.read_bytes())


def by_office(document, folder):
    if not (OFFICE and PDFTOPPM):
        pytest.skip("LibreOffice or poppler is not installed")
    source = folder / "picture.svg"
    source.write_text(document, encoding="utf-8")
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, source]
    # It does not look for fonts in the file: as on a computer where Inter is installed.
    fonts = folder / "fonts.conf"
    fonts.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{FONTS}</dir>'
        "</fontconfig>",
        encoding="utf-8",
    )
    surroundings = {**os.environ, "FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=surroundings)
    subprocess.run(
        [PDFTOPPM, "-png", "-singlefile", "-r", "96", folder / "picture.pdf", folder / "office"],
        check=True,
        capture_output=True,
    )
    return read((folder / "office.png").read_bytes())


def assert_alike(first, second, *, mean):
    """Compare the part that both have; a renderer may round the size by a pixel."""
    height, width = (min(a, b) for a, b in zip(first.shape[:2], second.shape[:2], strict=True))
    assert abs(first.shape[0] - second.shape[0]) <= 2
    assert abs(first.shape[1] - second.shape[1]) <= 2
    difference = np.abs(first[:height, :width] - second[:height, :width])
    assert difference.mean() < mean
    # The marks are there: a blank page would be far from it.
    assert second.min() < 0.2


@pytest.fixture
def page(browser):
    """Open an empty page in the browser that all tests share."""
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def picture(small_model):
    return draw(small_model, language="fi", highlight="R1", certainty="all")


def test_chromium_and_resvg_agree(picture, tmp_path):
    document = picture.svg()
    width, height = round(picture.scene.width), round(picture.scene.height)
    first, second = by_resvg(document), by_chromium(document, width, height, tmp_path)
    assert_alike(first, second, mean=0.008)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_chromium_draws_with_the_letters_of_the_file(language, page, tmp_path):
    """Words are as wide as they were measured, on a computer that has no such font."""
    path = draw(load("digikompassi"), language=language).save(tmp_path / "map.svg")
    page.goto(path.as_uri())
    loaded = page.evaluate(
        "document.fonts.ready.then(fonts => [...fonts].map(f => [f.weight, f.status]))"
    )
    shown = page.evaluate(
        "[...document.querySelectorAll('text')].map(t => [t.textContent,"
        " +t.getAttribute('font-size'), t.getAttribute('font-weight') || '400',"
        " t.getComputedTextLength()])"
    )
    assert loaded == [["400", "loaded"], ["600", "loaded"]]
    assert len(shown) > 100
    for words, size, weight, width in shown:
        measured = text_width(words, size, int(weight))
        # Kerning draws letters together: a little shorter it may be, longer never.
        assert 0.93 * measured - 0.5 < width < measured + 0.5, words


def test_libreoffice_and_resvg_agree(picture, tmp_path):
    document = picture.svg()
    assert_alike(by_resvg(document), by_office(document, tmp_path), mean=0.022)


def test_hostile_texts_do_not_upset_any_viewer(hostile_scene, tmp_path):
    document = svg(hostile_scene)
    assert by_resvg(document).shape[:2] == (160, 400)


def test_every_hostile_text_reaches_the_accessibility_tree(hostile_scenes, page, tmp_path):
    """Chromium reads the name of each element as it was given."""
    path = tmp_path / "a.svg"
    session = page.context.new_cdp_session(page)
    for words, scene in hostile_scenes:
        path.write_text(svg(scene), encoding="utf-8")
        page.goto(path.as_uri())
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        names = {
            " ".join(node["name"]["value"].split())
            for node in nodes
            if node["role"]["value"] == "graphics-symbol"
        }
        assert names == {plain(words)}


def plain(words):
    kept = (
        " " if sign in "\t\n\r" else "" if sign < " " or sign in "\ufffe\uffff" else sign
        for sign in words
    )
    return " ".join("".join(kept).split())
