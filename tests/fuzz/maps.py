"""Maps of other tools, cut short and with bytes changed, and what must hold for each."""

from __future__ import annotations

import json
import time
from random import Random

from digisys.errors import ModelFileError
from digisys.exchange.as_read import FormatError
from digisys.exchange.foreign import ForeignFile
from digisys.exchange.format import ReadOptions
from digisys.exchange.losses import Loss
from digisys.exchange.registry import format_of, formats
from digisys.exchange.to_model import Origin, to_model
from digisys.schema import Model
from digisys.words import LANGUAGES
from tests.exchange import test_samples_of_formats as samples
from tests.exchange import test_tables as tables
from tests.tiny import model_of

__all__ = ["KINDS", "map_of", "try_map"]


def _bytes(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content, indent=1)).encode()


#: A small model that uses much of what formats hold.
_MODEL = model_of(
    "trust + use",
    "use - cost",
    "cost ? trust",
    "use - use",
    variables={
        "trust": {
            "label": 'Trust, "known" (1/y) & é',
            "role": "stock",
            "description": "All\ntold.",
        },
        "use": {"label": "Use + cost", "unit": "h"},
        "cost": {"label": "Cost"},
    },
    layout={
        "width": 900,
        "height": 900,
        "variables": {
            "trust": {"x": 1, "y": 2},
            "use": {"x": 300, "y": 2},
            "cost": {"x": 9, "y": 99},
        },
    },
)
#: Files as the programs write them, and one in each format that digisys writes.
MAPS = tuple(
    (name, _bytes(content))
    for name, content in (
        ("pond.mdl", samples.VENSIM),
        ("old.mdl", samples.VENSIM_OLD),
        ("pond.stmx", samples.XMILE),
        ("a.json", samples.SD_AI),
        ("a.txt", samples.LOOPY),
        ("a.prsm", samples.PRSM),
        ("a.dia", samples.dia(("O0", "O1", 8, 1), ("O1", "O1", 0, 8))),
        ("b.json", samples.CATCOLAB),
        ("a.mmp", samples.MENTAL_JSON),
        ("b.mmp", samples.MENTAL_XML),
        ("a.InsightMaker", samples.INSIGHT),
        ("a.drawio", f"<mxfile><diagram>{samples._PACKED}</diagram></mxfile>"),
        ("b.drawio", samples._PAGE),
        ("c.json", samples.KUMU),
        ("a.graphml", samples.GRAPHML),
        ("a.gexf", samples.GEXF),
        ("a.dot", samples.DOT),
        ("b.txt", samples.TEXT),
        ("c.txt", samples.TUPLES),
        ("a.puml", samples.PLANTUML),
        ("a.csv", "From;To;Type\nTrust;Use;+\nUse;Trust;0,5\n"),
        ("b.csv", tables.MATRIX.format(corner="")),
        (
            "a.xlsx",
            tables.workbook(
                E=[["Label", "Type"], ["Trust", "stock"]],
                C=[["From", "To", "Type"], ["Trust", "Use|Cost", "+"]],
            ),
        ),
        ("a.mmd", samples.MERMAID),
        ("d.json", samples.NODE_LINK),
        *(
            (f"written{kind.suffixes[0]}", kind.write(_MODEL, "en"))
            for kind in formats()
            if kind.write is not None
        ),
    )
)
KINDS = len(MAPS)
_PIECES = (
    b"\0", b"\xff", b'"', b"<", b">", b"]", b"[", b"{", b"}", b",", b"|", b"~", b"\n", b"\\",
    b"&a;", b"1e999", b"-1", b"null", b"true", b"99999999999999999999",
    "\u202e".encode(), b"(", b"=",
)  # fmt: skip


def map_of(seed: int) -> tuple[str, bytes]:
    """Make the name and the bytes of a map from a seed."""
    random = Random(seed)
    name, content = MAPS[seed % len(MAPS)]
    spoiled = bytearray(content)
    if random.random() < 0.3:
        del spoiled[random.randrange(len(spoiled)) :]
    for _ in range(random.choice((0, 1, 1, 2, 5, 20))):
        at = random.randrange(len(spoiled) + 1)
        match random.randrange(4):
            case 0:
                spoiled[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del spoiled[at : at + random.randrange(1, 40)]
            case 2:
                spoiled[at:at] = spoiled[at : at + random.randrange(1, 200)]
            case _:
                spoiled[at:at] = random.choice(_PIECES)
    if random.random() < 0.1:
        name = "map"
    return name, bytes(spoiled)


def try_map(seed: int) -> str:
    """Read the map of a seed and return what became of it.

    Raises
    ------
    AssertionError
        If a promise was broken.
    Exception
        Whatever else was not foreseen.
    """
    name, content = map_of(seed)
    start = time.process_time()
    found = _read(name, content)
    assert time.process_time() - start < _LONGEST, "too long"
    return found


#: Seconds of work that a map may take: a promise, not a measure of speed.
_LONGEST = 10.0


def _read(name: str, content: bytes) -> str:
    refusal: FormatError | ModelFileError
    try:
        file = ForeignFile(name, content)
        kind = format_of(file)
        if kind is None:
            return "refused"
        read = kind.read(file, ReadOptions())
        model, losses = to_model(read, Origin(name, kind.title))
    except (FormatError, ModelFileError) as error:
        refusal = error
    else:
        _check_losses(model, losses)
        return "read"
    if isinstance(refusal, FormatError):
        assert all(refusal.what.text(language).strip() for language in LANGUAGES)
    else:  # tables are refused in words of their own; what is read makes a valid model
        assert {problem.code for problem in refusal.problems} <= _REFUSALS, refusal
    return "refused"


def _check_losses(model: Model, losses: tuple[Loss, ...]) -> None:
    assert model.variables
    for loss in losses:
        assert loss.what.text("fi").strip()
        assert loss.why.text("sv").strip()


_REFUSALS = frozenset(
    ["damaged-workbook", "workbook-too-large", "not-a-table", "invalid-csv", "wrong-encoding"]
)
