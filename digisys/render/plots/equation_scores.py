"""The figure of loop scores of a model with equations: shares of change, a panel a run."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from digisys.exchange.equation_scores import EquationScores
from digisys.exchange.equations import time_title
from digisys.render.plots.dominance import Shares, draw_shares
from digisys.render.plots.style import figure_style, new_figure, say_below
from digisys.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["plot_equation_scores"]

_MOST_PANELS, _MOST_LOOPS = 6, 6
#: Loops under this share of all change are drawn together with the others.
_LEAST_SHARE = 0.0005


def plot_equation_scores(result: EquationScores, *, language: str | None = None) -> Figure:
    """Draw which loops drive the first runs, and when; the loops that matter most by name."""
    language = language or "en"
    runs = result.runs[:_MOST_PANELS]
    size = np.mean([np.abs(run.relative).mean(axis=0) for run in runs], axis=0)
    order = np.argsort(-size, kind="stable").tolist()
    shown = [at for at in order if size[at] >= _LEAST_SHARE][:_MOST_LOOPS]
    others = [at for at in order if at not in shown and size[at] > 0]
    labels = ["\n".join(textwrap.wrap(runs[0].loops[at].label, 26)) for at in shown]
    labels += [say("Other loops", language)] if others else []
    panels = []
    for number, run in enumerate(runs):
        share = run.relative / len(result.groups)
        courses = [share[:, at] for at in shown]
        courses += [share[:, others].sum(axis=1)] if others else []
        title = result.run_title(number, language) if len(runs) > 1 else ""
        panels.append(Shares(title, labels, courses))
    heading = say("{title}: loops that drive it", language, title=Path(result.path).name)
    note = say(
        "Share of all change within a group of stocks that feed back on each other (Loops "
        "That Matter). Above 0: reinforcing; below: balancing. Computed by {engine}.",
        language,
        engine=result.engine,
    )
    with figure_style():
        figure = new_figure(8.2, 4.9 if len(runs) == 1 else 1.2 + 2.2 * len(runs), heading, [note])
        draw_shares(figure, panels, result.times, result.start, language)
        say_below(figure, time_title(result.unit, language))
    return figure
