"""The figure of runs of a model with equations: a panel a stock, a line a run."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from digisys.exchange.equations import time_title
from digisys.exchange.run_equations import EquationRuns
from digisys.render.plots.style import COLOURS, figure_style, new_figure, say_below, write_numbers
from digisys.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_equation_runs"]

_DASHES = ("-", "--", ":", "-.")
_MOST_PANELS, _MOST_LINES = 12, 12


def plot_equation_runs(result: EquationRuns, *, language: str | None = None) -> Figure:
    """Draw the first stocks (variables where there are none), a line a run."""
    language = language or "en"
    shown = (result.stocks or result.variables)[:_MOST_PANELS]
    columns = min(3, len(shown))
    lines = -(-len(shown) // columns)
    note = say("Computed by {engine}; values as in the file.", language, engine=result.engine)
    with figure_style():
        figure = new_figure(8.2, 1.9 * lines + 1.9, Path(result.path).name, [note])
        grid = figure.subplots(lines, columns, sharex=True, squeeze=False)
        for at, axes in enumerate(grid.flat):
            if at >= len(shown):
                axes.set_visible(False)
                continue
            place = result.variables.index(shown[at])
            for run in range(min(len(result.changed), _MOST_LINES)):
                axes.plot(
                    result.times,
                    result.values[run, :, place],
                    color=COLOURS[run % len(COLOURS)],
                    linestyle=_DASHES[run % len(_DASHES)],
                    label=result.run_title(run, language),
                )
            axes.set_title("\n".join(textwrap.wrap(shown[at], 30)[:2]))
            write_numbers(axes.yaxis, language)
        say_below(figure, time_title(result.unit, language))
        if len(result.changed) > 1:
            grid.flat[0].legend(frameon=False, fontsize=8)
    return figure
