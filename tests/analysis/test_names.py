"""Names: what a word in a question means."""

from __future__ import annotations

import pytest

import digisys
from digisys.errors import QuestionError, UnknownNameError
from digisys.graph.names import resolve, suggest
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
    with pytest.raises(QuestionError, match="a, b"):
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


def test_no_more_suggestions_than_asked_for(compass: Model) -> None:
    assert suggest(compass, "palvelu", count=0) == ()
