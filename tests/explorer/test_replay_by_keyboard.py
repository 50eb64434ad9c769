"""A workshop in a real browser, by keyboard alone: what was shown as saved is never lost."""

from __future__ import annotations

from pathlib import Path

from tests.length import long_or_slice
from tests.workshop.replay import EDITS
from tests.workshop.replay_by_keyboard import replay_by_keyboard


def test_a_workshop_by_keyboard_alone(browser, tmp_path: Path, check_axe) -> None:
    edits, kills = long_or_slice((EDITS, 4), (5, 1))
    found = replay_by_keyboard(browser, tmp_path, edits=edits, kills=kills, check=check_axe)
    assert found.faults == ()
    assert found.text.startswith("# A workshop of an afternoon.\nschema: 1\nid: workshop\n")
    assert "title: Workshop   # to be named by the group\n" in found.text
    if edits == EDITS:
        assert len(found.plain["variables"]) == 30
        assert len(found.plain["links"]) >= 50
