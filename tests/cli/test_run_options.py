"""How a model is run, told on the command line as in Python."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest
import typer

import digisys
from digisys import Settings, Strengths
from digisys.cli.main import COMMAND_MODULES, build_app
from tests.cli.test_cli import answer, run

WORDS = ("simulate", "leadership-push", "--samples", "32", "--format", "json")


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (("--method", "rk4"), Settings(method="rk4")),
        (("--end", "2040", "--step", "0.125"), Settings(end=2040, step=0.125)),
        (("--start", "2020"), Settings(start=2020)),
        (("--response", "linear"), Settings(response="linear")),
        (("--dynamics", "accumulating"), Settings(dynamics="accumulating")),
        (("--initial", "luottamus=0.25"), Settings(initial={"trust_in_society": 0.25})),
        (
            ("--strength", "ETPK,osallisuus=0.2,0.4", "--method", "rk4"),
            Settings(strengths={"life_event_services->participation": (0.2, 0.4)}, method="rk4"),
        ),
    ],
)
def test_an_ensemble_is_that_of_the_same_settings(
    options: tuple[str, ...], settings: Settings
) -> None:
    model = digisys.load("digikompassi")
    link = next(iter(settings.known_strengths.links), None)
    if link is not None and link not in {each.id for each in model.links}:
        pytest.fail(f"the test names a link that is not there: {link}")
    told = json.loads(answer(*WORDS, *options))
    same = digisys.simulate(model, "leadership-push", samples=32, settings=settings)
    assert told == json.loads(json.dumps(same.to_dict()))
    assert told != json.loads(answer(*WORDS))


@pytest.mark.parametrize(
    "command", ["simulate leadership-push --single", "simulate network-cut", "equations R5"]
)
def test_other_commands_of_dynamics_take_them(command: str) -> None:
    words = (*command.split(), "--language", "en")
    assert "RK4" in answer(*words, "--method", "rk4")
    assert "RK4" not in answer(*words)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--initial", "luottamus"), "--initial NAME=0.2"),
        (("--initial", "luottamus=much"), "--initial NAME=0.2"),
        (("--initial", "nothing=0.2"), "nothing"),
        (("--initial", "digital_support=0.2"), "not a stock"),
        (("--step", "0.3"), "works"),
        (("--end", "1990"), "year"),
        (("--method", "magic"), "euler"),
    ],
)
def test_what_does_not_fit_is_told_with_what_does(options: tuple[str, ...], says: str) -> None:
    done = run("simulate", "leadership-push", "--language", "en", *options)
    assert done.returncode in (1, 2)
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_step_that_is_said_to_work_does() -> None:
    done = run("simulate", "leadership-push", "--language", "en", "--step", "0.3")
    found = re.search(r"A step of (\S+) works", done.stderr)
    assert found is not None
    step = found[1]
    assert run("simulate", "leadership-push", "--samples", "4", "--step", step).returncode == 0


#: How a model is run, the same for every command that runs one.
HOW = {
    "--dynamics",
    "--response",
    "--method",
    "--start",
    "--end",
    "--step",
    "--initial",
    "--strength",
    "--convention",
}


def commands_that_run() -> list[str]:
    """Name the commands whose code makes settings of a run or asks the rooms of simulation."""
    found = []
    for name, module in COMMAND_MODULES.items():
        spec = importlib.util.find_spec(module)
        source = Path(str(spec and spec.origin)).read_text("utf-8")
        # Who only shows what was measured runs nothing.
        for shown in ("observations", "monitoring.shown"):
            source = source.replace(f"digisys.simulation.{shown}", "")
        # What is kept with a model is of its own conventions: ``sizes`` takes no others.
        if name != "sizes" and ("settings_of" in source or "digisys.simulation" in source):
            found.append(name)
    return found


def test_the_commands_that_run_a_model_are_found() -> None:
    assert {"simulate", "compare", "sensitivity", "dominance", "equations", "reach"} <= set(
        commands_that_run()
    )


@pytest.mark.parametrize("command", commands_that_run())
def test_every_command_that_runs_a_model_takes_the_same_options(command: str) -> None:
    group = typer.main.get_command(build_app("en", command))
    found = group.commands[command].params  # type: ignore[attr-defined]
    assert {flag for item in found for flag in item.opts} >= HOW


def test_a_drawing_of_levels_is_of_the_run_that_is_asked_for(tmp_path: Path) -> None:
    files = [tmp_path / f"{at}.svg" for at in range(3)]
    words = ("draw", "--heat", "leadership-push", "-o")
    answer(*words, str(files[0]))
    answer(*words, str(files[1]), "--dynamics", "accumulating")
    answer(*words, str(files[2]), "--dynamics", "adjusting")
    assert files[0].read_bytes() == files[2].read_bytes() != files[1].read_bytes()


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        (("--method", "rk4", "--step", "0.125"), Settings(method="rk4", step=0.125)),
        (("--end", "2027", "--start", "2022"), Settings(start=2022, end=2027)),
        (("--response", "linear"), Settings(response="linear")),
        (("--dynamics", "accumulating"), Settings(dynamics="accumulating")),
        (("--initial", "luottamus=0.25"), Settings(initial={"trust_in_society": 0.25})),
        (
            ("--convention", "shares", "--one-convention"),
            Settings(strengths=Strengths(convention="shares", both=False)),
        ),
    ],
)
def test_what_it_would_take_is_asked_of_the_same_settings(
    options: tuple[str, ...], settings: Settings
) -> None:
    words = ("reach", "osallisuus", "--level", "0.1", "-n", "16", "--most", "1", "--format", "json")
    told = json.loads(answer(*words, *options))
    same = digisys.reach(
        digisys.load("digikompassi"),
        "osallisuus",
        level=0.1,
        samples=16,
        search=digisys.Search(most=1),
        settings=settings,
    )
    assert told == json.loads(json.dumps(same.to_dict()))
    assert told != json.loads(answer(*words))
