"""A page that follows its model file while a team edits it.

A small server on this computer only. It knows two addresses, the page and its news, and
answers nobody who calls it by another name than its own, so that no web site can reach
it through a visitor's browser.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from digisys.errors import DigisysError, ModelError, OutputError, Problem
from digisys.io.bundled import bundled_folder, bundled_models, load
from digisys.io.reasons import reason_of
from digisys.report.page.make import Page, make_page
from digisys.words import Message, own_language, say

__all__ = ["News", "Watch", "watched_file"]

#: Names by which this computer calls itself.
_LOCAL_NAMES = ("127.0.0.1", "localhost", "[::1]")


def watched_file(source: str) -> Path:
    """Return the file of a model that is given by name or path."""
    if source in bundled_models():
        return bundled_folder() / f"{source}.yaml"
    return Path(source)


@dataclass(frozen=True)
class News:
    """What the page should show now.

    Attributes
    ----------
    version
        Changes whenever the file does.
    page
        The page of the last valid model, if there ever was one.
    page_version
        The version that the page was made of.
    problems
        What is wrong with the file as it is now; empty when nothing is.
    language
        Language of the problems.
    """

    version: str
    page: Page | None
    page_version: str
    problems: tuple[Problem | DigisysError, ...]
    language: str

    def to_dict(self) -> dict[str, Any]:
        """Return the news as the page reads them."""
        return {
            "version": self.version,
            "page": self.page_version,
            "title": say("The model file has problems", self.language),
            "note": say("The page shows the last version without problems.", self.language),
            "lang": own_language(self.language),
            "problems": [self._problem(problem) for problem in self.problems],
        }

    def _problem(self, problem: Problem | DigisysError) -> dict[str, str]:
        place = ""
        if isinstance(problem, Problem):
            if problem.line is not None:
                values = {"line": problem.line, "column": problem.column or 1}
                place = say("line {line}, column {column}", self.language, **values)
            place = ", ".join(part for part in (place, problem.field) if part)
        return {
            "place": place,
            "what": problem.what.text(self.language),
            "cure": problem.cure.text(self.language) if problem.cure else "",
        }


class Watch:
    """A server of one page that is made anew when its model file changes.

    Parameters
    ----------
    source
        Path of a model file, or the name of a bundled model.
    language
        The language that the page opens in; the model's first when absent.
    host
        The address to serve at. Only this computer can reach the default.
    port
        The port; any free one if 0.

    Raises
    ------
    OutputError
        If the address cannot be served.

    Examples
    --------
    >>> with Watch("digikompassi") as server:
    ...     server.address.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self,
        source: str,
        *,
        language: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self._file = watched_file(source)
        self._asked = language
        self._lock = threading.Lock()
        self._news = News("", None, "", (), language or "en")
        try:
            self._server = ThreadingHTTPServer((host, port), _handler(self))
        except (OSError, OverflowError) as error:
            values = {"host": host, "port": port, "reason": reason_of(error)}
            raise OutputError(
                Message("{host}:{port} cannot be served: {reason}.", values),
                Message("Choose another port, or leave it out."),
            ) from None
        self._server.daemon_threads = True
        self.host = host

    @property
    def port(self) -> int:
        """The port that is served."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://{self.host}:{self.port}/"

    @property
    def language(self) -> str:
        """The language of the page, as far as it is known."""
        return self._news.language

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.server_close()

    def run(self) -> None:
        """Serve until interrupted."""
        self._server.serve_forever(poll_interval=0.2)

    def stop(self) -> None:
        """End :meth:`run` from another thread."""
        self._server.shutdown()

    def allows(self, host: str | None) -> bool:
        """Tell whether a request may call the server by this name (its ``Host``)."""
        names = {f"{name}:{self.port}" for name in (*_LOCAL_NAMES, self.host)}
        if self.host in ("0.0.0.0", "::"):  # noqa: S104 - asked for by name
            # Any address of this computer, but no name that somebody else could choose.
            bare = (host or "").rpartition(":")[0].strip("[]")
            return bool(bare) and all(sign in "0123456789abcdef.:" for sign in bare)
        return host in names

    def news(self) -> News:
        """Read the file if it has changed, and tell what to show."""
        with self._lock:
            version = self._version()
            if version != self._news.version:
                self._news = self._read(version)
            return self._news

    def _version(self) -> str:
        try:
            return sha256(self._file.read_bytes()).hexdigest()[:16]
        except OSError as error:
            return f"unreadable-{error.errno}"

    def _read(self, version: str) -> News:
        before = self._news
        try:
            model = load(self._file)
            page = make_page(model, language=self._asked, watched=True)
        except ModelError as error:
            return News(version, before.page, before.page_version, error.problems, before.language)
        except DigisysError as error:
            return News(version, before.page, before.page_version, (error,), before.language)
        return News(version, page, version, (), page.language)


def _handler(watch: Watch) -> type[BaseHTTPRequestHandler]:
    """Make the class that answers requests; the server wants a class, not a value."""

    class Handler(BaseHTTPRequestHandler):
        server_version = "digisys"
        sys_version = ""

        def do_GET(self) -> None:
            if not watch.allows(self.headers.get("Host")):
                self._answer(HTTPStatus.FORBIDDEN, "text/plain", b"")
            elif self.path == "/news":
                content = json.dumps(watch.news().to_dict(), ensure_ascii=False)
                self._answer(HTTPStatus.OK, "application/json", content.encode("utf-8"))
            elif self.path == "/":
                self._answer(HTTPStatus.OK, "text/html", _page_html(watch.news()).encode("utf-8"))
            else:
                self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"")

        def _answer(self, status: HTTPStatus, kind: str, content: bytes) -> None:
            self.send_response(status)
            for name, value in (
                ("Content-Type", f"{kind}; charset=utf-8"),
                ("Content-Length", str(len(content))),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Referrer-Policy", "no-referrer"),
                ("Cross-Origin-Resource-Policy", "same-origin"),
                ("X-Frame-Options", "DENY"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing: requests are of no interest to the person who edits."""

    return Handler


def _page_html(news: News) -> str:
    """Return the page, or while there is none, a plain page with what is wrong."""
    if news.page is not None:
        # The page says which one it is: the file may change before it first asks for news.
        return news.page.html.replace("<html ", f'<html data-page="{news.page_version}" ', 1)
    told = news.to_dict()
    rows = "".join(
        f"<li><strong>{escape(item['place'])}</strong> {escape(item['what'])} "
        f"{escape(item['cure'])}</li>"
        for item in told["problems"]
    )
    return (
        f'<!doctype html><html lang="{told["lang"]}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        '<meta http-equiv="refresh" content="2">'
        f"<title>{escape(told['title'])}</title></head>"
        f"<body><main><h1>{escape(told['title'])}</h1><ul>{rows}</ul></main></body></html>"
    )
