"""Plots of structural measures: the four quadrants of influence and dependence."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from digisys.analysis.measures.result import Measure, Measures, Quadrant
from digisys.answers.wording import view_text
from digisys.graph.labels import short_label
from digisys.render.labels import FONTS
from digisys.words import N_, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["plot_measures"]

Floats = npt.NDArray[np.float64]

_INK, _SOFT, _GRID = "#1b1f24", "#57606a", "#c4ccd4"
#: Shape and fill of each quadrant: told apart without colour.
_MARKS: dict[Quadrant, tuple[str, str]] = {
    "driver": ("^", "#0b3c5d"),
    "relay": ("s", "#b3541e"),
    "result": ("o", "#4c7a34"),
    "autonomous": ("D", "#ffffff"),
}
_PLURALS: dict[Quadrant, str] = {
    "driver": N_("Drivers"),
    "relay": N_("Relays"),
    "result": N_("Results"),
    "autonomous": N_("Autonomous"),
}
_WIDTH, _HEIGHT = 11.0, 7.4
#: Corner of the plot and its size, in inches.
_LEFT, _BOTTOM, _SIDE = 0.85, 1.25, 5.35
#: Clear distance between two numbers, in inches, and where a number may stand.
_APART = (0.24, 0.15)
_RINGS = 14
#: The key names at most so many variables.
_MOST_NAMED = 60


def plot_measures(
    measures: Measures, *, direct: bool = False, language: str | None = None
) -> Figure:
    """Draw influence against dependence, in the four quadrants of MICMAC.

    Variables are numbered, and a key beside the plot names them. Both axes show square
    roots, so that small shares stand apart. Signs and strengths are ignored, and a note says
    so.

    Parameters
    ----------
    measures
        What :func:`digisys.measures` returned.
    direct
        Whether to show direct links instead of indirect shares.
    language
        ``fi``, ``sv`` or ``en``; the model's first when absent.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; it belongs to no window. Save it with ``savefig``.

    Examples
    --------
    >>> import digisys
    >>> figure = plot_measures(digisys.measures(digisys.load("digikompassi")), language="en")
    >>> len(figure.axes)
    2
    """
    import matplotlib as mpl
    from matplotlib import font_manager

    from digisys.render.plots.shown_figure import ShownFigure

    language = language or measures.model.default_language
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        if str(FONTS / name) not in known:
            font_manager.fontManager.addfont(str(FONTS / name))
    with mpl.rc_context(
        {
            "text.parse_math": False,
            "font.family": ["Inter", "DejaVu Sans"],
            "font.size": 9.0,
            "axes.edgecolor": _SOFT,
            "axes.labelcolor": _INK,
            "text.color": _INK,
            "xtick.color": _SOFT,
            "ytick.color": _SOFT,
        }
    ):
        figure = ShownFigure(figsize=(_WIDTH, _HEIGHT))
        box = (_LEFT / _WIDTH, _BOTTOM / _HEIGHT, _SIDE / _WIDTH, _SIDE / _HEIGHT)
        axes = figure.add_axes(box)
        order = sorted(
            measures.variables,
            key=lambda item: (
                list(_MARKS).index(_quadrant(item, direct=direct)),
                *(-value for value in _place(item, direct=direct)[::-1]),
            ),
        )
        _draw_points(axes, order, language, direct=direct)
        _draw_key(figure, measures, order, language, direct=direct)
        figure.alternative = _draw_words(figure, measures, language, direct=direct)
    return figure


def _place(item: Measure, *, direct: bool) -> tuple[float, float]:
    """Return dependence and influence: links, or percent of walks."""
    if direct:
        return float(item.acted_on_by), float(item.acts_on)
    return 100 * item.dependence, 100 * item.influence


def _quadrant(item: Measure, *, direct: bool) -> Quadrant:
    return item.direct_quadrant if direct else item.quadrant


def _draw_points(axes: Axes, order: Sequence[Measure], language: str, *, direct: bool) -> None:
    places = np.sqrt(np.array([_place(item, direct=direct) for item in order]))
    most = max(float(places.max(initial=0.0)), 1.0) * 1.1
    middle = np.sqrt(np.array([_place(item, direct=direct) for item in order]).mean(axis=0))
    # Where nothing arrives, points stand in a row: their numbers need room on both sides.
    low = -0.14 * most
    axes.set_xlim(low, most)
    axes.set_ylim(low, most)
    axes.axvline(middle[0], color=_GRID, linewidth=1.2, zorder=1)
    axes.axhline(middle[1], color=_GRID, linewidth=1.2, zorder=1)
    for quadrant, (marker, fill) in _MARKS.items():
        chosen = [
            row for row, item in enumerate(order) if _quadrant(item, direct=direct) == quadrant
        ]
        axes.scatter(
            places[chosen, 0], places[chosen, 1], s=30, marker=marker, facecolor=fill,
            edgecolor=_INK, linewidth=0.8, zorder=3,
        )  # fmt: skip
    _draw_numbers(axes, places, low, most)
    corners: dict[Quadrant, tuple[int, int]] = {
        "driver": (0, 1), "relay": (1, 1), "result": (1, 0), "autonomous": (0, 0),
    }  # fmt: skip
    for quadrant, (right, top) in corners.items():
        axes.text(
            0.985 if right else (middle[0] - low) / (most - low) - 0.015,
            0.985 if top else 0.012,
            say(_PLURALS[quadrant], language),
            transform=axes.transAxes, ha="right", va="top" if top else "bottom", color=_SOFT,
            fontweight=600, fontfamily="Inter", zorder=2,
        )  # fmt: skip
    ticks = [value for value in (0, 1, 2, 3, 5, 10, 15, 20, 30, 50, 100) if value**0.5 <= most]
    axes.set_xticks(np.sqrt(ticks), [str(value) for value in ticks])
    axes.set_yticks(np.sqrt(ticks), [str(value) for value in ticks])
    if direct:
        axes.set_xlabel(say("Dependence: links that arrive", language))
        axes.set_ylabel(say("Influence: links that leave", language))
    else:
        axes.set_xlabel(say("Dependence: share of walks that arrive (%)", language))
        axes.set_ylabel(say("Influence: share of walks that leave (%)", language))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _draw_numbers(axes: Axes, places: Floats, low: float, most: float) -> None:
    """Write each number near its point, clear of points and of numbers already written."""
    unit = (most - low) / _SIDE
    taken = np.concatenate([places, np.empty_like(places)])
    for row, place in enumerate(places):
        held = len(places) + row
        spot = _free_spot(place, taken[:held], unit, (low + 0.12 * unit, most))
        taken[held] = spot
        far = np.hypot(spot[0] - place[0], spot[1] - place[1]) > 0.22 * unit
        if far:
            axes.plot(
                [place[0], spot[0]], [place[1], spot[1]], color=_GRID, linewidth=0.6, zorder=2
            )
        axes.text(
            *spot, str(row + 1), fontsize=7.5, ha="center", va="center", zorder=4,
            bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip


def _free_spot(
    place: Floats, taken: Floats, unit: float, ends: tuple[float, float]
) -> tuple[float, float]:
    """Find the first free place on rings around a point, from the inside out."""
    apart = (_APART[0] * unit * 0.75, _APART[1] * unit * 0.9)
    for ring in range(1, _RINGS):
        reach = 0.17 + 0.13 * (ring - 1)
        angles = 2 * np.pi * np.arange(8 * ring) / (8 * ring) + 0.4
        x = place[0] + unit * reach * np.cos(angles)
        y = place[1] + unit * reach * np.sin(angles)
        free = (ends[0] <= x) & (x <= ends[1]) & (ends[0] <= y) & (y <= ends[1])
        free &= (
            (np.abs(x[:, None] - taken[:, 0]) > apart[0])
            | (np.abs(y[:, None] - taken[:, 1]) > apart[1])
        ).all(axis=1)
        if free.any():
            first = int(free.argmax())
            return float(x[first]), float(y[first])
    return float(place[0]), float(place[1])


def _draw_key(
    figure: Figure, measures: Measures, order: Sequence[Measure], language: str, *, direct: bool
) -> None:
    """Name the numbered variables beside the plot, quadrant by quadrant."""
    left = (_LEFT + _SIDE + 0.3) / _WIDTH
    axes = figure.add_axes((left, 0, 1 - left, 1))
    axes.set_axis_off()
    axes.set_xlim(0, _WIDTH * (1 - left))
    axes.set_ylim(0, _HEIGHT)
    lines = min(len(order), _MOST_NAMED) + 2 * len(_MARKS)
    room = _HEIGHT - 0.95
    step = min(0.19, 2 * room / (lines + 2))
    columns = 1 if lines * step <= room else 2
    across = _WIDTH * (1 - left) / columns
    x, y = 0.0, _HEIGHT - 0.75
    size = min(8.0, 44 * step)
    for quadrant, (marker, fill) in _MARKS.items():
        members = [
            row for row, item in enumerate(order) if _quadrant(item, direct=direct) == quadrant
        ]
        if not members:
            continue
        if y - 3 * step < 0.2:
            x, y = x + across, _HEIGHT - 0.75
        axes.plot(x + 0.08, y, marker=marker, markerfacecolor=fill, markeredgecolor=_INK, ms=5)
        axes.text(
            x + 0.22, y, say(_PLURALS[quadrant], language), fontsize=size + 0.5, fontweight=600,
            fontfamily="Inter", va="center",
        )  # fmt: skip
        y -= step
        for row in members:
            if row >= _MOST_NAMED:
                axes.text(x + 0.22, y, "…", fontsize=size, va="center")
                break
            if y < 0.2:
                x, y = x + across, _HEIGHT - 0.75
            label = short_label(measures.model, order[row].variable, language)
            label = textwrap.shorten(label, int(across * 17) - 4, placeholder="…")
            axes.text(x + 0.2, y, str(row + 1), fontsize=size, va="center", ha="right")
            axes.text(x + 0.27, y, label, fontsize=size, va="center")
            y -= step
        y -= 0.5 * step


def _draw_words(figure: Figure, measures: Measures, language: str, *, direct: bool) -> str:
    """Write the title and the notes, and return them."""
    title = measures.model.title.text(language)
    what = say("Influence and dependence", language)
    figure.text(
        _LEFT / _WIDTH, 1 - 0.22 / _HEIGHT, f"{what}: {title}", fontsize=12, fontweight=600,
        fontfamily="Inter", va="top",
    )  # fmt: skip
    pairs = dict(measures.summary(language))
    notes = [view_text(measures.model, measures.view, language)]
    if not direct:
        walks = pairs[say("Influence and dependence", language)]
        notes.insert(0, f"{what}: {walks}")
    notes.append(pairs[say("Mind", language)])
    text = ". ".join(note[:1].upper() + note[1:] for note in notes) + "."
    wrapped = "\n".join(textwrap.wrap(text, 98))
    figure.text(_LEFT / _WIDTH, 0.14 / _HEIGHT, wrapped, fontsize=7.5, color=_SOFT, va="bottom")
    return f"{what}: {title}. {text}"
