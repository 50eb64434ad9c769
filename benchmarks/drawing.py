"""Drawing, against the time that loading matplotlib takes on the same machine.

The aims, on a laptop where matplotlib loads in half a second: Digikompassi as scene and SVG in
1 second and as an A0 PDF in 3; models that nobody has arranged, in 30: 300 variables and 480
links in 8 areas, 200 variables with labels of 60 letters and 320 links, and 230 small parts that
nothing links. So the limits are 2, 6 and 60 times that. Each is timed as the processor time
of a process of its own, so that a busy machine tells the same, and the medians are compared. The
PDF is timed with what it needs of matplotlib already loaded, the scene already built.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

LIMITS = {
    "Digikompassi, scene and SVG": 2.0,
    "Digikompassi, PDF at A0": 6.0,
    "300 variables": 60.0,
    "200 long labels": 60.0,
    "230 small parts": 60.0,
}
REPEATS, LARGE_REPEATS = 5, 3
ROOT = Path(__file__).parents[1]

_STEPS = """\
import time

def seconds(work):
    start = time.process_time()
    made = work()
    return made, time.process_time() - start

def matplotlib():
    import matplotlib.figure, matplotlib.backends.backend_agg, matplotlib.backends.backend_pdf

import digisys
model = digisys.load("digikompassi")
drawing, first = seconds(lambda: digisys.draw(model))
_, second = seconds(drawing.svg)
_, loading = seconds(matplotlib)
from digisys.render import paper
from digisys.render.backends import figure
_, printing = seconds(lambda: figure.pdf(drawing.scene, paper.fit(drawing.scene, "A0")))
print(loading, first + second, printing)
"""
_LARGE = """\
import random, time, digisys
from tests.render.maps import map_of, random_map

def long_labels(seed):
    chance = random.Random(seed)
    names = [f"v{{n}}" for n in range(200)]
    pairs = {{}}
    while len(pairs) < 320:
        source, target = chance.sample(names, 2)
        pairs.setdefault((source, target), chance.choice("+-"))
    words = "development of municipal data services and their quality in regions".split()
    label = lambda: " ".join(chance.choice(words) for _ in range(20))[:60].strip()
    edges = [f"{{source}} {{sign}} {{target}}" for (source, target), sign in pairs.items()]
    return map_of(edges, variables={{name: {{"label": label()}} for name in names}})

def small_parts(seed):
    chance = random.Random(seed)
    edges, alone = [], {{}}
    for part in range(230):
        names = [f"p{{part}}_{{n}}" for n in range(chance.choice((1, 2, 2, 3, 3, 4)))]
        alone[names[0]] = {{}}
        edges += [f"{{one}} + {{other}}" for one, other in zip(names, names[1:])]
    return map_of(edges, variables=alone)

model = {model}
start = time.process_time()
digisys.draw(model).svg()
print(time.process_time() - start)
"""
_MODELS = (
    "random_map({seed}, variables=300, links=480, areas=8)",
    "long_labels({seed})",
    "small_parts({seed})",
)


def _run(code: str) -> list[float]:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT)
    return [float(figure) for figure in done.stdout.split()]


def main() -> None:
    """Print the ratios; end with an error if a limit is broken."""
    runs = [_run(_STEPS) for _ in range(REPEATS)]
    loading, *steps = (statistics.median(column) for column in zip(*runs, strict=True))
    large = [
        statistics.median(
            _run(_LARGE.format(model=model.format(seed=n)))[0] for n in range(LARGE_REPEATS)
        )
        for model in _MODELS
    ]
    print(f"loading matplotlib: {loading:.2f} s")
    broken = False
    for (name, limit), took in zip(LIMITS.items(), (*steps, *large), strict=True):
        ratio = took / loading
        broken = broken or ratio > limit
        print(f"{name}: {took:.2f} s, {ratio:.2f} times loading matplotlib (limit {limit:g})")
    sys.exit(broken)


if __name__ == "__main__":
    main()
