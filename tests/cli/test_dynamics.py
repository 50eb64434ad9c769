"""The commands of dynamics, as they are typed."""

import json
from types import SimpleNamespace

import pytest

import digisys
from digisys.cli.main import main
from digisys.simulation.storage import load_result
from tests.simulation import tiny


def run(capsys, *words):
    code = main(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_simulate_shows_what_moves_by_kind(capsys):
    code, out, _ = run(capsys, "simulate", "leadership-push", "-n", "32", "-l", "en")
    assert code == 0
    assert out.index("[Targets]") < out.index("[Areas]") < out.index("[Variables]")
    assert "14 Leadership across" in out
    assert "Critical infrastructure" not in out
    assert "reference path" in out
    code, out, _ = run(capsys, "simulate", "leadership-push", "-n", "32", "--all", "-l", "en")
    assert "Critical infrastructure" in out


def test_simulate_once_and_one_outcome(capsys):
    code, out, _ = run(
        capsys, "simulate", "leadership-push", "--single", "--outcome", "11", "-l", "en"
    )
    assert code == 0
    assert "Human-centred" in out
    assert "midpoint" in out
    assert "Leadership across government " not in out.split("\n", 2)[2]


def test_nothing_moves_enough(capsys, tmp_path):
    path = tmp_path / "still.yaml"
    path.write_text("schema: 1\nid: still\ntitle: Still\n", "utf-8")
    code, out, _ = run(capsys, "simulate", str(path), "--single", "-l", "en")
    assert code == 0
    assert "Critical infrastructure" in out


def test_machine_formats(capsys):
    _, out, _ = run(capsys, "simulate", "network-cut", "-n", "32", "--format", "json")
    data = json.loads(out)
    assert data["samples"] == 32
    assert data["outcomes"]["target:11"]["improvement"] > 0.5
    _, out, _ = run(capsys, "simulate", "network-cut", "-n", "32", "--format", "csv")
    rows = out.splitlines()
    assert rows[0] == "year,kind,key,key_label,mean,q0.05,q0.25,q0.5,q0.75,q0.95"
    assert (len(rows) - 1) % (14 + 5 + 42) == 0


def test_compare(capsys):
    code, out, _ = run(
        capsys, "compare", "network-cut", "none", "--outcome", "11", "-n", "32", "-l", "sv"
    )
    assert code == 0
    assert "Inga åtgärder" in out


def test_sensitivity_is_cut_to_the_first_rows(capsys):
    code, out, _ = run(
        capsys, "sensitivity", "leadership-push", "11", "-n", "32", "--limit", "3", "-l", "en"
    )
    assert code == 0
    assert "… 43 more" in out
    code, out, _ = run(capsys, "sensitivity", "leadership-push", "14", "-n", "32", "-l", "en")
    assert code == 1


def test_dominance(capsys):
    code, out, _ = run(capsys, "dominance", "leadership-push", "-l", "fi")
    assert code == 0
    assert "R4 Kokeiluista oppiminen" in out
    assert "2024,1–2028,1: R4" in out


def test_equations_in_words(capsys):
    code, out, _ = run(capsys, "equations", "R4", "--scenario", "network-cut", "-l", "fi")
    assert code == 0
    assert "ramp(0.5, 2024, 2027)" in out
    assert "lähestyy" in out
    code, out, _ = run(capsys, "equations", "R4", "--format", "json", "-l", "sv")
    assert "rör sig mot" in json.loads(out)["equations"][0]["words"]


def test_scenarios(capsys):
    code, out, _ = run(capsys, "scenarios", "-l", "sv")
    assert code == 0
    assert "nätverksbaserad" in out
    code, out, _ = run(capsys, "scenarios", "--format", "json")
    assert len(json.loads(out)["scenarios"]) == 6


def test_export(capsys, tmp_path):
    path = tmp_path / "model.xmile"
    code, out, _ = run(capsys, "export", str(path), "--scenario", "leadership-push")
    assert (code, out.strip()) == (0, str(path))
    assert "<xmile" in path.read_text("utf-8")
    code, _, err = run(capsys, "export", str(path), "-l", "en")
    assert code == 1
    assert "there already" in err


def test_figures_and_files(capsys, tmp_path):
    figure, file = tmp_path / "figure.png", tmp_path / "result.nc"
    words = ("simulate", "leadership-push", "-n", "16", "--plot", str(figure), "--save", str(file))
    code, _, err = run(capsys, *words, "-l", "en")
    assert code == 0
    assert f"Figure: {figure}" in err
    assert load_result(file).samples == 16
    code, _, err = run(capsys, *words, "-l", "en")
    assert code == 1
    assert run(capsys, *words, "--force")[0] == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("simulate", "leadership-psh"), "Did you mean “leadership-push”"),
        (("simulate", "leadership-push", "--plot", "figure.gif"), "does not tell the format"),
        (("compare", "leadership-push"), "nothing to compare"),
    ],
)
def test_mistakes_end_in_a_sentence(capsys, words, said):
    code, _, err = run(capsys, *words, "-l", "en")
    assert code == 1
    assert said in err


def test_suggestions_stand_in_the_quotation_marks_of_the_language(capsys):
    assert "Tarkoititko: ”leadership-push”?" in run(capsys, "simulate", "leadership-psh")[2]


def test_results_and_figures_that_cannot_be_kept_are_told_before_the_work(capsys, tmp_path):
    for option, name in (("--plot", "figure.png"), ("--save", "result.nc")):
        words = ("simulate", "leadership-push", option, str(tmp_path / "no" / name), "-l", "en")
        code, out, err = run(capsys, *words)
        assert (code, out) == (1, "")
        assert "There is no folder" in err


def test_a_progress_bar_on_a_terminal(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    code, _, err = run(capsys, "simulate", "leadership-push", "-n", "16", "-l", "en")
    assert code == 0
    assert "Traceback" not in err


def test_scenario_names_complete(tmp_path):
    from digisys.cli.dynamics_options import complete_scenario

    assert complete_scenario("lead") == ["leadership-push"]
    other = tmp_path / "other.yaml"
    digisys.write_model(tiny.lone_stock(), other)
    named = SimpleNamespace(params={"model": str(other)})
    assert complete_scenario("lead", named) == []
    named = SimpleNamespace(params={"model": "archetypes/fixes-that-fail"})
    assert complete_scenario("", named) == ["quick-fix"]
