"""From a model and a question to a drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from digisys.answers.times import say_at
from digisys.errors import DrawingError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.moved import moved
from digisys.progress import Progress
from digisys.render.compose.look import Look
from digisys.render.compose.selection import Highlight, Selection
from digisys.render.drawing import Drawing
from digisys.schema import Model
from digisys.words import N_, Message

if TYPE_CHECKING:
    from digisys.simulation.ensemble.simulate import Ensemble
    from digisys.simulation.simulate_once import Run

__all__ = ["Heat", "draw", "levels_of"]

Heat: TypeAlias = "Mapping[str, float] | Run | Ensemble"


@moved(
    {
        **{
            name: f"highlight=Selection({name}=...)"
            for name in ("focus", "areas", "targets", "direction", "steps")
        },
        "paper": ".save(..., paper=...) or .with_options(paper=...)",
        "engine": ".with_options(engine=...)",
        "ax": ".on(ax)",
    }
)
def draw(
    model: Model,
    highlight: Highlight | Selection | None = None,
    *,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
    language: str | None = None,
    theme: str = "screen",
    heat: Heat | None = None,
    compare_with: Model | None = None,
    progress: Progress | None = None,
    time_limit: float | None = None,
) -> Drawing:
    """Draw a model as a causal-loop diagram.

    Parameters
    ----------
    model
        The model. Stored positions are used as they are; a model without any is laid out
        on the spot.
    highlight
        What to bring out while the rest is dimmed: a loop (``"R1"``), whatever a variable
        or target reaches (``"target 14"``), an area, the shortest chains between two
        things (``"14 -> 10"``), or a chain as a list of variables. Or a
        :class:`~digisys.render.compose.selection.Selection`, which tells more, such as what
        alone is drawn and how far a highlight goes.
    evidence, certainty
        Which links to draw (see :func:`digisys.graph.view.select_view`).
    language
        Language of every text; the model's first when absent.
    theme
        ``screen``, ``print``, ``high_contrast`` or ``black_white``.
    heat
        Levels to show on the variables, dimensionless from -1 to +1: a simulation result
        (its last instant; the median of an ensemble), or numbers by variable.
    compare_with
        An earlier version of the model; what was added, removed or changed is marked.
    progress
        Called with the share done, from 0 to 1, while a large model is laid out.
    time_limit
        Seconds to search for places and ways at most; then the drawing is rougher, and a
        note says so. When absent, the work has a bound of its own, so that the same model
        always gives the same drawing.

    Returns
    -------
    Drawing
        The picture. It shows itself in a notebook; ``save`` writes it to a file, and ``on``
        draws it into matplotlib axes.

    Raises
    ------
    UnknownNameError
        If a name, kind of evidence or theme is unknown.
    QuestionError
        If the question cannot be answered as it was put.
    DrawingError
        If nothing is left to draw, or it is more than a drawing can show: 1,000 variables or
        links.

    Examples
    --------
    >>> import digisys
    >>> model = digisys.load("digikompassi")
    >>> drawing = digisys.draw(model, highlight="R1", language="en")
    >>> drawing.scene.title
    'Loop R1 strengthens change: Trust in society'
    >>> drawing.describe("en").sections[0].heading
    'What is highlighted'
    """
    from digisys.render.compose.build import build_scene
    from digisys.render.compose.view import headline

    levels = None if heat is None else levels_of(heat)
    caption = None if heat is None else _heat_caption(heat)
    finding = None if heat is None or isinstance(heat, Mapping) else headline(heat.conclusion)
    make = partial(
        build_scene,
        model,
        highlight=highlight,
        evidence=evidence,
        certainty=certainty,
        language=language,
        theme=theme,
        heat=levels,
        heat_caption=caption,
        finding=finding,
        compare_with=compare_with,
        time_limit=time_limit,
    )
    look = Look(find_loops=True)
    return Drawing(model, make(look=look, progress=progress), look=look, make=make)


def levels_of(heat: Heat) -> dict[str, float]:
    """Take the level of each variable from a result, or from numbers by variable."""
    if isinstance(heat, Mapping):
        return {name: float(level) for name, level in heat.items()}
    from digisys.simulation.ensemble.simulate import Ensemble
    from digisys.simulation.simulate_once import Run

    if isinstance(heat, Run):
        final = heat.levels[-1]
        return {name: float(final[at]) for at, name in enumerate(heat.variables)}
    if isinstance(heat, Ensemble):
        return {name: float(heat.band(name)[-1]) for name in heat.model.variables}
    raise DrawingError(
        Message("These levels cannot be shown on the variables."),
        Message("Give the result of simulate or simulate_once, or numbers by variable."),
    )


def _heat_caption(heat: Heat) -> Callable[[str], str] | None:
    """Name the scenario and the year that levels come from, in any language."""
    if isinstance(heat, Mapping):
        return None
    from digisys.simulation.ensemble.simulate import Ensemble
    from digisys.simulation.wording import scenario_title

    scenario, year = heat.experiment.scenario, float(heat.times[-1])
    many = isinstance(heat, Ensemble)

    def caption(language: str) -> str:
        title = scenario_title(scenario, language)
        texts = (
            (
                N_("{scenario}: median levels in {year}"),
                N_("{scenario}: median levels at {time}"),
            )
            if many
            else (
                N_("{scenario}: levels of one run in {year}"),
                N_("{scenario}: levels of one run at {time}"),
            )
        )
        return say_at(*texts, year, heat.model.time.unit, language, scenario=title)

    return caption
