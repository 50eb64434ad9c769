"""run.py sets up once, says so in plain words, and hands over."""

from __future__ import annotations

import ast
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.conftest import ROOT, Checkout
from tools.messages import TEXTS


def test_first_run_sets_up_and_answers_and_the_second_only_answers(checkout: Checkout) -> None:
    first = checkout.run("influence", "14")
    assert first.stdout == "pebble 1.0 asked influence 14\n"
    assert first.returncode == 0
    assert first.stderr.startswith("Setting up digisys. This takes about a minute")
    noted = (checkout.home / "digisys-setup.json").stat().st_mtime_ns
    second = checkout.run("influence", "three")
    assert second.stdout == "pebble 1.0 asked influence three\n"
    assert second.stderr == ""
    assert second.returncode == 3, "the exit code of the command is passed on"
    assert (checkout.home / "digisys-setup.json").stat().st_mtime_ns == noted


def test_without_uv_pip_installs_whatever_the_users_settings_say(checkout: Checkout) -> None:
    elsewhere = checkout.root.parent / "elsewhere"
    answer = checkout.run(
        "x", PATH="", PIP_USER="1", PIP_TARGET=str(elsewhere), PYTHONPATH=str(elsewhere)
    )
    assert answer.stdout == "pebble 1.0 asked x\n"
    assert not elsewhere.exists()
    assert checkout.fault() is None


def test_a_file_named_like_a_module_where_the_user_stands_is_not_imported(
    checkout: Checkout, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    for name in ("pebble", "json", "digisys"):
        (folder / f"{name}.py").write_text("raise SystemExit('the wrong file')\n", encoding="utf-8")
    answer = checkout.run("x", folder=folder)
    assert answer.stdout == "pebble 1.0 asked x\n"


def test_the_environment_has_the_command_too(checkout: Checkout) -> None:
    checkout.run("setup")
    script = checkout.python.parent / ("digisys.cmd" if sys.platform == "win32" else "digisys")
    answer = subprocess.run(
        [str(script), "a b"],
        check=True,
        cwd=checkout.root.parent,
        env={**checkout.environment, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        encoding="utf-8",
    )
    assert answer.stdout == "pebble 1.0 asked a b\n"


def test_a_higher_level_adds_packages_and_questions_keep_them(checkout: Checkout) -> None:
    checkout.run("x")
    assert checkout.fault("--extras") == "level"
    assert "Updating the installed packages" in checkout.run("setup", "--checks").stderr
    assert checkout.run("x").stderr == ""
    assert checkout.fault("--extras") is None
    assert {"pebble.py", "gravel.py", "sand.py"} <= {path.name for path in checkout.site.iterdir()}


def test_a_package_whose_hash_differs_is_refused(checkout: Checkout) -> None:
    listed = checkout.root / "requirements.lock"
    right = listed.read_text(encoding="utf-8")
    listed.write_text(right.replace("sha256:", "sha256:0000")[:-5] + "\n", encoding="utf-8")
    answer = checkout.run("x")
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "Setting up failed" in answer.stderr
    assert "Traceback" not in answer.stderr
    listed.write_text(right, encoding="utf-8")
    assert checkout.run("x").stdout == "pebble 1.0 asked x\n"


@pytest.mark.parametrize("installer", ["uv", "pip"])
def test_without_network_the_message_says_what_to_do(checkout: Checkout, installer: str) -> None:
    checkout.run("x")
    checkout.pin("questions", pebble="1.1")
    nowhere = {
        "PATH": checkout.environment["PATH"] if installer == "uv" else "",
        "PIP_FIND_LINKS": "",
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_NO_INDEX": "0",
        "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple",
        "UV_FIND_LINKS": "",
        "UV_HTTP_RETRIES": "0",
        "UV_OFFLINE": "0",
    }
    answer = checkout.run("x", **nowhere)
    assert answer.returncode == 1
    assert "no answer from the package index" in answer.stderr
    assert "HTTPS_PROXY" in answer.stderr
    # What was installed still stands, and serves when the list is the old one again.
    assert checkout.fault() == "lock"
    checkout.pin("questions", pebble="1.0")
    assert checkout.run("x").stderr == ""


def test_help_is_given_before_and_after_set_up(checkout: Checkout) -> None:
    for arguments in ((), ("--help",), ("-h",)):
        answer = checkout.run(*arguments)
        assert answer.returncode == 0
        assert "python3 run.py influence 14" in answer.stdout
        assert not checkout.home.exists()
    checkout.run("setup")
    assert checkout.run("--help").stdout.endswith("pebble 1.0 asked --help\n")


def test_a_wrong_option_of_setup_is_a_usage_error(checkout: Checkout) -> None:
    answer = checkout.run("setup", "--chekcs")
    assert answer.returncode == 2
    assert "--chekcs?" in answer.stderr
    assert not checkout.home.exists()


def test_a_missing_list_is_named(checkout: Checkout) -> None:
    (checkout.root / "requirements.lock").unlink()
    answer = checkout.run("x")
    assert answer.returncode == 1
    assert "git checkout -- requirements.lock" in answer.stderr


def test_an_old_python_can_read_run_py_and_says_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = (ROOT / "run.py").read_bytes()
    source.decode("ascii")  # Python 2 reads no other letters
    ast.parse(source, feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as stop:
        runpy.run_path(str(ROOT / "run.py"), run_name="__main__")
    assert stop.value.code == 1
    assert "needs Python 3.11 or newer; this is Python 3.9" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "start"),
    [
        ({"LC_ALL": "fi_FI.UTF-8"}, "Otetaan digisys käyttöön."),
        ({"LC_ALL": "", "LANG": "sv_FI.UTF-8"}, "Förbereder digisys."),
        ({"LC_ALL": "", "LANG": "de_DE.UTF-8"}, "Setting up digisys."),
        ({"LC_ALL": "fi_FI", "PYTHONIOENCODING": "ascii"}, "Otetaan digisys k?ytt??n."),
    ],
)
def test_messages_speak_the_computers_language(
    checkout: Checkout, settings: dict[str, str], start: str
) -> None:
    assert checkout.run("x", **settings).stderr.startswith(start)


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_each_message_has_the_same_places_to_fill_in_each_language(key: str) -> None:
    texts = TEXTS[key]
    assert len(set(texts)) == 3
    names = [sorted(part.split("}")[0] for part in text.split("{")[1:]) for text in texts]
    # A path may be named twice where a sentence needs it.
    assert len({tuple(sorted(set(found))) for found in names}) == 1


def test_the_help_fits_a_terminal() -> None:
    assert all(len(line) <= 80 for text in TEXTS["help"] for line in text.splitlines())


def test_the_note_is_plain_json_without_secrets(checkout: Checkout) -> None:
    checkout.run("x", PIP_EXTRA_INDEX_URL="https://user:secret@example.org/simple")
    note = (checkout.home / "digisys-setup.json").read_text(encoding="utf-8")
    assert json.loads(note)["level"] == "questions"
    assert "secret" not in note


@pytest.mark.parametrize("days", [2, -2])
def test_the_lock_does_not_hang_on_the_clock(tmp_path: Path, days: int) -> None:
    """The system holds it, not a time: a clock that jumps neither opens nor closes it."""
    code = "import sys; from pathlib import Path; from tools.install import alone\n"
    take = code + "with alone(Path(sys.argv[1])): print('mine', flush=True); sys.stdin.read()"

    def other() -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", take, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    with other() as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "mine\n"
        lock = tmp_path / ".venv.lock"
        now = lock.stat().st_mtime
        os.utime(lock, (now + days * 86400,) * 2)
        with other() as waiting:
            assert waiting.stderr is not None
            assert waiting.stderr.readline().strip() in TEXTS["waiting"]
            holder.communicate()
            assert waiting.communicate()[0] == "mine\n"
    assert holder.returncode == waiting.returncode == 0
