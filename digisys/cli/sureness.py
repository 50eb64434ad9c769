"""Commands that say how sure a conclusion is: press, robust, questions, measures."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digisys.cli.completion import complete_name
from digisys.cli.output import emit
from digisys.cli.progress import share_done
from digisys.cli.shell import Shell, add_command
from digisys.errors import QuestionError
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.analysis.press.structures_result import Observed
    from digisys.analysis.press.system import DampingChoice, StrengthChoice

__all__ = ["register"]


class Way(StrEnum):
    """Which way something is pushed."""

    UP = "up"
    DOWN = "down"


class MethodName(StrEnum):
    """How responses are found."""

    AUTO = "auto"
    EXACT = "exact"
    SAMPLING = "sampling"


class DoubtName(StrEnum):
    """What may be in doubt about a link."""

    EXISTENCE = "existence"
    SIGN = "sign"
    STRENGTH = "strength"


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
        "--damping-range", help=N_("Range of self-damping, such as 0.5,1.5."), metavar="LOW,HIGH"
    ),
]
Samples = Annotated[int, typer.Option("--samples", min=1, help=N_("Stable draws wanted."))]
Seed = Annotated[int, typer.Option("--seed", min=0, help=N_("Seed of the draws."))]
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


def press(
    shell: Shell,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_(
                "What is pushed: a variable, target, area or loop; each variable by itself "
                "if not given."
            ),
            autocompletion=complete_name,
        ),
    ] = None,
    push: Annotated[Way, typer.Option("--push", help=N_("Which way it is pushed."))] = Way.UP,
    method: Annotated[
        MethodName,
        typer.Option(
            "--method",
            help=N_("exact (small models, from signs alone), sampling, or auto."),
        ),
    ] = MethodName.AUTO,
    observed: Annotated[
        list[str] | None,
        typer.Option(
            "--observed",
            help=N_(
                "What was seen, such as “ETPK=rises”: weigh the model's ambiguous links by it."
            ),
            metavar="NAME=rises|falls",
        ),
    ] = None,
    strengths: Strengths = "classes",
    damping: Damping = "all",
    damping_range: DampingRange = None,
    uncertain: Uncertain = 0.5,
    samples: Samples = 10_000,
    seed: Seed = 1,
    max_draws: MaxDraws = None,
    time_limit: TimeLimit = None,
) -> None:
    """Print how variables respond to a lasting push."""
    drawn = _drawn(strengths, damping, damping_range)
    if observed:
        from digisys.analysis.press.structures import weigh_structures

        if name is None:
            raise QuestionError(
                Message("Nothing was pushed."),
                Message("Name what was pushed when this was observed."),
            )
        seen = dict(_observation(text) for text in observed)
        weighed = weigh_structures(
            shell.model,
            name,
            seen,
            push=push.value,
            draws=samples,
            seed=seed,
            evidence=shell.evidence,
            **drawn,
        )
        emit(shell, weighed)
        return
    from digisys.analysis.press.press import press as ask

    with share_done(shell, N_("Drawing strengths")) as progress:
        answer = ask(
            shell.model,
            name,
            push=push.value,
            method=method.value,
            uncertain=uncertain,
            samples=samples,
            seed=seed,
            max_draws=max_draws,
            time_limit=time_limit,
            progress=progress,
            **drawn,
            **shell.view,
        )
    emit(shell, answer)


def robust(
    shell: Shell,
    name: About = None,
    levers: Levers = "sources",
    strengths: Strengths = "classes",
    damping: Damping = "all",
    damping_range: DampingRange = None,
    uncertain: Uncertain = 0.5,
    samples: Samples = 10_000,
    seed: Seed = 1,
    max_draws: MaxDraws = None,
    time_limit: TimeLimit = None,
) -> None:
    """Print how sure a ranking of levers is."""
    from digisys.analysis.robustness.robust import robust as ask

    with share_done(shell, N_("Drawing strengths")) as progress:
        answer = ask(
            shell.model,
            name,
            levers=_names(levers),
            uncertain=uncertain,
            samples=samples,
            seed=seed,
            max_draws=max_draws,
            time_limit=time_limit,
            progress=progress,
            **_drawn(strengths, damping, damping_range),
            **shell.view,
        )
    emit(shell, answer)


def questions(
    shell: Shell,
    name: About = None,
    doubt: Annotated[
        DoubtName | None,
        typer.Option("--doubt", help=N_("Ask only about existence, sign or strength.")),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help=N_("How many links to show at most."))
    ] = 10,
    levers: Levers = "sources",
    strengths: Strengths = "classes",
    damping: Damping = "all",
    damping_range: DampingRange = None,
    samples: Samples = 1_000,
    seed: Seed = 1,
    max_draws: MaxDraws = None,
    time_limit: TimeLimit = None,
) -> None:
    """Print which links to discuss first."""
    from digisys.analysis.robustness.questions import questions as ask

    with share_done(shell, N_("Drawing strengths")) as progress:
        answer = ask(
            shell.model,
            name,
            doubt=None if doubt is None else doubt.value,
            levers=_names(levers),
            samples=samples,
            seed=seed,
            max_draws=max_draws,
            time_limit=time_limit,
            progress=progress,
            **_drawn(strengths, damping, damping_range),
            **shell.view,
        )
    first = answer.first(limit)
    emit(shell, first)


def measures(
    shell: Shell,
    plot: Annotated[
        Path | None,
        typer.Option(
            "--plot",
            help=N_("Draw influence against dependence into this file: png, pdf or svg."),
            metavar="FILE",
        ),
    ] = None,
    attenuation: Annotated[
        float | None,
        typer.Option("--attenuation", help=N_("What each further step counts in total influence.")),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help=N_("Replace the file if it is there already."))
    ] = False,
) -> None:
    """Print structural measures."""
    from digisys.analysis.measures.measures import measures as ask

    if plot is not None:
        from digisys.render.plots.figure_file import check_figure_name

        check_figure_name(plot, force=force)
    answer = ask(shell.model, attenuation=attenuation, **shell.view)
    if plot is not None:
        from digisys.render.plots.figure_file import save_figure
        from digisys.render.plots.measures import plot_measures

        figure = plot_measures(answer, language=shell.language)
        written = save_figure(figure, plot, force=force)
        sys.stderr.write(shell.say("Figure: {path}", path=written) + "\n")
    emit(shell, answer)


def _drawn(strengths: str, damping: str, damping_range: str | None) -> dict[str, Any]:
    """Read the options that say how matrices are drawn."""
    chosen: StrengthChoice = _range(strengths) if "," in strengths else strengths  # type: ignore[assignment]
    damped: DampingChoice = _names(damping)
    return {
        "strengths": chosen,
        "damping": damped,
        "damping_range": None if damping_range is None else _range(damping_range),
    }


def _names(text: str) -> Any:
    """Read a word such as ``all``, or names with commas between."""
    if text in ("all", "none", "sources"):
        return text
    return [part.strip() for part in text.split(",") if part.strip()]


def _range(text: str) -> tuple[float, float]:
    try:
        low, high = (float(part) for part in text.split(","))
    except ValueError:
        raise QuestionError(
            Message("“{text}” is not a range.", {"text": text}),
            Message("Write two numbers with a comma between, such as 0.1,0.6."),
        ) from None
    return low, high


def _observation(text: str) -> tuple[str, Observed]:
    name, equals, way = text.rpartition("=")
    if not equals or way not in ("rises", "falls"):
        raise QuestionError(
            Message("“{text}” is not an observation.", {"text": text}),
            Message("Write NAME=rises or NAME=falls."),
        )
    return name.strip(), "rises" if way == "rises" else "falls"


def register(app: typer.Typer, language: str) -> None:
    """Add the commands of this module to the application."""
    group = N_("How sure?")
    add_command(
        app,
        press,
        "press",
        language=language,
        about=N_("What does a lasting push change in the end, and how sure is each direction?"),
        examples=("press 14", "press ETPK --push down", "press 14 --observed ETPK=falls"),
        group=group,
    )
    add_command(
        app,
        robust,
        "robust",
        language=language,
        about=N_("Which levers move something most, and how sure is the order?"),
        examples=("robust 11", "robust", "robust luottamus --levers all"),
        group=group,
    )
    add_command(
        app,
        questions,
        "questions",
        language=language,
        about=N_("Which links decide the conclusions, so which should be discussed first?"),
        examples=("questions", "questions 11 --doubt strength"),
        group=group,
    )
    add_command(
        app,
        measures,
        "measures",
        language=language,
        about=N_("Where does each variable stand: driver, relay, result, or apart?"),
        examples=("measures", "measures --plot roles.png --language en"),
        group=group,
    )
