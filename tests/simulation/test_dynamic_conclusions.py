"""Conclusions about dynamics say what their tables show: each derived here in another way."""

from __future__ import annotations

import re

import numpy as np
import pytest

import digisys
from digisys.schema import Model
from digisys.words import LANGUAGES

SCENARIOS = digisys.bundled_scenarios(digisys.load("digikompassi"))
#: How each size of effect begins in each language.
WORDS = {
    "en": {"clear": "clear on", "small": "small on", "unseen": "too small to see on"},
    "fi": {"clear": "selvä tavoit", "small": "pieni tavoit", "unseen": "liian pieni näkyäkseen"},
    "sv": {"clear": "tydlig på", "small": "liten på mål", "unseen": "för liten för att synas"},
}


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


@pytest.fixture(scope="module", params=SCENARIOS)
def ensemble(request, compass):
    return digisys.simulate(compass, request.param)


def sized(low: float, high: float) -> str:
    """The thresholds as the page on sizes tells them, written anew."""
    if low <= -0.02 and high >= 0.02:
        return "either"
    if low >= 0.05 or high <= -0.05:
        return "clear"
    most = max(abs(low), abs(high))
    return "unseen" if most < 0.02 else "small" if most < 0.1 else "open"


@pytest.mark.parametrize("language", LANGUAGES)
def test_sizes_agree_with_the_table(ensemble, language) -> None:
    """From the rows that people read, without what the scenario file pushes itself."""
    model, scenario = ensemble.model, ensemble.experiment.scenario
    pushed = {item.variable for item in scenario.interventions if item.action in ("push", "level")}
    expected: dict[str, set[int]] = {}
    rows = ensemble.table(language).rows
    for number in model.targets:
        members = {
            name
            for name, item in model.variables.items()
            if any(told.target == number for told in item.targets)
        }
        position = ensemble.outcomes.position(f"target:{number}")
        _, _, median, low, high = rows[position][:5]
        if members and not members <= pushed and np.abs(ensemble.final[:, position]).max() > 1e-9:
            ends = np.quantile(ensemble.final[:, position], (0.05, 0.95))
            assert (low, high) == pytest.approx(ends, abs=6e-4)
            expected.setdefault(sized(*ends), set()).add(number)
            assert abs(median) <= max(abs(low), abs(high))
    statement = ensemble.conclusion.statements[0]
    assert statement.kind == "size"
    found = {size: set(keys) for size, keys in statement.parts["sizes"].items() if keys}
    assert found == expected
    text = statement.text(language)
    for size, word in WORDS[language].items():
        clause = next((part for part in text.split(";") if word in part), "")
        if size == "small" and WORDS[language]["unseen"] in clause:
            clause = ""
        plain = re.sub(r"\([^)]*\)", "", clause.split(word)[-1])
        told = {int(key) for key in re.findall(r"\d+", plain)}
        assert told == expected.get(size, set()), (size, clause)


def test_a_clear_effect_is_clear_from_the_year_told_on(ensemble) -> None:
    for effect in ensemble.conclusion.statements[0].parts["effects"]:
        if effect["clear_by"] is None:
            assert effect["size"] != "clear"
            continue
        low, high = (ensemble.band(f"target:{effect['key']}", share) for share in (0.05, 0.95))
        after = ensemble.times >= effect["clear_by"]
        assert (np.maximum(low, -high)[after] >= 0.05).all()
        year_before = ensemble.times >= effect["clear_by"] - 1
        assert not (np.maximum(low, -high)[year_before] >= 0.05).all() or (
            effect["clear_by"] <= ensemble.times[0]
        )


def test_ways_agree_with_the_draws(ensemble) -> None:
    statements = {item.kind: item for item in ensemble.conclusion.statements}
    assert statements["sureness"].parts["samples"] == ensemble.samples
    seen = [
        effect["key"]
        for effect in statements["size"].parts["effects"]
        if effect["size"] != "unseen"
    ]
    if not seen:
        assert "direction" not in statements
        return
    final = ensemble.final[:, [ensemble.outcomes.position(f"target:{key}") for key in seen]]
    told = statements["direction"].parts
    assert told["rise"] == sum((column >= -1e-9).all() for column in final.T)
    assert told["fall"] == sum((column <= 1e-9).all() for column in final.T)
    assert told["rise"] + told["fall"] + told["either"] == len(seen)
    text = statements["direction"].text("en")
    assert ("because every link is positive" in text) == (
        told["either"] == 0 and 0 in (told["rise"], told["fall"])
    )


def test_means_leave_out_what_any_scenario_pushes(compass) -> None:
    answer = digisys.compare(compass, ["leadership-push", "interoperability-push"], samples=64)
    pushed = {
        item.variable
        for name in ("leadership-push", "interoperability-push")
        for item in digisys.load_scenario(name).interventions
        if item.action in ("push", "level")
    }
    assert answer.pushed == pushed
    for at, ensemble in enumerate(answer.ensembles):
        means = []
        for number in compass.targets:
            rows = [
                ensemble.outcomes.position(f"variable:{name}")
                for name, item in compass.variables.items()
                if name not in pushed and any(told.target == number for told in item.targets)
            ]
            if rows:
                means.append(ensemble.final[:, rows].mean(axis=1))
        np.testing.assert_allclose(answer.final()[at], np.mean(means, axis=0), atol=1e-12)
    medians = np.median(answer.final(), axis=1)
    first = answer.conclusion.statements[0].parts
    assert first["first"] == answer.names[int(np.argmax(medians))]
    assert answer.conclusion.statements[1].parts["count"] == len(pushed)
    for language in LANGUAGES:
        assert answer.titles(language)[int(np.argmax(medians))] in answer.text(language)


def test_courses_of_a_table_share_a_scale_and_what_is_still_is_bare(compass) -> None:
    ensemble = digisys.simulate(compass, "leadership-push", samples=64)
    rows = ensemble.table("en").rows
    courses = {item.id: row[-1] for item, row in zip(ensemble.outcomes.items, rows, strict=True)}
    ends = {name: "▁▂▃▄▅▆▇█".index(course[-1]) for name, course in courses.items() if course}
    level = {
        item.id: float(np.median(ensemble.final[:, at]))
        for at, item in enumerate(ensemble.outcomes.items)
    }
    moved = sorted(ends, key=lambda name: level[name])
    assert [ends[name] for name in moved] == sorted(ends[name] for name in moved)
    assert ends["target:14"] == 7
    assert courses["target:1"] == ""


def test_charts_show_what_moves_the_largest_first(compass) -> None:
    ensemble = digisys.simulate(compass, "leadership-push", samples=64)
    for language in LANGUAGES:
        figure = digisys.plot(ensemble, language=language)
        titles = [axes.get_title(loc="left") for axes in figure.axes if axes.get_visible()]
        numbers = [int(title.split()[0]) for title in titles]
        assert numbers[0] == 11
        assert 14 not in numbers
        sizes = [abs(ensemble.band(f"target:{number}")[-1]) for number in numbers]
        assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("target", [2, 10, 11])
def test_the_best_lever_is_told_with_its_share(compass, target) -> None:
    answer = digisys.robust(compass, target, samples=300)
    first = answer.to_frame().iloc[0]
    (lever, sureness) = answer.conclusion.statements
    assert lever.parts["first"] == first["variable"]
    assert lever.parts["share"] == pytest.approx(first["best"])
    assert sureness.parts["samples"] == 300
    if first["best"] < 1:
        assert "100%" not in lever.text("en")
    for language in LANGUAGES:
        assert answer.conclusion.text(language)
