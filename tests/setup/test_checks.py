"""``run.py test`` runs every check, says which failed, and fails when one did."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import checks
from tools.checks import Check, Outcome, count_tests, main, summary

GOOD = Check("good", "two and two are four", (sys.executable, "-c", "print('ran')"))
BAD = Check("bad", "pigs fly", (sys.executable, "-c", "raise SystemExit(7)"))


def test_all_run_even_when_one_fails(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (BAD, GOOD))
    assert main([]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert "ran" in lines
    assert [line.split()[:2] for line in lines[-2:]] == [["FAILED", "bad"], ["ok", "good"]]


def test_only_what_was_asked_for_runs(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", (BAD, GOOD))
    assert main(["--only", "good"]) == 0
    assert "pigs" not in capfd.readouterr().out


def test_an_unknown_check_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--only", "speling"])
    assert stop.value.code == 2
    assert "layers" in capsys.readouterr().err


def test_words_go_to_pytest_and_its_count_comes_last(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "test_few.py").write_text(
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): assert 0\n"
        "@pytest.mark.skip(reason='no')\n"
        "def test_c(): pass\n",
        encoding="utf-8",
    )
    command = (sys.executable, "-m", "pytest", "-c", str(tmp_path / "none.ini"), "-p", "no:cov")
    (tmp_path / "none.ini").write_text("[pytest]\n", encoding="utf-8")
    monkeypatch.setattr(checks, "CHECKS", (Check("tests", "tests", command),))
    monkeypatch.delenv("CI", raising=False)
    assert main([str(tmp_path), "-k", "a or c"]) == 0
    assert capfd.readouterr().out.endswith("\n1 passed, 0 failed, 1 skipped\n")
    assert main([str(tmp_path)]) == 1
    assert capfd.readouterr().out.endswith("\n1 passed, 1 failed, 1 skipped\n")


def test_without_a_report_nothing_is_counted(tmp_path: Path) -> None:
    assert count_tests(tmp_path / "none.xml") is None


def test_the_summary_is_a_table() -> None:
    text = summary(
        [Outcome(GOOD, succeeded=True, seconds=1.25), Outcome(BAD, succeeded=False, seconds=99)]
    )
    assert text == (
        "ok      good          1.2 s  two and two are four\nFAILED  bad          99.0 s  pigs fly"
    )


def test_a_long_run_is_passed_on_to_pytest_and_takes_the_whole() -> None:
    report = Path("tests.xml")
    usual = checks._pytest_options([], report, whole=False)
    long = checks._pytest_options([], report, whole=True)
    assert "--long" not in usual
    assert "--cov" in usual
    assert "--long" in long
    assert set(long) >= {"-n", "auto"}
    assert "--cov" not in long  # numbers of lines say nothing new, and it takes twice as long
    assert checks._pytest_options(["tests/io"], report, whole=True)[-2:] == ("--long", "tests/io")
