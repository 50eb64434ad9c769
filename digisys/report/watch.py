"""A page that follows its model file while a team edits it.

A small server on this computer only. It knows two addresses, the page and its news, and
answers nobody who calls it by another name than its own, so that no web site can reach
it through a visitor's browser. Of a file that is no model it tells nothing but that.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, replace
from hashlib import sha256
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

from digisys.errors import DigisysError, ModelError, Problem
from digisys.io.bundled import bundled_folder, bundled_models
from digisys.io.yaml.read import parse_model
from digisys.io.yaml.source import read_bytes
from digisys.report.local import LocalHandler, LocalServer
from digisys.report.page.make import Page, make_page
from digisys.report.problems import told_problems
from digisys.words import Message, own_language, say

__all__ = ["News", "Watch", "watched_file"]

#: What a model begins with, in YAML or written as JSON.
_MODEL = re.compile(
    rb"""(?m:^["']?schema["']?[ \t]*:[ \t]*\d)|\A\s*\{[^{}]*?["']?schema["']?\s*:\s*\d"""
)


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
            "problems": told_problems(self.problems, self.language),
        }


class Watch(LocalServer):
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
        super().__init__(host, port, _handler(self))

    @property
    def language(self) -> str:
        """The language of the page, as far as it is known."""
        return self._news.language

    def news(self) -> News:
        """Read the file if it has changed, and tell what to show."""
        with self._lock:
            try:
                content = read_bytes(self._file, pipes=False)
            except ModelError as error:
                # Its cures name other files of the folder, which are nobody's business.
                problems = tuple(replace(problem, cure=None) for problem in error.problems)
                if problems != self._news.problems:
                    version = f"unreadable-{sha256(repr(problems).encode()).hexdigest()[:16]}"
                    self._news = self._with_problems(version, problems)
                return self._news
            version = sha256(content).hexdigest()[:16]
            if version != self._news.version:
                self._news = self._read(version, content)
            return self._news

    def _with_problems(self, version: str, problems: tuple[Problem | DigisysError, ...]) -> News:
        before = self._news
        return News(version, before.page, before.page_version, problems, before.language)

    def _read(self, version: str, content: bytes) -> News:
        if not _MODEL.search(content):
            # Its keys and texts may be secrets, as of a file that took the model's place.
            foreign = Problem(
                "not-a-model",
                (),
                Message("This is not a model."),
                Message("A model begins with: schema: 1"),
            )
            return self._with_problems(version, (foreign,))
        try:
            model = parse_model(content, file=str(self._file))
            page = make_page(model, language=self._asked, watched=True)
        except ModelError as error:
            return self._with_problems(version, error.problems)
        except DigisysError as error:
            return self._with_problems(version, (error,))
        return News(version, page, version, (), page.language)


def _handler(watch: Watch) -> type[LocalHandler]:
    """Make the class that answers requests; the server wants a class, not a value."""

    class Handler(LocalHandler):
        def get(self) -> None:
            self.server.has_asked(self.request)
            if not watch.allows(self.headers.get("Host")):
                self.answer(HTTPStatus.FORBIDDEN)
            elif self.path == "/news":
                content = json.dumps(watch.news().to_dict(), ensure_ascii=False)
                self.answer(HTTPStatus.OK, "application/json", content.encode("utf-8"))
            elif self.path == "/":
                self.answer(HTTPStatus.OK, "text/html", _page_html(watch.news()).encode("utf-8"))
            else:
                self.answer(HTTPStatus.NOT_FOUND)

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
