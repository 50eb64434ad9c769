"""Results behave as values: equal when they say the same, and short to print."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import numpy as np
import pytest

import digisys
from digisys.answers.answer import Answer
from digisys.answers.content import Content, content_hash, same_content

LONGEST = 2_000


def every_answer(base=Answer):
    for info in pkgutil.walk_packages(digisys.__path__, "digisys."):
        if not info.name.endswith(("compiled", "__main__")):
            importlib.import_module(info.name)
    found = set()
    ahead = [base]
    while ahead:
        for child in ahead.pop().__subclasses__():
            found.add(child)
            ahead.append(child)
    return found


def test_no_class_of_answers_goes_back_to_a_comparison_that_fails_on_arrays():
    answers = every_answer()
    assert len(answers) >= 20
    for kind in answers:
        assert kind.__eq__ is Content.__eq__, kind
        assert kind.__hash__ is Content.__hash__, kind
        assert kind.__repr__ is Content.__repr__, kind


def asked(seed=1):
    """Ask every question of the facade that gives a value."""
    model = digisys.load("digikompassi")
    push = "leadership-push"
    return {
        "influence": digisys.influence(model, "target 14"),
        "chains": digisys.chains(model, "target 14", "target 10"),
        "cut": digisys.cut(model, "R5"),
        "find_loops": digisys.find_loops(model),
        "loop_set": digisys.loop_set(model),
        "matrix": digisys.matrix(model),
        "measures": digisys.measures(model),
        "audit": digisys.audit(model),
        "press": digisys.press(model, "target 14", method="sampling", samples=50, seed=seed),
        "robust": digisys.robust(model, "target 11", samples=50, seed=seed),
        "questions": digisys.questions(model, samples=20, seed=seed),
        "simulate_once": digisys.simulate_once(model, push),
        "simulate": digisys.simulate(model, push, samples=16, seed=seed),
        "compare": digisys.compare(model, [push, None], samples=16, seed=seed),
        "reach": digisys.reach(model, "target 11", level=0.1, samples=digisys.Draws(32, seed)),
        "sensitivity": digisys.sensitivity(model, push, outcome="target 11", samples=64, seed=seed),
        "dominance": digisys.dominance(model, push),
        "equations": digisys.equations(model),
        "describe": digisys.describe(model),
        "draw": digisys.draw(model, language="en"),
        "levers": digisys.levers(model),
    }


@pytest.fixture(scope="module")
def twice():
    return asked(), asked()


def test_equal_questions_have_equal_answers(twice):
    one, other = twice
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] is not other[name], name
        assert one[name] == other[name], name
        assert hash(one[name]) == hash(other[name]), name
        assert len({one[name], other[name]}) == 1


def test_answers_to_different_questions_differ(twice):
    values = list(twice[0].values())
    for at, one in enumerate(values):
        assert [one == other for other in values].count(True) == 1, at
    for name in ("press", "robust", "simulate", "compare", "sensitivity"):
        assert asked_anew(name) != twice[0][name], name


def asked_anew(name):
    model, push = digisys.load("digikompassi"), "leadership-push"
    return {
        "press": lambda: digisys.press(model, "target 14", method="sampling", samples=50, seed=2),
        "robust": lambda: digisys.robust(model, "target 11", samples=50, seed=2),
        "simulate": lambda: digisys.simulate(model, push, samples=16, seed=2),
        "compare": lambda: digisys.compare(model, [push, None], samples=16, seed=2),
        "sensitivity": lambda: digisys.sensitivity(
            model, push, outcome="target 11", samples=64, seed=2
        ),
    }[name]()


def test_every_text_of_a_value_is_short(twice):
    seen = set()

    def look(value, where):
        if id(value) in seen:
            return
        seen.add(id(value))
        text = repr(value)
        assert len(text) < LONGEST, (where, len(text), text[:200])
        if dataclasses.is_dataclass(value):
            for item in dataclasses.fields(value):
                part = getattr(value, item.name)
                if dataclasses.is_dataclass(part) or isinstance(part, digisys.Model):
                    look(part, f"{where}.{item.name}")

    for name, value in twice[0].items():
        for one in value if name == "levers" else (value,):  # a scenario a lever
            look(one, name)


@dataclasses.dataclass(frozen=True, eq=False, repr=False)
class Held(Content):
    numbers: np.ndarray
    name: str
    note: str = dataclasses.field(default="", compare=False, repr=False)


def test_arrays_count_by_shape_type_and_value():
    value = Held(np.array([[1.0, np.nan]]), "a", "x")
    assert value == Held(np.array([[1.0, np.nan]]), "a", "y")
    assert hash(value) == hash(Held(np.array([[1.0, np.nan]]), "a"))
    assert value != Held(np.array([[1.0, 0.0]]), "a")
    assert value != Held(np.array([1.0, np.nan]), "a")
    assert value != Held(np.array([[1.0, np.nan]]), "b")
    assert value != "a"
    assert repr(value) == "Held(numbers=<array 1x2>, name='a')"
    assert not same_content(np.zeros(1), np.zeros(1, dtype=np.int64))
    assert same_content({"a": [np.ones(2)]}, {"a": [np.ones(2)]})
    assert content_hash({"a": [np.ones(2)]}) == content_hash({"a": [np.ones(2)]})


def test_a_model_shows_itself_in_a_screenful():
    model = digisys.load("digikompassi")
    assert repr(model) == (
        "<Model digikompassi: 42 variables, 74 links, 5 areas, 14 targets, 5 loops>"
    )
    shown = model._repr_html_()
    assert shown.count("<tr>") == 7
    assert "42 muuttujaa" in shown
    assert "14 Johtaminen yli hallinnonalojen" in shown
    assert len(shown) < 6_000


def test_a_large_model_shows_itself_in_a_screenful_too():
    from tests import tiny

    model = tiny.model_of(*(f"v{n} + v{n + 1}" for n in range(3000)))
    shown = model._repr_html_()
    assert shown.count("<tr>") == 1
    assert "2977 more" in shown
    assert len(shown) < 2_000
    assert "3001 variables" in repr(model)


def test_texts_of_a_model_stay_texts_in_a_notebook():
    from tests import tiny

    model = tiny.model_of("a + b").model_copy(
        update={"title": digisys.schema.Text("<script>alert(1)</script>")}
    )
    assert "<script" not in model._repr_html_()


def test_parts_of_a_model_print_short():
    model = digisys.load("digikompassi")
    parts = (model.links, model.variables.values(), model.targets.values(), model.sources.values(),
             model.loops.values(), [model.layout, model.presentation, model.time])  # fmt: skip
    for part in (item for group in parts for item in group):
        assert len(repr(part)) < LONGEST
    assert repr(model.links[0]).startswith("Link(source=")
