"""Long and broken-off work: killed at any moment, repeated a thousand times."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.length import long_or_slice
from tools.skips import explained

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(os.name == "nt", reason=explained("platform", "signals are POSIX"))

#: Kills or interrupts `page` while the map is made, or while the file is written.
PAGE = """
import os, signal, sys
def now(*_, **__):
    os.kill(os.getpid(), {signal})
if {moment!r} == "making":
    sys.setprofile(lambda frame, event, _: now() if frame.f_code.co_name == "make_page" else None)
else:
    os.fsync = now
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["digisys", "page", "-m", {model!r}, "-o", {target!r}, *{more!r}]
from digisys.__main__ import start
sys.exit(start())
"""

#: Runs an ensemble in small parts and kills itself in the middle of writing one of them.
ENSEMBLE = """
import os, signal, sys
import numpy as np
from digisys.simulation.ensemble import parts
parts._SMALL_PART = parts._LARGE_PART = {part}
from digisys.simulation.ensemble.simulate import simulate
from digisys.uncertainty.options import Draws
from tests.simulation import tiny
written = []
save = np.savez
def torn(file, **arrays):
    written.append(1)
    if len(written) == {last}:
        file.write(b"PK half a part")
        file.flush()
        os.kill(os.getpid(), signal.SIGKILL)
    save(file, **arrays)
np.savez = torn
draws = Draws({samples}, seed=2, record=3.5, checkpoint={folder!r})
simulate(tiny.growth(), tiny.push(), samples=draws).save({target!r})
"""

#: Does something many times and tells the memory before the second half and after it.
REPEATED = """
import gc, os, sys
import digisys
from digisys.report.page.make import make_page
from digisys.simulation.simulate_once import simulate_once
from tests.simulation import tiny
def room():
    gc.collect()
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
model, scenario = tiny.growth(), tiny.push()
run = simulate_once(model, scenario)
work = {{
    "page": lambda: make_page(model),
    "simulate": lambda: digisys.simulate(model, scenario, samples=64),
    "plot": lambda: digisys.plot(run),
}}[{name!r}]
for _ in range({times} // 2):
    work()
before = room()
for _ in range({times} // 2):
    work()
print(room() - before)
"""

MODEL = """schema: 1
id: small
title: Small
languages: [en]
variables: {a: {label: A, role: stock}, b: {label: B, role: stock}}
links: [{from: a, to: b, polarity: positive}]
"""


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("moment", ["making", "writing"])
def test_a_page_that_is_broken_off_leaves_the_old_one(tmp_path, sent, moment):
    (tmp_path / "small.yaml").write_text(MODEL, "utf-8")
    target = tmp_path / "page.html"
    values = {"model": str(tmp_path / "small.yaml"), "target": str(target)}
    values |= {"signal": int(sent), "moment": moment}
    done = python(PAGE.format(more=[], **values))
    assert done.returncode == (130 if sent == signal.SIGINT else -sent), done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()
    target.write_text("the old page")
    done = python(PAGE.format(more=["--force"], **values))
    assert done.returncode == (130 if sent == signal.SIGINT else -sent), done.stderr
    assert target.read_text() == "the old page"
    if sent == signal.SIGINT:  # who is killed cannot clean up
        assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "small.yaml"]


def broken_off(tmp_path: Path, samples: int, part: int) -> None:
    """Kill an ensemble in its third part, go on, and compare with one that was never killed."""
    folder = tmp_path / "parts"
    values = {"samples": samples, "part": part, "folder": str(folder)}
    torn = python(ENSEMBLE.format(last=3, target=str(tmp_path / "torn.nc"), **values))
    assert torn.returncode == -signal.SIGKILL, torn.stderr
    assert len(list(folder.glob("*.npz"))) == 2
    again = python(ENSEMBLE.format(last=0, target=str(tmp_path / "again.nc"), **values))
    assert again.returncode == 0, again.stderr
    values["folder"] = str(tmp_path / "other")
    whole = python(ENSEMBLE.format(last=0, target=str(tmp_path / "whole.nc"), **values))
    assert whole.returncode == 0, whole.stderr
    assert (tmp_path / "again.nc").read_bytes() == (tmp_path / "whole.nc").read_bytes()


def test_an_ensemble_killed_in_the_middle_of_a_part_goes_on(tmp_path):
    broken_off(tmp_path, samples=4000, part=1024)


@pytest.mark.long
def test_a_million_runs_killed_in_the_middle_go_on(tmp_path):
    broken_off(tmp_path, samples=1_000_000, part=65536)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason=explained("platform", "/proc"))
@pytest.mark.parametrize("name", ["page", "simulate", "plot"])
def test_what_is_repeated_takes_no_more_memory(name):
    """Two thousand times in a long run; a few pages of memory more are the allocator's."""
    times = long_or_slice(whole=2000, part=40)
    done = python(REPEATED.format(name=name, times=times))
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 8 * 2**20
