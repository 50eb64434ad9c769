"""The Mermaid chart holds the scene, and no text in it can become syntax."""

import re
from dataclasses import replace
from pathlib import Path

from digisys import draw
from digisys.render.backends.mermaid import mermaid
from digisys.render.labels import clean_text

SHOWN = re.compile(r'^  (?:  )?var_\w+\["(?P<label>[^"]*)"\]$', re.MULTILINE)


def decoded(text):
    return re.sub(r"#(\d+);", lambda found: chr(int(found[1])), text)


def test_the_chart_of_a_tiny_scene(tiny_scene):
    golden = Path(__file__).parent / "golden" / "tiny.mmd"
    assert mermaid(tiny_scene) == golden.read_text(encoding="utf-8")


def test_signs_delays_and_doubts_are_on_the_arrows(small_model):
    chart = draw(small_model, language="en", certainty="all").mermaid()
    assert 'var_trust -->|"+ ‖ R1 B1"| var_use\n' in chart
    assert 'var_errors -.->|"− ‖ B1"| var_trust\n' in chart
    assert re.search(r'var_law -\.?->\|"\?"\| var_errors\n', chart)
    assert 'var_law -.->|"+ #40;ambiguous#41;"| var_trust\n' in chart
    assert '  subgraph area_people["People"]' in chart


def test_targets_and_levels_stand_in_the_boxes(small_model):
    chart = draw(small_model, language="fi", heat={"trust": 0.5}).mermaid()
    assert re.search(r'var_trust\["Luottamus<br/>Tavoite 3<br/>.*0[.,]5', chart)


def test_lines_break_where_the_picture_breaks_them(tiny_scene):
    box = tiny_scene.boxes[0]
    label = tuple(replace(box.label[0], text=words) for words in ("Firms in data-", "spaces"))
    scene = replace(tiny_scene, boxes=(replace(box, label=label),))
    assert '["Firms in data-<br/>spaces<br/>Target 3"]' in mermaid(scene)


def test_hostile_texts_stay_in_their_quotes(hostile_scene, hostile):
    chart = mermaid(hostile_scene)
    labels = [decoded(found["label"]) for found in SHOWN.finditer(chart)]
    assert labels == [clean_text(hostile), clean_text(hostile)]
    for line in chart.split("\n"):
        assert line.count('"') % 2 == 0 or line.startswith(("title:", "  acc"))
    assert "<script>" not in chart.split("flowchart", 1)[1]
    assert len(chart.split("\n")) == 13
