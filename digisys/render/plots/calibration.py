"""The figure of a calibration: how often bands held, and what was predicted and observed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from digisys.errors import QuestionError
from digisys.render.plots.style import COLOURS, INK, SOFT, new_figure, write_numbers
from digisys.simulation.calibration.result import Calibration
from digisys.simulation.calibration.score import CENTRAL, FEW, Score, coverage_by_chance
from digisys.simulation.wording import scenario_title
from digisys.words import Message, say, say_count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["calibration_figure"]


def calibration_figure(result: Calibration, language: str) -> Figure:
    """Draw how well a calibrated model predicted what was held out.

    Parameters
    ----------
    result
        The calibration.
    language
        ``fi``, ``sv`` or ``en``.

    Raises
    ------
    QuestionError
        If nothing was held out.
    """
    if result.score is None:
        raise QuestionError(
            Message("Nothing was held out, so that no prediction can be shown."),
            Message("Name the date from which on observations are held out."),
        )
    title = say(
        "{title}: predictions and what was observed",
        language,
        title=scenario_title(result.experiment.scenario, language),
    )
    notes = [
        say(
            "Left: predictions that say truly how sure they are lie on the dotted line; the grey "
            "area is where they lie by chance in nine cases of ten.",
            language,
        ),
        say("Right: median and 5–95% of each prediction.", language),
    ]
    if result.score.count < FEW:
        notes.append(
            say_count(
                "{count} observation is few: read the shares as a hint, not as proof",
                "{count} observations are few: read the shares as a hint, not as proof",
                result.score.count,
                language,
            )
            + "."
        )
    figure = new_figure(7.6, 4.4, title, notes)
    curve, levels = figure.subplots(1, 2)
    _draw_curve(curve, result.score, language)
    _draw_levels(levels, result, language)
    return figure


def _draw_curve(axes: Axes, score: Score, language: str) -> None:
    bands = np.array(CENTRAL)
    chance = np.array([coverage_by_chance(band, score.count) for band in CENTRAL])
    axes.fill_between(100 * bands, *(100 * chance.T), color=SOFT, alpha=0.18, linewidth=0)
    axes.plot([0, 100], [0, 100], color=SOFT, linestyle=":", linewidth=1.2)
    observed = 100 * np.array(score.coverage)
    axes.plot(100 * bands, observed, color=COLOURS[0], marker="o", markersize=4)
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 100)
    axes.set_aspect("equal")
    axes.set_xlabel(say("Width of the predicted band, %", language))
    axes.set_ylabel(say("Observations within it, %", language))


def _draw_levels(axes: Axes, result: Calibration, language: str) -> None:
    fits = result.fits[len(result.fitted) :]
    observed = np.array([item.level for item in result.held])
    middle = np.array([fit.median for fit in fits])
    low = np.array([fit.lowest for fit in fits])
    high = np.array([fit.highest for fit in fits])
    ends = [min(low.min(), observed.min()), max(high.max(), observed.max())]
    axes.plot(ends, ends, color=SOFT, linestyle=":", linewidth=1.2)
    axes.errorbar(
        observed,
        middle,
        yerr=np.array([middle - low, high - middle]),
        fmt="o",
        color=COLOURS[0],
        ecolor=INK,
        elinewidth=0.8,
        capsize=2,
        markersize=4,
    )
    axes.set_xlabel(say("Observed level", language))
    axes.set_ylabel(say("Predicted level", language))
    write_numbers(axes.xaxis, language)
    write_numbers(axes.yaxis, language)
