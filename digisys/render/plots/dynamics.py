"""Figures of runs, ensembles, comparisons, dominance, sensitivity and calibrations, for reports.

Everything reads in grey: lines differ in dashes and markers, areas in hatching, bands in
lightness; lines carry their names. The caveat of what a level means stands below.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from digisys.answers.times import say_at
from digisys.render.plots.calibration import calibration_figure
from digisys.render.plots.dominance import dominance_figure
from digisys.render.plots.style import (
    COLOURS,
    INK,
    SOFT,
    figure_style,
    label_time,
    new_figure,
    write_numbers,
)
from digisys.simulation.calibration.result import Calibration
from digisys.simulation.comparison.compare import Comparison
from digisys.simulation.conclude import pushed_outcomes
from digisys.simulation.dominance.result import Dominance
from digisys.simulation.ensemble.result import Ensemble
from digisys.simulation.integrate.program import Floats
from digisys.simulation.sensitivity.result import Sensitivity
from digisys.simulation.simulate_once import Run
from digisys.simulation.wording import level_caveat, mean_caveat, scenario_title
from digisys.words import N_, say, say_count, say_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Plotted", "plot"]

Plotted = Run | Ensemble | Comparison | Dominance | Sensitivity | Calibration

_MOST_PANELS = 20
#: A course whose bands stay within this of the reference path is not drawn.
_FLAT = 0.005


def plot(
    result: Plotted, *, outcome: str | int | None = None, language: str | None = None
) -> Figure:
    """Draw a result as a figure that a report can use as it is.

    Parameters
    ----------
    result
        A run or an ensemble (targets as small multiples, or one outcome), a comparison, a
        dominance (stacked areas), a sensitivity (bars) or a calibration (predictions).
    outcome
        For runs and ensembles, one variable, target or area; all targets when absent.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; see :func:`digisys.render.plots.figure_file.save_figure`.

    Raises
    ------
    UnknownNameError
        If the outcome means nothing in the model.

    Examples
    --------
    >>> import digisys
    >>> run = digisys.simulate_once(digisys.load("digikompassi"), "leadership-push")
    >>> len(plot(run, outcome="target 11").axes)
    1
    """
    language = language or result.model.default_language
    with figure_style():
        if isinstance(result, Run | Ensemble):
            return _levels(result, outcome, language)
        if isinstance(result, Comparison):
            return _comparison(result, language)
        if isinstance(result, Dominance):
            return dominance_figure(result, language)
        if isinstance(result, Calibration):
            return calibration_figure(result, language)
        return _sensitivity(result, language)


def _level_axes(axes: Axes, times: Floats) -> None:
    axes.axhline(0, color=SOFT, linewidth=0.8)
    axes.set_xlim(times[0], times[-1])
    axes.locator_params(axis="x", integer=True, nbins=5)


def _levels(result: Run | Ensemble, outcome: str | int | None, language: str) -> Figure:
    outcomes = result.outcomes
    if outcome is not None:
        rows: tuple[int, ...] = (outcomes.position(outcome),)
    else:
        rows = _ranked(result)
    columns = min(4, len(rows))
    lines = -(-len(rows) // columns)
    title = scenario_title(result.experiment.scenario, language)
    notes = [say("Level: {caveat}", language, caveat=level_caveat(language))]
    if any(outcomes.items[row].kind != "variable" for row in rows):
        notes.append(say("Targets and areas: {caveat}.", language, caveat=mean_caveat(language)))
    if isinstance(result, Ensemble):
        notes.append(
            say(
                "Line: median of {count} draws; dark band: half of the draws; light band: nine "
                "tenths.",
                language,
                count=result.samples,
            )
        )
    left = len(outcomes.of_kind("target")) - len(rows)
    if outcome is None and left > 0:
        notes.append(
            say_count(
                "The largest effect first; {count} target is left out, as it is pushed itself or "
                "hardly moves.",
                "The largest effect first; {count} targets are left out, as they are pushed "
                "themselves or hardly move.",
                left,
                language,
            )
        )
    if isinstance(result, Run):
        notes.append(say("One run at the middle of every range.", language))
    width = 4.2 if len(rows) == 1 else 2.05 * columns + 0.6
    width = max(width, 6.3)
    figure = new_figure(width, 1.45 * lines + 1.5 if len(rows) > 1 else 4.2, title, notes)
    grid = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False)
    for at, axes in enumerate(grid.flat):
        if at >= len(rows):
            axes.set_visible(False)
            continue
        _draw_course(axes, result, rows[at])
        _level_axes(axes, result.times)
        # The lowest panel of each column has the years, also where the last row is not full.
        axes.tick_params(labelbottom=at + columns >= len(rows))
        write_numbers(axes.yaxis, language)
        label = outcomes.items[rows[at]].label(result.model, language)
        axes.set_title("\n".join(textwrap.wrap(label, 27 if len(rows) > 1 else 70)[:2]))
    figure.supylabel(say("Level", language), fontsize=9)
    label_time(figure, result.model.time.unit, language)
    return figure


def _ranked(result: Run | Ensemble) -> tuple[int, ...]:
    """Return what moves most first, without what the scenario pushes itself and flat courses."""
    outcomes = result.outcomes
    every = outcomes.of_kind("target") or outcomes.of_kind("variable")
    if isinstance(result, Run):
        final = outcomes.levels(result.levels[..., None])[-1, :, 0]
        most = np.abs(final)
    else:
        final = result.bands[result.quantiles.index(0.5), -1]
        most = np.abs(result.bands).max(axis=(0, 1))
    pushed = pushed_outcomes(result.experiment, outcomes)
    moved = [row for row in every if row not in pushed and most[row] >= _FLAT]
    order = sorted(moved, key=lambda row: -abs(float(final[row])))
    return tuple(order[:_MOST_PANELS]) or every[:_MOST_PANELS]


def _draw_course(axes: Axes, result: Run | Ensemble, row: int) -> None:
    if isinstance(result, Run):
        levels = result.outcomes.levels(result.levels[..., None])[:, row, 0]
        axes.plot(result.times, levels, color=COLOURS[0], linewidth=1.8)
        return
    low, lower, middle, upper, high = result.bands[:, :, row]
    axes.fill_between(result.times, low, high, color="#cfdbe6", linewidth=0)
    axes.fill_between(result.times, lower, upper, color="#8fabc2", linewidth=0)
    axes.plot(result.times, middle, color=COLOURS[0], linewidth=1.8)


def _comparison(result: Comparison, language: str) -> Figure:
    final = result.final()
    sign = -1.0 if result.desired == "down" else 1.0
    order = np.argsort(-sign * np.median(final, axis=1), kind="stable")
    names = result.titles(language)
    last, unit = float(result.ensembles[0].times[-1]), result.model.time.unit
    title = say("{what}, by scenario", language, what=result.outcome_label(language))
    notes = [
        say("Level: {caveat}", language, caveat=level_caveat(language)),
        say_at(
            N_(
                "Left: level in {year}, median, half and nine tenths of the draws. Right: share of "
                "the draws in which the scenario takes each rank."
            ),
            N_(
                "Left: level at {time}, median, half and nine tenths of the draws. Right: share of "
                "the draws in which the scenario takes each rank."
            ),
            last,
            unit,
            language,
        ),
    ]
    if result.desired not in ("up", "down"):
        notes.append(say("Rank 1 is the highest level: which way is better is not said.", language))
    figure = new_figure(8.2, 0.52 * len(order) + 2.2, title, notes)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.25, 1))
    ranks = result.acceptability()
    if sign < 0:
        ranks = ranks[:, ::-1]
    for line, at in enumerate(order):
        low, lower, middle, upper, high = np.quantile(final[at], (0.05, 0.25, 0.5, 0.75, 0.95))
        left.plot([low, high], [line, line], color="#8fabc2", linewidth=3, solid_capstyle="butt")
        left.plot(
            [lower, upper], [line, line], color=COLOURS[0], linewidth=7, solid_capstyle="butt"
        )
        left.plot(middle, line, "o", color="white", markeredgecolor=INK, markersize=6)
        _rank_bar(right, line, ranks[at])
    left.axvline(0, color=SOFT, linewidth=0.8)
    left.set_yticks(range(len(order)))
    left.set_yticklabels(["\n".join(textwrap.wrap(names[at], 30)) for at in order], color=INK)
    left.invert_yaxis()
    left.set_xlabel(say_at(N_("Level in {year}"), N_("Level at {time}"), last, unit, language))
    write_numbers(left.xaxis, language)
    right.set_xlim(0, 100)
    right.set_xlabel(say("Share of draws, %", language))
    right.grid(visible=False)
    return figure


def _rank_bar(axes: Axes, line: int, shares: Floats) -> None:
    """Draw the ranks of one scenario, the best darkest, each with its number."""
    start = 0.0
    count = len(shares)
    for rank, share in enumerate(shares):
        grey = 0.25 + 0.7 * rank / max(count - 1, 1)
        axes.barh(line, 100 * share, left=start, height=0.6, color=str(grey), edgecolor="white")
        if share > 0.06:
            ink = "white" if grey < 0.55 else INK
            axes.text(start + 50 * share, line, str(rank + 1), color=ink, ha="center", va="center")
        start += 100 * share


def _sensitivity(result: Sensitivity, language: str) -> Figure:
    effects = result.effects[:12]
    title = result.table(language).caption
    notes = [
        say("Level: {caveat}", language, caveat=level_caveat(language)),
        say(
            "Ends of a bar: median level over the quarter of draws where the unknown is "
            "smallest (hollow) and largest (filled). In brackets: rank correlation.",
            language,
        ),
    ]
    names = [
        f"{result.label(effect.key, language)} ({say_number(effect.correlation, language, '.2f')})"
        for effect in effects
    ]
    wrapped = [textwrap.wrap(name, 44, max_lines=3, placeholder=" …") for name in names]
    tall = 0.08 + 0.17 * max(2, *map(len, wrapped))
    figure = new_figure(8.2, tall * len(effects) + 1.9, title, notes)
    axes = figure.subplots()
    for line, effect in enumerate(effects):
        ends = [effect.if_low, effect.if_high]
        axes.plot(ends, [line, line], color="#8fabc2", linewidth=6, solid_capstyle="butt")
        axes.plot(effect.if_low, line, "o", color="white", markeredgecolor=INK, markersize=7)
        axes.plot(effect.if_high, line, "o", color=COLOURS[0], markeredgecolor=INK, markersize=7)
    axes.set_yticks(range(len(effects)))
    axes.set_yticklabels(["\n".join(lines) for lines in wrapped], color=INK)
    axes.invert_yaxis()
    axes.set_xlabel(say("Level", language))
    write_numbers(axes.xaxis, language)
    return figure
