"""Models with a link more or less, as matrices and as graphs; frames that are tidy."""

from __future__ import annotations

from io import StringIO

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from pydantic import BaseModel

import digisys
from digisys.errors import UnknownNameError
from digisys.graph.view import select_view
from digisys.schema import Link, Model
from tests import tiny


@pytest.fixture(scope="module")
def compass() -> Model:
    return digisys.load("digikompassi")


def test_without_any_one_link_the_model_is_valid_and_lacks_what_hung_on_it(compass: Model):
    """Every link in turn: what a link carries alone is gone, all else is as before."""
    before = compass.model_dump_json()
    for link in compass.links:
        cut = compass.without(link)
        assert [item for item in compass.links if item.id != link.id] == list(cut.links)
        pairs = {item.pair for item in cut.links}
        for name, loop in compass.loops.items():
            closed = {
                key
                for key, cycle in loop.cycles.items()
                if all(pair in pairs for pair in zip(cycle, (*cycle[1:], cycle[0]), strict=True))
            }
            assert set(cut.loops[name].cycles if name in cut.loops else ()) == closed
    assert compass.model_dump_json() == before


def test_a_link_put_back_gives_the_model_again(compass: Model):
    more = compass.with_link("trust_in_society", "digital_skills", "negative", strength="weak")
    added = more.links[-1]
    assert (added.polarity, added.strength) == ("negative", "weak")
    assert more.without(added) == compass
    assert more.without("trust_in_society -> digital_skills") == compass
    assert compass.with_link(added) == more


def test_what_a_link_carries_alone_is_reached_no_more():
    model = tiny.model_of("a + b", "b + c", "a + d", "d + c")
    assert len(digisys.influence(model, "a").affected) == 3
    assert len(digisys.influence(model.without("a->b"), "a").affected) == 2
    assert digisys.influence(model.without("b->c", "d->c"), "a").affected[-1].variable != "c"
    (effect,) = digisys.influence(
        model.without("b->c").with_link("c", "b", "negative"), "c"
    ).affected
    assert (effect.variable, effect.verdict) == ("b", "weakens")


def test_links_that_modulate_one_that_is_gone_go_too():
    raw = {
        "schema": 1,
        "id": "m",
        "title": "M",
        "languages": ["en"],
        "variables": {name: {"label": name.upper()} for name in "abc"},
        "links": [
            {"from": "a", "to": "c", "polarity": "positive"},
            {"from": "b", "to": "c", "polarity": "positive", "modulates": "a->c"},
        ],
    }
    model = Model.model_validate(raw)
    assert model.without("a->c").links == ()
    assert [link.id for link in model.without("b->c").links] == ["a->c"]


def test_what_is_not_there_or_contradicts_is_told(compass: Model):
    with pytest.raises(digisys.DigisysError, match="participation->trust_in_society"):
        compass.without("participation->trust_in_societ")
    with pytest.raises(digisys.DigisysError, match="nowhere"):
        compass.with_link("participation", "nowhere")
    with pytest.raises(ValueError, match="maybe"):
        compass.with_link("participation", "trust_in_society", "maybe")


@pytest.mark.parametrize("certainty", ["explicit", "ambiguous", "all"])
def test_rows_act_on_columns(compass: Model, certainty):
    signs = digisys.adjacency(compass, certainty=certainty)
    frame = signs.to_frame()
    links = select_view(compass, certainty=certainty).every
    assert np.count_nonzero(signs.array) == len({link.pair for link in links})
    for link in links:
        assert frame.loc[link.source, link.target] in (1, -1) or link.polarity == "unknown"
    graph = digisys.to_networkx(compass, certainty=certainty)
    assert sorted((a, b, key) for a, b, key in graph.edges(keys=True)) == sorted(
        (*link.pair, link.id) for link in links
    )
    reached = nx.descendants(graph, "cross_government_leadership")
    answer = digisys.influence(compass, 14, certainty=certainty)
    assert reached == {effect.variable for effect in answer.affected}


def test_signs_of_several_links_and_of_none(tmp_path):
    model = tiny.model_of("a + b", "b - c", "c ? a")
    told = digisys.adjacency(model)
    expected = [[0, 1, 0], [0, 0, -1], [np.nan, 0, 0]]
    np.testing.assert_array_equal(told.array, expected)
    assert told.to_dict()["signs"][2][0] is None
    graph = digisys.to_networkx(model)
    nx.write_graphml(graph, tmp_path / "m.graphml")
    back = digisys.read_map(tmp_path / "m.graphml").model
    assert [(link.pair, link.polarity) for link in back.links] == [
        (link.pair, link.polarity) for link in model.links
    ]


def test_pydantic_is_out_of_the_way_of_tab(compass: Model):
    shown = set(dir(compass))
    assert {"without", "with_link", "links", "title"} <= shown
    assert not {name for name in shown if name.startswith(("model_", "parse_"))}
    assert not {"copy", "dict", "json", "construct", "schema", "validate"} & shown
    assert set(Link.model_fields) <= set(dir(compass.links[0]))
    assert BaseModel.model_dump.__name__ in dir(type(compass))


FRAMES = {
    "influence": lambda model: digisys.influence(model, 14),
    "chains": lambda model: digisys.chains(model, 14, 11),
    "loops": digisys.find_loops,
    "loop set": digisys.loop_set,
    "matrix": digisys.matrix,
    "cut": lambda model: digisys.cut(model, 14, 10),
    "press": lambda model: digisys.press(model, 14, samples=200),
    "robust": lambda model: digisys.robust(model, 11, samples=50),
    "measures": digisys.measures,
    "audit": digisys.audit,
    "equations": digisys.equations,
    "simulate": lambda model: digisys.simulate(model, "leadership-push"),
}


def numbers(frame: pd.DataFrame) -> pd.DataFrame:
    """The numbers of a frame, whatever its columns are called."""
    found = frame.select_dtypes("number")
    return found.set_axis(range(found.shape[1]), axis="columns")


@pytest.mark.parametrize("name", FRAMES)
def test_frames_are_tidy_and_have_the_same_numbers_in_every_language(compass: Model, name: str):
    answer = FRAMES[name](compass)
    frames, texts = [], []
    try:
        for language in ("fi", "sv", "en"):
            digisys.language(language)
            frames.append(answer.to_frame())
            texts.append(answer.table().csv())
    finally:
        digisys.language(None)
    for frame, text in zip(frames, texts, strict=True):
        cells = frame.astype(object).map(lambda cell: isinstance(cell, list | tuple | dict | set))
        assert not cells.any(axis=None)
        pd.testing.assert_frame_equal(numbers(frame), numbers(frames[0]))
        pd.testing.assert_frame_equal(
            numbers(pd.read_csv(StringIO(text))), numbers(pd.read_csv(StringIO(texts[0])))
        )


def test_a_link_is_left_out_by_the_labels_of_its_ends_too():
    """In any language, short or whole; a researcher reads labels first."""
    model = digisys.load("digikompassi")
    by_id = model.without("life_event_services->participation")
    for name in (
        "Elämäntapahtumien palvelut -> Osallisuus",
        "ETPK->osallisuus",
        "Life-event services -> participation",
        "life_event_services -> Delaktighet",
    ):
        assert model.without(name) == by_id, name
    with pytest.raises(UnknownNameError, match="ETPK -> nothing"):
        model.without("ETPK -> nothing")
