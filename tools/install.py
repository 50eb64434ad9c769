"""The slow half of set-up: make the environment and install the pinned packages into it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tools.environment import (
    HOPELESS,
    LEVELS,
    CertificateError,
    InstallError,
    SetupError,
    put_note,
    python_of,
    read_note,
    write_note,
)
from tools.messages import show, tell
from tools.sizes import to_fetch

LOG = "setup.log"
#: What pip and uv say of each package that they turn to.
_FETCHED = re.compile(r"(?:Collecting|Downloading|Building) +([A-Za-z0-9_.-]+)")
#: The folder of packages that a bundle brings.
WHEELS = "wheels"
#: Stands in the environment from the first act of a set-up until the last.
UNFINISHED = {"finished": False}
#: The pip to fetch when this Python brings none, and the hash that it must have.
PIP_WHEEL = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
#: Settings of the user's that would put packages elsewhere than into the environment.
MISLEADING = {
    "PIP_PREFIX", "PIP_REQUIREMENT", "PIP_ROOT", "PIP_TARGET", "PIP_USER", "PYTHONHOME",
    "PYTHONIOENCODING", "PYTHONPATH", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON", "UV_TARGET",
    "VIRTUAL_ENV", "__PYVENV_LAUNCHER__",
}  # fmt: skip
CERTIFICATE_SIGNS = ("certificate verify failed", "invalid peer certificate", "unknownissuer")
NETWORK_SIGNS = (
    "connection refused", "connection reset", "dns error", "failed to establish a new connection",
    "failed to fetch", "getaddrinfo failed", "name or service not known", "name resolution",
    "network is unreachable", "no route to host", "nodename nor servname", "timed out",
    "tunnel connection failed",
)  # fmt: skip


@contextlib.contextmanager
def alone(root: Path) -> Iterator[IO[bytes]]:
    """Let one set-up at a time work on a checkout; others wait.

    The system drops the lock when its holder and the installer it started have ended,
    however they ended.
    """
    with (root / ".venv.lock").open("ab") as file:
        if not _lock(file, wait=False):
            show(tell("waiting"))
            _lock(file, wait=True)
        yield file


def _lock(file: IO[bytes], *, wait: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.2)
            else:
                return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: go on, as tools did before there were any
        return True
    return True


def install(root: Path, level: str, why: str, lock: IO[bytes]) -> None:
    """Mend the environment's fault ``why``, so that it serves ``level``."""
    home = root / ".venv"
    note = read_note(home) or {}
    held = note.get("level")
    levels = list(LEVELS)
    if why not in HOPELESS and held in levels:
        level = max(level, str(held), key=levels.index)
    requirements = root / LEVELS[level]
    if not requirements.is_file():
        raise SetupError(tell("no_file", path=requirements.name))
    _announce(why)
    began = time.monotonic()
    anew = why in HOPELESS or not _serves(home)
    if not anew:
        try:
            _fill(home, requirements, lock, again=why == "packages")
        except InstallError:
            show(tell("try_again"))
            anew = True
        except SetupError:
            if note:  # what was there has not been touched, and serves again when the cause goes
                put_note(home, note)
            raise
    if anew:
        _make(home)
        _fill(home, requirements, lock)
    site = _point_to(root, home)
    _compile(root, home)
    write_note(root, level, site)
    show(tell("done", seconds=round(time.monotonic() - began)))


def _announce(why: str) -> None:
    if why == "missing":
        show(tell("first"))
    elif why in {"level", "lock"}:
        show(tell("update"))
    else:
        show(tell("repair", why=tell("why_" + why)))


def _make(home: Path) -> None:
    """Make an empty environment where the old one, if any, was."""
    _clear(home)
    home.mkdir()
    put_note(home, UNFINISHED)
    # Without pip: some systems' Python lacks the part of venv that brings it.
    _call([sys.executable, "-m", "venv", "--without-pip", str(home)], home)


def _clear(home: Path) -> None:
    """Take an old environment away; anything else of that name is kept under another."""
    if not os.path.lexists(home):
        return
    ours = home.is_dir() and (
        (home / "pyvenv.cfg").is_file() or read_note(home) is not None or not any(home.iterdir())
    )
    for left_over in home.parent.glob(f"{home.name}-old-*"):
        shutil.rmtree(left_over, ignore_errors=True)
    number = 1
    name = f"{home.name}-{'old' if ours else 'kept'}"
    while os.path.lexists(aside := home.with_name(f"{name}-{number}")):
        number += 1
    # Renamed first: on Windows this fails before anything is lost when a program uses it.
    home.rename(aside)
    if not ours:
        show(tell("moved_aside", path=aside.name))
    elif aside.is_symlink():
        aside.unlink()
    else:
        shutil.rmtree(aside, ignore_errors=True)


def _fill(home: Path, requirements: Path, lock: IO[bytes], *, again: bool = False) -> None:
    """Install the listed packages with uv when it is there, else with pip."""
    put_note(home, UNFINISHED)
    count, megabytes = to_fetch(requirements)
    if megabytes and not (requirements.parent / WHEELS).is_dir():
        show(tell("size", count=count, size=round(megabytes)))
    python = str(python_of(home))
    uv = shutil.which("uv")
    if uv is not None:
        command = [uv, "pip", "install", "--python", python, "--compile-bytecode"]
        command += ["--reinstall"] if again else []
        command += _listed(requirements)
        try:
            _call(command, home, lock, count)
        except SetupError:
            show(tell("try_pip"))
        else:
            return
    options = ["install", "--no-input", "--disable-pip-version-check", "--retries", "2"]
    options += ["--progress-bar", "off", "--no-warn-script-location"]
    options += ["--force-reinstall"] if again else []
    options += _listed(requirements)
    try:
        _call([*_pip(home), *options], home, lock, count)
    except CertificateError:
        # A pip of before 24.2 does not look into the system's store of certificates.
        _call([python, str(_fetch_pip(home) / "pip"), *options], home, lock, count)


def _listed(requirements: Path) -> list[str]:
    # The list is complete, so nothing is resolved, and nothing unlisted can come in.
    listed = ["--require-hashes", "--no-deps", "-r", str(requirements)]
    wheels = requirements.parent / WHEELS
    if wheels.is_dir():  # of a bundle: no network is asked
        listed = ["--no-index", "--find-links", str(wheels), *listed]
    return listed


def _pip(home: Path) -> list[str]:
    """Find a pip that installs into the environment: its own, this Python's, or a fetched one."""
    python = str(python_of(home))
    inner = [python, "-m", "pip"]
    if _works([*inner, "--version"]) or _works([python, "-m", "ensurepip", "--default-pip"]):
        return inner
    # This Python's own pip, from 22.3 on, can work on another environment.
    outer = [sys.executable, "-m", "pip", "--python", python]
    if _works([*outer, "--version"]):
        return outer
    return [python, str(_fetch_pip(home) / "pip")]


def _fetch_pip(home: Path) -> Path:
    """Download the pinned pip; the hash makes sure that it is the one meant."""
    packed = home.parent / WHEELS / PIP_WHEEL
    if packed.is_file():
        return packed
    import hashlib
    from urllib.error import URLError
    from urllib.parse import urljoin
    from urllib.request import urlopen

    index = os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple").rstrip("/") + "/pip/"
    try:
        with urlopen(index, timeout=60) as page:
            text = page.read().decode("utf-8", "replace")
        link = re.search(rf'href="([^"#]*{re.escape(PIP_WHEEL)})', text)
        if link is None:
            raise SetupError(tell("failed", log=index, tail=f"no {PIP_WHEEL}"))
        with urlopen(urljoin(index, link[1]), timeout=60) as answer:
            wheel = answer.read()
    except (URLError, TimeoutError) as error:
        if "CERTIFICATE" in str(error).upper():
            raise CertificateError(tell("certificate")) from None
        raise SetupError(tell("offline")) from None
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise SetupError(tell("failed", log=index, tail=f"{PIP_WHEEL}: sha256?"))
    path = home / PIP_WHEEL
    path.write_bytes(wheel)
    return path


def _point_to(root: Path, home: Path) -> Path:
    """Let the environment import digisys from the checkout, and give it the command."""
    site = Path(_ask(home, "sysconfig.get_path('purelib')"))
    # Relative, so that letters which the system's encoding lacks do no harm.
    (site / "digisys-checkout.pth").write_text(os.path.relpath(root, site) + "\n", "utf-8")
    if sys.platform == "win32":
        script = home / "Scripts" / "digisys.cmd"
        script.write_text('@"%~dp0python.exe" -P -m digisys %*\n', "utf-8")
    else:
        script = home / "bin" / "digisys"
        script.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -P -m digisys "$@"\n', "utf-8")
        script.chmod(0o755)
    return site


def _compile(root: Path, home: Path) -> None:
    folders = [str(root / name) for name in ("digisys", "tools") if (root / name).is_dir()]
    _works([str(python_of(home)), "-m", "compileall", "-q", *folders])


def _serves(home: Path) -> bool:
    """Tell whether an environment's Python runs, is new enough, and has a place for packages."""
    try:
        version = _ask(home, "'%d' % (sys.version_info >= (3, 11))")
        return version == "1" and Path(_ask(home, "sysconfig.get_path('purelib')")).is_dir()
    except (OSError, subprocess.CalledProcessError):
        return False


def _ask(home: Path, expression: str) -> str:
    """Ask an environment's Python for a text."""
    code = f"import os, sys, sysconfig; sys.stdout.buffer.write(os.fsencode({expression}))"
    answer = subprocess.run(
        [str(python_of(home)), "-I", "-c", code],
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return os.fsdecode(answer.stdout)


def _surroundings() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.upper() not in MISLEADING}
    # Certificates of the system's own store count, as in a browser (two names, by age of uv).
    trust = {"UV_NATIVE_TLS": "1", "UV_SYSTEM_CERTS": "1"}
    return {**trust, **kept, "PIP_USER": "0", "PYTHONUTF8": "1"}


def _works(command: list[str]) -> bool:
    try:
        done = subprocess.run(
            command,
            check=False,
            env=_surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return False
    return done.returncode == 0


def _call(command: list[str], home: Path, lock: IO[bytes] | None = None, count: int = 0) -> None:
    """Run an installer with its words in a log; show how far it is on a terminal."""
    # On POSIX the child holds the lock too: were this process killed, a next run would wait
    # for the installer to end instead of working beside it.
    kept = (lock.fileno(),) if lock is not None and sys.platform != "win32" else ()
    terminal = sys.stderr.isatty()
    lines: list[str] = []
    fetched = 0
    with (
        (home / LOG).open("w", encoding="utf-8") as log,
        subprocess.Popen(
            command,
            cwd=home.parent,
            env=_surroundings(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            pass_fds=kept,
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                log.write(line)
                lines.append(line)
                if terminal and (named := _FETCHED.match(line)):
                    fetched += 1
                    so_far = f"{min(fetched, count)}/{count}  {named[1]}"
                    sys.stderr.write(f"\r  {so_far:<40.40}")
                    sys.stderr.flush()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
    if terminal:
        sys.stderr.write(f"\r{'':42}\r")
    if process.returncode:
        _complain(lines, home)


def _complain(lines: list[str], home: Path) -> None:
    text = "".join(lines).lower()
    if any(sign in text for sign in CERTIFICATE_SIGNS):
        raise CertificateError(tell("certificate"))
    if any(sign in text for sign in NETWORK_SIGNS):
        raise SetupError(tell("offline"))
    tail = "".join(lines[-12:]).rstrip()
    raise InstallError(tell("failed", log=home / LOG, tail=tail))
