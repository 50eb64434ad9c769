"""What is answered to questions about links, and what it costs to ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.cli.sampling_options import link_named
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.schema import Model
    from digisys.schema.reply import Reply

__all__ = [
    "Answered",
    "Assumed",
    "Costs",
    "Reliability",
    "Said",
    "costs_of",
    "replies_of",
]

Said = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        help=N_(
            "What was answered, such as “FROM,TO sign positive” or “FROM,TO existence absent 0.8” "
            "(with its reliability); may be repeated."
        ),
        metavar="TEXT",
    ),
]
Answered = Annotated[
    Path | None,
    typer.Option("--answered", help=N_("A YAML file of what was answered."), metavar="FILE"),
]
Reliability = Annotated[
    float,
    typer.Option(
        "--reliability",
        min=0.5,
        max=1,
        help=N_("How likely an answer to come is right, 0.5 to 1."),
    ),
]
Costs = Annotated[
    list[str] | None,
    typer.Option(
        "--cost",
        help=N_(
            "What it costs to ask, such as sign=2, or “FROM,TO sign=3” for one question; may be "
            "repeated."
        ),
        metavar="WHAT=NUMBER",
    ),
]
Assumed = Annotated[
    float,
    typer.Option(
        "--assumed",
        min=0,
        max=1,
        help=N_("How likely a direction that is assumed is wrong, 0 to 1."),
    ),
]


def replies_of(
    model: Model, said: list[str] | None, answered: Path | None, reliability: float
) -> tuple[Reply, ...]:
    """Read what was answered: first the file, then what was typed.

    Parameters
    ----------
    model
        The model that it is about.
    said
        Texts such as ``a->b sign positive 0.8``.
    answered
        A file of answers.
    reliability
        Of typed answers that do not tell their own.

    Raises
    ------
    QuestionError
        If a text is not of that form.
    ModelFileError
        If the file is not right.
    """
    from digisys.io.replies import load_replies

    kept = () if answered is None else load_replies(answered, model)
    return (*kept, *(_reply(model, text, reliability) for text in said or ()))


def _reply(model: Model, text: str, reliability: float) -> Reply:
    from digisys.schema.reply import REPLIES, Reply

    words = text.split()
    told = _number(words[-1]) if words else None
    if told is not None:
        words.pop()
        reliability = told
    # The ends of a link may have several words.
    *link, doubt, answer = words if len(words) > 2 else ("", "", "")
    name = link_named(model, " ".join(link)) if doubt in REPLIES else None
    if name is None or answer not in REPLIES[doubt]:  # type: ignore[index]
        raise QuestionError(
            Message("“{text}” is no answer to a question about a link.", {"text": text}),
            Message(
                "Write for example: --answer “FROM,TO sign positive” (existence present, absent; "
                "sign positive, negative; strength weak, moderate, strong, dominant)."
            ),
        )
    if not 0.5 <= reliability <= 1:
        raise QuestionError(
            Message("{value} is not a reliability.", {"value": reliability}),
            Message("Give a number from 0.5 to 1."),
        )
    return Reply.model_validate(
        {"link": name, "doubt": doubt, "answer": answer, "reliability": reliability}
    )


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def costs_of(model: Model, given: list[str] | None) -> dict[str, float]:
    """Read what it costs to ask: by kind of question, or of one question.

    Parameters
    ----------
    model
        The model whose links are asked about.
    given
        Texts such as ``sign=2`` or ``a->b sign=3``.

    Raises
    ------
    QuestionError
        If a text is not of that form.
    """
    from digisys.schema.reply import REPLIES

    costs = {}
    for text in given or ():
        name, _, size = (part.strip() for part in text.rpartition("="))
        *link, doubt = name.split() or [""]
        cost = _number(size)
        key = link_named(model, " ".join(link)) if link else ""
        if doubt not in REPLIES or cost is None or key is None:
            raise QuestionError(
                Message("“{text}” does not say what it costs to ask.", {"text": text}),
                Message("Write for example: --cost sign=2 (existence, sign or strength)."),
            )
        costs[f"{key} {doubt}".strip()] = cost
    return costs
