"""How differences between maps are told: sentences and rows count the same things."""

from __future__ import annotations

import json
import re

import pytest
import yaml

import digisys
from digisys.cli.main import main
from digisys.io import parse_model, write_model
from digisys.io.format import format_model
from digisys.schema import Model
from digisys.workshop.compare_models import compare_models

COMPASS = digisys.load("digikompassi")


def changed() -> Model:
    """Digikompassi with a link less, a link more, one turned, one renamed and one reworded."""
    text = re.sub(r"\btrust_in_society\b", "public_trust", format_model(COMPASS))
    raw = yaml.safe_load(text)
    raw["variables"]["participation"]["label"]["en"] = "Inclusion"
    raw["targets"][14]["title"]["en"] = "Leadership"
    raw["loops"].pop("R5")
    for key in ("presentation", "layout"):
        raw.pop(key, None)
    model = parse_model(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False))
    model = model.without("cross_government_leadership->life_event_services")
    turned = "workforce_digital_skills", "technology_clusters"
    model = model.without("->".join(turned)).with_link(*turned, polarity="negative")
    return model.with_link("ict_study_places", "public_trust", polarity="negative")


@pytest.fixture(scope="module")
def found():
    return compare_models(COMPASS, changed(), samples=300)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_sentences_count_what_the_rows_list(found, language):
    compared, rows = found.compared, found.table(language).rows
    assert len(rows) >= len(compared.effects) + len(compared.loops) + len(compared.levers)
    told = found.conclusion.to_dict(language)["statements"]
    by_kind = {each["kind"]: each for each in told}
    assert sum(by_kind["reach"]["effects"].values()) == len(compared.effects)
    assert sum(by_kind["loops"]["loops"].values()) == len(compared.loops)
    assert sum(by_kind["edits"]["edits"].values()) == len(found.edits)
    text = found.text(language)
    assert not re.search(r"\{\w+\}|None", text)
    for edit in found.edits:
        if edit.was:
            assert edit.was in text


def test_rows_of_one_kind_are_told_together_and_data_has_all(found):
    data = found.to_dict("en")
    assert len(data["effects"]) == len(found.compared.effects)
    assert len(found.shown("en").rows) <= len(found.table("en").rows)
    frame = found.to_frame()
    assert set(frame["kind"]) >= {"effect", "loop", "variable", "link", "target"}
    assert len(frame[frame["kind"] == "effect"]) == len(data["effects"])
    json.dumps(data)


def test_the_command_says_it_in_every_format(tmp_path, capsys):
    old, new = str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")
    write_model(COMPASS, old)
    write_model(changed(), new)
    for words in (["-l", "sv"], ["-f", "json"], ["-f", "csv"], ["-f", "markdown", "-l", "fi"]):
        assert main(["diff", old, new, "--samples", "0", *words]) == 0
        assert "public_trust" in capsys.readouterr().out.replace("\\_", "_")
    assert main(["diff", old, old, "-l", "en", "--samples", "0"]) == 0
    assert "The maps say the same." in capsys.readouterr().out
