"""A step that does not fit is answered once with one that does, and told of by check."""

import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import digisys
from digisys import Model, Scenario, Settings
from digisys.errors import StepError
from digisys.schema import AddLink
from digisys.simulation.experiment import Experiment
from tests.length import examples
from tests.tiny import model_of

ODD_STEPS = st.sampled_from([0.0, -1.0, math.inf, math.nan, 1e-9, 1e-7, 1e6])
STEPS = st.one_of(st.floats(1e-4, 60.0), ODD_STEPS)
DELAYS = st.sampled_from([None, 0.01, 0.07, 1.0, 3.3])
ORDERS = st.sampled_from([1, 3, "pipeline"])
SPANS = st.one_of(st.integers(1, 100), st.floats(0.01, 100.0), st.sampled_from([1e5, 1e6]))


def model(delay, order, inertia, **time):
    raw = {
        "schema": 1,
        "id": "steps",
        "title": "Steps",
        "languages": ["en"],
        "variables": {
            "a": {"label": "A", "role": "stock", "inertia": inertia},
            "b": {"label": "B", "role": "auxiliary"},
        },
        "links": [{"from": "a", "to": "b", "polarity": "positive"}],
    }
    if delay is not None:
        raw["links"][0] |= {"delay": delay, "delay_order": order}
    return Model.model_validate(raw | ({"time": time} if time else {}))


def refused_by(found, how):
    """Return why a step is refused; None where it is not."""
    try:
        Experiment.of(found, settings=how)
    except StepError as error:
        return error
    return None


def advised(error):
    """Return the step that a message says will work; None where it says that none will."""
    found = re.search(r"step of (\S+) works", str(error))
    return None if found is None else float(found[1])


@settings(max_examples=examples(150), deadline=None)
@given(
    step=STEPS,
    span=SPANS,
    start=st.sampled_from([0, 2023, 2020.3, -7.1]),
    delay=DELAYS,
    order=ORDERS,
    inertia=st.sampled_from(["fast", "slow", 0.013, 7.0]),
    dynamics=st.sampled_from(["adjusting", "accumulating"]),
    method=st.sampled_from(["euler", "rk4"]),
)
def test_the_step_that_is_advised_is_accepted(
    step, span, start, delay, order, inertia, dynamics, method
):
    """Whatever is wrong with the step; else people are refused twice."""
    found = model(delay, order, inertia)
    how = {"dynamics": dynamics, "method": method, "start": start, "end": start + span}
    refusal = refused_by(found, Settings(step=step, **how))
    if refusal is None:
        return
    works = advised(refusal)
    if works is None:
        # Only where the shortest time is so short that the run has too many steps.
        assert "Lengthen the shortest inertia or delay" in str(refusal)
        assert span > 1e4
        return
    Experiment.of(found, settings=Settings(step=works, **how))


def test_one_step_is_advised_for_all_scenarios_that_are_compared():
    """Each adds a shorter delay than the one before, and is refused by its own."""
    found = model_of("a + b", roles={"c": "stock"}, time={"start": 2020, "end": 2030, "step": 1})
    scenarios = [None] + [
        Scenario(
            id=f"s{number}",
            title="S",
            interventions=[
                AddLink(source="b", target="c", polarity="positive", start=2021, delay=delay)
            ],
        )
        for number, delay in enumerate((0.5, 0.2, 0.1))
    ]
    how = {"inertias": dict.fromkeys("abc", 2.0)}
    with pytest.raises(StepError) as refused:
        digisys.compare(found, scenarios, samples=16, settings=Settings(**how))
    works = advised(refused.value)
    assert works == 0.1
    digisys.compare(found, scenarios, samples=16, settings=Settings(step=works, **how))


@settings(max_examples=examples(100), deadline=None)
@given(
    step=st.one_of(st.floats(1e-3, 20.0), st.sampled_from([0.0625, 0.25, 0.3, 1.0, 5.0])),
    span=st.sampled_from([1, 7, 10, 12.5]),
    delay=DELAYS,
    order=ORDERS,
    inertia=st.sampled_from(["fast", "slow", 0.013, 7.0]),
)
def test_check_tells_of_a_step_that_a_run_would_refuse_and_of_no_other(
    step, span, delay, order, inertia
):
    found = model(delay, order, inertia, start=2020, end=2020 + span, step=step)
    told = [item for item in digisys.audit(found).findings if item.code == "step-does-not-fit"]
    refusal = refused_by(found, Settings())
    assert bool(told) == (refusal is not None)
    for finding in told:
        assert finding.severity == "problem"
        works = float(re.search(r"; (\S+) works", str(finding.what.text("en")))[1])
        assert works == advised(refusal)


def test_check_looks_at_delays_of_the_links_of_its_view():
    """A doubtful link with a short delay does not stop runs without it."""
    found = model_of("a + b", time={"start": 2020, "end": 2030, "step": 0.5})
    raw = found.model_dump(mode="json", by_alias=True)
    raw["variables"] = {name: {"label": name, "role": "stock", "inertia": 3.0} for name in "ab"}
    raw["links"].append(
        {"from": "b", "to": "a", "polarity": "positive", "certainty": "ambiguous", "delay": 0.1}
    )
    found = Model.model_validate(raw)
    codes = {item.code for item in digisys.audit(found).findings}
    assert "step-does-not-fit" not in codes
    codes = {item.code for item in digisys.audit(found, certainty="all").findings}
    assert "step-does-not-fit" in codes
