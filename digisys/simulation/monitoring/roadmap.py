"""The road map of a programme: what is needed, done and of help."""

from __future__ import annotations

from typing import get_args

from digisys.analysis.programme.joined import named_actor
from digisys.errors import QuestionError
from digisys.graph.names import resolve
from digisys.io.programmes import ProgrammeChoice, load_programme
from digisys.schema import Model
from digisys.schema.road_map import ResourceKind
from digisys.simulation.monitoring.roadmap_parts import Narrowed, Part
from digisys.simulation.monitoring.roadmap_result import PARTS, ProgrammeRoadMap
from digisys.words import Message

__all__ = ["roadmap", "target_number"]


def roadmap(
    model: Model,
    *,
    programme: ProgrammeChoice = None,
    target: int | str | None = None,
    part: Part | None = None,
    actor: str | None = None,
    kind: ResourceKind | None = None,
) -> ProgrammeRoadMap:
    """Read the road map of a programme.

    Parameters
    ----------
    model
        The model.
    programme
        What is done and measured around the model, or the path of its file; what comes with
        the model when absent.
    target
        Only what is filed under this target.
    part
        Only this part: ``meaning``, ``needs``, ``actions``, ``help``, ``themes``, ``timeline``,
        ``questions`` or ``background``; all but the last when absent.
    actor
        Only what this actor does.
    kind
        Of help only this kind, such as ``training`` or ``law``.

    Returns
    -------
    ProgrammeRoadMap
        The parts asked for.

    Raises
    ------
    UnknownNameError
        If the target means nothing in the model.
    QuestionError
        If there is no such part, actor or kind.

    Examples
    --------
    >>> import digisys
    >>> answer = roadmap(digisys.load("digikompassi"), target=12, part="needs")
    >>> len(answer.table("en").rows)
    7
    """
    programme = load_programme(model, programme, notes=part == "background")
    if part is not None and part not in PARTS:
        raise _no_choice(part, list(PARTS))
    kinds = list(get_args(ResourceKind))
    if kind is not None and kind not in kinds:
        raise _no_choice(kind, kinds)
    who = None if actor is None else named_actor(programme, actor)
    filed = None if target is None else target_number(model, target)
    narrowed = Narrowed(model, programme, filed, who, kind)
    return ProgrammeRoadMap(narrowed, part, None, None, None, None)


def target_number(model: Model, name: int | str) -> int:
    """Return the number of the target that a name means."""
    subject = resolve(model, f"target {name}" if str(name).isdigit() else name)
    if subject.kind != "target":
        raise QuestionError(
            Message("“{name}” is not a target.", {"name": str(name)}),
            Message("Give the number of a target, such as {number}.", {"number": 12}),
        )
    return int(subject.key)


def _no_choice(word: str, words: list[str]) -> QuestionError:
    return QuestionError(
        Message("“{word}” is not one of the choices.", {"word": word}),
        Message("Choose one of: {names}.", {"names": ", ".join(words)}),
    )
