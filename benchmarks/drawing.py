"""Drawing Digikompassi, against the time that loading matplotlib takes on the same machine.

The aim is a scene with its SVG in 1 second and an A0 PDF in 3, on a laptop where matplotlib
loads in half a second; so the limits are 2 and 6 times that. Each step is timed in a
process of its own, and the medians are compared. The PDF is timed with what it needs of
matplotlib already loaded, the scene already built.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

LIMITS = {"scene and SVG": 2.0, "PDF at A0": 6.0}
REPEATS = 5

_STEPS = """\
import time

def seconds(work):
    start = time.perf_counter()
    made = work()
    return made, time.perf_counter() - start

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


def measure() -> tuple[float, float, float]:
    """Time one process: loading matplotlib, scene with SVG, PDF."""
    done = subprocess.run([sys.executable, "-c", _STEPS], check=True, capture_output=True)
    loading, drawing, printing = map(float, done.stdout.split())
    return loading, drawing, printing


def main() -> None:
    """Print the ratios; end with an error if a limit is broken."""
    runs = [measure() for _ in range(REPEATS)]
    loading, *steps = (statistics.median(column) for column in zip(*runs, strict=True))
    print(f"loading matplotlib: {loading:.2f} s")
    broken = False
    for (name, limit), took in zip(LIMITS.items(), steps, strict=True):
        ratio = took / loading
        broken = broken or ratio > limit
        print(f"{name}: {took:.2f} s, {ratio:.2f} times loading matplotlib (limit {limit:g})")
    sys.exit(broken)


if __name__ == "__main__":
    main()
