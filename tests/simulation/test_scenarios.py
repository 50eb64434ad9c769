"""Scenario files: the bundled ones hold for Digikompassi, and mistakes are told."""

import pytest

import digisys
from digisys.cli.scenario_list import ScenarioList
from digisys.errors import ModelError, ModelFileError, QuestionError
from digisys.exchange.xmile import to_xmile
from digisys.io.scenarios import bundled_scenarios, load_scenario
from digisys.schema import Model, Push, Scenario, StrengthenLink, WeakenLink
from digisys.simulation.scenarios import scenarios_for
from digisys.simulation.simulate_once import simulate_once
from tests.simulation import tiny

BUNDLED = (
    "digital-skills-push",
    "green-rdi-push",
    "infrastructure-shock",
    "interoperability-push",
    "leadership-push",
    "network-cut",
)


@pytest.fixture(scope="module")
def model():
    return digisys.load("digikompassi")


def test_the_bundled_scenarios(model):
    assert bundled_scenarios(model) == BUNDLED
    assert set(BUNDLED) < set(bundled_scenarios())


@pytest.mark.parametrize("name", BUNDLED)
def test_a_bundled_scenario_is_told_in_three_languages_and_moves_its_targets(model, name):
    scenario = load_scenario(name)
    assert (scenario.id, scenario.model) == (name, "digikompassi")
    for text in (scenario.title, scenario.description, scenario.reasoning):
        assert set(text.root) == {"fi", "sv", "en"}
        assert len(set(text.every())) == 3
    moved = {
        "digital-skills-push": (1, 2),
        "green-rdi-push": (7, 9),
        "infrastructure-shock": (5,),
        "interoperability-push": (12,),
        "leadership-push": (14,),
        "network-cut": (11, 12),
    }[name]
    run = simulate_once(model, scenario)
    for target in moved:
        assert abs(run.level(target)).max() > 0.01


def test_the_blow_recovers(model):
    level = simulate_once(model, "infrastructure-shock").level("target 5")
    assert level.min() < -0.1
    assert level[-1] > level.min() / 2


def write(folder, name, text):
    path = folder / f"{name}.yaml"
    path.write_text(f"schema: 1\nid: {name}\ntitle: {name}\n{text}", "utf-8")
    return path


def test_a_scenario_may_extend_one_beside_it_and_a_bundled_one(tmp_path):
    write(
        tmp_path,
        "base",
        "extends: leadership-push\ninitial: {participation: 0.1, trust_in_society: 0.1}\n"
        "interventions:\n  - {action: push, variable: participation, start: 2024, size: 0.1}\n",
    )
    top = write(
        tmp_path,
        "top",
        "extends: base\ninitial: {participation: 0.2}\n"
        "interventions:\n"
        "  - {action: cut, from: participation, to: trust_in_society, start: 2025}\n",
    )
    scenario = load_scenario(top)
    assert [item.action for item in scenario.interventions] == ["level", "push", "cut"]
    assert dict(scenario.initial) == {"participation": 0.2, "trust_in_society": 0.1}
    assert (scenario.id, scenario.extends) == ("top", None)


def test_a_scenario_made_in_python_may_extend_a_bundled_one(model):
    more = Scenario(
        id="more",
        title="More",
        extends="leadership-push",
        interventions=[Push(variable="participation", size=0.2, start=2024)],
    )
    run = simulate_once(model, more)
    assert run.level("target 14")[-1] == 0.5
    assert (
        run.level("participation")[-1]
        > simulate_once(model, "leadership-push").level("participation")[-1]
    )


def test_scenarios_that_extend_each_other(tmp_path):
    write(tmp_path, "one", "extends: two\n")
    write(tmp_path, "two", "extends: one\n")
    with pytest.raises(ModelError, match="one → two → one"):
        load_scenario(tmp_path / "one.yaml")


def test_every_problem_of_a_file_is_told_with_its_place(tmp_path):
    path = write(
        tmp_path,
        "bad",
        """languages: [fi, en]
extends: bad
description: {fi: Kuvaus}
interventions:
  - {action: push, variable: a, shape: step, start: 2024, end: 2025, size: 0.1}
  - {action: push, variable: a, shape: ramp, start: 2024, end: 2024, size: 2}
  - {action: strengthen, from: a, to: b, start: 2024}
  - {action: weaken, from: a, to: b, start: 2024, factor: 0.5, strength: weak}
  - {action: add, from: a, to: a, polarity: positive, start: 2024}
  - {action: push, variable: a, shape: pulse, start: 2024, size: 0.1, note: {fi: Miksi}}
""",
    )
    with pytest.raises(ModelFileError) as caught:
        load_scenario(path)
    found = {(problem.line, problem.field) for problem in caught.value.problems}
    assert found == {
        (3, "title"),
        (5, "extends"),
        (6, "description"),
        (8, "interventions[0].end"),
        (9, "interventions[1].end"),
        (9, "interventions[1].size"),
        (10, "interventions[2]"),
        (11, "interventions[3].factor"),
        (12, "interventions[4].to"),
        (13, "interventions[5].end"),
        (13, "interventions[5].note"),
    }


def test_contradictions_are_told_of_values_made_in_python_too():
    with pytest.raises(ModelError, match="A ramp needs an end"):
        Scenario(
            id="x", title="X", interventions=[Push(variable="a", shape="ramp", start=1, size=0.1)]
        )
    with pytest.raises(ModelError, match="neither or both"):
        Scenario(
            id="x", title="X", interventions=[StrengthenLink(source="a", target="b", start=2024)]
        )


def test_a_link_change_names_its_link():
    assert WeakenLink(source="a", target="b", start=2024, factor=0.5).link == "a->b"


@pytest.mark.parametrize(
    ("name", "cure"), [("leadership-psh", "leadership-push"), ("zzz", "Bundled scenarios")]
)
def test_an_unknown_scenario(name, cure):
    with pytest.raises(QuestionError, match=cure):
        load_scenario(name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(ModelFileError):
        load_scenario(tmp_path / "absent.yaml")


@pytest.fixture(scope="module")
def stranger() -> Model:
    """Another model, with a variable that has the id of one of the bundled model."""
    return tiny.model(
        {"cross_government_leadership": "input", "b": "stock"}, ["cross_government_leadership->b"]
    )


def test_a_scenario_of_another_model_is_refused_also_where_ids_coincide(stranger, tmp_path):
    file = tmp_path / "push.yaml"
    file.write_text(
        "schema: 1\nid: push\nmodel: digikompassi\nlanguages: [en]\ntitle: Push\n"
        "interventions:\n- {action: level, variable: cross_government_leadership, start: 2024,"
        " size: 0.5}\n",
        "utf-8",
    )
    push = digisys.load_scenario(file)
    asked = (
        lambda scenario: digisys.simulate_once(stranger, scenario),
        lambda scenario: digisys.simulate(stranger, scenario, samples=4),
        lambda scenario: digisys.compare(stranger, [None, scenario], samples=4),
        lambda scenario: digisys.equations(stranger, scenario=scenario),
        lambda scenario: to_xmile(stranger, scenario),
        lambda scenario: digisys.dominance(stranger, scenario),
        lambda scenario: digisys.sensitivity(stranger, scenario, "b", samples=8),
    )
    for ask in asked:
        for scenario in (push, str(file)):
            with pytest.raises(QuestionError, match="written for the model digikompassi") as caught:
                ask(scenario)
            assert f"model: {stranger.id}" in str(caught.value.cure)
    assert digisys.simulate_once(digisys.load("digikompassi"), push).experiment.scenario == push


@pytest.mark.parametrize("model", ["tiny", None])
def test_a_scenario_runs_on_the_model_that_it_names_or_on_any(stranger, model):
    assert stranger.id == "tiny"
    push = digisys.Scenario(
        id="push",
        title="Push",
        model=model,
        interventions=[
            {"action": "level", "variable": "cross_government_leadership", "start": 2024, "size": 1}
        ],
    )
    assert digisys.simulate_once(stranger, push).levels.max() > 0


def test_what_a_scenario_extends_is_meant_for_the_same_model(stranger):
    """Unless the scenario says itself which model it is meant for."""
    mine = {"id": "mine", "title": "Mine", "extends": "leadership-push"}
    with pytest.raises(QuestionError, match="written for the model digikompassi"):
        digisys.simulate_once(stranger, digisys.Scenario(**mine))
    run = digisys.simulate_once(stranger, digisys.Scenario(**mine, model=stranger.id))
    assert run.levels.max() > 0


def test_only_scenarios_that_fit_the_model_are_listed(stranger):
    compass = digisys.load("digikompassi")
    assert digisys.bundled_scenarios(stranger) == ()
    assert [item.id for item in scenarios_for(compass)] == list(BUNDLED)
    assert scenarios_for(stranger) == ()
    with pytest.raises(QuestionError, match="No bundled one fits this model"):
        digisys.simulate_once(stranger, "leadership")
    with pytest.raises(QuestionError, match="Bundled scenarios: digital-skills-push"):
        digisys.simulate_once(compass, "nothing of the kind")
    listed = ScenarioList.bundled(stranger)
    assert listed.to_dict() == {"scenarios": []}
    assert "None of the bundled scenarios fits this model" in listed.text("en")


@pytest.mark.parametrize("value", ["", "~", "5", "x", "{a: 1}", "[[1], {b: 2}, ~]", "2024-01-01"])
@pytest.mark.parametrize("key", ["languages", "title", "initial", "interventions", "extends"])
def test_a_section_that_is_empty_or_something_else(tmp_path, key, value):
    """Whatever stands there is told with its line, or is right."""
    parts = {
        "schema": "1",
        "id": "s",
        "model": "digikompassi",
        "languages": "[en]",
        "title": "T",
        "interventions": "[{action: push, variable: trust, start: 2024, size: 0.5}]",
    } | {key: value}
    path = tmp_path / "s.yaml"
    path.write_text("".join(f"{name}: {text}\n" for name, text in parts.items()), "utf-8")
    told = None
    try:
        assert load_scenario(path).id == "s"
    except (ModelFileError, QuestionError) as error:
        told = error
    if isinstance(told, ModelFileError):
        assert all(problem.line for problem in told.problems)
    elif told:
        assert key == "extends"
        assert "There is no scenario" in str(told)


@pytest.mark.parametrize("year", ["1.0e+308", "-1.0e+308", "1000001"])
def test_a_year_beyond_all_runs(tmp_path, year):
    path = tmp_path / "s.yaml"
    path.write_text(
        "schema: 1\nid: s\nmodel: m\nlanguages: [en]\ntitle: T\ninterventions:\n"
        f"  - {{action: push, variable: a, start: {year}, size: 0.5}}\n",
        "utf-8",
    )
    with pytest.raises(ModelFileError, match=r"is too (large|small)") as caught:
        load_scenario(path)
    assert caught.value.problems[0].line == 7
