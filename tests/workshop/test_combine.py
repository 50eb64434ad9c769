"""Several groups' maps as one: support is a count over groups, and planted quarrels show."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from digisys.cli.main import main
from digisys.errors import QuestionError
from digisys.io import load, write_model
from digisys.schema import Model
from digisys.workshop.combine import combine
from tests.length import seeds
from tests.tiny import model_of
from tests.workshop.test_compare_models import loops, verdicts

NAMES = "abcdef"


def group_maps(rng: random.Random, groups: int) -> list[list[str]]:
    """Draw maps that share most links; each group leaves out, adds and turns a few."""
    ring = [f"{a} + {b}" for a, b in itertools.pairwise(NAMES)]
    common = [*ring, "c - a", "e + b", "f - c"]
    maps = []
    for _ in range(groups):
        own = []
        for edge in common:
            chance = rng.random()
            if chance < 0.15:
                continue
            source, sign, target = edge.split()
            turned = "-" if sign == "+" else "+"
            own.append(f"{source} {turned if chance > 0.9 else sign} {target}")
        maps.append(own)
    return maps


def whole(edges: list[str]) -> Model:
    return model_of(*edges, roles=dict.fromkeys(NAMES, "stock"))


@pytest.mark.parametrize("seed", seeds(whole=200, part=12))
def test_support_is_the_share_of_maps_that_say_so(seed):
    rng = random.Random(seed)
    maps = group_maps(rng, rng.randint(2, 6))
    found = combine([whole(edges) for edges in maps], samples=0)
    signs = {"+": "positive", "-": "negative"}
    for link in found.links:
        drawn = [
            next((signs[e[2]] for e in edges if f"{e[0]}->{e[-1]}" == link.id), None)
            for edges in maps
        ]
        assert list(link.signs) == drawn
    told = [verdicts(edges, list(NAMES)) for edges in maps]
    closed = [{frozenset(pairs): kind for pairs, kind in loops(edges).items()} for edges in maps]
    asked = Counter(each.question.kind for each in found.conclusions)
    for each in found.conclusions:
        if each.question.kind == "influence":
            answers = [verdict[each.question.about] for verdict in told]
        else:
            cycle = each.question.about
            pairs = frozenset(zip(cycle, cycle[1:] + cycle[:1], strict=True))
            answers = [loop.get(pairs, "none") for loop in closed]
        assert list(each.told) == answers
        most = max(Counter(answers).values())
        assert each.support == most == answers.count(each.answer)
    assert asked["loop"] == len({pairs for loop in closed for pairs in loop})
    pairs = [(a, b) for a in NAMES for b in NAMES if a != b]
    assert asked["influence"] == sum(any(t[p] != "none" for t in told) for p in pairs)


def test_a_planted_quarrel_is_found_and_named_as_what_decides():
    base = [f"{a} + {b}" for a, b in itertools.pairwise(NAMES)]
    turned = [edge if edge != "c + d" else "c - d" for edge in base]
    found = combine([whole(base), whole(base), whole(turned)], ["A", "B", "C"], samples=0)
    assert [link.id for link in found.links if link.contested] == ["c->d"]
    for each in found.contested:
        assert each.share == pytest.approx(2 / 3)
        assert each.deciding == (("c", "d"),)
    about = {each.question.about for each in found.contested}
    assert about == {(a, b) for a in "abc" for b in "def"}


def test_the_lever_that_most_maps_put_first_is_told_with_its_share():
    def pulled(first: float, second: float) -> Model:
        links = [
            {"from": "a", "to": "c", "polarity": "positive", "strength": first},
            {"from": "b", "to": "c", "polarity": "positive", "strength": second},
        ]
        return model_of("a + c", "b + c", links=links)

    found = combine([pulled(0.9, 0.1), pulled(0.8, 0.2), pulled(0.1, 0.9)])
    (lever,) = [each for each in found.conclusions if each.question.kind == "lever"]
    assert (lever.answer, lever.support, lever.told) == ("a", 2, ("a", "a", "b"))


def test_names_decide_and_what_is_only_alike_is_proposed():
    one = model_of("trust + use")
    raw = one.model_dump(mode="json", by_alias=True, exclude_defaults=True) | {"schema": 1}
    raw["variables"] = {"x": {"label": "Trust"}, "usage": {"label": "Uses"}}
    raw["links"] = [{"from": "x", "to": "usage", "polarity": "positive"}]
    other = Model.model_validate(raw)
    found = combine([one, other], samples=0)
    assert found.alignment.keys[1] == {"x": "trust", "usage": "usage"}
    assert [(near.variable, near.other) for near in found.alignment.near] == [("usage", "use")]
    assert {link.id: link.held for link in found.links} == {"trust->use": 1, "trust->usage": 1}


def test_the_three_maps_hold_what_they_say(tmp_path, capsys):
    one = whole(["a + b", "b + c", "c + d"])
    two = whole(["a + b", "b - c"])
    three = whole(["a + b", "d + e"])
    found = combine([one, two, three], ["1", "2", "3"], samples=0)
    union, majority, contested = (found.model(w) for w in ("union", "majority", "contested"))
    assert {link.id: link.polarity for link in union.links} == {
        "a->b": "positive", "b->c": "unknown", "c->d": "positive", "d->e": "positive",
    }  # fmt: skip
    assert {link.id for link in majority.links} == {"a->b", "b->c"}
    assert {link.id for link in contested.links} == {"b->c", "c->d", "d->e"}
    assert union.links[1].said_by == ("1 (+)", "2 (−)")
    files = []
    for number, model in enumerate((one, two, three)):
        files.append(str(tmp_path / f"group-{number}.yaml"))
        write_model(model, files[-1])
    out = tmp_path / "all.yaml"
    assert main(["combine", *files, "--write", str(out), "--which", "majority"]) == 0
    assert {link.id for link in load(out).links} == {"a->b", "b->c"}
    assert main(["combine", *files, "-l", "en"]) == 0
    assert "opposite signs" in capsys.readouterr().out


def test_one_map_is_none_to_combine():
    with pytest.raises(QuestionError, match="no two maps"):
        combine([whole(["a + b"])])


def test_maps_that_agree_share_everything():
    maps = [whole(["a + b", "b + c", "c - a"])] * 3
    found = combine(maps, samples=100)
    assert all(each.share == 1 for each in found.conclusions)
    assert not found.contested


def test_a_loop_that_a_list_lacks_is_not_told_to_be_none(monkeypatch):
    names = "abcdefg"
    edges = [f"{a} + {b}" for a in names for b in names if a != b]
    monkeypatch.setattr("digisys.workshop.verdicts.MOST_LOOPS", 200)
    found = combine([model_of(*edges), model_of(*edges)], samples=0)
    assert found.loop_length is not None
    loops = [each for each in found.conclusions if each.question.kind == "loop"]
    assert loops
    assert all(each.share == 1 for each in loops)
    assert str(found.loop_length) in dict(found.summary("en"))["Loops"]
