"""PyYAML's event parsers: libyaml's where it is installed, else the one in pure Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import yaml

__all__ = ["ParserMaker", "best_parser", "slow_parser"]

#: Makes a parser, of which ``get_event()`` gives one event after another.
ParserMaker = Callable[[str], Any]


class _SlowParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """PyYAML's parser in pure Python, for installations without libyaml."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


def slow_parser(text: str) -> Any:
    """Return PyYAML's parser in pure Python."""
    return _SlowParser(text)


@cache
def best_parser() -> ParserMaker:
    """Return the fastest parser that is installed."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        return slow_parser
    return CParser
