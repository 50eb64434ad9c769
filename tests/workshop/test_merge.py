"""Two versions of a map become one: what either side changed is there, or in a conflict."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digisys.errors import QuestionError
from digisys.io.format import plain_data
from digisys.schema import Model
from digisys.workshop.merge import merge_models
from tests.edits import a_model, an_edit
from tests.length import examples

BASE: dict[str, Any] = {
    "schema": 1,
    "id": "trust",
    "title": {"en": "Trust", "fi": "Luottamus"},
    "languages": ["en", "fi"],
    "sources": {"s": {"title": {"en": "Report", "fi": "Raportti"}}},
    "variables": {
        name: {"label": {"en": f"The {name}", "fi": f"Tuo {name}"}} for name in ("a", "b", "c", "d")
    },
    "links": [
        {
            "from": "a",
            "to": "b",
            "polarity": "positive",
            "evidence": [{"source": "s", "pages": [1]}],
        },
        {"from": "b", "to": "c", "polarity": "positive"},
        {"from": "c", "to": "b", "polarity": "positive"},
    ],
    "loops": {
        "R1": {
            "label": {"en": "Round", "fi": "Kehä"},
            "kind": "reinforcing",
            "cycles": {"R1": ["b", "c"]},
        }
    },
}


def changed(change: Any = None, base: dict[str, Any] = BASE) -> Model:
    plain = copy.deepcopy(base)
    if change is not None:
        change(plain)
    return Model.model_validate(plain)


def sorted_data(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): sorted_data(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, list):
        return sorted(
            (sorted_data(item) for item in value), key=lambda one: json.dumps(one, sort_keys=True)
        )
    return value


def meaning(model: Model | None) -> Any:
    """Return what a model tells, whatever the order of the file."""
    assert model is not None
    return sorted_data(plain_data(model))


def edited(random: Random, model: Model) -> Model:
    for _ in range(random.randint(1, 3)):
        model = an_edit(random, model)
    return model


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(0, 10**9))
def test_no_change_and_one_change_are_kept_as_they_are(seed: int) -> None:
    random = Random(seed)
    base = a_model(random)
    other = edited(random, base)
    for mine, theirs in ((base, other), (other, base), (other, other)):
        merged = merge_models(base, mine, theirs)
        assert merged.conflicts == ()
        assert meaning(merged.model) == meaning(other)


@settings(max_examples=examples(20), deadline=None)
@given(st.integers(0, 10**9))
def test_sides_may_be_swapped_and_preference_settles_everything(seed: int) -> None:
    random = Random(seed)
    base = a_model(random)
    mine, theirs = edited(random, base), edited(random, base)
    merged, swapped = merge_models(base, mine, theirs), merge_models(base, theirs, mine)
    assert {one.key for one in merged.conflicts} == {one.key for one in swapped.conflicts}
    if not merged.conflicts:
        assert meaning(merged.model) == meaning(swapped.model)
        return
    assert merged.model is None
    for side in ("mine", "theirs"):
        settled = merge_models(base, mine, theirs, prefer=side)
        assert settled.model is not None
        assert settled.conflicts == ()
        told = {one.key: side for one in merged.conflicts}
        assert meaning(merge_models(base, mine, theirs, prefer=told).model) is not None


@settings(max_examples=examples(10), deadline=None)
@given(st.integers(0, 10**9))
def test_three_versions_come_together_in_either_order(seed: int) -> None:
    random = Random(seed)
    base = a_model(random)
    one, two, three = (edited(random, base) for _ in range(3))
    pairs = [merge_models(base, *pair) for pair in ((one, two), (two, three), (one, three))]
    if any(merged.conflicts for merged in pairs):
        return
    first = merge_models(base, pairs[0].model, three)  # type: ignore[arg-type]
    last = merge_models(base, one, pairs[1].model)  # type: ignore[arg-type]
    if not first.conflicts and not last.conflicts:
        assert meaning(first.model) == meaning(last.model)


def test_fields_languages_and_evidence_of_both_sides_are_kept() -> None:
    def mine(plain: dict[str, Any]) -> None:
        plain["links"][0]["strength"] = "strong"
        plain["links"][0]["evidence"].append({"source": "s", "pages": [2]})
        plain["variables"]["a"]["label"]["fi"] = "Toinen"

    def theirs(plain: dict[str, Any]) -> None:
        plain["links"][0]["delay"] = 2.0
        plain["links"][0]["evidence"].append({"source": "s", "pages": [3]})
        plain["links"][0]["said_by"] = ["Group 2"]
        plain["variables"]["a"]["label"]["en"] = "Another"

    merged = merge_models(changed(), changed(mine), changed(theirs))
    assert merged.model is not None
    link = merged.model.links[0]
    assert (link.strength, link.delay, link.said_by) == ("strong", 2.0, ("Group 2",))
    assert [one.pages for one in link.evidence] == [(1,), (2,), (3,)]
    assert merged.model.variables["a"].label.root == {"en": "Another", "fi": "Toinen"}


def test_a_rename_is_followed_by_what_the_other_side_adds() -> None:
    def mine(plain: dict[str, Any]) -> None:
        plain["variables"]["trust"] = plain["variables"].pop("b")
        for link in plain["links"]:
            link.update({end: "trust" for end in ("from", "to") if link[end] == "b"})
        plain["loops"]["R1"]["cycles"]["R1"] = ["trust", "c"]

    def theirs(plain: dict[str, Any]) -> None:
        plain["variables"]["b"]["role"] = "stock"
        plain["links"].append({"from": "d", "to": "b", "polarity": "negative"})

    merged = merge_models(changed(), changed(mine), changed(theirs))
    assert merged.model is not None
    assert merged.model.variables["trust"].role == "stock"
    assert "d->trust" in {link.id for link in merged.model.links}
    assert meaning(merged.model) == meaning(
        merge_models(changed(), changed(theirs), changed(mine)).model
    )


def test_signs_that_differ_are_a_conflict_with_the_evidence_of_both() -> None:
    def mine(plain: dict[str, Any]) -> None:
        plain["links"][0]["polarity"] = "unknown"

    def theirs(plain: dict[str, Any]) -> None:
        plain["links"][0] |= {"polarity": "negative", "evidence": [{"source": "s", "pages": [9]}]}

    merged = merge_models(changed(), changed(mine), changed(theirs))
    assert merged.model is None
    (conflict,) = merged.conflicts
    assert conflict.key == "link a->b polarity"
    assert (conflict.base, conflict.mine, conflict.theirs) == ("positive", "unknown", "negative")
    assert conflict.evidence_mine == ({"source": "s", "pages": [1]},)
    assert conflict.evidence_theirs == ({"source": "s", "pages": [9]},)
    told = merge_models(changed(), changed(mine), changed(theirs), prefer={conflict.key: "theirs"})
    assert told.model is not None
    assert told.model.links[0].polarity == "negative"
    assert "negative" in merged.text("en")
    assert merged.to_dict()["conflicts"][0]["evidence"]["theirs"] == [{"source": "s", "pages": [9]}]
    assert list(merged.to_frame()["key"]) == [conflict.key]


def test_a_link_to_what_the_other_side_removed_is_a_conflict() -> None:
    def mine(plain: dict[str, Any]) -> None:
        del plain["variables"]["d"]

    def theirs(plain: dict[str, Any]) -> None:
        plain["links"].append({"from": "a", "to": "d", "polarity": "positive"})

    base, one, other = changed(), changed(mine), changed(theirs)
    (conflict,) = merge_models(base, one, other).conflicts
    assert conflict.key == "variable d removed"
    gone, back = (merge_models(base, one, other, prefer=side).model for side in ("mine", "theirs"))
    assert gone is not None
    assert back is not None
    assert "d" not in gone.variables
    assert "a->d" in {link.id for link in back.links}


def test_a_loop_whose_link_goes_is_a_conflict_that_names_both() -> None:
    def mine(plain: dict[str, Any]) -> None:
        plain["links"].append({"from": "b", "to": "a", "polarity": "positive"})
        plain["loops"]["R2"] = {**plain["loops"]["R1"], "cycles": {"R2": ["a", "b"]}}

    def theirs(plain: dict[str, Any]) -> None:
        plain["links"].pop(0)

    merged = merge_models(changed(), changed(mine), changed(theirs))
    (conflict,) = merged.conflicts
    assert conflict.kind == "loop"
    assert conflict.id == "R2"
    assert conflict.problem is not None
    for side in ("mine", "theirs"):
        assert (
            merge_models(changed(), changed(mine), changed(theirs), prefer=side).model is not None
        )


def test_removed_against_changed_and_one_name_for_two_things() -> None:
    def removes(plain: dict[str, Any]) -> None:
        plain["links"].pop(0)

    def changes(plain: dict[str, Any]) -> None:
        plain["links"][0]["strength"] = "weak"

    (conflict,) = merge_models(changed(), changed(removes), changed(changes)).conflicts
    assert (conflict.key, conflict.mine) == ("link a->b", None)

    def renames(plain: dict[str, Any]) -> None:
        plain["variables"]["x"] = plain["variables"].pop("d")

    def adds(plain: dict[str, Any]) -> None:
        plain["variables"]["x"] = {"label": {"en": "Else", "fi": "Muu"}}

    base, one, other = changed(), changed(renames), changed(adds)
    (conflict,) = merge_models(base, one, other).conflicts
    assert conflict.key == "variable d id"
    for side in ("mine", "theirs"):
        model = merge_models(base, one, other, prefer=side).model
        assert model is not None
        assert len(model.variables) == 5


def test_where_a_cycle_begins_is_no_change() -> None:
    def turned(plain: dict[str, Any]) -> None:
        plain["loops"]["R1"]["cycles"]["R1"] = ["c", "b"]

    def other(plain: dict[str, Any]) -> None:
        plain["loops"]["R1"]["label"]["en"] = "Another"

    merged = merge_models(changed(), changed(turned), changed(other))
    assert merged.model is not None
    assert merged.model.loops["R1"].cycles["R1"] == ("c", "b")
    assert merged.model.loops["R1"].label.text("en") == "Another"


def test_a_side_that_is_none_is_refused() -> None:
    with pytest.raises(QuestionError, match="no side"):
        merge_models(changed(), changed(), changed(), prefer="ours")  # type: ignore[arg-type]
