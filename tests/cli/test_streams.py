"""The process as the system sees it: streams that are closed, full or left early, and Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tools.skips import explained

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not FULL.exists(), reason=explained("platform", "/dev/full is Linux's")
)

#: Interrupts the process where it begins to import a module, as Ctrl-C does.
INTERRUPTED_IMPORT = """
import os, signal, sys

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["digisys", *{words!r}]
from digisys.__main__ import start
sys.exit(start())
"""

#: Interrupts the process while Python frees an object, which loses the exception.
INTERRUPTED_CLEANING = """
import os, signal, sys
import digisys.cli.main

class Freed:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)

def main():
    Freed()
    for number in range(100_000_000):
        pass
    return 0

signal.signal(signal.SIGINT, signal.default_int_handler)
digisys.cli.main.main = main
from digisys.__main__ import start
sys.exit(start())
"""


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which ``digisys`` is the command."""
    script = f'set -o pipefail; digisys() {{ {sys.executable} -m digisys "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, check=False, cwd=ROOT
    )


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("digisys influence 14 >/dev/full", "levy on täynnä"),
        ("digisys influence 14 -f json -l sv >/dev/full", "disken är full"),
        ("digisys --help -l en >/dev/full", "the disk is full"),
        ("digisys --version >/dev/full", "levy on täynnä"),
        ("digisys influence 14 -l en >&-", "it is closed"),
    ],
)
def test_an_answer_that_cannot_be_written_is_told(line, reason):
    done = shell(line)
    assert done.returncode == 1
    assert reason in done.stderr
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("digisys influence 14 >/dev/full 2>/dev/full", 1),
        ("digisys influence 14 >&- 2>&-", 1),
        ("digisys nonsense 2>/dev/full", 2),
        ("digisys influence nobody 2>&-", 1),
        ("digisys loops | true", 0),  # its reader has left before the first line
        ("digisys chains 14 11 -f csv | head -1 >/dev/null", 0),
    ],
)
def test_where_nobody_listens_the_code_tells(line, code):
    done = shell(line)
    assert done.returncode == code
    assert done.stderr == ""


def test_a_file_is_not_written_in_the_place_of_a_closed_stream(tmp_path):
    """A process without streams gives their places to the next files that it opens."""
    target = tmp_path / "map.svg"
    shell(f"digisys draw -o {target} <&- >&- 2>&-")
    assert ET.parse(target).getroot().tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    "module", ["digisys.cli.main", "digisys.words", "typer", "yaml", "pydantic", "numpy", "rich"]
)
def test_ctrl_c_while_importing_is_no_traceback(module):
    words = ["--help"] if module == "rich" else ["press", "14"]
    done = python(INTERRUPTED_IMPORT.format(module=module, words=words))
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_ctrl_c_while_python_cleans_up_is_not_lost():
    done = python(INTERRUPTED_CLEANING)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_ctrl_c_does_not_wait_for_the_workers():
    """A terminal sends it to every process; the parts that they have begun are many."""
    words = ["simulate", "leadership-push", "--samples", "16000", "--workers", "2"]
    code = f"""
import os, signal, sys
from digisys.simulation.ensemble import conduct
share_out = conduct.share_out
def shared(*jobs, **options):
    for result in share_out(*jobs, **options):
        yield result
        os.killpg(0, signal.SIGINT)
conduct.share_out = shared
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.argv = ["digisys", *{words!r}]
from digisys.__main__ import start
if __name__ == "__main__":
    sys.exit(start())
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        start_new_session=True,
        timeout=300,  # a wait for good is a fault, not a slow machine
    )
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
