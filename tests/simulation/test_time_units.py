"""A model in another unit of time: the same numbers, other words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

import digisys
from digisys.analysis.audit import audit
from digisys.analysis.facts import show
from digisys.errors import DigisysError, StepError
from digisys.exchange.xmile import to_xmile
from digisys.render.description.describe import describe
from digisys.render.plots.plot import plot
from digisys.schema import Model, Scenario
from digisys.simulation.comparison.compare import compare
from digisys.simulation.dominance.dominance import dominance
from digisys.simulation.ensemble.simulate import simulate
from digisys.simulation.equations import equations
from digisys.simulation.simulate_once import simulate_once
from digisys.simulation.storage import load_result, save_packed, to_xarray
from digisys.simulation.system.options import Settings

UNITS = ("months", "weeks", "days", "hours")
#: Words for a year in the three languages, and column names.
YEARS = re.compile(r"\byears?\b|\bvuo(si|t|d)\w*|\bår(et|en)?\b")


def model_in(unit: str) -> Model:
    return Model.model_validate(
        {
            "schema": 1,
            "id": "timed",
            "title": {"en": "Timed", "fi": "Timed", "sv": "Timed"},
            "languages": ["en", "fi", "sv"],
            "time": {"start": 0, "end": 8, "unit": unit},
            "variables": {
                name: {"label": {"en": name, "fi": name, "sv": name}, "role": role, **more}
                for name, role, more in (
                    ("a", "input", {}),
                    ("b", "stock", {"inertia": [2, 4], "desired": "up"}),
                    ("c", "stock", {}),
                )
            },
            "links": [
                {"from": "a", "to": "b", "polarity": "positive", "delay": 2},
                {"from": "b", "to": "c", "polarity": "positive", "delay": True},
                {"from": "c", "to": "b", "polarity": "negative"},
            ],
        }
    )


def risen(shape: str = "ramp") -> Scenario:
    end = None if shape == "step" else 4
    level = {"action": "level", "variable": "a", "size": 0.5, "start": 1, "end": end}
    return Scenario.model_validate(
        {
            "id": f"risen-{shape}",
            "title": {"en": "R", "fi": "R", "sv": "R"},
            "interventions": [{**level, "shape": shape}],
        }
    )


@pytest.mark.parametrize("unit", UNITS)
def test_numbers_are_those_of_years(unit: str) -> None:
    """Classes, delays and steps are in the model's unit, whatever that is."""
    levels = simulate_once(model_in(unit), risen()).levels
    np.testing.assert_array_equal(levels, simulate_once(model_in("years"), risen()).levels)


def every_text(model: Model, language: str) -> str:
    scenarios = [risen("ramp"), risen("pulse"), risen("step")]
    run = simulate_once(model, scenarios[0])
    ensemble = simulate(model, scenarios[0], samples=16)
    compared = compare(model, scenarios, samples=16)
    driven = dominance(model, scenarios[0])
    answers = [run, ensemble, compared, driven, show(model, "b", language=language)]
    answers += [equations(model, None, scenario) for scenario in scenarios]
    parts = [answer.text(language) for answer in answers[-3:]]
    parts += [str(answer.table(language)) for answer in answers]
    parts += [str(answer.summary(language)) for answer in answers[:4]]
    parts.append(str(describe(model, language=language)))
    for result in (run, ensemble, compared, driven):
        figure = plot(result, language=language)
        parts += [
            text.get_text() for text in figure.findobj(match=lambda item: hasattr(item, "get_text"))
        ]
    drawing = digisys.draw(model, heat=run, language=language)
    parts.append(drawing.svg())
    return "\n".join(parts)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_no_answer_speaks_of_years(language: str) -> None:
    told = every_text(model_in("weeks"), language)
    assert YEARS.search(told) is None, YEARS.search(told)
    word = {"en": "weeks", "fi": "viikkoa", "sv": "veckor"}[language]
    assert told.count(word) > 10
    assert YEARS.search(every_text(model_in("years"), language))


def test_columns_and_files_are_named_after_time(tmp_path) -> None:
    months, years = model_in("months"), model_in("years")
    assert simulate_once(months, risen()).to_frame().index.name == "time"
    assert simulate_once(years, risen()).to_frame().index.name == "year"
    assert dominance(months, risen()).to_frame().index.name == "time"
    assert "time" in simulate(months, risen(), samples=16).to_frame()
    compared = compare(months, [risen("ramp"), risen("step")], samples=16)
    for result in (simulate_once(months, risen()), compared.ensembles[0], compared):
        path = tmp_path / f"{type(result).__name__}.nc"
        save_packed(result.packed(), path)
        assert load_result(path) == result
        assert b"year" not in path.read_bytes().replace(b"year_of", b"").split(b"schema")[0]
    pytest.importorskip("xarray")
    assert "time" in to_xarray(compared.packed()).coords
    assert "year" in to_xarray(simulate_once(years, risen()).packed()).coords


@pytest.mark.parametrize("unit", ["years", *UNITS])
def test_xmile_names_the_unit(unit: str) -> None:
    root = ET.fromstring(to_xmile(model_in(unit), risen()))
    specs = next(item for item in root.iter() if item.tag.endswith("sim_specs"))
    assert specs.get("time_units") == unit


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (Settings(step=3.0), "A step of 3 days does not divide the 8 days from 0 to 8."),
        (Settings(step=2.0), "A step of 2 days is longer than the inertia of c"),
        (Settings(step=-1.0), "is not a length of time"),
        (Settings(step=1e-9), "more than"),
        (Settings(end=0.5), "begins at 1 day, after the end of the run at 0.5 days."),
        (Settings(end=-1.0), "is not after the start"),
        (Settings(inertias={"b": 0.0}), "is not above zero"),
        (Settings(dynamics="accumulating", end=400.0, step=0.5, initial={"b": 1.0},
                  strengths={"b->c": 9.0, "c->b": 9.0}), "left the finite numbers"),
    ],
)  # fmt: skip
def test_errors_follow_the_unit(settings: Settings, told: str) -> None:
    model = model_in("days")
    if settings.dynamics == "accumulating":
        links = tuple(link.model_copy(update={"polarity": "positive"}) for link in model.links)
        model = model.model_copy(update={"links": links})
    with pytest.raises(DigisysError) as error:
        simulate_once(model, risen(), settings=settings)
    assert told in str(error.value)
    for language in ("en", "fi", "sv"):
        for text in (error.value.what, error.value.cure):
            assert YEARS.search(text.text(language)) is None, text.text(language)
    if isinstance(error.value, StepError) and "A step of" in str(error.value.cure):
        (step,) = re.findall(r"A step of (\S+) works", str(error.value.cure))
        simulate_once(model, risen(), settings=Settings(step=float(step)))


@pytest.mark.parametrize(
    ("step", "told"), [(0.3, "does not divide the 8 days"), (2.0, "can be 1 day, so that")]
)
def test_check_tells_of_a_step_in_the_unit(step: float, told: str) -> None:
    model = model_in("days")
    model = model.model_copy(update={"time": model.time.model_copy(update={"step": step})})
    (found,) = (item for item in audit(model).findings if item.code == "step-does-not-fit")
    assert told in str(found.what)
    for language in ("en", "fi", "sv"):
        assert YEARS.search(found.what.text(language)) is None
