"""Tiny models with areas, targets, loops and stored positions."""

import random

from digisys.schema import Model

SIGNS = {"+": "positive", "-": "negative", "?": "unknown"}


def map_of(edges, places=None, *, size=(900, 560), **parts):
    """Build a model from edges such as ``"a + b"`` and centres of boxes."""
    names = {}
    links = []
    for edge in edges:
        source, sign, target = edge.split()
        names.setdefault(source)
        names.setdefault(target)
        links.append({"from": source, "to": target, "polarity": SIGNS[sign]})
    variables = {name: {"label": f"Variable {name.upper()}", "role": "stock"} for name in names}
    for name, more in parts.pop("variables", {}).items():
        variables.setdefault(name, {"label": f"Variable {name.upper()}"}).update(more)
    links = [
        {**link, **parts.get("more", {}).get(f"{link['from']}->{link['to']}", {})} for link in links
    ]
    parts.pop("more", None)
    layout = parts.pop("layout", {})
    if places is not None:
        layout = {
            "width": size[0],
            "height": size[1],
            "variables": {name: {"x": x, "y": y} for name, (x, y) in places.items()},
            **layout,
        }
    raw = {
        "schema": 1,
        "id": "tiny",
        "title": "Tiny",
        "languages": ["en"],
        "variables": variables,
        "links": links,
        **parts,
    }
    if layout:
        raw["layout"] = layout
    return Model.model_validate(raw)


def square_map():
    """Four variables on a ring, in two areas, with two targets and a loop."""
    return map_of(
        ["a + b", "b + c", "c - d", "d - a"],
        {"a": (200, 160), "b": (700, 160), "c": (700, 440), "d": (200, 440)},
        areas={"left": {"label": "Left side"}, "right": {"label": "Right side"}},
        targets={1: {"title": "First"}, 2: {"title": "Second"}},
        variables={
            "a": {"area": "left", "targets": [{"target": 1}, {"target": 2}]},
            "b": {"area": "right", "targets": [{"target": 2}]},
            "c": {"area": "right"},
            "d": {"area": "left"},
        },
        loops={
            "R1": {
                "label": "Round",
                "kind": "reinforcing",
                "cycles": {"R1": ["a", "b", "c", "d"]},
            }
        },
        layout={
            "areas": {
                "left": {"x": 10, "y": 10, "width": 420, "height": 540},
                "right": {"x": 470, "y": 10, "width": 420, "height": 540},
            }
        },
    )


def random_map(seed, *, variables, links, areas):
    """Build a model without positions: most links within an area, some delayed, some with −."""
    chance = random.Random(seed)
    words = ("trust", "data", "service", "skill", "funding", "steering", "platform", "citizen",
             "region", "security", "quality", "capacity", "demand", "municipal")  # fmt: skip

    def label():
        return " ".join(chance.sample(words, chance.choice((1, 2, 2, 3, 3, 4)))).capitalize()

    home = {f"v{n}": f"area_{chance.randrange(areas)}" for n in range(variables)}
    names = list(home)
    pairs = {}
    while len(pairs) < links:
        source = chance.choice(names)
        near = chance.random() < 0.72
        others = [name for name in names if not near or home[name] == home[source]]
        target = chance.choice(others)
        if source != target:
            sign = chance.choice(("positive", "positive", "positive", "positive", "negative"))
            pairs[source, target] = (sign, 1.0 if chance.random() < 0.1 else 0.0)
    raw = {
        "schema": 1,
        "id": "random",
        "title": f"{variables} variables",
        "languages": ["en"],
        "areas": {f"area_{n}": {"label": label()} for n in range(areas)},
        "variables": {
            name: {"label": label(), "role": "stock", "area": area} for name, area in home.items()
        },
        "links": [
            {"from": source, "to": target, "polarity": sign, "delay": delay}
            for (source, target), (sign, delay) in pairs.items()
        ],
    }
    return Model.model_validate(raw)
