"""Long work says how long it takes before it starts, as a small first part of it took."""

import pytest

import digisys
from digisys import Draws

MODEL = digisys.load("digikompassi")


class Listener:
    """Keeps what it hears, in order."""

    def __init__(self):
        self.heard = []

    def __call__(self, done, total):
        self.heard.append(("done", done, total))

    def expect(self, seconds):
        self.heard.append(("expects", seconds))


@pytest.fixture
def long(monkeypatch):
    """Take any work for long, so that no test takes long."""
    monkeypatch.setattr("digisys.simulation.ensemble.parts._LONG_WORK", 0)
    monkeypatch.setattr("digisys.analysis.press.sampling._LONG_WORK", 0)
    monkeypatch.setattr("digisys.simulation.dominance.dominance._LONG_WORK", 0)


ASKED = {
    "simulate": lambda draws: digisys.simulate(MODEL, "network-cut", samples=draws),
    "compare": lambda draws: digisys.compare(MODEL, ["network-cut", None], samples=draws),
    "sensitivity": lambda draws: digisys.sensitivity(
        MODEL, "leadership-push", "target 11", samples=draws
    ),
    "dominance": lambda draws: digisys.dominance(
        MODEL, "leadership-push", samples=Draws(64, progress=draws.progress)
    ),
    "press": lambda draws: digisys.press(
        MODEL, "target 14", method="sampling", samples=Draws(300, progress=draws.progress)
    ),
    "robust": lambda draws: digisys.robust(
        MODEL, "target 11", samples=Draws(300, progress=draws.progress)
    ),
}


@pytest.mark.parametrize("question", ASKED)
def test_the_time_is_told_once_before_anything_is_done_and_changes_no_answer(long, question):
    listener, silent = Listener(), []
    samples = 2048
    one = ASKED[question](Draws(samples, progress=listener))
    two = ASKED[question](Draws(samples, progress=lambda *done: silent.append(done)))
    told = [item for item in listener.heard if item[0] == "expects"]
    assert listener.heard[0] == told[0]
    assert len(told) == 1
    assert told[0][1] > 0
    assert len(silent) == len(listener.heard) - 1
    assert one == two


def test_short_work_is_not_measured():
    listener = Listener()
    digisys.simulate(MODEL, "network-cut", samples=Draws(2048, progress=listener))
    assert all(item[0] == "done" for item in listener.heard)
