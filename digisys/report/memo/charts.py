"""The figure and the table of a scenario."""

from __future__ import annotations

from dataclasses import replace

from digisys.answers.table import Cell, Table
from digisys.render.plots.plot import plot
from digisys.report.document.blocks import Figure
from digisys.report.memo.pictures import chart_figure
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.outcomes import Kind
from digisys.words import say, say_number

__all__ = ["scenario_figure", "scenario_table"]

#: Levels that move less than this are left out, as the command ``simulate`` does.
_LEAST_SHOWN = 0.001
#: So many variables are told of a model without targets.
_MOST = 20


def scenario_table(ensemble: Ensemble, language: str) -> Table:
    """List what a scenario moves: targets, or variables in a model without targets.

    Parameters
    ----------
    ensemble
        The runs.
    language
        Language of the texts.

    Returns
    -------
    Table
        The rows of the command ``simulate``, the largest first, without courses.
    """
    table = ensemble.table(language)
    rows = list(_rows(ensemble, table))
    kept = tuple(tuple(row[1:-1]) for row in rows[:_MOST])
    return replace(table, heads=table.heads[1:-1], rows=kept)


def _rows(ensemble: Ensemble, table: Table) -> list[tuple[Cell, ...]]:
    kind: Kind = "target" if ensemble.outcomes.of_kind("target") else "variable"
    found = [table.rows[at] for at in ensemble.outcomes.of_kind(kind)]
    found = [row for row in found if abs(_level(row[2])) >= _LEAST_SHOWN]
    return sorted(found, key=lambda row: -abs(_level(row[2])))


def _level(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0


def scenario_figure(ensemble: Ensemble, language: str) -> Figure:
    """Draw a scenario over time, with its numbers in words.

    Parameters
    ----------
    ensemble
        The runs.
    language
        Language of the texts.

    Returns
    -------
    Figure
        The figure; its caption is the title of the scenario's table.
    """
    table = ensemble.table(language)
    told = tuple(
        say(
            "{name}: median {middle}, nine tenths of the draws from {low} to {high}.",
            language,
            name=row[1],
            middle=say_number(_level(row[2]), language, ".3f"),
            low=say_number(_level(row[3]), language, ".3f"),
            high=say_number(_level(row[4]), language, ".3f"),
        )
        for row in _rows(ensemble, table)[:_MOST]
    )
    alternative = " ".join((f"{table.caption}.", *told))
    return chart_figure(plot(ensemble, language=language), alternative, table.caption, told)
