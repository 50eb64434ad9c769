"""What is printed can be typed as it stands, however the program is started."""

from __future__ import annotations

import re

import pytest

from digisys.cli.aliases import ALIASES, canonical
from digisys.cli.guessing import guessing_group
from digisys.cli.main import build_command, main

STARTER = "py run.py"


@pytest.mark.parametrize(
    "line",
    [
        "ask mihin luottamus",  # a table whose cells are commands
        "ask vad påverkar mål 14 -l sv",
        "influence cyber_skills -l en",  # a conclusion that names a command
        "influence",  # a hint
        "influence --help",
        "--help",
        "check -f markdown",
    ],
)
def test_under_a_starter_no_text_says_digisys_in_front_of_a_command(line, capsys, monkeypatch):
    main(line.split())
    before = "".join(capsys.readouterr())
    monkeypatch.setenv("DIGISYS_COMMAND", STARTER)
    main(line.split())
    after = "".join(capsys.readouterr())
    commands = "|".join([*ALIASES["fi"], "--help"])
    assert not re.search(rf"\bdigisys (?:{commands})\b", after)
    if re.search(rf"\bdigisys (?:{commands})\b", before):
        assert STARTER in after


def test_the_name_of_the_program_in_front_of_no_command_stays(monkeypatch):
    from digisys.cli.typed import as_typed

    monkeypatch.setenv("DIGISYS_COMMAND", STARTER)
    assert (
        as_typed("digisys loops R1, or digisys itself") == "py run.py loops R1, or digisys itself"
    )


def completed(line: str) -> list[str]:
    """Complete a first word as a terminal does."""
    import typer

    command = build_command("fi")
    return [item.value for item in command.shell_complete(typer.Context(command), line)]


def test_guessed_names_complete_where_no_command_begins_so():
    found = completed("vaikutus")
    assert {"vaikutus", "vaikutussuhteet", "vaikutuskeinot"} <= set(found)
    assert all(name.startswith("vaikutus") for name in found)
    assert "påverkan" in completed("påv")
    assert completed("infl") == ["influence"]
    assert completed("xyzzy") == []


def test_what_follows_a_guessed_name_is_its_command():
    import typer

    command = build_command("fi")
    assert isinstance(command, guessing_group())
    context = typer.Context(command)
    for language, commands in ALIASES.items():
        for name, guesses in commands.items():
            for guess in guesses:
                assert canonical(guess) is not None, (language, guess)
                found = command.get_command(context, guess)
                assert found is command.get_command(context, canonical(guess)), (guess, name)


def test_the_name_of_the_program_may_be_typed_after_the_starter(capsys):
    """As in a document: “python3 run.py digisys loops R1”."""
    assert main(["loops", "R1"]) == 0
    expected = capsys.readouterr()
    assert main(["digisys", "loops", "R1"]) == 0
    assert capsys.readouterr() == expected


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("luottamus", "show luottamus"),
        ("tavoite 14", "show 14"),
        ("mihin tavoite 14 vaikuttaa?", "ask 'mihin tavoite 14 vaikuttaa?'"),
        ("mikä vaikuttaa luottamukseen", "ask 'mikä vaikuttaa luottamukseen'"),
        ("what does target 14 cost in all", "ask 'what does target 14 cost in all'"),
        ("vaikutus tavoite 14", "influence 14"),  # a name of several words, without marks
        ("influence tavoite 14 -l sv", "influence 14 -l sv"),
        ("ketjut 14 10 --limit 2", "chains 14 10 --limit 2"),  # and no name of two words
        ("influence 14 11", None),
        ("influnce 14 11", None),
        ("xyzzy", None),
    ],
)
def test_what_is_typed_without_a_command_is_answered_as_it_is_meant(line, meant, capsys):
    import shlex

    code = main(line.split())
    told = capsys.readouterr()
    if meant is None:
        assert code == 2
        assert not told.out
    else:
        assert code == main(shlex.split(meant))
        assert capsys.readouterr() == told


def test_a_command_that_lacks_something_shows_an_example_that_works(capsys):
    assert main(["influence", "-l", "en"]) == 2
    told = capsys.readouterr().err
    example = re.search(r"For example: digisys (.*)", told)
    assert example is not None
    assert main(example[1].split()) == 0


def test_a_starter_brings_optional_parts_itself(monkeypatch):
    from digisys.cli.typed import as_typed
    from digisys.errors import MissingPackageError

    told = MissingPackageError("mcp", "mcp").text("fi")
    assert 'pip install "digisys[mcp]"' in as_typed(told)
    monkeypatch.setenv("DIGISYS_COMMAND", STARTER)
    assert "py run.py setup --extras" in as_typed(told)
    assert "pip" not in as_typed(told)
