"""Every equation can be read, in symbols and in words."""

import pytest

import digisys
from digisys.errors import UnknownNameError
from digisys.schema import AddLink, Scenario
from digisys.simulation.equations import equations
from digisys.simulation.system.options import Settings
from tests.simulation import tiny
from tests.simulation.test_export import MANY


def test_symbols():
    found = {item.variable: item.symbols for item in equations(tiny.rich(), None, MANY).items}
    assert found == {
        "u": "u = pulse(0.7, 2024, 2026.5)",
        "a": (
            "a′ = (tanh([0.05–0.7]·u − [0.05–0.7]·b·(1 − 0.75·ramp(1, 2024, 2028)) − "
            "[0.05–0.7]·smooth3(c, 0.75)) − a) / [0.25–1]"
        ),
        "p": "p = tanh([0.05–0.7]·a + step(0.2, 2025))",
        "q": "q = tanh([0.05–0.7]·p)",
        "b": (
            "b′ = (tanh([0.05–0.7]·q·(1 − 1·step(1, 2025)) + [0.4–0.8]·q·step(1, 2025)) − b)"
            " / [1–3]"
        ),
        "c": (
            "c′ = (tanh([0.05–0.7]·smooth1(b, 0.5) + [0.05–0.7]·a(t − 0.5) − "
            "ramp(0.4, 2024, 2027)) − c) / [2–6]"
        ),
    }


def test_other_equations():
    linear = Settings(response="linear", strengths={"a->b": 0.5}, inertias={"b": 2.0})
    found = [item.symbols for item in equations(tiny.growth(), settings=linear).items]
    assert found == ["a′ = ([0.05–0.7]·b − a) / [1–3]", "b′ = (0.5·a − b) / 2"]
    adding = Settings(dynamics="accumulating")
    assert equations(tiny.thermostat(), "a", settings=adding).items[0].symbols == (
        "a′ = −[0.05–0.7]·b"
    )
    two = tiny.model({"a": "stock", "b": "stock", "c": "stock"}, ["a->c", "b->c"])
    assert equations(two, "c", settings=Settings(response="linear")).items[0].symbols == (
        "c′ = (([0.05–0.7]·a + [0.05–0.7]·b) − c) / [1–3]"
    )
    assert equations(two, "a").items[0].symbols == "a′ = (tanh(0) − a) / [1–3]"


def test_links_of_unknown_polarity_and_added_ones():
    link = {"from": "a", "to": "b", "polarity": "unknown"}
    model = tiny.model({"a": "stock", "b": "stock"}, [link])
    added = AddLink(source="b", target="a", polarity="positive", strength="weak", start=2024)
    scenario = Scenario(id="add", title="Add", interventions=[added])
    found = [item.symbols for item in equations(model, None, scenario).items]
    assert found == [
        "a′ = (tanh([0.05–0.3]·b·step(1, 2024)) − a) / [1–3]",
        "b′ = (tanh(±[0.05–0.7]·a) − b) / [1–3]",
    ]
    assert "with or against A" in equations(model, "b").text("en")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_words_in_three_languages(language):
    answer = equations(tiny.rich(), None, MANY)
    words = [answer.words(item, language) for item in answer.items]
    assert len(set(words)) == 6
    assert all("{" not in text for text in words)
    said = {
        "en": ("moves towards", "follows at once", "0.75 years late", "from 2025 on"),
        "fi": ("lähestyy", "seuraa heti", "viive 0,75 vuotta", "vuodesta 2025"),
        "sv": ("rör sig mot", "följer genast", "fördröjning 0,75 år", "från och med 2025"),
    }[language]
    for part in said:
        assert any(part in text for text in words), part


def test_words_of_what_does_not_move_and_of_what_adds_up():
    still = equations(tiny.rich())
    assert still.words(still.items[0], "en") == "U stays on its reference path."
    adding = equations(tiny.growth(), settings=Settings(dynamics="accumulating"))
    assert adding.words(adding.items[0], "en").startswith("A adds up: with B")
    lone = equations(tiny.lone_stock())
    assert "(no causes)" in lone.words(lone.items[0], "en")


def test_it_shows_itself():
    answer = equations(tiny.rich(), None, MANY)
    assert "tanh: bounds the response" in str(answer)
    assert "table" in answer._repr_html_()
    assert answer.to_frame().shape == (6, 3)
    assert answer.to_dict("en")["equations"][1]["role"] == "stock"
    linear = equations(tiny.growth(), settings=Settings(response="linear"))
    assert "tanh" not in str(linear)


def test_a_part_of_the_model():
    model = digisys.load("digikompassi")
    assert len(equations(model, "R5", "network-cut").items) == 4
    with pytest.raises(UnknownNameError):
        equations(model, "nothing at all")
