"""Tiny scenes made by hand, so that backends are tested apart from layout and routing."""

import pytest

from digisys.render.scene import (
    Arrow,
    Box,
    Caption,
    Circle,
    Curve,
    LegendItem,
    LoopBadge,
    Paint,
    Panel,
    Path,
    Poly,
    Rect,
    Scene,
    SignMark,
    Tag,
    TargetBadge,
    Text,
)
from digisys.schema import Model

INK = "#1a1a2e"
BLUE = Paint(fill="#1f4e9c")
LINE = Paint(stroke="#1f4e9c", width=2)
PLATE = Paint(fill="#ffffff", stroke="#1f4e9c", width=1.5)

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "entities": "R&D & \"quotes\" 'single' &amp; &#x41; ]]>",
    "emoji": "Trust 😀👩‍💻",
    "arabic": "الثقة في المجتمع",
    "hebrew": "אמון (בחברה)",
    "newlines": "one\ntwo\r\nthree\tfour",
    "control": "bell\x07 null\x00 escape\x1b[31m \ufffe",
    "dollar": "cost $x^2$ and \\frac{1}{2} %d {name}",
    "long": "Palvelukokonaisuuksienkäyttöönottovalmius" * 6,
    "markdown": '`code` **bold** [link](javascript:alert(1)) | # ; "]; end',
    "dot": 'a\\nb\\l"; b -> c [label="x"]; <b>bold</b> \\',
}


def text(words, x, y, *, size=14, weight=600, anchor="middle", width=60.0, rtl=False):
    return Text(words, x, y, size, weight, anchor, INK, width, rtl)


def box(key, label, x, y, **more):
    return Box(
        f"variable-{key}",
        key,
        more.pop("area", "skills"),
        more.pop("name", label),
        Rect(x - 50, y - 20, 100, 40, 6, PLATE),
        (text(label, x, y + 5, rtl=more.pop("rtl", False)),),
        **more,
    )


def arrow(source, target, x1, x2, y, *, polarity="positive", certainty="explicit", **more):
    way = 1 if x2 > x1 else -1
    line = LINE if polarity == "positive" else Paint(stroke="#b3261e", width=2, dash=(6, 4))
    strokes = (Poly(((x2 - 24, y - 14), (x2 - 16, y - 14)), False, LINE),)
    if polarity == "positive":
        strokes += (Poly(((x2 - 20, y - 18), (x2 - 20, y - 10)), False, LINE),)
    disc = Circle(x2 - 20, y - 14, 7, PLATE)
    sign = SignMark("+" if polarity == "positive" else "−", disc, strokes)
    if polarity == "unknown":
        sign = SignMark("?", disc, (), text("?", x2 - 20, y - 10, size=10, width=6))
    middle = (x1 + x2) / 2
    return Arrow(
        f"link-{source}--{target}",
        source,
        target,
        polarity,
        certainty,
        more.pop("name", f"{source} acts on {target}"),
        Path((x1, y), (Curve((middle, y - 20), (middle, y - 20), (x2 - 8 * way, y)),), line),
        Poly(((x2, y), (x2 - 8 * way, y - 4), (x2 - 8 * way, y + 4)), True, BLUE),
        sign,
        **more,
    )


@pytest.fixture
def tiny_scene():
    """Two boxes, a link each way, a target, a loop, a legend and a title."""
    delay = (Poly(((148, 88), (148, 96)), False, LINE), Poly(((152, 88), (152, 96)), False, LINE))
    return Scene(
        width=320,
        height=200,
        background="#ffffff",
        language="en",
        theme="screen",
        title="Trust & use",
        description="Two variables and the loop that joins them.",
        panels=(
            Panel(
                "area-skills",
                "skills",
                "Skills",
                Rect(10, 40, 300, 130, 10, Paint(fill="#e8effa")),
                Rect(20, 50, 3, 16, 0, BLUE),
                (text("Skills", 30, 63, anchor="start"),),
            ),
        ),
        arrows=(
            arrow("trust", "use", 120, 200, 100, delay=delay, loops=("R1",)),
            arrow("use", "trust", 200, 120, 120, polarity="negative", state="dimmed"),
        ),
        boxes=(
            box("trust", "Trust", 70, 110, state="highlighted"),
            box(
                "use",
                "Use",
                250,
                110,
                heat=0.4,
                tag=Tag(Rect(270, 84, 34, 12, 3, PLATE), text("+0.4", 287, 93, size=9)),
            ),
        ),
        badges=(
            TargetBadge(
                "target-3",
                3,
                "trust",
                "Target 3: a long official title",
                Rect(108, 80, 20, 20, 10, BLUE),
                text("3", 118, 94, size=12, width=8),
            ),
        ),
        loops=(
            LoopBadge(
                "loop-R1",
                "R1",
                "reinforcing",
                "clockwise",
                ("trust", "use"),
                ("link-trust--use", "link-use--trust"),
                "Reinforcing loop R1",
                Circle(160, 110, 14, PLATE),
                (text("R1", 160, 115, width=18),),
                Path((150, 100), (Curve((156, 94), (164, 94), (170, 100)),), LINE),
                Poly(((172, 103), (168, 98), (173, 97)), True, BLUE),
            ),
        ),
        legend=(
            LegendItem(
                "legend-positive",
                "strengthens",
                (Poly(((20, 185), (40, 185)), False, LINE),),
                text("strengthens", 46, 189, size=11, weight=400, anchor="start"),
            ),
        ),
        captions=(
            Caption(
                "title", "Trust & use", (text("Trust & use", 10, 24, size=18, anchor="start"),)
            ),
        ),
        notes=(),
    )


@pytest.fixture(params=sorted(HOSTILE))
def hostile(request):
    """A text that breaks careless writers."""
    return HOSTILE[request.param]


def hostile_picture(words):
    return Scene(
        width=400,
        height=160,
        background="#ffffff",
        language="en",
        theme="screen",
        title=words,
        description=words,
        arrows=(arrow("a", "b", 120, 250, 80, polarity="unknown", name=words),),
        boxes=(
            box("a", words, 70, 80, area=None, name=words, rtl=True),
            box("b", words, 300, 80, area=None, name=words),
        ),
        captions=(Caption("title", words, (text(words, 10, 24, anchor="start", rtl=True),)),),
    )


@pytest.fixture
def hostile_scene(hostile):
    """A scene whose every name and text is hostile."""
    return hostile_picture(hostile)


@pytest.fixture
def hostile_scenes():
    """Every hostile text with a scene full of it."""
    return [(words, hostile_picture(words)) for words in HOSTILE.values()]


def mapped(variables, links, loops=None, **more):
    """Make a model with positions, so that nothing has to be laid out."""
    places = {
        key: {"x": 130 + 230 * (number % 2), "y": 90 + 120 * (number // 2)}
        for number, key in enumerate(variables)
    }
    rows = (len(variables) + 1) // 2
    panels = {
        area: {"x": 10, "y": 20, "width": 480, "height": 40 + 120 * rows}
        for area in more.get("areas", {})
    }
    layout = {"width": 500, "height": 80 + 120 * rows, "areas": panels, "variables": places}
    return Model.model_validate(
        {
            "schema": 1,
            "id": "small",
            "title": {"fi": "Pieni malli", "sv": "Liten modell", "en": "Small model"},
            "languages": ["en", "fi", "sv"],
            "variables": variables,
            "links": links,
            "loops": loops or {},
            "layout": layout,
            **more,
        }
    )


def three(fi, sv, en):
    return {"fi": fi, "sv": sv, "en": en}


@pytest.fixture(scope="session")
def small_model():
    """Four variables, every kind of link, one loop that reinforces and one that balances."""
    return mapped(
        {
            "trust": {
                "label": three("Luottamus", "Förtroende", "Trust"),
                "description": three("Paljonko luotetaan.", "Hur mycket man litar.", "How much."),
                "area": "people",
                "role": "stock",
                "targets": [{"target": 3}],
            },
            "use": {"label": three("Käyttö", "Användning", "Use"), "area": "people"},
            "errors": {"label": three("Virheet", "Fel", "Errors"), "area": "people"},
            "law": {"label": three("Laki", "Lag", "Law"), "area": "people", "role": "input"},
        },
        [
            {"from": "trust", "to": "use", "polarity": "positive", "delay": 2},
            {"from": "use", "to": "trust", "polarity": "positive"},
            {"from": "use", "to": "errors", "polarity": "positive"},
            {"from": "errors", "to": "trust", "polarity": "negative", "delay": 0.5},
            {"from": "law", "to": "errors", "polarity": "unknown"},
            {
                "from": "law",
                "to": "trust",
                "polarity": "positive",
                "certainty": "ambiguous",
            },
        ],
        {
            "R1": {
                "label": three("Tottumus", "Vana", "Habit"),
                "kind": "reinforcing",
                "cycles": {"R1a": ["trust", "use"]},
            },
            "B1": {
                "label": three("Pettymys", "Besvikelse", "Disappointment"),
                "kind": "balancing",
                "cycles": {"B1a": ["trust", "use", "errors"]},
            },
        },
        areas={"people": {"label": three("Ihmiset", "Människor", "People")}},
        targets={3: {"title": three("Tavoite", "Målet", "The aim"), "area": "people"}},
    )
