"""A workshop replayed: nothing that was shown as saved is lost, whatever is killed."""

from __future__ import annotations

from pathlib import Path

from tests.length import long_or_slice
from tests.workshop.replay import EDITS, replay


def test_a_workshop_loses_nothing(tmp_path: Path) -> None:
    edits, kills = long_or_slice((EDITS, 6), (25, 1))
    found = replay(tmp_path, edits=edits, kills=kills)
    assert found.faults == ()
    assert found.versions > edits // 3
    assert found.written > 0
    # What nobody touched is as it was.
    assert found.text.startswith("# A workshop of an afternoon.\nschema: 1\nid: workshop\n")
    assert "title: Workshop   # to be named by the group\n" in found.text
    assert len(list(tmp_path.glob("workshop.before-edit*.yaml"))) >= 1
    if edits == EDITS:
        assert len(found.plain["variables"]) == 30
        assert len(found.plain["links"]) >= 50
