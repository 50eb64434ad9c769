"""Make a release that installs without a network: ``python3 run.py bundle``.

The folder holds digisys, every wheel that set-up needs, one page for each bundled model, the
wheel of digisys itself, and notes on installing. Where ``wheels/`` lies beside ``run.py``,
set-up takes packages from there and from nowhere else.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tools.environment import LEVELS
from tools.install import PIP_WHEEL, _fetch_pip, _pip
from tools.wheels import PYTHONS, SYSTEMS, Missing, Wheel, wheels_for

ROOT = Path(__file__).resolve().parents[1]
#: What of the checkout goes along.
TAKEN = (
    *("run.py", "tools", "digisys", "models", "notebooks", "pyproject.toml", "uv.lock"),
    *("README.md", "CHANGELOG.md", "LICENSE", "CITATION.cff", "SECURITY.md"),
    *("requirements.lock", "requirements-extras.lock", "requirements-dev.lock"),
)
NOTES = ("install-en.md", "install-fi.md", "install-sv.md")
_STAMP = (1980, 1, 1, 0, 0, 0)


def main(arguments: list[str]) -> int:
    """Make the bundle that the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(prog="run.py bundle", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--system", action="append", choices=sorted(SYSTEMS), help="only this one; may be repeated"
    )
    parser.add_argument(
        "--python", action="append", choices=PYTHONS, help="only this one; may be repeated"
    )
    parser.add_argument(
        "--level",
        choices=[name for name in LEVELS if name != "checks"],
        default="questions",
        help="questions: what answers need; extras: all optional parts too",
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "dist", help="where it is made")
    asked = parser.parse_args(arguments)
    systems, pythons = asked.system or list(SYSTEMS), asked.python or list(PYTHONS)
    from digisys._version import __version__

    name = f"digisys-{__version__}-bundle"
    folder = asked.folder / name
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    print(f"Copying digisys {__version__} ...", flush=True)
    copy_checkout(ROOT, folder)
    missing = gather(ROOT, folder / "wheels", LEVELS[asked.level], systems, pythons)
    for each in missing:
        print(f"No wheel of {each.name} {each.version} for {each.system}, Python {each.python}")
    if missing:
        return 1
    make_pages(folder)
    make_wheel(folder)
    write_sums(folder)
    archive = asked.folder / f"{name}.zip"
    pack(folder, archive)
    size = archive.stat().st_size / 1e6
    print(f"{archive}: {size:.0f} MB, for {', '.join(systems)} and Python {', '.join(pythons)}")
    return 0


def copy_checkout(root: Path, folder: Path) -> None:
    """Copy what runs digisys, without what runs leave behind."""
    left = shutil.ignore_patterns("__pycache__", "*.pyc", "node_modules", "*.mo")
    for name in TAKEN:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=left)
        elif source.is_file():
            shutil.copy2(source, folder / name)
    for name in NOTES:
        shutil.copy2(root / "docs" / "howto" / name, folder / name.replace("install", "INSTALL"))


def gather(
    root: Path,
    wheels: Path,
    requirements: str,
    systems: Iterable[str],
    pythons: Iterable[str],
) -> list[Missing]:
    """Download the wheels that each system needs into one folder, each held to its hash."""
    wheels.mkdir(parents=True, exist_ok=True)
    absent: list[Missing] = []
    for name in systems:
        for python in pythons:
            needed, missing = wheels_for(root, requirements, SYSTEMS[name], python)
            absent += missing
            new = [each for each in needed if not (wheels / each.file).exists()]
            size = sum(each.size for each in new) / 1e6
            print(f"{name}, Python {python}: {len(new)} wheels, {size:.0f} MB ...", flush=True)
            if new:
                download(new, wheels, name, python)
    if not (wheels / PIP_WHEEL).exists():
        # A Python without pip of its own gets the pinned one.
        fetched = _fetch_pip(wheels)
        if fetched.parent != wheels:
            shutil.move(fetched, wheels / PIP_WHEEL)
    return absent


def download(needed: Iterable[Wheel], wheels: Path, system: str, python: str) -> None:
    """Download wheels by pip, from the index that is set for it."""
    command = [*_pip(ROOT / ".venv"), "download", "--no-deps", "--require-hashes", "--quiet"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:", "--dest", str(wheels)]
    command += ["--python-version", python, "--implementation", "cp", "--abi", "none"]
    command += ["--abi", "abi3", "--abi", f"cp{python.replace('.', '')}"]
    for tag in SYSTEMS[system].platforms:
        command += ["--platform", tag]
    with tempfile.TemporaryDirectory() as made:
        listed = Path(made) / "wheels.txt"
        lines = [f"{each.name}=={each.version} --hash={each.hash}" for each in needed]
        listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
        subprocess.run([*command, "-r", str(listed)], check=True, stdin=subprocess.DEVNULL)


def make_pages(folder: Path) -> None:
    """Write one page for each bundled model: each works alone, in any browser."""
    from digisys.cli.main import main as digisys
    from digisys.io import bundled_models

    pages = folder / "pages"
    pages.mkdir()
    for name in bundled_models():
        file = pages / f"{name.replace('/', '-')}.html"
        if digisys(["page", "--model", name, "-o", str(file)]):
            raise SystemExit(f"the page of {name} could not be made")


def make_wheel(folder: Path) -> None:
    """Build the wheel of digisys itself, for those who install with pip."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def write_sums(folder: Path) -> None:
    """Write the SHA-256 of every file."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    ]
    (folder / "SHA256SUMS").write_text("\n".join(lines) + "\n", encoding="utf-8")


def pack(folder: Path, archive: Path) -> None:
    """Pack a folder, the same bytes for the same content."""
    with zipfile.ZipFile(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
                entry = zipfile.ZipInfo(name, _STAMP)
                entry.external_attr = 0o644 << 16
                # Wheels are packed already.
                wheel = path.suffix == ".whl"
                entry.compress_type = zipfile.ZIP_STORED if wheel else zipfile.ZIP_DEFLATED
                packed.writestr(entry, path.read_bytes())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
