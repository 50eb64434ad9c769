"""A library of tiny named models, as fixtures that everyone knows by heart."""

from __future__ import annotations

from digisys.schema import Model

SIGNS = {"+": "positive", "-": "negative", "?": "unknown"}


def model_of(*edges: str, roles: dict[str, str] | None = None, **parts: object) -> Model:
    """Build a model from edges such as ``"a + b"``; every variable is a stock unless told."""
    links = []
    names: dict[str, None] = {}
    for edge in edges:
        source, sign, target = edge.split()
        names.setdefault(source)
        names.setdefault(target)
        links.append({"from": source, "to": target, "polarity": SIGNS[sign]})
    for name in roles or {}:
        names.setdefault(name)
    raw = {
        "schema": 1,
        "id": "tiny",
        "title": "Tiny",
        "languages": ["en"],
        "variables": {
            name: {"label": name.upper(), "role": (roles or {}).get(name, "stock")}
            for name in names
        },
        "links": links,
        **parts,
    }
    return Model.model_validate(raw)


def reinforcing_pair() -> Model:
    """Two variables that strengthen each other."""
    return model_of("a + b", "b + a")


def balancing_pair() -> Model:
    """A variable held in check by the one that it strengthens."""
    return model_of("a + b", "b - a")


def coherent_feed_forward() -> Model:
    """Two ways to c of the same sign."""
    return model_of("a + b", "b + c", "a + c")


def incoherent_feed_forward() -> Model:
    """Two ways to c of opposite signs."""
    return model_of("a + b", "b + c", "a - c")


def push_into_balancing_loop() -> Model:
    """A variable outside that acts on a balancing loop."""
    return model_of("a + b", "b + c", "c - b")


def two_loops_sharing_a_link() -> Model:
    """A reinforcing and a balancing loop that share the link from a to b."""
    return model_of("a + b", "b + a", "b + c", "c - a")
