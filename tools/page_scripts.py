"""Check the scripts of the page: ``python -m tools.page_scripts types`` or ``lint``.

TypeScript reads the types that the scripts tell in comments, Biome looks for faults and checks
the layout; ``--fix`` lets Biome mend what it can. Both are fetched by npm into
``tools/page/node_modules`` on first use, in the versions that the lock file there names.
Neither is needed to make a page.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tools" / "page"
SCRIPTS = ROOT / "digisys" / "report" / "page" / "browser" / "scripts"
PROGRAMS = FOLDER / "node_modules"

#: Told where something is missing: what, and how to get it.
NO_NODE = """\
Node.js 18 or newer is missing: it runs the checks of the page's scripts. To get it:
    Debian, Ubuntu:  apt-get install npm
    macOS:           brew install node
    Windows:         winget install OpenJS.NodeJS.LTS   (or the ZIP of nodejs.org, without
                     administrator rights: unpack it and put its folder into PATH)
Then run the check again. Making pages needs none of this."""
OLD_NODE = "The checks of the page's scripts need Node.js 18 or newer; {path} is {version}."
NOT_FETCHED = """\
npm could not fetch what checks the page's scripts (see above); it needs the network once.
Run the check again when there is one."""


def main(arguments: Sequence[str]) -> int:
    """Run a check of the scripts; return 0 when it passed, else 1."""
    parser = argparse.ArgumentParser(prog="tools.page_scripts", description=__doc__)
    parser.add_argument("check", choices=["types", "lint"])
    parser.add_argument("--fix", action="store_true", help="mend what can be mended (lint)")
    options = parser.parse_args(arguments)
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        print(NO_NODE, file=sys.stderr)
        return 1
    version = _output([node, "--version"])
    if not is_new_enough(version):
        print(OLD_NODE.format(path=node, version=version), file=sys.stderr)
        return 1
    if not _fetch(npm):
        print(NOT_FETCHED, file=sys.stderr)
        return 1
    return subprocess.run([node, *_command(options.check, fix=options.fix)], check=False).returncode


def is_new_enough(version: str) -> bool:
    """Say whether a version of Node.js, such as ``v18.20.4``, runs the checks."""
    major = version.removeprefix("v").split(".")[0]
    return major.isdecimal() and int(major) >= 18


def _output(command: Sequence[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def _fetch(npm: str) -> bool:
    """Bring the programs to the versions of the lock file, unless they have them already."""
    lock = sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    stamp = PROGRAMS / ".lock-digest"
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        return True
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run(command, check=False, cwd=FOLDER).returncode:
        return False
    stamp.write_text(lock, "utf-8")
    return True


def _command(check: str, *, fix: bool) -> list[str]:
    if check == "types":
        return [str(PROGRAMS / "typescript" / "bin" / "tsc"), "--project", str(FOLDER)]
    biome = [str(PROGRAMS / "@biomejs" / "biome" / "bin" / "biome"), "check"]
    mend = ["--write"] if fix else []
    config = f"--config-path={FOLDER}"
    return [*biome, *mend, config, "--error-on-warnings", "--max-diagnostics=50", str(SCRIPTS)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
