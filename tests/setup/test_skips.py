"""Nothing is left out in silence: skips are told by reason, and fail the continuous build."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tools import checks, site
from tools.checks import Check, Outcome, main, summary
from tools.skips import Skip, explained, left_out, tell

ROOT = Path(__file__).parents[2]
TESTS = (sys.executable, "-m", "pytest", "-q", "-p", "no:cov", "-p", "no:cacheprovider")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for tests that know nothing of the project, which ``run.py test`` then runs."""
    (tmp_path / "none.ini").write_text("[pytest]\n", encoding="utf-8")
    command = (*TESTS, "-c", str(tmp_path / "none.ini"))
    monkeypatch.setattr(checks, "CHECKS", (Check("tests", "tests", command),))
    return tmp_path


def skipping(reason: str) -> str:
    return f"import pytest\n@pytest.mark.skip(reason={reason!r})\ndef test_b(): pass\n"


@pytest.mark.parametrize(
    ("reason", "in_ci", "elsewhere"),
    [
        ("LibreOffice is not installed", "FAILED", "partly"),
        # What looks like a good reason is none unless it is marked as one.
        ("superuser", "FAILED", "partly"),
        ("the platform has no [platform] ", "FAILED", "partly"),
        (explained("superuser", "may read every file"), "ok", "ok"),
        (explained("platform", "modes differ on Windows"), "ok", "ok"),
    ],
)
def test_a_skip_counts_in_ci_unless_it_is_explained(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    reason: str,
    in_ci: str,
    elsewhere: str,
) -> None:
    (folder / "test_one.py").write_text("def test_a(): pass\n" + skipping(reason), encoding="utf-8")
    for ci, word in (("true", in_ci), ("", elsewhere)):
        monkeypatch.setenv("CI", ci)
        assert main([str(folder)]) == (1 if word == "FAILED" else 0)
        said = capfd.readouterr().out
        assert re.search(rf"^{word} +tests ", said, re.MULTILINE)
        assert f"\nleft out 1: {reason}" in said
        assert "test_one.test_b\n" in said


def test_a_whole_file_that_is_skipped_is_told(folder: Path) -> None:
    (folder / "test_two.py").write_text(
        "import pytest\npytest.importorskip('no_such_library')\n", encoding="utf-8"
    )
    report = folder / "tests.xml"
    checks.subprocess.run(
        [*TESTS, "-c", str(folder / "none.ini"), f"--junitxml={report}", str(folder)], check=False
    )
    (skip,) = left_out(folder / "none.txt", report)
    assert "test_two" in skip.name
    assert skip.reason.startswith("could not import 'no_such_library'")
    assert not skip.is_explained


def test_a_failure_that_is_expected_is_told_as_such(folder: Path) -> None:
    (folder / "test_three.py").write_text(
        "import pytest\n@pytest.mark.xfail(reason='[platform] later')\ndef test_c(): assert 0\n",
        encoding="utf-8",
    )
    report = folder / "tests.xml"
    checks.subprocess.run(
        [*TESTS, "-c", str(folder / "none.ini"), f"--junitxml={report}", str(folder)], check=False
    )
    (skip,) = left_out(folder / "none.txt", report)
    assert skip.reason == "expected to fail: [platform] later"
    assert not skip.is_explained


def test_a_check_that_is_no_test_tells_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = "from tools.skips import leave_out; leave_out('pages with axe', 'no browser')"
    monkeypatch.setattr(checks, "CHECKS", (Check("site", "a site", (sys.executable, "-c", code)),))
    monkeypatch.setenv("CI", "true")
    assert main([]) == 1
    said = capfd.readouterr().out
    assert re.search(r"^FAILED +site ", said, re.MULTILINE)
    assert "left out 1: no browser" in said


def test_the_site_does_not_pass_over_a_missing_browser_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "notes.txt"
    monkeypatch.setenv("DIGISYS_SKIP_FILE", str(notes))
    monkeypatch.setattr(site, "find_chromium", lambda: None)
    assert site.access_faults(tmp_path) == []
    (skip,) = left_out(notes, tmp_path / "none.xml")
    assert skip == Skip("pages of the site looked at with axe", "Chromium is not installed")


def test_what_was_left_out_is_listed_by_reason_and_what_is_not_explained_comes_first() -> None:
    skips = [
        Skip("a", explained("platform", "no pipes")),
        *(Skip(f"b{n}", "no poppler") for n in range(7)),
    ]
    assert tell(skips).splitlines() == [
        "left out 7: no poppler (not explained by the superuser or the platform)",
        "    b0", "    b1", "    b2", "    b3", "    b4", "    and 2 more",
        "left out 1: [platform] no pipes",
        "    a",
    ]  # fmt: skip
    check = Check("tests", "all is well", ())
    outcome = Outcome(check, succeeded=True, seconds=1, skips=tuple(skips))
    assert summary([outcome]).endswith("\n" + tell(skips))


def test_only_the_superuser_and_the_platform_explain() -> None:
    with pytest.raises(ValueError, match="superuser, platform"):
        explained("weather", "it rains")  # type: ignore[arg-type]


def test_the_build_machine_installs_every_program_that_a_test_looks_for() -> None:
    """Else the test would be skipped there, which fails the build: this says so at once."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    provided = dict(re.findall(r'^    "([\w-]+):([\w-]+)"', script, re.MULTILINE))
    # These come with another program of the list.
    provided["pdftotext"] = provided["pdftoppm"]
    provided["node"] = provided["npm"]  # which brings it
    sources = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("tools/**/*.py")]
    sought = {
        name
        for path in sources
        if path != Path(__file__)
        for name in re.findall(r'which\("([\w-]+)"\)', path.read_text(encoding="utf-8"))
    }
    assert {"dot", "pdftotext", "soffice"} <= sought
    # These come from the package index, or stand in for another program of the list.
    elsewhere = {"graphviz-pure", "uv", "libreoffice"}
    assert sought - elsewhere <= provided.keys()
    assert {"chromium", "firefox-esr"} <= provided.keys()
