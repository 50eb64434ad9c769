"""Whatever is done in the page's editor, and in whatever order, the model stays a valid one."""

from __future__ import annotations

import json
from collections import Counter

import pytest

import digisys
from digisys.report.page.plain import plain_data
from digisys.schema import Model
from tests.explorer.editing import Editor, starts
from tests.length import long_or_slice

#: Random sequences of verbs in a long run, and in a usual one, on each model.
SEQUENCES, SLICE = 300, 20


def read_plain(plain: object) -> Model:
    return Model.model_validate_json(json.dumps(plain))


@pytest.mark.parametrize("start", range(3))
def test_any_sequence_of_verbs_gives_a_valid_model(start: int):
    model = starts()[start]
    editor = Editor(model)
    did: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for seed in range(long_or_slice(SEQUENCES, SLICE)):
        walked = editor.walk(seed, 30)
        did.update(code for code, _ in walked["told"])
        refused.update(code for code, _ in walked["refused"])
        # Every step and every refusal has words; a code stands for none.
        assert all(code != words for code, words in (*walked["told"], *walked["refused"]))
        found = read_plain(walked["plain"])
        told = plain_data(found)
        for link, given in zip(
            told.get("links", ()), walked["plain"].get("links", ()), strict=True
        ):
            if "id" in link and "id" not in given:
                given["id"] = link["id"]
        assert told == walked["plain"], seed
    assert len(did) > 30
    assert len(refused) > 12


@pytest.mark.parametrize(
    ("verb", "section", "key"),
    [
        ("renameVariable", "variables", "digital_skills"),
        ("renameLoop", "loops", "R1"),
        ("renameArea", "areas", "infrastructure"),
    ],
)
def test_a_new_name_in_one_language_leaves_the_short_ones_of_others(verb, section, key):
    plain = plain_data(digisys.load("digikompassi"))
    key = key if key in plain[section] else next(iter(plain[section]))
    part = plain[section][key]
    part["short_label"] = {"fi": "Lyhyt", "sv": "Kort", "en": "Short"}
    model = Model.model_validate_json(json.dumps(plain))
    renamed = Editor(model).ask(
        f"verbs.{verb}(base, key, 'fi', 'Aivan uusi nimi').plain[section][key]",
        key=key,
        section=section,
    )
    assert renamed["label"] == {**part["label"], "fi": "Aivan uusi nimi"}
    assert renamed["short_label"] == {"fi": "Aivan uusi nimi", "sv": "Kort", "en": "Short"}
