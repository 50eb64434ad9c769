"""Commands that ask how the model moves: simulate, compare, sensitivity, dominance, ..."""

# The signatures are the command line: typer makes arguments and flags of them.

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digisys.analysis.table import Cell, Table
from digisys.cli.completion import complete_name
from digisys.cli.output import Answer, emit, emit_text
from digisys.cli.shell import Shell, add_command
from digisys.words import N_, say, say_count

if TYPE_CHECKING:
    from digisys.render.plots_dynamics import Plotted
    from digisys.simulation.conduct import Progress
    from digisys.simulation.outcomes import Kind, Outcomes

__all__ = ["register"]

#: Levels that move less are shown when asked for only.
_LEAST_SHOWN = 0.001
_HEADINGS: Mapping[Kind, str] = {
    "target": N_("Targets"),
    "area": N_("Areas"),
    "variable": N_("Variables"),
}


class SamplerName(StrEnum):
    """How unknowns are drawn."""

    SOBOL = "sobol"
    LATIN = "latin"
    RANDOM = "random"


def _complete_scenario(typed: str) -> list[str]:
    from digisys.io.scenarios import bundled_scenarios

    return [name for name in bundled_scenarios() if name.startswith(typed)]


ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help=N_("A bundled scenario, such as leadership-push, or the path of a scenario file."),
        autocompletion=_complete_scenario,
    ),
]
OutcomeName = Annotated[
    str | None,
    typer.Option(
        "--outcome",
        "-o",
        metavar="NAME",
        help=N_("Only this variable, target or area."),
        autocompletion=complete_name,
    ),
]
Samples = Annotated[
    int, typer.Option("--samples", "-n", min=1, help=N_("How many draws of what is unknown."))
]
Seed = Annotated[int, typer.Option("--seed", min=0, help=N_("Beginning of the draws."))]
SamplerChoice = Annotated[
    SamplerName, typer.Option("--sampler", help=N_("How the unknowns are drawn."))
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, help=N_("How many processes share the work."))
]
Plot = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help=N_("Draw a figure too: .png, .pdf or .svg.")),
]
Save = Annotated[
    Path | None,
    typer.Option("--save", metavar="FILE", help=N_("Keep the result in a NetCDF file (.nc).")),
]
Force = Annotated[bool, typer.Option("--force", help=N_("Overwrite files that are there already."))]
Limit = Annotated[int, typer.Option("--limit", min=1, help=N_("How many rows to show at most."))]


def simulate(
    shell: Shell,
    scenario: ScenarioName,
    samples: Samples = 1024,
    single: Annotated[
        bool,
        typer.Option(
            "--single", help=N_("One run at the midpoints of all ranges, instead of many.")
        ),
    ] = False,
    outcome: OutcomeName = None,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    workers: Workers = 1,
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Show what does not move, too."))
    ] = False,
    plot: Plot = None,
    save: Save = None,
    force: Force = False,
) -> None:
    """Run a scenario and print where targets, areas and variables end."""
    _check_files(plot, save, force=force)
    if single:
        from digisys.simulation.run import simulate as run_once

        run = run_once(shell.model, scenario, **shell.view)
        shown = _moved(
            run.table(shell.language),
            run.outcomes,
            outcome,
            everything=everything,
            language=shell.language,
        )
        _finish(shell, run, shown, outcome, plot, save, force=force)
        return
    from digisys.simulation.ensemble import simulate_ensemble

    with _progress(shell) as progress:
        ensemble = simulate_ensemble(
            shell.model,
            scenario,
            samples=samples,
            seed=seed,
            sampler=sampler.value,
            workers=workers,
            progress=progress,
            **shell.view,
        )
    shown = _moved(
        ensemble.table(shell.language),
        ensemble.outcomes,
        outcome,
        everything=everything,
        language=shell.language,
    )
    _finish(shell, ensemble, shown, outcome, plot, save, force=force)


def compare(
    shell: Shell,
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...",
            help=N_("Two scenarios or more; “none” stands for no intervention."),
            autocompletion=_complete_scenario,
        ),
    ],
    outcome: OutcomeName = None,
    samples: Samples = 1024,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    workers: Workers = 1,
    plot: Plot = None,
    save: Save = None,
    force: Force = False,
) -> None:
    """Compare scenarios over the same draws."""
    from digisys.simulation.comparison import compare as ask

    _check_files(plot, save, force=force)
    with _progress(shell) as progress:
        answer = ask(
            shell.model,
            [None if name == "none" else name for name in scenarios],
            outcome=outcome,
            samples=samples,
            seed=seed,
            sampler=sampler.value,
            workers=workers,
            progress=progress,
            **shell.view,
        )
    _finish(shell, answer, None, None, plot, save, force=force)


def sensitivity(
    shell: Shell,
    scenario: ScenarioName,
    outcome: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help=N_("The variable, target or area whose level is to be explained."),
            autocompletion=complete_name,
        ),
    ],
    samples: Samples = 1024,
    indices: Annotated[
        bool,
        typer.Option("--sobol", help=N_("Compute Sobol indices too (extra “sensitivity”).")),
    ] = False,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    workers: Workers = 1,
    limit: Limit = 12,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Print which unknown strengths and inertias decide an outcome."""
    from digisys.simulation.sensitivity import sensitivity as ask

    _check_files(plot, None, force=force)
    with _progress(shell) as progress:
        answer = ask(
            shell.model,
            scenario,
            outcome,
            samples=samples,
            indices=indices,
            seed=seed,
            sampler=sampler.value,
            workers=workers,
            progress=progress,
            **shell.view,
        )
    shown = _first(shell, answer.table(shell.language), limit)
    _finish(shell, answer, shown, None, plot, None, force=force)


def dominance(
    shell: Shell,
    scenario: ScenarioName,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples", "-n", min=1, help=N_("How many draws; a single run when left out.")
        ),
    ] = None,
    seed: Seed = 1,
    sampler: SamplerChoice = SamplerName.SOBOL,
    plot: Plot = None,
    force: Force = False,
) -> None:
    """Print which feedback loops drive a scenario, and when."""
    from digisys.simulation.dominance import dominance as ask

    _check_files(plot, None, force=force)
    answer = ask(
        shell.model, scenario, samples=samples, seed=seed, sampler=sampler.value, **shell.view
    )
    _finish(shell, answer, None, None, plot, None, force=force)


def equations(
    shell: Shell,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help=N_("Only the variables of this variable, target, area or loop."),
            autocompletion=complete_name,
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            metavar="SCENARIO",
            help=N_("Write the equations under this scenario."),
            autocompletion=_complete_scenario,
        ),
    ] = None,
) -> None:
    """Print the equations in symbols and in words."""
    from digisys.cli.output import terminal_width
    from digisys.simulation.equations import equations as ask

    answer = ask(shell.model, name, scenario, **shell.view)
    if shell.format.value == "table":
        emit_text(answer.text(shell.language, width=terminal_width()))
    else:
        emit(shell, answer)


def scenarios(shell: Shell) -> None:
    """List the bundled scenarios."""
    from digisys.cli.scenario_list import ScenarioList

    emit(shell, ScenarioList.bundled(shell.model))


def export(
    shell: Shell,
    path: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=N_("The XMILE file to write, such as model.xmile.")),
    ],
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            "-s",
            metavar="SCENARIO",
            help=N_("Write the model under this scenario."),
            autocompletion=_complete_scenario,
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write the stock-flow model for other simulators."""
    from digisys.simulation.export import write_xmile

    _check_files(None, path, force=force)
    write_xmile(shell.model, path, scenario, **shell.view)
    emit_text(str(path))


def _moved(
    table: Table, outcomes: Outcomes, outcome: str | None, *, everything: bool, language: str
) -> Table | None:
    """Keep one outcome, or those that the scenario moves, under a heading for each kind."""
    if outcome is not None:
        return Table(table.heads, (table.rows[outcomes.position(outcome)],), table.caption)
    rows: list[tuple[Cell, ...]] = []
    for kind, heading in _HEADINGS.items():
        found = [table.rows[at] for at in outcomes.of_kind(kind)]
        if not everything:
            found = [row for row in found if _size(row[2]) >= _LEAST_SHOWN]
            found.sort(key=lambda row: -_size(row[2]))
        if found:
            rows.append((f"[{say(heading, language)}]", *("",) * (len(table.heads) - 2)))
            rows += [(row[1], *row[2:-1], _narrow(row[-1])) for row in found]
    return Table(table.heads[1:], tuple(rows), table.caption) if rows else None


def _narrow(course: Cell) -> str:
    """Keep every other bar of a course."""
    return str(course)[1::2]


def _size(cell: object) -> float:
    return abs(cell) if isinstance(cell, int | float) else 0.0


def _first(shell: Shell, table: Table, limit: int) -> Table:
    left = len(table.rows) - limit
    if left <= 0:
        return table
    more = say_count("{count} more", "{count} more", left, shell.language)
    empty = ("",) * (len(table.heads) - 1)
    return Table(table.heads, (*table.rows[:limit], (f"… {more}", *empty)), table.caption)


def _check_files(plot: Path | None, other: Path | None, *, force: bool) -> None:
    """Refuse a file that cannot be written before the work, not after it."""
    if plot is not None:
        from digisys.render.plots_dynamics import check_plot

        check_plot(plot, force=force)
    if other is not None and other.exists() and not force:
        from digisys.errors import OutputError
        from digisys.words import Message

        raise OutputError(
            Message("{path} is there already.", {"path": str(other)}),
            Message("Choose another name, or overwrite it with --force (force=True)."),
        )


def _finish(
    shell: Shell,
    answer: Answer,
    shown: Table | None,
    outcome: str | None,
    plot: Path | None,
    save: Path | None,
    *,
    force: bool,
) -> None:
    """Print an answer, and write its figure and its file."""
    emit(shell, answer, shown=shown)
    result: Plotted = answer  # type: ignore[assignment]
    if plot is not None:
        from digisys.render.plots_dynamics import plot as draw
        from digisys.render.plots_dynamics import save_plot

        save_plot(draw(result, outcome=outcome, language=shell.language), plot, force=force)
        sys.stderr.write(shell.say("Figure: {path}", path=str(plot)) + "\n")
    if save is not None:
        result.save(save)  # type: ignore[union-attr]
        sys.stderr.write(shell.say("Saved: {path}", path=str(save)) + "\n")


@contextmanager
def _progress(shell: Shell) -> Iterator[Progress | None]:
    """Show a progress bar on a terminal, and nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(shell.say("Running")),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield told


def register(app: typer.Typer, language: str) -> None:
    """Add the commands of this module to the application."""
    group = N_("Dynamics")
    add_command(
        app,
        simulate,
        "simulate",
        language=language,
        about=N_("What moves under a scenario, how much, how surely and how soon?"),
        examples=(
            "simulate leadership-push",
            "simulate network-cut --outcome 11 --plot figure.pdf",
        ),
        group=group,
    )
    add_command(
        app,
        compare,
        "compare",
        language=language,
        about=N_("Which scenario ends higher, and in how many draws?"),
        examples=(
            "compare leadership-push interoperability-push --outcome 11",
            "compare network-cut none --plot figure.png",
        ),
        group=group,
    )
    add_command(
        app,
        sensitivity,
        "sensitivity",
        language=language,
        about=N_("Which unknown strengths and inertias decide an outcome?"),
        examples=("sensitivity leadership-push 11", "sensitivity green-rdi-push 7 --sobol"),
        group=group,
    )
    add_command(
        app,
        dominance,
        "dominance",
        language=language,
        about=N_("Which feedback loops drive a scenario, and when?"),
        examples=("dominance leadership-push", "dominance network-cut -n 256 --plot loops.pdf"),
        group=group,
    )
    add_command(
        app,
        equations,
        "equations",
        language=language,
        about=N_("Which equations are run, in symbols and in words?"),
        examples=("equations R5", "equations --scenario network-cut"),
        group=group,
    )
    add_command(
        app,
        scenarios,
        "scenarios",
        language=language,
        about=N_("Which scenarios come with digisys, and why are they worth asking about?"),
        examples=("scenarios",),
        group=group,
        view=False,
    )
    add_command(
        app,
        export,
        "export",
        language=language,
        about=N_("Write the stock-flow model as XMILE for Stella, Vensim, PySD and others."),
        examples=("export model.xmile --scenario leadership-push",),
        group=group,
    )
