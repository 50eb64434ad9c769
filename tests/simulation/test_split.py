"""How much is owed to structure and how much to strength: closed forms, and what is told."""

import numpy as np
import pytest

import digisys
from digisys.cli.main import main
from digisys.schema import Model, Scenario
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from digisys.uncertainty.split import redrawn_structure, split_of, structure_doubts
from digisys.uncertainty.strengths import Strengths
from digisys.uncertainty.unknowns import Unknown, values_between

LOW, HIGH = 0.2, 0.8
MEAN, VARIANCE = (LOW + HIGH) / 2, (HIGH - LOW) ** 2 / 12


def driven(*links):
    """Inputs that act on one stock of known inertia: ``a+`` or ``a?``, a chance behind a colon."""
    told = []
    for text in links:
        course, _, chance = text.partition(":")
        polarity = "unknown" if course[1] == "?" else "positive"
        link = {"from": course[0], "to": "z", "polarity": polarity, "strength": (LOW, HIGH)}
        if chance:
            link |= {"certainty": "ambiguous", "chance": float(chance)}
        told.append(link)
    roles = {link["from"]: "input" for link in told} | {"z": "stock"}
    return Model.model_validate(
        {
            "schema": 1,
            "id": "driven",
            "title": "Driven",
            "languages": ["en"],
            "time": {"start": 0, "end": 2, "step": 0.25},
            "variables": {
                name: {"label": name, "role": role, "inertia": 1} for name, role in roles.items()
            },
            "links": told,
        }
    )


def pushed(*names):
    return Scenario.model_validate(
        {
            "id": "push",
            "title": "Push",
            "interventions": [
                {"action": "level", "variable": name, "size": 0.5, "start": 0} for name in names
            ],
        }
    )


LINEAR = Settings(response="linear")


def outcome(model, samples=4096, **options):
    answer = digisys.split_outcomes(
        model, pushed("a"), "z", samples=samples, settings=LINEAR, certainty="all", **options
    )
    return answer.of("variable:z")


class TestClosedForms:
    """The level is linear in the strength, so that its variance is known."""

    @pytest.mark.parametrize("chance", [0.2, 0.5, 0.9])
    def test_a_link_that_may_be_absent(self, chance):
        found = outcome(driven(f"a+:{chance}"))
        structure = MEAN**2 * chance * (1 - chance)
        strength = chance**2 * VARIANCE
        both = chance * (1 - chance) * VARIANCE
        whole = structure + strength + both
        # Sobol points do better than the errors told, which are of independent draws.
        assert found.structure == pytest.approx(structure / whole, abs=found.strength_error)
        assert found.strength == pytest.approx(strength / whole, abs=found.structure_error)
        assert found.both == pytest.approx(both / whole, abs=0.03)
        assert found.structure_total == pytest.approx((structure + both) / whole, abs=0.03)
        assert found.spread == pytest.approx(
            whole * (0.5 * (1 - 0.75**8)) ** 2, rel=0.05
        )  # eight Euler steps of a quarter of the inertia

    def test_a_sign_that_is_not_known(self):
        """The sign takes the mean size, and the size only matters with a sign."""
        found = outcome(driven("a?"))
        whole = MEAN**2 + VARIANCE
        assert found.structure == pytest.approx(MEAN**2 / whole, abs=found.strength_error)
        assert found.strength == pytest.approx(0, abs=0.02)
        assert found.both == pytest.approx(VARIANCE / whole, abs=0.02)

    def test_two_links_one_of_them_doubtful(self):
        answer = digisys.split_outcomes(
            driven("a+:0.5", "b+"),
            pushed("a", "b"),
            samples=4096,
            settings=LINEAR,
            certainty="all",
        )
        found = answer.of("variable:z")
        structure, both = MEAN**2 / 4, VARIANCE / 4
        whole = structure + both + VARIANCE / 4 + VARIANCE
        assert found.structure == pytest.approx(structure / whole, abs=found.strength_error)
        assert found.strength == pytest.approx(1.25 * VARIANCE / whole, abs=found.structure_error)

    def test_which_lever_is_best(self):
        """Best is b where it is there and the stronger: two coins, of structure and strength."""
        model = driven("a+", "b+:0.7")
        answer = digisys.split_levers(
            model,
            "z",
            strengths=Strengths(damping_range=(1.0, 1.0)),
            samples=4000,
            certainty="all",
        )
        there, stronger = 0.7, 0.5
        whole = there * stronger * (1 - there * stronger)
        found = answer.of("variable:z", "best")
        assert found.spread == pytest.approx(2 * whole, abs=0.03)
        structure = stronger**2 * there * (1 - there) / whole
        assert found.structure == pytest.approx(structure, abs=1.5 * found.strength_error)
        strength = there**2 * stronger * (1 - stronger) / whole
        assert found.strength == pytest.approx(strength, abs=1.5 * found.structure_error)
        direction = answer.of("variable:z", "direction")
        assert (direction.structure, direction.strength) == (1.0, 0.0)


def test_sampling_errors_hold_in_nearly_all_samples():
    """The interval told holds the true share in about 95 of 100 samples."""
    rng = np.random.default_rng(5)
    true = 0.25 / (0.25 + 1 / 12 + 0.25 / 12)  # coin + uniform + their product, both centred
    hits = 0
    for _ in range(200):
        s, w = rng.integers(2, size=(2, 300)) - 0.5, rng.random((2, 300)) - 0.5

        def level(coin, size):
            return coin + size + coin * size

        own, other = level(s[0], w[0]), level(s[1], w[1])
        redrawn, crossed = level(s[1], w[0]), level(s[0], w[1])
        found = split_of(
            ((own - other) ** 2 + (redrawn - crossed) ** 2) / 4,
            ((own - redrawn) ** 2 + (other - crossed) ** 2) / 4,
            ((own - crossed) ** 2 + (other - redrawn) ** 2) / 4,
        )
        hits += abs(found.structure - true) <= found.strength_error
    assert 180 <= hits <= 198


def test_structure_is_redrawn_and_strength_is_not():
    unknowns = [
        Unknown("a->b", "strength", 0.2, 0.6, sign=0),
        Unknown("b->c", "strength", 0.2, 0.6, chance=0.5),
        Unknown("b", "inertia", 1, 3),
    ]
    rng = np.random.default_rng(1)
    own, other = rng.random((2, 4, 100))
    mixed = redrawn_structure(unknowns, own, other)
    ends = np.array([0.0]), np.array([0.2]), np.array([0.4])
    mine, theirs, found = (values_between(*ends, rows[:1]) for rows in (own, other, mixed))
    np.testing.assert_allclose(np.abs(found), np.abs(mine), rtol=1e-12)
    assert (np.sign(found) == np.sign(theirs)).all()
    assert (mixed[1:3] == own[1:3]).all()
    assert (mixed[3] == other[3]).all()
    assert structure_doubts(unknowns) == (1, 1)


class TestWhatIsTold:
    def test_nothing_in_structure_is_doubtful(self):
        answer = digisys.split_outcomes(driven("a+"), pushed("a"), "z")
        assert (answer.rows, answer.doubtful) == ((), False)
        assert "Nothing in the structure is doubtful" in answer.text("en")
        levers = digisys.split_levers(driven("a+", "b+:0.5"), "z")
        assert (levers.rows, levers.doubtful) == ((), False)

    def test_nothing_doubtful_reaches_the_outcome(self):
        model = driven("a+", "b+:0.5")
        answer = digisys.split_outcomes(model, pushed("a"), "z", samples=64, certainty="all")
        assert answer.doubtful
        assert answer.of("variable:z").structure_total == 0
        text = answer.text("en")
        assert "nothing doubtful" in text
        assert "Nothing doubtful in the structure makes a difference here" in text

    def test_nothing_differs(self):
        answer = digisys.split_outcomes(
            driven("a+", "b+:0.5"), None, "z", samples=64, certainty="all"
        )
        assert answer.of("variable:z").structure is None
        assert "Nothing differs" in answer.sentence("en")

    def test_shares_add_up_and_are_data(self):
        answer = digisys.split_outcomes(
            driven("a+:0.5", "b?"), pushed("a", "b"), samples=128, certainty="all"
        )
        (row,) = answer.to_dict()["rows"]
        assert row["structure"] + row["strength"] + row["both"] == pytest.approx(1)
        assert row["key"] == "variable:z"
        assert answer.to_frame().loc[0, "structure_error"] == row["structure_error"]
        assert (answer.doubted, answer.used) == ((1, 1), 128)
        assert "± " in answer.text("en")
        assert "1 link may be absent; 1 link has no known sign" in answer.text("en")

    def test_workers_change_no_bit(self):
        model, scenario = driven("a+:0.5", "b?"), pushed("a", "b")
        options = {"certainty": "all", "settings": LINEAR}
        one = digisys.split_outcomes(model, scenario, samples=2048, **options)
        two = digisys.split_outcomes(model, scenario, samples=Draws(2048, workers=2), **options)
        assert one == two

    def test_unstable_draws_are_left_out_and_counted(self):
        links = [("a", "b"), ("b", "a"), ("c", "a")]
        model = Model.model_validate(
            {
                "schema": 1,
                "id": "strong",
                "title": "Strong",
                "languages": ["en"],
                "variables": {name: {"label": name} for name in "abc"},
                "links": [
                    {"from": a, "to": b, "polarity": "positive", "strength": (0.5, 2.0)}
                    | ({"certainty": "ambiguous"} if b == "b" else {})
                    for a, b in links
                ],
            }
        )
        answer = digisys.split_levers(model, "b", levers=["a", "c"], samples=500, certainty="all")
        assert 0 < answer.used < 500
        assert "of 500, those whose four draws are all stable" in answer.text("en")

    def test_the_command_line(self, capsys):
        assert main(["split", "--step", "0.1", "-l", "en"]) != 0
        assert "--scenario NAME" in capsys.readouterr().err
        words = ["split", "11", "--scenario", "leadership-push", "--certainty", "all", "-n", "64"]
        for language in ("fi", "sv", "en"):
            assert main([*words, "-l", language]) == 0
            told = capsys.readouterr().out
            assert max(map(len, told.splitlines())) <= 80
        assert "Structure: 5 links may be absent" in told
