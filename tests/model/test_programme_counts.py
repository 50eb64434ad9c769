"""What the documents hold, counted group by group, against what the programme holds of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import digisys
from digisys.analysis.programme.entries import ProgrammeEntry, entries_of
from digisys.analysis.programme.programme import programme as ask
from digisys.schema.programme import Programme
from digisys.verbs import VERBS

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def table(name: str) -> list[dict[str, str]]:
    """Read a table of the reference."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = table("programme-counts.csv")
CONNECTIONS = table("programme-connections.csv")


@pytest.fixture(scope="module")
def programme() -> Programme:
    """Read the programme of Digikompassi with its notes."""
    return digisys.load_programme(digisys.load("digikompassi"), notes=True)


def held(programme: Programme, selector: str) -> int:
    """Count what a row of the table says holds its group."""
    if selector == "traits":
        part = programme.life_events
        return int(part is not None and bool(part.traits))
    asked = dict(word.split("=", 1) for word in selector.split())
    if "connection" in asked:
        return sum(
            row["kind"] == asked["connection"] and row["proposed_confidence"] == asked["proposed"]
            for row in CONNECTIONS
        )
    return sum(_fits(programme, entry, asked) for entry in entries_of(programme))


def _fits(programme: Programme, entry: ProgrammeEntry, asked: dict[str, str]) -> bool:
    tests: dict[str, Callable[[], str | set[str] | None]] = {
        "kind": lambda: entry.kind,
        "part": lambda: entry.part,
        "targets": lambda: "|".join(map(str, entry.targets)) or "none",
        "source": lambda: {each.source for each in entry.evidence[:1]},
        "of": lambda: set(entry.belongs_to),
        "id": lambda: entry.key,
        "status": lambda: programme.indicators[entry.key].status,
        "state": lambda: programme.life_events and programme.life_events.events[entry.key].state,
    }
    for name, wanted in asked.items():
        found = tests[name]()
        any_of = {wanted} if name == "targets" else set(wanted.split("|"))
        if any_of.isdisjoint(found if isinstance(found, set) else {found}):
            return False
    return True


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['list']}: {row['group']}")
def test_the_programme_holds_as_much_as_the_documents(programme: Programme, row: dict[str, str]):
    assert held(programme, row["held as"]) == int(row["count"])


def test_the_table_counts_all_lists():
    assert len(ROWS) == 171
    assert len({row["list"] for row in ROWS}) == 10


def test_every_note_names_its_place_and_every_text_is_in_three_languages(programme: Programme):
    for name, note in programme.notes.items():
        assert note.evidence, name
        assert len(note.label.every()) == 3, name
    assert len(programme.notes) == 382


PLACES = Path(__file__).with_name("note_places.csv")


def test_every_note_stands_at_the_place_that_the_list_gives(programme: Programme):
    found = [
        (name, place.source, place.heading, str(place.lines[0]), str(place.lines[-1]))
        for name, note in programme.notes.items()
        for place in note.evidence
    ]
    with PLACES.open(encoding="utf-8", newline="") as file:
        assert found == [tuple(row) for row in list(csv.reader(file))[1:]]


SYSTEMS = (REFERENCE / "programme-systems.md").read_text("utf-8")
COMMANDS = sorted(set(re.findall(r"`digisys ([^`]+)`", SYSTEMS)))


def test_every_system_of_the_documents_has_its_row():
    numbers = [int(found) for found in re.findall(r"^\| (\d+) \|", SYSTEMS, re.MULTILINE)]
    assert numbers == list(range(1, 59))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_commands_that_do_them_are_there(programme: Programme, command: str):
    words = command.split()
    assert words[0] in {verb.name.replace("_", "-") for verb in VERBS if verb.command}
    if words[0] == "programme" and len(words) > 1:
        options = {"kind": words[2]} if words[1] == "--kind" else {"name": words[1]}
        answer = ask(digisys.load("digikompassi"), programme=programme, **options)
        assert answer.named or "kind" in options
        assert answer.entries


@pytest.mark.parametrize("name", re.findall(r"ndicators? (?:and )?`([a-z_]+)`", SYSTEMS))
def test_the_indicators_that_they_name_are_there(programme: Programme, name: str):
    assert name in programme.indicators


def test_every_unclear_place_is_carried_by_its_reading_or_told_as_not_recorded(
    programme: Programme,
):
    rows = table("programme-readings.csv")
    assert [int(row["place"]) for row in rows] == list(range(1, 86))
    read = {entry.key for entry in entries_of(programme) if entry.reading is not None}
    for row in rows:
        assert row["carried by"] in read if row["how"] == "reading" else row["note"], row
