"""Importing a large Kumu workbook, against python-calamine reading its cells.

The workbook holds 10,000 elements and 16,000 connections. The aim is 3 times what
python-calamine needs to read the same cells; the figure is told beside what each step takes:
the rows with every bound checked, the map, and the model with every reference checked.
Processor time, medians of repeats in turn.
"""

from __future__ import annotations

import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable
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
LIMIT = 9.0
REPEATS = 7


def large_workbook(elements: int = 10_000, connections: int = 16_000, seed: int = 1) -> bytes:
    """Make a workbook of the shape that Kumu exports."""
    pick = random.Random(seed)
    first = [Row(1, ("Label", "Type", "Tags", "Description"))]
    for number in range(elements):
        kind = pick.choice(["stock", "auxiliary"])
        about = f"What element {number} means"
        first.append(Row(number + 2, (f"Element {number} of the map", kind, "a|b", about)))
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < connections:
        source, target = pick.randrange(elements), pick.randrange(elements)
        if source != target:
            pairs[source, target] = None
    heads = ("From", "To", "Direction", "Label", "Type", "Tags", "Description")
    second = [Row(1, heads)]
    for at, (source, target) in enumerate(pairs, 2):
        ends = f"Element {source} of the map", f"Element {target} of the map"
        cells = (*ends, "directed", None, pick.choice("+-"), "tag", f"Because of {at}")
        second.append(Row(at, cells))
    return format_workbook(
        [
            Table("map.xlsx", tuple(first), "Elements"),
            Table("map.xlsx", tuple(second), "Connections"),
        ]
    )


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
        rows = _seconds(lambda file=file: file.tables)
        making = _seconds(lambda file=file: _map_of(file))
        peer = _seconds(lambda: cells_of(data))
        steps = {"calamine": peer, "whole": whole, "rows": rows, "map": making}
        for name, seconds in {**steps, "model": whole - rows - making}.items():
            found.setdefault(name, []).append(seconds)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def main() -> None:
    """Print the ratio and the steps; end with an error if the limit is broken."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "map.xlsx")
        path.write_bytes(large_workbook())
        found = measure(path)
    peer = found.pop("calamine")
    ratio = found["whole"] / peer
    steps = ", ".join(
        f"{name} {seconds:.2f} s ({seconds / peer:.1f})" for name, seconds in found.items()
    )
    print(
        f"python-calamine {peer:.3f} s; {steps}; ratio {ratio:.1f} (aim {AIM:g}, limit {LIMIT:g})"
    )
    if ratio > LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
