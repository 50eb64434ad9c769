"""Write the lists of pinned packages, or check that they agree: ``run.py lock [--check]``.

``pyproject.toml`` says what digisys needs, ``uv.lock`` which versions that is on every
system, and the ``requirements*.lock`` files say the same in the form that pip reads.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Each list for pip, and the parts of ``uv.lock`` that it holds.
EXPORTS = {
    "requirements.lock": ("--extra", "report"),
    "requirements-extras.lock": ("--all-extras",),
    "requirements-dev.lock": (
        "--all-extras",
        "--group",
        "dev",
        "--group",
        "peers",
        "--group",
        "docs",
    ),
}
HEADER = """\
# Exported from uv.lock by `python3 run.py lock`. Do not edit.
"""


def main(arguments: list[str]) -> int:
    """Write the lists, or with ``--check`` compare them; other words go to ``uv lock``."""
    if "--check" in arguments:
        faults = disagreements(ROOT)
        for fault in faults:
            print(fault)
        if faults:
            print("Run `python3 run.py lock` and commit what it writes.")
            return 1
        print(f"uv.lock agrees with pyproject.toml, and {', '.join(EXPORTS)} with uv.lock")
        return 0
    done = _uv(ROOT, "lock", *arguments)
    sys.stderr.write(done.stderr)
    if done.returncode:
        return done.returncode
    for name in EXPORTS:
        (ROOT / name).write_text(export(ROOT, name), encoding="utf-8", newline="\n")
    return 0


def export(root: Path, name: str) -> str:
    """Return what a list should hold according to ``uv.lock``."""
    options = ["--frozen", "--no-emit-project", "--no-default-groups", "--no-header", "--quiet"]
    done = _uv(root, "export", *options, *EXPORTS[name])
    if done.returncode:
        raise SystemExit(done.stderr)
    return HEADER + done.stdout


def disagreements(root: Path) -> list[str]:
    """Say which lists do not follow from the one before; nothing is written or fetched."""
    done = _uv(root, "lock", "--check", "--offline")
    if done.returncode:
        return [f"uv.lock does not agree with pyproject.toml:\n{done.stderr.strip()}"]
    return [
        f"{name} does not agree with uv.lock"
        for name in EXPORTS
        if not (root / name).is_file()
        or (root / name).read_text(encoding="utf-8") != export(root, name)
    ]


def _uv(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # A developer's own settings, such as another index, must not end up in the lists.
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("UV_")}
    for name in ("UV_CACHE_DIR", "UV_OFFLINE"):
        if name in os.environ:
            surroundings[name] = os.environ[name]
    return subprocess.run(
        [sys.executable, "-m", "uv", *arguments, "--no-config"],
        check=False,
        cwd=root,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
