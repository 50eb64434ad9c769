"""Figures of dynamics: they say what they show, in three languages, and read in grey."""

import colorsys
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

import digisys
from digisys.errors import OutputError, UnknownNameError
from digisys.render.plots.dominance import AREAS
from digisys.render.plots.dynamics import plot
from digisys.render.plots.figure_file import save_figure
from digisys.simulation.comparison.compare import compare
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.sensitivity.sensitivity import sensitivity
from digisys.simulation.simulate_once import simulate_once
from tests.simulation import tiny

MODEL = digisys.load("digikompassi")


@pytest.fixture(scope="module")
def results():
    return {
        "run": simulate_once(MODEL, "leadership-push"),
        "ensemble": simulate(MODEL, "leadership-push", samples=32),
        "comparison": compare(MODEL, ["leadership-push", "network-cut", None], samples=32),
        "dominance": dominance(MODEL, "leadership-push"),
        "sensitivity": sensitivity(MODEL, "leadership-push", 11, samples=32),
    }


def words(figure):
    figure.draw_without_rendering()
    found = [text.get_text() for text in figure.texts]
    for axes in figure.axes:
        found += [axes.get_title(loc="left"), axes.get_xlabel(), axes.get_ylabel()]
        found += [label.get_text() for label in axes.get_yticklabels()]
        legend = axes.get_legend()
        found += [text.get_text() for text in legend.get_texts()] if legend else []
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize("kind", ["run", "ensemble", "comparison", "dominance", "sensitivity"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_figure_is_told_in_every_language(results, kind, language):
    said = words(plot(results[kind], language=language))
    caveat = {"fi": "vertailu-ura", "sv": "referensbanan", "en": "reference path"}
    shares = {"fi": "Varantojen", "sv": "Erosionen", "en": "Erosion is"}
    assert (shares if kind == "dominance" else caveat)[language] in said
    title = {"fi": "johtamista", "sv": "ledningen", "en": "Leadership across"}
    assert title[language] in said


def test_targets_are_small_multiples_on_one_scale(results):
    figure = plot(results["ensemble"])
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert len(shown) == 3  # what moves, without the lever
    assert len({axes.get_ylim() for axes in shown}) == 1
    with_years = [axes.xaxis.get_tick_params()["labelbottom"] for axes in shown]
    assert with_years == [True] * 3


def test_one_outcome(results):
    figure = plot(results["ensemble"], outcome="target 11", language="en")
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "11 Human-centred digital services"
    ]
    band = figure.axes[0].lines[0].get_ydata()
    assert np.array_equal(band, results["ensemble"].band(11))
    with pytest.raises(UnknownNameError):
        plot(results["run"], outcome="nothing at all")


def test_a_model_without_targets_shows_its_variables():
    figure = plot(simulate_once(tiny.rich()))
    assert len([axes for axes in figure.axes if axes.get_visible()]) == 6
    assert "Targets and areas" not in words(figure)


def test_areas_of_a_dominance_add_up_to_all_change(results):
    figure = plot(results["dominance"])
    last = results["dominance"].times[-1]
    ends = [
        vertex[1]
        for area in figure.axes[0].collections
        for vertex in area.get_paths()[0].vertices
        if vertex[0] == last
    ]
    assert max(ends) - min(ends) == pytest.approx(100, abs=1e-6)


def test_neighbouring_areas_differ_in_grey_and_in_hatching(results):
    greys = [colorsys.rgb_to_yiq(*to_rgb(colour))[0] for colour in AREAS]
    assert all(abs(a - b) > 0.15 for a, b in pairwise(greys))
    patches = plot(results["dominance"]).axes[0].get_legend().get_patches()
    hatches = [patch.get_hatch() for patch in patches]
    assert len(set(hatches)) == len(hatches)


@pytest.mark.parametrize("suffix", [".png", ".pdf", ".svg"])
def test_files_are_the_same_every_time(results, tmp_path, suffix):
    paths = [tmp_path / f"{name}{suffix}" for name in ("one", "two")]
    for path in paths:
        save_figure(plot(results["comparison"]), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    if suffix == ".png":
        with Image.open(paths[0]) as image:
            assert image.width == 1640


def test_files_that_cannot_be(results, tmp_path):
    figure = plot(results["run"], outcome=11)
    with pytest.raises(OutputError, match="does not tell the format"):
        save_figure(figure, tmp_path / "figure.gif")
    save_figure(figure, tmp_path / "figure.svg")
    with pytest.raises(OutputError, match="there already"):
        save_figure(figure, tmp_path / "figure.svg")
    save_figure(figure, tmp_path / "figure.svg", force=True)
    with pytest.raises(OutputError, match="There is no folder"):
        save_figure(figure, tmp_path / "no" / "figure.svg")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["figure.svg"]
