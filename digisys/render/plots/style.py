"""How figures of dynamics look: ink, type, and the frame of title and caveats."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digisys.answers.times import unit_name
from digisys.render.labels import FONTS
from digisys.schema.layout import TimeUnit
from digisys.words import say, say_number

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = [
    "COLOURS",
    "INK",
    "SOFT",
    "figure_style",
    "label_time",
    "new_figure",
    "say_below",
    "write_numbers",
]

INK, SOFT, GRID = "#1b1f24", "#57606a", "#d8dee4"
#: Dark to light, told apart by people with any colour vision and in grey.
COLOURS = ("#0b3c5d", "#b3541e", "#4c7a34", "#7b4a8c", "#8a6d00", "#5d6b78")


@contextmanager
def figure_style() -> Iterator[None]:
    """Draw with the fonts and inks of digisys for a while."""
    import matplotlib as mpl
    from matplotlib import font_manager

    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf"):
        if str(FONTS / name) not in known:
            font_manager.fontManager.addfont(str(FONTS / name))
    settings = {
        "font.family": ["Inter", "DejaVu Sans"],
        "font.size": 9.0,
        "text.color": INK,
        "axes.edgecolor": SOFT,
        "axes.labelcolor": INK,
        "axes.titlesize": 9.0,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.6,
        "xtick.color": SOFT,
        "ytick.color": SOFT,
        "hatch.linewidth": 0.7,
        "axes.unicode_minus": True,
        # A dollar sign in a label is money, not the start of a formula.
        "text.parse_math": False,
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]
        yield


def write_numbers(axis: Axis, language: str) -> None:
    """Let an axis write its numbers as the readers of a language do."""
    from matplotlib.ticker import FuncFormatter

    axis.set_major_formatter(FuncFormatter(lambda value, _: say_number(value, language, "g")))


def new_figure(width: float, height: float, title: str, notes: Sequence[str]) -> Figure:
    """Make a figure with its title above and its caveats below."""
    from digisys.render.plots.shown_figure import ShownFigure

    lines = [line for note in notes for line in textwrap.wrap(note, int(width * 17.5))]
    below = (0.16 * len(lines) + 0.12) / height
    heading = textwrap.wrap(title, int(width * 11))
    above = (0.22 * len(heading) + 0.14) / height
    figure = ShownFigure(figsize=(width, height), layout="constrained")
    figure.alternative = " ".join([title, *notes])
    figure.get_layout_engine().set(rect=(0, below, 1, 1 - below - above))  # type: ignore[union-attr,call-arg]
    figure.text(
        0.01,
        1 - 0.1 / height,
        "\n".join(heading),
        fontsize=12,
        fontweight=600,
        va="top",
        fontfamily="Inter",
    )
    figure.text(0.01, 0.06 / height, "\n".join(lines), fontsize=7.5, color=SOFT, va="bottom")
    return figure


def label_time(figure: Figure, unit: TimeUnit, language: str) -> None:
    """Say the unit of time below a figure; years need no word."""
    if unit != "years":
        say_below(figure, say("Time ({unit})", language, unit=unit_name(unit, language)))


def say_below(figure: Figure, text: str) -> None:
    """Write what runs along the horizontal axes of a figure, above its caveats."""
    engine = figure.get_layout_engine()
    left, below, width, height = engine.get()["rect"]  # type: ignore[union-attr]
    room = 0.2 / figure.get_size_inches()[1]
    engine.set(rect=(left, below + room, width, height - room))  # type: ignore[union-attr,call-arg]
    figure.supxlabel(text, y=below, va="bottom", fontsize=9)
