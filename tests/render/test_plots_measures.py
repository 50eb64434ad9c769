"""The quadrants as a figure."""

from __future__ import annotations

import io

import matplotlib as mpl
import numpy as np
import pytest

import digisys
from digisys.analysis.measures.measures import measures
from digisys.render.plots.measures import plot_measures
from tests.tiny import model_of

DIGIKOMPASSI = measures(digisys.load("digikompassi"))


def words(figure) -> list[str]:
    return [text.get_text() for axes in figure.axes for text in axes.texts] + [
        text.get_text() for text in figure.texts
    ]


@pytest.mark.parametrize("direct", [False, True])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_variable_is_a_point_a_number_and_a_name(language: str, direct: bool) -> None:
    figure = plot_measures(DIGIKOMPASSI, direct=direct, language=language)
    points = np.concatenate([item.get_offsets() for item in figure.axes[0].collections])
    assert len(points) == 42
    shown = words(figure)
    for number in range(1, 43):
        assert shown.count(str(number)) == 2
    assert any(DIGIKOMPASSI.model.title.text(language) in text for text in shown)


def test_points_stand_where_the_shares_are() -> None:
    figure = plot_measures(DIGIKOMPASSI, language="en")
    points = np.concatenate([item.get_offsets() for item in figure.axes[0].collections])
    expected = {
        (round(100 * item.dependence, 6), round(100 * item.influence, 6))
        for item in DIGIKOMPASSI.variables
    }
    assert {tuple(point) for point in (points**2).round(6)} == expected


def test_the_note_says_that_signs_are_ignored() -> None:
    figure = plot_measures(DIGIKOMPASSI, language="en")
    assert "ignore their signs" in " ".join(" ".join(words(figure)).split())


def test_the_same_figure_gives_the_same_bytes() -> None:
    pictures = []
    for _ in range(2):
        out = io.BytesIO()
        with mpl.rc_context({"svg.hashsalt": "digisys"}):
            plot_measures(DIGIKOMPASSI).savefig(out, format="svg", metadata={"Date": None})
        pictures.append(out.getvalue())
    assert pictures[0] == pictures[1]


def test_large_and_empty_models_are_drawn() -> None:
    many = measures(model_of(*(f"v{i} + v{(3 * i + 1) % 200}" for i in range(200) if i != 100)))
    assert "…" in words(plot_measures(many))
    assert plot_measures(measures(model_of(roles={"a": "stock"})))
