"""The server of an edited page: nobody but its page reads or writes, and only the model."""

from __future__ import annotations

import copy
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from digisys.errors import DrawingError, QuestionError
from digisys.io import load, parse_model
from digisys.io.write import write_model
from digisys.report import server as pages
from digisys.report.background import Background
from digisys.report.edit import MOST_BYTES, EditServer
from digisys.report.page.make import page_maps
from digisys.report.page.packed import data_of_page
from digisys.schema import Model
from digisys.words import Message
from digisys.workshop import edit_figures as figures
from digisys.workshop.edit_figures import STAGES
from digisys.workshop.edit_session import EditSession
from tests.workshop.test_edit_session import MODEL, renamed

Told = dict[str, Any]


class Client:
    """Asks as a page does, or with other headers."""

    def __init__(self, server: EditServer) -> None:
        self.server, self.secret = server, server.address.removeprefix(f"{server.origin}/")

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str | None
    ) -> tuple[http.client.HTTPResponse, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        own = {"Host": f"127.0.0.1:{self.server.port}"}
        if method == "POST":
            own |= {"Origin": self.server.origin, "Content-Type": "application/json"}
        given = own | {name.replace("_", "-"): each for name, each in headers.items()}
        sent = {name: each for name, each in given.items() if each is not None}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if body is not None and "Content-Length" not in sent:
            sent["Content-Length"] = str(len(body))
        for name, each in sent.items():
            connection.putheader(name, each)
        connection.endheaders(body)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    def get(self, path: str) -> Any:
        response, content = self.ask("GET", f"/{self.secret}{path}")
        assert response.status == 200, response.status
        return json.loads(content)

    def save(self, base: str, plain: Told, resolve: Told | None = None, lang: str = "en") -> Told:
        sent = {"base": base, "plain": plain} | ({} if resolve is None else {"resolve": resolve})
        body = json.dumps(sent).encode()
        response, content = self.ask("POST", f"/{self.secret}save?lang={lang}", body)
        assert response.status == 200, response.status
        told: Told = json.loads(content)
        return told


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "town.yaml"
    path.write_text(MODEL, "utf-8")
    return path


@contextmanager
def serving(file: Path, **options: Any) -> Iterator[Client]:
    with EditServer(EditSession(file), **options) as server:
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield Client(server)
        server.stop()
        thread.join()


@pytest.fixture
def client(file: Path) -> Iterator[Client]:
    with serving(file) as made:
        yield made


def test_the_address_is_secret_and_nothing_else_is_there(client: Client, file: Path) -> None:
    assert len(client.secret) >= 43  # 32 bytes
    assert client.ask("GET", f"/{client.secret}")[0].status == 200
    other = "A" + client.secret[1:] if client.secret[0] != "A" else "B" + client.secret[1:]
    for path in (
        *("/", "/model", "/news", f"/{client.secret.rstrip('/')}", f"/{other}", f"/{other}model"),
        *(f"/{client.secret}{file.name}", f"/{client.secret}../{file.name}", "//etc/passwd"),
        *(f"/{client.secret}save", f"/{client.secret}map?version=none", "/%C3%A9/"),
        *(f"/{client.secret}%2e%2e/town.yaml", f"http://127.0.0.1/{client.secret[:5]}"),
    ):
        response, content = client.ask("GET", path)
        assert response.status == 404, path
        assert content == b"", path
    assert client.server.asked_for("/\u00e9\udcff/model") is None
    body = json.dumps({"base": "", "plain": {}}).encode()
    assert client.ask("POST", "/save", body)[0].status == 404
    assert client.ask("POST", f"/{other}save", body)[0].status == 404
    for method in ("PUT", "DELETE", "OPTIONS", "PATCH"):
        assert client.ask(method, f"/{client.secret}save")[0].status == 501


def test_each_server_has_another_address(tmp_path: Path) -> None:
    secrets = set()
    for name in ("one", "two"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(MODEL, "utf-8")
        with serving(path) as client:
            secrets.add(client.secret)
    assert len(secrets) == 2


def test_after_a_kill_open_pages_find_the_server_where_it_was(file: Path) -> None:
    killed = EditServer(EditSession(file))
    address = killed.address
    killed._server.server_close()
    killed.work.end()
    killed.session._lock.free()  # as the system does for a process that is killed
    (kept,) = file.parent.glob(".town*versions")
    assert (
        os.name == "nt" or kept.stat().st_mode & 0o077 == 0
    )  # its address is nobody else's business
    with serving(file) as client:
        assert client.server.address == address
        assert client.get("model")["version"]
    with serving(file) as client:
        assert client.server.address != address  # it had ended in good order


def test_where_the_port_is_taken_meanwhile_another_is_served(file: Path) -> None:
    killed = EditServer(EditSession(file))
    killed.work.end()
    killed.session._lock.free()
    with serving(file) as client:
        assert client.server.port != killed.port
        assert client.secret in killed.address
    killed._server.server_close()


def test_another_name_or_origin_is_refused(client: Client, file: Path) -> None:
    """A web site in the same browser can neither read the model nor change it."""
    now = client.get("model")
    body = json.dumps(
        {"base": now["version"], "plain": renamed(now["plain"], "trust", "Mine")}
    ).encode()
    port = client.server.port
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port}.evil"):
        assert client.ask("GET", f"/{client.secret}model", Host=host)[0].status == 403, host
        origin = f"http://{host}"
        answer = client.ask("POST", f"/{client.secret}save", body, Host=host, Origin=origin)
        assert answer[0].status == 403, host
    for foreign in (
        *("http://evil.example", "null", "", None, f"https://127.0.0.1:{port}"),
        *(f"http://127.0.0.1:{port + 1}", f"http://localhost:{port}", "http://127.0.0.1"),
    ):
        answer = client.ask("POST", f"/{client.secret}save", body, Origin=foreign)
        assert answer[0].status == 403, foreign
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", None):
        answer = client.ask("POST", f"/{client.secret}save", body, Content_Type=kind)
        assert answer[0].status == 415, kind
    assert file.read_text("utf-8") == MODEL
    local = f"localhost:{port}"
    answer = client.ask("POST", f"/{client.secret}save", body, Host=local, Origin=f"http://{local}")
    assert answer[0].status == 200
    assert "Mine" in file.read_text("utf-8")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"base": "x"}', b'{"plain": {}}'),
        *(b'{"base": 1, "plain": {}}', b'{"base": "x", "plain": []}'),
        b'{"base": "x", "plain": {}, "path": "/etc/passwd"}',
        b'{"base": "x", "plain": {}, "resolve": {"a": "both"}}',
        b'{"base": "x", "plain": {}, "resolve": ["mine"]}',
        b'{"base": "x", "plain": {"a": NaN}}',
        b'{"base": "x", "plain": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"base": "x", "plain": {"a": ' + b"9" * 5_000 + b"}}",
    ],
)
def test_what_no_page_sends_is_refused(client: Client, file: Path, body: bytes) -> None:
    assert client.ask("POST", f"/{client.secret}save", body)[0].status == 400
    assert file.read_text("utf-8") == MODEL


@pytest.mark.parametrize(
    ("length", "status"),
    [(str(MOST_BYTES + 1), 413), ("9" * 300, 413), ("-1", 411), ("x", 411), ("\u00b2", 411)],
)
def test_a_body_that_is_too_large_is_not_read(client: Client, length: str, status: int) -> None:
    shown = length.encode("utf-8").decode("latin-1")
    answer = client.ask("POST", f"/{client.secret}save", b"", Content_Length=shown)
    assert answer[0].status == status


def test_a_body_without_a_length_is_refused(client: Client) -> None:
    answer = client.ask("POST", f"/{client.secret}save", Transfer_Encoding="chunked")
    assert answer[0].status == 411


def test_who_sends_slowly_is_cut_off(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "SECONDS_TO_ASK", 0.3)
    with serving(file) as client:
        head = (
            f"POST /{client.secret}save HTTP/1.1\r\nHost: 127.0.0.1:{client.server.port}\r\n"
            f"Origin: {client.server.origin}\r\nContent-Type: application/json\r\n"
            "Content-Length: 1000000\r\n\r\n{"
        )
        with socket.create_connection(("127.0.0.1", client.server.port), timeout=60) as slow:
            slow.sendall(head.encode())
            slow.settimeout(30)
            assert b" 400 " in slow.recv(100) or slow.recv(1) == b""
        assert client.get("model")["version"]


def test_answers_are_kept_by_nobody_and_tell_no_other_site(client: Client) -> None:
    response, content = client.ask("GET", f"/{client.secret}")
    assert response.getheader("Cache-Control") == "no-store"
    assert response.getheader("Referrer-Policy") == "no-referrer"
    assert response.getheader("Cross-Origin-Resource-Policy") == "same-origin"
    assert response.getheader("X-Frame-Options") == "DENY"
    assert response.getheader("Access-Control-Allow-Origin") is None
    html = content.decode()
    assert '<html data-edit="served" ' in html
    assert "connect-src 'self'" in html
    assert client.secret.rstrip("/") not in html


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "192.0.2.1", "::", "evil.example", "", "8.8.8.8", "127.0.0.1.example"]
)
def test_only_this_computer(file: Path, host: str) -> None:
    session = EditSession(file)
    with pytest.raises(QuestionError) as caught:
        EditServer(session, host=host)
    assert "--host" in str(caught.value.cure)
    session.close()


def test_an_address_of_the_newer_kind_is_served(file: Path) -> None:
    with EditServer(EditSession(file), host="::1") as server:
        assert server.address.startswith(f"http://[::1]:{server.port}/")
        assert server.is_own(f"http://[::1]:{server.port}", f"[::1]:{server.port}")


def test_two_pages_hear_of_each_other(client: Client) -> None:
    """Each saves what it changed, and takes the other's by the news."""
    one, two = client.get("model"), client.get("model")
    first = client.save(one["version"], renamed(one["plain"], "trust", "Confidence"))
    assert first == {"status": "saved", "version": first["version"]}
    news = client.get(f"news?version={two['version']}&lang=en")
    assert news["changed"]
    assert news["version"] == first["version"]
    second = client.save(two["version"], renamed(two["plain"], "use", "Usage"))
    assert second["plain"]["variables"]["trust"]["label"] == "Confidence"
    assert client.get(f"news?version={first['version']}")["changed"]
    assert not client.get(f"news?version={second['version']}")["changed"]
    assert client.get("model")["plain"] == second["plain"]


def test_a_conflict_is_told_in_the_language_of_the_page_and_resolved(
    client: Client, file: Path
) -> None:
    now = client.get("model")
    text = MODEL.replace("trust, to: use, polarity: positive", "trust, to: use, polarity: negative")
    file.write_text(text, "utf-8")
    mine = copy.deepcopy(now["plain"])
    mine["links"][0]["polarity"] = "unknown"
    reply = client.save(now["version"], mine, lang="fi")
    assert reply["status"] == "conflict"
    (conflict,) = reply["conflicts"]
    assert set(conflict) == {"key", "what", "field", "base", "mine", "theirs"}
    assert "Trust → Use" in conflict["what"]
    told = [conflict["base"], conflict["mine"], conflict["theirs"]]
    assert told == ["vahvistava", "ei tiedossa", "heikentävä"]
    assert file.read_text("utf-8") == text
    done = client.save(now["version"], mine, {conflict["key"]: "mine"})
    assert done["status"] == "saved"
    assert parse_model(file.read_bytes()).links[0].polarity == "unknown"


def test_a_file_with_mistakes_is_told_with_lines_in_news_and_save(
    client: Client, file: Path
) -> None:
    now = client.get("model")
    file.write_text(MODEL.replace("to: use,", "to: nowhere,", 1), "utf-8")
    news = client.get(f"news?version={now['version']}&lang=sv")
    assert not news["changed"]
    assert news["problems"][0]["place"].startswith("rad 13, kolumn ")
    reply = client.save(now["version"], renamed(now["plain"], "trust", "Confidence"))
    assert reply["status"] == "refused"
    assert set(reply["problems"][0]) == {"code", "place", "what", "cure"}
    file.unlink()
    told = client.get(f"news?version={now['version']}")["problems"]
    assert [each["code"] for each in told] == ["no-such-file"]
    file.write_text(MODEL, "utf-8")
    assert client.get(f"news?version={now['version']}")["problems"] == []


def test_figures_come_early_and_become_surer(client: Client) -> None:
    now = client.get("model")
    seen: list[int] = []
    for _ in range(600):
        news = client.get(f"news?version={now['version']}&lang=en")
        if news["figures"]:
            seen.append(news["figures"]["draws"])
            if news["figures"]["done"]:
                break
        time.sleep(0.05)
    assert news["figures"]["version"] == now["version"]
    assert seen == sorted(seen)
    assert set(seen) <= set(STAGES)
    assert seen[-1] == STAGES[-1]
    titles = [section["title"] for section in news["figures"]["rows"]]
    assert titles[0] == "Levers: first in how many draws"
    rows = [row for section in news["figures"]["rows"] for row in section["rows"]]
    assert all(len(row) == 2 and all(isinstance(text, str) for text in row) for row in rows)
    assert news["map"] == {"version": now["version"]}
    assert client.get(f"map?version={now['version']}") == page_maps(parse_model(MODEL))


def test_the_page_opens_with_the_last_valid_model(client: Client, file: Path) -> None:
    file.write_text(MODEL.replace("Trust", "Confidence"), "utf-8")
    page = client.ask("GET", f"/{client.secret}")[1].decode()
    assert "Confidence" in str(data_of_page(page)["variables"])
    file.write_text("schema: 1\nid: [\n", "utf-8")
    page = client.ask("GET", f"/{client.secret}")[1].decode()
    assert "Confidence" in str(data_of_page(page)["variables"])


def a_map() -> Model:
    return load("archetypes/fixes-that-fail")


def test_the_same_seed_gives_the_same_figures() -> None:
    first = figures.edit_figures(a_map(), 200, seed=3)
    again = figures.edit_figures(a_map(), 200, seed=3)
    assert first.sections("fi") == again.sections("fi")
    assert first.to_dict("en") == again.to_dict("en")
    assert first.to_dict("en") != figures.edit_figures(a_map(), 200, seed=4).to_dict("en")


def test_figures_are_those_of_robust_and_of_the_loops() -> None:
    from digisys.analysis.loops.declared_gains import declared_gains
    from digisys.analysis.robustness.robust import robust

    model = load("digikompassi")
    found = figures.edit_figures(model, 200)
    assert found.levers.rankings == robust(model, samples=200).rankings  # type: ignore[union-attr]
    assert found.gains["R4"] == declared_gains(model, "R4", samples=200)
    # Without ambiguous links on the way, a push always reaches what it reaches.
    assert all(odd is None or 0.0 <= odd.raised <= odd.reached <= 1.0 for odd in found.odds)


def test_an_ambiguous_link_lets_a_push_arrive_in_its_share_of_the_draws() -> None:
    text = MODEL.replace(
        "{from: skills, to: use, polarity: positive}",
        "{from: skills, to: use, polarity: positive, certainty: ambiguous}",
    ).replace("  - {from: use, to: trust", "  - {from: skills, to: trust", 1)
    found = figures.edit_figures(parse_model(text), 400)
    by_subject = zip(found.levers.rankings, found.odds, strict=True)  # type: ignore[union-attr]
    odds = {ranking.subject.key: odd for ranking, odd in by_subject}
    assert odds["trust"] is not None
    assert odds["trust"].reached == 1.0


def test_a_map_without_links_says_why_there_are_no_figures() -> None:
    model = parse_model(MODEL.partition("links:")[0] + "links: []\n")
    sections = figures.edit_figures(model, 200).sections("en")
    assert "no links" in sections[0]["rows"][0][1]


def test_work_on_a_version_ends_when_a_newer_one_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, hold = threading.Event(), threading.Event()
    ended: list[str] = []
    found = figures.edit_figures

    def slow(model: Model, samples: int, *, progress: Any) -> figures.EditFigures:
        if model.id == "old":
            begun.set()
            hold.wait(60)
            try:
                progress(0.5, 1.0)
            except Exception:
                ended.append(model.id)
                raise
        return found(model, samples, progress=progress)

    monkeypatch.setattr("digisys.report.background.edit_figures", slow)
    with Background() as work:
        work.begin("v1", a_map().model_copy(update={"id": "old"}))
        assert begun.wait(60)
        work.begin("v2", a_map())
        hold.set()
        assert work.wait("v2", 60)
        assert ended == ["old"]
        first = work.of("v1")
        assert first is not None
        assert first.figures is None
        assert not first.done


def test_a_map_too_large_to_draw_has_figures_even_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(*_: object) -> None:
        raise DrawingError(Message("Too large."))

    monkeypatch.setattr("digisys.report.background.page_maps", too_large)
    with Background() as work:
        work.begin("v", a_map())
        assert work.wait("v", 60)
        found = work.of("v")
        assert found is not None
        assert found.maps is None
        assert found.figures is not None


def test_nothing_is_left_beside_the_file_but_its_copy(file: Path) -> None:
    with serving(file) as client:
        now = client.get("model")
        client.save(now["version"], renamed(now["plain"], "trust", "Confidence"))
    names = sorted(path.name for path in file.parent.iterdir())
    assert names == ["town.before-edit.yaml", "town.yaml"]


def test_a_bundled_model_written_elsewhere_can_be_edited(tmp_path: Path) -> None:
    path = tmp_path / "fixes.yaml"
    write_model(a_map(), path)
    with serving(path, language="fi") as client:
        assert client.get("model")["title"] == "Kostautuva korjaus"


@pytest.mark.long
def test_a_page_that_was_refused_tries_again_until_it_is_saved(browser, file: Path) -> None:
    with serving(file) as client:
        page = browser.new_page()
        page.goto(f"{client.server.address}#link-trust--use&mode=edit")
        expect(page.locator("#edit-polarity")).to_be_visible(timeout=60_000)
        file.write_text(MODEL.replace("to: use,", "to: nowhere,", 1), "utf-8")
        page.focus("#map")
        page.keyboard.press("s")
        status = page.locator("#edit-status")
        expect(status).to_contain_text("nowhere", timeout=60_000)
        file.write_text(MODEL.replace("Skills", "Abilities"), "utf-8")
        expect(status).to_contain_text("Saved", timeout=60_000)
        page.close()
    text = file.read_text("utf-8")
    assert "Abilities" in text
    assert parse_model(text).links[0].polarity == "negative"
