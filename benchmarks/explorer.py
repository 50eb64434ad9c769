"""How fast the explorer page is in Chromium: first paint, and choosing each variable.

Aims for Digikompassi: first paint under 0.5 s, any selection under 50 ms (the work of the
page, and with the layout and style that follow). A made-up model of 300 variables and 900
links is timed as well; it should stay usable. Each time is the best of some rounds, as
other work on the computer only ever adds to it. Needs playwright and a Chromium.

Run with ``python benchmarks/explorer.py``.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

import digisys
from digisys.report.page.make import make_page
from digisys.schema import Model

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

ROUNDS = 5

CHOOSE = """async () => {
  const times = [];
  for (const box of [...document.querySelectorAll('#map .box')].slice(0, 45)) {
    await new Promise(requestAnimationFrame);
    const start = performance.now();
    box.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    document.body.getBoundingClientRect();
    document.querySelector('#map svg').getBBox();
    times.push(performance.now() - start);
  }
  return times;
}"""

PAINT = """() => new Promise((done) => {
  const tell = () => performance.getEntriesByName('first-contentful-paint')[0];
  if (tell()) done(tell().startTime);
  else new PerformanceObserver(() => done(tell().startTime))
    .observe({ type: 'paint', buffered: true });
})"""


def large_model(size: int = 300, links: int = 900) -> Model:
    """Return a made-up model with areas, loops and both signs."""
    draw = random.Random(1)
    names = [f"v{number}" for number in range(size)]
    pairs: dict[tuple[str, str], None] = {}
    while len(pairs) < links:
        at = draw.randrange(size)
        other = (at + draw.choice([1, 2, 3, 5, 8, -1, -2, draw.randrange(size)])) % size
        if other != at:
            pairs.setdefault((names[at], names[other]))
    return Model.model_validate(
        {
            "schema": 1,
            "id": "large",
            "title": "Large",
            "languages": ["en"],
            "areas": {f"a{number}": {"label": f"Area {number}"} for number in range(8)},
            "variables": {
                name: {
                    "label": f"Variable number {name[1:]}",
                    "role": "stock",
                    "area": f"a{at * 8 // size}",
                }
                for at, name in enumerate(names)
            },
            "links": [
                {"from": a, "to": b, "polarity": draw.choice(["positive"] * 4 + ["negative"])}
                for a, b in pairs
            ],
        }
    )


def measure(browser: Browser, name: str, model: Model) -> bool:
    """Time the page of a model, print the figures and tell whether they are good."""
    start = time.process_time()
    made = make_page(model)
    making = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        file = made.save(Path(folder) / "page.html")
        paints, times = [], []
        for _ in range(ROUNDS):
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(file.as_uri())
            paints.append(page.evaluate(PAINT))
            times.append(page.evaluate(CHOOSE))
            page.close()
    best = [min(column) for column in zip(*times, strict=True)]
    worst, middle = max(best), statistics.median(best)
    print(
        f"{name}: made in {making:.1f} s of one core, {len(made.html.encode()) / 1000:.0f} kB; "
        f"first paint {min(paints):.0f} ms; selection {middle:.0f} ms, slowest {worst:.0f} ms"
    )
    return min(paints) < 500 and worst < 50


def main() -> int:
    """Measure, and return 1 if Digikompassi misses an aim."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        good = measure(browser, "Digikompassi", digisys.load("digikompassi"))
        measure(browser, "300 variables", large_model())
        browser.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
