"""Tiny named systems whose behaviour is known in closed form."""

from __future__ import annotations

from digisys.schema import Model, Push, Scenario


def model(roles: dict[str, str], links: list[str | dict], **more) -> Model:
    """Build a model: ``links`` as ``"a->b"``, ``"a-|b"`` (negative) or full mappings."""
    data = {
        "schema": 1,
        "id": "tiny",
        "title": "Tiny",
        "languages": ["en"],
        "variables": {name: {"label": name.title(), "role": role} for name, role in roles.items()},
        "links": [_link(item) if isinstance(item, str) else item for item in links],
    }
    for name, fields in more.pop("variables", {}).items():
        data["variables"][name] |= fields
    return Model.model_validate(data | more)


def _link(text: str) -> dict:
    sign = "negative" if "-|" in text else "positive"
    source, target = text.split("-|" if "-|" in text else "->")
    return {"from": source, "to": target, "polarity": sign}


def push(name: str = "a", size: float = 0.5, start: float = 2023, **more) -> Scenario:
    return Scenario(
        id="push", title="Push", interventions=[Push(variable=name, size=size, start=start)], **more
    )


def lone_stock() -> Model:
    """One stock without causes: a first-order lag."""
    return model({"a": "stock"}, [])


def growth() -> Model:
    """Two stocks that strengthen each other."""
    return model({"a": "stock", "b": "stock"}, ["a->b", "b->a"])


def thermostat() -> Model:
    """Two stocks in a balancing loop: a damped oscillator."""
    return model({"a": "stock", "b": "stock"}, ["a->b", "b-|a"])


def rich() -> Model:
    """Every kind of part: input, auxiliaries in a row, stocks, delays and both signs."""
    return model(
        {
            "u": "input",
            "a": "stock",
            "p": "auxiliary",
            "q": "auxiliary",
            "b": "stock",
            "c": "stock",
        },
        [
            "u->a",
            "q->b",
            "p->q",
            "a->p",
            "b-|a",
            {"from": "b", "to": "c", "polarity": "positive", "delay": 0.5},
            {"from": "c", "to": "a", "polarity": "negative", "delay": 0.75, "delay_order": 3},
            {
                "from": "a",
                "to": "c",
                "polarity": "positive",
                "delay": 0.5,
                "delay_order": "pipeline",
            },
        ],
        variables={"a": {"inertia": "fast"}, "c": {"inertia": "slow"}},
    )
