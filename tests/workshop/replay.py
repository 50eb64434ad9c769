"""A workshop replayed by script: a group edits, and servers and editors do what they do.

``python -m tests.workshop.replay`` replays the whole: 200 edits from an empty map to 30 variables
and 60 links, with undoing and reloading, a text editor that writes meanwhile and a server
that is killed while it saves. Somebody reads the file all the time: it always is a valid
model, not older than what was last shown as saved. ``--real-time`` spreads the edits over 40
minutes, and then the file may never be more than two seconds old.
"""

from __future__ import annotations

import argparse
import copy
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from digisys.errors import DigisysError
from digisys.io.plain_model import plain_model
from digisys.io.shared_file import replace_unchanged
from digisys.io.yaml.read import parse_model

__all__ = ["Outcome", "Server", "replay"]

Plain = dict[str, Any]
Verb = Callable[[random.Random, Plain], Plain | None]

#: How large the map of the workshop grows, in variables and links.
MOST_VARIABLES, MOST_LINKS = 30, 60
#: Minutes of the whole workshop, and its edits.
MINUTES, EDITS = 40, 200
#: Seconds between the last change and its save, as in the page.
PAUSE = 0.3
#: The file may be so many seconds old.
OLDEST = 2.0

START = """\
# A workshop of an afternoon.
schema: 1
id: workshop
title: Workshop   # to be named by the group
description: nothing yet
languages: [en]
variables:
  first_variable: {label: First variable}   # rename me
links: []
"""


# --- what a group does ------------------------------------------------------------------------


def _new_name(rng: random.Random, plain: Plain) -> str:
    name = f"v{rng.randrange(10_000)}"
    return name if name not in plain["variables"] else _new_name(rng, plain)


def add_variable(rng: random.Random, plain: Plain) -> Plain | None:
    if len(plain["variables"]) >= MOST_VARIABLES:
        return None
    name = _new_name(rng, plain)
    new: Plain = {"label": f"Näkemys: “{name}” – #{rng.randrange(100)}"}
    if rng.random() < 0.4:
        new["role"] = "stock"
    plain["variables"][name] = new
    return plain


def add_link(rng: random.Random, plain: Plain) -> Plain | None:
    links = plain.setdefault("links", [])
    if len(links) >= MOST_LINKS or len(plain["variables"]) < 2:
        return None
    known = {(link["from"], link["to"]) for link in links}
    source, target = rng.sample(list(plain["variables"]), 2)
    if (source, target) in known:
        return None
    links.append({"from": source, "to": target, "polarity": rng.choice(("positive", "negative"))})
    return plain


def _some_link(rng: random.Random, plain: Plain) -> Plain | None:
    links = plain.get("links") or []
    return rng.choice(links) if links else None


def flip(rng: random.Random, plain: Plain) -> Plain | None:
    link = _some_link(rng, plain)
    if link is None:
        return None
    link["polarity"] = {"positive": "negative"}.get(link["polarity"], "positive")
    return plain


def mark_delay(rng: random.Random, plain: Plain) -> Plain | None:
    link = _some_link(rng, plain)
    if link is None:
        return None
    if link.pop("delay", None) is None:
        link["delay"] = True
    return plain


def set_strength(rng: random.Random, plain: Plain) -> Plain | None:
    link = _some_link(rng, plain)
    if link is None:
        return None
    now = link.pop("strength", None)
    link["strength"] = rng.choice([each for each in ("weak", "moderate", "strong") if each != now])
    return plain


def doubt(rng: random.Random, plain: Plain) -> Plain | None:
    link = _some_link(rng, plain)
    if link is None:
        return None
    if link.pop("certainty", None) is None:
        link["certainty"] = "ambiguous"
    return plain


def note(rng: random.Random, plain: Plain) -> Plain | None:
    link = _some_link(rng, plain)
    if link is None:
        return None
    link["note"] = f"Group {rng.randrange(9)}: 'so', they said # {rng.randrange(10_000)}"
    return plain


def rename(rng: random.Random, plain: Plain) -> Plain | None:
    name = rng.choice(list(plain["variables"]))
    plain["variables"][name]["label"] = f"Renamed {rng.randrange(100_000)}: yes"
    return plain


def describe(rng: random.Random, plain: Plain) -> Plain | None:
    name = rng.choice(list(plain["variables"]))
    plain["variables"][name]["description"] = f"What {rng.randrange(1000)} said.\nAnd more."
    return plain


def remove_link(rng: random.Random, plain: Plain) -> Plain | None:
    link = _some_link(rng, plain)
    if link is None or len(plain["links"]) < 5:
        return None
    plain["links"].remove(link)
    return plain


def remove_variable(rng: random.Random, plain: Plain) -> Plain | None:
    if len(plain["variables"]) < 5:
        return None
    name = rng.choice(list(plain["variables"]))
    del plain["variables"][name]
    plain["links"] = [link for link in plain["links"] if name not in (link["from"], link["to"])]
    return plain


#: What a group does, and how often.
VERBS: Sequence[tuple[Verb, int]] = (
    (add_variable, 24),
    (add_link, 40),
    (flip, 6),
    (mark_delay, 5),
    (set_strength, 5),
    (doubt, 4),
    (note, 5),
    (rename, 6),
    (describe, 3),
    (remove_link, 2),
    (remove_variable, 1),
)


def changed(rng: random.Random, plain: Plain) -> Plain:
    """Do one thing that changes the map."""
    verbs, weights = zip(*VERBS, strict=True)
    while True:
        (verb,) = rng.choices(verbs, weights)
        found = verb(rng, copy.deepcopy(plain))
        if found is not None and found != plain:
            return found


# --- the server ---------------------------------------------------------------------------------


class Server:
    """``digisys edit`` in a process of its own."""

    def __init__(self, file: Path) -> None:
        words = [sys.executable, "-m", "digisys", "edit", str(file), "--no-browser"]
        self.process = subprocess.Popen(
            [*words, "--language", "en"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        parts = urlsplit(self.address)
        assert parts.port, f"the server told no address but {self.address!r}"
        self.port, self.path = parts.port, parts.path

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str, body: Plain | None = None) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            if body is None:
                connection.request("GET", self.path + path)
            else:
                headers = {"Origin": self.origin, "Content-Type": "application/json"}
                sent = json.dumps(body).encode()
                connection.request("POST", self.path + path, sent, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        assert response.status == 200, (response.status, path)
        return json.loads(content)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self._wait()

    def end(self) -> None:
        """End it as Ctrl+C does."""
        self.process.terminate()
        self._wait()

    def _wait(self) -> None:
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


# --- what is true of the file ---------------------------------------------------------------------


def of_page(plain: Plain) -> str:
    """Return what only pages change: the editor writes the description."""
    return json.dumps(
        {key: value for key, value in plain.items() if key != "description"}, sort_keys=True
    )


def told_facts(plain: Plain) -> str:
    """Return what the group said: labels, and links with their signs and delays."""
    labels = {name: str(each["label"]) for name, each in plain["variables"].items()}
    links = [
        [labels[each["from"]], labels[each["to"]], each["polarity"], bool(each.get("delay"))]
        for each in plain.get("links", [])
    ]
    return json.dumps([sorted(labels.values()), sorted(links)])


@dataclass
class Moments:
    """Every state of the page, when it began, and which of them was shown as saved."""

    of: Callable[[Plain], str] = of_page
    states: list[tuple[float, str]] = field(default_factory=list)
    saved: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def add(self, plain: Plain) -> None:
        self.add_state(self.of(plain))

    def add_state(self, state: str) -> None:
        with self.guard:
            self.states.append((time.monotonic(), state))

    def show_saved(self) -> None:
        """Note that the page shows its newest state as saved."""
        with self.guard:
            self.saved = len(self.states) - 1

    def last_saved(self) -> int:
        with self.guard:
            return self.saved

    def age(self, plain: Plain, since: int) -> float | None:
        """Return for how many seconds a file has not been what the page shows.

        None where it is older than the state that was shown as saved before it was read.
        """
        state, now = self.of(plain), time.monotonic()
        with self.guard:
            for at in range(len(self.states) - 1, since - 1, -1):
                if self.states[at][1] == state:
                    later = self.states[at + 1 : at + 2]
                    return now - later[0][0] if later else 0.0
        return None


class Watcher:
    """Reads the file all the time."""

    def __init__(self, file: Path, moments: Moments) -> None:
        self.file, self.moments = file, moments
        self.reads, self.versions, self.oldest = 0, 0, 0.0
        self.faults: list[str] = []
        #: Where nobody serves, nobody saves: then only the last saved state counts.
        self.served = threading.Event()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        before, plain = b"", {}
        while not self._end.is_set():
            since = self.moments.last_saved()
            try:
                content = self.file.read_bytes()
                if content != before:
                    plain = plain_model(parse_model(content))
                    before = content
                    self.versions += 1
            except (OSError, DigisysError) as error:
                self.faults.append(f"no valid model: {error}")
                continue
            self.reads += 1
            age = self.moments.age(plain, since)
            if age is None:
                self.faults.append("the file is older than what was shown as saved")
            elif self.served.is_set():
                self.oldest = max(self.oldest, age)
            self._end.wait(0.003)

    def end(self) -> None:
        self._end.set()
        self._thread.join()


# --- the page ------------------------------------------------------------------------------


class ScriptedPage:
    """Does what the page does: edits at once, saves after a pause, takes what others wrote."""

    def __init__(self, server: Server, moments: Moments) -> None:
        self.server, self.moments = server, moments
        self.past: list[Plain] = []
        self.load()

    def load(self) -> None:
        """Open the page, or load it again."""
        told = self.server.ask("model")
        self.version, self.plain = told["version"], told["plain"]
        self.past.clear()
        self.moments.add(self.plain)

    def edit(self, rng: random.Random) -> None:
        self.past.append(self.plain)
        self.plain = changed(rng, self.plain)
        self.moments.add(self.plain)

    def undo(self) -> None:
        if self.past:
            # What an editor wrote meanwhile is nothing that the page did.
            told = {**self.past.pop(), "description": self.plain["description"]}
            self.plain = told
            self.moments.add(self.plain)

    def save(self) -> None:
        reply = self.server.ask("save?lang=en", {"base": self.version, "plain": self.plain})
        assert reply["status"] == "saved", reply
        self.version = reply["version"]
        self.plain = reply.get("plain", self.plain)
        self.moments.show_saved()

    def hear(self) -> None:
        """Ask for news, and take what somebody else has written."""
        news = self.server.ask(f"news?version={self.version}&lang=en")
        assert news["problems"] == []
        if news["changed"]:
            told = self.server.ask("model")
            self.version, self.plain = told["version"], told["plain"]


def write_in_editor(file: Path, words: str) -> None:
    """Change the description as an editor does that minds whether the file has changed."""
    while True:
        content = file.read_bytes()
        lines = content.decode().split("\n")
        at = next(at for at, line in enumerate(lines) if line.startswith("description:"))
        lines[at] = f"description: {words}"
        if replace_unchanged(file, content, "\n".join(lines).encode()):
            return


# --- the workshop --------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What came of a workshop.

    Attributes
    ----------
    edits, saves, kills, written
        How much was done, and by whom: written is what an editor wrote.
    reads, versions
        How often the file was read, and how many of its versions were seen.
    oldest
        Seconds that the file was older than the page at most, while it was served.
    faults
        What must not be: empty.
    plain
        The file in the end.
    text
        The same as it is written.
    """

    edits: int
    saves: int
    kills: int
    written: int
    reads: int
    versions: int
    oldest: float
    faults: tuple[str, ...]
    plain: Plain
    text: str


def replay(
    folder: Path, *, edits: int = EDITS, seed: int = 1, kills: int = 4, seconds: float = 0.0
) -> Outcome:
    """Replay a workshop with a page that asks as the real one does.

    Parameters
    ----------
    folder
        Where the file is.
    edits
        How many edits, undoing included.
    seed
        Which workshop.
    kills
        How often the server is killed while it saves.
    seconds
        How long it takes at least; as long as it needs when 0.
    """
    rng = random.Random(seed)
    file = folder / "workshop.yaml"
    file.write_text(START, "utf-8")
    moments = Moments()
    moments.add(plain_model(parse_model(START)))
    watcher = Watcher(file, moments)
    killed_at = {round(edits * (at + 1) / (kills + 1)) for at in range(kills)}
    server = Server(file)
    watcher.served.set()
    page = ScriptedPage(server, moments)
    saves = written = 0
    faults: list[str] = []
    begun = time.monotonic()
    for number in range(1, edits + 1):
        if rng.random() < 0.08 and page.past:
            page.undo()
        else:
            page.edit(rng)
        if number in killed_at:
            watcher.served.clear()
            _kill_while_saving(rng, page, server)
            before, server = server.address, Server(file)
            page.server = server
            if server.address != before:
                faults.append("pages that are open do not find the new server")
            if rng.random() < 0.5:  # who does not load it again goes on with what the page has
                page.load()
            watcher.served.set()
        elif seconds:
            _wait_until(begun + seconds * number / edits - PAUSE)
            page.save()
            saves += 1
        elif rng.random() < 0.7:  # else the group was quicker than the pause
            page.save()
            saves += 1
        if rng.random() < 0.1:
            written += 1
            write_in_editor(file, f"written {written} times")
            if rng.random() < 0.5:
                _hear(page)
        if rng.random() < 0.03:
            page.save()
            page.load()
    page.save()
    server.end()
    watcher.end()
    text = file.read_text("utf-8")
    plain = plain_model(parse_model(text))
    faults += dict.fromkeys(watcher.faults)
    if of_page(plain) != of_page(page.plain):
        faults.append("the file is not what the page shows in the end")
    if written and plain["description"] != f"written {written} times":
        faults.append(f"what the editor wrote is lost: {plain['description']}")
    return Outcome(
        edits, saves + 1, kills, written, watcher.reads, watcher.versions, watcher.oldest,
        tuple(faults), plain, text,
    )  # fmt: skip


def _hear(page: ScriptedPage) -> None:
    """Take the news as the page does: not before its own edits are saved."""
    page.save()
    page.hear()


def _kill_while_saving(rng: random.Random, page: ScriptedPage, server: Server) -> None:
    """Kill the server somewhere between the begin and the end of a save."""

    def save() -> None:
        with suppress(OSError, http.client.HTTPException, json.JSONDecodeError):
            page.save()

    saving = threading.Thread(target=save)
    saving.start()
    time.sleep(rng.random() * 0.06)
    server.kill()
    saving.join()


def _wait_until(moment: float) -> None:
    time.sleep(max(moment - time.monotonic(), 0.0))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=EDITS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--browser", action="store_true", help="in Chromium, by keyboard alone")
    parser.add_argument("--real-time", action="store_true", help="spread over 40 minutes")
    asked = parser.parse_args()
    seconds = MINUTES * 60.0 if asked.real_time else 0.0
    with tempfile.TemporaryDirectory() as folder:
        options: Plain = {"edits": asked.edits, "seed": asked.seed, "kills": asked.kills}
        if asked.browser:
            from tests.browser import chromium
            from tests.workshop.replay_by_keyboard import replay_by_keyboard

            for browser in chromium():
                found = replay_by_keyboard(browser, Path(folder), **options, seconds=seconds)
        else:
            found = replay(Path(folder), **options, seconds=seconds)
    links = len(found.plain.get("links", []))
    print(f"{found.edits} edits, {found.saves} saves, {found.kills} kills of the server, "
          f"{found.written} writes of an editor")  # fmt: skip
    print(f"{len(found.plain['variables'])} variables, {links} links; the file was read "
          f"{found.reads} times and seen in {found.versions} versions, at most "
          f"{found.oldest:.2f} s old")  # fmt: skip
    print("\n".join(found.faults) or "no fault")
    late = asked.real_time and found.oldest > OLDEST
    return 1 if found.faults or late else 0


if __name__ == "__main__":
    sys.exit(main())
