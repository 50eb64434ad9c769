"""The figure of loop dominance: shares of change, stacked over time."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from digisys.render.plots.style import INK, label_time, new_figure
from digisys.simulation.dominance.result import Dominance
from digisys.simulation.integrate.program import Floats
from digisys.simulation.wording import scenario_title
from digisys.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["AREAS", "Shares", "dominance_figure", "draw_shares"]

#: Inks and hatches of areas, told apart in grey.
AREAS = ("#0b3c5d", "#d9b48f", "#5d6b78", "#f0e6d2", "#7fa8c9", "#3f5d2f", "#cfe0c3", "#8a6d00")
HATCHES = ("", "///", "...", "\\\\\\", "xx", "--", "++", "oo")


class Shares(NamedTuple):
    """The shares of change of one run.

    Attributes
    ----------
    title
        Stands above them; empty for a single run.
    labels
        What has a share.
    courses
        The share of each over time, from -1 to 1: reinforcing above 0, balancing below.
    """

    title: str
    labels: Sequence[str]
    courses: Sequence[Floats]


def dominance_figure(result: Dominance, language: str) -> Figure:
    """Draw which loops drive a run or an ensemble, and when."""
    entries, courses = _leading_entries(result, language)
    title = say(
        "{title}: loops that drive it",
        language,
        title=scenario_title(result.experiment.scenario, language),
    )
    note = say(
        "Share of all change within a group of stocks that feed back on each other (Loops "
        "That Matter). Above 0: reinforcing; below: balancing. Erosion is each stock's own way "
        "back to what its causes support.",
        language,
    )
    figure = new_figure(8.2, 4.9, title, [note])
    draw_shares(
        figure,
        [Shares("", entries, courses)],
        result.times,
        result.experiment.clock.start,
        language,
    )
    label_time(figure, result.model.time.unit, language)
    return figure


def draw_shares(
    figure: Figure, runs: Sequence[Shares], times: Floats, start: float, language: str
) -> None:
    """Draw shares of change as areas upon each other, a panel a run, with one legend.

    Parameters
    ----------
    figure
        Where to.
    runs
        The runs, all with the same labels.
    times
        Times of the shares.
    start
        When the runs begin.
    language
        ``fi``, ``sv`` or ``en``.
    """
    panels = figure.subplots(len(runs), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (title, labels, courses) in zip(panels, runs, strict=True):
        up = down = np.zeros(len(times))
        for at, (label, course) in enumerate(zip(labels, courses, strict=True)):
            positive, negative = 100 * np.maximum(course, 0), 100 * np.minimum(course, 0)
            style: dict[str, Any] = {
                "facecolor": AREAS[at % len(AREAS)],
                "hatch": HATCHES[at % len(HATCHES)],
                "edgecolor": INK,
                "linewidth": 0.4,
            }
            axes.fill_between(times, up, up + positive, label=label, **style)
            axes.fill_between(times, down, down + negative, **style)
            up, down = up + positive, down + negative
        axes.axhline(0, color=INK, linewidth=1.0)
        axes.set_xlim(start, times[-1])
        axes.set_ylim(-100, 100)
        axes.set_ylabel(say("Share of change, %", language))
        if title:
            axes.set_title(title)
    panels[0].legend(
        loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, handlelength=2.2,
        handleheight=1.4, labelspacing=0.8,
    )  # fmt: skip


def _leading_entries(result: Dominance, language: str) -> tuple[list[str], list[Floats]]:
    """Pick declared loops that matter, then the rest together, then erosion."""
    rows = result.entry_rows()
    middle = np.stack([result.relative[:, members].sum(axis=1) for members in rows.values()], 1)
    size = np.abs(middle).mean(axis=0)
    kinds = [result.loops[members[0]].kind for members in rows.values()]
    named = [result.loops[members[0]].name is not None for members in rows.values()]
    shown = sorted(
        (at for at in range(len(size)) if named[at] and size[at] > 0.0005),
        key=lambda at: (-size[at], at),
    )[:5]
    labels = [
        "\n".join(textwrap.wrap(result.entry_label(result.entries[at], language), 26))
        for at in shown
    ]
    courses = [middle[:, at] for at in shown]
    others = {
        say("Other loops", language): [
            at for at in range(len(size)) if at not in shown and kinds[at] != "erosion"
        ],
        say("Erosion of stocks", language): [
            at for at in range(len(size)) if kinds[at] == "erosion"
        ],
    }
    groups = len(result.entry_groups())
    for label, members in others.items():
        if members and size[members].sum() > 0:
            labels.append(label)
            courses.append(middle[:, members].sum(axis=1))
    return labels, [course / groups for course in courses]
