"""A million runs of Digikompassi: time, memory, and going on after an interruption.

Final levels of every run and quantile bands over time are kept. The run is stopped half
way, started again from its checkpoint, and must stay under 2 GiB.

Run with ``python benchmarks/ensemble_million.py [runs] [workers]``.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time

import digisys


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    model = digisys.load("digikompassi")
    start = time.perf_counter()

    def stop(done: float, total: float | None) -> None:
        print(f"{done:9} of {total} after {time.perf_counter() - start:6.1f} s", flush=True)
        if total and done >= total // 2 and not stopped:
            stopped.append(done)
            raise KeyboardInterrupt

    stopped: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            try:
                ensemble = digisys.simulate(
                    model,
                    "leadership-push",
                    samples=digisys.Draws(runs, workers=workers, checkpoint=folder, progress=stop),
                )
            except KeyboardInterrupt:
                print("interrupted; going on")
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{runs} runs in {seconds:.1f} s, peak memory {peak:.2f} GiB, {workers} worker(s)")
    print(f"final levels {ensemble.final.shape}, bands {ensemble.bands.shape}")
    levels = [round(float(ensemble.band(11, share)[-1]), 4) for share in ensemble.quantiles]
    print(f"target 11 in 2030: {levels}")


if __name__ == "__main__":
    main()
