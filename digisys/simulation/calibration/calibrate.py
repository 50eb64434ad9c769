"""Narrowing strengths and inertias by what was observed."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from digisys.errors import QuestionError
from digisys.graph.view import CertaintyChoice, EvidenceChoice
from digisys.progress import expect, part_of
from digisys.schema import Model
from digisys.simulation.calibration.chain import run_chain
from digisys.simulation.calibration.predictor import Predictor
from digisys.simulation.calibration.result import Calibration, Diagnosis, Fit, NarrowedUnknown
from digisys.simulation.calibration.score import score_of
from digisys.simulation.calibration.weights import (
    effective_size,
    importance_weights,
    log_likelihood,
    resampled,
)
from digisys.simulation.experiment import Experiment, ScenarioChoice
from digisys.simulation.integrate.program import Floats
from digisys.simulation.observations.dates import moment
from digisys.simulation.observations.observations import Observation, Observations
from digisys.simulation.outcomes import outcomes_of
from digisys.simulation.sensitivity.result import EffectKind
from digisys.simulation.sensitivity.sensitivity import unknowns_that_matter
from digisys.simulation.system.options import Settings
from digisys.uncertainty.options import Draws
from digisys.uncertainty.posterior import Posterior, even_range
from digisys.uncertainty.sharing import share
from digisys.uncertainty.unknowns import existence_key, values_between
from digisys.words import Message

__all__ = ["KEPT_DRAWS", "LEAST_EFFECTIVE", "Calibration", "calibrate"]

#: With fewer effective draws than this, weights have collapsed and a chain takes over.
LEAST_EFFECTIVE = 100
#: So many joint draws of the narrowed unknowns are kept for other questions.
KEPT_DRAWS = 1024
#: Fewer draws than this are no start for anything.
_FEWEST_DRAWS = 64
#: So many are made first to measure how long all of them take.
_MEASURED = 64


def calibrate(
    model: Model,
    observations: Observations,
    scenario: ScenarioChoice = None,
    *,
    samples: int | Draws = 4096,
    seed: int | None = None,
    held_out: float | str | None = None,
    settings: Settings | None = None,
    evidence: EvidenceChoice = None,
    certainty: CertaintyChoice = "explicit",
) -> Calibration:
    r"""Narrow strengths and inertias by observations, and score predictions of later ones.

    Each draw of what is unknown is run and weighed by how likely it makes what was observed:
    errors are Gaussian and independent, with the standard deviations that the observations
    tell (importance weights; Robert & Casella 2004, doi:10.1007/978-1-4757-4145-2). Where fewer
    than 100 effective draws remain, a Markov chain over the unknowns that matter takes over
    (Foreman-Mackey et al. 2013, doi:10.1086/670067), and the answer says so.

    Parameters
    ----------
    model
        The model.
    observations
        What was observed, as :func:`digisys.read_observations` gives it. Of stocks, those at
        or before the start of the run tell where it starts.
    scenario
        What was done meanwhile: the name of a bundled scenario, the path of a scenario file, or
        a :class:`~digisys.schema.Scenario`; nothing when absent.
    samples
        How many draws, 64 or more; powers of two suit the usual Sobol sequence best. Or
        :class:`~digisys.uncertainty.options.Draws`, which tells more; after its ``time_limit``
        a chain ends whether it has settled or not, and the answer says so.
    seed
        A whole number from 0 up; 1 when absent.
    held_out
        A date, such as ``"2027"`` or ``"2027-07"``, from which on observations are not used
        but predicted, and the predictions scored.
    settings
        Dynamics, method, years and known values; conventions when absent.
    evidence, certainty
        The view (see :func:`digisys.graph.view.select_view`).

    Returns
    -------
    Calibration
        Ranges before and after of each unknown, draws for every other question
        (``strengths=calibration.strengths`` or ``settings=calibration.settings``), and the
        score.

    Raises
    ------
    QuestionError
        If an option is not possible, nothing moves in the run, or no observation falls into it.
    MissingPackageError
        If weights collapse and emcee is not installed (extra ``calibration``).
    DigisysError
        As :func:`digisys.simulate`.

    Notes
    -----
    Uncertainty of where the run starts is not drawn. Damping, which settled answers draw in
    the place of inertia, is not narrowed.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> model = digisys.load("digikompassi")
    >>> text = "variable,value,unit,date\nlife_event_services,0.2,level,2026\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "seen.csv")
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     seen = digisys.read_observations(path, model)
    >>> calibration = calibrate(model, seen, "leadership-push", samples=256)
    >>> calibration.method, calibration.effective > 100
    ('importance', True)
    """
    begun = time.monotonic()
    draws = Draws.of(samples, seed, usual=4096, without=("max_draws", "record", "checkpoint"))
    deadline = None if draws.time_limit is None else begun + draws.time_limit
    if draws.count < _FEWEST_DRAWS:
        raise QuestionError(
            Message("{count} draws are too few to be weighed.", {"count": draws.count}),
            Message("Give at least {least}.", {"least": _FEWEST_DRAWS}),
        )
    settings = settings or Settings()
    if settings.known_strengths.posterior is not None:
        raise QuestionError(
            Message("These strengths have been narrowed by observations already."),
            Message("Weigh all observations at once, from the ranges of before."),
        )
    run = partial(Experiment.of, model, scenario, evidence=evidence, certainty=certainty)
    start = run(settings=settings).clock.start
    initial = _starting_levels(model, observations.items, start)
    initial = {name: level for name, level in initial.items() if name not in settings.initial}
    experiment = run(settings=replace(settings, initial={**initial, **settings.initial}))
    fitted, held = _parted(experiment, observations, initial, held_out)
    keys = _keys(experiment, fitted)
    found = _weigh(experiment, fitted, held, keys, draws, deadline)
    fits = tuple(
        Fit(*_quantiles(before, _even(draws.count)), *_quantiles(after, found.level_weights))
        for before, after in zip(found.before, found.after, strict=True)
    )
    score = None
    if held:
        last = [_last_seen(experiment, fitted, item) for item in held]
        score = score_of(found.after[len(fitted) :], found.level_weights, held, last)
    return Calibration(
        experiment,
        tuple(fitted),
        tuple(held),
        initial,
        len(observations) - len(fitted) - len(held),
        found.diagnosis,
        found.posterior,
        found.unknowns,
        fits,
        score,
    )


def _starting_levels(
    model: Model, items: Sequence[Observation], start: float
) -> Mapping[str, float]:
    """Return where stocks start: the last of the levels observed by then, the surer for more."""
    levels: dict[str, float] = {}
    for name, variable in model.variables.items():
        seen = [item for item in items if item.outcome == f"variable:{name}" and item.time <= start]
        if variable.role == "stock" and seen:
            last = [item for item in seen if item.time == seen[-1].time]
            sureness = np.array([item.uncertainty**-2 for item in last])
            mean = np.average([item.level for item in last], weights=sureness)
            levels[name] = round(float(mean), 6)
    return levels


def _parted(
    experiment: Experiment,
    observations: Observations,
    initial: Mapping[str, float],
    held_out: float | str | None,
) -> tuple[list[Observation], list[Observation]]:
    """Part the observations that fall into the run: those to weigh by, and those held out."""
    clock = experiment.clock
    begins = {f"variable:{name}" for name in {*initial, *experiment.settings.initial}}
    split = clock.end + 1 if held_out is None else _date(held_out, experiment.model)
    used = [
        item
        for item in observations.items
        if clock.start <= item.time <= clock.end
        and not (item.time == clock.start and item.outcome in begins)
    ]
    fitted = [item for item in used if item.time < split]
    if not fitted:
        raise QuestionError(
            Message("No observation falls into the years to weigh draws by."),
            Message(
                "Give observations after {start}, and by {end} or the dates held out.",
                {"start": f"{clock.start:g}", "end": f"{clock.end:g}"},
            ),
            code="no-observations",
        )
    return fitted, [item for item in used if item.time >= split]


def _date(text: float | str, model: Model) -> float:
    try:
        yearly = model.time.unit == "years"
        return moment(text, model.time.start, calendar_years=yearly)
    except ValueError:
        raise QuestionError(
            Message("“{text}” is no date in the model's time.", {"text": text}),
            Message("Write a year, a month or a day, such as 2024, 2024-05 or 2024-05-17."),
        ) from None


def _keys(experiment: Experiment, fitted: Sequence[Observation]) -> dict[str, EffectKind]:
    """List what is drawn that observations can tell of, and what each is."""
    outcomes = outcomes_of(experiment.model)
    members = {
        row for item in fitted for row in outcomes.items[outcomes.position(item.outcome)].members
    }
    keys = unknowns_that_matter(experiment, tuple(sorted(members)))
    if not keys:
        raise QuestionError(
            Message("Nothing unknown moves what was observed."),
            Message(
                "Name a scenario that tells what was done, or give observations of stocks at the "
                "start."
            ),
        )
    return keys


@dataclass(frozen=True, eq=False)
class _Found:
    """What is left possible, and levels before and after, by observation and draw."""

    unknowns: tuple[NarrowedUnknown, ...]
    before: Floats
    after: Floats
    level_weights: Floats
    posterior: Posterior
    diagnosis: Diagnosis


def _weigh(
    experiment: Experiment,
    fitted: Sequence[Observation],
    held: Sequence[Observation],
    keys: Mapping[str, EffectKind],
    draws: Draws,
    deadline: float | None,
) -> _Found:
    table = experiment.draw_table(draws)
    predictor = Predictor.of(experiment, table, [*fitted, *held])
    observed = np.array([item.level for item in fitted])
    spread = np.array([item.uncertainty for item in fitted])
    expect(draws.progress, lambda: predictor.levels(0, _MEASURED), draws.count / _MEASURED)
    levels = predictor.all_levels(replace(draws, progress=part_of(draws.progress, 0.0, 0.5)))
    likelihood = log_likelihood(levels[: len(fitted)], observed, spread)
    weights = importance_weights(likelihood)
    effective = effective_size(weights)
    even = table.block(0, table.samples)
    rows = [table.keys.index(key) for key in keys]
    least = min(LEAST_EFFECTIVE, draws.count / 4)
    tell = partial(_narrowed, experiment, keys, even)
    if effective >= least:
        unknowns = tell(even, weights)
        chosen = even[rows][:, resampled(weights, KEPT_DRAWS, draws.seed)]
        posterior = _posterior(experiment, keys, chosen, unknowns)
        diagnosis = Diagnosis("importance", draws.count, draws.seed, effective, effective, least)
        return _Found(unknowns, levels, levels, weights, posterior, diagnosis)
    only_fitted = Predictor.of(experiment, table, fitted)

    def likelihood_of(positions: Floats) -> Floats:
        looked = only_fitted.at(_posterior(experiment, keys, positions))
        return log_likelihood(looked.levels(0, positions.shape[1]), observed, spread)

    told = part_of(draws.progress, 0.5, 1.0)
    chain = run_chain(
        likelihood_of, even[rows], likelihood, draws.seed, deadline=deadline, progress=told
    )
    alike = _even(chain.shares.shape[1])
    whole = predictor.at(_posterior(experiment, keys, chain.shares)).task.draws
    unknowns = tell(whole.block(0, whole.samples), alike)
    chosen = chain.shares[:, resampled(alike, KEPT_DRAWS, draws.seed)]
    posterior = _posterior(experiment, keys, chosen, unknowns)
    after = predictor.at(posterior).all_levels(replace(draws, progress=None))
    diagnosis = Diagnosis(
        "chain",
        draws.count,
        draws.seed,
        chain.effective,
        effective,
        least,
        chain.steps,
        chain.settled,
    )
    return _Found(unknowns, levels, after, _even(KEPT_DRAWS), posterior, diagnosis)


def _even(count: int) -> Floats:
    return np.full(count, 1 / count)


def _posterior(
    experiment: Experiment,
    keys: Mapping[str, EffectKind],
    shares: Floats,
    unknowns: Sequence[NarrowedUnknown] = (),
) -> Posterior:
    """Put draws together with the ranges that they lie in, and those that are left."""
    first = {unknown.key: unknown for unknown in reversed(experiment.system.unknowns)}
    spans = [(first[key].low, first[key].high) if key in first else (0.0, 1.0) for key in keys]
    signs = [first[key].sign if key in first else 1 for key in keys]
    ranges = {
        each.key: even_range(abs(each.mean), each.deviation, (each.low, each.high))
        if each.sign
        else (each.low, each.high)
        for each in unknowns
        if each.kind in ("strength", "inertia")
    }
    given = dict(experiment.settings.known_strengths.links)
    return Posterior(tuple(keys), tuple(spans), tuple(signs), shares, ranges, given)


def _narrowed(
    experiment: Experiment,
    keys: Mapping[str, EffectKind],
    before: Floats,
    after: Floats,
    weights: Floats,
) -> tuple[NarrowedUnknown, ...]:
    """Tell what is known of each unknown before, over even draws, and after, over weighed ones."""
    first = {unknown.key: unknown for unknown in reversed(experiment.system.unknowns)}
    chances = {existence_key(key): unknown.chance for key, unknown in first.items()}
    rows = {key: row for row, key in enumerate(experiment.system.draw_keys)}
    old, new = (_values(experiment, shares) for shares in (before, after))
    found = []
    for key, kind in keys.items():
        if kind == "existence":
            values = (after[rows[key]] < chances[key]).astype(np.float64)
            sign, ends = 1, (0.0, 1.0)
            deviation_before = math.sqrt(chances[key] * (1 - chances[key]))
        else:
            unknown, row = first[key], rows[key]
            values, sign = new[row], unknown.sign
            ends = (unknown.low, unknown.high)
            if unknown.shares:
                sizes = np.abs(old[row])
                ends = (float(sizes.min()), float(sizes.max()))
            deviation_before = float(old[row].std())
        mean = float(values @ weights)
        found.append(
            NarrowedUnknown(
                key,
                kind,
                sign,
                *ends,
                deviation_before,
                mean,
                math.sqrt(max(float(np.square(values - mean) @ weights), 0.0)),
                *_quantiles(values, weights),
                float((values < 0) @ weights),
            )
        )
    return tuple(found)


def _values(experiment: Experiment, shares: Floats) -> Floats:
    """Return the value of each unknown in some draws, of links as if they were all there."""
    program = experiment.program
    sign, low, width = program.ranges[:, :, None]
    values = values_between(sign, low, width, shares[: program.ranges.shape[1]])
    share(values, program.sharings)
    return values


def _quantiles(values: Floats, weights: Floats) -> tuple[float, float, float]:
    """Return the 5 %, 50 % and 95 % quantiles of weighted values."""
    order = np.argsort(values, kind="stable")
    sums = np.cumsum(weights[order]) - weights[order] / 2
    low, middle, high = np.interp((0.05, 0.5, 0.95), sums, values[order]).tolist()
    return low, middle, high


def _last_seen(
    experiment: Experiment, fitted: Sequence[Observation], item: Observation
) -> tuple[float, float]:
    """Return the level that something had when it was last seen, and how sure that is."""
    seen = [other for other in fitted if other.outcome == item.outcome]
    if seen:
        return seen[-1].level, seen[-1].uncertainty
    kind, _, name = item.outcome.partition(":")
    level = experiment.system.initial.get(name, 0.0) if kind == "variable" else 0.0
    return level, item.uncertainty
