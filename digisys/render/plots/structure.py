"""Plots of structure: the heat map of what influences what."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from digisys.analysis.matrix.result import Matrix, MatrixCell
from digisys.errors import QuestionError
from digisys.render.plots.style import SOFT, figure_style, write_numbers
from digisys.words import Message, say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from digisys.render.plots.shown_figure import ShownFigure

__all__ = ["plot_matrix"]

#: Rows up to which cells carry their mark as text.
_MOST_MARKED = 50
#: Dark ink and light ink, whichever reads better on a cell.
_INKS = ("#1a1a1a", "#ffffff")


def plot_matrix(matrix: Matrix, *, show: str = "steps", language: str | None = None) -> Figure:
    """Draw a matrix as a heat map: the shorter or stronger an influence, the darker.

    The sign is written in each cell as well, never told by colour alone.

    Parameters
    ----------
    matrix
        What :func:`digisys.analysis.matrix.matrix.matrix` returned.
    show
        ``steps`` for the links on the shortest chain, ``strength`` for the median of the
        sampled strength in hundredths.
    language
        Language of the labels; the model's first when absent.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; it belongs to no window. Save it with ``savefig``.

    Raises
    ------
    QuestionError
        If ``show`` is ``strength`` and no strengths were sampled.

    Examples
    --------
    >>> import digisys
    >>> from digisys.analysis.matrix.matrix import matrix
    >>> figure = plot_matrix(matrix(digisys.load("digikompassi")), language="en")
    >>> len(figure.axes[0].get_yticklabels())
    14
    """
    _check_show(matrix, show)
    with figure_style():
        return _heat_map(matrix, show, language or matrix.model.default_language)


def _heat_map(matrix: Matrix, show: str, language: str) -> Figure:
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.ticker import MaxNLocator

    from digisys.render.plots.shown_figure import ShownFigure

    grid = matrix.grid(language, show=show)
    heads, marks = _cut(grid.heads[1:]), grid.rows
    titles = _cut([str(row[0]) for row in marks])
    size = len(heads)
    values = np.full((size, size), np.nan)
    for i in range(size):
        for j in range(size):
            if i != j:
                value = _value(matrix.cells[i * (size - 1) + j - (j > i)], show)
                values[i, j] = np.nan if value is None else value
    side = min(max(0.42 * size, 3.2), 40.0)
    longest = max(map(len, titles))
    figure = ShownFigure(figsize=(side + 0.075 * longest + 1.9, side + 0.9), layout="constrained")
    notes = [f"{name}: {value}." for name, value in matrix.summary(language, show=show)]
    _tell(figure, f"{grid.caption}: {matrix.model.title.text(language)}", notes)
    axes: Any = figure.add_subplot()
    colours = colormaps["Blues" if show == "strength" else "Blues_r"].with_extremes(bad="#f4f4f2")
    shown = np.abs(values) if show == "strength" else values
    most = float(np.nanmax(shown)) if np.isfinite(shown).any() else 1.0
    # The palest influence still stands out from no influence at all.
    ends = (-0.15 * most, most) if show == "strength" else (0.5, 1.25 * most)
    image = axes.imshow(shown, cmap=colours, vmin=ends[0], vmax=ends[1])
    axes.set_xticks(range(size), heads, fontsize=8)
    axes.set_yticks(range(size), titles, fontsize=8)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.set_xticks(np.arange(size + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(size + 1) - 0.5, minor=True)
    axes.grid(visible=False, which="major")
    axes.grid(which="minor", color="#ffffff", linewidth=1.2)
    axes.tick_params(which="minor", length=0)
    for edge in axes.spines.values():
        edge.set_visible(False)
    if size <= _MOST_MARKED:
        for i, row in enumerate(marks):
            for j, mark in enumerate(row[1:]):
                colour = image.cmap(image.norm(shown[i, j]))[:3]
                dark = np.isfinite(shown[i, j]) and np.dot(colour, (0.299, 0.587, 0.114)) < 0.55
                axes.text(
                    j, i, str(mark), ha="center", va="center", fontsize=7.5, color=_INKS[bool(dark)]
                )
    words = {
        "steps": say("Links on the shortest chain", language),
        "strength": say("Strength, median of the draws", language),
    }
    bar = figure.colorbar(image, ax=axes, shrink=0.6, label=words[show])
    bar.outline.set_visible(False)
    bar.ax.set_ylim(0 if show == "strength" else 0.5, most)
    if show == "steps":
        bar.locator = MaxNLocator(integer=True)
        bar.update_ticks()
    write_numbers(bar.ax.yaxis, language)
    axes.set_ylabel(say("Influences …", language))
    axes.set_xlabel(say("… is influenced", language))
    axes.xaxis.set_label_position("top")
    return figure


def _cut(texts: Sequence[str], most: int = 80) -> list[str]:
    """Cut what is too long for a figure; its alternative text tells the whole."""
    return [text if len(text) <= most else f"{text[: most - 1]}…" for text in texts]


def _tell(figure: ShownFigure, title: str, notes: list[str]) -> None:
    """Write the title above and the notes below, so that the figure stands alone."""
    figure.alternative = " ".join([title, *notes])
    letters = int(17 * figure.get_figwidth())
    below = [line for note in _cut(notes, 400) for line in textwrap.wrap(note, letters)]
    figure.suptitle(
        "\n".join(textwrap.wrap(_cut([title], 200)[0], letters * 10 // 17)),
        x=0.01,
        ha="left",
        fontsize=12,
        fontweight=600,
        fontfamily="Inter",
    )
    figure.supxlabel("\n".join(below), x=0.01, ha="left", fontsize=7.5, color=SOFT)


def _check_show(matrix: Matrix, show: str) -> None:
    if show not in ("steps", "strength"):
        raise QuestionError(
            Message("There is no heat map of “{name}”.", {"name": show}),
            Message("Choose steps or strength."),
        )
    if show == "strength" and all(cell.strength is None for cell in matrix.cells):
        raise QuestionError(
            Message("The matrix has no sampled strengths to show."),
            Message("Ask for it with samples, such as samples=2000."),
        )


def _value(cell: MatrixCell, show: str) -> float | None:
    if show == "strength":
        return None if cell.strength is None or cell.steps is None else cell.strength.median
    return None if cell.steps is None else float(cell.steps)
