"""How long a first answer takes as a whole process, against importing what it stands on.

Prints the median of paired runs: ``digisys influence 14`` over
``python -c "import pydantic, yaml, networkx, typer"``. The aim is at most 1.6.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

ANSWER = [sys.executable, "-m", "digisys", "influence", "14"]
IMPORTS = [sys.executable, "-c", "import pydantic, yaml, networkx, typer"]


def seconds(command: list[str]) -> float:
    """Time one process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(runs: int = 15) -> None:
    """Run both commands in turn and print their times and the ratio."""
    seconds(ANSWER), seconds(IMPORTS)
    pairs = [(seconds(ANSWER), seconds(IMPORTS)) for _ in range(runs)]
    answer = statistics.median(pair[0] for pair in pairs)
    imports = statistics.median(pair[1] for pair in pairs)
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"answer {answer:.3f} s, imports {imports:.3f} s, ratio {ratio:.2f} (aim: 1.6)")


if __name__ == "__main__":
    main()
