"""Slides as data in the model file."""

from __future__ import annotations

import pytest

from digisys.errors import ModelFileError
from digisys.io import parse_model
from digisys.io.format import format_model
from digisys.report.page.data import presentation_data

MODEL = """schema: 1
id: team
title: Team
languages: [en]
areas: {all: {label: All}}
targets: {7: {title: Seventh}}
variables:
  a: {label: Trust, role: stock, area: all, targets: [{target: 7}]}
  b: {label: Use, role: stock}
links:
  - {from: a, to: b, polarity: positive}
  - {from: b, to: a, polarity: positive}
loops:
  R1: {label: Habit, kind: reinforcing, cycles: {R1a: [a, b]}}
presentation:
  slides:
    - {title: Welcome, description: To the team.}
    - {area: all, steps: 1}
    - {target: 7, direction: upstream}
    - {loop: R1}
    - {loop: R1a}
    - {variable: b, direction: both}
"""


def test_slides_become_what_the_page_shows():
    slides = presentation_data(parse_model(MODEL))["slides"]
    shown = ["", "area-all", "target-7", "loop-R1", "loop-R1a", "variable-b"]
    assert [slide["subject"] for slide in slides] == shown
    assert slides[0]["title"] == "Welcome"
    assert slides[1]["steps"] == 1
    assert slides[2]["direction"] == "upstream"


def test_slides_survive_writing_and_reading():
    model = parse_model(MODEL)
    assert parse_model(format_model(model)).presentation == model.presentation


def test_a_model_without_slides_has_none():
    assert presentation_data(parse_model(MODEL[: MODEL.index("presentation")])) is None


@pytest.mark.parametrize(
    ("slide", "field", "what"),
    [
        ("{variable: c}", "presentation.slides[0].variable", "There is no variable “c”."),
        ("{target: 8}", "presentation.slides[0].target", "There is no target 8."),
        ("{area: none}", "presentation.slides[0].area", "There is no area “none”."),
        ("{loop: R2}", "presentation.slides[0].loop", "There is no loop “R2”."),
        (
            "{area: all, loop: R1}",
            "presentation.slides[0]",
            "The slide shows several things: area, loop.",
        ),
        ("{title: {fi: Hei}}", "presentation.slides[0].title", "The text is missing in: en."),
    ],
)
def test_what_is_wrong_with_a_slide_is_told_with_its_place(slide, field, what):
    text = f"{MODEL[: MODEL.index('    - {title')]}    - {slide}\n"
    with pytest.raises(ModelFileError) as caught:
        parse_model(text)
    problem = caught.value.problems[0]
    assert (problem.field, str(problem.what)) == (field, what)
    assert problem.line == 17
    assert problem.cure is not None
