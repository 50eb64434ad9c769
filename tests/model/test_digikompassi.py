"""The facts of the Digikompassi model: what the source says, and what we promise of it.

The expected numbers and names were read from the source documents by hand; they are not
computed from the model file. A change of the model that breaks one of them is a change of
what the source is said to say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
import yaml

from digisys.schema import Model, Text

FILE = Path(__file__).parents[2] / "models" / "digikompassi.yaml"
LANGUAGES = ("fi", "sv", "en")
LONGEST_SHORT_LABEL = 34
LONGEST_TARGET_LABEL = 40

SLIDES = {
    "table": {10, 12, 14, 16, 18},
    "loop_table": {19},
    "narrative": {7, 8},
    "bullets": {9, 11, 13, 15, 17},
}
#: Slide of each area's variable table.
OWN_TABLE = {
    "skills": 10,
    "infrastructure": 12,
    "business": 14,
    "public_services": 16,
    "cross_government": 18,
}
NO_TABLE_ROW = {"continuous_learning", "participation", "trust_in_society"}

INPUTS = {
    "agreement_cooperation",
    "company_ict_investments",
    "continuous_learning",
    "cross_government_leadership",
    "digital_skills_teaching",
    "digital_support",
    "enabling_regulation",
    "ict_study_places",
    "interoperability_funding_model",
    "public_rdi_investments",
    "research_industry_cooperation",
    "service_automation",
}
#: Nothing acts on these either, but they are built up over years and stay.
STOCKS_WITHOUT_CAUSE = {
    "computing_infrastructure",
    "cyber_skills",
    "hard_infrastructure",
    "public_data_resources",
    "service_quality",
    "telecom_connections",
}

AMBIGUOUS = {
    "data_spaces->company_vitality",
    "telecom_connections->companies_in_data_spaces",
    "interoperability_funding_model->life_event_services",
    "interoperability_funding_model->business_event_services",
    "service_quality->digital_service_use",
}
ASSUMED = AMBIGUOUS | {
    "ict_study_places->workforce_digital_skills",
    "continuous_learning->workforce_digital_skills",
    "cyber_skills->critical_infrastructure",
    "digital_skills_teaching->digital_literacy",
    "digital_skills_teaching->digital_skills",
    "workforce_digital_skills->company_vitality",
    "workforce_digital_skills->cost_efficiency",
    "data_spaces->companies_in_data_spaces",
    "data_usability->data_spaces",
    "telecom_connections->data_spaces",
    "telecom_connections->company_vitality",
    "company_ict_investments->technology_clusters",
    "business_event_services->company_vitality",
    "business_event_services->participation",
    "network_skills->participation",
    "digital_service_use->participation",
    "interoperability_funding_model->network_resources",
    "interoperability_funding_model->network_skills",
    "service_automation->cost_efficiency",
    "service_quality->service_experience",
}

TARGETS = {
    1: {"digital_literacy"},
    2: {"digital_skills", "digital_skills_teaching"},
    3: {"talent_attractiveness", "work_and_study_immigration", "workforce_digital_skills"},
    4: {"data_spaces", "public_data_resources", "companies_in_data_spaces"},
    5: {"critical_infrastructure"},
    6: {"computing_infrastructure", "telecom_connections"},
    7: {"company_ict_investments", "research_industry_cooperation", "technology_clusters"},
    8: {"company_ict_investments", "research_industry_cooperation"},
    9: {"sustainable_technology_exports", "public_rdi_investments"},
    10: {"companies_in_data_spaces"},
    11: {"life_event_services", "business_event_services"},
    12: {"soft_infrastructure", "interoperability_funding_model", "network_resources"},
    13: {"comprehensive_security"},
    14: {"cross_government_leadership"},
}
KEY_RESULTS = {
    "data_spaces",
    "public_data_resources",
    "company_ict_investments",
    "research_industry_cooperation",
    "sustainable_technology_exports",
    "public_rdi_investments",
    "life_event_services",
    "business_event_services",
    "soft_infrastructure",
    "interoperability_funding_model",
    "network_resources",
}


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def model(raw: dict[str, Any]) -> Model:
    return Model.model_validate(raw)


def graph(
    model: Model, *, parts: Iterable[str] | None = None, ambiguous: bool = False
) -> nx.DiGraph:
    """Draw the links of a view, by hand, apart from the library's own views."""
    kept = nx.DiGraph()
    kept.add_nodes_from(model.variables)
    for link in model.links:
        wanted = parts is None or any(place.part in set(parts) for place in link.evidence)
        if wanted and (ambiguous or link.certainty == "explicit"):
            kept.add_edge(link.source, link.target)
    return kept


def rotated(cycle: Iterable[str]) -> tuple[str, ...]:
    members = list(cycle)
    first = members.index(min(members))
    return (*members[first:], *members[:first])


def cycles(kept: nx.DiGraph) -> set[tuple[str, ...]]:
    return {rotated(cycle) for cycle in nx.simple_cycles(kept)}


def declared(model: Model) -> dict[tuple[str, ...], str]:
    return {
        rotated(cycle): name for loop in model.loops.values() for name, cycle in loop.cycles.items()
    }


def texts(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    if isinstance(node, dict):
        if set(node) & set(LANGUAGES):
            yield path, node
        else:
            for key, value in node.items():
                yield from texts(value, f"{path}.{key}")
    elif isinstance(node, list):
        for position, value in enumerate(node):
            yield from texts(value, f"{path}[{position}]")


def fold(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


def names(*given: Text | None) -> set[str]:
    return {fold(name) for text in given if text is not None for name in text.every()}


# --- what the model holds


def test_the_model_has_the_parts_that_the_source_describes(model: Model) -> None:
    assert len(model.variables) == 42
    assert len(model.links) == 74
    assert len(model.targets) == 14
    assert tuple(model.areas) == tuple(OWN_TABLE)
    assert tuple(model.loops) == ("R1", "R2", "R3", "R4", "R5")
    assert Counter(variable.area for variable in model.variables.values()) == {
        "skills": 10,
        "infrastructure": 7,
        "business": 8,
        "public_services": 14,
        "cross_government": 3,
    }
    assert model.languages == LANGUAGES
    assert (model.time.start, model.time.end, model.time.step) == (2023, 2030, 0.0625)


def test_five_links_are_ambiguous_and_each_says_how_it_was_read(model: Model) -> None:
    ambiguous = {link.id: link for link in model.links if link.certainty == "ambiguous"}
    assert set(ambiguous) == AMBIGUOUS
    assert all(link.reading is not None for link in ambiguous.values())


def test_the_source_names_no_strength_delay_or_negative_effect(model: Model) -> None:
    assert {link.polarity for link in model.links} == {"positive"}
    assert {link.strength for link in model.links} == {"unknown"}
    assert {link.delay for link in model.links} == {0.0}


def test_a_direction_is_assumed_where_no_place_words_it(model: Model) -> None:
    assert {link.id for link in model.links if link.direction == "assumed"} == ASSUMED
    assert sum(link.direction == "stated" for link in model.links) == 49


def test_targets_stand_on_the_variables_that_the_source_gives_them(model: Model) -> None:
    found: dict[int, set[str]] = {number: set() for number in model.targets}
    for name, variable in model.variables.items():
        for reference in variable.targets:
            found[reference.target].add(name)
            expected = "key_result" if name in KEY_RESULTS else "target"
            assert reference.stated_as == expected, name
    assert found == TARGETS
    assert sum(not variable.targets for variable in model.variables.values()) == 18


def test_targets_belong_to_the_areas_of_the_report(model: Model) -> None:
    assert [target.area for target in model.targets.values()] == [
        *["skills"] * 3,
        *["infrastructure"] * 3,
        *["business"] * 4,
        *["public_services"] * 3,
        "cross_government",
    ]


# --- what each view gives


@pytest.mark.parametrize(
    ("parts", "links", "count", "closed", "components"),
    [
        (None, 69, 35, "R1a R1b R2 R3 R4a R4b R5a R5b", [17]),
        (["table", "loop_table"], 61, 18, "R1a R1b R2 R3 R4a R4b R5a R5b", [8, 8]),
        (["table"], 56, 8, "R2 R3 R4a R4b R5a R5b", [8, 5]),
    ],
    ids=["explicit", "table and loop table", "table"],
)
def test_views_give_the_numbers_of_the_source(
    model: Model,
    parts: list[str] | None,
    links: int,
    count: int,
    closed: str,
    components: list[int],
) -> None:
    kept = graph(model, parts=parts)
    found = cycles(kept)
    assert kept.number_of_edges() == links
    assert len(found) == count
    assert sorted(name for cycle, name in declared(model).items() if cycle in found) == (
        closed.split()
    )
    sizes = [len(part) for part in nx.strongly_connected_components(kept) if len(part) > 1]
    assert sorted(sizes, reverse=True) == components


def test_ambiguous_links_close_six_more_cycles(model: Model) -> None:
    kept = graph(model, ambiguous=True)
    assert kept.number_of_edges() == 74
    assert len(cycles(kept)) == 41


def test_a_general_remark_alone_joins_the_two_groups_of_feedback(model: Model) -> None:
    kept = graph(model)
    kept.remove_edge("workforce_digital_skills", "cost_efficiency")
    sizes = [len(part) for part in nx.strongly_connected_components(kept) if len(part) > 1]
    assert sizes == [8, 8]


def test_leadership_reaches_seventeen_variables_and_seven_targets(model: Model) -> None:
    reached = nx.descendants(graph(model), "cross_government_leadership")
    assert len(reached) == 17
    targets = {number for number, members in TARGETS.items() if members & reached}
    assert targets == {3, 4, 7, 9, 10, 11, 12}


# --- roles


@pytest.mark.parametrize("ambiguous", [False, True], ids=["explicit", "all links"])
def test_every_feedback_loop_holds_a_stock(model: Model, *, ambiguous: bool) -> None:
    stocks = {name for name, variable in model.variables.items() if variable.role == "stock"}
    assert [
        cycle for cycle in cycles(graph(model, ambiguous=ambiguous)) if stocks.isdisjoint(cycle)
    ] == []


def test_nothing_acts_on_an_input_and_what_nothing_acts_on_follows_nothing(model: Model) -> None:
    everything = graph(model, ambiguous=True)
    without_cause = {name for name in model.variables if everything.in_degree(name) == 0}
    roles = {name: variable.role for name, variable in model.variables.items()}
    assert {name for name, role in roles.items() if role == "input"} == INPUTS
    assert without_cause == INPUTS | STOCKS_WITHOUT_CAUSE
    assert {roles[name] for name in STOCKS_WITHOUT_CAUSE} == {"stock"}
    assert Counter(roles.values()) == {"stock": 24, "input": 12, "auxiliary": 6}


def test_stocks_alone_are_given_an_inertia_and_every_role_a_reason(raw: dict[str, Any]) -> None:
    for name, variable in raw["variables"].items():
        assert ("inertia" in variable) == (variable["role"] == "stock"), name
    lines = re.findall(r"^    role: \w+ *(.*)$", FILE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == 42
    assert all(re.fullmatch(r"# .{10,}", line) for line in lines)


# --- evidence


def test_every_variable_link_loop_and_area_says_on_which_slide_it_stands(model: Model) -> None:
    stated = [
        *model.variables.items(),
        *((link.id, link) for link in model.links),
        *model.loops.items(),
        *model.areas.items(),
    ]
    for name, entity in stated:
        assert entity.evidence, name
        for place in entity.evidence:
            assert place.source == "systems_model", name
            assert place.slides, name
            assert place.part in SLIDES, name
            assert set(place.slides) <= SLIDES[place.part], name


def test_evidence_stands_from_the_strongest_part_to_the_weakest(model: Model) -> None:
    order = list(model.sources["systems_model"].parts)
    assert order == ["table", "loop_table", "narrative", "bullets"]
    for link in model.links:
        found = [order.index(str(place.part)) for place in link.evidence]
        assert found == sorted(set(found)), link.id


def test_a_variable_leads_with_its_own_row_and_what_the_row_cites(model: Model) -> None:
    for name, variable in model.variables.items():
        first = variable.evidence[0]
        if name in NO_TABLE_ROW:
            assert not any(place.cites for place in variable.evidence), name
            assert variable.reading is not None, name
        else:
            assert first.part == "table", name
            assert first.slides == (OWN_TABLE[str(variable.area)],), name
            assert first.cites, name


def test_a_link_of_the_table_stands_in_the_table_of_its_cause(model: Model) -> None:
    for link in model.links:
        for place in link.evidence:
            if place.part == "table":
                area = str(model.variables[link.source].area)
                assert place.slides == (OWN_TABLE[area],), link.id


def test_what_the_row_of_a_target_variable_cites_is_that_target(model: Model) -> None:
    for name, variable in model.variables.items():
        cited = {
            (number, citation.key_result)
            for place in variable.evidence
            for citation in place.cites
            for number in citation.targets
        }
        given = {
            (reference.target, reference.stated_as == "key_result")
            for reference in variable.targets
        }
        assert cited == given, name


def test_targets_say_where_their_title_stands(model: Model) -> None:
    for number, target in model.targets.items():
        sources = {place.source for place in target.evidence}
        assert ("targets_slides" in sources) == (number <= 13)
        assert all(place.slides for place in target.evidence)


def test_every_source_is_used(model: Model) -> None:
    entities = [
        *model.variables.values(),
        *model.links,
        *model.loops.values(),
        *model.areas.values(),
        *model.targets.values(),
    ]
    used = set()
    for entity in entities:
        for place in entity.evidence:
            used |= {place.source, *(citation.source for citation in place.cites)}
    assert used == set(model.sources)


# --- texts


def test_every_text_is_clean_and_in_three_languages(raw: dict[str, Any]) -> None:
    found = list(texts(raw))
    assert len(found) > 250
    for path, text in found:
        assert tuple(text) == LANGUAGES, path
        for value in text.values():
            assert value == " ".join(value.split()), path


def test_what_people_read_in_full_sentences_ends_like_one(raw: dict[str, Any]) -> None:
    for path, text in texts(raw):
        sentence = path.endswith((".description", ".reading", ".note", ".reason"))
        if sentence:
            assert all(value.endswith(".") for value in text.values()), path
        elif not path.startswith(".targets"):
            assert not any(value.endswith(".") for value in text.values()), path


def test_short_labels_fit_a_box_and_a_badge(model: Model) -> None:
    for variable in model.variables.values():
        assert variable.short_label is not None
        assert variable.description is not None
        assert max(map(len, variable.short_label.every())) <= LONGEST_SHORT_LABEL
    for area in model.areas.values():
        assert area.short_label is not None
        assert max(map(len, area.short_label.every())) <= LONGEST_SHORT_LABEL
    for target in model.targets.values():
        assert target.short_label is not None
        assert max(map(len, target.short_label.every())) <= LONGEST_TARGET_LABEL


def test_no_two_variables_share_a_name(model: Model) -> None:
    owners: dict[str, set[str]] = {}
    for key, variable in model.variables.items():
        every = names(variable.label, variable.short_label) | {fold(key)}
        every |= {fold(alias) for alias in variable.aliases}
        for name in every:
            owners.setdefault(name, set()).add(key)
    assert {name: keys for name, keys in owners.items() if len(keys) > 1} == {}


def test_names_of_different_kinds_meet_only_where_the_source_makes_them(model: Model) -> None:
    # R1 is called like the variable that it runs through, target 14 is the name of its
    # variable, and the English name of R5 reads like a variable's id.
    shared = {
        *((fold(name), "R1") for name in model.loops["R1"].label.every()),
        *((fold(name), "14") for name in model.targets[14].title.every()),
        ("cost efficiency", "R5"),
    }
    of_variables: set[str] = set()
    for key, variable in model.variables.items():
        of_variables |= names(variable.label, variable.short_label)
        of_variables |= {fold(key), *map(fold, variable.aliases)}
    others = [
        *((key, names(loop.label)) for key, loop in model.loops.items()),
        *((key, names(area.label, area.short_label)) for key, area in model.areas.items()),
        *(
            (str(key), names(target.title, target.short_label))
            for key, target in model.targets.items()
        ),
    ]
    met = {(name, key) for key, every in others for name in every if name in of_variables}
    assert met == shared
    for position, (key, every) in enumerate(others):
        for other, more in others[position + 1 :]:
            assert every.isdisjoint(more), (key, other)


def test_editors_are_told_where_the_schema_is() -> None:
    with FILE.open(encoding="utf-8") as file:
        assert file.readline() == "# yaml-language-server: $schema=model.schema.json\n"
