"""How answers about dynamics name scenarios, equations and levels in a language."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from digisys.answers.times import Duration
from digisys.schema import Scenario
from digisys.uncertainty.strengths import chances_text
from digisys.words import N_, say, say_count, say_number

if TYPE_CHECKING:
    from digisys.answers.agreement import Agreement
    from digisys.simulation.experiment import Experiment
    from digisys.simulation.integrate.program import Floats
    from digisys.simulation.outcomes import Outcomes
    from digisys.simulation.system.options import Clock

__all__ = [
    "OUTCOME_WORDS",
    "agreement_notes",
    "course_scale",
    "level_caveat",
    "mean_caveat",
    "scenario_title",
    "spark",
    "strength_notes",
    "system_text",
]

OUTCOME_WORDS = {"target": N_("target"), "area": N_("area"), "variable": N_("variable")}

_BARS = "▁▂▃▄▅▆▇█"
#: Courses that move less than this, on the scale of levels, are shown flat.
LEAST_SHOWN = 0.0005


def level_caveat(language: str) -> str:
    """Say what a level means; it belongs under every figure of levels."""
    return say(
        "0 is the reference path, +1 the largest upward move thought attainable within the "
        "horizon, −1 its mirror. Strengths are ranges, not measurements: read sizes as "
        "more or less, not as a forecast.",
        language,
    )


def strength_notes(
    experiment: Experiment, language: str, *, drawn: bool = True
) -> tuple[tuple[str, str], ...]:
    """Say how strong links were taken to be, where that is not as the model says, and delays.

    Parameters
    ----------
    experiment
        What was run.
    language
        The language.
    drawn
        Whether draws tell which ambiguous links exist; a single run takes all to be there.

    Returns
    -------
    tuple
            Pairs of heading and text, of strengths, of ambiguous links and of assumed delays.
    """
    strengths = experiment.settings.known_strengths.for_model(experiment.model)
    notes = []
    shared = strengths.convention == "shares"
    if strengths.links or strengths.every != "classes" or shared:
        notes.append((say("Strengths", language), strengths.text(language)))
    doubtful = {item.key: item for item in experiment.system.unknowns if item.chance < 1}
    chances = chances_text(doubtful.values(), language)
    if chances and not drawn:
        chances = say_count(
            "{count} ambiguous link is taken to be there; an ensemble draws whether it is",
            "{count} ambiguous links are taken to be there; an ensemble draws whether they are",
            sum(item.chance > 0 for item in doubtful.values()),
            language,
        )
    if chances:
        notes.append((say("Ambiguous links", language), chances))
    return (*notes, *_delay_notes(experiment, language))


def _delay_notes(experiment: Experiment, language: str) -> tuple[tuple[str, str], ...]:
    """Say which delays were taken, where the model does not know how long they are."""
    count = len({arc.link for arc in experiment.system.arcs if arc.assumed})
    if not count:
        return ()
    text = say_count(
        "the delay of {count} link is of unknown length; one unit of time is taken",
        "the delays of {count} links are of unknown length; one unit of time is taken",
        count,
        language,
    )
    return ((say("Assumed", language), text),)


def agreement_notes(
    agreement: Agreement | None, outcomes: Outcomes, language: str
) -> tuple[tuple[str, str], ...]:
    """Say what turns round under the other convention of strengths, if that was asked."""
    if agreement is None:
        return ()

    def name(outcome: str) -> str:
        return outcomes.items[outcomes.position(outcome)].label(outcomes.model, language)

    return (agreement.summary(language, name),)


def mean_caveat(language: str) -> str:
    """Say what the level of a target or an area is."""
    return say("the level of a target or an area is the mean of its variables", language)


def scenario_title(scenario: Scenario | None, language: str) -> str:
    """Name a scenario, or the lack of one."""
    if scenario is None:
        return say("No intervention", language)
    return scenario.title.text(language)


def system_text(experiment: Experiment, language: str) -> str:
    """Say which equations were run and how."""
    program, clock = experiment.program, experiment.clock
    if program.accumulating:
        first = say("accumulating", language)
    elif program.bounded:
        first = say("adjusting, bounded", language)
    else:
        first = say("adjusting, linear", language)
    method = {"euler": "Euler", "rk4": "RK4"}[program.method]
    system = experiment.system
    parts = [
        first,
        _step_text(clock, method, language),
        "–".join(say_number(year, language, "g") for year in (clock.start, clock.end))
        if clock.unit == "years"
        else Duration((clock.start, clock.end), clock.unit).text(language),
        say_count("{count} stock", "{count} stocks", len(system.stocks), language),
        say_count("{count} auxiliary", "{count} auxiliaries", len(system.auxiliaries), language),
        say_count("{count} input", "{count} inputs", len(system.inputs), language),
        say_count(
            "{count} link", "{count} links", len({arc.link for arc in system.arcs}), language
        ),
    ]
    return "; ".join(parts)


def _step_text(clock: Clock, method: str, language: str) -> str:
    if clock.unit == "years":
        step = say_number(clock.step, language, "g")
        return say("time step {step} years ({method})", language, step=step, method=method)
    step = Duration(clock.step, clock.unit).text(language)
    return say("time step {step} ({method})", language, step=step, method=method)


def spark(
    levels: Iterable[float], *, width: int = 16, scale: tuple[float, float] | None = None
) -> str:
    """Draw a course as a row of bars.

    Parameters
    ----------
    levels
        Levels over time.
    width
        How many bars.
    scale
        The levels of the lowest and the highest bar, the same for every row of a table (see
        :func:`course_scale`); from the course's own lowest to its highest level, and 0, when
        absent.

    Returns
    -------
    str
        The bars; nothing of a course that does not move.

    Examples
    --------
    >>> spark([0, 0.5, 1], width=3), spark([0, 0.5, 1], width=3, scale=(-1, 1)), spark([0, 0])
    ('▁▄█', '▄▆█', '')
    """
    values = list(levels)
    picked = [values[round(i * (len(values) - 1) / max(width - 1, 1))] for i in range(width)]
    if max(map(abs, picked)) < LEAST_SHOWN:
        return ""
    low, high = scale or (min(0.0, *picked), max(0.0, *picked))
    shares = (min(max((value - low) / (high - low), 0.0), 1.0) for value in picked)
    return "".join(_BARS[int(share * (len(_BARS) - 1))] for share in shares)


def course_scale(levels: Floats, pushed: Collection[int] = ()) -> tuple[float, float]:
    """Return the scale on which the courses of a table are drawn, so that they compare.

    Parameters
    ----------
    levels
        Levels by instant and outcome.
    pushed
        Positions of the outcomes that the scenario pushes itself, which do not stretch the
        scale; where nothing else moves, they do.

    Returns
    -------
    tuple of float
        The lowest and the highest level, and 0 between them.
    """
    others = [at for at in range(levels.shape[1]) if at not in pushed]
    moved = levels[:, others] if others and abs(levels[:, others]).max() >= LEAST_SHOWN else levels
    return min(0.0, float(moved.min())), max(0.0, float(moved.max()))
