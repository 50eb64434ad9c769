"""What the commands of dynamics print and write: rows, figures, files and progress."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.answers.answer import Answer
from digisys.answers.table import Cell, DrawShare, Table
from digisys.cli.letters import letters_told
from digisys.cli.output import emit
from digisys.cli.shell import Shell
from digisys.cli.streams import write_aside
from digisys.words import N_, say, say_count

if TYPE_CHECKING:
    from digisys.render.plots.dynamics import Plotted
    from digisys.simulation.outcomes import Kind, Outcomes

__all__ = ["check_files", "finish", "first_rows", "moved"]

_HEADINGS: Mapping[Kind, str] = {
    "target": N_("Targets"),
    "area": N_("Areas"),
    "variable": N_("Variables"),
}


def moved(
    table: Table, outcomes: Outcomes, outcome: str | None, *, everything: bool, language: str
) -> Table | None:
    """Keep one outcome, or those that the scenario moves, under a heading for each kind."""
    from digisys.simulation.conclude import LEAST_SHOWN

    if outcome is not None:
        return replace(table, rows=(table.rows[outcomes.position(outcome)],))
    rows: list[tuple[Cell, ...]] = []
    for kind, heading in _HEADINGS.items():
        found = [table.rows[at] for at in outcomes.of_kind(kind)]
        if not everything:
            found = [row for row in found if _size(row[2]) >= LEAST_SHOWN]
            found.sort(key=lambda row: -_size(row[2]))
        if found:
            rows.append((f"[{say(heading, language)}]", *("",) * (len(table.heads) - 2)))
            rows += [(row[1], *row[2:-1], _narrow(row[-1])) for row in found]
    if not rows:
        return None
    # A share of all draws in every row is told by the conclusion, with its reason.
    shares = [
        at
        for at in range(1, len(table.heads) - 1)
        if all(
            row[at] in ("", None, 1.0) and not isinstance(row[at], int)
            for row in rows
            if len(row) > at
        )
        and any(isinstance(row[at], DrawShare) for row in rows if len(row) > at)
    ]
    return replace(table, heads=table.heads[1:], rows=tuple(rows)).without_same(*shares)


def _narrow(course: Cell) -> str:
    """Keep every other bar of a course."""
    return str(course)[1::2]


def _size(cell: object) -> float:
    return abs(cell) if isinstance(cell, int | float) else 0.0


def first_rows(shell: Shell, table: Table, limit: int) -> Table:
    """Keep the first rows, and say how many are left out."""
    left = len(table.rows) - limit
    if left <= 0:
        return table
    more = say_count("{count} more", "{count} more", left, shell.language)
    empty = ("",) * (len(table.heads) - 1)
    return replace(table, rows=(*table.rows[:limit], (f"… {more}", *empty)))


def check_files(plot: Path | None, other: Path | None, *, force: bool) -> None:
    """Refuse a file that cannot be written before the work, not after it."""
    if plot is not None:
        from digisys.render.plots.figure_file import check_figure_name

        check_figure_name(plot, force=force)
    if other is not None:
        from digisys.io.write import check_target

        check_target(other, force=force)


def finish(
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
        from digisys.render.plots.dynamics import plot as draw
        from digisys.render.plots.figure_file import save_figure

        figure = draw(result, outcome=outcome, language=shell.language)
        with letters_told(shell):
            save_figure(figure, plot, force=force)
        write_aside(shell.say("Figure: {path}", path=str(plot)))
    if save is not None:
        result.save(save, force=force)  # type: ignore[union-attr]
        write_aside(shell.say("Saved: {path}", path=str(save)))
