"""A ``.venv`` that is broken, half-made or somebody else's is mended, not tripped over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.setup.conftest import Checkout


def note(checkout: Checkout) -> Path:
    return checkout.home / "digisys-setup.json"


def change_note(checkout: Checkout, **values: object) -> None:
    held = json.loads(note(checkout).read_text(encoding="utf-8"))
    note(checkout).write_text(json.dumps({**held, **values}), encoding="utf-8")


def lose_the_interpreter(checkout: Checkout) -> None:
    checkout.python.unlink()
    checkout.python.symlink_to(checkout.root / "python-that-is-gone")


def swap_the_interpreter(checkout: Checkout) -> None:
    other = checkout.root / "other-python"
    shutil.copy(checkout.python.resolve(), other)
    checkout.python.unlink()
    checkout.python.symlink_to(other)


def move(checkout: Checkout) -> None:
    target = checkout.root.with_name("moved here")
    checkout.root.rename(target)
    checkout.root = target


def forget_a_key(checkout: Checkout) -> None:
    held = json.loads(note(checkout).read_text(encoding="utf-8"))
    del held["packages"]
    note(checkout).write_text(json.dumps(held), encoding="utf-8")


BREAKAGES: dict[str, tuple[Callable[[Checkout], object], str]] = {
    "no .venv": (lambda c: shutil.rmtree(c.home), "missing"),
    "emptied": (lambda c: (shutil.rmtree(c.home), c.home.mkdir()), "missing"),
    "interrupted": (lambda c: note(c).write_text('{"finished": false}'), "unfinished"),
    "note cut short": (lambda c: note(c).write_text('{"finished": tr'), "unfinished"),
    "note not text": (lambda c: note(c).write_bytes(b"\xff\xfe\x00"), "unfinished"),
    "note a list": (lambda c: note(c).write_text("[1]"), "unfinished"),
    "note lacks a key": (forget_a_key, "unfinished"),
    "older kind": (lambda c: change_note(c, version=0), "version"),
    "unknown level": (lambda c: change_note(c, level="all"), "level"),
    "moved": (move, "moved"),
    "interpreter gone": (lose_the_interpreter, "interpreter"),
    "interpreter deleted": (lambda c: c.python.unlink(), "interpreter"),
    "interpreter swapped": (swap_the_interpreter, "interpreter"),
    "package deleted": (lambda c: (c.site / "pebble.py").unlink(), "packages"),
    "site-packages deleted": (lambda c: shutil.rmtree(c.site), "packages"),
    "list changed": (lambda c: c.pin("questions", pebble="1.1"), "lock"),
    "made by another tool": (lambda c: note(c).unlink(), "unmarked"),
    "pyvenv.cfg deleted": (
        lambda c: ((c.home / "pyvenv.cfg").unlink(), note(c).unlink()),
        "missing",
    ),
}
if os.name == "nt":  # these change a link, which Windows has a launcher for
    del BREAKAGES["interpreter gone"], BREAKAGES["interpreter swapped"]


@pytest.mark.parametrize("breakage", BREAKAGES)
def test_each_breakage_is_named_and_mended(checkout: Checkout, breakage: str) -> None:
    assert checkout.run("x").returncode == 0
    assert checkout.fault() is None
    do_it, expected = BREAKAGES[breakage]
    do_it(checkout)
    assert checkout.fault() == expected
    version = "1.1" if expected == "lock" else "1.0"
    answer = checkout.run("again")
    assert answer.stdout == f"pebble {version} asked again\n", answer.stderr
    assert "Traceback" not in answer.stderr
    assert checkout.fault() is None
    assert checkout.run("again").stderr == "", "mended for good"
    assert not list(checkout.root.glob(".venv-old*"))


def test_packages_that_a_user_added_stay(checkout: Checkout) -> None:
    checkout.run("x")
    (checkout.site / "mine.py").write_text("", encoding="utf-8")
    assert checkout.fault() is None
    checkout.pin("questions", pebble="1.1")
    checkout.run("x")
    assert (checkout.site / "mine.py").is_file()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_no_environment_is_kept_under_another_name(checkout: Checkout, kind: str) -> None:
    if kind == "file":
        checkout.home.write_text("precious", encoding="utf-8")
    else:
        checkout.home.mkdir()
        (checkout.home / "thesis.txt").write_text("precious", encoding="utf-8")
    answer = checkout.run("x")
    assert answer.stdout == "pebble 1.0 asked x\n"
    assert ".venv-kept-1" in answer.stderr
    kept = checkout.root / ".venv-kept-1"
    assert "precious" in (kept if kind == "file" else kept / "thesis.txt").read_text("utf-8")


def test_two_at_once_set_up_once_and_both_answer(checkout: Checkout) -> None:
    processes = [
        subprocess.Popen(
            checkout.command(f"number-{number}"),
            env=checkout.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(3)
    ]
    answers = [process.communicate(timeout=120) for process in processes]
    assert [out for out, _ in answers] == [f"pebble 1.0 asked number-{n}\n" for n in range(3)]
    assert sum("Setting up digisys" in error for _, error in answers) == 1


def test_a_set_up_killed_half_way_is_done_again(checkout: Checkout) -> None:
    process = subprocess.Popen(
        checkout.command("x"),
        env={**checkout.environment, "PATH": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not note(checkout).exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert checkout.fault() == "unfinished"
    assert checkout.run("x").stdout == "pebble 1.0 asked x\n"
    assert checkout.fault() is None
