"""Options as values: how many parameters a verb has, and what becomes of old keywords."""

import inspect

import pytest

import digisys
from digisys import Draws, Selection
from digisys.analysis.press.structures import weigh_structures
from digisys.errors import QuestionError
from tests.tiny import model_of

MODEL = model_of("a + b", "b + c")
VERBS = [
    name for name in digisys.__all__ if inspect.isfunction(getattr(digisys, name))
]  # fmt: skip
#: Words of a question stand by position or before the rest; they are not options.
MOST_OPTIONS = 8


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_has_more_options_than_one_can_overlook(verb):
    """What is rarely typed goes through Draws, Selection, Settings and Strengths."""
    parameters = inspect.signature(getattr(digisys, verb)).parameters.values()
    options = [item.name for item in parameters if item.kind is item.KEYWORD_ONLY]
    assert len(options) <= MOST_OPTIONS, options
    assert len(parameters) - len(options) <= 3


def test_all_sampled_questions_spell_their_draws_alike():
    for verb in VERBS:
        parameters = inspect.signature(getattr(digisys, verb)).parameters
        if "samples" in parameters:
            assert "Draws" in str(parameters["samples"].annotation), verb
            assert "seed" in parameters, verb
            assert not {"workers", "executor", "max_draws", "sampler"} & set(parameters), verb


@pytest.mark.parametrize(
    ("ask", "replacement"),
    [
        (lambda: digisys.press(MODEL, workers=2), r"samples=Draws\(workers=...\)"),
        (lambda: digisys.robust(MODEL, max_draws=9), r"samples=Draws\(max_draws=...\)"),
        (lambda: digisys.questions(MODEL, time_limit=9), r"samples=Draws\(time_limit=...\)"),
        (lambda: digisys.simulate(MODEL, record=1), r"samples=Draws\(record=...\)"),
        (lambda: digisys.dominance(MODEL, sampler="latin"), r"samples=Draws\(sampler=...\)"),
        (lambda: weigh_structures(MODEL, "a", {}, draws=9), r"samples=..."),
        (lambda: digisys.draw(MODEL, focus="a"), r"highlight=Selection\(focus=...\)"),
        (lambda: digisys.draw(MODEL, ax=None), r"\.on\(ax\)"),
        (lambda: digisys.draw(MODEL, paper="A4"), r"with_options\(paper=...\)"),
    ],
)
def test_an_old_keyword_is_refused_with_the_new_one(ask, replacement):
    with pytest.raises(TypeError, match=replacement):
        ask()


def test_values_of_options_are_values():
    """Two that say the same are equal and hash alike, lists or not; an odd one is refused."""
    assert Selection(areas=["a", "b"]) == Selection(areas=("a", "b"))
    assert hash(Selection(["a", "b"])) == hash(Selection(("a", "b")))
    assert {Draws(5), Draws(5), Draws(5, 2)} == {Draws(5), Draws(5, 2)}
    for wrong in ({"steps": -1}, {"direction": "sideways"}):
        with pytest.raises(QuestionError):
            Selection("a", **wrong)
