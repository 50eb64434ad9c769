"""The language is set once, guessed from a command's name, or the system's."""

from __future__ import annotations

import os

import pytest

import digisys
from digisys.cli.aliases import ALIASES, HELP_WORDS, canonical
from digisys.cli.language import kept_language, settings_file, system_language
from digisys.cli.main import COMMAND_MODULES, main
from digisys.graph.folding import fold
from digisys.words import session_language

ASKED = {
    "fi": "Mihin tavoite 14",
    "sv": "Vad påverkas av mål 14",
    "en": "What does target 14",
}


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    return tmp_path


def first_line(capsys, *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_language_set_once_is_spoken_until_it_is_forgotten(capsys, monkeypatch, language: str):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert main(["language", language]) == 0
    assert str(settings_file()) in capsys.readouterr().out
    assert first_line(capsys, "influence", "14").startswith(ASKED[language])
    assert first_line(capsys, "influence", "14", "-l", "sv").startswith(ASKED["sv"])
    assert first_line(capsys, "language") == language
    assert main(["language", "auto"]) == 0
    assert kept_language() is None
    capsys.readouterr()
    assert first_line(capsys, "influence", "14").startswith(ASKED["en"])
    assert session_language() is None


def test_the_environment_comes_before_what_is_kept(capsys, monkeypatch):
    assert main(["language", "fi"]) == 0
    capsys.readouterr()
    monkeypatch.setenv("DIGISYS_LANGUAGE", "sv-FI")
    assert first_line(capsys, "influence", "14").startswith(ASKED["sv"])
    monkeypatch.setenv("DIGISYS_LANGUAGE", "klingon")
    assert first_line(capsys, "influence", "14").startswith(ASKED["fi"])


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "sv_FI.UTF-8"}, "sv"),
        ({"LANG": "sv_FI", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "sv_FI", "LC_MESSAGES": "fi_FI@euro"}, "fi"),
        ({"LC_ALL": "C", "LANG": "sv_FI"}, None),
        ({"LANG": "de_DE.UTF-8"}, None),
        ({}, None),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="Windows asks the system, not the environment")
def test_the_language_of_the_system(capsys, monkeypatch, variables, language):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language
    assert first_line(capsys, "influence", "14").startswith(ASKED[language or "fi"])


def test_a_model_without_the_language_of_the_system_speaks_its_own(capsys, monkeypatch, tmp_path):
    file = tmp_path / "m.yaml"
    text = "schema: 1\nid: m\ntitle: M\nlanguages: [sv]\nvariables: {a: {label: A}}\n"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert first_line(capsys, "influence", "a", "-m", str(file)).startswith("Vad påverkas")
    assert main(["language", "fi"]) == 0
    capsys.readouterr()
    assert first_line(capsys, "influence", "a", "-m", str(file)).startswith("Mihin")


@pytest.mark.parametrize("text", ["", "[]", '{"language": 3}', '{"language": "de"}', "\x00"])
def test_settings_that_make_no_sense_are_passed_over(capsys, text: str):
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(text, encoding="utf-8")
    assert first_line(capsys, "influence", "14").startswith(ASKED["fi"])


def test_settings_that_cannot_be_written_are_told(capsys, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "file"))
    if settings_file().is_relative_to(tmp_path):
        assert main(["language", "fi"]) == 1
        assert "DIGISYS_LANGUAGE" in capsys.readouterr().err


def test_every_guessed_name_is_of_one_command():
    taken: dict[str, str] = {}
    for commands in ALIASES.values():
        for command, names in commands.items():
            assert command in COMMAND_MODULES
            for name in names:
                assert fold(name) not in COMMAND_MODULES
                assert taken.setdefault(fold(name), command) == command, name
                assert canonical(name.upper()) == command
    assert not {fold(word) for words in HELP_WORDS.values() for word in words} & set(taken)


@pytest.mark.parametrize(
    ("typed", "same", "language"),
    [
        ("vaikutus 14", "influence 14", "fi"),
        ("syyt 11", "causes 11", "fi"),
        ("silmukat R1", "loops R1", "fi"),
        ("påverkan 14", "influence 14", "sv"),
        ("paths 14 11", "chains 14 11", "en"),
        ("apua", "--help", "fi"),
        ("hjälp influence", "influence --help", "sv"),
        ("help chains", "chains --help", "en"),
        ("ohje vaikutus", "influence --help", "fi"),
    ],
)
def test_a_guessed_name_is_its_command_in_its_language(capsys, typed, same, language):
    assert main(typed.split()) == 0
    told = capsys.readouterr().out
    assert main([*same.split(), "-l", language]) == 0
    assert told == capsys.readouterr().out


def test_a_misspelt_guess_gets_suggestions_and_help_shows_the_names(capsys):
    assert main(["silmukatt"]) == 2
    assert "silmukat" in capsys.readouterr().err
    for language, name in (("fi", "silmukat"), ("sv", "slingor"), ("en", "feedback")):
        assert main(["--help", "-l", language]) == 0
        assert name in capsys.readouterr().out


def numbers(data: object) -> object:
    """What programs read, without the texts for people."""
    if isinstance(data, dict):
        return {k: numbers(v) for k, v in data.items() if k not in ("question", "label", "text")}
    return [numbers(item) for item in data] if isinstance(data, list) else data


def test_the_language_of_a_session_is_that_of_every_result():
    model = digisys.load("digikompassi")
    answer = digisys.influence(model, 14)
    finnish, plain = answer.text(), numbers(answer.to_dict())
    try:
        assert digisys.language("sv") == digisys.language() == "sv"
        assert answer.text() == answer.text("sv") != finnish
        assert "Mål" in answer._repr_html_()
        assert "mål" in model._repr_html_()
        assert list(answer.table().frame().columns) == list(answer.table("sv").heads)
        assert numbers(answer.to_dict()) == plain
        with pytest.raises(digisys.DigisysError):
            digisys.language("Swedish please")
        assert digisys.language() == "sv"
    finally:
        digisys.language(None)
    assert answer.text() == finnish
