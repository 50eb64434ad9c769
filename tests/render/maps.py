"""Tiny models with areas, targets, loops and stored positions."""

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
