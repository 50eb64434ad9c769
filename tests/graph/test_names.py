"""Names: what a word in a question means."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

import digisys
from digisys.analysis.facts import show
from digisys.analysis.sources import sources
from digisys.cli.completion import complete_name
from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.clashes import name_clashes
from digisys.graph.names import meanings, resolve, suggest, way
from digisys.graph.view import select_view
from digisys.render.compose.build import build_scene
from digisys.render.description.describe import describe
from digisys.schema import Model
from tests import tiny


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.mark.parametrize(
    ("name", "kind", "key"),
    [
        ("trust_in_society", "variable", "trust_in_society"),
        ("TRUST IN SOCIETY", "variable", "trust_in_society"),
        ("ETPK", "variable", "life_event_services"),
        ("etpk", "variable", "life_event_services"),
        ("Palvelin‐ ja laskentainfrastruktuurin taso", "variable", "computing_infrastructure"),
        ("tavoite14", "target", 14),
        ("T7", "target", 7),
        ("skills", "area", "skills"),
        ("Digitaalinen infrastruktuuri", "area", "infrastructure"),
        ("R1", "loop", "R1"),
        ("r1", "loop", "R1"),
        ("R1b", "instance", "R1b"),
        ("Kokeiluista oppiminen", "loop", "R4"),
    ],
)
def test_names_of_every_kind(compass: Model, name: str, kind: str, key: object) -> None:
    subject = resolve(compass, name)
    assert (subject.kind, subject.key) == (kind, key)


def test_a_label_shared_with_a_loop_means_the_variable(compass: Model) -> None:
    assert resolve(compass, "Luottamus yhteiskuntaan").key == "trust_in_society"


def test_a_loop_stands_for_the_variables_of_all_its_cycles(compass: Model) -> None:
    assert set(resolve(compass, "R4").variables) == {
        "life_event_services",
        "business_event_services",
        "network_skills",
    }
    assert resolve(compass, "R4a").variables == ("life_event_services", "network_skills")


def test_a_subject_names_itself(compass: Model) -> None:
    assert resolve(compass, 14).text("en").startswith("target 14 (")
    assert resolve(compass, "R1").text("en").startswith("loop R1 (")


def test_a_name_of_two_variables_must_be_told_apart() -> None:
    model = tiny.model_of("a + b", roles={"a": "stock", "b": "stock"})
    twin = Model.model_validate(
        {
            **model.model_dump(by_alias=True),
            "variables": {"a": {"label": "Same"}, "b": {"label": "same"}},
        }
    )
    with pytest.raises(QuestionError, match=r"variable:a \(Same\), variable:b \(same\)"):
        resolve(twin, "SAME")


def test_a_target_without_variables_cannot_be_asked_about() -> None:
    model = tiny.model_of("a + b", targets={1: {"title": "Lonely"}})
    with pytest.raises(QuestionError, match="No variable"):
        resolve(model, 1)


def test_a_number_in_a_model_without_targets() -> None:
    with pytest.raises(UnknownNameError, match="no targets"):
        resolve(tiny.reinforcing_pair(), 3)


def test_suggestions_bridge_typos_and_single_words(compass: Model) -> None:
    assert suggest(compass, "luotamus yhteiskuntan")[0] == "Luottamus yhteiskuntaan"
    assert "tavoite 14" in suggest(compass, "tavote 14")
    assert suggest(compass, "xyzzy") == ()
    assert len(suggest(compass, "palvelu", count=2)) == 2


def labelled(**labels: str) -> Model:
    variables = {name: {"label": label, "role": "stock"} for name, label in labels.items()}
    raw = {"schema": 1, "id": "m", "title": "M", "languages": ["en"], "variables": variables}
    return Model.model_validate({**raw, "links": []})


def test_a_misspelt_word_is_compared_with_the_words_of_longer_names() -> None:
    model = labelled(v1="Readiness for whatever may come")
    assert suggest(model, "redines") == ("Readiness for whatever may come",)
    # Several words are a name, and no single word of another.
    assert suggest(model, "the readiness") == ()


def test_people_are_offered_the_label_and_not_an_id_that_is_as_like() -> None:
    model = labelled(perceived_stress="Perceived stress")
    assert suggest(model, "stress") == ("Perceived stress",)
    assert suggest(model, "percieved_stress") == ("Perceived stress",)


def test_no_more_suggestions_than_asked_for(compass: Model) -> None:
    assert suggest(compass, "palvelu", count=0) == ()


@pytest.fixture(scope="module")
def crowded() -> Model:
    """A model where names of every kind meet."""
    return Model.model_validate(
        {
            "schema": 1,
            "id": "crowded",
            "title": {"en": "Crowded", "fi": "Täynnä"},
            "languages": ["en", "fi"],
            "areas": {
                "money": {"label": {"en": "Money", "fi": "Raha"}},
                "people": {"label": {"en": "People", "fi": "Väki"}},
            },
            "targets": {
                7: {"title": {"en": "Calm", "fi": "Rauha"}},
                14: {"title": {"en": "Fourteen", "fi": "Neljätoista"}},
            },
            "variables": {
                "a": {"label": {"en": "14", "fi": "Target 7"}, "role": "stock", "area": "people"},
                "b": {
                    "label": {"en": "Relief", "fi": "Apu"},
                    "aliases": ["R1", "T7"],
                    "area": "money",
                    "targets": [{"target": 7}, {"target": 14}],
                },
                "money": {"label": {"en": "Calm", "fi": "PEOPLE"}, "area": "money"},
            },
            "links": [
                {"from": "a", "to": "b", "polarity": "positive"},
                {"from": "b", "to": "a", "polarity": "positive"},
                {"from": "a", "to": "money", "polarity": "positive"},
                {"from": "money", "to": "a", "polarity": "positive"},
            ],
            "loops": {
                "R1": {
                    "label": {"en": "Help", "fi": "Auttaminen"},
                    "kind": "reinforcing",
                    "cycles": {"R1": ["a", "b"]},
                },
                "R2": {
                    "label": {"en": "Relief", "fi": "Raha"},
                    "kind": "reinforcing",
                    "cycles": {"R3": ["a", "money"]},
                },
            },
        }
    )


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("14", ["target:14"]),  # a number is a target's before a label's
        ("#14", ["target:14"]),
        ("target 7", ["target:7"]),
        ("variable:14", ["variable:a"]),
        ("target:7", ["target:7"]),
        ("R1", ["loop:R1"]),  # an id as the file spells it, before an abbreviation
        ("r1", ["variable:b", "loop:R1"]),
        ("T7", ["variable:b", "target:7"]),
        ("money", ["variable:money"]),  # ids of variables before those of areas
        ("area:money", ["area:money"]),
        ("Money", ["variable:money"]),  # an area that has its name
        ("Calm", ["variable:money"]),  # a target that has the label of a variable
        ("target:calm", ["target:7"]),
        ("relief", ["variable:b"]),  # so has a loop
        ("loop: Relief", ["loop:R2"]),
        ("raha", ["area:money", "loop:R2"]),
        ("people", ["area:people"]),
        ("People", ["variable:money"]),
        ("cycle:R1", ["cycle:R1"]),
        ("R3", ["cycle:R3"]),
        ("loop:R3", []),
        ("area:7", []),
    ],
)
def test_names_that_several_things_have(crowded: Model, name: str, ways: list[str]) -> None:
    assert [way(meaning) for meaning in meanings(crowded, name)] == ways
    if len(ways) == 1:
        subject = resolve(crowded, name)
        assert way((subject.kind, subject.key)) == ways[0]


def test_a_number_in_python_is_always_a_target(crowded: Model) -> None:
    assert resolve(crowded, 14).kind == "target"


def test_a_label_that_is_a_number_is_found_where_no_target_has_it() -> None:
    model = tiny.model_of("a + b")
    numbers = model.model_dump(by_alias=True)
    numbers["variables"]["a"]["label"] = "14"
    assert resolve(Model.model_validate(numbers), "14").key == "a"


@pytest.mark.parametrize("name", ["r1", "T7", "raha"])
def test_each_way_that_is_offered_is_accepted(crowded: Model, name: str) -> None:
    with pytest.raises(QuestionError, match="can mean") as caught:
        resolve(crowded, name)
    offered = [part.split(" (")[0] for part in str(caught.value.what.values["names"]).split(", ")]
    assert len(offered) >= 2
    subjects = [resolve(crowded, each) for each in offered]
    assert [way((subject.kind, subject.key)) for subject in subjects] == offered
    assert caught.value.cure is not None
    assert offered[0] in str(caught.value.cure)


def test_no_suggestion_leads_to_another_refusal(crowded: Model) -> None:
    """The label of one thing may mean another, or nothing for sure."""
    for typed in ("mony", "peopel", "relif", "rahaa", "Targe 7", "neljatoista"):
        names = suggest(crowded, typed)
        assert names, typed
        for name in names:
            resolve(crowded, name)


def test_a_kind_that_is_asked_for_comes_before_the_others(crowded: Model) -> None:
    assert resolve(crowded, "money", kind="area").kind == "area"
    assert resolve(crowded, "Calm", kind="target").key == 7
    assert resolve(crowded, "b", kind="area").kind == "variable"


def test_a_declared_cycle_may_have_the_name_of_another_loop() -> None:
    raw = tiny.model_of("a + b", "b + a", "b + c", "c + b").model_dump(by_alias=True)
    raw["loops"] = {
        "R1": {"label": "One", "kind": "reinforcing", "cycles": {"R2": ["a", "b"]}},
        "R2": {"label": "Two", "kind": "reinforcing", "cycles": {"R2b": ["b", "c"]}},
    }
    model = Model.model_validate(raw)
    assert [loop.variables for loop in digisys.find_loops(model, "R2")] == [("b", "c")]
    assert [loop.variables for loop in digisys.find_loops(model, "cycle:R2")] == [("a", "b")]
    assert show(model, "R2").title == "loop R2 (Two)"
    assert describe(model, "R2").title == "Loop R2: Two"
    lit = [
        box.variable for box in build_scene(model, highlight="R2").boxes if box.state != "dimmed"
    ]
    assert sorted(lit) == ["b", "c"]


def test_every_clash_of_names_is_found_in_any_language(crowded: Model) -> None:
    found = {
        tuple(way(thing) for thing in clash.things): (
            clash.names,
            tuple(way(meaning) for meaning in clash.meant),
        )
        for clash in name_clashes(crowded)
    }
    assert found[("variable:a", "target:14")] == (("14",), ("target:14",))
    assert found[("variable:a", "target:7")] == (("Target 7",), ("target:7",))
    assert found[("variable:b", "target:7")][0] == ("T7",)
    assert found[("variable:b", "loop:R1")] == (("R1",), ("loop:R1",))
    assert found[("variable:money", "target:7")] == (("Calm",), ("variable:money",))
    assert found[("area:money", "loop:R2")][1] == ("area:money", "loop:R2")
    assert name_clashes(tiny.reinforcing_pair()) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("Straße", "STRASSE"), ("café", "cafe\u0301"), ("e-services", "E services"), ("ﬁsh", "fish")],
)
def test_spellings_that_are_alike_clash(one: str, other: str) -> None:
    raw = tiny.reinforcing_pair().model_dump(by_alias=True)
    raw["variables"] = {"a": {"label": one, "role": "stock"}, "b": {"label": other}}
    (clash,) = name_clashes(Model.model_validate(raw))
    assert clash.meant == (("variable", "a"), ("variable", "b"))


def test_a_name_of_signs_only_is_a_name() -> None:
    raw = tiny.reinforcing_pair().model_dump(by_alias=True)
    raw["variables"] = {"a": {"label": "(:", "role": "stock"}, "b": {"label": "…;"}}
    model = Model.model_validate(raw)
    assert resolve(model, "(:").key == "a"
    with pytest.raises(UnknownNameError):
        resolve(model, "-")


def test_a_source_that_has_the_name_of_another_thing_is_asked_about() -> None:
    raw = tiny.reinforcing_pair().model_dump(by_alias=True)
    raw["sources"] = {"a": {"title": "Report"}, "book": {"title": "Book"}}
    raw["links"][0]["evidence"] = [{"source": "a"}]
    model = Model.model_validate(raw)
    with pytest.raises(QuestionError, match=r"variable:a \(A\), source:a \(Report\)"):
        sources(model, "a")
    assert sources(model, "source:a").title == "Sources of Report"
    assert sources(model, "book").title == "Sources of Book"
    assert sources(model, "variable:a").title == "Sources of A"


def test_completion_writes_names_so_that_they_mean_what_they_stand_for(
    crowded: Model, tmp_path: Path
) -> None:
    file = tmp_path / "crowded.yaml"
    digisys.write_model(crowded, file)
    named = SimpleNamespace(params={"model": str(file)})
    assert [name for name, _ in complete_name("mon", named)] == ["area:money", "money"]


def test_a_whole_name_is_closer_than_a_word_of_one() -> None:
    model = labelled(v1="Readiness to act", v2="Readiness")
    assert suggest(model, "redines") == ("Readiness", "Readiness to act")


def test_the_number_of_a_target_comes_before_a_title() -> None:
    model = tiny.model_of("a + b", targets={7: {"title": "Calm"}, 8: {"title": "7"}})
    raw = model.model_dump(by_alias=True, exclude_none=True)
    raw["variables"]["a"]["targets"] = [{"target": 7}]
    raw["variables"]["b"]["targets"] = [{"target": 8}]
    model = Model.model_validate(raw)
    assert resolve(model, "target:7").key == 7
    assert resolve(model, "target:8").key == 8


@pytest.mark.parametrize("name", ["99", "target 99", "T99"])
def test_a_number_that_no_target_has_is_answered_with_those_there_are(
    compass: Model, name: str
) -> None:
    with pytest.raises(UnknownNameError, match="targets are: 1, 2"):
        resolve(compass, name)


def test_a_misspelt_kind_of_evidence_is_answered_with_those_like_it(compass: Model) -> None:
    kinds = select_view(compass).evidence
    with pytest.raises(QuestionError) as close:
        select_view(compass, evidence="tabel")
    with pytest.raises(QuestionError) as far:
        select_view(compass, evidence="xyzzy")
    close_ones, every_one = (str(error.value).rpartition(": ")[2] for error in (close, far))
    assert "table" in close_ones
    assert len(close_ones) < len(every_one)
    assert all(kind in every_one for kind in kinds)


def test_what_only_shares_letters_is_not_offered_beside_what_is_nearly_the_same() -> None:
    """Swedish names would be listed to a Finn whose one letter slipped."""
    offered = suggest(digisys.load("digikompassi"), "digitaiot")
    assert offered == ("Digitaidot", "Digitaidot maailman huipulla")
