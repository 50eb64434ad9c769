"""What every server of pages on this computer shares: its address, its callers, its answers."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv6Address, ip_address
from types import TracebackType
from typing import Any, Self

from digisys.errors import OutputError
from digisys.io.reasons import reason_of
from digisys.report.server import SECONDS_TO_ANSWER, PageServer
from digisys.words import Message

__all__ = ["LocalHandler", "LocalServer"]

#: Names by which this computer calls itself.
_LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
#: Addresses to serve at that mean every address of this computer.
_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - asked for by name


class LocalServer:
    """A server that answers nobody who calls it by another name than its own.

    So no web site can reach it through a visitor's browser by a name that it points here.

    Parameters
    ----------
    host
        The address to serve at.
    port
        The port; any free one if 0.
    handler
        Answers the requests.

    Raises
    ------
    OutputError
        If the address cannot be served.
    """

    def __init__(self, host: str, port: int, handler: type[LocalHandler]) -> None:
        try:
            self._server = PageServer(host, port, handler)
        except (OSError, OverflowError) as error:
            values = {"host": host, "port": port, "reason": reason_of(error)}
            raise OutputError(
                Message("{host}:{port} cannot be served: {reason}.", values),
                Message("Choose another port, or leave it out."),
            ) from None
        self.host = host

    @property
    def port(self) -> int:
        """The port that is served."""
        return int(self._server.server_address[1])

    @property
    def origin(self) -> str:
        """The origin of the pages: scheme, host and port."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"{self.origin}/"

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
        name, _, port = (host or "").lower().rpartition(":")
        name = name[1:-1] if name.startswith("[") and name.endswith("]") else name
        if port != str(self.port):
            return False
        if name in (*_LOCAL_NAMES, self.host.lower()):
            return True
        # Any address of this computer, but no name that somebody else could choose.
        return self.host in _EVERY_ADDRESS and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return not (isinstance(address, IPv6Address) and address.scope_id)


class LocalHandler(BaseHTTPRequestHandler):
    """Answers a request once, with headers that keep other sites out, and tells nobody."""

    server: PageServer
    server_version = "digisys"
    sys_version = ""
    timeout = SECONDS_TO_ANSWER

    def answer(self, status: HTTPStatus, kind: str = "text/plain", content: bytes = b"") -> None:
        """Send an answer, whole."""
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

    def do_GET(self) -> None:
        """Answer a question."""
        self.get()

    def do_POST(self) -> None:
        """Answer who sends something."""
        self.post()

    def get(self) -> None:
        """Answer a question; by a server of its own kind."""
        self.send_error(HTTPStatus.NOT_IMPLEMENTED)

    def post(self) -> None:
        """Answer who sends something; no server takes anything unless it says so."""
        self.send_error(HTTPStatus.NOT_IMPLEMENTED)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: requests are of no interest to the person who edits."""
