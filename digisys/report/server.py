"""A server for a few readers that no crowd of connections can wear down."""

from __future__ import annotations

import socket
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

__all__ = ["MOST_CONNECTIONS", "SECONDS_TO_ANSWER", "SECONDS_TO_ASK", "PageServer"]

#: Connections, and so threads, at a time; a browser opens six.
MOST_CONNECTIONS = 64
#: A connection that has not asked within this time is ended, however busily it talks.
SECONDS_TO_ASK = 10.0
#: An answer that is not taken within this time is given up.
SECONDS_TO_ANSWER = 60.0


class PageServer(ThreadingHTTPServer):
    """Serves pages, a thread a connection, to at most :data:`MOST_CONNECTIONS`.

    When another one comes, the one that has kept silent longest makes room.

    Parameters
    ----------
    host, port
        Where to serve.
    handler
        Answers a request; it calls :meth:`has_asked` when it knows what is asked.
    """

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(self, host: str, port: int, handler: type[BaseHTTPRequestHandler]) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        #: Those that have not asked yet, oldest first, and when their time is over.
        self._silent: dict[socket.socket, float] = {}
        super().__init__((host, port), handler)

    def server_bind(self) -> None:
        """Take the address, without asking the network for a name of it."""
        TCPServer.server_bind(self)
        name, self.server_port = self.server_address[:2]
        self.server_name = str(name)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer in a thread, if there is room for one."""
        with self._guard:
            if len(self._open) >= MOST_CONNECTIONS and self._silent:
                self._end(next(iter(self._silent)))
            room = len(self._open) < MOST_CONNECTIONS
            if room:
                self._open.add(request)
                self._silent[request] = time.monotonic() + SECONDS_TO_ASK
        if room:
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def has_asked(self, request: Any) -> None:
        """Note that a connection has asked, so that it is answered in peace."""
        with self._guard:
            self._silent.pop(request, None)

    def service_actions(self) -> None:
        """End connections that have not asked in time."""
        with self._guard:
            late = [one for one, end in self._silent.items() if end < time.monotonic()]
            for request in late:
                self._end(request)

    def _end(self, request: socket.socket) -> None:
        """Let a thread that waits for a request see its end, after which it closes."""
        self._silent.pop(request, None)
        self._open.discard(request)
        with suppress(OSError):  # where the other side was quicker
            request.shutdown(socket.SHUT_RDWR)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        with self._guard:
            self._silent.pop(request, None)
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over browsers that leave early; anything else is a fault of ours."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)
