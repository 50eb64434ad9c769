"""How much a set-up fetches, told before it does; with the standard library alone."""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from pathlib import Path

__all__ = ["to_fetch"]


def to_fetch(requirements: Path) -> tuple[int, float]:
    """Count the packages of a list, and estimate their size on this computer.

    Parameters
    ----------
    requirements
        A list for pip; ``uv.lock`` beside it knows the size of each file.

    Returns
    -------
    count : int
        Packages that this system needs.
    megabytes : float
        About how large they are; 0 where that is not known.
    """
    text = requirements.read_text("utf-8")
    needed = {
        match[1]: match[2]
        for match in re.finditer(r"^([A-Za-z0-9_.-]+)==(\S+)([^\\\n]*)", text, re.MULTILINE)
        if _fits(match[3])
    }
    try:
        locked = tomllib.loads((requirements.parent / "uv.lock").read_text("utf-8"))
    except (OSError, ValueError):
        return len(needed), 0.0
    sizes = [
        size
        for item in locked.get("package", ())
        if needed.get(item["name"]) == item.get("version")
        for size in [_size(item)]
    ]
    return len(needed), sum(sizes) / 1e6


def _fits(marker: str) -> bool:
    told = re.findall(r"sys_platform (==|!=) '(\w+)'", marker)
    for sign, version in re.findall(r"python_(?:full_)?version (<|>=) '([\d.]+)'", marker):
        older = sys.version_info[:2] < tuple(map(int, version.split(".")[:2]))
        if older != (sign == "<"):
            return False
    equal = [name for sign, name in told if sign == "=="]
    unequal = [name for sign, name in told if sign == "!="]
    return (not equal or sys.platform in equal) and sys.platform not in unequal


def _size(item: dict[str, list[dict[str, int | str]]]) -> int:
    """Return the size of the file that is likely to be fetched."""
    kinds = {"win32": "win_amd64", "darwin": "macosx"}
    kind = kinds.get(sys.platform, "manylinux")
    machine = platform.machine().lower()
    version = f"cp{sys.version_info[0]}{sys.version_info[1]}"
    every = [(str(each["url"]), int(each.get("size", 0))) for each in item.get("wheels", ())]
    pure = [size for url, size in every if url.endswith("-none-any.whl")]
    built = [
        size
        for url, size in every
        if kind in url and (f"-{version}-{version}-" in url or "-abi3-" in url or "-py3-" in url)
        and (kind == "win_amd64" or machine in url or "universal2" in url)
    ]  # fmt: skip
    return (built or pure or [0])[0]
