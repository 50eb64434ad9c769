"""The formats there are, and which of them a file is in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module

from digisys.errors import ModelFileError
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format

__all__ = ["format_named", "format_of", "formats"]

#: Modules in ``digisys/exchange/formats/``, those first whose content is the plainest to tell.
_MODULES = (
    "xmile",
    "vensim",
    "prsm",
    "prsm_packed",
    "sd_ai",
    "loopy",
    "kumu_json",
    "catcolab",
    "mental_modeler",
    "mental_modeler_xml",
    "node_link",
    "dia",
    "insight_maker",
    "drawio",
    "graphml",
    "mermaid",
    "gexf",
    "dot",
    "plantuml",
    "csv_links",
    "kumu_csv",
    "matrix_csv",
    "tables",
    "lines",
)


@cache
def formats() -> tuple[Format, ...]:
    """Return every format, in the order in which a file is tried."""
    return tuple(import_module(f"digisys.exchange.formats.{name}").FORMAT for name in _MODULES)


def format_of(file: ForeignFile) -> Format | None:
    """Find the format of a file by its content; None where it is of none.

    Raises
    ------
    ModelFileError
        If it is a table that cannot be read.
    """
    refusal: ModelFileError | None = None
    for each in formats():
        try:
            if each.recognise(file):
                return each
        except ModelFileError as error:  # a text that is no table may still be of links
            refusal = refusal or error
    if refusal is not None:
        raise refusal
    return None


def format_named(name: str) -> Format | None:
    """Find a format by its name, or by the ending of a file that is to be written."""
    wanted = name.lower()
    return next(_matching(wanted), None)


def _matching(wanted: str) -> Iterator[Format]:
    writable = [each for each in formats() if each.write is not None]
    yield from (each for each in formats() if each.name == wanted)
    yield from (each for each in writable if wanted in _lower(each.suffixes[:1]))
    yield from (each for each in writable if wanted in _lower(each.suffixes))


def _lower(suffixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(suffix.lower() for suffix in suffixes)
