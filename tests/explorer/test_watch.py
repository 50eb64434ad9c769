"""Watch mode: the page follows its file, and answers nobody else."""

from __future__ import annotations

import http.client
import json
import os
import socket
import struct
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

from digisys.errors import OutputError
from digisys.report import server as pages
from digisys.report.page.packed import data_of_page
from digisys.report.server import MOST_CONNECTIONS
from digisys.report.watch import Watch
from tools.skips import explained

MODEL = """schema: 1
id: team
title: Team
languages: [en]
variables:
  a: {label: Trust, role: stock}
  b: {label: Use, role: stock}
links:
  - {from: a, to: b, polarity: positive}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "team.yaml"
    path.write_text(MODEL, "utf-8")
    return path


@pytest.fixture
def server(file: Path) -> Iterator[Watch]:
    with Watch(str(file)) as watch:
        thread = threading.Thread(target=watch.run, daemon=True)
        thread.start()
        yield watch
        watch.stop()
        thread.join()


def get(server: Watch, path: str = "/", host: str | None = None, method: str = "GET"):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{server.port}"})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def test_the_page_follows_the_file(browser, server, file):
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server.address}#variable-a")
    expect(page.locator("#answer-title")).to_have_text("Trust")
    file.write_text(MODEL.replace("Trust", "Confidence"), "utf-8")
    expect(page.locator("#answer-title")).to_have_text("Confidence", timeout=20_000)
    assert page.evaluate("location.hash") == "#variable-a"  # the selection stays
    file.write_text(MODEL.replace("to: b,", "to: c,"), "utf-8")
    problems = page.locator("#watch")
    expect(problems).to_be_visible(timeout=20_000)
    expect(problems).to_contain_text("line 9, column 19")
    expect(problems).to_contain_text("There is no variable “c”.")
    expect(problems).to_contain_text("Choose one of: b.")
    expect(page.locator("#live")).to_contain_text("There is no variable “c”.")
    expect(page.locator("#answer-title")).to_have_text("Confidence")  # the last good page
    file.write_text(MODEL, "utf-8")
    expect(problems).to_be_hidden(timeout=20_000)
    expect(page.locator("#answer-title")).to_have_text("Trust", timeout=20_000)
    assert errors == []
    page.close()


def test_a_change_before_the_page_first_asks_is_not_missed(browser, server, file):
    """A busy machine may be so slow that the group has saved by then."""
    page = browser.new_page()
    changed = []

    def late(route):
        if not changed:
            file.write_text(MODEL.replace("Trust", "Confidence"), "utf-8")
            changed.append(True)
        route.continue_()

    page.route("**/news", late)
    page.goto(f"{server.address}#variable-a")
    expect(page.locator("#answer-title")).to_have_text("Confidence", timeout=20_000)
    page.close()


def test_axe_finds_nothing_in_the_problems(browser, server, file, check_axe):
    page = browser.new_page()
    page.goto(server.address)
    file.write_text("schema: 1\nid: [", "utf-8")
    expect(page.locator("#watch")).to_be_visible(timeout=20_000)
    check_axe(page)
    page.close()


def test_a_file_that_is_wrong_from_the_start(browser, file):
    file.write_text(MODEL.replace("positive", "<b>good</b>"), "utf-8")
    with Watch(str(file), language="fi") as server:
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        page = browser.new_page()
        page.goto(server.address)
        expect(page.locator("h1")).to_have_text("Mallitiedostossa on ongelmia")
        expect(page.locator("li")).to_contain_text("rivi 9, sarake 32")
        assert page.locator("b").count() == 0
        file.write_text(MODEL, "utf-8")
        expect(page.locator("#answer-title")).to_be_visible(timeout=20_000)
        page.close()
        server.stop()
        thread.join()


def test_a_file_that_goes_away_is_told(server, file):
    get(server)
    file.unlink()
    told = json.loads(get(server, "/news")[1])
    assert told["problems"]
    file.write_text(MODEL, "utf-8")
    assert json.loads(get(server, "/news")[1])["problems"] == []


def test_only_the_page_and_its_news_are_served(server, file):
    assert get(server)[0].status == 200
    assert get(server, "/news")[0].status == 200
    for path in (
        *(f"/{file.name}", "/../team.yaml", "/%2e%2e/team.yaml", "//etc/passwd", "/news?x"),
        *("/favicon.ico", "/news/..", "http://127.0.0.1/news"),
    ):
        response, content = get(server, path)
        assert response.status == 404, path
        assert content == b""
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert get(server, method=method)[0].status == 501


def test_another_name_is_refused(server):
    """A web site that points its own name at this computer gets nothing (DNS rebinding)."""
    for host in (
        *("evil.example", f"evil.example:{server.port}", f"127.0.0.1.evil.example:{server.port}"),
        *("127.0.0.1", "127.0.0.1:1", f"127.0.0.1:{server.port}.evil.example", "[::1"),
    ):
        response, content = get(server, "/news", host=host)
        assert response.status == 403, host
        assert content == b""
    assert get(server, "/news", host=f"localhost:{server.port}")[0].status == 200


def test_the_answer_is_for_this_origin_only(server):
    response, _ = get(server, "/news")
    assert response.getheader("Access-Control-Allow-Origin") is None
    assert response.getheader("Cross-Origin-Resource-Policy") == "same-origin"
    assert response.getheader("X-Content-Type-Options") == "nosniff"
    assert response.getheader("Cache-Control") == "no-store"
    html = get(server)[1].decode()
    assert "connect-src 'self'" in html


def test_only_this_computer_unless_asked_by_name(file):
    with Watch(str(file)) as server:
        assert server.address.startswith("http://127.0.0.1:")
        assert not server.allows(f"192.0.2.1:{server.port}")
        assert not server.allows(None)
    with Watch(str(file), host="0.0.0.0") as server:
        for name in ("192.0.2.1", "[2001:db8::1]", "localhost", "LOCALHOST", "127.0.0.1", "[::1]"):
            assert server.allows(f"{name}:{server.port}"), name
        for name in (
            *("evil.example", "dead.beef", "1.2.3.4.5", "[::1%evil.example]", "", "[", "]"),
            *("192.0.2.1.", "0x7f.1", "192.0.2.1:1", "localhost.evil.example"),
        ):
            assert not server.allows(f"{name}:{server.port}"), name
        for host in ("localhost", "192.0.2.1", f"192.0.2.1:{server.port + 1}", "", None):
            assert not server.allows(host), host


def test_an_address_of_the_newer_kind_is_served(file):
    with Watch(str(file), host="::1") as watch, running(watch):
        assert watch.address == f"http://[::1]:{watch.port}/"
        with urllib.request.urlopen(f"{watch.address}news", timeout=60) as answer:
            assert json.loads(answer.read())["problems"] == []


@contextmanager
def running(watch: Watch) -> Iterator[Watch]:
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    yield watch
    watch.stop()
    thread.join()


def told(server: Watch) -> list[str]:
    problems = json.loads(get(server, "/news")[1])["problems"]
    return [f"{problem['what']} {problem['cure']}".strip() for problem in problems]


@pytest.mark.skipif(os.name == "nt", reason=explained("platform", "pipes with names are POSIX"))
@pytest.mark.parametrize("kind", ["pipe", "device", "endless", "large", "folder", "away"])
def test_what_takes_the_place_of_the_model_is_not_waited_for(server, file, kind):
    get(server)
    file.unlink()
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "device":
            file.symlink_to(os.devnull)
        case "endless":
            file.symlink_to("/dev/zero")
        case "large":  # a hole, which takes no room
            with file.open("wb") as stream:
                stream.truncate(3 * 2**30)
        case "folder":
            file.mkdir()
    expected = {
        "large": "The file is larger than 32 MB, which no model needs.",
        "folder": "This is a folder, not a file.",
        "away": "There is no such file.",
    }
    assert told(server) == [expected.get(kind, "This is a pipe or a device, not a file.")]
    page = get(server)[1].decode()
    assert "Trust" in json.dumps(data_of_page(page))  # the last good page
    if kind == "folder":
        file.rmdir()
    else:
        file.unlink(missing_ok=True)
    file.write_text(MODEL, "utf-8")
    assert told(server) == []


@pytest.mark.parametrize(
    "content",
    [
        "password: hunter2\ndatabase: {key_of_the_safe: 1}\n",
        "paths:\n  /pets:\n    schema: {secret: hunter2}\n",
        '{"secret": {"schema": {"hunter2": 1}}}',
        "root:x:0:0:secret:/root:/bin/bash\n",
        "[secret]\nkey = hunter2\n",
        "hunter2\xff",
    ],
)
def test_of_a_foreign_file_nothing_is_told(server, file, content):
    file.write_bytes(content.encode("latin-1"))
    (file.parent / "secret-team.yaml").write_text(MODEL, "utf-8")
    for path in ("/news", "/"):
        answer = get(server, path)[1].decode()
        assert "This is not a model." in answer
        for word in ("hunter2", "password", "key", "secret", "pets", "root"):
            assert word not in answer, word
    file.unlink()
    assert "secret-team" not in get(server, "/news")[1].decode()


@pytest.mark.parametrize("start", ["schema: 1", '"schema": 1', "{schema: 1,", '{"schema": 1,'])
def test_a_model_with_mistakes_is_told_them(server, file, start):
    file.write_text(start + (" colour: red}" if start[0] == "{" else "\ncolour: red\n"), "utf-8")
    assert any("colour" in text for text in told(server)), told(server)


def test_idle_connections_make_room(server):
    """Each would keep a thread for good, and at last the group would get no page."""
    before = threading.active_count()
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(300)]
    try:
        assert get(server)[0].status == 200
        assert threading.active_count() - before <= MOST_CONNECTIONS + 8
        assert get(server, "/news")[0].status == 200
    finally:
        for connection in idle:
            connection.close()


def test_who_never_comes_to_the_point_is_cut_off(file, monkeypatch):
    monkeypatch.setattr(pages, "SECONDS_TO_ASK", 0.3)
    with Watch(str(file)) as watch, running(watch):
        with socket.create_connection(("127.0.0.1", watch.port), timeout=60) as slow:
            slow.sendall(b"GET / HTTP/1.1\r\nHost: ")
            ended = False
            while not ended:  # a letter now and then, for as long as it is listened to
                try:
                    slow.sendall(b"x")
                    slow.settimeout(0.05)
                    ended = slow.recv(1) == b""
                except TimeoutError:
                    continue
                except OSError:
                    ended = True
        assert get(watch)[0].status == 200


def test_a_browser_that_leaves_early_is_no_traceback(server, capfd):
    for request in (
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port,
    ):
        with socket.create_connection(("127.0.0.1", server.port)) as visitor:
            visitor.sendall(request)
            # Closed with a reset rather than in good order, as by a browser that is killed.
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    get(server)
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_told(file):
    with Watch(str(file)) as server, pytest.raises(OutputError) as caught:
        Watch(str(file), port=server.port)
    assert str(server.port) in str(caught.value)
