"""A chart of every kind of result shows itself in a notebook, pyplot or not."""

import subprocess
import sys
from base64 import b64decode

import pytest

import digisys
from digisys.render.plots.figure_file import save_figure

MODEL = digisys.load("digikompassi")
RESULTS = {
    "run": digisys.simulate_once(MODEL, "leadership-push"),
    "measures": digisys.measures(MODEL),
    "matrix": digisys.matrix(MODEL),
}


@pytest.mark.parametrize("kind", RESULTS)
@pytest.mark.parametrize("language", ["fi", "en"])
def test_a_notebook_gets_the_picture_and_its_words(kind, language):
    shown = digisys.plot(RESULTS[kind], language=language)._repr_mimebundle_()
    assert b64decode(shown["image/png"]).startswith(b"\x89PNG")
    assert shown["image/png"] in shown["text/html"]
    assert len(shown["text/plain"]) > 20
    assert 'alt=""' not in shown["text/html"]


def test_words_of_the_language_are_told():
    told = {
        language: digisys.plot(RESULTS["run"], language=language).alternative
        for language in ("fi", "sv", "en")
    }
    assert "reference path" in told["en"]
    assert "vertailu-ura" in told["fi"]
    assert "referensbanan" in told["sv"]


def test_a_fresh_notebook_that_never_imported_pyplot_shows_it():
    """IPython knows how to show a figure only once pyplot is loaded."""
    pytest.importorskip("IPython")
    code = """
import sys
from IPython.core.interactiveshell import InteractiveShell
import digisys
from digisys.render.plots.figure_file import save_figure
run = digisys.simulate_once(digisys.load("digikompassi"), "leadership-push")
data, _ = InteractiveShell.instance().display_formatter.format(digisys.plot(run))
assert "matplotlib.pyplot" not in sys.modules
print(*sorted(data))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["image/png", "text/html", "text/plain"]


@pytest.mark.parametrize("title", ["Cost ($) of {services ($)", "5$ or 6$ a month"])
def test_dollars_in_labels_are_money_and_no_formulas(title, tmp_path):
    variables = {
        "a": {"label": title, "role": "stock", "targets": [{"target": 1}]},
        "b": {"label": f"B {title}", "role": "stock"},
    }
    ends = [("a", "b"), ("b", "a")]
    model = digisys.Model.model_validate(
        {
            "schema": 1,
            "id": "money",
            "title": title,
            "languages": ["en"],
            "targets": {1: {"title": title}},
            "variables": variables,
            "links": [{"from": a, "to": b, "polarity": "positive"} for a, b in ends],
        }
    )
    for number, result in enumerate((digisys.measures(model), digisys.simulate_once(model))):
        save_figure(digisys.plot(result), tmp_path / f"{number}.svg")
        shown = [text for text in digisys.plot(result).findobj(is_text) if "$" in text.get_text()]
        assert shown
        assert not any(text.get_parse_math() for text in shown)


def is_text(artist):
    from matplotlib.text import Text

    return isinstance(artist, Text)
