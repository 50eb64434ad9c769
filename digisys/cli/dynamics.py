"""Commands that ask how the model moves: simulate, compare, sensitivity, dominance, ..."""

# The signatures are the command line: typer makes arguments and flags of them.

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from digisys.cli.completion import complete_name
from digisys.cli.dynamics_options import (
    Force,
    Limit,
    OutcomeName,
    Plot,
    SamplerChoice,
    SamplerName,
    Samples,
    Save,
    ScenarioName,
    Seed,
    Workers,
    complete_scenario,
)
from digisys.cli.dynamics_output import check_files, finish, first_rows, moved
from digisys.cli.output import emit, emit_text
from digisys.cli.progress import runs_done
from digisys.cli.shell import Shell, add_command
from digisys.words import N_

__all__ = ["register"]


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
    check_files(plot, save, force=force)
    if single:
        from digisys.simulation.simulate import simulate as run_once

        run = run_once(shell.model, scenario, **shell.view)
        shown = moved(
            run.table(shell.language),
            run.outcomes,
            outcome,
            everything=everything,
            language=shell.language,
        )
        finish(shell, run, shown, outcome, plot, save, force=force)
        return
    from digisys.simulation.ensemble.simulate_ensemble import simulate_ensemble

    with runs_done(shell) as progress:
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
    shown = moved(
        ensemble.table(shell.language),
        ensemble.outcomes,
        outcome,
        everything=everything,
        language=shell.language,
    )
    finish(shell, ensemble, shown, outcome, plot, save, force=force)


def compare(
    shell: Shell,
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO...",
            help=N_("Two scenarios or more; “none” stands for no intervention."),
            autocompletion=complete_scenario,
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
    from digisys.simulation.comparison.compare import compare as ask

    check_files(plot, save, force=force)
    with runs_done(shell) as progress:
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
    finish(shell, answer, None, None, plot, save, force=force)


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
    from digisys.simulation.sensitivity.sensitivity import sensitivity as ask

    check_files(plot, None, force=force)
    with runs_done(shell) as progress:
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
    shown = first_rows(shell, answer.table(shell.language), limit)
    finish(shell, answer, shown, None, plot, None, force=force)


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
    from digisys.simulation.dominance.dominance import dominance as ask

    check_files(plot, None, force=force)
    answer = ask(
        shell.model, scenario, samples=samples, seed=seed, sampler=sampler.value, **shell.view
    )
    finish(shell, answer, None, None, plot, None, force=force)


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
            autocompletion=complete_scenario,
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
            autocompletion=complete_scenario,
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Write the stock-flow model for other simulators."""
    from digisys.exchange.xmile import write_xmile

    check_files(None, path, force=force)
    write_xmile(shell.model, path, scenario, force=force, **shell.view)
    emit_text(str(path))


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
