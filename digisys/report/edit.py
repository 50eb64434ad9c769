"""The page in which a group changes a model, and what it asks the server for.

Served to this computer only, below an address that nobody can guess. A request needs the
name of this server, and a save its origin too, so that no other page in the browser can
read or change the model. Nothing but the model is read or written.
"""

from __future__ import annotations

import hmac
import json
import secrets
import threading
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from digisys.errors import OutputError, QuestionError
from digisys.report.background import Background
from digisys.report.local import LocalHandler, LocalServer
from digisys.report.page.make import make_page
from digisys.report.problems import told_problems
from digisys.words import Message, own_language
from digisys.workshop.edit_session import Conflicted, Current, EditSession, Refused, Saved

__all__ = ["MOST_BYTES", "EditServer"]

#: Bytes that a page may send at most (20 MB).
MOST_BYTES = 20_000_000
#: Random bytes of the address.
_SECRET = 32
#: Digits of a length, and letters of the tag of a language, at most.
_MOST_DIGITS, _LONGEST_TAG = 12, 40
_SIDES = ("mine", "theirs")


class EditServer(LocalServer):
    """A server of one page that changes one model file.

    Parameters
    ----------
    session
        The file.
    language
        The language that the page opens in; the model's first when absent.
    host
        An address of this computer that others cannot reach.
    port
        The port; any free one if 0.

    Raises
    ------
    OutputError
        If the address cannot be served.
    QuestionError
        If others could reach the address.

    Examples
    --------
    >>> import digisys, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "map.yaml")
    ...     digisys.write_model(digisys.load("archetypes/fixes-that-fail"), file)
    ...     with EditServer(EditSession(file)) as server:
    ...         server.address.startswith("http://127.0.0.1:")
    True
    """

    def __init__(
        self,
        session: EditSession,
        *,
        language: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        _refuse_others(host)
        self.session = session
        # After a kill, pages that are still open find the server where it was.
        before = session.address
        self._token = secrets.token_urlsafe(_SECRET) if before is None else before[1]
        self._asked = language
        self._page: tuple[str, bytes] = ("", b"")
        self._making = threading.Lock()
        try:
            super().__init__(host, port or (before[0] if before else 0), _handler(self))
        except OutputError:
            if port or before is None:
                raise
            super().__init__(host, 0, _handler(self))  # another program has it by now
        session.keep_address(self.port, self._token)
        self.work = Background()
        session.listen(self._has_changed)
        self._has_changed(session.current)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        super().__exit__(kind, error, trace)
        self.work.end()
        self.session.close()

    @property
    def address(self) -> str:
        """The address of the page, with its secret."""
        return f"{self.origin}/{self._token}/"

    def asked_for(self, path: str) -> str | None:
        """Return what is asked for below the secret address; None where it is another."""
        start, slash, rest = path.removeprefix("/").partition("/")
        known = hmac.compare_digest(start.encode("utf-8", "replace"), self._token.encode())
        return rest if known and slash and path.startswith("/") else None

    def is_own(self, origin: str | None, host: str | None) -> bool:
        """Tell whether a request comes from a page of this server."""
        return origin is not None and self.allows(host) and origin == f"http://{host}"

    def _has_changed(self, now: Current) -> None:
        self.work.begin(now.version, now.model)

    def page(self) -> bytes:
        """Return the page of the file as it is."""
        now = self.session.look()
        with self._making:
            if self._page[0] != now.version:
                made = make_page(now.model, language=self._asked, served=True)
                html = made.html.replace("<html ", '<html data-edit="served" ', 1)
                self._page = now.version, html.encode("utf-8")
            return self._page[1]

    def model(self) -> dict[str, Any]:
        """Return the file as it is, as plain data with its version."""
        now = self.session.look()
        return {
            "version": now.version,
            "plain": now.plain,
            "path": self.session.path.name,
            "title": now.model.title.text(self._asked or now.model.default_language),
        }

    def news(self, version: str, language: str) -> dict[str, Any]:
        """Return what a page of a version should know."""
        now = self.session.look()
        work = self.work.of(now.version)
        figures = None
        if work is not None and work.figures is not None:
            figures = {
                "version": now.version,
                "draws": work.figures.draws,
                "done": work.done,
                "rows": work.figures.sections(language),
            }
        has_maps = work is not None and work.maps is not None
        return {
            "version": now.version,
            "changed": version != now.version,
            "problems": told_problems(self.session.problems, language),
            "figures": figures,
            "map": {"version": now.version} if has_maps else None,
        }

    def maps(self, version: str) -> dict[str, Any] | None:
        """Return the maps of a version, if they are made."""
        work = self.work.of(version)
        return None if work is None else work.maps

    def save(self, sent: dict[str, Any], language: str) -> dict[str, Any]:
        """Save what a page sends, and tell it what became of that."""
        reply = self.session.save(sent["base"], sent["plain"], sent.get("resolve"))
        match reply:
            case Saved(version, None):
                return {"status": "saved", "version": version}
            case Saved(version, plain):
                return {"status": "saved", "version": version, "plain": plain}
            case Conflicted(version):
                told = reply.told(language)
                return {"status": "conflict", "version": version, "conflicts": told}
            case Refused(problems):
                return {"status": "refused", "problems": told_problems(problems, language)}


def _refuse_others(host: str) -> None:
    """Refuse an address that other computers can reach: whoever saves, writes on this one."""
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise QuestionError(
            Message("{host} is not an address of this computer alone.", {"host": host}),
            Message("Leave --host out: who edits a model does so on this computer."),
        )


def _is_sent(sent: object) -> bool:
    """Tell whether what a page sends has the shape that it should have."""
    if not isinstance(sent, dict) or not set(sent) <= {"base", "plain", "resolve"}:
        return False
    resolve = sent.get("resolve")
    if resolve is not None and not (
        isinstance(resolve, dict) and all(side in _SIDES for side in resolve.values())
    ):
        return False
    return isinstance(sent.get("base"), str) and isinstance(sent.get("plain"), dict)


def _no_number(name: str) -> float:
    """Refuse NaN and infinities, which JSON does not have."""
    raise ValueError(name)


class _Handler(LocalHandler):
    """Answers the page of a server."""

    edit: EditServer

    def get(self) -> None:
        """Give the page, the model, the news or the maps."""
        self.server.has_asked(self.request)
        edit, parts = self.edit, urlsplit(self.path)
        if not edit.allows(self.headers.get("Host")):
            self.answer(HTTPStatus.FORBIDDEN)
            return
        asked = edit.asked_for(parts.path)
        given = _given(parts.query)
        version = given.get("version", "")
        answers: dict[str, Callable[[], object]] = {
            "model": edit.model,
            "news": lambda: edit.news(version, _language(given)),
            "map": lambda: edit.maps(version),
        }
        if asked == "":
            self.answer(HTTPStatus.OK, "text/html", edit.page())
        elif asked in answers and (found := answers[asked]()) is not None:
            self._tell(found)
        else:
            self.answer(HTTPStatus.NOT_FOUND)

    def post(self) -> None:
        """Take what a page saves."""
        refusal = self._refusal()
        content = b"" if refusal else self.rfile.read(self._length())
        self.server.has_asked(self.request)  # who sends has as long as who asks
        sent = None if refusal or len(content) < self._length() else _sent(content)
        if sent is None:
            self.answer(refusal or HTTPStatus.BAD_REQUEST)
        else:
            given = _given(urlsplit(self.path).query)
            self._tell(self.edit.save(sent, _language(given)))

    def _refusal(self) -> HTTPStatus | None:
        """Tell why what is sent is not even read; None where it is."""
        host, origin = self.headers.get("Host"), self.headers.get("Origin")
        length = self.headers.get("Content-Length", "")
        digits = length.isascii() and length.isdigit()
        checks = (
            (HTTPStatus.FORBIDDEN, self.edit.allows(host)),
            (HTTPStatus.NOT_FOUND, self.edit.asked_for(urlsplit(self.path).path) == "save"),
            (HTTPStatus.FORBIDDEN, self.edit.is_own(origin, host)),
            (
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                self.headers.get_content_type() == "application/json",
            ),
            (HTTPStatus.LENGTH_REQUIRED, digits),
            (
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                digits and len(length) <= _MOST_DIGITS and int(length) <= MOST_BYTES,
            ),
        )
        return next((status for status, holds in checks if not holds), None)

    def _length(self) -> int:
        return int(self.headers.get("Content-Length", ""))

    def _tell(self, found: object) -> None:
        content = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
        self.answer(HTTPStatus.OK, "application/json", content)


def _given(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, max_num_fields=20).items()}


def _language(given: dict[str, str]) -> str:
    return own_language(given.get("lang", "en")[:_LONGEST_TAG])


def _sent(content: bytes) -> dict[str, Any] | None:
    """Read what a page sends; None where it has not the shape that it should have."""
    try:
        sent = json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return sent if _is_sent(sent) else None


def _handler(edit: EditServer) -> type[LocalHandler]:
    """Make the class that answers requests; the server wants a class, not a value."""
    return type("Handler", (_Handler,), {"edit": edit})
