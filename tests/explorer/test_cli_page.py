"""The commands page and explore."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from digisys.cli.main import main
from digisys.report.page.packed import data_of_page
from tests.explorer.test_watch import MODEL


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "team.yaml"
    path.write_text(MODEL, "utf-8")
    return path


def test_page_writes_one_file_and_refuses_to_overwrite(model_file, tmp_path, capsys):
    target = tmp_path / "team.html"
    words = ["page", "-m", str(model_file), "-o", str(target)]
    assert main(words) == 0
    assert capsys.readouterr().out.strip() == str(target)
    assert target.read_text("utf-8").startswith("<!doctype html>")
    assert main(words) == 1
    assert "is there already" in capsys.readouterr().err
    assert main([*words, "--force"]) == 0


def test_page_is_named_after_the_model(model_file, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["page", "-m", str(model_file)]) == 0
    assert (tmp_path / "team.html").is_file()


def test_explore_opens_a_page_in_the_browser(model_file, monkeypatch, capsys):
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert main(["explore", str(model_file)]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert opened == [path.as_uri()]
    assert "Trust" in str(data_of_page(path.read_text("utf-8"))["variables"])
    assert main(["explore", str(model_file), "--no-browser"]) == 0
    assert len(opened) == 1


@pytest.mark.usefixtures("ctrl_c")
def test_explore_watch_serves_until_interrupted(model_file):
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen(
        [sys.executable, "-m", "digisys", "explore", "--watch", str(model_file), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:")
        with urlopen(address, timeout=60) as answer:
            assert "Trust" in str(data_of_page(answer.read().decode())["variables"])
    finally:
        process.send_signal(2)
        for _ in range(100):
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            process.kill()
    _, errors = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in errors


def test_a_wrong_model_is_an_error_and_no_file(tmp_path, capsys):
    path = tmp_path / "wrong.yaml"
    path.write_text(MODEL.replace("to: b", "to: c"), "utf-8")
    assert main(["page", "-m", str(path), "-o", str(tmp_path / "x.html")]) == 1
    assert "There is no variable" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()
