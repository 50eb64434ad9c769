"""Which wheels a system needs: the pinned packages, by the tags and markers of that system."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Environment, Marker, default_environment
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

__all__ = ["PYTHONS", "SYSTEMS", "Missing", "System", "Wheel", "missing_wheels", "wheels_for"]

#: The versions of Python that bundles are made for.
PYTHONS = ("3.11", "3.12", "3.13")
_MANYLINUX = tuple(f"manylinux_2_{minor}_x86_64" for minor in range(34, 4, -1))
_MACOS = tuple(
    f"macosx_{major}_0_{kind}" for major in range(15, 10, -1) for kind in ("arm64", "universal2")
)


@dataclass(frozen=True)
class System:
    """A kind of computer.

    Attributes
    ----------
    name
        What it is called on the command line.
    platforms
        The platform tags that it takes, the best first.
    markers
        What markers of requirements see on it.
    """

    name: str
    platforms: tuple[str, ...]
    markers: Mapping[str, str]

    def environment(self, python: str) -> Environment:
        """Return what a marker sees with a version of Python."""
        whole = {**default_environment(), **self.markers}
        versions = {"python_version": python, "python_full_version": f"{python}.0"}
        return Environment(**{**whole, **versions})  # type: ignore[typeddict-item]

    def tags(self, python: str) -> Iterator[Tag]:
        """Return the tags of wheels that fit, the best first."""
        version = tuple(map(int, python.split(".")))
        yield from cpython_tags(version, platforms=self.platforms)
        yield from compatible_tags(version, f"cp{python.replace('.', '')}", self.platforms)


SYSTEMS = {
    system.name: system
    for system in (
        System(
            "linux",
            (*_MANYLINUX, "manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
            {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix",
             "platform_machine": "x86_64"},
        ),
        System(
            "windows",
            ("win_amd64",),
            {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt",
             "platform_machine": "AMD64"},
        ),
        System(
            "macos",
            (*_MACOS, "macosx_10_9_universal2", "macosx_10_13_universal2"),
            {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix",
             "platform_machine": "arm64"},
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Wheel:
    """A file that a system needs."""

    name: str
    version: str
    file: str
    url: str
    hash: str
    size: int


@dataclass(frozen=True)
class Missing:
    """A package that has no wheel for a system."""

    name: str
    version: str
    system: str
    python: str


def pinned(requirements: Path) -> list[Requirement]:
    """Read the packages of a list for pip, with their markers."""
    text = requirements.read_text("utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line and not line.lstrip().startswith("#"))
    return [Requirement(re.sub(r"\s+--hash=\S+", "", line).strip()) for line in lines]


def wheels_for(
    root: Path, requirements: str, system: System, python: str
) -> tuple[list[Wheel], list[Missing]]:
    """Choose the wheels of a list for a system.

    Parameters
    ----------
    root
        The checkout: ``uv.lock`` there knows every file of every package.
    requirements
        The list, such as ``requirements.lock``.
    system, python
        The kind of computer and the version of Python, such as ``3.12``.

    Returns
    -------
    wheels : list of Wheel
        The best wheel of each package that the system needs.
    missing : list of Missing
        Packages without a wheel for it.
    """
    known = _locked(root)
    order = {tag: rank for rank, tag in enumerate(system.tags(python))}
    environment: dict[str, str] = {**system.environment(python)}  # type: ignore[dict-item]
    wheels: list[Wheel] = []
    missing: list[Missing] = []
    for item in pinned(root / requirements):
        marker: Marker | None = item.marker
        if marker is not None and not marker.evaluate(environment):
            continue
        version = next(iter(item.specifier)).version
        files = known.get((canonicalize_name(item.name), version), ())
        best = _best(files, order)
        if best is None:
            missing.append(Missing(item.name, version, system.name, python))
        else:
            wheels.append(best)
    return wheels, missing


def missing_wheels(root: Path, requirements: str, systems: Iterable[str]) -> list[Missing]:
    """List what is missing for any system and any version of Python."""
    return [
        each
        for name in systems
        for python in PYTHONS
        for each in wheels_for(root, requirements, SYSTEMS[name], python)[1]
    ]


def _locked(root: Path) -> dict[tuple[str, str], list[Wheel]]:
    raw = tomllib.loads((root / "uv.lock").read_text("utf-8"))
    return {
        (canonicalize_name(item["name"]), item["version"]): [
            Wheel(
                item["name"],
                item["version"],
                each["url"].rsplit("/", 1)[-1],
                each["url"],
                each["hash"],
                each.get("size", 0),
            )
            for each in item.get("wheels", ())
        ]
        for item in raw["package"]
        if "version" in item
    }


def _best(files: Iterable[Wheel], order: Mapping[Tag, int]) -> Wheel | None:
    ranked = [
        (min(order[tag] for tag in tags), file.file, file)
        for file in files
        if (tags := [tag for tag in parse_wheel_filename(file.file)[3] if tag in order])
    ]
    return min(ranked)[2] if ranked else None
