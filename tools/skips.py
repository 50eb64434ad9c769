"""What a check left out and why, and which reasons a machine may have for it.

A machine may lack what a test needs, and a developer need not have all of it. In the
continuous build nothing may be left out, apart from what no installation mends: what the
superuser or the platform explains. Such a skip is marked in the test itself::

    @pytest.mark.skipif(os.name == "nt", reason=explained("platform", "modes are POSIX"))

Checks other than the tests tell what they leave out with :func:`leave_out`.
"""

from __future__ import annotations

import ast
import contextlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args
from xml.etree import ElementTree as ET

__all__ = ["SKIP_FILE", "Explanation", "Skip", "explained", "leave_out", "left_out", "tell"]

#: What may explain that something is left out on a machine on which all is installed.
Explanation = Literal["superuser", "platform"]
#: Environment variable that names the file in which checks note what they leave out.
SKIP_FILE = "DIGISYS_SKIP_FILE"
#: So many names are told for one reason.
_TOLD = 5


@dataclass(frozen=True, slots=True)
class Skip:
    """Something that was left out."""

    name: str
    reason: str

    @property
    def is_explained(self) -> bool:
        """Whether nothing that can be installed would have helped."""
        return self.reason.startswith(tuple(f"[{kind}] " for kind in get_args(Explanation)))


def explained(kind: Explanation, why: str) -> str:
    """Word the reason of a skip that is right on some machines, whatever is installed.

    Examples
    --------
    >>> explained("superuser", "may read every file")
    '[superuser] may read every file'
    """
    if kind not in get_args(Explanation):
        raise ValueError(f"{kind}: not one of {', '.join(get_args(Explanation))}")
    return f"[{kind}] {why}"


def leave_out(name: str, reason: str) -> None:
    """Tell from inside a check that it leaves something out."""
    print(f"Left out: {name}: {reason}", flush=True)
    if path := os.environ.get(SKIP_FILE):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{name}\t{reason}\n")


def left_out(notes: Path, report: Path) -> Iterator[Skip]:
    """Read what was left out: from the notes of checks, and from pytest's JUnit report."""
    if notes.is_file():
        for line in notes.read_text(encoding="utf-8").splitlines():
            name, _, reason = line.partition("\t")
            yield Skip(name, reason)
    if report.is_file():
        for case in ET.parse(report).getroot().iter("testcase"):
            for skipped in case.iter("skipped"):
                name = ".".join(filter(None, (case.get("classname"), case.get("name"))))
                yield Skip(name, _reason(skipped))


def _reason(skipped: ET.Element) -> str:
    """Read the reason of a test that is skipped, alone or with its file, or expected to fail."""
    reason = skipped.get("message") or "no reason given"
    if skipped.get("type") == "pytest.xfail":
        return f"expected to fail: {reason}"
    if skipped.get("type") is None:
        # Of a whole file the report says where and why, as Python would write it.
        with contextlib.suppress(ValueError, SyntaxError, IndexError):
            reason = str(ast.literal_eval(skipped.text or "")[2]).removeprefix("Skipped: ")
    return reason


def tell(skips: Iterable[Skip]) -> str:
    """List what was left out by its reason, what nothing explains first; empty without any."""
    by_reason: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for skip in skips:
        by_reason[skip.is_explained, skip.reason].append(skip.name)
    lines = []
    for (is_explained, reason), names in sorted(by_reason.items()):
        right = "" if is_explained else " (not explained by the superuser or the platform)"
        lines.append(f"left out {len(names)}: {reason}{right}")
        lines += [f"    {name}" for name in sorted(names)[:_TOLD]]
        if len(names) > _TOLD:
            lines.append(f"    and {len(names) - _TOLD} more")
    return "\n".join(lines)
