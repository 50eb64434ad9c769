"""What all commands that draw what is unknown share: seed, workers, strengths by link."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.schema import Model
    from digisys.uncertainty.strengths import LinkStrength

__all__ = [
    "CONVENTION_HELP",
    "ByLink",
    "Convention",
    "ConventionName",
    "OneConvention",
    "Seed",
    "Workers",
    "link_named",
    "link_strengths",
    "range_of",
]


class ConventionName(StrEnum):
    """What classes of strength mean together."""

    INDEPENDENT = "independent"
    SHARES = "shares"


CONVENTION_HELP = N_(
    "What classes of strength mean: each link by itself (independent), or the causes of a "
    "variable share its movement (shares); the model's if not given."
)

Seed = Annotated[int, typer.Option("--seed", min=0, help=N_("Seed of the draws."))]
Workers = Annotated[
    int, typer.Option("--workers", min=1, help=N_("How many processes share the work."))
]
ByLink = Annotated[
    list[str] | None,
    typer.Option(
        "--strength",
        help=N_(
            "How strong one link is: a size such as 0.4, a range such as 0.2,0.4, or weak, "
            "moderate, strong or dominant; may be repeated."
        ),
        metavar="FROM,TO=SIZE",
    ),
]
Convention = Annotated[ConventionName | None, typer.Option("--convention", help=CONVENTION_HELP)]
OneConvention = Annotated[
    bool,
    typer.Option(
        "--one-convention",
        help=N_("Do not ask what turns round under the other convention of strengths."),
    ),
]


def link_strengths(model: Model, given: list[str] | None) -> dict[str, LinkStrength]:
    """Read how strong single links are.

    Parameters
    ----------
    model
        The model, whose names the ends of links have.
    given
        Such as ``ETPK,luottamus=0.2,0.4``; an arrow may stand between the ends, too, and of
        several links between the two, ``#2`` and the like after them say which.

    Returns
    -------
    dict
        Strengths by link, as :class:`~digisys.uncertainty.strengths.Strengths` takes them.

    Raises
    ------
    QuestionError
        If a text is not of that form, or an end is no single variable.
    UnknownNameError
        If an end is not in the model.
    """
    return dict(_link_strength(model, text) for text in given or ())


def _link_strength(model: Model, text: str) -> tuple[str, LinkStrength]:
    link, _, size = (part.strip() for part in text.rpartition("="))
    name = link_named(model, link) if size else None
    if name is None:
        raise QuestionError(
            Message("“{text}” does not say how strong a link is.", {"text": text}),
            Message("Write for example: --strength FROM,TO=0.2,0.4"),
        )
    return name, _size(size)


def link_named(model: Model, text: str) -> str | None:
    """Return the id of the link that a text such as ``FROM,TO`` or ``FROM->TO#2`` names.

    Parameters
    ----------
    model
        The model, whose names the ends of links have.
    text
        The two ends, with a comma or an arrow between.

    Returns
    -------
    str or None
        None if there are not two ends.

    Raises
    ------
    QuestionError
        If an end is no single variable.
    UnknownNameError
        If an end is not in the model.
    """
    from digisys.graph.names import resolve

    pair, mark, which = text.partition("#")
    ends = [end.strip() for end in pair.split("->" if "->" in pair else ",")]
    if len(ends) != 2 or not all(ends):
        return None
    found = [resolve(model, end, kind="variable") for end in ends]
    for end, subject in zip(ends, found, strict=True):
        if subject.kind != "variable":
            raise QuestionError(
                Message("“{name}” is not a variable.", {"name": end}),
                Message("Write a link as FROM,TO, with the names of two variables."),
            )
    return "->".join(str(subject.key) for subject in found) + mark + which


def _size(text: str) -> LinkStrength:
    if "," in text:
        return range_of(text)
    try:
        return float(text)
    except ValueError:
        return text  # type: ignore[return-value]  # a class; what is none is refused later


def range_of(text: str) -> tuple[float, float]:
    """Read the two ends of a range, such as 0.1,0.6."""
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise QuestionError(
            Message("“{text}” is not a range.", {"text": text}),
            Message("Write two numbers with a comma between, such as 0.1,0.6."),
        ) from None
    return low, high
