"""The extra ``[print]``: PDF that assistive technology can read, PNG without matplotlib."""

import re
import sys
import zlib
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from matplotlib.image import imread

from digisys import draw
from digisys.errors import DrawingError, MissingPackageError
from digisys.render.backends.figure import png
from digisys.render.backends.printing import fast_png, tagged_pdf
from digisys.render.paper import fit


def whole(document):
    """Return a PDF with its compressed streams opened."""
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            document += zlib.decompress(found[1])
        except zlib.error:
            continue
    return document


def test_a_tagged_pdf_has_alternative_text_language_and_title(tiny_scene):
    pytest.importorskip("typst")
    document = whole(tagged_pdf(tiny_scene, fit(tiny_scene, "A4")))
    assert b"/Alt(Two variables and the loop that joins them.)" in document
    assert b"/Lang(en)" in document
    assert b"/Marked true" in document
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    assert b"Trust &amp; use" in document  # the title, in the metadata
    assert re.search(rb"/FontName/\w+\+Inter-SemiBold", document)
    (box,) = re.findall(rb"/MediaBox\[0 0 ([\d.]+) ([\d.]+)\]", document)
    assert [round(float(side) / 72 * 25.4) for side in box] == [297, 210]


def test_the_same_scene_gives_the_same_pdf(tiny_scene):
    pytest.importorskip("typst")
    assert tagged_pdf(tiny_scene) == tagged_pdf(tiny_scene)


def test_hostile_texts_are_no_markup(hostile_scene):
    pytest.importorskip("typst")
    assert tagged_pdf(hostile_scene).startswith(b"%PDF")


def test_a_picture_without_words_still_has_a_title(tiny_scene):
    pytest.importorskip("typst")
    assert tagged_pdf(replace(tiny_scene, title=" ", description="")).startswith(b"%PDF")


def test_a_sheet_that_typst_refuses_is_an_error_of_ours(tiny_scene, monkeypatch):
    pytest.importorskip("typst")
    monkeypatch.setattr("digisys.render.backends.printing._PAGE", "#image({width} {height})")
    for make in (tagged_pdf, lambda scene: fast_png(scene, dpi=96)):
        with pytest.raises(DrawingError, match="could not be made"):
            make(tiny_scene)


def test_a_failure_after_giving_up_the_standard_is_told_too(tiny_scene, monkeypatch):
    typst = pytest.importorskip("typst")

    def fail(*_, **__):
        raise typst.TypstError("PDF/UA-1 error", "")

    monkeypatch.setattr(typst, "compile", fail)
    with pytest.raises(DrawingError, match="could not be made"):
        tagged_pdf(tiny_scene)


def test_the_fast_png_is_the_same_picture(tiny_scene):
    pytest.importorskip("typst")
    first = imread(BytesIO(fast_png(tiny_scene, dpi=192)), format="png")[:, :, :3]
    second = imread(BytesIO(png(tiny_scene)), format="png")[:, :, :3]
    assert first.shape == second.shape
    assert np.abs(first - second).mean() < 0.01


def test_saving_through_the_extra(small_model, tmp_path):
    pytest.importorskip("typst")
    drawing = draw(small_model).with_options(paper="A4")
    assert b"/Alt" in whole(drawing.save(tmp_path / "a.pdf", backend="print").read_bytes())
    picture = drawing.save(tmp_path / "a.png", backend="print", dpi=96).read_bytes()
    assert imread(BytesIO(picture), format="png").shape[:2] == (794, 1123)


@pytest.mark.parametrize("make", [tagged_pdf, lambda scene: fast_png(scene, dpi=96)])
def test_without_the_extra_the_error_tells_what_to_install(tiny_scene, monkeypatch, make):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingPackageError, match=r"digisys\[print\]"):
        make(tiny_scene)
