"""The same question on every surface gives the same numbers, to the digits that each shows."""

from __future__ import annotations

import json
import re

import pytest

import digisys
from digisys.cli.main import main
from digisys.render.draw import levels_of
from digisys.words import say_number
from tests.explorer.test_scenarios import levels

SCENARIO, LANGUAGE = "leadership-push", "en"


def number(text: str) -> float:
    return float(text.replace("\u2212", "-").replace(",", "."))


@pytest.fixture(scope="module")
def ensemble() -> digisys.simulation.ensemble.result.Ensemble:
    return digisys.simulate(digisys.load("digikompassi"), SCENARIO)


@pytest.fixture(scope="module")
def medians(ensemble) -> dict[str, float]:
    """Medians at the end by id, taken here from the draws themselves."""
    import numpy as np

    return dict(zip(ensemble.outcomes.ids, np.median(ensemble.final, axis=0), strict=True))


def test_terminal_and_json(ensemble, medians, capsys):
    assert main(["simulate", SCENARIO, "--all", "--language", LANGUAGE]) == 0
    text = capsys.readouterr().out
    assert main(["simulate", SCENARIO, "--format", "json", "--language", LANGUAGE]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["conclusion"]["text"] == ensemble.conclusion.text(LANGUAGE)
    assert " ".join(ensemble.conclusion.text(LANGUAGE).split()) in " ".join(text.split())
    middle = data["quantiles"].index(0.5)
    for item in ensemble.outcomes.items:
        of_json = data["outcomes"][item.id]["bands"][middle][-1]
        assert of_json == pytest.approx(medians[item.id], abs=1e-12)
        shown = say_number(round(medians[item.id], 3) + 0.0, LANGUAGE, ".3f")
        first = re.escape(item.label(ensemble.model, LANGUAGE).split()[0])
        assert re.search(rf"^{first}.*\s{re.escape(shown)}\s", text, re.MULTILINE), item.id


def test_notebook(ensemble, medians):
    frame = ensemble.to_frame()
    last = frame[frame["year"] == frame["year"].max()].set_index(["kind", "key"])
    html = ensemble._repr_html_()
    assert ensemble.conclusion.statements[0].text(ensemble.model.default_language) in html
    for item in ensemble.outcomes.items:
        assert last.loc[(item.kind, item.key), "q0.5"] == pytest.approx(medians[item.id], abs=1e-12)


def test_picture(ensemble, medians, tmp_path, capsys):
    scene = digisys.draw(ensemble.model, heat=ensemble, language=LANGUAGE).scene
    assert levels_of(ensemble) == pytest.approx(
        {name: medians[f"variable:{name}"] for name in ensemble.model.variables}, abs=1e-12
    )
    for box in scene.boxes:
        level = medians[f"variable:{box.variable}"]
        shown = say_number(level, LANGUAGE, "+.2f") if round(level, 2) else None
        assert (box.tag and box.tag.text.text) == shown
    path = tmp_path / "heat.svg"
    assert main(["draw", "--heat", SCENARIO, "-o", str(path), "--language", LANGUAGE]) == 0
    capsys.readouterr()
    svg = path.read_text(encoding="utf-8")
    assert all(box.tag.text.text in svg for box in scene.boxes if box.tag)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_page(open_page, ensemble, medians, language):
    page = open_page(f"mode=scenarios&lang={language}&scenario={SCENARIO}")
    rows = page.locator("#level-table tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.querySelectorAll('th, td')].map((x) => x.textContent))"
    )
    targets = [ensemble.outcomes.items[row] for row in ensemble.outcomes.of_kind("target")]
    assert len(rows) == len(targets)
    for item, row in zip(targets, rows, strict=True):
        assert number(row[1]) == pytest.approx(round(medians[item.id], 2), abs=1e-9)
        ends = [number(end) for end in row[2].split("…")]
        expected = [ensemble.band(item.id, share)[-1] for share in (0.05, 0.95)]
        assert ends == pytest.approx([round(end, 2) for end in expected], abs=1e-9)
    told = {token.removeprefix("variable-"): text for token, text in levels(page).items() if text}
    assert {name: number(text) for name, text in told.items()} == pytest.approx(
        {
            name: round(medians[f"variable:{name}"], 2)
            for name in ensemble.model.variables
            if abs(medians[f"variable:{name}"]) >= 0.005
        }
    )
