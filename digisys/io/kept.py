"""Sizes of effects that are kept beside a model, as they take longer than an answer may.

``digisys sizes --keep`` writes them, with a digest of all that a run depends on, so that they
are not told of a model that has changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from digisys.schema import Model

__all__ = ["KeptEffect", "KeptSizes", "dynamics_digest", "kept_sizes", "sizes_file"]

#: Changes when runs of an unchanged model come to other sizes.
_VERSION = 1
_VARIABLE = {"role", "inertia", "initial", "area", "targets"}
_LINK = {
    *("source", "target", "own_id", "polarity", "strength", "effect", "modulates", "delay"),
    *("delay_order", "certainty"),
}


@dataclass(frozen=True)
class KeptEffect:
    """An effect on a target or variable: levels at the end, and from when on it is clear.

    Attributes
    ----------
    key
        The number of the target as text, or the id of the variable.
    low, middle, high
        Levels that 5, 50 and 95 per cent of the draws stay below, dimensionless.
    by
        The whole year or moment from which on it is clear; None where it never is.
    partly
        Whether some variables of the target are pushed themselves.
    """

    key: str
    low: float
    middle: float
    high: float
    by: float | None
    partly: bool


@dataclass(frozen=True)
class KeptSizes:
    """What was kept.

    Attributes
    ----------
    samples, seed
        The draws.
    push
        How hard each thing was pushed from the first year on, on the scale of levels.
    end
        When the runs ended.
    effects
        By what was pushed, such as ``target:14``: what it moves.
    """

    samples: int
    seed: int
    push: float
    end: float
    effects: Mapping[str, tuple[KeptEffect, ...]] = field(repr=False)

    def text(self, model: Model) -> str:
        """Return the contents of the file: a line for each thing that is pushed."""
        head = {
            "digest": dynamics_digest(model),
            "samples": self.samples,
            "seed": self.seed,
            "push": self.push,
            "end": self.end,
        }
        lines = [f"  {json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
        rows = [
            f"    {json.dumps(name)}: {json.dumps([_row(item) for item in items])}"
            for name, items in self.effects.items()
        ]
        body = ",\n".join(rows)
        return "{\n" + "\n".join(lines) + '\n  "effects": {\n' + body + "\n  }\n}\n"


def _row(effect: KeptEffect) -> list[Any]:
    ends = (round(value, 4) + 0.0 for value in (effect.low, effect.middle, effect.high))
    return [effect.key, *ends, effect.by, effect.partly]


def dynamics_digest(model: Model) -> str:
    """Return a short text that differs whenever runs of a model may differ.

    Labels, sources and positions do not count.
    """
    told = {
        "version": _VERSION,
        "time": model.time.model_dump(mode="json"),
        "dynamics": [model.dynamics, model.response, model.strengths],
        "targets": list(model.targets),
        "areas": list(model.areas),
        "variables": {
            name: item.model_dump(mode="json", include=_VARIABLE)
            for name, item in model.variables.items()
        },
        "links": [link.model_dump(mode="json", include=_LINK) for link in model.links],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def sizes_file(model: Model) -> Path | None:
    """Return where the sizes of a model are kept: beside its file, with the ending ``.sizes.json``.

    None for a model that was not read from a file.
    """
    return None if model.file is None else model.file.with_suffix(".sizes.json")


def kept_sizes(model: Model) -> KeptSizes | None:
    """Read the sizes that are kept with a model.

    Returns
    -------
    KeptSizes or None
        None where there are none, or they are of a model whose runs may differ.
    """
    path = sizes_file(model)
    if path is None or not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["digest"] != dynamics_digest(model):
            return None
        effects = {name: _effects(rows) for name, rows in data["effects"].items()}
        return KeptSizes(data["samples"], data["seed"], data["push"], data["end"], effects)
    except (OSError, ValueError, KeyError, TypeError):  # not of our making: as if it were not there
        return None


def _effects(rows: Iterable[list[Any]]) -> tuple[KeptEffect, ...]:
    return tuple(KeptEffect(*row) for row in rows)
