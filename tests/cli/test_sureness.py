"""Commands that say how sure a conclusion is, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from digisys.cli.main import main
from digisys.cli.progress import combinations_tried, counted_loops, runs_done, share_done
from digisys.cli.shell import Shell
from digisys.progress import expect

QUICK = ("--samples", "60")
LINK = "cross_government_leadership->life_event_services"


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = main(words)
    shown = capsys.readouterr()
    assert code == 0, shown.err
    return shown.out


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    "words",
    [
        ("press", "14", *QUICK),
        ("press", *QUICK),
        (
            "press",
            "14",
            "--push",
            "down",
            "--strengths",
            "0.1,0.4",
            "--damping-range",
            "1,2",
            *QUICK,
        ),
        ("press", "14", "--observed", "ETPK=rises", *QUICK),
        ("robust", "11", *QUICK),
        ("robust", *QUICK),
        ("robust", "11", "--levers", "14,R1", *QUICK),
        ("questions", "11", *QUICK),
        ("questions", "11", "--by", "value", "--limit", "3", "--reliability", "0.8", *QUICK),
        ("questions", "--doubt", "strength", "--limit", "2", *QUICK),
        ("measures",),
    ],
    ids=" ".join,
)
def test_answers_fit_a_terminal(words, language, capsys) -> None:
    shown = answer(capsys, *words, "--language", language)
    assert max(map(len, shown.split("\n"))) <= 80
    assert "{" not in shown


@pytest.mark.parametrize("command", ["press", "robust", "questions", "measures"])
@pytest.mark.parametrize("kind", ["json", "csv", "markdown"])
def test_answers_for_programs(command, kind, capsys) -> None:
    words = [command, "--format", kind, *(() if command == "measures" else ("11", *QUICK))]
    shown = answer(capsys, *words)
    if kind == "json":
        assert json.loads(shown)["question"]
    else:
        assert len(shown.split("\n")) > 5


def test_options_reach_the_question(capsys) -> None:
    data = json.loads(
        answer(
            capsys,
            "press",
            "14",
            "--seed",
            "7",
            "--strengths",
            "uniform",
            "--damping-range",
            "1,1",
            "--certainty",
            "all",
            "--uncertain",
            "0.25",
            "--format",
            "json",
            *QUICK,
        )
    )
    assert (data["seed"], data["samples"], data["strengths"]) == (7, 60, "uniform")
    assert (data["damping_range"], data["uncertain_links"]) == ([1, 1], 5)
    data = json.loads(answer(capsys, "questions", "11", "--limit", "3", "--format", "json", *QUICK))
    assert len(data["links"]) == 3
    assert data["hidden"] > 0


@pytest.mark.parametrize(
    "words",
    [
        ("press", "14", *QUICK),
        ("press", "14", "--observed", "ETPK=rises", *QUICK),
        ("robust", "11", *QUICK),
        ("questions", "11", *QUICK),
        ("simulate", "leadership-push", "-n", "16"),
        ("simulate", "leadership-push", "--single"),
        ("compare", "leadership-push", "none", "-n", "16"),
        ("sensitivity", "leadership-push", "11", "-n", "16"),
        ("dominance", "leadership-push"),
        ("equations", "ETPK"),
    ],
    ids=" ".join,
)
def test_what_narrows_a_link_reaches_every_command(words, capsys) -> None:
    """Another size, another answer; and the answer says that it rests on one."""
    usual = answer(capsys, *words, "-l", "en")
    narrowed = answer(capsys, *words, "-l", "en", "--strength", f"{LINK}=0.011")
    assert narrowed != usual
    told = "0.011" if words[0] == "equations" else "1 link by its own strength"
    assert told in " ".join(narrowed.split())
    assert told not in " ".join(usual.split())


@pytest.mark.parametrize("link", [LINK, "cross_government_leadership, ETPK"])
@pytest.mark.parametrize(
    ("typed", "size"), [("0.2", 0.2), ("0.2,0.4", [0.2, 0.4]), ("weak", "weak")]
)
def test_sizes_ranges_and_classes_of_links_are_read(link, typed, size, capsys) -> None:
    """By the names of variables as anywhere else, with a comma where an arrow is trouble."""
    words = ("press", "14", "--format", "json", "--strength", f"{link}={typed}", *QUICK)
    assert json.loads(answer(capsys, *words))["strengths_by_link"] == {LINK: size}


def test_workers_of_a_command_do_not_change_its_answer(capsys) -> None:
    words = ("robust", "11", "--samples", "1500")
    assert answer(capsys, *words) == answer(capsys, *words, "--workers", "2")


def test_the_quadrants_are_drawn(capsys, tmp_path: Path) -> None:
    path = tmp_path / "roles.svg"
    answer(capsys, "measures", "--plot", str(path))
    assert path.read_bytes().startswith(b"<?xml")
    assert main(["measures", "--plot", str(path)]) == 1
    assert "--force" in capsys.readouterr().err or path.exists()
    answer(capsys, "measures", "--plot", str(path), "--force")
    assert main(["measures", "--plot", str(tmp_path / "roles.gif")]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("press", "nobody"),
        ("press", "14", "--method", "exact"),
        ("press", "14", "--strengths", "much"),
        ("press", "14", "--strengths", "1,2,3"),
        ("press", "14", "--strength", "much"),
        ("press", "14", "--strength", "ETPK=0.2"),
        ("press", "14", "--strength", "ETPK,14=0.2"),
        ("press", "14", "--strength", f"{LINK}=much"),
        ("press", "14", "--strength", f"{LINK}=0.4,0.2"),
        ("simulate", "leadership-push", "--strength", "ETPK,nobody=0.2"),
        ("dominance", "leadership-push", "--strength", "ETPK,ETPK=0.2"),
        ("press", "14", "--damping", "none", "--samples", "10"),
        ("press", "14", "--observed", "ETPK"),
        ("press", "--observed", "ETPK=rises"),
        ("robust", "nobody"),
        ("robust", "--levers", ","),
        ("measures", "--attenuation", "5"),
    ],
    ids=" ".join,
)
def test_mistakes_end_in_words_and_code_one(words, capsys) -> None:
    assert main(words) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") >= 1
    assert "Traceback" not in shown.err


class TestProgress:
    """In a pipe, long work tells on standard error how far it is."""

    @pytest.fixture
    def clock(self, monkeypatch: pytest.MonkeyPatch) -> list[float]:
        now = [100.0]
        monkeypatch.setattr("digisys.cli.progress.time.monotonic", lambda: now[0])
        monkeypatch.setattr("digisys.progress.time.perf_counter", lambda: now[0])
        return now

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "Drawing strengths: 25% done, about 18 s left"),
            ("fi", "Arvotaan voimakkuuksia: tehty 25 %, jäljellä noin 18 s"),
            ("sv", "Styrkor dras: 25 % gjort, ungefär 18 s kvar"),
        ],
    )
    def test_a_line_every_few_seconds(
        self,
        clock: list[float],
        capsys: pytest.CaptureFixture[str],
        language: str,
        told: str,
    ) -> None:
        shell = Shell(chosen_language=language)
        with share_done(shell, "Drawing strengths") as progress:
            assert progress is not None
            for second in range(24):
                clock[0] = 100.0 + second
                progress(second / 24, 1.0)
        lines = capsys.readouterr().err.replace("\u00a0", " ").splitlines()
        assert lines[1] == told
        assert 4 <= len(lines) <= 6

    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("en", "This takes about 75 s.\n"),
            ("fi", "Tämä kestää noin 75 s.\n"),
            ("sv", "Det här tar ungefär 75 s.\n"),
        ],
    )
    def test_work_that_is_measured_to_be_long_says_so_once_before_it_starts(
        self,
        clock: list[float],
        capsys: pytest.CaptureFixture[str],
        language: str,
        told: str,
    ) -> None:
        with runs_done(Shell(chosen_language=language)) as progress:

            def part() -> None:
                clock[0] += 0.25

            expect(progress, part, 2)
            assert capsys.readouterr().err == ""
            expect(progress, part, 300)
            clock[0] += 1
            progress(10, 1000)
        assert capsys.readouterr().err.replace("\u00a0", " ") == told

    def test_minutes_are_told_as_minutes(
        self, clock: list[float], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with runs_done(Shell(chosen_language="en")) as progress:
            clock[0] += 1
            progress(1, 1000)
        assert capsys.readouterr().err == "This takes about 17 min.\n"

    def test_a_search_that_bounds_may_end_tells_no_time(
        self, clock: list[float], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with combinations_tried(Shell(chosen_language="en")) as progress:
            for _ in range(2):
                clock[0] += 4
                progress(10, 1000)
        assert capsys.readouterr().err == "10 combinations run, at most 990 more\n"

    def test_long_work_tells_at_once_and_short_work_nothing(
        self, clock: list[float], capsys: pytest.CaptureFixture[str]
    ) -> None:
        with runs_done(Shell(chosen_language="en")) as progress:
            assert progress is not None
            clock[0] += 1
            progress(10, 1000)
        assert capsys.readouterr().err == "This takes about 99 s.\n"
        with counted_loops(Shell(chosen_language="en")) as progress:
            assert progress is not None
            clock[0] += 4
            progress(10, None)
        assert capsys.readouterr().err == ""
