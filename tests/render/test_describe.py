"""What a picture shows can be read without seeing it, in three languages."""

import re
from html.parser import HTMLParser

import pytest

import digisys
from digisys import describe, draw
from digisys.errors import UnknownNameError
from digisys.render.description.result import Description, Section
from digisys.schema import Model
from digisys.words import say


@pytest.fixture(scope="module")
def digikompassi():
    return digisys.load("digikompassi")


def lines(told):
    return [line for _, section in told.walk() for line in (section.text, *section.items) if line]


def test_a_reinforcing_loop_is_one_sentence_from_its_start_back_to_it(small_model):
    told = describe(small_model, "R1", language="en")
    assert told.title == "Loop R1: Habit"
    assert told.sections[0].items == (
        "“Trust” strengthens “Use”, which in turn strengthens “Trust”.",
        (
            "Over the unknown strengths (each link by itself): R1 only amplifies what is pushed "
            "in 57% of the draws, fades in 43% of the draws."
        ),
    )


def test_a_balancing_loop_tells_its_weakening_link(small_model):
    told = describe(small_model, "B1", language="en")
    assert told.sections[0].items == (
        "“Trust” strengthens “Use”, which strengthens “Errors”, which in turn weakens “Trust”.",
        "A change anywhere in the loop comes back as its opposite and is dampened.",
    )


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            (
                "Muuttuja ”Luottamus” vahvistaa muuttujaa ”Käyttö”, joka vahvistaa muuttujaa "
                "”Virheet”, joka puolestaan heikentää muuttujaa ”Luottamus”."
            ),
        ),
        (
            "sv",
            (
                "”Förtroende” stärker ”Användning”, som stärker ”Fel”, som i sin tur försvagar "
                "”Förtroende”."
            ),
        ),
    ],
)
def test_the_sentence_of_a_loop_in_finnish_and_swedish(small_model, language, sentence):
    assert describe(small_model, "B1", language=language).sections[0].items[0] == sentence


def test_a_variable_tells_what_it_does_what_acts_on_it_and_its_loops(small_model):
    told = describe(small_model, "Luottamus", language="en", certainty="all")
    assert told.title == "Trust"
    assert told.summary == "How much. Area: People. Target 3: The aim."
    effects, causes, loops = told.sections
    assert effects.items == ("Strengthens: Use (after 2 years).",)
    assert causes.items == (
        "Strengthened by: Use; Law (ambiguous).",
        "Weakened by: Errors (after 0.5 years).",
    )
    assert [section.heading for section in loops.sections] == [
        "R1: Habit (reinforcing)",
        "B1: Disappointment (balancing)",
    ]


def test_a_link_of_unknown_direction_is_told_as_such(small_model):
    told = describe(small_model, "law", language="en")
    assert told.sections[0].items == ("Acts on, direction unknown: Errors.",)
    assert told.sections[1].items == ("Nothing in this view.",)
    errors = describe(small_model, "errors", language="en")
    assert errors.sections[1].items[-1] == "Acted on by, direction unknown: Law."


def test_a_target_tells_what_stands_for_it(small_model):
    told = describe(small_model, 3, language="en")
    assert told.title == "Target 3: The aim"
    assert told.summary == "Area: People. In the model it is: Trust."
    assert told.sections[0].heading == "What it influences"


def test_a_target_with_several_variables_tells_each(digikompassi):
    told = describe(digikompassi, 11, language="en")
    assert [section.heading for section in told.sections] == [
        "Availability of joined-up services for life events",
        "Availability of joined-up services for business events",
    ]


def test_an_area_tells_its_variables(small_model):
    told = describe(small_model, "people", language="fi")
    assert told.title == "Osa-alue: Ihmiset"
    assert [section.heading for section in told.sections] == [
        "Luottamus (tavoite 3)",
        "Käyttö",
        "Virheet",
        "Laki",
    ]


def test_one_cycle_of_a_loop_tells_only_its_own_way(digikompassi):
    whole = describe(digikompassi, "R1", language="en")
    one = describe(digikompassi, "R1b", language="en")
    assert [item[:4] for item in whole.sections[0].items[:2]] == ["R1a:", "R1b:"]
    assert one.title == "Loop R1b: Trust in society"
    assert one.sections[0].items[0] == whole.sections[0].items[1].removeprefix("R1b: ")
    assert len(one.sections[1].sections) == 4


def test_the_whole_model_tells_every_variable_once_and_every_loop(digikompassi):
    told = describe(digikompassi, language="sv")
    areas, loops = told.sections[:-1], told.sections[-1]
    assert len(areas) == 5
    assert sum(len(area.sections) for area in areas) == 42
    assert [section.heading[:2] for section in loops.sections] == ["R1", "R2", "R3", "R4", "R5"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_link_of_the_view_is_told_once(digikompassi, language):
    told = describe(digikompassi, language=language)
    by_label = {
        variable.label.text(language): name for name, variable in digikompassi.variables.items()
    }
    read = f" ({say('the direction is our reading', language)})"
    count = 0
    for area in told.sections[:-1]:
        for section in area.sections:
            for item in section.items:
                _, _, names = item.rstrip(".").partition(": ")
                count += sum(name.removesuffix(read) in by_label for name in names.split("; "))
    assert count == 69


def test_a_narrower_view_says_so(digikompassi):
    told = describe(digikompassi, language="en", evidence="table")
    assert "It rests on" in told.summary
    assert "It rests on" not in describe(digikompassi, language="en").summary


def test_an_unknown_name_gets_suggestions(small_model):
    with pytest.raises(UnknownNameError, match="Did you mean"):
        describe(small_model, "Trusst")


def test_what_a_highlight_shows_comes_first(small_model):
    told = draw(small_model, highlight="R1", language="en").describe()
    first = told.sections[0]
    assert first.heading == "What is highlighted"
    assert first.items == (
        "Variables: Trust; Use.",
        "Trust – strengthens: Use (after 2 years).",
        "Use – strengthens: Trust.",
        "R1: “Trust” strengthens “Use”, which in turn strengthens “Trust”.",
    )


def test_a_highlighted_loop_with_several_ways_names_each_once(digikompassi):
    items = draw(digikompassi, highlight="R4", language="en").describe().sections[0].items
    assert [item[:4] for item in items[-2:]] == ["R4a:", "R4b:"]


def test_a_picture_can_be_told_in_another_language_than_its_own(small_model):
    drawing = draw(small_model, highlight="trust", language="fi")
    told = drawing.describe("sv")
    assert told.title == "Liten modell"
    assert told.sections[0].heading == "Vad som är framhävt"
    everything = " ".join([told.title, told.summary, *lines(told)])
    assert not re.search("Luottamus|vahvistaa|Kuva", everything)


def test_a_plain_picture_has_nothing_highlighted(small_model):
    told = draw(small_model, language="en").describe()
    assert [section.heading for section in told.sections] == ["Area: People", "Loops"]


def test_levels_of_a_result_are_told(small_model):
    told = draw(small_model, language="en", heat={"trust": 0.4, "use": -0.25}).describe()
    trust, use, errors, _ = told.sections[0].sections
    assert trust.items[-1] == "Level in the result: +0.40."
    assert use.items[-1] == "Level in the result: −0.25."
    assert not any("Level" in item for item in errors.items)


def test_differences_between_two_versions_are_told(small_model):
    data = small_model.model_dump(by_alias=True)
    data["links"] = [link for link in data["links"] if link["to"] != "use"]
    data["links"].append({"from": "trust", "to": "errors", "polarity": "negative"})
    data["variables"]["fees"] = {"label": {"fi": "Maksut", "sv": "Avgifter", "en": "Fees"}}
    data["loops"] = {}
    later = Model.model_validate(data)
    told = draw(later, language="en", compare_with=small_model).describe()
    differs = next(section for section in told.sections if section.heading == "What differs")
    assert differs.items == (
        "Added: Fees; Trust → Errors.",
        "Removed: Trust → Use.",
    )


def test_a_model_without_areas_is_told_as_a_list():
    model = Model.model_validate(
        {
            "schema": 1, "id": "two", "title": "Two", "languages": ["en"],
            "variables": {"a": {"label": "A"}, "b": {"label": "B"}},
            "links": [{"from": "a", "to": "b", "polarity": "negative"}],
        }
    )  # fmt: skip
    told = describe(model)
    assert told.summary == "In all: 2 variables, 1 link."
    assert told.sections[0].heading == "Variables"
    assert told.sections[0].sections[1].items == ("Acts on no other variable here.",)


def test_a_variable_outside_the_areas_has_a_place_too(small_model):
    data = small_model.model_dump(by_alias=True)
    data["variables"]["fees"] = {"label": {"fi": "Maksut", "sv": "Avgifter", "en": "Fees"}}
    told = describe(Model.model_validate(data), language="en")
    assert told.sections[1].heading == "Variables outside the areas"


def test_a_loop_of_one_variable_acts_on_itself():
    from digisys.render.description.sentences import Teller, loop_sentence

    model = Model.model_validate(
        {"schema": 1, "id": "one", "title": "One", "languages": ["en"],
         "variables": {"a": {"label": "A"}}}
    )  # fmt: skip
    teller = Teller(model, "en", (), {})
    assert loop_sentence(teller, ("a",)) == "“A” acts on itself (direction unknown)."


def test_plain_text_fits_the_width_and_shows_the_levels(digikompassi):
    text = describe(digikompassi, language="fi").text(width=72)
    assert max(map(len, text.split("\n"))) <= 72
    assert "\n  • Vahvistaa: " in text
    assert str(describe(digikompassi)) == describe(digikompassi).text()


def test_markdown_and_html_hold_the_same_words(small_model):
    told = describe(small_model, language="en")
    assert told.markdown().startswith("# Small model\n\n")
    assert "\n### Trust (target 3)\n" in told.markdown()

    class Reader(HTMLParser):
        def __init__(self):
            super().__init__()
            self.seen, self.open = [], []

        def handle_starttag(self, tag, attrs):
            self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

        def handle_data(self, data):
            self.seen.append(data)

    reader = Reader()
    reader.feed(told._repr_html_())
    assert reader.open == []
    assert reader.seen == [
        told.title,
        told.summary,
        *(
            line
            for _, section in told.walk()
            for line in (section.heading, section.text, *section.items)
            if line
        ),
    ]


def test_hostile_words_stay_words(hostile):
    told = Description("en", hostile, hostile, (Section(hostile, hostile, (hostile,)),))
    assert "<script>" not in told.html()
    assert "<b>" not in told.html()
    assert "<script>" not in told.markdown()
    assert told.to_dict()["sections"][0]["items"] == [hostile]


def test_it_is_data_too(small_model):
    told = describe(small_model, "trust", language="en")
    frame = told.to_frame()
    assert list(frame.columns) == ["level", "heading", "text"]
    assert frame.iloc[0].tolist() == [1, "What it influences", "Strengthens: Use (after 2 years)."]
    assert told.to_dict()["title"] == "Trust"
