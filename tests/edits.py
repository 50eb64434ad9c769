"""Models of all sorts, and changes to them, from a seed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from digisys.errors import DigisysError
from digisys.io.format import plain_data
from digisys.schema import Model

WORDS = (
    *("Trust", "Use of services", "no", "10:30", "a: b", "x # y", "'quoted'", 'say "so"', "- dash"),
    *(
        "Ääkköset ja öljy",
        "信頼と利用",
        "الثقة",
        "👍 thumbs",
        "tab\there",
        "two  spaces",
        "ends with:",
    ),
    *(
        "[brackets]",
        "{braces}",
        "*star",
        "&and",
        "!bang",
        "%per",
        "@at",
        "`tick",
        "100 %",
        "~",
        "null",
    ),
    (
        "A long sentence that goes on and on, so that whoever writes it down has to break it over"
        " more than one line, as it would not fit on one of a hundred columns however indented."
    ),
    "First line\nsecond line\n\nfourth line",
    "Ends with a line feed\n",
)


def a_text(random: Random, plain: dict[str, Any]) -> Any:
    """Return a text in the languages of a model."""
    if len(plain["languages"]) == 1 and random.random() < 0.7:
        return random.choice(WORDS)
    return {language: random.choice(WORDS) for language in plain["languages"]}


def a_model(random: Random) -> Model:
    """Return a model of a few variables, with some of all sections."""
    count = random.randint(2, 7)
    names = [f"v{number}" for number in range(count)]
    plain: dict[str, Any] = {
        "schema": 1,
        "id": "tiny",
        "languages": random.choice((["en"], ["en", "fi"])),
    }
    plain |= {
        "title": a_text(random, plain),
        "sources": {name: {"title": a_text(random, plain)} for name in ("s1", "s2")},
        "areas": {name: {"label": a_text(random, plain)} for name in ("one", "two")},
        "variables": {name: {"label": a_text(random, plain)} for name in names},
        "links": [],
    }
    if random.random() < 0.5:
        plain["targets"] = {
            1: {"title": a_text(random, plain)},
            7: {"title": a_text(random, plain)},
        }
    pairs = [(one, other) for one in names for other in names if one != other]
    for source, target in random.sample(pairs, min(len(pairs), random.randint(1, 8))):
        plain["links"].append({"from": source, "to": target, "polarity": "positive"})
    model = Model.model_validate(plain)
    for _ in range(random.randint(0, 6)):
        model = an_edit(random, model)
    return model


def an_edit(random: Random, model: Model) -> Model:
    """Return a model with one thing changed; another one than the model."""
    for _ in range(200):
        plain = copy.deepcopy(plain_data(model))
        random.choice(EDITS)(random, plain)
        try:
            made = Model.model_validate(plain)
        except (DigisysError, ValueError, KeyError):
            continue
        if plain_data(made) != plain_data(model):
            return made
    return model


def _a_variable(random: Random, plain: dict[str, Any]) -> str:
    return str(random.choice(list(plain["variables"])))


def _a_link(random: Random, plain: dict[str, Any]) -> dict[str, Any]:
    links = plain.get("links") or [{}]
    found: dict[str, Any] = random.choice(links)
    return found


def add_variable(random: Random, plain: dict[str, Any]) -> None:
    name = f"n{random.randint(0, 10**6)}"
    items = list(plain["variables"].items())
    items.insert(random.randint(0, len(items)), (name, {"label": a_text(random, plain)}))
    plain["variables"] = dict(items)
    if random.random() < 0.7:
        other = _a_variable(random, plain)
        if other != name:
            plain.setdefault("links", []).append(
                {"from": name, "to": other, "polarity": "negative", "strength": "weak"}
            )


def remove_variable(random: Random, plain: dict[str, Any]) -> None:
    name = _a_variable(random, plain)
    del plain["variables"][name]
    plain["links"] = [one for one in plain.get("links", ()) if name not in (one["from"], one["to"])]
    plain["loops"] = {
        key: loop
        for key, loop in plain.get("loops", {}).items()
        if name not in next(iter(loop["cycles"].values()))
    }
    plain.get("layout", {}).get("variables", {}).pop(name, None)
    for key in plain.get("layout", {}).get("loops", {}).copy():
        if key not in plain["loops"]:
            del plain["layout"]["loops"][key]
    slides = plain.pop("presentation", {}).get("slides", [])
    slides = [
        one
        for one in slides
        if one.get("variable") != name and one.get("loop", "") in ("", *plain["loops"])
    ]
    if slides:
        plain["presentation"] = {"slides": slides}


def rename_variable(random: Random, plain: dict[str, Any]) -> None:
    from digisys.workshop.common_ids import renamed_plain

    names = {_a_variable(random, plain): f"r{random.randint(0, 10**6)}"}
    made = renamed_plain(plain, names)
    plain.clear()
    plain.update(made)


def change_variable(random: Random, plain: dict[str, Any]) -> None:
    item = plain["variables"][_a_variable(random, plain)]
    what = random.choice(
        ("label", "role", "area", "aliases", "description", "inertia", "evidence", "short_label")
    )
    if what in item and random.random() < 0.4 and what != "label":
        del item[what]
    elif what == "role":
        item["role"] = random.choice(("stock", "auxiliary"))
    elif what == "area":
        item["area"] = random.choice(("one", "two"))
    elif what == "aliases":
        item["aliases"] = [f"alias {random.randint(0, 99)}", *item.get("aliases", [])]
    elif what == "inertia":
        item["role"] = "stock"
        item["inertia"] = random.choice(("slow", 2, [1, 4.5]))
    elif what == "evidence":
        item["evidence"] = [*item.get("evidence", []), _evidence(random, plain)]
    else:
        item[what] = a_text(random, plain)


def _evidence(random: Random, plain: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"source": random.choice(("s1", "s2")), "pages": [random.randint(1, 99)]}
    if random.random() < 0.3:
        told["note"] = a_text(random, plain)
    return told


def add_link(random: Random, plain: dict[str, Any]) -> None:
    source, target = _a_variable(random, plain), _a_variable(random, plain)
    link: dict[str, Any] = {"from": source, "to": target, "polarity": "positive"}
    if source == target:
        link["polarity"] = "negative"
    if random.random() < 0.3:
        link["evidence"] = [_evidence(random, plain)]
    if random.random() < 0.2:
        link["delay"] = random.choice((2, True, 0.5))
    links = plain.setdefault("links", [])
    links.insert(random.randint(0, len(links)), link)


def remove_link(random: Random, plain: dict[str, Any]) -> None:
    if plain.get("links"):
        plain["links"].remove(_a_link(random, plain))


def change_link(random: Random, plain: dict[str, Any]) -> None:
    link = _a_link(random, plain)
    what = random.choice(
        (
            "polarity",
            "strength",
            "note",
            "evidence",
            "said_by",
            "certainty",
            "delay",
            "effect",
            "drop",
        )
    )
    if what == "drop":
        for key in [key for key in link if key not in ("from", "to", "polarity", "id")][:1]:
            del link[key]
    elif what == "polarity":
        link["polarity"] = random.choice(("positive", "negative", "unknown"))
    elif what == "strength":
        link["strength"] = random.choice(("weak", "strong", 0.4, [0.1, 0.3], [0.1, 0.5]))
    elif what == "note":
        link["note"] = a_text(random, plain)
    elif what == "evidence":
        link["evidence"] = [*link.get("evidence", []), _evidence(random, plain)]
    elif what == "said_by":
        link["said_by"] = [*link.get("said_by", []), f"Group {random.randint(1, 9)}"]
    elif what == "certainty":
        link["certainty"] = random.choice(("ambiguous", "explicit"))
    elif what == "delay":
        link["delay"] = random.choice((True, 1, 2.5))
    else:
        link["effect"] = random.choice(
            ("saturating", {"threshold": 0.5}, {"table": [[0, 0], [1, 2]]})
        )


def name_loop(random: Random, plain: dict[str, Any]) -> None:
    links = plain.get("links", ())
    signs = {(one["from"], one["to"]): one["polarity"] for one in links}
    closed = [pair for pair in signs if pair[::-1] in signs and pair[0] < pair[1]]
    if not closed:
        return
    pair = random.choice(closed)
    negative = [signs[pair], signs[pair[::-1]]].count("negative")
    loops = plain.setdefault("loops", {})
    name = f"R{random.randint(1, 99)}"
    loops[name] = {
        "label": a_text(random, plain),
        "kind": "balancing" if negative == 1 else "reinforcing",
        "cycles": {name: list(pair)},
    }


def place_boxes(random: Random, plain: dict[str, Any]) -> None:
    layout = plain.setdefault("layout", {"width": 640, "height": 400})
    places = layout.setdefault("variables", {})
    places[_a_variable(random, plain)] = {
        "x": random.randint(0, 640),
        "y": random.randint(0, 400) / 2,
    }


def tell_slides(random: Random, plain: dict[str, Any]) -> None:
    slides = plain.setdefault("presentation", {"slides": []})["slides"]
    what = random.random()
    if what < 0.3 and len(slides) > 1:
        random.shuffle(slides)
    elif what < 0.5 and len(slides) > 1:
        slides.pop(random.randrange(len(slides)))
    else:
        slide: dict[str, Any] = {"title": a_text(random, plain)}
        if random.random() < 0.5:
            slide["variable"] = _a_variable(random, plain)
        slides.insert(random.randint(0, len(slides)), slide)


def change_head(random: Random, plain: dict[str, Any]) -> None:
    what = random.choice(("title", "description", "time", "areas", "sources", "order", "targets"))
    if what in ("title", "description"):
        plain[what] = a_text(random, plain)
    elif what == "time":
        plain["time"] = {"start": 2020, "end": random.randint(2025, 2040)}
    elif what == "order":
        items = list(plain["areas"].items())
        random.shuffle(items)
        plain["areas"] = dict(items)
    elif what == "targets" and plain.get("targets"):
        plain["targets"][random.choice(list(plain["targets"]))]["short_label"] = a_text(
            random, plain
        )
    elif what in ("areas", "sources"):
        plain.setdefault(what, {})[f"k{random.randint(0, 99)}"] = {
            "label" if what == "areas" else "title": a_text(random, plain)
        }


EDITS: tuple[Callable[[Random, dict[str, Any]], None], ...] = (
    add_variable,
    remove_variable,
    rename_variable,
    change_variable,
    change_variable,
    change_variable,
    add_link,
    add_link,
    remove_link,
    change_link,
    change_link,
    change_link,
    name_loop,
    place_boxes,
    tell_slides,
    change_head,
)
