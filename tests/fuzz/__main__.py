"""Try files, command lines and maps: ``python -m tests.fuzz --files 100000 --maps 10000``.

Each fault is told with its seed; ``--only-file SEED``, ``--only-line SEED`` and
``--only-map SEED`` show one again.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import re
import resource
import secrets
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.fuzz.files import file_of, try_file
from tests.fuzz.lines import line_of, prepare, try_line
from tests.fuzz.maps import KINDS, map_of, try_map

#: One case that takes longer than so many seconds shows where it is.
_PATIENCE = 60


def run(try_one: Callable[[int], str], first: int, count: int, name: str) -> int:
    """Try some seeds, tell faults and figures, and return how many faults there were."""
    found: Counter[str] = Counter()
    faults: dict[str, list[int]] = {}
    began = time.perf_counter()
    slowest = (0.0, first)
    for seed in range(first, first + count):
        faulthandler.dump_traceback_later(_PATIENCE, exit=False)
        start = time.perf_counter()
        try:
            found[try_one(seed)] += 1
        except Exception as error:  # noqa: BLE001
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"
            if place not in faults:
                print(f"{name} {seed}:", file=sys.stderr)
                traceback.print_exc()
            faults.setdefault(place, []).append(seed)
        slowest = max(slowest, (time.perf_counter() - start, seed))
        faulthandler.cancel_dump_traceback_later()
    told = ", ".join(f"{number} {what}" for what, number in sorted(found.items()))
    print(f"{count} {name}s from seed {first} in {time.perf_counter() - began:.0f} s: {told}")
    print(f"slowest: {name} {slowest[1]}, {slowest[0]:.1f} s; most memory so far: {_most()} MiB")
    for place, seeds in faults.items():
        print(f"FAULT {place}: {len(seeds)} {name}s, such as {seeds[:3]}")
    return sum(map(len, faults.values()))


def _most() -> int:
    """Return the most memory that this process has held, in MiB; not what it was forked from."""
    own = Path("/proc/self/status")
    if own.exists():
        peak = re.search(r"^VmHWM:\s*(\d+) kB", own.read_text(encoding="ascii"), re.MULTILINE)
        if peak:
            return int(peak[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> int:
    """Read the options, try everything in an empty folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=10_000)
    parser.add_argument("--maps", type=int, default=10_000 * KINDS, help="10,000 of each kind")
    parser.add_argument("--seed", type=int, default=None, help="a new one when absent")
    parser.add_argument("--only-file", type=int)
    parser.add_argument("--only-line", type=int)
    parser.add_argument("--only-map", type=int)
    options = parser.parse_args()
    seed = secrets.randbelow(2**31) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        os.chdir(folder)
        if options.only_file is not None:
            print(file_of(options.only_file)[0].decode("utf-8", "backslashreplace"))
            print(try_file(options.only_file))
            return 0
        if options.only_line is not None:
            print(line_of(options.only_line))
            print(try_line(options.only_line))
            return 0
        if options.only_map is not None:
            name, content = map_of(options.only_map)
            print(name, content.decode("utf-8", "backslashreplace"), sep="\n")
            print(try_map(options.only_map))
            return 0
        return bool(
            run(try_file, seed, options.files, "file")
            + run(try_line, seed, options.lines, "line")
            + run(try_map, seed, options.maps, "map")
        )


if __name__ == "__main__":
    sys.exit(main())
