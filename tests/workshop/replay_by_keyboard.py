"""The workshop of ``replay.py`` in a real browser, by keyboard alone."""

from __future__ import annotations

import copy
import json
import random
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page

from digisys.io.plain_model import plain_model
from digisys.io.yaml.read import parse_model
from tests.browser import ARGUMENTS
from tests.workshop.replay import (
    MOST_LINKS,
    MOST_VARIABLES,
    START,
    Moments,
    Outcome,
    Server,
    Watcher,
    told_facts,
    write_in_editor,
)
from tools.browsers import find_chromium

__all__ = ["replay_by_keyboard"]

#: How many stops the Tab key is tried for.
_MOST_STOPS = 400
#: Seconds for anything to come about; the machine may be busy.
_WAIT = 60_000
_NEXT_SIGN = {"positive": "negative", "negative": "unknown", "unknown": "positive"}
_FIRST = ("Trust", "Skills", "Access", "Funding", "Data", "Support", "Safety", "Reuse", "Time")
_SECOND = ("of people", "in towns", "at work", "of offices", "in schools", "over years")


@dataclass
class Map:
    """What the group has said so far: labels, and links with sign and delay."""

    labels: list[str] = field(default_factory=list)
    links: dict[tuple[str, str], list[Any]] = field(default_factory=dict)

    @property
    def state(self) -> str:
        links = [[*ends, *facts] for ends, facts in self.links.items()]
        return json.dumps([sorted(self.labels), sorted(links)])

    @classmethod
    def of(cls, state: str) -> Map:
        labels, links = json.loads(state)
        return cls(labels, {(source, target): facts for source, target, *facts in links})


class Group:
    """Types, and knows what the map should be."""

    def __init__(self, browser: Browser, server: Server, moments: Moments, file: Path) -> None:
        self.server, self.moments, self.file = server, moments, file
        self.kind = browser.browser_type
        self.faults: list[str] = []
        self.past: list[Map] = []
        self.map = Map.of(told_facts(plain_model(parse_model(file.read_bytes()))))
        self.open()

    def open(self) -> None:
        """Open a browser of its own, and go to the Edit mode."""
        path = find_chromium()
        self.browser = self.kind.launch(executable_path=path, args=ARGUMENTS)
        self.page: Page = self.browser.new_page(viewport={"width": 1280, "height": 720})
        self.page.set_default_timeout(_WAIT)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.load()

    def load(self) -> None:
        """Load the page: its history is gone, and the map is what the file says."""
        self.page.goto(self.server.address)
        self.past.clear()
        self.map = Map.of(told_facts(plain_model(parse_model(self.file.read_bytes()))))
        self.moments.add_state(self.map.state)
        self.tab_to("[data-focus='mode-edit'], #mode-edit")
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("[data-focus='edit-new']")

    def crash(self) -> None:
        """End the browser as a fault of it would, at once."""
        with suppress(Error):
            self.browser.new_browser_cdp_session().send("Browser.crash")
        with suppress(Error):
            self.browser.close()
        time.sleep(0.5)  # what it had sent arrives
        self.open()

    def tab_to(self, selector: str) -> None:
        """Press Tab until the focus is there."""
        for _ in range(_MOST_STOPS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not lead to {selector}")

    def wait(self, holds: str, given: object = None) -> None:
        """Wait until something holds; the policy of the page lets no test wait within it."""
        end = time.monotonic() + _WAIT / 1000
        while not self.page.evaluate(holds, given):
            assert time.monotonic() < end, (holds, given, self.page.inner_text("body")[:2000])
            self.page.wait_for_timeout(20)

    def leave_field(self) -> None:
        """Go on by Tab until letters are keys of the mode again."""
        typing = "document.activeElement.matches('input, textarea, select')"
        while self.page.evaluate(typing):
            self.page.keyboard.press("Tab")

    def press(self, key: str) -> None:
        self.leave_field()
        self.page.keyboard.press(key)

    def find(self, label: str) -> None:
        """Choose something by its name."""
        self.tab_to("#search")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(label)
        self.page.keyboard.press("Enter")

    def is_titled(self, *words: str) -> None:
        """Wait until the answer is of something."""
        self.wait(
            "words => words.every((word) =>"
            " document.querySelector('#answer-title')?.textContent.includes(word))",
            list(words),
        )

    def begin(self) -> Map:
        """Begin a step; what the map will be is known before the page shows it."""
        self.past.append(copy.deepcopy(self.map))
        return self.map

    def add(self, label: str) -> None:
        self.begin().labels.append(label)
        self.moments.add_state(self.map.state)
        self.press("n")
        self.page.keyboard.type(label)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector("#edit-naming", state="hidden")
        self.is_titled(label)

    def link(self, source: str, target: str) -> None:
        self.find(source)
        self.is_titled(source)
        self.press("l")
        self.begin().links[source, target] = ["positive", False]
        self.moments.add_state(self.map.state)
        self.find(target)
        self.is_titled(source, target, "→")

    def turn(self, source: str, target: str) -> None:
        """Flip the sign of the link that is chosen."""
        facts = self.begin().links[source, target]
        facts[0] = _NEXT_SIGN[facts[0]]
        self.moments.add_state(self.map.state)
        self.press("s")

    def delay(self, source: str, target: str) -> None:
        facts = self.begin().links[source, target]
        facts[1] = not facts[1]
        self.moments.add_state(self.map.state)
        self.press("d")

    def remove_link(self, source: str, target: str) -> None:
        del self.begin().links[source, target]
        self.moments.add_state(self.map.state)
        self.press("Delete")

    def rename(self, label: str, new: str) -> None:
        self.find(label)
        self.is_titled(label)
        self.press("F2")
        self.wait("document.activeElement.matches('[data-name-field]')")
        known = self.begin()
        known.labels[known.labels.index(label)] = new
        for source, target in list(known.links):
            ends = (new if source == label else source, new if target == label else target)
            known.links[ends] = known.links.pop((source, target))
        self.moments.add_state(self.map.state)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(new)
        self.page.keyboard.press("Enter")
        self.is_titled(new)

    def undo(self) -> None:
        if not self.past:
            return
        self.map = self.past.pop()
        self.moments.add_state(self.map.state)
        self.press("Control+z")

    def see_saved(self) -> None:
        """Wait until the page says that what it shows is saved."""
        self.wait("document.querySelector('#edit-status').textContent.startsWith('Saved')")
        self.moments.show_saved()


def _step(rng: random.Random, group: Group) -> None:
    """Do one thing, sometimes two that go together."""
    known = group.map
    left = [f"{a} {b}" for a in _FIRST for b in _SECOND if f"{a} {b}" not in known.labels]
    pairs = [
        (a, b) for a in known.labels for b in known.labels if a != b and (a, b) not in known.links
    ]
    does: list[tuple[float, Callable[[], None]]] = []
    if len(known.labels) < MOST_VARIABLES:
        does.append((5, lambda: group.add(rng.choice(left))))
    if pairs and len(known.labels) > 3 and len(known.links) < MOST_LINKS:
        ends = rng.choice(pairs)
        does.append((6, lambda: group.link(*ends)))
        does.append((1, lambda: (group.link(*ends), group.turn(*ends))[0]))
        does.append((1, lambda: (group.link(*ends), group.delay(*ends))[0]))
        does.append((0.5, lambda: (group.link(*ends), group.remove_link(*ends))[0]))
    does.append((1, lambda: group.rename(rng.choice(known.labels), rng.choice(left))))
    if group.past:
        does.append((1, group.undo))
    (do,) = rng.choices([each for _, each in does], [weight for weight, _ in does])
    do()


def replay_by_keyboard(
    browser: Browser,
    folder: Path,
    *,
    edits: int,
    seed: int = 1,
    kills: int = 2,
    seconds: float = 0.0,
    check: Callable[[Page], object] | None = None,
) -> Outcome:
    """Replay a workshop in Chromium, by keyboard alone.

    Parameters
    ----------
    browser
        Tells what is started: the group has a browser of its own, which is killed too.
    folder
        Where the file is.
    edits, seed, kills, seconds
        As of :func:`tests.workshop.replay.replay`; so often each, server and browser are killed.
    check
        Looks at the page in the end.
    """
    rng = random.Random(seed)
    file = folder / "workshop.yaml"
    file.write_text(START, "utf-8")
    moments = Moments(told_facts)
    moments.add(plain_model(parse_model(START)))
    watcher = Watcher(file, moments)
    server = Server(file)
    group = Group(browser, server, moments, file)
    watcher.served.set()
    killed = {round(edits * (at + 1) / (kills + 1)) for at in range(kills)}
    saves = written = 0
    begun = time.monotonic()
    for number in range(1, edits + 1):
        _step(rng, group)
        if number in killed:
            watcher.served.clear()
            time.sleep(0.25 + rng.random() * 0.15)  # about when the page saves
            server.kill()
            _step(rng, group)  # the group does not notice, and goes on
            server = Server(file)
            if server.address != group.server.address:
                group.faults.append("pages that are open do not find the new server")
            group.see_saved()
            watcher.served.set()
            _step(rng, group)
            time.sleep(rng.random() * 0.5)
            watcher.served.clear()
            group.crash()
            watcher.served.set()
        elif rng.random() < 0.5 or seconds:
            group.see_saved()
            saves += 1
            if rng.random() < 0.2:
                written += 1
                write_in_editor(file, f"written {written} times")
            if rng.random() < 0.05:
                group.load()
        if seconds:
            time.sleep(max(begun + seconds * number / edits - time.monotonic(), 0.0))
    if group.map.state != moments.states[0][1]:
        group.see_saved()
    if check is not None:
        check(group.page)
    group.browser.close()
    server.end()
    watcher.end()
    text = file.read_text("utf-8")
    plain = plain_model(parse_model(text))
    faults = [*group.faults, *dict.fromkeys(watcher.faults)]
    if told_facts(plain) != group.map.state:
        faults.append("the file is not what the group said in the end")
    if written and plain["description"] != f"written {written} times":
        faults.append(f"what the editor wrote is lost: {plain['description']}")
    return Outcome(
        edits, saves + 1, kills, written, watcher.reads, watcher.versions, watcher.oldest,
        tuple(faults), plain, text,
    )  # fmt: skip
