"""Every sampled question gives the same bytes whoever does the work."""

import multiprocessing
import os
import signal
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

import digisys
from digisys import Draws
from digisys.analysis.press.structures import weigh_structures
from digisys.errors import QuestionError
from digisys.schema import CutLink, Scenario
from digisys.uncertainty import engine
from digisys.uncertainty.workers import share_out
from digisys.words import Message
from tests.simulation import tiny as dynamic
from tests.tiny import model_of

MODEL = model_of(
    "x + a", "y - a", "a + b", "b - c", "c + a", "b + d", "d ? c", "x + d",
)  # fmt: skip
SCENARIOS = [
    dynamic.push(),
    Scenario(id="cut", title="C", interventions=[CutLink(source="b", target="a", start=2025)]),
    None,
]

#: Each sampled question by its name, as a function of the draws alone.
QUESTIONS = {
    "press": lambda draws: digisys.press(MODEL, method="sampling", samples=draws),
    "press one": lambda draws: digisys.press(MODEL, "x", method="sampling", samples=draws),
    "robust": lambda draws: digisys.robust(MODEL, "c", samples=draws),
    "questions": lambda draws: digisys.questions(MODEL, "c", samples=draws),
    "structures": lambda draws: weigh_structures(
        MODEL, "x", {"b": "rises"}, alternatives={"whole": (), "cut": ("x->d",)}, samples=draws
    ),
    "matrix": lambda draws: digisys.matrix(MODEL, ["x", "y", "c"], samples=draws),
    "simulate": lambda draws: digisys.simulate(
        dynamic.rich(), dynamic.push("p"), samples=draws
    ),
    "compare": lambda draws: digisys.compare(dynamic.growth(), SCENARIOS, samples=draws),
    "sensitivity": lambda draws: digisys.sensitivity(
        dynamic.rich(), dynamic.push("p"), "b", samples=draws
    ),
    "dominance": lambda draws: digisys.dominance(
        dynamic.growth(), dynamic.push(), samples=draws
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def many_jobs(monkeypatch):
    """Cut the work of small questions into many jobs."""
    monkeypatch.setattr("digisys.analysis.press.sampling._LARGEST_BLOCK", 16)
    monkeypatch.setattr("digisys.analysis.press.sampling._BLOCKS_DRAWN", 1)
    monkeypatch.setattr("digisys.simulation.ensemble.parts._SMALL_PART", 16)
    monkeypatch.setattr("digisys.simulation.ensemble.parts._CHUNK_BYTES", 1)
    monkeypatch.setattr("digisys.simulation.dominance.dominance._BLOCK_BYTES", 1)
    monkeypatch.setattr("digisys.simulation.sensitivity.sobol_indices._BLOCK", 64)


@pytest.fixture(scope="module")
def processes():
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        yield pool


@pytest.fixture(scope="module")
def cluster():
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()


@pytest.mark.parametrize("question", QUESTIONS)
def test_two_processes_give_the_bytes_of_one(question, processes):
    ask = QUESTIONS[question]
    alone = ask(Draws(150, 3))
    shared = ask(Draws(150, 3, executor=processes))
    assert shared == alone
    assert ask(Draws(150, 4)) != alone


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_cluster_gives_the_bytes_of_one(question, cluster):
    ask = QUESTIONS[question]
    assert ask(Draws(150, 3, executor=cluster)) == ask(Draws(150, 3))


def test_indices_of_sobol_are_shared_out_too(processes):
    pytest.importorskip("SALib")

    def ask(draws):
        return digisys.sensitivity(
            dynamic.growth(), dynamic.push(), "b", samples=draws, indices=True
        )

    alone = ask(Draws(64))
    assert ask(Draws(64, executor=processes)) == alone
    assert alone.effects[0].total > 0


def process_id(number):
    return os.getpid(), number


def test_workers_are_processes_of_their_own():
    jobs = [(number,) for number in range(6)]
    found = list(share_out(process_id, jobs, Draws(workers=2)))
    assert [number for _, number in found] == list(range(6))
    assert os.getpid() not in {process for process, _ in found}
    assert {process for process, _ in share_out(process_id, jobs, Draws())} == {os.getpid()}


def test_work_ends_with_what_is_needed(processes):
    """A press stops at the wanted draws; few jobs more than those are begun."""
    begun = []

    class Counting:
        def submit(self, work, *job):
            begun.append(job)
            return processes.submit(work, *job)

    answer = digisys.press(MODEL, method="sampling", samples=Draws(160, executor=Counting()))
    assert answer.sampled.stable == 160
    needed = -(-answer.sampled.drawn // 16)
    assert needed <= len(begun) <= 2 * needed + 4


def test_progress_and_time_limit_hold_with_workers(processes):
    told = []
    draws = Draws(400, executor=processes, progress=lambda done, total: told.append(done / total))
    digisys.press(MODEL, method="sampling", samples=draws)
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] == 1
    hurried = digisys.robust(MODEL, "c", samples=replace(draws, samples=90_000, time_limit=1e-9))
    assert hurried.sampled.timed_out
    assert 0 < hurried.sampled.stable < 90_000
    again = digisys.robust(MODEL, "c", samples=hurried.sampled.stable)
    assert again.rankings == hurried.rankings


def test_workers_load_the_compiled_code_that_the_asker_has(monkeypatch):
    """The bytes are those of NumPy; what is loaded only changes the time."""
    pytest.importorskip("numba")
    plain = digisys.press(MODEL, method="sampling", samples=64)
    loads = []
    monkeypatch.setattr("digisys.analysis.press.sampling.load", lambda: loads.append(1))
    engine.load()
    with ThreadPoolExecutor(2) as pool:
        shared = digisys.press(MODEL, method="sampling", samples=Draws(64, executor=pool))
    assert shared == plain
    assert loads


def test_an_unguarded_script_is_told_what_to_do(tmp_path):
    script = tmp_path / "ask.py"
    script.write_text(
        "import digisys\n"
        "model = digisys.load('digikompassi')\n"
        "digisys.press(model, 14, samples=digisys.Draws(50_000, workers=2))\n"
    )
    found = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert found.returncode
    assert "In a script, ask under" in found.stderr.splitlines()[-1] + found.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no groups to signal")
@pytest.mark.parametrize("starting", [False, True])
def test_ctrl_c_ends_workers_without_a_word_of_their_own(tmp_path, starting):
    script = tmp_path / "ask.py"
    script.write_text(
        "import signal, time, digisys\n"
        "from tests.simulation import tiny\n"
        "if __name__ != '__main__':\n"
        f"    print({int(starting)}, flush=True)\n"
        f"    time.sleep({3 * starting})\n"
        "else:\n"
        "    signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"    tell = lambda done, total: print(int(done and {not starting}), flush=True)\n"
        "    draws = digisys.Draws(10**6, workers=2, record=7.0, progress=tell)\n"
        "    digisys.simulate(tiny.growth(), tiny.push(), samples=draws)\n"
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    ) as asking:  # fmt: skip
        for line in asking.stdout:
            if line.strip("0\n"):  # two processes may write one line
                break
        os.killpg(asking.pid, signal.SIGINT)
        _, told = asking.communicate()
    assert asking.returncode
    assert told.count("Traceback") == 1
    assert told.endswith("KeyboardInterrupt\n")


@pytest.mark.parametrize(
    "numbers",
    [{"samples": 0}, {"seed": -1}, {"max_draws": 0}, {"workers": 0}, {"time_limit": 0.0}],
)
def test_draws_that_make_no_sense_are_refused(numbers):
    with pytest.raises(QuestionError):
        Draws(**numbers)


def test_a_seed_is_given_once():
    alone = digisys.robust(MODEL, "c", samples=50, seed=5)
    assert digisys.robust(MODEL, "c", samples=Draws(50, 5)) == alone
    assert digisys.robust(MODEL, "c", samples=Draws(50), seed=5) == alone
    with pytest.raises(QuestionError, match="5 and 6"):
        digisys.robust(MODEL, "c", samples=Draws(50, 5), seed=6)


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("press", {"sampler": "latin"}),
        ("robust", {"checkpoint": "runs"}),
        ("questions", {"record": 1.0}),
        ("matrix", {"sampler": "latin"}),
        ("structures", {"time_limit": 1.0}),
        ("simulate", {"max_draws": 10}),
        ("compare", {"checkpoint": "runs"}),
        ("sensitivity", {"record": 1.0}),
        ("dominance", {"record": 1.0}),
    ],
)
def test_what_means_nothing_to_a_question_is_refused(question, options):
    with pytest.raises(QuestionError, match="means nothing to this question"):
        QUESTIONS[question](Draws(16, **options))


class Loses(ThreadPoolExecutor):
    """A cluster that loses what it was given first, and tells an error of its own of it."""

    def __init__(self, lost: int, error: BaseException) -> None:
        super().__init__(1)
        self.left, self.error, self.asked = lost, error, 0

    def submit(self, function, /, *values):
        self.asked += 1
        if self.left:
            self.left -= 1
            future = Future()
            future.set_exception(self.error)
            return future
        return super().submit(function, *values)


def test_what_a_cluster_lost_is_done_once_more():
    """Dask tells of such a job that it cannot unpack what it has of it."""
    cluster = Loses(1, ValueError("not enough values to unpack"))
    draws = Draws(10, executor=cluster)
    assert list(share_out(pow, [(2, 3), (2, 4), (2, 5)], draws)) == [8, 16, 32]
    assert cluster.asked == 4
    cluster.shutdown()


@pytest.mark.parametrize(
    ("lost", "error", "asked"),
    [(9, ValueError("really"), 3), (1, QuestionError(Message("No.")), 2)],
)
def test_what_really_fails_is_told(lost, error, asked):
    cluster = Loses(lost, error)
    with pytest.raises(type(error)):
        list(share_out(pow, [(2, 3), (2, 4)], Draws(10, executor=cluster)))
    assert cluster.asked == asked
    cluster.shutdown()
