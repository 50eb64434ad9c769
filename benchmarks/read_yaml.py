"""Reading a large model file, against PyYAML's own loader on the same text.

Reading strictly - every place kept, every value and reference checked, a frozen model
made - may cost at most 4 times what ``yaml.load(text, Loader=yaml.CSafeLoader)`` alone
costs. Both are run in turn, and the medians are compared. The second figure is for the
bundled model, which every command reads.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

import yaml

from digisys.io import bundled_folder, parse_model

LIMIT = 4.0


def large_file(variables: int = 10_000, links: int = 16_000, seed: int = 1) -> str:
    """Write a model with texts in three languages and evidence everywhere."""
    pick = random.Random(seed)
    lines = ["schema: 1", "id: large", "title: {fi: Suuri, sv: Stor, en: Large}"]
    lines += ["languages: [fi, sv, en]", "sources:", "  slides:"]
    lines += ["    title: {fi: Diat, sv: Bilder, en: Slides}", "    parts:"]
    lines += ["      table: {label: {fi: Taulukko, sv: Tabell, en: Table}}", "variables:"]
    for number in range(variables):
        lines += [f"  v{number}:", "    label:", f"      fi: Muuttuja {number}"]
        lines += [f"      sv: Variabel {number}", f"      en: Variable {number}"]
        lines += ["    role: stock", "    evidence:"]
        lines += [f"      - {{source: slides, part: table, slides: [{number % 40 + 1}]}}"]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < links:
        source, target = pick.randrange(variables), pick.randrange(variables)
        if source != target:
            pairs.add((source, target))
    lines.append("links:")
    for source, target in sorted(pairs):
        lines += [f"  - from: v{source}", f"    to: v{target}", "    polarity: positive"]
        lines += ["    evidence:", "      - {source: slides, part: table, slides: [3]}"]
    return "\n".join(lines) + "\n"


def compare(text: str, repeats: int) -> tuple[float, float]:
    """Time both readers in turn; return the medians, ours first."""
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(_seconds(lambda: parse_model(text)))
        theirs.append(_seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader)))
    return statistics.median(ours), statistics.median(theirs)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print both ratios; end with an error if the limit is broken."""
    bundled = (bundled_folder() / "digikompassi.yaml").read_text("utf-8")
    ratios = []
    for name, text, repeats in (("large", large_file(), 5), ("digikompassi", bundled, 21)):
        ours, theirs = compare(text, repeats)
        ratios.append(ours / theirs)
        print(
            f"{name}: {text.count(chr(10))} lines; digisys {ours:.3f} s,"
            f" CSafeLoader {theirs:.3f} s, ratio {ratios[-1]:.2f} (limit {LIMIT:g})"
        )
    if max(ratios) > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
