"""How strong and how soon: words from the spread over draws, and what is kept with a model."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import digisys
from digisys.answers.size import CLEAR, LARGE, SEEN, size_of
from digisys.io.kept import KeptSizes, dynamics_digest, kept_sizes
from digisys.schema import Model
from digisys.simulation.sizes import PUSH, sizes
from digisys.words import LANGUAGES
from tests.simulation import tiny


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.fixture(scope="module")
def kept(compass: Model) -> KeptSizes:
    found = kept_sizes(compass)
    assert found is not None, "run digisys sizes --keep: the model has changed"
    return found


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("least", "most", "size"),
    [
        (CLEAR, 0.9, "clear"),
        (CLEAR - 1e-9, LARGE, "open"),
        (0.0, LARGE - 1e-9, "small"),
        (0.0, SEEN, "small"),
        (0.0, SEEN - 1e-9, "unseen"),
        (-SEEN, SEEN, "either"),
        (-0.01, 0.3, "open"),
    ],
)
def test_words_follow_from_the_ends_of_nine_tenths(sign, least, most, size) -> None:
    low, high = sorted((sign * least, sign * most))
    assert size_of(low, high) == size


def test_what_is_kept_is_what_a_fresh_run_gives(compass: Model, kept: KeptSizes) -> None:
    """A push written as a scenario here, run by the usual verb, from the same keyed draws."""
    for source, variables in {
        "target:14": [
            name
            for name, item in compass.variables.items()
            if any(told.target == 14 for told in item.targets)
        ],
        "variable:trust_in_society": ["trust_in_society"],
    }.items():
        scenario = digisys.Scenario.model_validate(
            {
                "id": "pushed",
                "title": "Pushed",
                "interventions": [
                    {
                        "action": "level" if compass.variables[name].role == "input" else "push",
                        "variable": name,
                        "size": PUSH,
                        "start": compass.time.start,
                    }
                    for name in variables
                ],
            }
        )
        many = digisys.simulate(compass, scenario, samples=kept.samples, seed=kept.seed)
        found = {item.key: item for item in kept.effects[source]}
        assert found
        for row in many.outcomes.of_kind("target"):
            outcome = many.outcomes.items[row]
            final = many.final[:, row]
            if outcome.key not in found:
                members = [tuple(compass.variables)[at] for at in outcome.members]
                assert set(members) <= set(variables) or not np.abs(final).max() > 1e-9
                continue
            item = found[outcome.key]
            expected = np.quantile(final, (0.05, 0.5, 0.95))
            np.testing.assert_allclose((item.low, item.middle, item.high), expected, atol=6e-5)
            band = many.band(f"target:{outcome.key}", 0.05)
            late = many.times[np.abs(band) < CLEAR]
            if item.by is None:
                assert abs(band[-1]) < CLEAR
            else:
                assert late.max() <= item.by < late.max() + 1 + 1 / 16


def test_influence_tells_sizes_without_a_run(compass: Model, kept: KeptSizes) -> None:
    for number in compass.targets:
        answer = digisys.influence(compass, number)
        sizes_told = [item for item in answer.conclusion.statements if item.kind == "size"]
        if not answer.targets_reached:
            assert not sizes_told or not sizes_told[0].parts["effects"]
            continue
        (told,) = sizes_told
        assert {item["key"] for item in told.parts["effects"]} == set(answer.targets_reached)
        found = {item.key: item for item in kept.effects[f"target:{number}"]}
        for item in told.parts["effects"]:
            of_file = found.get(str(item["key"]))
            ends = (of_file.low, of_file.high) if of_file else (0.0, 0.0)
            assert item["size"] == size_of(*ends)
        for language in LANGUAGES:
            text = told.text(language)
            for size, keys in told.parts["sizes"].items():
                assert all(str(key) in text for key in keys), size


def test_influence_imports_no_numpy() -> None:
    code = (
        "import sys, digisys; answer = digisys.influence(digisys.load('digikompassi'), 14);"
        "print(answer.conclusion.text('en')); assert 'numpy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "clear on target 11" in done.stdout


def test_what_is_of_an_earlier_model_is_not_told(compass: Model, tmp_path: Path) -> None:
    assert compass.file is not None
    own = tmp_path / "own.yaml"
    shutil.copy(compass.file, own)
    kinds = []
    for change in ("none", "kept", "label", "strength"):
        if change == "kept":
            shutil.copy(compass.file.with_suffix(".sizes.json"), own.with_suffix(".sizes.json"))
        text = own.read_text(encoding="utf-8")
        if change == "label":
            text = text.replace("Cross-government leadership", "Leading together")
        if change == "strength":
            text = text.replace("inertia: medium", "inertia: fast", 1)
        own.write_text(text, encoding="utf-8")
        last = digisys.influence(digisys.load(own), 14).conclusion.statements
        kinds.append({item.kind for item in last} & {"size", "more"})
    assert kinds == [{"more"}, {"size"}, {"size"}, {"more"}]
    stale = digisys.influence(digisys.load(own), 14).conclusion.text("en")
    assert "earlier version" in stale
    assert "digisys sizes 14" in stale
    own.with_suffix(".sizes.json").write_text("[1, 2", encoding="utf-8")
    assert kept_sizes(digisys.load(own)) is None


def test_labels_do_not_count_and_dynamics_do() -> None:
    model = tiny.rich()
    other = model.model_copy(update={"title": model.title, "description": None})
    assert dynamics_digest(other) == dynamics_digest(model)
    link = model.links[0].model_copy(update={"strength": "strong"})
    stronger = model.model_copy(update={"links": (link, *model.links[1:])})
    assert dynamics_digest(stronger) != dynamics_digest(model)


def test_a_model_without_targets_is_told_by_variables(tmp_path: Path) -> None:
    path = tmp_path / "rich.yaml"
    digisys.write_model(tiny.rich(), path)
    model = digisys.load(path)
    found = sizes(model, samples=16)
    assert found.keep() == path.with_suffix(".sizes.json")
    assert json.loads(path.with_suffix(".sizes.json").read_text(encoding="utf-8"))["push"] == PUSH
    names = {"u", "a"} & set(model.variables)
    for name in names:
        told = digisys.influence(model, name).conclusion
        assert any(item.kind == "size" for item in told.statements)
    one = sizes(model, next(iter(names)), samples=16)
    assert one.conclusion is not None
    for language in LANGUAGES:
        assert one.text(language)
