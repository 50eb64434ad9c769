"""What organisations measured and plan, told in each language from one set of files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from digisys.cli.main import main

SEEN = """\
organisation;made up
Mallila;yes
Esimerkkilä;yes

indicator;component;item;value;unit;date;organisation;source
automation_rate;;;20;%;2024;Mallila;made up
automation_rate;;;55;%;2025;Mallila;made up
user_satisfaction;;;2;stars;2024;Mallila;made up
user_satisfaction;;;4;stars;2025;Mallila;made up
green_permit_duration;;water;210;days;2024;Mallila;made up
green_permit_duration;;water;150;days;2025;Mallila;made up
data_barriers_removed;reviewed;archive law;yes;;2025;Mallila;made up
11.2;;;no data;;2025;Mallila;made up
automation_rate;;;60;%;2024;Esimerkkilä;made up
automation_rate;;;62;%;2025;Esimerkkilä;made up
automation_rate;;;162;%;2026;Esimerkkilä;made up
"""
LINES = (
    "monitor seen.csv --organisation Mallila --since 2024 --samples 32",
    "monitor seen.csv --organisation Mallila --samples 32 --memo memo.md --force",
    "organisations seen.csv --scenario leadership-push --outcome 12 --samples 32",
    "roadmap", "roadmap --target 12", "roadmap --part needs --target 11",
    "roadmap --state own.yaml --measurements seen.csv --samples 32",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("monitoring")
    (made / "seen.csv").write_text(SEEN, "utf-8")
    page = (Path(__file__).parents[2] / "docs" / "howto" / "monitor.md").read_text("utf-8")
    state = re.search(r":caption: mallila\.yaml\n\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert state is not None
    (made / "own.yaml").write_text(state[1], "utf-8")
    return made


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_answer_is_told_whole(folder, monkeypatch, capsys, language):
    monkeypatch.chdir(folder)
    for line in LINES:
        assert main([*line.split(), "-l", language]) == 0, line
        told = capsys.readouterr().out
        assert not re.search(r"\{\w+\}|\bNone\b|\bnan\b", told), line


def test_data_are_the_same_in_every_language(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    for line in LINES:
        seen = []
        for language in ("fi", "en"):
            assert main([*line.split(), "-l", language, "-f", "json"]) == 0
            found = re.findall(r"-?\d+\.\d{3,}", json.dumps(json.loads(capsys.readouterr().out)))
            seen.append(found)
        assert seen[0] == seen[1], line


def test_wrong_rows_of_the_earlier_file_are_told_with_its_name(folder, monkeypatch, capsys):
    """The one row that is wrong is named with file and line, and the others are compared with."""
    monkeypatch.chdir(folder)
    earlier = SEEN.replace("automation_rate;;;20;%", "automation_rate;;;220;%", 1)
    kept = [line for line in earlier.splitlines() if ";2025;" not in line and ";2026;" not in line]
    (folder / "earlier.csv").write_text("\n".join(kept) + "\n", "utf-8")
    wrong = next(at for at, line in enumerate(kept, 1) if ";220;" in line)
    words = "monitor seen.csv --since earlier.csv --organisation Mallila --samples 32 -l en -f json"
    assert main(words.split()) == 0
    told = capsys.readouterr()
    assert re.search(rf"earlier\.csv\D+{wrong}\b", told.err), told.err
    assert "220" in told.err
    new = {(item["subject"], item["time"]) for item in json.loads(told.out)["changes"]}
    assert ("indicator:automation_rate", 2024) in new  # as its row of the earlier file is wrong
    assert ("indicator:user_satisfaction", 2024) not in new
    assert ("indicator:user_satisfaction", 2025) in new
