"""What the commands that tell how sure share: samples, strengths, levers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from digisys.cli.calibration_option import read_calibration
from digisys.cli.completion import complete_name
from digisys.cli.sampling_options import ConventionName, link_strengths, range_of
from digisys.words import N_

if TYPE_CHECKING:
    from digisys.cli.shell import Shell
    from digisys.uncertainty import strengths as values

__all__ = [
    "About",
    "Damping",
    "DampingRange",
    "Levers",
    "MaxDraws",
    "Samples",
    "Strengths",
    "TimeLimit",
    "Uncertain",
    "how_strong",
    "names_of",
]


Strengths = Annotated[
    str,
    typer.Option(
        "--strengths",
        help=N_("How strengths are drawn: classes, uniform (0 to 1), or a range such as 0.1,0.6."),
        metavar="CHOICE",
    ),
]


Damping = Annotated[
    str,
    typer.Option(
        "--damping",
        help=N_("Which variables return to rest by themselves: all, none, or names with commas."),
        metavar="CHOICE",
    ),
]


DampingRange = Annotated[
    str | None,
    typer.Option(
        "--damping-range",
        help=N_("Range of self-damping, such as 0.5,1.5; auto for as much as stability takes."),
        metavar="LOW,HIGH",
    ),
]


Samples = Annotated[int, typer.Option("--samples", min=1, help=N_("Stable draws wanted."))]


MaxDraws = Annotated[
    int | None,
    typer.Option("--max-draws", min=1, help=N_("Give up after so many draws.")),
]


TimeLimit = Annotated[
    float | None,
    typer.Option(
        "--time-limit",
        min=0.001,
        help=N_("Seconds to draw at most; the answer then rests on the draws made so far."),
    ),
]


Levers = Annotated[
    str,
    typer.Option(
        "--levers",
        help=N_(
            "What counts as a lever: sources (nothing acts on them), all, or names with commas."
        ),
        metavar="CHOICE",
    ),
]


Uncertain = Annotated[
    float,
    typer.Option(
        "--uncertain",
        min=0,
        max=1,
        help=N_("Probability that an ambiguous link exists, if --certainty lets them in."),
    ),
]


About = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]",
        help=N_("A variable, target, area or loop; all targets if not given."),
        autocompletion=complete_name,
    ),
]


def how_strong(
    shell: Shell,
    strengths: str,
    by_link: list[str] | None,
    damping: str,
    damping_range: str | None,
    uncertain: float = 0.5,
    convention: ConventionName | None = None,
    *,
    one_convention: bool = False,
    calibration: Path | None = None,
) -> values.Strengths:
    """Read the options that say how matrices are drawn."""
    from digisys.uncertainty import strengths as values

    every: values.EveryStrength = range_of(strengths) if "," in strengths else strengths  # type: ignore[assignment]
    drawn = values.Strengths(
        every,
        links=link_strengths(shell.model, by_link),
        damping=names_of(damping),
        damping_range=_damped(damping_range),
        uncertain=uncertain,
        convention=None if convention is None else convention.value,
        both=not one_convention,
    )
    found = read_calibration(shell, calibration)
    return drawn if found is None else drawn.narrowed(found.posterior)


def _damped(text: str | None) -> tuple[float, float] | Literal["auto"] | None:
    if text is None or text == "auto":
        return None if text is None else "auto"
    return range_of(text)


def names_of(text: str) -> Any:
    """Read a word such as ``all``, or names with commas between."""
    if text in ("all", "none", "sources"):
        return text
    return [part.strip() for part in text.split(",") if part.strip()]
