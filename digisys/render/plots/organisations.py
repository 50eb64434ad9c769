"""The figure of organisations: where each ends under each scenario, side by side."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from digisys.answers.times import say_at
from digisys.render.plots.style import COLOURS, INK, SOFT, figure_style, new_figure, write_numbers
from digisys.simulation.monitoring.organisations_result import Organisations
from digisys.simulation.wording import level_caveat
from digisys.words import N_, say, say_count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_organisations"]

#: Up to so many organisations are named; of more, those first and last.
_NAMED = 40
_COLUMNS = 3


def plot_organisations(result: Organisations, *, language: str | None = None) -> Figure:
    """Draw where organisations end: a panel a scenario, an organisation a line.

    Parameters
    ----------
    result
        The answer.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.

    Returns
    -------
    matplotlib.figure.Figure
        The figure.
    """
    language = language or result.model.default_language
    title = say_at(
        N_("{what} in {year}: organisations from where each stands"),
        N_("{what} at {time}: organisations from where each stands"),
        result.experiments[0].clock.end,
        result.model.time.unit,
        language,
        what=result.outcomes.items[result.outcome].label(result.model, language),
    )
    count = len(result.names)
    notes = [
        say(
            "Dot: median of {count} draws; line: nine tenths of them; cross: no intervention.",
            language,
            count=result.samples,
        ),
        say("Level: {caveat}", language, caveat=level_caveat(language)),
    ]
    if count > _NAMED:
        notes.append(
            say(
                "{count} organisations, in the order of the first scenario; in every panel the "
                "same order.",
                language,
                count=count,
            )
        )
    if result.measurements.made_up:
        made_up = sum(name in result.measurements.made_up for name in result.names)
        notes.append(
            say_count(
                "{count} organisation is made up", "{count} organisations are made up",
                made_up, language,
            ) + "."
        )  # fmt: skip
    scenarios = len(result.scenarios)
    columns = 2 if scenarios == _COLUMNS + 1 else min(scenarios, _COLUMNS)
    lines = -(-scenarios // columns)
    named = count <= _NAMED
    tall = 0.19 * count + 0.9 if named else 3.6
    width = max(2.6 * columns + (2.0 if named else 0.4), 6.3)
    with figure_style():
        figure = new_figure(width, max(tall, 1.6) * lines + 1.3, title, notes)
        grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
        for at, axes in enumerate(grid.flat):
            if at >= scenarios:
                axes.set_visible(False)
                continue
            _panel(axes, result, at, language)
            axes.set_title("\n".join(textwrap.wrap(result.titles(language)[at], 34)))
            if at + columns >= scenarios:
                axes.tick_params(labelbottom=True)
        if named:
            order = [result.names.index(name) for name in result.order(0)]
            labels = [result.label(result.names[at], language) for at in order]
            grid[0][0].set_yticks(range(count), labels)
        else:
            grid[0][0].set_yticks([])
            for row in grid:
                row[0].set_ylabel(say("Organisations", language))
        return figure


def _panel(axes: Axes, result: Organisations, scenario: int, language: str) -> None:
    order = [result.names.index(name) for name in result.order(0)]
    places = np.arange(len(order))
    low, middle, high = result.ends.levels[order, scenario + 1, result.outcome].T
    without = result.ends.levels[order, 0, result.outcome, 1]
    few = len(order) <= _NAMED
    axes.axvline(0, color=SOFT, linewidth=0.8)
    axes.hlines(places, low, high, color=COLOURS[0], linewidth=1.4 if few else 0.5, alpha=0.5)
    axes.plot(without, places, linestyle="", marker="x", color=COLOURS[1],
              markersize=4 if few else 1.8, markeredgewidth=1.0 if few else 0.5)  # fmt: skip
    axes.plot(middle, places, linestyle="", marker="o", color=INK, markersize=4 if few else 1.6)
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.locator_params(axis="x", nbins=5)
    axes.grid(visible=few, axis="y")
    write_numbers(axes.xaxis, language)
