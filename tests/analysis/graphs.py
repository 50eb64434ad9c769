"""Random graphs for tests, the same in every run."""

from __future__ import annotations

import random

from digisys.schema import Model
from tests.tiny import model_of


def random_edges(variables: int, links: int, seed: int) -> list[tuple[int, int]]:
    """Draw distinct directed pairs without self-links."""
    draw = random.Random(seed)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < min(links, variables * (variables - 1)):
        pair = (draw.randrange(variables), draw.randrange(variables))
        if pair[0] != pair[1]:
            pairs.add(pair)
    return sorted(pairs)


def random_model(variables: int, links: int, seed: int, *, signs: str = "+-?") -> Model:
    """Build a model from random pairs with random signs."""
    draw = random.Random(seed + 1)
    width = len(str(variables))
    return model_of(
        *(
            f"v{source:0{width}} {draw.choice(signs)} v{target:0{width}}"
            for source, target in random_edges(variables, links, seed)
        )
    )
