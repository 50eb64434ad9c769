"""What SECURITY.md promises in numbers is what the code holds."""

from __future__ import annotations

import re
from pathlib import Path

from digisys.io.yaml.source import LARGEST_FILE

PAGE = (Path(__file__).resolve().parents[2] / "SECURITY.md").read_text("utf-8")


def test_the_largest_file_is_the_one_that_is_told() -> None:
    (told,) = re.findall(r"files beyond (\d+) MiB", PAGE)
    assert int(told) * 2**20 == LARGEST_FILE
