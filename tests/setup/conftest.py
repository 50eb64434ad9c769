"""A small checkout that sets itself up for real, from a folder of packages, without network."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uv

ROOT = Path(__file__).parents[2]


@dataclass
class Checkout:
    """A copy of run.py with a digisys that prints what it was asked."""

    root: Path
    wheels: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        bin_ = self.home / ("Scripts" if os.name == "nt" else "bin")
        return bin_ / ("python.exe" if os.name == "nt" else "python")

    @property
    def site(self) -> Path:
        return next(self.home.glob("**/site-packages"))

    def run(
        self, *arguments: str, folder: Path | None = None, **extra: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            check=False,
            cwd=folder or self.root.parent,
            env={**self.environment, **extra},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
        )

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "run.py"), *arguments]

    def fault(self, *options: str) -> str | None:
        """Ask run.py, which changes nothing, what it finds wrong."""
        answer = self.run("setup", "--check", *options)
        assert answer.stderr == ""
        assert answer.returncode == (0 if answer.stdout.startswith("The set-up is whole") else 1)
        return answer.stdout.split(":")[0] if answer.returncode else None

    def pin(self, level: str, **versions: str) -> None:
        """List packages, making a wheel for each, as the packages that a level needs."""
        suffix = {"questions": "", "extras": "-extras", "checks": "-dev"}[level]
        lines = [
            f"{name}=={version} \\\n    --hash=sha256:{make_wheel(self.wheels, name, version)}\n"
            for name, version in versions.items()
        ]
        (self.root / f"requirements{suffix}.lock").write_text("".join(lines), encoding="utf-8")


def make_wheel(folder: Path, name: str, version: str) -> str:
    """Write a wheel with one module that knows its version; return its hash."""
    info = f"{name}-{version}.dist-info"
    files = {
        # Each version of another length: Python compiles anew what differs in time or length.
        f"{name}.py": f"VERSION = {version!r}\n" + "#" * int(version[-1]),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    records = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        records.append(f"{path},sha256={digest.decode()},{len(text)}\n")
    files[f"{info}/RECORD"] = "".join(records) + f"{info}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Lie where many people keep things: in a folder with a space and letters beyond ASCII."""
    root = tmp_path / "Käyttäjän tiedostot" / "digisys"
    (root / "digisys").mkdir(parents=True)
    (root / "digisys" / "__init__.py").write_text("", encoding="utf-8")
    (root / "digisys" / "__main__.py").write_text(
        "import sys, pebble\n"
        "print('pebble', pebble.VERSION, 'asked', *sys.argv[1:])\n"
        "sys.exit(3 if 'three' in sys.argv else 0)\n",
        encoding="utf-8",
    )
    shutil.copy(ROOT / "run.py", root)
    shutil.copytree(ROOT / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    real = Path(uv.find_uv_bin())
    programs = real.parent
    if os.name != "nt":  # nothing but uv on the PATH
        programs = tmp_path / "programs"
        programs.mkdir()
        (programs / real.name).symlink_to(real)
    kept = ("SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    found = Checkout(
        root,
        wheels,
        {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "LC_ALL": "C.UTF-8",
            "PYTHONUTF8": "1",
            "PATH": str(programs),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_FIND_LINKS": wheels.as_uri(),
            "PIP_NO_INDEX": "1",
            "UV_CACHE_DIR": str(tmp_path / "cache"),
            "UV_FIND_LINKS": str(wheels),
            "UV_NO_CONFIG": "1",
            "UV_OFFLINE": "1",
        },
    )
    found.pin("questions", pebble="1.0")
    found.pin("extras", pebble="1.0", gravel="1.0")
    found.pin("checks", pebble="1.0", gravel="1.0", sand="1.0")
    return found
