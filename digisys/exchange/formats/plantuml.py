"""PlantUML: a box for each variable, an arrow with its sign for each link."""

from __future__ import annotations

from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import Format
from digisys.exchange.formats.lines import FORMAT as LINES
from digisys.exchange.labels import unique_labels
from digisys.exchange.written import SYMBOLS
from digisys.schema import Model

__all__ = ["FORMAT"]

#: What PlantUML would read as its own, even in quotes, and what stands for it.
_SAFE = str.maketrans({'"': "'", "\\": "/", "#": "\u266f", "~": "-", "<": "\u2039", ">": "\u203a"})


def recognise(file: ForeignFile) -> bool:
    """Look for the word that begins a diagram."""
    return file.start.startswith("@start")


def write(model: Model, language: str) -> bytes:
    """Write a diagram of boxes."""
    labels = unique_labels(model, language)
    numbers = {name: f"v{number}" for number, name in enumerate(model.variables, 1)}
    lines = ["@startuml"]
    for name, label in labels.items():
        words = " ".join(label.translate(_SAFE).split())
        lines.append(f'rectangle "{words[:_LONGEST]}" as {numbers[name]}')
    for link in model.links:
        ends = f"{numbers[link.source]} --> {numbers[link.target]}"
        lines.append(f"{ends} : {SYMBOLS[link.polarity]}")
    return "\n".join([*lines, "@enduml", ""]).encode()


#: Letters of a label that are read.
_LONGEST = 300

FORMAT = Format(
    "plantuml",
    "PlantUML",
    (".puml", ".plantuml"),
    recognise,
    LINES.read,
    write,
    holds=frozenset(["unknown"]),
)
