"""The archetypes behave as the textbooks say, and do not where the link behind it is taken out."""

import json

import pytest

import digisys
from digisys.cli.main import main
from digisys.io import bundled_folder
from digisys.io.scenarios import load_scenario
from digisys.simulation.system.options import Settings

NAMES = tuple(name for name in digisys.bundled_models() if name.startswith("archetypes/"))

#: By archetype: the variable that shows it, its mode and direction; the links without which it
#: has none of it, and the mode that is left.
CASES = {
    "fixes-that-fail": (
        ("problem", "better-before-worse", "up"),
        (["fix->consequences"], "goal-seeking"),
    ),
    "shifting-the-burden": (
        ("fundamental_solution", "better-before-worse", "down"),
        (["dependence->fundamental_solution"], "goal-seeking"),
    ),
    "limits-to-growth": (("results", "s-shape", "up"), (["slowing_action->results"], "grows")),
    "eroding-goals": (("goal", "falls", "down"), (["gap->goal"], "steady")),
    "escalation": (("a", "grows", "up"), (["b->threat_to_a"], "overshoot-and-collapse")),
    "success-to-the-successful": (
        ("success_of_b", "declines", "down"),
        (["allocation->success_of_b"], "steady"),
    ),
    "tragedy-of-the-commons": (
        ("gain_a", "overshoot-and-collapse", "up"),
        (["gain_a->commons", "gain_b->commons"], "grows"),
    ),
    "bass-diffusion": (
        ("adopters", "s-shape", "up"),
        (["word_of_mouth->adoption"], "goal-seeking"),
    ),
    "logistic-growth": (("population", "s-shape", "up"), (["population->room"], "grows")),
    "predator-prey": (
        ("prey", "sustained-oscillation", None),
        (["encounters->predators"], "grows"),
    ),
}


def archetype(name):
    model = digisys.load(f"archetypes/{name}")
    (scenario,) = digisys.bundled_scenarios(model)
    return model, scenario


def test_each_archetype_has_a_case():
    assert {f"archetypes/{name}" for name in CASES} == set(NAMES)


@pytest.mark.parametrize("name", CASES)
def test_the_mode_of_behaviour_and_the_link_that_makes_it(name):
    (variable, mode, direction), (links, rest) = CASES[name]
    model, scenario = archetype(name)
    found = digisys.simulate_once(model, scenario).behaviour(variable)
    assert found.mode == mode
    assert direction in (None, found.direction)
    without = Settings(strengths=dict.fromkeys(links, 0.0))
    left = digisys.simulate_once(model, scenario, settings=without).behaviour(variable)
    assert left.mode == rest


@pytest.mark.parametrize("name", CASES)
def test_the_mode_does_not_hang_on_the_step(name):
    (variable, mode, _), _ = CASES[name]
    model, scenario = archetype(name)
    finer = Settings(step=model.time.step / 2, method="rk4")
    assert digisys.simulate_once(model, scenario, settings=finer).behaviour(variable).mode == mode


def test_the_limit_takes_over_from_the_engine_where_the_curve_bends():
    model, scenario = archetype("limits-to-growth")
    answer = digisys.dominance(model, scenario)
    assert [period.entry for period in answer.periods()] == ["R1", "B1"]
    bend = digisys.simulate_once(model, scenario).behaviour("results").inflection
    assert answer.periods()[1].start == pytest.approx(bend, abs=0.5)


@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_in_three_languages_and_every_loop_has_a_name(name):
    model = digisys.load(name)
    scenario = load_scenario(digisys.bundled_scenarios(model)[0])
    assert model.languages == ("en", "fi", "sv")
    texts = [model.title, model.description, scenario.title, scenario.description]
    texts += [scenario.reasoning, *(loop.description for loop in model.loops.values())]
    texts += [thing.label for thing in (*model.variables.values(), *model.loops.values())]
    for text in texts:
        assert set(text.root) == {"en", "fi", "sv"}
    told = [text for text in texts if text.root["en"] != "Population"]
    assert all(len(set(text.every())) == 3 for text in told)
    assert all(loop.name for loop in digisys.find_loops(model))
    assert all(link.evidence for link in model.links)


def test_names_of_scenarios_are_unique_and_those_of_their_files():
    for name in digisys.bundled_scenarios():
        assert load_scenario(name).id == name
    folders = bundled_folder().rglob("scenarios/*.yaml")
    assert sorted(path.stem for path in folders) == list(digisys.bundled_scenarios())


def test_the_command_lists_every_bundled_model(capsys):
    assert main(["models", "-f", "json"]) == 0
    names = [item["name"] for item in json.loads(capsys.readouterr().out)["models"]]
    assert names == list(digisys.bundled_models())
    assert main(["models", "-l", "fi"]) == 0
    assert "Yhteismaan tragedia" in capsys.readouterr().out
