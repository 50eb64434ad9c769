"""What it would take: against brute force, analytic levels, and bounds that must hold."""

import itertools
import json
import re

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import digisys
from digisys import Draws, Model, Scenario, Search, Settings, Strengths
from digisys.errors import QuestionError, UnknownNameError
from digisys.schema import Push, SetLevel
from digisys.simulation.experiment import Experiment
from digisys.simulation.integrate.kernel import integrate
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.reach.bounds import largest_changes
from digisys.simulation.reach.front import TOLERANCE
from digisys.simulation.reach.runs import Goal, Moves, Runs, level_in_share
from tests.length import examples
from tests.tiny import model_of

TIME = {"start": 2020, "end": 2024, "step": 0.25}
SAMPLES = 24


def random_model(seed: int) -> Model:
    """Make a small model with links of all signs, delays, roles and starting levels."""
    rng = np.random.default_rng(seed)
    names = [f"v{at}" for at in range(int(rng.integers(3, 6)))]
    roles = rng.choice(["stock", "stock", "stock", "auxiliary", "input"], len(names)).tolist()
    roles[0] = "stock"
    variables = {}
    for name, role in zip(names, roles, strict=True):
        variables[name] = {"label": name.upper(), "role": role}
        if rng.random() < 0.5:
            variables[name]["cost"] = round(float(rng.uniform(0, 3)), 1)
        if role == "stock" and rng.random() < 0.25:
            variables[name]["initial"] = round(float(rng.uniform(-0.4, 0.4)), 1)
    links = []
    for source, target in itertools.permutations(range(len(names)), 2):
        if roles[target] == "input" or rng.random() > 0.5:
            continue
        if "stock" not in (roles[source], roles[target]) and source > target:
            continue  # a loop of auxiliaries
        link = {
            "from": names[source],
            "to": names[target],
            "polarity": str(rng.choice(["positive", "positive", "negative", "unknown"])),
            "strength": str(rng.choice(["weak", "strong", "dominant", "unknown"])),
        }
        if rng.random() < 0.25:
            link["effect"] = [
                "saturating",
                {"threshold": 0.1},
                {"table": [[-1, -0.5], [0, 0.1], [0.5, 0.1], [1, 1]]},
            ][int(rng.integers(3))]
        if rng.random() < 0.15:
            link |= {"certainty": "ambiguous", "chance": 0.6}
        if rng.random() < 0.25:
            link["delay"] = 1.0
            link["delay_order"] = [1, 3, "pipeline"][int(rng.integers(3))]
        links.append(link)
    raw = {"schema": 1, "id": "random", "title": "Random", "languages": ["en"], "time": TIME}
    return Model.model_validate(raw | {"variables": variables, "links": links})


def outcome_of_all(model, levers, goals, search, how):
    """Run every combination as a scenario of its own; return how near it comes in each draw."""
    start = Experiment.of(model, settings=how)
    weights, rates = start.parameters(start.draw_table(Draws(SAMPLES)), 0, SAMPLES)
    outcomes = outcomes_of(model)
    moves = [(sign * size) for size in search.sizes for sign in (1, -1)]
    near = {}
    for count in range(search.most + 1):
        for chosen in itertools.combinations(range(len(levers)), count):
            for sizes in itertools.product(moves, repeat=count):
                items = [
                    (SetLevel if model.variables[name].role == "input" else Push)(
                        variable=name, size=size, start=TIME["start"]
                    )
                    for at, size in zip(chosen, sizes, strict=True)
                    for name in levers[at].subject.variables
                ]
                scenario = Scenario(id="push", title="Push", interventions=items)
                levels = integrate(start.under(scenario).program, weights, rates).levels[-1:]
                final = outcomes.levels(levels)[0]
                near[tuple(zip(chosen, sizes, strict=True))] = np.min(
                    [final[outcomes.position(name)] / level for name, level in goals], axis=0
                )
    return near


def holds(larger, smaller):
    """Whether each push of the smaller combination is in the larger one, as large or larger."""
    pushes = dict(larger)
    return all(
        lever in pushes and pushes[lever] * size > 0 and abs(pushes[lever]) >= abs(size)
        for lever, size in smaller
    )


def minimal(combinations):
    """Leave out those that hold another one."""
    return [
        each
        for each in combinations
        if not any(other != each and holds(each, other) for other in combinations)
    ]


def size_of(combination):
    return len(combination), round(sum(abs(size) for _, size in combination), 9)


def pushes_of(choice, levers):
    place = {lever.id: at for at, lever in enumerate(levers)}
    return tuple((place[push.lever.id], push.size) for push in choice.pushes)


HOW = (
    Settings(),
    Settings(response="linear"),
    Settings(dynamics="accumulating"),
    Settings(method="rk4"),
)


@settings(max_examples=examples(12), deadline=None)
@given(
    seed=st.integers(0, 10_000),
    level=st.sampled_from([0.05, 0.2, 0.5, -0.1, -0.3]),
    how=st.sampled_from(HOW),
    share=st.sampled_from([0.5, 0.8, 1.0]),
)
def test_the_answer_is_that_of_brute_force(seed, level, how, share):
    """A bound that does not hold, a wrong order or an early stop would lose a combination."""
    model = random_model(seed)
    assume(any(variable.role != "auxiliary" for variable in list(model.variables.values())[1:]))
    search = Search(share=share, most=2, sizes=(0.5, 1.0), shown=200)
    goals = (("v0", level),)
    answer = digisys.reach(model, "v0", level=level, samples=SAMPLES, settings=how, search=search)
    near = outcome_of_all(model, answer.levers, goals, search, how)
    nearest = {each: float(level_in_share(values, share)) for each, values in near.items()}
    assert answer.whole
    assert answer.possible == len(near) - 1
    assert answer.run <= answer.possible
    do = [each for each, value in nearest.items() if value >= 1 - 1e-9]
    found = [pushes_of(choice, answer.levers) for choice in answer.smallest]
    assert sorted(found) == sorted(minimal(do))
    assert [size_of(each) for each in found] == sorted(map(size_of, found))
    for choice in answer.smallest:
        values = near[pushes_of(choice, answer.levers)]
        assert choice.effects[0].share == (values >= 1 - 1e-9).mean()
    costs = [lever.cost for lever in answer.levers]
    if any(cost is not None for cost in costs) and () not in do:
        known = [each for each in do if all(costs[at] is not None for at, _ in each)]
        cheapest = [pushes_of(choice, answer.levers) for choice in answer.cheapest]
        # Of those that cost nothing more, the smallest; so none holds another one.
        assert set(cheapest) <= set(known)
        told = [choice.cost for choice in answer.cheapest]
        assert told == sorted(told)
        least = min(
            (sum(costs[at] * abs(size) for at, size in each) for each in known), default=None
        )
        assert (told[0] if told else None) == (None if least is None else pytest.approx(least))
    if not do:
        best = max(nearest.values())
        assert answer.nearness == pytest.approx(best, abs=1e-6)
        if answer.best is not None:
            assert nearest[pushes_of(answer.best, answer.levers)] == pytest.approx(best, abs=1e-6)


@settings(max_examples=examples(30), deadline=None)
@given(
    seed=st.integers(0, 10_000),
    level=st.sampled_from([1.0, -1.0]),
    how=st.sampled_from(HOW[:3]),
    sizes=st.lists(st.floats(-1, 1), min_size=4, max_size=4),
)
def test_what_pushes_do_together_is_within_the_sum_of_their_bounds(seed, level, how, sizes):
    """On every draw, whatever signs, delays, roles and starting levels there are."""
    model = random_model(seed)
    experiment = Experiment.of(model, settings=how)
    names = list(model.variables)[1:]
    rows = tuple((at + 1,) for at in range(len(names)))
    program = experiment.program
    table = experiment.draw_table(Draws(SAMPLES))
    on = np.ones(len(program.moments.times))
    runs = Runs.of(experiment, table, on, rows, (Goal(0, (0,), level),), 0.8)
    lever = np.arange(len(names))
    size = np.array(sizes[: len(names)])
    moves = Moves(lever, size, np.zeros(len(names)))
    bounds = largest_changes(runs, moves)[:, 0].sum(axis=0)
    pushed = runs.under(moves, lever[None])
    before, after = (
        integrate(each, runs.weights, runs.rates).levels[-1, 0] for each in (program, pushed)
    )
    assert (level * (after - before) <= bounds * (1 + 1e-9) + 1e-12).all()


def test_without_feedback_the_bound_of_one_push_is_what_it_does():
    """Where all ways agree the bound is tight; else whole levels of search would be run."""
    model = model_of("a + b", "b + c", "a + c", time=TIME)
    experiment = Experiment.of(model)
    table = experiment.draw_table(Draws(SAMPLES))
    on = np.ones(len(experiment.program.moments.times))
    runs = Runs.of(experiment, table, on, ((0,),), (Goal(2, (2,), 1.0),), 0.8)
    moves = Moves(np.array([0]), np.array([0.5]), np.zeros(1))
    bound = largest_changes(runs, moves)[0, 0]
    done = integrate(runs.under(moves, np.array([[0]])), runs.weights, runs.rates).levels[-1, 2]
    np.testing.assert_allclose(bound, done, rtol=1e-12)


def chain(**parts):
    """A lever a that moves b, of known strength and inertia."""
    return model_of("a + b", time=TIME, roles={"a": "input"}, **parts)


KNOWN = Settings(strengths={"a->b": 0.5}, inertias={"b": 1.0})


def test_the_level_and_the_year_are_those_of_the_analytic_course():
    """One stock under Euler: tanh(w p) (1 - (1 - h)^n), so the year can be told by hand."""
    answer = digisys.reach(
        chain(), "b", level=0.2, samples=8, settings=KNOWN, search=Search(sizes=(0.25, 0.5, 1.0))
    )
    (choice,) = answer.smallest
    assert [(push.lever.id, push.size) for push in choice.pushes] == [("a", 0.5)]
    course = np.tanh(0.5 * 0.5) * (1 - 0.75 ** np.arange(17))
    (effect,) = choice.effects
    row = answer.outcomes.position("b")
    np.testing.assert_allclose(effect.median[row], course[-1], rtol=1e-12)
    assert effect.year == 2020 + 0.25 * int(np.argmax(course >= 0.2))
    assert effect.share == 1.0


def test_no_combination_is_said_plainly_with_how_far_the_best_gets():
    answer = digisys.reach(chain(), "b", level=0.9, samples=8, settings=KNOWN)
    assert not answer.smallest
    assert not answer.cheapest
    assert answer.whole
    assert [(push.lever.id, push.size) for push in answer.best.pushes] == [("a", 1.0)]
    np.testing.assert_allclose(answer.nearness * 0.9, np.tanh(0.5) * (1 - 0.75**16), rtol=1e-12)
    assert "no combination of up to 3 pushes does it" in answer.finding("en")
    assert "0.457" in answer.finding("en")


def test_where_no_push_helps_that_is_said():
    model = model_of("a + b", "c + d", time=TIME)
    search = Search(levers=["c", "d"])
    answer = digisys.reach(model, "b", level=0.1, samples=8, search=search)
    assert answer.best is None
    assert "No push brings it nearer." in answer.finding("en")
    assert answer.run == 0


def test_where_the_level_stands_anyway_nothing_is_pushed():
    model = model_of("a + b", time=TIME)
    how = Settings(initial={"b": 0.9}, inertias={"b": 1000.0})
    answer = digisys.reach(model, "b", level=0.5, samples=8, settings=how)
    assert [choice.pushes for choice in answer.smallest] == [()]
    assert "no push is needed" in answer.finding("en")


def test_a_search_that_ends_early_claims_no_more_than_it_knows():
    """Runge-Kutta has no bounds, so that everything must be run; two tries are not all."""
    model = model_of("a + d", "b + d", "c + d", time=TIME)
    search = Search(tries=2, most=3)
    how = Settings(method="rk4")
    answer = digisys.reach(model, "d", level=0.99, samples=8, settings=how, search=search)
    assert answer.run < answer.possible
    assert not answer.whole
    assert "no combination" not in answer.finding("en")
    assert "none of the combinations tried" in answer.finding("en")
    assert "not all are settled" in answer.text("en")


def test_the_cheapest_need_not_be_the_smallest():
    """Two cheap levers beside a dear one; and one of unknown cost is in no cheapest one."""
    model = model_of("a + d", "b + d", "c + d", "e + d", time=TIME)
    strengths = {"a->d": 0.6, "b->d": 0.3, "c->d": 0.3, "e->d": 0.6}
    how = Settings(strengths=strengths, inertias=dict.fromkeys("abcde", 0.5))
    search = Search(sizes=(1.0,), costs={"a": 10, "b": 1, "c": 2})
    answer = digisys.reach(model, "d", level=0.4, samples=8, settings=how, search=search)
    by_id = [[push.lever.id for push in choice.pushes] for choice in answer.smallest]
    assert by_id[:2] in ([["a"], ["e"]], [["e"], ["a"]])
    cheapest = answer.cheapest[0]
    assert [push.lever.id for push in cheapest.pushes] == ["b", "c"]
    assert cheapest.cost == 3
    assert all("e" not in [push.lever.id for push in each.pushes] for each in answer.cheapest)


def test_costs_come_from_the_model_and_by_option():
    model = model_of("a + b", time=TIME)
    raw = json.loads(model.model_dump_json(by_alias=True))
    raw["variables"]["a"]["cost"] = 4.0
    told = Model.model_validate(raw)
    search = Search(sizes=(0.5,))
    answer = digisys.reach(told, "b", level=0.01, samples=8, search=search)
    assert answer.smallest[0].cost == 2.0
    search = Search(sizes=(0.5,), costs={"a": 6})
    assert digisys.reach(told, "b", level=0.01, samples=8, search=search).smallest[0].cost == 3.0
    with pytest.raises(QuestionError, match="no lever"):
        digisys.reach(told, "b", level=0.01, search=Search(levers=["a"], costs={"b": 1}))


def test_several_goals_must_be_reached_in_the_same_draws():
    """A push that lifts one and lowers the other is no way to both."""
    model = model_of("a + b", "a - c", "d + c", "e + b", time=TIME)
    answer = digisys.reach(model, ["b", "c"], level=[0.05, 0.05], samples=32)
    assert answer.smallest
    row = [answer.outcomes.position(name) for name in ("b", "c")]
    for choice in answer.smallest:
        assert (choice.effects[0].median[row] > 0.05).all()
    fall = digisys.reach(model, ["b", "c"], level=[0.05, -0.05], samples=32)
    assert [push.lever.id for push in fall.smallest[0].pushes] == ["a"]


@settings(max_examples=examples(8), deadline=None)
@given(seed=st.integers(0, 10_000), how=st.sampled_from(HOW[:3]))
def test_the_front_of_two_goals_is_that_of_brute_force(seed, how):
    """Nothing on it is beaten, and it beats all that is not on it, up to the tolerance."""
    model = random_model(seed)
    names = list(model.variables)[:2]
    assume(any(variable.role != "auxiliary" for variable in list(model.variables.values())[2:]))
    search = Search(share=0.5, most=2, sizes=(0.5, 1.0))
    answer = digisys.reach(
        model, names, level=[0.6, -0.6], samples=SAMPLES, settings=how, search=search
    )
    assume(not answer.smallest or answer.smallest[0].pushes)
    near = [
        outcome_of_all(model, answer.levers, ((name, level),), search, how)
        for name, level in zip(names, (0.6, -0.6), strict=True)
    ]
    of_all = {each: [float(level_in_share(goal[each], 0.5)) for goal in near] for each in near[0]}
    assert answer.front_whole
    front = [of_all[pushes_of(choice, answer.levers)] for choice in answer.front]
    assert front == sorted(front, reverse=True)
    start, *others = of_all.values()
    for values in others:
        assert any(
            all(have >= want - TOLERANCE - 1e-9 for have, want in zip(each, values, strict=True))
            for each in front
        ) or all(value <= before + TOLERANCE for value, before in zip(values, start, strict=True))
        for each in front:
            assert not all(want > have + TOLERANCE for have, want in zip(each, values, strict=True))


def test_regret_is_told_for_every_way_of_running():
    """The better choice where one link is strong is the worse one where the other is."""
    model = model_of("a + c", "b + c", time=TIME)
    ways = [
        Settings(strengths={"a->c": 1.0, "b->c": (0.0, 0.6)}),
        Settings(strengths={"a->c": (0.0, 0.6), "b->c": 1.0}),
    ]
    search = Search(sizes=(1.0,), most=2, share=0.3)
    answer = digisys.reach(model, "c", level=0.15, samples=64, settings=ways, search=search)
    names = [tuple(push.lever.id for push in choice.pushes) for choice in answer.smallest]
    assert names == [("a",), ("b",)]
    first, second = (answer.regret(choice) for choice in answer.smallest)
    assert first[0] == 0
    assert second[0] > 0.1
    assert first[1] > 0.1
    assert second[1] == 0
    assert "Regret" in answer.table("en").heads


def test_choices_are_told_under_both_conventions_of_strengths():
    """A chain of three loses much where each link is by itself, little where causes share."""
    model = model_of("a + b", "b + c", "c + d", time=TIME, roles={"a": "input"})
    search = Search(by=2040, levers=["a"], share=0.5)
    one, other = (
        digisys.reach(
            model,
            "d",
            level=0.02,
            samples=64,
            search=search,
            settings=Settings(strengths=Strengths(convention=convention)),
        )
        for convention in ("independent", "shares")
    )
    assert one.ways("en") == ("each link by itself", "causes share")
    assert other.ways("en") == ("causes share", "each link by itself")
    assert other.smallest[0].pushes[0].size < one.smallest[0].pushes[0].size
    assert one.smallest[0].effects[1].share == 1.0
    assert "causes share) it holds in 100% of the draws" in one.finding("en")
    alone = Settings(strengths=Strengths(both=False))
    answer = digisys.reach(model, "d", level=0.02, samples=64, search=search, settings=alone)
    assert len(answer.experiments) == 1


def test_side_effects_are_improvements_only_where_it_is_known_which_way_is_better():
    model = model_of("a + b", "a + c", "a - d", "a + e", time=TIME)
    raw = json.loads(model.model_dump_json(by_alias=True))
    raw["variables"]["c"]["desired"] = "down"
    raw["variables"]["d"]["desired"] = "down"
    answer = digisys.reach(
        Model.model_validate(raw), "b", level=0.05, samples=32, search=Search(levers=["a"])
    )
    text = dict(answer.summary("en"))["Besides"]
    assert "worsens: C" in text
    assert "improves: D" in text
    assert "rises: E" in text


def test_the_same_bytes_whatever_workers():
    model = digisys.load("digikompassi")
    search = Search(levers=["target 14", "network_resources", "data_spaces"], most=2)
    one, two = (
        digisys.reach(
            model, "target 11", level=0.1, samples=Draws(128, workers=hands), search=search
        )
        for hands in (1, 2)
    )
    assert one == two
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"level": 0.0}, "not a level"),
        ({"level": [0.1, 0.2]}, "1 goals and 2 levels"),
        ({"level": 0.1, "search": Search(by=2019)}, "not after the start"),
        (
            {"level": 0.1, "search": Search(by=2030), "settings": Settings(end=2024)},
            "after the end of the run",
        ),
        ({"level": 0.1, "search": Search(start=2025)}, "begin in 2025"),
        ({"level": 0.1, "settings": []}, "No settings"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_cure(options, says):
    with pytest.raises(QuestionError, match=says):
        digisys.reach(chain(), "b", **options)


@pytest.mark.parametrize(
    "options",
    [
        {"share": 0.0},
        {"share": 1.2},
        {"most": 0},
        {"sizes": ()},
        {"sizes": (-0.5,)},
        {"costs": {"a": -1}},
        {"costs": {"a": float("nan")}},
    ],
)
def test_a_search_that_makes_no_sense_is_refused(options):
    with pytest.raises(QuestionError):
        Search(**options)


def test_a_goal_that_means_nothing_is_refused():
    with pytest.raises(UnknownNameError):
        digisys.reach(chain(), "nothing", level=0.1)


def test_a_push_that_turns_a_bounded_variable_round_is_not_excluded():
    """From tanh(-5) to tanh(5) is twice the way of tanh(10): a bound from rest would not hold."""
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "turned",
            "title": "Turned",
            "languages": ["en"],
            "time": TIME,
            "variables": {
                "lever": {"label": "Lever", "role": "input"},
                "past": {"label": "Past", "role": "stock", "initial": -1.0, "inertia": 1000},
                "goal": {"label": "Goal"},
            },
            "links": [
                {"from": "lever", "to": "goal", "polarity": "positive", "strength": 10},
                {"from": "past", "to": "goal", "polarity": "positive", "strength": 5},
            ],
        }
    )
    search = Search(levers=["lever"], most=1, sizes=(1.0,))
    answer = digisys.reach(model, "goal", level=0.9, samples=16, search=search)
    assert [push.lever.id for push in answer.smallest[0].pushes] == ["lever"]


@pytest.mark.parametrize(
    ("ask", "old", "new"),
    [
        (lambda **old: digisys.reach(chain(), "b", level=0.1, **old), "by", "Search(by="),
        (lambda **old: digisys.dominance(chain(), **old), "strengths", "Settings(strengths="),
    ],
)
def test_keywords_that_moved_name_the_new_ones(ask, old, new):
    with pytest.raises(TypeError, match=re.escape(new)):
        ask(**{old: 1})
