"""Importing a large Kumu workbook, against python-calamine reading its cells.

The workbooks hold 10,000 elements and 16,000 connections: one with the columns of Kumu's own
template and short texts, one with columns of a project too and texts as people write them. The aim
is 3 times what python-calamine needs to read the same cells; the figure is told beside what each
step takes: the rows with every bound checked, the map, and the model with every reference checked.
Processor time, medians of repeats in turn.
"""

from __future__ import annotations

import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from python_calamine import CalamineWorkbook

from digisys import read_map
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import ReadOptions
from digisys.exchange.registry import format_of
from digisys.io.tables.table import Row, Table
from digisys.io.tables.write import format_workbook

AIM = 3.0
#: What must not be exceeded until the aim is reached.
LIMIT = 6.0
REPEATS = 7


#: Words of which texts are made; some with letters beyond ASCII, as texts of people have.
_WORDS = str.split(
    "services of the municipality lead people to trust in what they use more often than before "
    "because waiting times fall when data moves between registers – työn määrä “as said” and the "
    "interviewed staff point to skills, costs and support at hand while coordination takes time"
)


def _sentence(pick: random.Random, most: int) -> str:
    words = [pick.choice(_WORDS) for _ in range(pick.randrange(4, most))]
    return f"{' '.join(words).capitalize()}."


def plain_workbook(elements: int = 10_000, connections: int = 16_000, seed: int = 1) -> bytes:
    """Make a workbook with the columns of Kumu's template and short texts."""
    pick = random.Random(seed)
    first = [Row(1, ("Label", "Type", "Tags", "Description"))]
    for number in range(elements):
        kind = pick.choice(["stock", "auxiliary"])
        about = f"What element {number} means"
        first.append(Row(number + 2, (f"Element {number} of the map", kind, "a|b", about)))
    heads = ("From", "To", "Direction", "Label", "Type", "Tags", "Description")
    second = [Row(1, heads)]
    for at, (source, target) in enumerate(_pairs(pick, elements, connections), 2):
        ends = f"Element {source} of the map", f"Element {target} of the map"
        cells = (*ends, "directed", None, pick.choice("+-"), "tag", f"Because of {at}")
        second.append(Row(at, cells))
    return _workbook(first, second)


def _pairs(pick: random.Random, elements: int, count: int) -> Iterable[tuple[int, int]]:
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < count:
        source, target = pick.randrange(elements), pick.randrange(elements)
        if source != target:
            pairs[source, target] = None
    return pairs


def _workbook(elements: list[Row], connections: list[Row]) -> bytes:
    return format_workbook(
        [
            Table("map.xlsx", tuple(elements), "Elements"),
            Table("map.xlsx", tuple(connections), "Connections"),
        ]
    )


def large_workbook(elements: int = 10_000, connections: int = 16_000, seed: int = 1) -> bytes:
    """Make a workbook as Kumu exports it: its own columns, those of a project, texts of people."""
    pick = random.Random(seed)
    heads: tuple[str | None, ...] = ("Label", "Type", "Tags", "Description", "Sector", "Source")
    first = [Row(1, heads)]
    labels = []
    for number in range(elements):
        labels.append(f"{' '.join(pick.choice(_WORDS) for _ in range(3)).capitalize()} {number}")
        kind = pick.choice(["stock", "auxiliary", "constant"])
        tags = "|".join(pick.sample(["policy", "draft", "2026", "workshop 1"], pick.randrange(4)))
        more = pick.choice(["Health", "Education", None]), pick.choice(["Interview 3", None])
        cells = (labels[-1], kind, tags or None, _sentence(pick, 25), *more)
        first.append(Row(number + 2, cells))
    heads = ("From", "To", "Direction", "Label", "Type", "Tags", "Description", "Confidence")
    second = [Row(1, heads)]
    for at, (source, target) in enumerate(_pairs(pick, elements, connections), 2):
        ends = labels[source], labels[target]
        groups = pick.choice(["survey", "survey|expert", None])
        about = _sentence(pick, 30) if pick.random() < 0.8 else None
        sure = pick.choice(["high", "low", None])
        second.append(Row(at, (*ends, "directed", None, pick.choice("+-"), groups, about, sure)))
    return _workbook(first, second)


def cells_of(data: bytes) -> list[object]:
    """Return every cell, as python-calamine alone gives them."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _map_of(file: ForeignFile) -> object:
    kind = format_of(file)
    assert kind is not None
    return kind.read(file, ReadOptions())


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    result = work()
    seconds = time.process_time() - start
    del result  # throwing it away is no part of reading
    return seconds


def measure(path: Path, repeats: int = REPEATS) -> dict[str, float]:
    """Time the peer, the whole import and its steps in turn; return the medians in seconds."""
    data = path.read_bytes()
    found: dict[str, list[float]] = {}
    for _ in range(repeats):
        file = ForeignFile(path.name, data)
        whole = _seconds(lambda: read_map(path))
        rows = _seconds(partial(getattr, file, "tables"))
        making = _seconds(partial(_map_of, file))
        peer = _seconds(lambda: cells_of(data))
        steps = {"calamine": peer, "whole": whole, "rows": rows, "map": making}
        for name, seconds in {**steps, "model": whole - rows - making}.items():
            found.setdefault(name, []).append(seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def main() -> None:
    """Print the ratios and the steps; end with an error if the limit is broken."""
    worst = 0.0
    for name, make in (("short texts", plain_workbook), ("texts of people", large_workbook)):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "map.xlsx")
            path.write_bytes(make())
            found = measure(path)
        peer = found.pop("calamine")
        ratio = found["whole"] / peer
        worst = max(worst, ratio)
        steps = ", ".join(
            f"{step} {seconds:.2f} s ({seconds / peer:.1f})" for step, seconds in found.items()
        )
        print(f"{name}: python-calamine {peer:.3f} s; {steps}")
        print(f"  ratio {ratio:.1f} (aim {AIM:g}, limit {LIMIT:g})")
    if worst > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
