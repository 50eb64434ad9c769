"""A release that needs no network: every system has its wheels, and set-up takes them."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from tests.length import long_or_slice
from tools import bundle, install
from tools.sizes import to_fetch
from tools.wheels import PYTHONS, SYSTEMS, pinned, wheels_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("requirements", ["requirements.lock", "requirements-extras.lock"])
def test_every_package_has_a_wheel_for_every_system(requirements, system, python):
    wheels, missing = wheels_for(ROOT, requirements, SYSTEMS[system], python)
    assert not missing
    own = {"linux": "manylinux", "windows": "win_amd64", "macos": "macosx"}[system]
    for wheel in wheels:
        fitting = [
            tag
            for tag in parse_wheel_filename(wheel.file)[3]
            if tag.platform == "any" or tag.platform.startswith(own)
            if tag.abi in ("none", "abi3") or tag.interpreter == f"cp{python.replace('.', '')}"
        ]
        assert fitting, wheel.file
    assert {wheel.name for wheel in wheels} <= {item.name for item in pinned(ROOT / requirements)}


def test_the_size_told_is_that_of_the_wheels():
    """The set-up counts with the standard library alone what the bundle counts by tags."""
    if sys.platform != "linux":
        pytest.skip("the wheels of this system are not chosen")
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    wheels, _ = wheels_for(ROOT, "requirements.lock", SYSTEMS["linux"], python)
    count, megabytes = to_fetch(ROOT / "requirements.lock")
    assert count == len(wheels)
    assert megabytes == pytest.approx(sum(each.size for each in wheels) / 1e6, rel=0.1)


def test_a_package_without_a_wheel_is_told(tmp_path):
    shutil.copy(ROOT / "uv.lock", tmp_path)
    (tmp_path / "list.lock").write_text("numpy==0.0.1 \\\n    --hash=sha256:00\n")
    wheels, missing = wheels_for(tmp_path, "list.lock", SYSTEMS["windows"], "3.12")
    assert not wheels
    assert [(each.name, each.system, each.python) for each in missing] == [
        ("numpy", "windows", "3.12")
    ]


def packages() -> list[Requirement]:
    """Return what is installed: a few small packages, and in a long run all of them."""
    every = pinned(ROOT / "requirements.lock")
    return long_or_slice(every, [item for item in every if item.name in ("pyyaml", "six")])


def test_set_up_takes_the_wheels_of_a_bundle_with_the_network_cut(tmp_path, monkeypatch):
    """What is downloaded is packed, unpacked elsewhere, and installed from there alone."""
    text = (ROOT / "requirements.lock").read_text("utf-8")
    wanted = {item.name for item in packages()}
    blocks = [f"{block}\n" for block in text.split("\n") if block and not block.startswith("#")]
    listed, keep = "", False
    for line in blocks:
        if not line.startswith(" "):
            keep = line.split("==")[0] in wanted
        listed += line if keep else ""
    made = tmp_path / "made"
    made.mkdir()
    shutil.copy(ROOT / "uv.lock", made)
    (made / "requirements.lock").write_text(listed)
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert bundle.gather(made, made / "wheels", "requirements.lock", ["linux"], [python]) == []
    bundle.write_sums(made)
    archive = tmp_path / "made.zip"
    bundle.pack(made, archive)
    again = tmp_path / "again.zip"
    bundle.pack(made, again)
    assert (
        hashlib.sha256(archive.read_bytes()).digest() == hashlib.sha256(again.read_bytes()).digest()
    )
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "there")
    there = tmp_path / "there" / "made"
    for line in (there / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((there / name).read_bytes()).hexdigest() == digest
    nowhere = "http://127.0.0.1:9"
    for name in ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, nowhere)
    for name in ("PIP_FIND_LINKS", "UV_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONFIG_FILE"):
        monkeypatch.setenv(name, os.devnull if name.endswith("FILE") else "")
    home = there / ".venv"
    home.mkdir()
    install._make(home)
    with (there / "lock").open("wb") as lock:
        install._fill(home, there / "requirements.lock", lock)
    done = subprocess.run(
        [str(install.python_of(home)), "-c", "import yaml; print(yaml.__version__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == next(
        next(iter(item.specifier)).version for item in packages() if item.name == "pyyaml"
    )
