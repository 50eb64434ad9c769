"""What tests of every room share: fixed examples, and long runs with new ones."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import length

# Neither the language of who runs the tests nor what they have set counts.
os.environ.update({"LC_ALL": "C", "XDG_CONFIG_HOME": os.devnull, "APPDATA": os.devnull})
os.environ.pop("DIGISYS_LANGUAGE", None)

#: So many cases of a test are traced for coverage.
TRACED = 8
#: Tests that go through the library again, to hold pages and documents to it, or none of it;
#: and those that go round a few lines very often.
UNTRACED = (
    "tests/analysis/test_loop_set.py::test_thirty_thousand",
    "tests/analysis/test_loops.py::test_people_are_shown",
    "tests/analysis/test_loops.py::test_time_is_bounded",
    "tests/analysis/test_loops.py::test_turning_to",
    "tests/analysis/test_verdicts.py::test_every_verdict",
    "tests/assistant/test_session.py::test_every_claim",
    "tests/docs/",
    "tests/setup/",
    "tests/simulation/test_endurance.py",
    "tests/explorer/test_answers.py",
    "tests/explorer/test_concluded_runs.py",
    "tests/explorer/test_edit_page.py",
    "tests/explorer/test_editor_",
    "tests/explorer/test_factors_",
    "tests/explorer/test_integrator.py",
    "tests/explorer/test_loops.py",
    "tests/explorer/test_replay_by_keyboard.py",
    "tests/explorer/test_twins.py",
    "tests/explorer/test_voting.py",
    "tests/workshop/test_replay.py",
)
#: Pages of the documentation whose commands are traced, as no other test goes through all of them.
TRACED_PAGES = tuple(
    f"[docs/howto/{name}.md]"
    for name in (
        *("compare-maps", "discuss", "factors", "merge", "monitor", "programme", "quotations"),
        *("services", "votes"),
    )
)

for name, same in (("checks", True), ("long", False)):
    settings.register_profile(
        name,
        deadline=None,
        derandomize=same,  # the same examples in every run
        max_examples=60 if same else 100 * length.MORE,
        print_blob=not same,
        # None is refused because the machine is busy.
        suppress_health_check=[HealthCheck.too_slow],
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from tests.browser import chromium

    yield from chromium()


@pytest.fixture(autouse=True)
def no_language_is_left() -> Iterator[None]:
    """Let no test choose the language of the next."""
    yield
    session = sys.modules.get("digisys.session")
    if session is not None:
        session.language(None)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("digisys")
    group.addoption(
        "--long",
        action="store_true",
        help="run long tests, and the whole of those that try a slice otherwise",
    )
    group.addoption(
        "--long-seed",
        type=int,
        metavar="NUMBER",
        help="what random examples of a long run start from; a new one when absent",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: only in a long run (--long)")
    if not config.option.long:
        settings.load_profile("checks")
        return
    if config.option.long_seed is None:
        # Workers of a run have one seed, else they would not agree on what the tests are.
        given = getattr(config, "workerinput", {}).get("long_seed")
        config.option.long_seed = secrets.randbelow(2**31) if given is None else given
    length.start_long_run(config.option.long_seed)
    settings.load_profile("long")
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = config.option.long_seed


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hand the seed to a worker of pytest-xdist."""
    node.workerinput["long_seed"] = node.config.option.long_seed


def pytest_report_header(config: pytest.Config) -> str | None:
    if not config.option.long:
        return None
    return f"long run; the same again with: --long --long-seed {config.option.long_seed}"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if line := pytest_report_header(config):  # again where it is looked for after a failure
        terminalreporter.write_line(line)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out of a usual run; they are no skips."""
    measure_few_of_each(config, items)
    if config.option.long:
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


def measure_few_of_each(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run all cases of a test, and trace a few of them for coverage.

    Python runs up to ten times slower where it is traced, and the hundredth case of a test goes
    the way of the others. ``no_cover`` is of pytest-cov: it stops tracing while the case runs.
    """
    if not getattr(config.option, "cov_source", None):
        return
    cases: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        cases[item.nodeid.partition("[")[0]].append(item)
    for alike in cases.values():
        traced = set(alike[:: -(-len(alike) // TRACED)])
        for item in alike:
            if item.nodeid.endswith(TRACED_PAGES):
                continue
            is_again = item.nodeid.startswith(UNTRACED)
            in_window = "open_page" in getattr(item, "fixturenames", ())
            if is_again or in_window or item not in traced:
                item.add_marker("no_cover")


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Let Ctrl-C interrupt, even where the checks were started in the background.

    A shell starts background jobs with the interrupt ignored, and Python keeps it so.
    """
    assert threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
