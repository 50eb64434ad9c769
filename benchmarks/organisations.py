"""309 municipalities under six scenarios with 1,000 draws each, in one command.

Made-up measurements of 309 municipalities are written to a file, and the command is run on
it as a user would: ``digisys organisations FILE --scenario … --samples 1000 --format csv``. Then
the same on a local Dask cluster, which must give the same bytes.

Run with ``python benchmarks/organisations.py [organisations] [workers] [dask]``.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import digisys

SCENARIOS = (
    *("leadership-push", "interoperability-push", "digital-skills-push", "green-rdi-push"),
    *("infrastructure-shock", "network-cut"),
)
SAMPLES = 1000
HEADS = "indicator;value;unit;date;organisation;source"


def made_up(count: int, folder: Path) -> Path:
    """Write made-up measurements of some municipalities, of a dozen indicators each."""
    random = np.random.default_rng(1)
    programme = digisys.load_programme(digisys.load("digikompassi"))
    shares = [name for name, item in programme.indicators.items() if item.scale.kind == "share"]
    rows = [HEADS]
    for number in range(count):
        who = f"Made-up municipality {number + 1}"
        for name in shares:
            rows += [
                f"{name};{random.integers(5, 95)};%;{year};{who};made up" for year in (2024, 2025)
            ]
        rows.append(f"trust_in_society;{random.uniform(-0.8, 0.8):.2f};level;2025;{who};made up")
        rows.append(f"user_satisfaction;{random.integers(1, 6)};stars;2025;{who};made up")
    path = folder / "made-up.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 309
    workers = sys.argv[2] if len(sys.argv) > 2 else "2"
    with tempfile.TemporaryDirectory() as name:
        path = made_up(count, Path(name))
        command = [sys.executable, "-m", "digisys", "organisations", str(path), "--language", "en"]
        for scenario in SCENARIOS:
            command += ["--scenario", scenario]
        command += ["--samples", str(SAMPLES), "--workers", workers, "--format", "csv"]
        begun = time.perf_counter()
        done = subprocess.run(command, capture_output=True, check=False)
        seconds = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(done.stderr.decode(), end="")
        done.check_returncode()
        runs = count * (len(SCENARIOS) + 1) * SAMPLES
        print(
            f"{runs} runs, {workers} workers: {seconds:.1f} s, {used.ru_utime + used.ru_stime:.1f}"
        )
        print(f"processor seconds, peak {used.ru_maxrss / 2**20:.2f} GiB a process")
        if "dask" in sys.argv:
            same = on_dask(path) == done.stdout.decode()
            print(f"the same bytes on a Dask cluster of two workers: {same}")


def on_dask(path: Path) -> str:
    """Ask the same on a local Dask cluster, and return it as the command prints it."""
    from distributed import Client, LocalCluster

    from digisys.answers.for_programs import program_rows

    model = digisys.load("digikompassi")
    measurements = digisys.read_measurements(path, model)
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        draws = digisys.Draws(SAMPLES, executor=client.get_executor(pure=False))
        answer = digisys.organisations(measurements, SCENARIOS, samples=draws)
    return program_rows(answer.to_frame(), lambda _: None).csv()


if __name__ == "__main__":
    main()
