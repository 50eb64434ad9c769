"""Labels that are alike: wherever they are shown, each carries the id of its thing."""

from __future__ import annotations

import re
import weakref

import pytest

import digisys
from digisys.graph import labels
from digisys.graph.labels import area_label, label, short_label
from digisys.render.compose.build import build_scene
from digisys.schema import Model
from tests import tiny
from tests.cli.test_cli import run
from tests.explorer.javascript import Page

HERD = """
schema: 1
id: herd
title: Alike
languages: [en]
time: {start: 2020, end: 2025, step: 0.25}
sources:
  s1: {title: Quagga, parts: {p1: {label: Okapi}, p2: {label: Okapi}}}
  s2: {title: Quagga, parts: {p3: {label: Okapi}}}
areas: {a1: {label: Herd}, a2: {label: Herd}}
targets: {1: {title: Goal}, 2: {title: Goal}}
variables:
  zi: {label: Zebra, role: input, area: a1}
  za: {label: Zebra, role: stock, area: a1, targets: [{target: 1}],
       evidence: [{source: s1, part: p1}]}
  zb: {label: zebra, role: stock, area: a2, targets: [{target: 2}],
       evidence: [{source: s2, part: p3}]}
  zc: {label: Horse, short_label: Zebra, role: stock, area: a2}
  zd: {label: Zebra, area: a2}
links:
  - {from: zi, to: za, polarity: positive, evidence: [{source: s1, part: p2}]}
  - {from: za, to: zb, polarity: positive, evidence: [{source: s1, part: p1}]}
  - {from: zb, to: za, polarity: negative, evidence: [{source: s2, part: p3}]}
  - {from: zb, to: zc, polarity: positive, evidence: [{source: s2, part: p3}]}
  - {from: zc, to: zb, polarity: unknown, evidence: [{source: s2, part: p3}]}
  - {from: zc, to: zd, polarity: positive}
"""

PUSH = """
schema: 1
id: push
model: herd
title: Push
languages: [en]
interventions: [{action: level, variable: zi, start: 2021, size: 0.5}]
"""

COMMANDS = (
    "influence zi", "influence a1", "causes zd", "chains zi zd", "cut zi zd", "cut zb", "loops",
    "loops --links", "loop-set", "matrix", "matrix area", "matrix variable", "matrix a1 a2 za",
    "press zi", "press", "robust", "questions", "measures", "show za", "show a1", "show 1",
    "targets", "areas", "sources za", "sources a1", "equations", "simulate {push}",
    "simulate {push} -n 8", "compare none {push} -n 8", "sensitivity {push} za -n 64",
    "dominance {push}",
)  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("alike")
    (folder / "herd.yaml").write_text(HERD, "utf-8")
    (folder / "push.yaml").write_text(PUSH, "utf-8")
    return {name: str(folder / f"{name}.yaml") for name in ("herd", "push")}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("form", ["csv", "json"])
def test_no_row_leaves_open_which_of_those_alike_it_is_about(
    command: str, form: str, files: dict[str, str]
) -> None:
    words = [word.format(**files) for word in command.split()]
    done = run(*words, "-m", files["herd"], "-f", form)
    assert done.returncode == 0, done.stderr
    bare = re.findall(r".*\b(?:[Zz]ebra|Herd|Quagga|Okapi)\b(?! \().*", done.stdout)
    assert bare == []
    if form == "csv":
        rows = done.stdout.splitlines()
        assert len(rows) == len(set(rows))


def test_pictures_and_their_words_tell_them_apart(files: dict[str, str]) -> None:
    model = digisys.load(files["herd"])
    scene = build_scene(model)
    boxes = [" ".join(line.text for line in box.label) for box in scene.boxes]
    assert sorted(boxes) == ["Zebra (za)", "Zebra (zc)", "Zebra (zd)", "Zebra (zi)", "zebra (zb)"]
    told = str(digisys.describe(model))
    assert not re.search(r"[Zz]ebra(?! \()", told)


def test_the_page_tells_them_apart(files: dict[str, str]) -> None:
    page = Page(digisys.load(files["herd"]))
    found = page.ask(
        "findNames(nameIndex(model), 'zebra', 9)"
        ".map((item) => shortLabel(model, subjectOf(model, item.token).key))"
    )
    assert len(found) == len(set(found)) == 5


def test_labels_that_no_other_has_stay_as_they_are() -> None:
    model = digisys.load("digikompassi")
    for name, variable in model.variables.items():
        for language in model.languages:
            shown = (variable.short_label or variable.label).text(language)
            assert label(model, name, language) == variable.label.text(language)
            assert short_label(model, name, language) == shown


def test_only_the_languages_in_which_they_are_alike_carry_ids() -> None:
    raw = tiny.reinforcing_pair().model_dump(by_alias=True)
    raw["languages"] = ["en", "fi"]
    raw["title"] = {"en": "T", "fi": "T"}
    raw["variables"] = {
        "a": {"label": {"en": "Cost", "fi": "Hinta"}, "role": "stock"},
        "b": {"label": {"en": "Cost", "fi": "Kulu"}},
    }
    model = Model.model_validate(raw)
    assert [label(model, "a", language) for language in ("en", "fi")] == ["Cost (a)", "Hinta"]


def test_an_area_with_the_label_of_a_variable_carries_its_id() -> None:
    raw = tiny.reinforcing_pair().model_dump(by_alias=True)
    raw["areas"] = {"x": {"label": "A"}}
    model = Model.model_validate(raw)
    assert (area_label(model, "x", "en"), label(model, "a", "en")) == ("A (x)", "A")


def test_labels_are_kept_no_longer_than_their_model() -> None:
    model = tiny.reinforcing_pair()
    label(model, "a", "en")
    assert id(model) in labels._KNOWN
    gone, key = weakref.ref(model), id(model)
    del model
    assert gone() is None
    assert key not in labels._KNOWN


def test_a_changed_model_has_labels_of_its_own() -> None:
    model = tiny.reinforcing_pair()
    assert label(model, "a", "en") == "A"
    other = model.variables["b"].model_copy(update={"label": model.variables["a"].label})
    changed = model.model_copy(update={"variables": {**model.variables, "b": other}})
    assert label(changed, "a", "en") == "A (a)"
