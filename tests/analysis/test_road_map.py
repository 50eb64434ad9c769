"""The road map in a programme: every item at its place in the documents."""

from __future__ import annotations

import csv
from pathlib import Path

import digisys

PLACES = Path(__file__).with_name("road_map_places.csv")


def test_every_item_of_the_road_map_stands_at_the_place_that_the_list_gives():
    programme = digisys.load_programme(digisys.load("digikompassi"))
    items = {
        **programme.meanings,
        **programme.needs,
        **{f"{key}.way_forward": need.way_forward for key, need in programme.needs.items()},
        **programme.questions,
        **programme.keywords,
        **programme.resources,
    }
    found = {
        (name, place.source, place.heading, str(place.lines[0]), str(place.lines[-1]))
        for name, item in items.items()
        for place in item.evidence
    }
    assert all(item.evidence for item in items.values())
    with PLACES.open(encoding="utf-8", newline="") as file:
        assert found == {tuple(row) for row in list(csv.reader(file))[1:]}
