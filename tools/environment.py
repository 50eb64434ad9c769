"""Make ``.venv``, keep it whole, and run a command in it, with the standard library alone.

The environment is made by ``venv`` and filled from a list of pinned, hashed packages by uv
or by pip; digisys itself is not installed but pointed to. A note inside it
(``digisys-setup.json``), written last, tells what it holds. Each run compares the note with
what is there, which takes milliseconds, and mends what does not agree.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.messages import show, tell

ROOT = Path(__file__).resolve().parents[1]
#: Raised when environments made by an earlier version of this file no longer serve.
VERSION = 1
NOTE = "digisys-setup.json"
#: What can be asked of an environment, and the list of packages that gives it.
#: Each holds everything that the ones before it hold.
LEVELS = {
    "questions": "requirements.lock",
    "extras": "requirements-extras.lock",
    "checks": "requirements-dev.lock",
}
#: Commands for developers, and the module that does each.
TOOLS = {
    "test": "tools.checks",
    "docs": "tools.site",
    "bundle": "tools.bundle",
    "lock": "tools.locks",
}
#: Faults that adding packages cannot mend: the environment is made anew.
HOPELESS = ("missing", "unfinished", "version", "moved", "interpreter")


class SetupError(Exception):
    """Set-up cannot go on; the text says why and what to do."""


class CertificateError(SetupError):
    """The package index shows a certificate that nothing here vouches for."""


class InstallError(SetupError):
    """Packages could not be installed, for a reason other than the network."""


def main(arguments: list[str]) -> int:
    """Set up what the command needs and run it; return its exit code."""
    try:
        return _dispatch(arguments)
    except SetupError as error:
        show(str(error))
        return 1
    except KeyboardInterrupt:
        show("\n" + tell("interrupted"))
        return 130
    except OSError as error:
        show(tell("cannot_use", path=error.filename or ROOT, error=error.strerror or error))
        return 1


def _dispatch(arguments: list[str]) -> int:
    command, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if command in {"--help", "-h", "help"}:
        print(tell("help"), flush=True)
        return _ask(["--help"]) if fault(ROOT, "questions") is None else 0
    if command == "setup":
        return _setup(rest)
    if command in TOOLS:
        prepare(ROOT, "checks")
        return _run(["-m", TOOLS[command], *rest], folder=ROOT)
    prepare(ROOT, "questions")
    return _ask(arguments)


def _ask(words: list[str]) -> int:
    """Ask digisys, which is to tell commands as they are typed here."""
    os.environ["DIGISYS_COMMAND"] = f"{'py' if sys.platform == 'win32' else 'python3'} run.py"
    return _run(["-m", "digisys", *words])


def _setup(options: list[str]) -> int:
    unknown = sorted(set(options) - {"--extras", "--checks", "--check"})
    if unknown:
        show(f"run.py setup: {' '.join(unknown)}?\n\n{tell('help')}")
        return 2
    level = "questions"
    for name in ("extras", "checks"):
        if f"--{name}" in options:
            level = name
    if "--check" in options:
        why = fault(ROOT, level)
        print(tell("ready") if why is None else f"{why}: {tell('why_' + why)}")
        return 0 if why is None else 1
    prepare(ROOT, level)
    show(tell("ready"))
    return 0


def fault(root: Path, level: str) -> str | None:
    """Name what keeps ``.venv`` from serving ``level``; None when nothing does.

    Returns
    -------
    str or None
        One of ``missing``, ``unmarked`` (made by another tool), ``unfinished``,
        ``version``, ``moved``, ``interpreter``, ``packages``, ``level``, ``lock``.
    """
    home = root / ".venv"
    if not home.is_dir():
        return "missing"
    note = read_note(home)
    if note is None:
        return "unmarked" if (home / "pyvenv.cfg").is_file() else "missing"
    if not note.get("finished"):
        return "unfinished"
    faults: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("version", lambda: note["version"] != VERSION),
        ("moved", lambda: note["root"] != str(root)),
        ("interpreter", lambda: note["interpreter"] != interpreter(home)),
        ("packages", lambda: not set(note["packages"]) <= _contents(home / note["site"])),
        ("level", lambda: _rank(note["level"]) < _rank(level)),
        ("lock", lambda: note["lock"] != digest(root, note["level"])),
    )
    try:
        return next((name for name, is_there in faults if is_there()), None)
    except (KeyError, TypeError):  # a note that some other hand has changed
        return "unfinished"


def prepare(root: Path, level: str) -> None:
    """Make ``.venv`` serve ``level``: nothing to do, packages to add, or all anew."""
    if fault(root, level) is None:
        return
    # Imported late: a run that finds everything in place does not pay for it.
    from tools.install import alone, install

    with alone(root) as lock:
        why = fault(root, level)
        if why is not None:
            install(root, level, why, lock)


def python_of(home: Path) -> Path:
    """Return the path of an environment's interpreter."""
    if sys.platform == "win32":
        return home / "Scripts" / "python.exe"
    return home / "bin" / "python"


def read_note(home: Path) -> dict[str, Any] | None:
    """Read what the set-up noted; None without a note, an unfinished one when unreadable."""
    try:
        note = json.loads((home / NOTE).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError:
        return {}
    return note if isinstance(note, dict) else {}


def write_note(root: Path, level: str, site: Path) -> None:
    """Note that the environment is whole; the last act of a set-up."""
    home = root / ".venv"
    put_note(
        home,
        {
            "finished": True,
            "version": VERSION,
            "root": str(root),
            "level": level,
            "lock": digest(root, level),
            "interpreter": interpreter(home),
            "site": os.path.relpath(site, home),
            "packages": sorted(_contents(site)),
        },
    )


def put_note(home: Path, note: dict[str, Any]) -> None:
    """Write a note in one step: a reader sees the old one or the new one, never half of one."""
    draft = home / f"{NOTE}.part"
    draft.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    draft.replace(home / NOTE)


def _contents(site: Path) -> set[str]:
    """Name what lies in the folder of packages; what appears there on its own is left out."""
    if not site.is_dir():
        return set()
    return {path.name for path in site.iterdir()} - {"__pycache__"}


def interpreter(home: Path) -> str:
    """Tell which Python an environment stands on; empty when that Python is gone."""
    if sys.platform == "win32":
        # The environment holds a launcher; this file tells where the real Python is.
        settings = home / "pyvenv.cfg"
        text = settings.read_text("utf-8", "replace") if settings.is_file() else ""
        for line in text.splitlines():
            key, _, value = line.partition("=")
            if key.strip() == "home":
                base = Path(value.strip())
                return str(base) if os.path.lexists(base / "python.exe") else ""
        return ""
    python = python_of(home)
    return os.path.realpath(python) if python.exists() else ""


def digest(root: Path, level: str) -> str:
    """Sum up a level's list of packages in a few letters that change when it changes."""
    path = root / LEVELS[level]
    try:
        # A checkout on Windows may have changed the line ends.
        return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
    except FileNotFoundError:
        raise SetupError(tell("no_file", path=path.name)) from None


def _rank(level: str) -> int:
    return list(LEVELS).index(level) if level in LEVELS else -1


def _run(arguments: list[str], *, folder: Path | None = None) -> int:
    """Run the environment's Python in place of this one, and pass on its exit code."""
    python = str(python_of(ROOT / ".venv"))
    # -P: a file named like a module in the folder where the user stands is not imported.
    command = [python, "-P", *arguments]
    environment = {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    }
    if folder is not None:
        os.chdir(folder)
    if sys.platform == "win32":
        import subprocess

        process = subprocess.Popen(command, env=environment)
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:  # the command hears it too, and ends as it sees fit
                continue
    return os.execve(python, command, environment)
