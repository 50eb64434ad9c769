"""Influence on large models: the cost must grow with the links, not faster.

Prints the seconds of analysis for models of 1,000 to 100,000 variables with 1.6 links
each. The aim is under one second at 10,000 variables and 16,000 links.
"""

from __future__ import annotations

import random
import time
from collections import Counter

from digisys.analysis.influence.influence import influence
from digisys.schema import Model


def random_model(variables: int, links: int, seed: int = 1) -> Model:
    """Make a random model; three links in four are positive."""
    pick = random.Random(seed)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        a, b = pick.randrange(variables), pick.randrange(variables)
        if a != b:
            pairs.add((a, b))
    return Model.model_validate(
        {
            "schema": 1,
            "id": "random",
            "title": "Random",
            "languages": ["en"],
            "variables": {f"v{i}": {"label": f"V{i}", "role": "stock"} for i in range(variables)},
            "links": [
                {
                    "from": f"v{a}",
                    "to": f"v{b}",
                    "polarity": pick.choice(["positive", "positive", "positive", "negative"]),
                }
                for a, b in sorted(pairs)
            ],
        },
        context={"references_checked": True},
    )


def main() -> None:
    """Time one question at each size."""
    for size in (1_000, 10_000, 100_000):
        model = random_model(size, size * 8 // 5)
        fan_out = Counter(link.source for link in model.links)
        start, _ = fan_out.most_common(1)[0]
        timed = [_timed(model, start) for _ in range(3)]
        best = min(seconds for seconds, _ in timed)
        reached = timed[0][1]
        print(f"{size:>7} variables, {size * 8 // 5:>7} links: {reached} reached in {best:.3f} s")


def _timed(model: Model, name: str) -> tuple[float, int]:
    start = time.process_time()
    answer = influence(model, name)
    return time.process_time() - start, len(answer.affected)


if __name__ == "__main__":
    main()
