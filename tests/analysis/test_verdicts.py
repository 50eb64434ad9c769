"""Verdicts against every chain: what is told as certain holds, for one and for groups."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator

import pytest

import digisys
from digisys.schema import Model
from tests import tiny

Signs = dict[tuple[str, str], set[int]]

#: Random maps that every run tries; a thousand take half a minute.
MAPS = 150


def random_map(seed: int) -> Model:
    """Draw a map of 2 to 9 variables with two areas, two targets and some unknown signs."""
    draw = random.Random(seed)
    size = draw.randint(2, 9)
    names = [f"v{i}" for i in range(size)]
    pairs = [(a, b) for a in names for b in names if a != b]
    links = draw.sample(pairs, min(len(pairs), draw.randint(1, 3 * size)))
    signs = draw.choice(["+-", "++-", "++++-?", "+-?", "++++++-"])
    areas = {name: draw.choice(["p", "q", "r"]) for name in names}
    targets = {name: draw.sample([1, 2], draw.randint(0, 2)) for name in names}
    return Model.model_validate(
        {
            "schema": 1,
            "id": "drawn",
            "title": "Drawn",
            "languages": ["en"],
            "areas": {area: {"label": f"Area {area}"} for area in "pqr"},
            "targets": {number: {"title": f"T{number}"} for number in (1, 2)},
            "variables": {
                name: {
                    "label": name,
                    "role": "stock",
                    "area": areas[name],
                    "targets": [{"target": number} for number in targets[name]],
                }
                for name in names
            },
            "links": [
                {"from": a, "to": b, "polarity": tiny.SIGNS[draw.choice(signs)]} for a, b in links
            ],
        }
    )


def every_chain(model: Model) -> Signs:
    """List the signs of all simple chains of every pair, by trying each way."""
    signs = {"positive": 1, "negative": -1, "unknown": 0}
    ways: dict[str, list[tuple[str, int]]] = {name: [] for name in model.variables}
    for link in model.links:
        ways[link.source].append((link.target, signs[link.polarity]))
    found: Signs = {}

    def go(start: str, path: tuple[str, ...], sign: int) -> None:
        for target, turn in ways[path[-1]]:
            if target not in path:
                found.setdefault((start, target), set()).add(sign * turn)
                go(start, (*path, target), sign * turn)

    for name in model.variables:
        go(name, (name,), 1)
    return found


def verdict(signs: Iterable[int]) -> str:
    known = set(signs)
    if 1 in known and -1 in known:
        return "ambiguous"
    if 0 in known:
        return "unknown"
    return "strengthens" if 1 in known else "weakens"


def on_group(signs: Signs, sources: Iterable[str], outcomes: Iterable[str]) -> str | None:
    """Join the verdicts of a group on each member of another that it reaches."""
    rows = set(sources)
    verdicts = set()
    for outcome in set(outcomes) - rows:
        reached = set().union(*(signs.get((row, outcome), set()) for row in rows))
        if reached:
            verdicts.add(verdict(reached))
    if len(verdicts) < 2:
        return verdicts.pop() if verdicts else None
    return "unknown" if "unknown" in verdicts else "ambiguous"


def groups_of(model: Model) -> Iterator[tuple[object, tuple[str, ...]]]:
    """Name what can be asked about, with its members."""
    for name in model.variables:
        yield name, (name,)
    for number in model.targets:
        members = tuple(
            name
            for name, item in model.variables.items()
            if any(ref.target == number for ref in item.targets)
        )
        if members:
            yield number, members
    for area in {item.area: None for item in model.variables.values()}:
        yield area, tuple(n for n, i in model.variables.items() if i.area == area)
    if len(model.variables) > 3:
        several = random.Random(len(model.links)).sample(list(model.variables), 3)
        yield several, tuple(several)


@pytest.mark.parametrize("tenth", range(10))
def test_every_verdict_is_that_of_all_chains(tenth: int) -> None:
    for seed in range(tenth, MAPS, 10):
        model = random_map(seed)
        signs = every_chain(model)
        groups = list(groups_of(model))
        for name, members in groups:
            others = [other for other in model.variables if other not in members]
            for direction in ("downstream", "upstream"):
                answer = digisys.influence(model, name, direction=direction)  # type: ignore[arg-type]
                told = {effect.variable: effect.verdict for effect in answer.affected}
                down = direction == "downstream"
                expected = {
                    other: on_group(signs, *((members, [other]) if down else ([other], members)))
                    for other in others
                }
                kept = {other: word for other, word in expected.items() if word}
                assert told == kept, (seed, name, direction)
                for effect in answer.affected:
                    assert (effect.other_chain is not None) or effect.verdict != "ambiguous"
        for by in ("target", "area", "variable"):
            rows = {
                "target": [(n, m) for n, m in groups if isinstance(n, int)],
                "area": [(n, m) for n, m in groups if isinstance(n, str) and n in model.areas],
                "variable": [
                    (n, m) for n, m in groups if isinstance(n, str) and n in model.variables
                ]
                if len(model.variables) > 1
                else [],
            }[by]
            if len(rows) < 2:
                continue
            answer = digisys.matrix(model, by)  # type: ignore[arg-type]
            for cell in answer:
                row, column = cell.row.variables, cell.column.variables
                expected_cell = on_group(signs, row, column)
                if expected_cell is None:
                    expected_cell = "none" if set(column) - set(row) else "same"
                assert cell.verdict == expected_cell, (seed, by, cell)
